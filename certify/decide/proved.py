"""Outcomes with what is proved from above: the upper end of the factor, and `proved` where it settles the claim."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from certify.calculus.indexform import Verdict, compare
from certify.decide.decision import Factor, Outcome, Status, Trust
from certify.decide.upper import UpperBound, upper_bound
from certify.language import Relation, Statement
from certify.language.printing import unicode


class Contradiction(RuntimeError):
    """A proof and an instance, or two ends of a factor, contradict each other: an error of this package."""


@lru_cache(maxsize=256)
def upper_bounds(statement: Statement) -> tuple[UpperBound, ...]:
    """The proved upper bounds of its conclusions; none for a claim that asserts a constant."""
    if statement.exists is not None:
        return ()
    return tuple(found for k in range(len(statement.says)) if (found := upper_bound(statement, k)) is not None)


def ceilings(statement: Statement) -> dict[int, float]:
    """What is proved of log2(lhs / rhs), by conclusion, in floats: where a search may end, and no proof of anything."""
    return {found.relation: float(Decimal(found.hi).ln()) / math.log(2) for found in upper_bounds(statement)
            if Decimal(found.hi) > 0}


def is_settled(statement: Statement) -> bool:
    """Whether every conclusion follows from a proved bound or a canonical form, one of them from a bound."""
    upper = upper_bounds(statement)
    settled = {found.relation for found in upper if found.settles}
    return bool(settled) and all(k in settled or _agrees(relation, statement)
                                 for k, relation in enumerate(statement.says))


def with_proof(statement: Statement, outcome: Outcome) -> Outcome:
    """The outcome with the proved upper bounds of its conclusions; a claim whose conclusions all follow is proved.

    Raises ``Contradiction`` where an instance violates what is proved.
    """
    upper = upper_bounds(statement)
    if outcome.status is Status.VACUOUS or not upper:
        return outcome
    outcome = replace(outcome, upper=upper, factor=_factor(statement, outcome.factor, upper))
    if not is_settled(statement):
        return outcome
    if outcome.status is Status.REFUTED or outcome.counts.violated:
        raise Contradiction(f"the norm calculus proves {statement.says[0]}, and an instance violates it")
    weakest = Trust.ARB if any(found.trust is Trust.ARB for found in upper) else Trust.EXACT
    return replace(outcome, status=Status.PROVED, trust=weakest, reason=_reason(statement, upper, outcome))


def _agrees(relation: Relation, statement: Statement) -> bool:
    return relation.op == "eq" and compare(relation, statement.given).verdict is Verdict.AGREE


def _factor(statement: Statement, known: Factor | None, upper: Sequence[UpperBound]) -> Factor | None:
    """lo as it was found; hi where every inequality has one, the largest of them."""
    bounds = sum(relation.op != "eq" for relation in statement.says)
    if len(upper) < bounds:
        return known
    top = max(upper, key=lambda found: Decimal(found.hi))
    lo = known.lo if known is not None else None
    if lo is not None and Decimal(lo) > Decimal(top.hi):
        raise Contradiction(f"an instance of {statement.says[0]} has the ratio {lo}, above the proved bound {top.hi}")
    return Factor(lo, top.hi, known.trust_lo if known is not None else None, top.trust)


def _reason(statement: Statement, upper: Sequence[UpperBound], outcome: Outcome) -> str:
    found = max(upper, key=lambda item: Decimal(item.hi))
    seen = (f" {outcome.counts.total} certified instances agree." if outcome.counts.total else
            " No instance was found that meets the hypotheses, so nothing shows that they can hold together.")
    return (f"The norm calculus bounds the left side by {unicode(found.form)} for all sizes, which is at most "
            f"{found.hi} of the right side ({found.proof.length} steps).{seen}")


__all__ = ["Contradiction", "ceilings", "is_settled", "upper_bounds", "with_proof"]
