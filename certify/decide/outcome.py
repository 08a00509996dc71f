"""What a decider returns, before it is joined with the claim it is about."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from certify.decide.decision import Counts, Factor, Status, Trust, Witness


@dataclass(frozen=True)
class Outcome:
    """Status with what it rests on; the fields of ``Decision`` that a decider fills."""

    status: Status
    trust: Trust | None
    reason: str
    counts: Counts = Counts()
    factor: Factor | None = None
    worst: Witness | None = None
    simplest: Witness | None = None
    escalated: int = 0
    beyond: int = 0
    cut: bool = False
    canonical_form: str | None = None


def by_ratio(item: Witness) -> Decimal:
    """Orders witnesses by their certified ratio, of any size; those without one come first."""
    return Decimal("-Infinity") if item.ratio is None else Decimal(item.ratio)
