"""Orders between matrices as inequalities between quadratic forms: M << N says <w, M w> <= <w, N w> for every w.

The difference of the two forms, a polynomial in power sums, is put together from second derivatives of least squares
by a softmax, variances, and single terms. What is a square goes to the right side, all else to the left one. This is a
choice only: that the sides differ by <w, (N - M) w> is verified by whoever checks the proof.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from certify.bounds.facts import readable
from certify.bounds.power_sums import (
    NotTakenApart,
    Poly,
    Product,
    added,
    atom,
    atoms,
    half_square,
    moved,
    multiplied,
    power_sums,
    scaled,
    summed,
)
from certify.bounds.reductions import Form, Goal, direction
from certify.bounds.rules.common import size_of
from certify.bounds.rules.own_moves import derivative
from certify.bounds.steps import Query
from certify.calculus.algebra import add, div, dot, mul, sub
from certify.language import Expr, Relation, coerce, free_symbols, make, postorder

Piece = tuple[Fraction, Expr, bool]  # a coefficient, a form, whether it is never negative
ZERO = coerce(0)


@dataclass(frozen=True)
class Reading:
    """lhs <= rhs for every w is M << N; ``rearranged``: the sides are not those of the order, or of its negative."""

    lhs: Expr
    rhs: Expr
    goal: Goal
    rearranged: bool


def quadratic_form(relation: Relation, given: tuple[Relation, ...]) -> Reading | None:
    """The order of two matrices as an inequality of scalars; None where the forms are not understood.

    Lengths of w and of its images M w are expressed by each other where a smallest singular value allows it.
    """
    sides = [readable(side) for side in (relation.lhs, relation.rhs)]
    taken = (*sides, *(side for hypothesis in given for side in (hypothesis.lhs, hypothesis.rhs)))
    w = direction(make("sym", (), ("w", sides[0].shape[:1])), "w", taken)
    try:
        low, high = (power_sums(readable(make("dot", (w, make("matmul", (side, w)))))) for side in sides)
        pieces = list(_pieces(added(high, scaled(-1, low)), w))
    except NotTakenApart:
        return None
    left, right = ZERO, ZERO
    for value, form, square in pieces:
        if square and value > 0:
            right = add(right, mul(coerce(value), form))
        else:
            left = add(left, mul(coerce(-value), form))
    goal = Goal(Query("above", left), given, tuple(_lengths(w, (left, right), given)), form=Form(left, w, w, 0),
                reasons=(f"the order of matrices, for every {w}",))
    return Reading(left, right, goal, power_sums(right) not in (high, scaled(-1, low)))


def _pieces(poly: Poly, w: Expr) -> Iterator[Piece]:
    for p in [v for v in atoms(poly) if v.op == "softmax"]:
        others = [v for v in atoms(poly) if v is not p]
        for h in others:
            for b in (*others, None):
                poly, found = _without(poly, moved(half_square(p, b), p, h, 2))
                if found:
                    yield found, _least_squares(p, h, b), False
            poly, found = _without(poly, moved(summed(multiplied(atom(p), atom(h)), {}), p, h))
            if found:
                yield found, dot(derivative(p, h), h), True
    for (_, sums), value in poly.items():
        form, square = coerce(1), True
        for factors in sums:
            part, known = _power_sum(factors, w)
            form, square = mul(form, part), square and known
        yield value, form, square


def _without(poly: Poly, other: Poly) -> tuple[Poly, Fraction]:
    """The polynomial less a multiple of another one, and the multiple, where all terms of the other one cancel."""
    key = max(other, key=lambda key: max(map(len, key[1]), default=0), default=None)
    scale = poly.get(key, Fraction(0)) / other[key] if key is not None else Fraction(0)
    rest = added(poly, scaled(-scale, other)) if scale else poly
    return (rest, scale) if scale and len(rest) == len(poly) - len(other) else (poly, Fraction(0))


def _least_squares(p: Expr, h: Expr, b: Expr | None) -> Expr:
    """The second derivative of 1/2 ||p - b||^2 along h."""
    first = derivative(p, h)
    second = sub(mul(first, h), add(mul(dot(first, h), p), mul(dot(p, h), first)))
    return add(dot(first, first), dot(p if b is None else sub(p, b), second))


def _power_sum(factors: Product, w: Expr) -> tuple[Expr, bool]:
    """The sum as an expression, with the part along w written last, and whether it is a sum of squares."""
    if len(factors) == 1 and not factors[0].shape:
        return factors[0], True
    counts = {factor: sum(other is factor for other in factors) for factor in factors}
    along = next((h for h, count in counts.items() if count == 2 and w in free_symbols(h)), None)
    rest = {h: count for h, count in counts.items() if h is not along}
    square = along is not None and all(count % 2 == 0 or h.op in ("exp", "softmax") for h, count in rest.items())
    weight: Expr = coerce(1)
    for h, count in rest.items():
        weight = mul(weight, h if count == 1 else make("pow", (h, coerce(count))))
    if along is None:
        return make("sum", (weight,), (None,)), square
    return make("dot", (mul(weight, along) if rest else along, along)), square


def _lengths(w: Expr, sides: tuple[Expr, Expr], given: tuple[Relation, ...]) -> Iterator[tuple[Query, Expr]]:
    """Lengths by themselves, and that of w by that of A w where sigma_min(A) > 0 and A has at least as many rows."""
    yield Query("l2", w), make("sqrt", (make("dot", (w, w)),))
    for node in postorder(*sides):
        if node.op == "matmul" and node.args[1] is w:
            length = make("sqrt", (make("dot", (node, node)),))
            yield Query("l2", node), length
            sigma = make("sigmin", (node.args[0],))
            if _is_given("lt", ZERO, sigma, given) and _is_tall(node.args[0], given):
                yield Query("l2", w), div(length, sigma)


def _is_given(op: str, lhs: Expr, rhs: Expr, given: tuple[Relation, ...]) -> bool:
    return any(r.op in (op, "lt") and r.lhs is lhs and r.rhs is rhs for r in map(Relation.canonical, given))


def _is_tall(matrix: Expr, given: tuple[Relation, ...]) -> bool:
    """Whether it has at least as many rows as columns."""
    rows, columns = map(size_of, matrix.shape)
    return rows is columns or _is_given("le", columns, rows, given)


__all__ = ["Reading", "quadratic_form"]
