"""Deciding identities: the canonical index form for all n and d, and Taylor arithmetic at instances.

The two routes share no code. Agreement of the forms proves; then the second route must see both sides
overlap on concrete instances. Forms that differ need an exact instance that separates the two sides. Norms have no
form; an equality of them may be proved by what is known of norms (``certify.bounds.equalities``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from certify.bounds import NormEquality, norm_certificate, prove_norm_equality, refusal
from certify.calculus.indexform import Comparison, Verdict, compare
from certify.calculus.jets import jets_agree
from certify.decide.bounds import refutation, total, unmet, violated
from certify.decide.budget import Budget
from certify.decide.decision import Counts, Outcome, Status, Trust
from certify.decide.sampling import Survey
from certify.instances.emptiness import looks_empty
from certify.instances.hypotheses import certify_hypotheses
from certify.instances.sampling import sample
from certify.instances.seeds import generator
from certify.instances.shapes import shape_grid
from certify.language import Statement

TRIALS = 3
PRECISION = 128
LARGEST = 24  # entries of a shape, for the second route


class Disagreement(RuntimeError):
    """The two routes to a derivative contradict each other: an error of this package, never a verdict."""


def decide_identities(statement: Statement, seed: int, budget: Budget, sampled: Statement | None = None) -> Outcome:
    """The outcome for a statement whose conclusions are all equalities.

    Instances are those of ``sampled``, the statement with formulas put in for some of its symbols.
    """
    sampled = sampled or statement
    if looks_empty(statement) == "empty":
        return unmet(statement, cut=False)
    answers = [compare(relation, statement.given) for relation in statement.says]
    checked = second_route(sampled, seed, answers)
    if all(answer.verdict is Verdict.AGREE for answer in answers):
        reason = (f"Both sides have one canonical index form for all sizes; Taylor arithmetic agrees on {checked} "
                  f"instance{'s' * (checked != 1)}.")
        counts = Counts() if budget.dims is None else _at_sizes(sampled, seed, budget)
        if counts.total:
            reason += f" At the given sizes the enclosures of both sides overlap on {counts.total} instances."
        return Outcome(Status.PROVED, Trust.EXACT, reason, counts, canonical_form=answers[0].form)
    outcome, norms = _separate(sampled, seed, budget, answers), _norms(statement, answers)
    return _with_norms(statement, outcome, norms) if norms else outcome


def _norms(statement: Statement, answers: Sequence[Comparison]) -> tuple[NormEquality, ...]:
    """Proofs of all conclusions, where each is an equality of norms; none that the independent checker refuses."""
    if any(answer.verdict is not Verdict.OUTSIDE for answer in answers):
        return ()
    found = [prove_norm_equality(statement, k) for k in range(len(answers))]
    sound = [proof for proof in found if proof is not None and refusal(norm_certificate("", statement, proof)) is None]
    return tuple(sound) if len(sound) == len(answers) else ()


def _with_norms(statement: Statement, outcome: Outcome, norms: tuple[NormEquality, ...]) -> Outcome:
    """Proved; raises ``Disagreement`` where an instance separates the two sides."""
    if outcome.status is Status.REFUTED or outcome.counts.violated:
        raise Disagreement(f"what is known of norms proves {statement.says[0]}, and an instance violates it")
    if outcome.status is Status.VACUOUS:
        return outcome
    reason = f"{norms[0]}. The enclosures of both sides overlap on {outcome.counts.total} instances."
    return replace(outcome, status=Status.PROVED, trust=Trust.EXACT, reason=reason, norms=norms)


def _at_sizes(statement: Statement, seed: int, budget: Budget) -> Counts:
    """Certified instances at the given sizes; raises ``Disagreement`` where one separates what is proved equal."""
    survey = Survey(statement, seed, budget).run()
    counts = total(survey.tallies, survey.certified)
    if counts.violated:
        raise Disagreement("the index form proves an equality, and an instance at the given sizes violates it")
    return counts


def second_route(statement: Statement, seed: int, answers: list[Comparison]) -> int:
    """Compares both sides by Taylor arithmetic on a few instances; returns how many were compared.

    Raises ``Disagreement`` where the forms agree and the enclosures are disjoint.
    """
    compared = 0
    shapes = [shape for shape in shape_grid(statement, "quick") if sum(shape[0].values()) <= LARGEST]
    for number, (dims, indices) in enumerate(shapes[:TRIALS]):
        batch = sample(statement, dims, indices, 4, generator(seed, statement.sha256, "jets", number))
        good = [k for k, met in enumerate(certify_hypotheses(statement, batch)) if met == 1][:1]
        for instance in (batch.instance(k) for k in good):
            compared += 1
            for relation, answer in zip(statement.says, answers, strict=True):
                disjoint = jets_agree(relation.lhs, relation.rhs, instance, PRECISION) == "disjoint"
                if disjoint and answer.verdict is Verdict.AGREE:
                    raise Disagreement(f"index form and Taylor arithmetic contradict each other on {relation}")
    return compared


def _separate(statement: Statement, seed: int, budget: Budget, answers: list[Comparison]) -> Outcome:
    """Looks at instances up to the first batch with one that is certified to separate the two sides."""
    survey = Survey(statement, seed, budget, enough=partial(violated, statement)).run()
    if not survey.certified:
        return unmet(statement, survey.cut)
    for k, (tally, answer) in enumerate(zip(survey.tallies, answers, strict=True)):
        if tally.counts.violated and answer.verdict is Verdict.AGREE:
            raise Disagreement(f"the index form proves {statement.says[k]}, and an instance violates it")
        found = refutation(statement, k, tally)
        if found is not None:
            return Outcome(Status.REFUTED, found[1].trust, "An exact instance separates the two sides.",
                           tally.counts, None, *found, cut=survey.cut)
    return _open(survey, answers)


def _open(survey: Survey, answers: list[Comparison]) -> Outcome:
    """Supported where no form exists and every instance touches; undecided where the forms differ."""
    counts, why = survey.tallies[0].counts, "; ".join(answer.reason for answer in answers if answer.reason)
    seen = f"no instance among {survey.certified} separates the two sides"
    if all(answer.verdict is not Verdict.DIFFER for answer in answers):
        reason = f"No index form decides it ({why}); {seen}."
        return Outcome(Status.SUPPORTED, Trust.FLOAT64, reason, counts, beyond=survey.beyond, cut=survey.cut)
    reason = f"The canonical forms of the two sides differ, and {seen}."
    return Outcome(Status.UNDECIDED, None, reason, counts, cut=survey.cut)
