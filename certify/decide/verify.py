"""From a claim to its decision."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from certify.decide.bounds import decide_bound
from certify.decide.budget import Budget, budget_of
from certify.decide.decision import Decision, Outcome
from certify.decide.derived import completed
from certify.decide.existence import decide_existence
from certify.decide.identities import decide_identities
from certify.decide.known import with_known
from certify.decide.large import LARGE
from certify.decide.proved import ceilings, is_settled, upper_bounds, with_proof
from certify.decide.reviewed import reviewed
from certify.decide.upper import LOOSE
from certify.decide.wellposed import well_posed
from certify.instances.data import Instance
from certify.instances.derived import derivation
from certify.instances.shapes import given_shapes, largest_array
from certify.language import CertifyError, Claim, Statement

FEWEST, WORK = 3, 2**22  # instances at given sizes: their number times the entries of the largest array
CLIMBABLE = 2**12  # entries from which on the search climbs less


def verify(claim: Claim, seed: int = 0, budget: int | Budget | None = None, profile: str = "quick",
           time_limit: float | None = None, dims: Mapping[str, int] | None = None,
           review: bool | None = None, known: Sequence[Instance] = ()) -> Decision:
    """Decides a claim and the steps of its printed proof: see ``Decision`` for what comes back.

    ``dims`` gives the only sizes at which instances are looked at, ``{"n": 1024, "d": 64}`` say; then the number of
    instances, unless ``budget`` says it, is what a few seconds allow. A proof still holds for all sizes.

    ``budget`` counts evaluations (by default that of the profile); the same seed and budget give the same
    decision on every machine. ``time_limit`` in seconds may stop earlier and marks the decision as cut.
    ``review`` adds which hypotheses matter, where the bound says nothing, how it grows and where its proof loses (see
    ``certify.review``), as the full profile does by itself.
    ``known`` are instances from earlier searches (``certify.hunt`` keeps them): certified anew and climbed from.
    Raises ``CertifyError`` for a budget, a profile or sizes that make no sense.
    """
    chosen = budget if isinstance(budget, Budget) else budget_of(profile, budget, time_limit)
    if dims is not None and review:
        raise CertifyError("a review looks at all sizes; leave out dims or review")
    if dims is not None:
        chosen = at_sizes(claim, dims, chosen, budget is None)
    started = time.perf_counter()
    steps = claim.steps()
    outcome, outcomes = _decide(claim, steps, seed, _narrowed(claim, steps, chosen), known)
    settings = {"seed": seed, "profile": chosen.profile, "evaluations": chosen.evaluations,
                **({"dims": dict(chosen.dims)} if chosen.dims else {}), **({"known": len(known)} if known else {})}
    chain = tuple(Decision(claim=step, **vars(found), settings=settings)
                  for step, found in zip(steps, outcomes, strict=True))
    posed = well_posed(claim)
    decision = Decision(claim=claim, **vars(outcome), chain=chain, well_posed=posed.holds,
                        undefined_at=posed.undefined_at, settings=settings)
    if review or (review is None and chosen.profile == "full" and chosen.dims is None):
        decision = reviewed(decision, seed, chosen)
    return replace(decision, seconds=time.perf_counter() - started)


def _narrowed(claim: Claim, steps: Sequence[Claim], budget: Budget) -> Budget:
    """The budget, or in the quick profile less of it where everything is proved."""
    if budget.profile == "full":
        return budget
    bounds = [item.statement for item in (claim, *steps) if not is_identity(item.statement)]
    if not bounds or not all(map(is_settled, bounds)):
        return budget
    return budget.spared(loose=all(Decimal(upper.hi) <= LOOSE for bound in bounds for upper in upper_bounds(bound)))


def _decide(claim: Claim, steps: Sequence[Claim], seed: int, budget: Budget,
            known: Sequence[Instance]) -> tuple[Outcome, list[Outcome]]:
    """Equalities go by their forms; inequalities by one look at instances, which serves the steps too."""
    if claim.statement.exists is not None:
        return decide_existence(claim.statement, seed, budget), []
    equalities = {step: _identities(step, seed, budget) for step in steps if is_identity(step.statement)}
    bounds, statement = [step for step in steps if step not in equalities], sampled(claim)
    shared = [step for step in bounds if not is_identity(statement) and _speaks_of(statement, sampled(step))]
    judged: tuple[Outcome, ...] = ()
    if is_identity(statement):
        outcome = _identities(claim, seed, budget)
    else:
        outcome, judged = decide_bound(statement, seed, budget, tuple(sampled(step) for step in shared),
                                       ceilings(claim.statement))
        outcome = with_known(statement, outcome, known, seed, budget) if known else outcome
    alone = {step: decide_bound(sampled(step), seed, budget)[0] for step in bounds if step not in shared}
    table = {**equalities, **alone, **dict(zip(shared, judged, strict=True))}
    return _finished(claim, outcome), [_finished(step, table[step]) for step in steps]


def _finished(claim: Claim, outcome: Outcome) -> Outcome:
    """With derived entries in its instances, and with what is proved of the claim as it stands."""
    return with_proof(claim.statement, completed(claim, outcome))


def _identities(claim: Claim, seed: int, budget: Budget) -> Outcome:
    """A proof needs the claim as it stands, unless every formula in it is one of its hypotheses."""
    found = derivation(claim)
    proved = claim.statement if found is None or not found.equivalent else found.free
    return decide_identities(proved, seed, budget, sampled(claim))


def sampled(claim: Claim) -> Statement:
    """The statement whose instances are drawn: that of the claim, with the formulas for derived symbols put in."""
    found = derivation(claim)
    return claim.statement if found is None else found.free


def _speaks_of(statement: Statement, step: Statement) -> bool:
    """Whether an instance of the claim has all the numbers that a step needs."""
    return (set(step.symbols) <= set(statement.symbols) and set(step.dims) <= set(statement.dims)
            and set(step.indices) <= set(statement.indices))


def at_sizes(claim: Claim, dims: Mapping[str, int], budget: Budget, fewer: bool) -> Budget:
    """The budget for the given sizes alone: fewer instances and less climbing the larger the arrays are.

    Raises ``CertifyError`` where the claim has other dimensions, its hypotheses exclude them, or it asserts a constant
    for all sizes.
    """
    if claim.statement.exists is not None:
        raise CertifyError(f"{claim.id} asserts a constant for all sizes; dims= cannot narrow it")
    statement = sampled(claim)
    given_shapes(statement, dims)
    entries = largest_array(statement, dims)
    large = entries > LARGE
    instances = max(FEWEST, min(budget.instances, WORK // entries)) if fewer else budget.instances
    return replace(budget, dims=tuple(sorted(dims.items())), instances=instances, beyond=0,
                   climb=0 if large else budget.climb * min(CLIMBABLE, entries) // entries,
                   boundary=0 if large else budget.boundary)


def is_identity(statement: Statement) -> bool:
    """Whether every conclusion is an equality."""
    return all(relation.op == "eq" for relation in statement.says)
