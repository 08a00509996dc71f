"""Deciding bounds: refuted by a certified counterexample, else supported by certified instances."""

from __future__ import annotations

from dataclasses import dataclass

from certify.decide.budget import Budget
from certify.decide.decision import Counts, Factor, Status, Trust, Witness
from certify.decide.sampling import Survey
from certify.decide.tally import Tally
from certify.decide.witnesses import meets_hypotheses, verdict, violates, witness
from certify.instances import Instance, looks_empty
from certify.instances.simplify import simplify
from certify.language import Statement


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
    cut: bool = False
    canonical_form: str | None = None


def decide_bound(statement: Statement, seed: int, budget: Budget) -> Outcome:
    """The outcome for a statement with an inequality or a semidefinite order among its conclusions."""
    survey = Survey(statement, seed, budget).run()
    if not survey.certified:
        return unmet(statement, survey.cut)
    escalated, lowest = _escalate(statement, survey)
    for k, tally in enumerate(survey.tallies):
        found = refutation(statement, k, tally, seed)
        if found is not None:
            worst, simplest = found
            return Outcome(Status.REFUTED, simplest.trust, _refuted_text(simplest), _total(survey), None if
                           worst.ratio is None else Factor(worst.ratio, None, worst.trust), worst, simplest,
                           escalated, survey.cut)
    return _supported(statement, survey, escalated, lowest)


def unmet(statement: Statement, cut: bool) -> Outcome:
    """No instance met the hypotheses: vacuous where that is proved, undecided where it is only seen."""
    if looks_empty(statement) == "empty":
        return Outcome(Status.VACUOUS, Trust.EXACT, "The hypotheses contradict each other: no instance meets them.")
    return Outcome(Status.UNDECIDED, None, "No instance that meets the hypotheses was found; are they satisfiable?",
                   cut=cut)


def _escalate(statement: Statement, survey: Survey) -> tuple[int, Trust]:
    """Decides touching instances at higher precision, those of the largest ratio first."""
    done, lowest = 0, Trust.FLOAT64
    for k, tally in enumerate(survey.tallies):
        for instance in Tally.ranked(tally.open)[: survey.budget.escalations]:
            found, _ = verdict(statement.says[k], instance)
            done += 1
            if found:
                tally.resolve(found)
            if found == -1:
                tally.violations.append((0.0, 0, instance))
    return done, lowest


def _total(survey: Survey) -> Counts:
    """Instances counted once: violated where a conclusion fails, touching where one touches and none fails."""
    violated = max(tally.counts.violated for tally in survey.tallies)
    touching = min(max(tally.counts.touching for tally in survey.tallies), survey.certified - violated)
    return Counts(survey.certified - violated - touching, violated, touching)


def refutation(statement: Statement, k: int, tally: Tally, seed: int) -> tuple[Witness, Witness] | None:
    """The worst and the simplest certified counterexample to conclusion k, None where there is none."""
    for instance in Tally.ranked(tally.violations):
        if violates(statement, k, instance):
            simple = simplify(statement, k, instance, lambda trial: violates(statement, k, trial))
            return witness(statement, k, instance), witness(statement, k, simple)
    return None


def _refuted_text(simplest: Witness) -> str:
    sizes = ", ".join(f"{name} = {value}" for name, value in simplest.instance.dims.items())
    values = f": left side {simplest.lhs[0]}, right side {simplest.rhs[0]}" if simplest.lhs and simplest.rhs else ""
    return f"An exact instance ({sizes}) meets the hypotheses and violates the conclusion{values}."


def _supported(statement: Statement, survey: Survey, escalated: int, trust: Trust) -> Outcome:
    counts = _total(survey)
    worst = _worst(statement, survey)
    factor = None if worst is None or worst.ratio is None else Factor(worst.ratio, None, worst.trust)
    reason = (f"No violation among {counts.total} certified instances ({counts.touching} of them touching), "
              f"{survey.proposals} looked at.")
    return Outcome(Status.SUPPORTED, trust, reason, counts, factor, worst, None, escalated, survey.cut)


def _worst(statement: Statement, survey: Survey) -> Witness | None:
    """The certified instance with the largest ratio over all conclusions."""
    found = [_best_of(statement, k, tally) for k, tally in enumerate(survey.tallies)]
    rated = [item for item in found if item is not None]
    return max(rated, key=_ratio, default=None)


def _best_of(statement: Statement, k: int, tally: Tally) -> Witness | None:
    candidates: list[Instance] = [trial for trial in Tally.ranked(tally.best)[:3] if meets_hypotheses(statement, trial)]
    return max((witness(statement, k, trial) for trial in candidates), key=_ratio, default=None)


def _ratio(item: Witness) -> tuple[bool, float]:
    """Orders by ratio; decimal texts beyond float64's range go by their exponent."""
    if item.ratio is None:
        return (False, 0.0)
    from decimal import Decimal

    value = Decimal(item.ratio)
    return (True, float(value.adjusted()) + float(value.scaleb(-value.adjusted())) / 10 if value > 0 else -1e30)
