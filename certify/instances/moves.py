"""Ways to make a hypothesis hold by moving one symbol: solve for it, scale it, pull it towards another point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import numpy as np

from certify.instances.data import Floats
from certify.instances.isolation import Isolation
from certify.instances.readings import MARGIN, Where, least, met, probe, sides
from certify.language import Expr, Relation

_HALVINGS = 22
_DEEPEST = -64.0  # log2 of the smallest fraction of a segment that is tried


class Move(Protocol):
    """A change of ``target``; values are for the instances that violate the hypothesis, and so is the result."""

    @property
    def target(self) -> str:
        """The symbol that moves."""

    def apply(self, where: Where, values: Mapping[str, Floats], count: int) -> Floats:
        """New values of the target."""


@dataclass(frozen=True, eq=False)
class Solve:
    """Sets the entries of a symbol that the hypothesis isolates."""

    target: str
    way: Isolation

    def apply(self, where: Where, values: Mapping[str, Floats], count: int) -> Floats:
        """The values, clipped to the bounds."""
        out = self.way.solve(where, values, count, exact=self.way.relation.op == "eq")
        return np.where(np.isfinite(out), out, values[self.target])


@dataclass(frozen=True, eq=False)
class Scale:
    """Scales a symbol: the sides grow like t^left and t^right, so one evaluation gives the factor."""

    target: str
    relation: Relation
    left: Fraction
    right: Fraction

    def apply(self, where: Where, values: Mapping[str, Floats], count: int) -> Floats:
        """The symbol times the factor nearest to 1 that leaves a margin."""
        factor = self.factor(where, values, count)
        return spread(factor * (1.0 - MARGIN if self.left > self.right else 1.0 + MARGIN), values[self.target])

    def factor(self, where: Where, values: Mapping[str, Floats], count: int) -> Floats:
        """(B,) the factor that makes the sides equal in the worst entry; 1 where there is none."""
        return self.factors(where, values, count)[0]

    def factors(self, where: Where, values: Mapping[str, Floats], count: int) -> tuple[Floats, bool]:
        """The factors, and whether every scaling up to them makes an inequality hold (no bound is negative)."""
        x, y = sides(self.relation, where, values)
        with np.errstate(all="ignore"):
            ratios = np.where(x > 0, y / x, np.inf)
            worst = least(np.where((x == 0) & (y == 0), np.inf, ratios), count)
            factor = worst ** (1.0 / float(self.left - self.right))
        return np.where(np.isfinite(factor), factor, 1.0), bool((y >= 0).all())


@dataclass(frozen=True, eq=False)
class Pull:
    """Moves y towards x where the hypothesis sees them through y - x only, as t^k."""

    target: str
    base: str
    relation: Relation
    degree: Fraction

    def apply(self, where: Where, values: Mapping[str, Floats], count: int) -> Floats:
        """x + t (y - x)."""
        scale = Scale(self.target, self.relation, self.degree, Fraction(0))
        t = np.minimum(scale.factor(where, values, count), 1.0) * (1.0 - 4 * MARGIN)
        x = values[self.base]
        return x + spread(t, values[self.target] - x)


@dataclass(frozen=True, eq=False)
class Segment:
    """Moves a symbol along the segment to a base point where the hypothesis holds, as far as bisection says."""

    target: str
    base: str | float | tuple[float]  # another symbol, a constant array, (in a tuple) a multiple of the identity
    relation: Relation

    def apply(self, where: Where, values: Mapping[str, Floats], count: int) -> Floats:
        """base + t (value - base), with t found in log2 t; the old value where the base does not serve."""
        now, base = values[self.target], self._base(values)
        room = probe(self.relation, where, values, self.target, count)

        def holds(t: Floats) -> np.ndarray:
            return met(self.relation, room(base + spread(t, now - base)))

        low, high = np.full(count, _DEEPEST), np.zeros(count)
        served = holds(np.zeros(count))
        for _ in range(_HALVINGS if served.any() else 0):
            middle = 0.5 * (low + high)
            good = holds(np.exp2(middle))
            low, high = np.where(good, middle, low), np.where(good, high, middle)
        t = np.where(holds(np.exp2(low)), np.exp2(low), 0.0)
        return np.where(_column(served, now), base + spread(t, now - base), now)

    def _base(self, values: Mapping[str, Floats]) -> Floats:
        now = values[self.target]
        if isinstance(self.base, str):
            return values[self.base]
        if isinstance(self.base, tuple):
            return np.broadcast_to(self.base[0] * np.eye(*now.shape[1:]), now.shape)
        return np.full_like(now, self.base)


def spread(factor: Floats, array: Floats) -> Floats:
    """An array times one factor for each instance."""
    return np.asarray(array * _column(factor, array))


def _column(factor: np.ndarray, array: Floats) -> np.ndarray:
    return factor.reshape(-1, *[1] * (array.ndim - 1))


def symbol_name(node: Expr) -> str:
    """The name of a symbol."""
    return str(node.attrs[0])


__all__ = ["Move", "Pull", "Scale", "Segment", "Solve", "spread", "symbol_name"]
