"""Matrices kept as diagonal plus products of vectors: ``M = D + diag(w) + sum_k u_k v_k^T``.

The Hessians of softmax regression are A^T (diag(f) - f f^T) A; forming the n x n matrix in the middle would
cost more than everything else.  Sums, scalar multiples, transposes and products with matrices and vectors keep
the form; everything else asks for the full matrix.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from certify.enclosure.arithmetic import add, mul, neg
from certify.enclosure.ball import Ball
from certify.enclosure.layout import columns, diag, transpose
from certify.enclosure.products import matmul, outer, scale_rows
from certify.enclosure.reductions import dot

_MAX_TERMS = 8


@dataclass(frozen=True, eq=False)
class Structured:
    """``full + diag(weights) + sum outer(u, v)``; parts may be absent, not all of them.  ``shape`` is (m, n)."""

    shape: tuple[int, int]
    full: Ball | None = None
    weights: Ball | None = None
    outers: tuple[tuple[Ball, Ball], ...] = ()
    memo: dict[str, Ball] = field(default_factory=dict, repr=False)

    def dense(self) -> Ball:
        """The full matrix (computed once)."""
        if "dense" not in self.memo:
            parts = [] if self.full is None else [self.full]
            parts += [] if self.weights is None else [diag(self.weights)]
            parts += _outer_sum(self.outers)
            total = parts[0]
            for part in parts[1:]:
                total = add(total, part)
            self.memo["dense"] = total
        return self.memo["dense"]

    def map(self, f: Callable[[Ball], Ball]) -> Structured:
        """Apply a linear entrywise map (negation, scaling) to each part."""
        full, weights = (None if part is None else f(part) for part in (self.full, self.weights))
        return Structured(self.shape, full, weights, tuple((f(u), v) for u, v in self.outers))


def _outer_sum(pairs: tuple[tuple[Ball, Ball], ...]) -> list[Ball]:
    """sum u v^T as one product of matrices with the vectors as columns and rows, if no exponents stand between."""
    if len(pairs) < 2 or any(x.exp2 is not None for pair in pairs for x in pair):
        return [outer(u, v) for u, v in pairs]
    return [matmul(columns([u for u, _ in pairs]), transpose(columns([v for _, v in pairs])))]


Matrix = Ball | Structured


def dense(a: Matrix) -> Ball:
    """A value as a plain Ball."""
    return a.dense() if isinstance(a, Structured) else a


def _collect(s: Structured) -> Matrix:
    """Plain where nothing but a full matrix is left, or the terms have become too many."""
    if s.weights is None and (not s.outers or len(s.outers) > _MAX_TERMS):
        return s.dense()
    return s if len(s.outers) <= _MAX_TERMS else s.dense()


def diagonal_matrix(w: Ball) -> Structured:
    """diag(w)."""
    n = w.mid.shape[1]
    return Structured((n, n), weights=w)


def outer_product(u: Ball, v: Ball) -> Structured:
    """u v^T."""
    return Structured((u.mid.shape[1], v.mid.shape[1]), outers=((u, v),))


def _optional(f: Callable[[Ball, Ball], Ball], a: Ball | None, b: Ball | None) -> Ball | None:
    return a if b is None else b if a is None else f(a, b)


def plus(a: Matrix, b: Matrix) -> Matrix:
    """Sum of matrices of one shape."""
    if isinstance(a, Ball) and isinstance(b, Ball):
        return add(a, b)
    s, t = _as_structured(a), _as_structured(b)
    return _collect(Structured(s.shape, _optional(add, s.full, t.full), _optional(add, s.weights, t.weights),
                               s.outers + t.outers))


def _as_structured(a: Matrix) -> Structured:
    return a if isinstance(a, Structured) else Structured((a.mid.shape[1], a.mid.shape[2]), full=a)


def minus(a: Matrix) -> Matrix:
    """-a."""
    return a.map(neg) if isinstance(a, Structured) else neg(a)


def times_scalar(a: Structured, c: Ball) -> Structured:
    """c a for a scalar c."""
    return a.map(lambda part: mul(c, part))


def transposed(a: Matrix) -> Matrix:
    """Transpose."""
    if isinstance(a, Ball):
        return transpose(a)
    return Structured((a.shape[1], a.shape[0]), None if a.full is None else transpose(a.full), a.weights,
                      tuple((v, u) for u, v in a.outers))


def product(a: Matrix, b: Matrix) -> Matrix:
    """Matrix times matrix or vector, term by term; outer products stay outer products."""
    if isinstance(a, Ball) and isinstance(b, Ball):
        return matmul(a, b)
    if isinstance(a, Structured):
        return _left_times(a, b)
    assert isinstance(b, Structured)
    return transposed(_left_times(transposed(b), transpose(a)))  # type: ignore[arg-type]


def _left_times(a: Structured, b: Matrix) -> Matrix:
    """(full + diag(w) + sum u v^T) b."""
    if isinstance(b, Ball) and b.rank == 1:
        return _times_vector(a, b)
    parts: list[Matrix] = [] if a.full is None else [product(a.full, b)]
    if a.weights is not None:
        parts.append(_scaled(a.weights, b))
    right = transposed(b)
    for u, v in a.outers:
        row = product(right, v)
        assert isinstance(row, Ball)
        parts.append(outer_product(u, row))
    total = parts[0]
    for part in parts[1:]:
        total = plus(total, part)
    return total


def _scaled(w: Ball, b: Matrix) -> Matrix:
    """diag(w) b."""
    if isinstance(b, Ball):
        return scale_rows(w, b)
    return Structured(b.shape, None if b.full is None else scale_rows(w, b.full),
                      None if b.weights is None else mul(w, b.weights), tuple((mul(w, u), v) for u, v in b.outers))


def _times_vector(a: Structured, x: Ball) -> Ball:
    total = None if a.full is None else matmul(a.full, x)
    if a.weights is not None:
        total = _optional(add, total, mul(a.weights, x))
    for u, v in a.outers:
        total = _optional(add, total, mul(dot(v, x), u))
    assert total is not None
    return total
