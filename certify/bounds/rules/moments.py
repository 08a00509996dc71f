"""Derivatives along one direction h of 1/2 ||p - b||^2 and of log-sum-exp, p = softmax, as one sum each.

For b >= 0 with ||b||_1 <= 1 the first are bounded in ``least_squares``, all with the constants of two points or close
to them. The gradient J c, J = diag(p) - p p^T and c = p - b, has the largest derivative along directions of spread 1.

Cumulants of h under p (derivatives of log-sum-exp): the second is in [0, 1/4], the fourth in [-1/8, 1/24]; the third
is in ``second_moves``. With values in [0, 1], mean m, a = 1 - m <= 1/2 after reflection or not, s the second and k the
third central moment:
- (y + m)(a - y) >= 0 has the mean m a - s, so s <= m a <= 1/4, and m_4 >= s^2 gives m_4 - 3 s^2 >= -2 s^2 >= -1/8;
- (a - y)(y + s/a)^2 >= 0 has the mean a s - k - s^2/a; y^2 (y + m)(a - y) >= 0 gives m_4 <= (1 - 2m) k + m a s, so for
  m <= 1/2 m_4 - 3 s^2 <= a^2 s - (5 - 1/a) s^2, whose vertex is s = a^3 / (2 (5a - 1)). Where 11 a^2 - 12 a + 2 >= 0
  it is beyond s = m a =: q, and the value there is q (1 - 6 q) <= 1/24; else a < 0.886 and the value at the vertex,
  a^5 / (4 (5a - 1)), grows with a and stays below 0.0398.
Against s, as |y| <= 1: |k| <= s, m_4 - 3 s^2 <= s, and -2 s^2 >= -s/2; for a spread l, l s, l^2 s and l^2 s / 2.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache, partial

from certify.bounds.power_sums import (
    NotTakenApart,
    Poly,
    added,
    atom,
    atoms,
    half_square,
    moved,
    multiple,
    multiplied,
    power_sums,
    scaled,
    summed,
)
from certify.bounds.row_sums import row_sums
from certify.bounds.rules.common import mul
from certify.bounds.rules.least_squares import LEAST_SQUARES, Limits
from certify.bounds.rules.own_moves import derivative
from certify.bounds.rules.recognition import centred
from certify.bounds.steps import Query, Rule
from certify.calculus.algebra import constant
from certify.language import Expr, coerce, make

CUMULANTS: dict[int, Limits] = {2: (Fraction(0), Fraction(1, 4)), 4: (Fraction(1, 8), Fraction(1, 24))}
#: In multiples of the second cumulant.
BY_VARIANCE: dict[int, Limits] = {3: (Fraction(1), Fraction(1)), 4: (Fraction(1, 2), Fraction(1))}
SCALES = tuple(Fraction(k) for k in (1, -1, 2, -2))


@dataclass(frozen=True)
class Known:
    """scale times the derivative of some order along h: of 1/2 ||p - b||^2, or (``squares`` false) a cumulant."""

    squares: bool
    order: int
    p: Expr
    h: Expr
    b: Expr | None
    scale: Fraction

    def limit(self, kind: str, table: dict[int, Limits]) -> Fraction:
        """The bound of e (``above``), of -e (``under``) or of both, by the limits of a table."""
        below, above = table[self.order]
        if kind == "size":
            return abs(self.scale) * max(below, above)
        return abs(self.scale) * (above if (kind == "above") == (self.scale > 0) else below)

    @property
    def limits(self) -> dict[int, Limits]:
        """The limits for a direction of spread 1."""
        return LEAST_SQUARES if self.squares else CUMULANTS


@lru_cache(maxsize=4096)
def known(node: Expr, rows: bool = False) -> Known | None:
    """What a scalar is, if it is one of these derivatives; with ``rows``, their total over the rows of matrices."""
    if node.shape:
        return None
    try:
        poly = (row_sums if rows else power_sums)(node)
    except NotTakenApart:
        return None
    vectors = [v for v in atoms(poly) if len(v.shape) == 1 + rows]
    softmaxes = [v for v in vectors if is_softmax(v)]
    if len(softmaxes) != 1 or not 2 <= len(vectors) <= 3:
        return None
    return next(_matches(poly, softmaxes[0], [v for v in vectors if v is not softmaxes[0]]), None)


def _matches(poly: Poly, p: Expr, others: list[Expr]) -> Iterator[Known]:
    for h, *rest in (others, others[::-1])[:len(others)]:
        b = rest[0] if rest else None
        tables = [(True, order, moved(half_square(p, b), p, h, order)) for order in LEAST_SQUARES]
        if b is None:
            tables += [(False, order, moved(_inner(p, h), p, h, order - 1)) for order in (2, 3, 4)]
        for squares, order, target in tables:
            scale = multiple(poly, target)
            if scale in SCALES:
                yield Known(squares, order, p, h, b, scale)  # type: ignore[arg-type]


def _inner(a: Expr, b: Expr) -> Poly:
    return summed(multiplied(atom(a), atom(b)), {})


def _asked(node: Expr) -> list[Query] | None:
    found = known(node)
    if found is None or found.order not in found.limits:
        return None
    return [Query("spread", found.h), *([] if found.b is None else _about_target(found.b))]


def _bound(kind: str, node: Expr, spread: Expr, *target: Expr) -> Expr | None:
    found = known(node)
    mass = constant(target[1]) if target else Fraction(0)
    if found is None or mass is None or mass > 1:
        return None
    return _times_power(found.limit(kind, found.limits), spread, found.order)


def _times_power(limit: Fraction, spread: Expr, power: int) -> Expr:
    value: Expr = coerce(limit)
    for _ in range(power):
        value = mul(value, spread)
    return value


def _against_variance(node: Expr) -> list[Query] | None:
    found = known(node)
    if found is None or found.squares or found.order not in BY_VARIANCE:
        return None
    return [Query("spread", found.h), Query("size", make("dot", (derivative(found.p, found.h), found.h)))]


def _by_variance(kind: str, node: Expr, spread: Expr, variance: Expr) -> Expr | None:
    found = known(node)
    if found is None:
        return None
    return mul(_times_power(found.limit(kind, BY_VARIANCE), spread, found.order - 2), variance)


@lru_cache(maxsize=4096)
def gradient(node: Expr) -> tuple[Expr | None, Fraction] | None:
    """b and c where the node is c times p o (p - b) - <p, p - b> p, the gradient of 1/2 ||p - b||^2 in the logits, or
    where each of its rows is."""
    if not node.shape:
        return None
    try:
        poly = (power_sums if len(node.shape) == 1 else row_sums)(node)
    except NotTakenApart:
        return None
    vectors = atoms(poly)
    for p in vectors if len(vectors) <= 2 else ():
        b = next((v for v in vectors if v is not p), None)
        scale = multiple(poly, _gradient(p, b)) if is_softmax(p) else None
        if scale in SCALES:
            return b, scale  # type: ignore[return-value]
    return None


def is_softmax(p: Expr) -> bool:
    """Whether a vector, or every row of a matrix, holds probabilities."""
    return p.op == "softmax" and p.attrs[0] == len(p.shape) - 1


def _gradient(p: Expr, b: Expr | None) -> Poly:
    residual = atom(p) if b is None else added(atom(p), scaled(-1, atom(b)))
    product = multiplied(atom(p), residual)
    return added(product, scaled(-1, multiplied(summed(product, {}), atom(p))))


def _target(node: Expr) -> list[Query] | None:
    found = gradient(node)
    if found is None:
        return None
    return [] if found[0] is None else _about_target(found[0])


def _about_target(b: Expr) -> list[Query]:
    return [Query("floor", b), Query("l1" if len(b.shape) == 1 else "rows", b)]


def _length(limit: Expr, node: Expr, *target: Expr) -> Expr | None:
    found = gradient(node)
    mass = constant(target[1]) if target else Fraction(0)
    return None if found is None or mass is None or mass > 1 else mul(coerce(abs(found[1]) * (1 + mass) / 2), limit)


def _variance(node: Expr) -> list[Query] | None:
    """<h, derivative of p along h>."""
    pairs = ((centred(moved), h) for moved, h in (node.args, node.args[::-1]))
    return [] if any(found is not None and found[1] is h for found, h in pairs) else None


_GRADIENTS = (
    ("size", coerce(Fraction(8, 27)), "the derivative along a unit vector"),
    ("l1", coerce(Fraction(16, 27)), "the largest derivative along directions of spread 2"),
    ("l2", mul(coerce(Fraction(8, 27)), make("sqrt", (coerce(2),))), "along unit vectors, of spread at most sqrt(2)"),
)

TABLE = (
    *(Rule(f"derivative of least squares or of log-sum-exp, {kind}", kind, ("add", "dot", "mul", "neg"), _asked,
           partial(_bound, kind), "the extremes of two points") for kind in ("size", "above", "under")),
    *(Rule(f"cumulant by the variance, {kind}", kind, ("add", "dot", "mul", "neg"), _against_variance,
           partial(_by_variance, kind), "|y| <= spread(h)") for kind in ("size", "above", "under")),
    *(Rule(f"gradient of least squares, {kind}", kind, ("add", "mul"), _target, partial(_length, limit), because)
      for kind, limit, because in _GRADIENTS),
    Rule("variance", "floor", ("dot",), _variance, lambda node: coerce(0), "<p, y^2> >= 0"),
)

__all__ = ["TABLE", "Known", "known"]
