"""From a claim to its decision."""

from __future__ import annotations

import time
from collections.abc import Sequence

from certify.decide.bounds import decide_bound
from certify.decide.budget import Budget, budget_of
from certify.decide.decision import Decision, Outcome
from certify.decide.identities import decide_identities
from certify.language import Claim, Statement


def verify(claim: Claim, seed: int = 0, budget: int | Budget | None = None, profile: str = "quick",
           time_limit: float | None = None) -> Decision:
    """Decides a claim and the steps of its printed proof: see ``Decision`` for what comes back.

    ``budget`` counts evaluations (by default that of the profile); the same seed and budget give the same
    decision on every machine. ``time_limit`` in seconds may stop earlier and marks the decision as cut.
    Raises ``CertifyError`` for a budget or a profile that makes no sense.
    """
    chosen = budget if isinstance(budget, Budget) else budget_of(profile, budget, time_limit)
    started = time.perf_counter()
    steps = claim.steps()
    outcome, outcomes = _decide(claim.statement, steps, seed, chosen)
    settings = {"seed": seed, "profile": chosen.profile, "evaluations": chosen.evaluations}
    chain = tuple(Decision(claim=step, **vars(found), settings=settings)
                  for step, found in zip(steps, outcomes, strict=True))
    return Decision(claim=claim, **vars(outcome), chain=chain, seconds=time.perf_counter() - started, settings=settings)


def _decide(statement: Statement, steps: Sequence[Claim], seed: int, budget: Budget) -> tuple[Outcome, list[Outcome]]:
    """Equalities go by their forms; inequalities by one look at instances, which serves the steps too."""
    equalities = {step: decide_identities(step.statement, seed, budget)
                  for step in steps if is_identity(step.statement)}
    bounds = [step for step in steps if step not in equalities]
    shared = [step for step in bounds if not is_identity(statement) and _speaks_of(statement, step.statement)]
    judged: tuple[Outcome, ...] = ()
    if is_identity(statement):
        outcome = decide_identities(statement, seed, budget)
    else:
        outcome, judged = decide_bound(statement, seed, budget, tuple(step.statement for step in shared))
    alone = {step: decide_bound(step.statement, seed, budget)[0] for step in bounds if step not in shared}
    table = {**equalities, **alone, **dict(zip(shared, judged, strict=True))}
    return outcome, [table[step] for step in steps]


def _speaks_of(statement: Statement, step: Statement) -> bool:
    """Whether an instance of the claim has all the numbers that a step needs."""
    return (set(step.symbols) <= set(statement.symbols) and set(step.dims) <= set(statement.dims)
            and set(step.indices) <= set(statement.indices))


def is_identity(statement: Statement) -> bool:
    """Whether every conclusion is an equality."""
    return all(relation.op == "eq" for relation in statement.says)
