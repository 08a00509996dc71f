"""The two sides of a bound along a family: certified values at small t, and series that hold for every small t."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from flint import arb

from certify.calculus import prepare
from certify.decide.asserted import Rate
from certify.decide.existence.families import Family
from certify.decide.witnesses import verdict
from certify.enclosure import PlanError, compile_plan, decide_relation, enclose
from certify.enclosure.series import Series, SeriesBackend, Unknown
from certify.instances.data import Instance
from certify.language import Expr, Relation

BITS = 512
STEPS = range(0, 25, 2)  # t = 2^-k
CLOSE = (0, 1, 2, 3, 4, 5)  # where the sides are only certified for t that is not too small
GROWS = 0.2  # a ratio that grows with a larger power of 1/t is not taken for bounded
LINGERS = 0.5  # nor one whose growth over equal steps of log t shrinks by less than this: logarithms grow like that
VISIBLE = 1e-3
POWERS = tuple(1 << k for k in range(0, 33, 2))
ACCURATE = 1e-4  # radius of a slope that is reported


@dataclass(frozen=True)
class Profile:
    """Certified ends of both sides at t = 2^-k: (k, ball of the left side, ball of the right side without C)."""

    family: Family
    values: tuple[tuple[int, Any, Any], ...]

    @property
    def vanishing(self) -> bool:
        """Whether the right side is 0 and the left side positive at every t."""
        return bool(self.values) and all(rhs.is_zero() and lhs > 0 for _, lhs, rhs in self.values)

    @property
    def ratios(self) -> list[tuple[int, Any]]:
        """(k, ball of left / right), where both are certified to be positive."""
        return [(k, lhs / rhs) for k, lhs, rhs in self.values if rhs > 0 and lhs > 0]

    @property
    def growth(self) -> float:
        """The power of 1/t that the ratio grows with between the two finest t (0 where it is not seen)."""
        found = self.ratios
        if len(found) < 2:
            return 0.0
        (k, coarse), (m, fine) = found[-2:]
        return float((fine / coarse).log() / arb(2).log()) / (m - k)

    @property
    def grows(self) -> bool:
        """Whether the ratio grows like a power of 1/t, or keeps growing by steps that do not die out."""
        last = [float(ratio) for _, ratio in self.ratios[-3:]]
        if len(last) < 3:
            return self.growth > GROWS
        before, after = last[1] - last[0], last[2] - last[1]
        return self.growth > GROWS or (after > LINGERS * before > 0 and after > VISIBLE * last[2])


def profile(lhs: Expr, rhs: Expr, given: Sequence[Relation], family: Family, steps: Sequence[int] = STEPS,
            bits: int = BITS) -> Profile:
    """Both sides along a family; t at which a hypothesis is not certified, or a side not enclosed, are left out."""
    values = []
    for k in steps:
        instance = family.at(Fraction(1, 1 << k))
        if all(verdict(relation, instance)[0] == 1 for relation in given):
            left, right = (item.value for item in enclose((lhs, rhs), instance, bits))
            if left.is_finite() and right.is_finite():
                values.append((k, left, right))
    return Profile(family, tuple(values))


def needs(relation: Relation, constant: Expr, given: Sequence[Relation], family: Family,
          steps: Sequence[int]) -> Profile:
    """Where the bound is no multiple of the constant: the least power of 4 that serves, in place of the ratio.

    t at which that is not decided are left out, and so are families where the finest t needs no more than 4.
    """
    values: list[tuple[int, Any, Any]] = []
    for k in sorted(steps, reverse=True):
        instance = family.at(Fraction(1, 1 << k))
        if all(decide_relation(other, instance, BITS)[0] == 1 for other in given):
            need = _need(relation, constant, instance)
            if not values and (need is None or need <= POWERS[1]):
                return Profile(family, ())
            values += [] if need is None else [(k, arb(need), arb(1))]
    return Profile(family, tuple(values[::-1]))


def _need(relation: Relation, constant: Expr, instance: Instance) -> int | None:
    """The least power that serves (the largest where none does); None where two in turn are not decided, as one may
    be that gives equality."""
    before = -1
    for number in POWERS:
        values = {**instance.values, constant.attrs[0]: Fraction(number)}
        sign = decide_relation(relation, Instance(instance.dims, instance.indices, values), BITS)[0]
        if sign == 1 or sign == before == 0:
            return number if sign else None
        before = sign
    return POWERS[-1]


def slopes(values: Sequence[tuple[int, Any]]) -> tuple[str, ...]:
    """log2 of the ratio of neighbouring values over the step in k: the power of t that they vanish with."""
    out = []
    for (k, coarse), (m, fine) in pairwise(values):
        slope = (coarse / fine).log() / arb(2).log() / (m - k)
        if slope.is_finite() and float(slope.rad()) < ACCURATE:
            out.append(f"{float(slope.mid()):.4f}")
    return tuple(out)


def rates(found: Profile, lhs: Expr, rhs: Expr) -> tuple[Rate, Rate]:
    """The rates of both sides along a family."""
    left, right = proved_powers(lhs, rhs, found.family)
    positive = [(k, a, b) for k, a, b in found.values if a > 0 and b > 0]
    name = str(found.family)
    return (Rate(name, slopes([(k, a) for k, a, _ in positive]), left),
            Rate(name, slopes([(k, b) for k, _, b in positive]), right))


def series_of(exprs: Sequence[Expr], family: Family) -> list[Any]:
    """Expressions as series along a family; raises ``Unknown`` where there is no rule."""
    backend = SeriesBackend()
    plan = compile_plan(prepare(*exprs), family.dims, family.indices)
    with backend.session():
        inputs = {name: backend.input(family.entries[name].series()) for name in plan.inputs}
        return plan.run(backend, inputs)


def proved_powers(lhs: Expr, rhs: Expr, family: Family) -> tuple[int | None, int | None]:
    """The powers of t that both sides are like, where series show them."""
    found: list[int | None] = []
    for side in (lhs, rhs):
        try:
            with SeriesBackend().session():
                (series,) = series_of((side,), family)
                series.lead()
            found.append(series.valuation)
        except (Unknown, PlanError, AttributeError):
            found.append(None)
    return found[0], found[1]


def proof_of_growth(lhs: Expr, rhs: Expr, given: Sequence[Relation], family: Family) -> str | None:
    """Why no constant serves along the family, for every t of a range: None where series do not show it."""
    try:
        sides = [side for relation in given for side in (relation.lhs, relation.rhs)]
        if any(relation.op == "psd" for relation in given):
            return None
        values = series_of((lhs, rhs, *sides), family)
        with SeriesBackend().session():
            holds = all(_holds(relation.op, *values[2 + 2 * k:4 + 2 * k]) for k, relation in enumerate(given))
            return _unbounded(values[0], values[1]) if holds else None
    except (Unknown, PlanError):
        return None


def _holds(op: str, lhs: Any, rhs: Any) -> bool:
    """Whether a hypothesis holds for every t of the range."""
    gaps = SeriesBackend().entries(SeriesBackend().add(rhs, SeriesBackend().neg(lhs)))
    signs = [gap.sign() for gap in gaps]
    return all({"le": sign >= 0, "lt": sign > 0, "eq": sign == 0}[op] for sign in signs)


def _unbounded(lhs: Series, rhs: Series) -> str | None:
    if lhs.sign() <= 0 or rhs.sign() < 0:
        return None
    if rhs.is_zero:
        return (f"the right side is 0 and the left side, like t^{lhs.valuation}, is positive for every t in "
                "(0, 2^-12] (series with a proved remainder)")
    if lhs.valuation < rhs.valuation:
        return (f"the left side is like t^{lhs.valuation} and the right side like t^{rhs.valuation} as t goes to 0 "
                "(series with a proved remainder): the ratio has no bound")
    return None


__all__ = ["CLOSE", "Profile", "needs", "profile", "proof_of_growth", "rates"]
