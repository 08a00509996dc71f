"""Decisions with their reviews, and with what a review finds on its way."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from certify.decide.bounds import of_ratio, refuted_text
from certify.decide.budget import Budget
from certify.decide.decision import Counts, Decision, Factor, Status, Witness
from certify.decide.proved import Contradiction


def reviewed(decision: Decision, seed: int, budget: Budget) -> Decision:
    """The decision with its review; a larger ratio raises the lower end of the factor, a counterexample refutes.

    Raises ``Contradiction`` where an instance of the review contradicts what is proved.
    """
    from certify.review import review  # it decides claims itself

    found = review(decision, seed, budget)
    decision = replace(decision, review=found, cut=decision.cut or budget.spent)
    if found.counterexample is not None:
        return refuted_by(decision, found.counterexample)
    return decision if found.better is None or found.better.ratio is None else raised(decision, found.better)


def refuted_by(decision: Decision, against: Witness) -> Decision:
    """The decision turned by a counterexample."""
    if decision.status is Status.PROVED:
        raise Contradiction(f"{decision.claim.id} is proved, and an instance violates it")
    factor = None if against.ratio is None else Factor(against.ratio, None, of_ratio(against))
    return replace(decision, status=Status.REFUTED, trust=against.trust, reason=refuted_text(against), factor=factor,
                   counts=decision.counts + Counts(violated=1), worst=against, simplest=against)


def raised(decision: Decision, better: Witness) -> Decision:
    """The decision with a worse instance than its own."""
    known = decision.factor or Factor(None)
    if known.hi is not None and better.ratio is not None and Decimal(better.ratio) > Decimal(known.hi):
        raise Contradiction(f"{decision.claim.id}: an instance has the ratio {better.ratio}, above {known.hi}")
    return replace(decision, worst=better, factor=replace(known, lo=better.ratio, trust_lo=of_ratio(better)))


__all__ = ["raised", "refuted_by", "reviewed"]
