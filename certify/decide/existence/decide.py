"""From a statement that asserts a constant to its outcome: a family that refutes every constant, or an explicit one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from certify.decide.asserted import Existence
from certify.decide.bounds import decide_bound
from certify.decide.budget import Budget
from certify.decide.decision import Factor, Outcome, Status, Trust, Witness
from certify.decide.existence.growth import Profile, rates
from certify.decide.existence.proposals import LARGEST, neighbourhoods, propose, raised
from certify.decide.existence.refutation import Refuted, look_for_growth
from certify.decide.existence.scales import Scales, ratios_at_scales
from certify.decide.existence.sizes import growth_in_sizes
from certify.decide.existence.substitution import substituted
from certify.decide.proved import with_proof
from certify.enclosure import decimal_down
from certify.instances.data import Instance
from certify.language import Expr, Statement

ROUNDS = 4


def decide_existence(statement: Statement, seed: int, budget: Budget) -> Outcome:
    """Refuted where a family of instances leaves no constant, else the outcome with explicit constants.

    Undecided where the ratio is seen to grow along a family and nothing shows that it has no bound, and where
    every constant that the search asks for is absurdly large.
    """
    found = look_for_growth(statement, seed)
    if isinstance(found.refuted, Refuted):
        return _refuted(found.refuted)
    if found.growing is not None:
        return _growing(found.growing)
    for near in neighbourhoods(statement):
        numbers = propose(statement, near, seed, budget)
        outcome = numbers and _with_constants(statement, numbers, seed, budget)
        if numbers and outcome:
            ordinary = substituted(statement, numbers)
            free = outcome.status is Status.SUPPORTED and not budget.dims
            larger = growth_in_sizes(ordinary, seed, outcome.worst) if free else None
            if larger is not None:
                return _undecided(f"{larger}; that it has no bound is not proved.")
            return _with_rates(outcome, found.slowest)
    return _undecided(f"No constant up to {LARGEST} serves on any neighbourhood that was tried, and no family was "
                      "found along which the ratio has no bound.")


def _undecided(reason: str) -> Outcome:
    return Outcome(Status.UNDECIDED, None, reason)


def _refuted(found: Refuted) -> Outcome:
    first = found.witnesses[0]
    known = Existence(family=str(found.family), proof=found.proof, relation=first.relation, members=found.members,
                      rate=found.rates[0], bound_rate=found.rates[1])
    reason = f"No constant serves: along {found.family}, {found.proof}."
    return Outcome(Status.REFUTED, Trust.ARB, reason, worst=found.witnesses[-1], simplest=first, existence=known)


def _growing(found: Profile) -> Outcome:
    k, ratio = found.ratios[-1]
    reason = (f"The ratio (or the constant that is needed) exceeds {decimal_down(ratio, 3)} at t = 2^-{k} along "
              f"{found.family}, and grows like t^-{found.growth:.2f} there; that it has no bound is not proved.")
    return Outcome(Status.UNDECIDED, None, reason, existence=Existence(family=str(found.family)))


def _with_constants(statement: Statement, numbers: dict[str, Fraction], seed: int, budget: Budget) -> Outcome | None:
    """The outcome of the statement with these numbers, C raised a few times where an instance asks for more.

    Undecided where what it asks for keeps growing with the scale of the symbols.
    """
    exists = statement.exists
    assert exists is not None
    for _ in range(ROUNDS):
        ordinary = substituted(statement, numbers)
        outcome, _ = decide_bound(ordinary, seed, budget)
        outcome = with_proof(ordinary, outcome)
        if outcome.status is Status.SUPPORTED:
            scales = ratios_at_scales(ordinary, outcome.worst, seed)
            if scales.grow:
                return _undecided(f"{scales}; that it has no bound is not proved.")
            outcome = _refuted_at(scales, outcome) if scales.violated else outcome
        if outcome.status is not Status.REFUTED:
            return _named(outcome, numbers, ordinary.sha256)
        more = raised(statement, numbers[exists.constant], outcome)
        if more is None or more > LARGEST:
            return None
        numbers = {**numbers, exists.constant: more}
    return None


def _refuted_at(scales: Scales, outcome: Outcome) -> Outcome:
    """What becomes of numbers that looked right until the symbols were made larger."""
    return replace(outcome, status=Status.REFUTED, factor=Factor(str(max(scales.ratios.values())), None, Trust.ARB))


def _named(outcome: Outcome, numbers: Mapping[str, Fraction], sha256: str) -> Outcome:
    """The outcome for the statement that asserts the constants: they are numbers of its instances."""
    said = ", ".join(f"{name} = {value}" for name, value in numbers.items())
    return replace(outcome, reason=f"With {said}: {outcome.reason}", existence=Existence(dict(numbers), sha256),
                   worst=_completed(outcome.worst, numbers), simplest=_completed(outcome.simplest, numbers))


def _completed(witness: Witness | None, numbers: Mapping[str, Fraction]) -> Witness | None:
    if witness is None:
        return None
    instance = witness.instance
    return replace(witness, instance=Instance(instance.dims, instance.indices, {**instance.values, **numbers}))


def _with_rates(outcome: Outcome, slowest: tuple[Profile, Expr, Expr] | None) -> Outcome:
    if slowest is None or outcome.existence is None:
        return outcome
    left, right = rates(*slowest)
    return replace(outcome, existence=replace(outcome.existence, rate=left, bound_rate=right))


__all__: Sequence[str] = ["decide_existence"]
