"""Deciding bounds: refuted by a certified counterexample, else supported by certified instances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from certify.calculus.indexform import Verdict, compare
from certify.decide.budget import Budget
from certify.decide.decision import Counts, Factor, Outcome, Status, Trust, by_ratio
from certify.decide.large import is_large
from certify.decide.sampling import Survey
from certify.decide.tally import Tally
from certify.decide.witnesses import Witness, meets_hypotheses, verdict, violates, witness
from certify.instances.emptiness import looks_empty
from certify.instances.simplification import simplify
from certify.language import Statement

ROWS = 64
CHECKABLE = 24  # sizes up to which the independent checker goes over any claim of the library in seconds


def decide_bound(statement: Statement, seed: int, budget: Budget, steps: tuple[Statement, ...] = (),
                 ceilings: Mapping[int, float] | None = None) -> tuple[Outcome, tuple[Outcome, ...]]:
    """The outcome for a statement with an inequality or a semidefinite order among its conclusions.

    Also one for each of the steps, which have the same hypotheses and are judged on the same instances. ``ceilings``
    are proved bounds of log2(lhs / rhs) by conclusion; an instance that comes next to one ends the search.
    """
    survey = Survey(statement, seed, budget, steps, refuted=partial(_all_refuted, statement, steps),
                    ceilings=ceilings or {}).run()
    if not survey.certified:
        nothing = unmet(statement, survey.cut)
        return nothing, tuple(nothing for _ in steps)
    escalated = _escalate(survey)
    count = len(statement.says)
    outcome = _decide(statement, survey.tallies[:count], survey, escalated)
    return outcome, tuple(_decide(step, [tally], survey, 0)
                          for step, tally in zip(steps, survey.tallies[count:], strict=True))


def _all_refuted(statement: Statement, steps: Sequence[Statement], tallies: Sequence[Tally]) -> bool:
    """Whether counterexamples decide the statement and every step, so that more instances support nothing."""
    count = len(statement.says)
    parts = [(statement, tallies[:count])]
    parts += [(step, [tally]) for step, tally in zip(steps, tallies[count:], strict=True)]
    return (all(any(tally.violations for tally in found) for _, found in parts)
            and all(violated(part, found) for part, found in parts))


def violated(statement: Statement, tallies: Sequence[Tally]) -> bool:
    """Whether the worst violation of some conclusion is a certified counterexample."""
    return any(violates(statement, k, instance.restricted(statement)) for k, tally in enumerate(tallies)
               for instance in Tally.ranked(tally.violations)[:1])


def unmet(statement: Statement, cut: bool) -> Outcome:
    """No instance met the hypotheses: vacuous where that is proved, undecided where it is only seen."""
    if looks_empty(statement) == "empty":
        return Outcome(Status.VACUOUS, Trust.EXACT, "The hypotheses contradict each other: no instance meets them.")
    return Outcome(Status.UNDECIDED, None, "No instance that meets the hypotheses was found; are they satisfiable?",
                   cut=cut)


def _escalate(survey: Survey) -> int:
    """Decides touching instances at higher precision, those of the largest ratio first.

    The budget counts instances of up to ``ROWS`` rows; a larger one takes the cube of its size against them.
    """
    done = 0
    for tally, relation in zip(survey.tallies, survey.relations, strict=True):
        left = float(survey.budget.escalations)
        for instance in Tally.ranked(tally.open):
            left -= max(1.0, (max(instance.dims.values(), default=1) / ROWS) ** 3)
            if left < 0:
                continue
            found, _ = verdict(relation, instance)
            done += 1
            if found:
                tally.resolve(found)
            if found == -1:
                tally.violations.append((0.0, 0, instance))
    return done


def _decide(statement: Statement, tallies: list[Tally], survey: Survey, escalated: int) -> Outcome:
    counts = total(tallies, survey.certified)
    for k, tally in enumerate(tallies):
        found = refutation(statement, k, tally)
        if found is not None:
            worst, simplest = found
            factor = None if worst.ratio is None else Factor(worst.ratio, None, of_ratio(worst))
            return Outcome(Status.REFUTED, simplest.trust, refuted_text(simplest), counts, factor, worst, simplest,
                           escalated, survey.beyond, survey.cut)
    return _supported(statement, tallies, counts, survey, escalated)


def total(tallies: list[Tally], certified: int) -> Counts:
    """Instances counted once: violated where a conclusion fails, touching where one touches and none fails.

    Instances on which a side is undefined (or beyond what float64 balls enclose) are not counted.
    """
    undefined = max(tally.undefined for tally in tallies)
    violated = max(tally.counts.violated for tally in tallies)
    touching = min(max(tally.counts.touching for tally in tallies), certified - violated - undefined)
    return Counts(certified - undefined - violated - touching, violated, touching)


def refutation(statement: Statement, k: int, tally: Tally) -> tuple[Witness, Witness] | None:
    """The worst and the simplest certified counterexample to conclusion k, None where there is none."""
    for instance in (found.restricted(statement) for found in Tally.ranked(tally.violations)):
        if violates(statement, k, instance):
            worst = witness(statement, k, instance)
            if is_large(statement.says[k], instance):
                return worst, worst
            simple = simplify(statement, k, instance, lambda trial: violates(statement, k, trial))
            return worst, witness(statement, k, simple)
    return None


def of_ratio(worst: Witness) -> Trust:
    """What a ratio rests on: Arb, or float64 where the instance is large."""
    return Trust.FLOAT64 if worst.trust is Trust.FLOAT64 else Trust.ARB


def refuted_text(simplest: Witness) -> str:
    sizes = ", ".join(f"{name} = {value}" for name, value in simplest.instance.dims.items())
    values = f": left side {simplest.lhs[0]}, right side {simplest.rhs[0]}" if simplest.lhs and simplest.rhs else ""
    return f"An exact instance ({sizes}) meets the hypotheses and violates the conclusion{values}."


def _supported(statement: Statement, tallies: list[Tally], counts: Counts, survey: Survey, escalated: int) -> Outcome:
    undecided = [relation for relation in statement.says
                 if relation.op == "eq" and compare(relation, statement.given).verdict is not Verdict.AGREE]
    if undecided:
        return Outcome(Status.UNDECIDED, None, f"The equality {undecided[0]} is neither proved nor refuted.", counts,
                       escalated=escalated, cut=survey.cut)
    worst = _worst(statement, tallies)
    factor = None if worst is None or worst.ratio is None else Factor(worst.ratio, None, of_ratio(worst))
    undefined = survey.certified - counts.total
    reason = (f"No violation among {counts.total} certified instances, {counts.touching} of them touching"
              + (f"; {undefined} more, with a side undefined or not enclosed, are not counted." if undefined else "."))
    return Outcome(Status.SUPPORTED, Trust.FLOAT64, reason, counts, factor, worst, None, escalated, survey.beyond,
                   survey.cut)


def _worst(statement: Statement, tallies: list[Tally]) -> Witness | None:
    """The certified instance with the largest ratio over all conclusions."""
    found = [_best_of(statement, k, tally) for k, tally in enumerate(tallies)]
    return max((item for item in found if item is not None), key=by_ratio, default=None)


def _best_of(statement: Statement, k: int, tally: Tally) -> Witness | None:
    ranked = [trial.restricted(statement) for trial in Tally.ranked(tally.best)]
    checkable = [trial for trial in ranked if max(trial.dims.values(), default=1) <= CHECKABLE]
    candidates = (checkable or ranked)[:3]
    certified = (witness(statement, k, trial) for trial in candidates if meets_hypotheses(statement, trial))
    return max(certified, key=by_ratio, default=None)
