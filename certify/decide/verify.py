"""From a claim to its decision."""

from __future__ import annotations

import time
from dataclasses import replace

from certify.decide.bounds import Outcome, decide_bound
from certify.decide.budget import Budget, budget_of
from certify.decide.decision import Decision
from certify.decide.identities import decide_identities
from certify.language import Claim, Statement

STEP_SHARE = 4  # a step of a proof chain gets this part of the budget


def verify(claim: Claim, seed: int = 0, budget: int | Budget | None = None, profile: str = "quick",
           time_limit: float | None = None) -> Decision:
    """Decides a claim: see ``Decision`` for what comes back.

    ``budget`` counts evaluations (by default that of the profile); the same seed and budget give the same
    decision on every machine. ``time_limit`` in seconds may stop earlier and marks the decision as cut.
    Raises ``CertifyError`` for a budget or a profile that makes no sense.
    """
    chosen = budget if isinstance(budget, Budget) else budget_of(profile, budget, time_limit)
    started = time.perf_counter()
    outcome = _decide(claim.statement, seed, chosen)
    share = replace(chosen, instances=chosen.instances // STEP_SHARE, evaluations=chosen.evaluations // STEP_SHARE,
                    climb=chosen.climb // STEP_SHARE, beyond=0)
    chain = tuple(verify(step, seed, share) for step in claim.steps())
    settings = {"seed": seed, "profile": chosen.profile, "evaluations": chosen.evaluations}
    return Decision(claim, **vars(outcome), chain=chain, seconds=time.perf_counter() - started, settings=settings)


def _decide(statement: Statement, seed: int, budget: Budget) -> Outcome:
    if all(relation.op == "eq" for relation in statement.says):
        return decide_identities(statement, seed, budget)
    return decide_bound(statement, seed, budget)
