"""Equalities of norms for all sizes: by what a norm is of an array of known form, or by an upper bound that is reached.

A norm has no canonical form of sums. Two ways to such an equality:

- *restated*: both sides become one expression when ||diag(a)|| = ||a||_inf, ||a b^T|| = ||a|| ||b||,
  ||exp(z)||_inf = exp(max z) are put in (Horn and Johnson, Matrix Analysis, section 5.6; exp is positive and grows);
- *reached*: ||M|| <= r by the norm calculus, and <s, M t> = w r with w = ||s||' ||t|| for two vectors of numbers,
  ||.||' the dual norm: then ||M|| >= r. That <s, M t> = w r is an identity of index forms.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from certify.bounds.facts import readable, ready, scalar_ranges
from certify.bounds.prove import Proof, prove
from certify.bounds.rules.common import size_of
from certify.calculus.algebra import add, div, mul, ones_of
from certify.calculus.indexform import Verdict, compare
from certify.instances.intervals import Interval
from certify.language import Expr, Relation, Statement, coerce, make, rebuild, unit
from certify.language.sizes import Size


@dataclass(frozen=True)
class Vector:
    """``all`` in every entry, and the numbers of ``more`` added to the first entries."""

    all: int
    more: tuple[int, ...]

    def over(self, size: Size) -> Expr:
        """The vector of this size."""
        out = mul(coerce(self.all), ones_of((size,)))
        for k, number in enumerate(self.more):
            out = add(out, mul(coerce(number), unit(size, k)))
        return out


FIRST, SIGNS, TWO = Vector(0, (1,)), Vector(-1, (2,)), Vector(0, (1, -1))
#: Order of the norm -> (s, t, w): w = ||s||' ||t||, which is the same for all sizes that have so many entries.
TESTS: dict[str, tuple[tuple[Vector, Vector, int], ...]] = {
    "1": ((SIGNS, FIRST, 1),), "inf": ((FIRST, SIGNS, 1),), "2": ((FIRST, FIRST, 1), (TWO, TWO, 2)),
}


@dataclass(frozen=True)
class Reached:
    """||M|| <= r by ``upper``, and <left, M right> = ||left||' ||right|| r; the norm is side 0 or 1 of the relation."""

    side: int
    upper: Proof
    left: Vector
    right: Vector


@dataclass(frozen=True)
class NormEquality:
    """Why an equality of conclusion ``relation`` holds for all sizes; ``reached`` is None where it is restated."""

    relation: int
    reached: Reached | None

    def __str__(self) -> str:
        if self.reached is None:
            return "Both sides are one expression once norms of diagonal, rank-one and positive arrays are written out"
        return f"The norm calculus bounds the norm ({self.reached.upper.length} steps), and two vectors reach the bound"


def prove_norm_equality(statement: Statement, k: int) -> NormEquality | None:
    """A proof of conclusion k, an equality of scalars; None where there is none of these forms."""
    relation = statement.says[k]
    if relation.op != "eq" or relation.lhs.shape or relation.rhs.shape:
        return None
    if restated(relation.lhs) is restated(relation.rhs):
        return NormEquality(k, None)
    found = _reached(0, relation.lhs, relation.rhs, statement.given)
    found = found or _reached(1, relation.rhs, relation.lhs, statement.given)
    return None if found is None else NormEquality(k, found)


def restated(node: Expr) -> Expr:
    """The expression with norms written out where that is possible, products of scalars in one order."""
    return rebuild((readable(node),), _restated)[0]


def _restated(node: Expr, args: tuple[Expr, ...]) -> Expr:
    if node.op == "norm" and len(node.attrs) == 1:
        return _norm(args[0], node.attrs[0])
    if node.op == "max" and args[0].op == "exp":
        return make("exp", (make("max", args[0].args, node.attrs),))
    if node.op == "mul" and not any(arg.shape for arg in args):
        return make("mul", tuple(sorted(args, key=str)))
    return make(node.op, args, node.attrs)


def _norm(inner: Expr, order: str) -> Expr:
    if inner.op == "diag":
        return _norm(inner.args[0], "2" if order == "fro" else "inf")
    if inner.op == "outer" and order in ("2", "fro"):
        return make("mul", tuple(sorted((_norm(arg, "2") for arg in inner.args), key=str)))
    if inner.op == "exp" and order == "inf" and len(inner.shape) == 1:
        return make("exp", (make("max", inner.args, (None,)),))
    return make("norm", (inner,), (order,))


def _reached(side: int, lhs: Expr, value: Expr, given: Sequence[Relation]) -> Reached | None:
    norm = readable(lhs)
    if norm.op != "norm" or len(norm.attrs) > 1 or len(norm.args[0].shape) != 2:
        return None
    upper = prove(Statement.of(given, [Relation("le", lhs, value)]), 0)
    if upper is None or not upper.ratio.at_most_one:
        return None
    ranges = scalar_ranges(map(ready, given)) or {}
    for left, right, weight in TESTS.get(norm.attrs[0], ()):
        if _attains(norm.args[0], left, right, mul(coerce(weight), value), given, ranges):
            return Reached(side, upper, left, right)
    return None


def _attains(matrix: Expr, left: Vector, right: Vector, value: Expr, given: Sequence[Relation],
             ranges: dict[Expr, Interval]) -> bool:
    """Whether <left, M right> = value by index forms, with factors that hypotheses on dimensions make 1."""
    if any(not _has_entries(size, len(vector.more), ranges)
           for vector, size in zip((left, right), matrix.shape, strict=True)):
        return False
    form = make("dot", (left.over(matrix.shape[0]), make("matmul", (matrix, right.over(matrix.shape[1])))))
    return any(compare(Relation("eq", mul(one, form), value), given).verdict is Verdict.AGREE for one in _ones(ranges))


def _has_entries(size: Size, count: int, ranges: dict[Expr, Interval]) -> bool:
    node = size_of(size)
    least = Fraction(size.constant) if size.constant is not None else ranges.get(node, Interval(Fraction(1))).lo
    return least >= count


def _ones(ranges: dict[Expr, Interval]) -> Iterator[Expr]:
    """1, and n/N and N/n for a dimension n that is N by hypothesis."""
    yield coerce(1)
    for node, interval in ranges.items():
        if node.op == "dim" and interval.lo == interval.hi:
            size = coerce(Fraction(interval.lo))
            yield div(node, size)
            yield div(size, node)


__all__ = ["NormEquality", "Reached", "Vector", "prove_norm_equality", "restated"]
