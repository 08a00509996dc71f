"""Instances that are known beforehand, from the store of witnesses say: certified like any other, and climbed from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np

from certify.decide.bounds import refutation
from certify.decide.budget import Budget
from certify.decide.decision import Counts, Factor, Outcome, Status, Trust, Witness, by_ratio
from certify.decide.tally import Tally
from certify.decide.witnesses import meets_hypotheses, verdict, witness
from certify.instances.climb import polish
from certify.instances.data import Instance, check_fits
from certify.instances.seeds import generator
from certify.language import InstanceError, Statement

CLIMBED, STEPS = 3, 24  # instances of each conclusion that are climbed from, and how far
_PROBING = 13  # evaluations of ``polish`` for each of its steps


def with_known(statement: Statement, outcome: Outcome, known: Sequence[Instance], seed: int, budget: Budget) -> Outcome:
    """The outcome of a statement with bounds, with what is certified at known instances and where they lead.

    A violation refutes; a larger ratio replaces lo and the worst instance. Instances that do not fit the statement or
    are not certified to meet its hypotheses are passed over.
    """
    if outcome.status is Status.VACUOUS:
        return outcome
    for k, relation in enumerate(statement.says):
        if relation.op != "eq":
            outcome = _with_conclusion(statement, k, outcome, known, seed, budget)
    return outcome


def _with_conclusion(statement: Statement, k: int, outcome: Outcome, known: Sequence[Instance], seed: int,
                     budget: Budget) -> Outcome:
    found = sorted(_certified(statement, k, known), key=lambda pair: by_ratio(pair[0]), reverse=True)
    starts = [item.instance for item, _ in found[:CLIMBED]]
    found += _certified(statement, k, [new for start in starts for new in _climbed(statement, k, start, seed, budget)])
    signs = [sign for _, sign in found]
    outcome = replace(outcome, counts=outcome.counts + Counts(signs.count(1), signs.count(-1), signs.count(0)))
    tally = Tally(violations=[(float(by_ratio(item)), -j, item.instance) for j, (item, sign) in enumerate(found)
                              if sign == -1])
    against = refutation(statement, k, tally) if tally.violations else None
    best = max((item for item, _ in found), key=by_ratio, default=None)
    return _refuted(outcome, *against) if against else _raised(outcome, best)


def _certified(statement: Statement, k: int, instances: Sequence[Instance]) -> list[tuple[Witness, int]]:
    """Witnesses at the instances that count, and what conclusion k does there."""
    out = []
    for instance in instances:
        try:
            check_fits(statement, instance)
        except InstanceError:
            continue
        if meets_hypotheses(statement, instance):
            out.append((witness(statement, k, instance.restricted(statement)),
                        verdict(statement.says[k], instance)[0]))
    return out


def _climbed(statement: Statement, k: int, start: Instance, seed: int, budget: Budget) -> Iterator[Instance]:
    """Where a climb from the instance ends, if the budget allows a few steps."""
    steps = min(STEPS, budget.climb // _PROBING)
    if steps and not budget.spent:
        rng = generator(seed, statement.sha256, "known", k)
        with np.errstate(all="ignore"):
            yield polish(statement, k, start.batch(), steps, rng).batch.instance(0)


def _refuted(outcome: Outcome, worst: Witness, simplest: Witness) -> Outcome:
    if outcome.status is Status.REFUTED and outcome.worst is not None and by_ratio(outcome.worst) >= by_ratio(worst):
        return outcome
    lo = None if worst.ratio is None else Factor(worst.ratio, None, _trust(worst))
    return replace(outcome, status=Status.REFUTED, trust=simplest.trust, factor=lo, worst=worst, simplest=simplest,
                   reason="An instance that was known from an earlier search meets the hypotheses and violates the "
                          "conclusion.")


def _raised(outcome: Outcome, best: Witness | None) -> Outcome:
    """A larger lo, where no conclusion is refuted (its lo is another one's then)."""
    if best is None or best.ratio is None or outcome.status not in (Status.SUPPORTED, Status.REFUTED):
        return outcome
    lo = outcome.factor.lo if outcome.factor else None
    if outcome.status is Status.REFUTED or (lo is not None and Decimal(lo) >= Decimal(best.ratio)):
        return outcome
    return replace(outcome, factor=Factor(best.ratio, None, _trust(best)), worst=best)


def _trust(item: Witness) -> Trust:
    return Trust.FLOAT64 if item.trust is Trust.FLOAT64 else Trust.ARB


__all__ = ["with_known"]
