"""How large one scalar expression can be against another over ranges: a proved upper bound of the ratio.

Both sides are sums of monomials. Every term of the left side is set against one term of the right side, which has to
have positive terms only; the sup of the quotient is taken by ``suprema``; then lhs <= max_j (sum of quotients set
against term j) rhs. A right side with negative terms serves where the left side is a multiple of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import arb

from certify.bounds.monomials import Monomial, NoMonomials, key_of, monomials, split
from certify.bounds.suprema import Ranges, Value, ball, supremum, total
from certify.enclosure import ArbBackend
from certify.instances.intervals import Interval
from certify.language import Expr

NONNEGATIVE = Interval(Fraction(0))


@dataclass(frozen=True)
class Ratio:
    """lhs <= value * rhs wherever rhs > 0; ``value`` is exact, or a ball whose upper end counts."""

    value: Value

    @property
    def at_most_one(self) -> bool:
        """Whether the ratio is certainly <= 1."""
        return self.value <= 1 if isinstance(self.value, Fraction) else bool(self.value <= 1)

    @property
    def below_one(self) -> bool:
        """Whether the ratio is certainly < 1."""
        return self.value < 1 if isinstance(self.value, Fraction) else bool(self.value < 1)


def ratio_bound(lhs: Expr, rhs: Expr, ranges: Ranges, kept: frozenset[Expr] = frozenset()) -> Ratio | None:
    """A bound of lhs / rhs over the ranges of the generators (all of them >= 0), None where nothing is found."""
    try:
        above, below = monomials(lhs, kept), monomials(rhs, kept)
    except NoMonomials:
        return None
    if any(term.sign < 0 for term in below):
        multiple = _multiple(above, below)
        return None if multiple is None else Ratio(multiple)
    above = tuple(term for term in above if term.sign > 0)
    if above and not below:
        return None
    if not above:
        return Ratio(Fraction(0))
    full = _Ranges(ranges)
    table = [[supremum(term.over(base), full) for base in below] for term in above]
    return _assigned(table, len(below))


def _multiple(above: Sequence[Monomial], below: Sequence[Monomial]) -> Fraction | None:
    """q > 0 with lhs = q rhs, also where some terms are negative."""
    left, right = dict(map(_term, above)), dict(map(_term, below))
    ratios = {value / right[key] for key, value in left.items()} if left.keys() == right.keys() else set()
    return ratios.pop() if len(ratios) == 1 and min(ratios) > 0 else None


def _term(term: Monomial) -> tuple[object, Fraction]:
    value, root = split(term)
    return key_of((root,)), value


class _Ranges(dict[Expr, Interval]):
    """Generators of which nothing is known are >= 0."""

    def __init__(self, known: Mapping[Expr, Interval]):
        super().__init__(known)

    def __missing__(self, node: Expr) -> Interval:
        return Interval(Fraction(1)) if node.op == "dim" else NONNEGATIVE


def _assigned(table: Sequence[Sequence[Value]], columns: int) -> Ratio | None:
    """Each term to the column whose sum stays least; the terms with fewest choices first."""
    sums: list[list[Value]] = [[] for _ in range(columns)]
    for row in sorted(table, key=lambda row: sum(_finite(value) for value in row)):
        choices = [j for j in range(columns) if _finite(row[j])]
        if not choices:
            return None
        best = min(choices, key=lambda j: float(ball(total([*sums[j], row[j]]))))
        sums[best].append(row[best])
    with ArbBackend(256).session():
        totals = [total(values) for values in sums]
        if all(isinstance(value, Fraction) for value in totals):
            return Ratio(max(totals, key=lambda value: value))
        out = arb(0)
        for value in totals:
            out = out.max(ball(value))
        return Ratio(out)


def _finite(value: Value) -> bool:
    return isinstance(value, Fraction) or bool(value.is_finite())


__all__ = ["Monomial", "Ratio", "ratio_bound"]
