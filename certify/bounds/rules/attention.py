"""Rules for a softmax of every row, from those for one vector: squares of Euclidean norms add up over the rows.

- A row moves by at most half of what its logits move by, so the matrix does in the Frobenius norm.
- A gradient of least squares has rows of norm at most 8 sqrt(2) / 27, see ``moments``.
- A derivative of order k along H of a total of least squares is at most c (sqrt(2) ||h_i||)^k in row i, so in total at
  most c 2^(k/2) times sqrt(m) ||H||_F (k = 1, m rows) and ||H||_F^k (k = 2, 3, as l_k norms fall with k).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache, partial

from certify.bounds.differences import settled
from certify.bounds.power_sums import NotTakenApart, atom, atoms, moved, multiple
from certify.bounds.row_sums import row_sums
from certify.bounds.rules.common import HALF, add, mul, root, size_of
from certify.bounds.rules.moments import Known, gradient, is_softmax, known
from certify.bounds.steps import Query, Rule
from certify.calculus.algebra import constant, neg
from certify.language import Expr, coerce


@lru_cache(maxsize=4096)
def direction(node: Expr) -> Expr | None:
    """H where each row of the node is the derivative of a softmax along that row of H."""
    if len(node.shape) != 2:
        return None
    try:
        poly = row_sums(node)
    except NotTakenApart:
        return None
    found = atoms(poly)
    for p, h in (found, found[::-1]) if len(found) == 2 else ():
        if is_softmax(p) and multiple(poly, moved(atom(p), p, h)) == 1:
            return h
    return None


def _moved(node: Expr) -> list[Query] | None:
    h = direction(node)
    return None if h is None else [Query("fro", h)]


def _difference(node: Expr) -> list[Query] | None:
    """softmax(s) - softmax(t), asked for s - t."""
    for a, b in (node.args, node.args[::-1]):
        if b.op == "neg" and len(node.shape) == 2 and is_softmax(a) and is_softmax(b.args[0]):
            return [Query("fro", settled(add(a.args[0], neg(b.args[0].args[0]))))]
    return None


def _target(node: Expr) -> list[Query] | None:
    found = gradient(node) if len(node.shape) == 2 else None
    if found is None:
        return None
    return [] if found[0] is None else _about(found[0])


def _about(b: Expr) -> list[Query]:
    return [Query("floor", b), Query("rows", b)]


def _mass(target: tuple[Expr, ...]) -> Fraction | None:
    """A number that no row of the target adds up to more than, if it is at most 1."""
    mass = constant(target[1]) if target else Fraction(0)
    return mass if mass is not None and mass <= 1 else None


def _length(node: Expr, *target: Expr) -> Expr | None:
    found, mass = gradient(node), _mass(target)
    if found is None or mass is None:
        return None
    return mul(coerce(abs(found[1]) * Fraction(4, 27) * (1 + mass)), root(mul(coerce(2), size_of(node.shape[0]))))


def _asked(node: Expr) -> list[Query] | None:
    found = known(node, rows=True)
    if found is None or not found.squares:
        return None
    return [Query("fro", found.h), *([] if found.b is None else _about(found.b))]


def _total(kind: str, node: Expr, length: Expr, *target: Expr) -> Expr | None:
    found = known(node, rows=True)
    if found is None or _mass(target) is None:
        return None
    value = mul(coerce(_limit(kind, found)), root(coerce(2**found.order)))
    for _ in range(found.order):
        value = mul(value, length)
    return mul(value, root(size_of(found.h.shape[0]))) if found.order == 1 else value


def _limit(kind: str, found: Known) -> Fraction:
    return max(map(found.limit, (True, False))) if kind == "size" else found.limit(kind == "above")


_HALF: Callable[[Expr, Expr], Expr] = lambda node, a: mul(HALF, a)  # noqa: E731

TABLE = (
    Rule("moved probabilities, rows", "fro", ("add", "mul"), _moved, _HALF, "||J h||_2 <= ||h||_2 / 2 in every row"),
    Rule("difference of probabilities, rows", "fro", ("add",), _difference, _HALF, "softmax is 1/2-Lipschitz"),
    Rule("gradient of least squares, rows", "fro", ("add", "mul"), _target, _length, "8 sqrt(2) / 27 in every row"),
    *(Rule(f"derivative of least squares, rows, {kind}", kind, ("add", "dot", "sum", "mul", "neg"), _asked,
           partial(_total, kind), "row by row") for kind in ("size", "above", "under")),
)

__all__ = ["TABLE", "direction"]
