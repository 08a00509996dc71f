"""Where a printed proof loses: log10 of right side / left side for each of its steps, certified, at given instances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flint import arb

from certify.decide.large import is_large
from certify.decide.reading import scalar_sides
from certify.enclosure import ArbBackend, Enclosed, enclose
from certify.instances.data import Instance
from certify.language import Relation, Statement

DIGITS = 8
Ends = tuple[str, str]


@dataclass(frozen=True)
class Loss:
    """What one step gives away, in orders of magnitude, enclosed. ``before`` is what is given away between the step
    before and this one, where its right side is not this one's left side (a constant that is put in, say); None where
    a side is 0, undefined or no scalar."""

    step: Ends | None
    before: Ends | None = None

    def to_json(self) -> dict[str, Any]:
        """Serialised."""
        return {"step": self.step and list(self.step), "before": self.before and list(self.before)}


@dataclass(frozen=True)
class Waterfall:
    """The losses of all steps at one instance; ``largest`` names the step (from 1) that loses most, ``between`` that it
    is the transition to it."""

    instance: Instance
    losses: tuple[Loss, ...]
    largest: int | None
    between: bool

    def to_json(self) -> dict[str, Any]:
        """Serialised, without the instance."""
        return {"losses": [loss.to_json() for loss in self.losses], "largest": self.largest, "between": self.between}


def waterfall(steps: Sequence[Statement], instance: Instance) -> Waterfall | None:
    """The losses of a chain of statements of one conclusion each; None where nothing can be said of any."""
    sides = [_sides(step, instance) for step in steps]
    losses = []
    for number, pair in enumerate(sides):
        earlier = sides[number - 1] if number else None
        joined = number and steps[number - 1].says[0].rhs is steps[number].says[0].lhs
        before = None if joined or earlier is None or pair is None else _orders(earlier[1], pair[0])
        losses.append(Loss(None if pair is None else _orders(*pair), before))
    sizes = [(Decimal(ends[0]), number, between) for number, loss in enumerate(losses, 1)
             for between, ends in ((False, loss.step), (True, loss.before)) if ends is not None]
    if not sizes:
        return None
    top, number, between = max(sizes, key=lambda item: (item[0], -item[1]))
    return Waterfall(instance, tuple(losses), number if top > 0 else None, between and top > 0)


def _sides(step: Statement, instance: Instance) -> tuple[Enclosed, Enclosed] | None:
    relation: Relation = step.says[0]
    here = instance.restricted(step)
    if not scalar_sides(relation) or relation.op == "psd" or is_large(relation, here):
        return None
    lhs, rhs = enclose((relation.lhs, relation.rhs), here)
    return lhs, rhs


def _orders(small: Enclosed, large: Enclosed) -> Ends | None:
    """log10 of large / small, rounded outward."""
    bits = max(small.bits, large.bits)
    with ArbBackend(bits).session():
        if not (small.value > 0 and large.value > 0):
            return None
        value = (large.value / small.value).log() / arb(10).log()
    return Enclosed(value, bits).decimals(DIGITS)


__all__ = ["Loss", "Waterfall", "waterfall"]
