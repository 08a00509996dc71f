"""Rules for a softmax of every row, from those for one vector: squares of Euclidean norms add up over the rows.

- A row moves by at most half of what its logits move by, so the matrix does in the Frobenius norm.
- A gradient of least squares has rows of norm at most 8 sqrt(2) / 27, see ``moments``.
- The gradient of 1/2 ||u - <u, 1> b||^2 in the logits, u = exp of these, is <u, 1>^2 times the vector of entries
  p_i (p_i - b_i - <b, p> + ||b||^2). For b >= 0 with ||b||_1 <= 1 the brackets lie in [-2, 2] and ||p||_2 <= 1, so its
  norm is at most 2 <u, 1>^2, and that of a matrix of such rows at most twice the norm of the vector of squares.
- A derivative of order k along H of a total of least squares is at most c (sqrt(2) ||h_i||)^k in row i, so in total at
  most c 2^(k/2) times sqrt(m) ||H||_F (k = 1, m rows) and ||H||_F^k (k = 2, 3, as l_k norms fall with k).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache, partial

from certify.bounds.differences import settled
from certify.bounds.power_sums import (
    NotTakenApart,
    Poly,
    added,
    atom,
    atoms,
    moved,
    multiple,
    multiplied,
    scaled,
    size_of_axis,
    summed,
)
from certify.bounds.row_sums import row_sums
from certify.bounds.rules.common import HALF, add, mul, root, size_of
from certify.bounds.rules.moments import gradient, is_softmax, known
from certify.bounds.steps import Query, Rule
from certify.calculus.algebra import constant, neg
from certify.language import Expr, coerce, make


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


@lru_cache(maxsize=4096)
def rescaled_gradient(node: Expr) -> tuple[Expr, Expr, Fraction] | None:
    """U, B and c where each row of the node is c times u o (q - <q, b>), q = u - <u, 1> b, with U an exponential."""
    if len(node.shape) != 2:
        return None
    try:
        poly = row_sums(node)
    except NotTakenApart:
        return None
    found = atoms(poly)
    for u, b in (found, found[::-1]) if len(found) == 2 else ():
        scale = multiple(poly, _rescaled(u, b)) if u.op == "exp" and u.shape == b.shape else None
        if scale is not None:
            return u, b, scale
    return None


def _rescaled(u: Expr, b: Expr) -> Poly:
    size = size_of_axis(u.shape[1])
    residual = added(atom(u), scaled(-1, multiplied(summed(atom(u), size), atom(b))))
    mean = summed(multiplied(residual, atom(b)), size)
    return multiplied(atom(u), added(residual, scaled(-1, mean)))


def _squares(node: Expr) -> list[Query] | None:
    found = rescaled_gradient(node)
    if found is None:
        return None
    sums = make("matmul", (found[0], make("ones", (), (found[0].shape[1:],))))
    return [*_about(found[1]), Query("l2", make("pow", (sums, coerce(2))))]


def _twice(node: Expr, low: Expr, mass: Expr, squares: Expr) -> Expr | None:
    found = rescaled_gradient(node)
    if found is None or _mass((low, mass)) is None:
        return None
    return mul(coerce(2 * abs(found[2])), squares)


def _asked(node: Expr) -> list[Query] | None:
    found = known(node, rows=True)
    if found is None or not found.squares:
        return None
    return [Query("fro", found.h), *([] if found.b is None else _about(found.b))]


def _total(kind: str, node: Expr, length: Expr, *target: Expr) -> Expr | None:
    found = known(node, rows=True)
    if found is None or _mass(target) is None:
        return None
    value = mul(coerce(found.limit(kind, found.limits)), root(coerce(2**found.order)))
    for _ in range(found.order):
        value = mul(value, length)
    return mul(value, root(size_of(found.h.shape[0]))) if found.order == 1 else value


_HALF: Callable[[Expr, Expr], Expr] = lambda node, a: mul(HALF, a)  # noqa: E731

TABLE = (
    Rule("moved probabilities, rows", "fro", ("add", "mul"), _moved, _HALF, "||J h||_2 <= ||h||_2 / 2 in every row"),
    Rule("difference of probabilities, rows", "fro", ("add",), _difference, _HALF, "softmax is 1/2-Lipschitz"),
    Rule("gradient of least squares, rows", "fro", ("add", "mul"), _target, _length, "8 sqrt(2) / 27 in every row"),
    Rule("gradient of rescaled least squares, rows", "fro", ("add", "mul"), _squares, _twice,
         "2 <u, 1>^2 in every row"),
    *(Rule(f"derivative of least squares, rows, {kind}", kind, ("add", "dot", "sum", "mul", "neg"), _asked,
           partial(_total, kind), "row by row") for kind in ("size", "above", "under")),
)

__all__ = ["TABLE", "direction"]
