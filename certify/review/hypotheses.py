"""Each hypothesis dropped in turn: needed, never used, or without an effect that was seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from itertools import product
from typing import Any

from certify.calculus.indexform import Verdict, compare
from certify.decide.budget import Budget
from certify.decide.decision import Decision, Status, Witness
from certify.decide.proved import is_settled
from certify.decide.verify import is_identity, sampled, verify
from certify.decide.witnesses import verdict, violates, witness
from certify.instances.data import Instance
from certify.instances.derived import derivation, substituted
from certify.instances.simplification import simplify
from certify.language import Claim, ClaimError, Relation, Statement, free_symbols

SCALES = tuple(sign * Fraction(10) ** k for k in (2, 8, 20, 60, -2, -8) for sign in (1, -1))


class Effect(str, Enum):
    """What becomes of a claim without one of its hypotheses."""

    NEEDED = "needed"
    UNUSED = "never used"
    UNSEEN = "no effect seen"
    OPEN = "not examined"


@dataclass(frozen=True)
class Dropped:
    """The claim without a hypothesis: a decision that refutes it where the hypothesis is needed, with
    the ``witness`` that violates the hypothesis, and how many instances were looked at."""

    effect: Effect
    claim: Claim
    reason: str = ""
    counterexample: Decision | None = None
    instances: int = 0
    witness: Witness | None = None

    def to_json(self) -> dict[str, Any]:
        """Serialised; the counterexample with its exact numbers."""
        return {"effect": self.effect.value, "reason": self.reason, "instances": self.instances,
                "counterexample": self.witness.to_json() if self.witness is not None else None}


@dataclass(frozen=True)
class Hypotheses:
    """``dropped`` in the order of the hypotheses (those given, then those added); ``satisfiable`` is None if unknown.

    ``suffice`` lists hypotheses from which the norm calculus, or the index form, proves the claim, None where it does
    not. ``stray`` refutes the claim itself: a counterexample that was found on the way and meets every hypothesis.
    """

    satisfiable: bool | None
    instances: int
    dropped: tuple[Dropped, ...]
    suffice: tuple[int, ...] | None = None
    stray: Witness | None = None

    def to_json(self) -> dict[str, Any]:
        """Serialised, but for what stands beside each hypothesis."""
        return {"satisfiable": self.satisfiable, "instances": self.instances,
                "suffice": None if self.suffice is None else list(self.suffice)}


def examine(decision: Decision, seed: int, budget: Budget) -> Hypotheses:
    """Drops each hypothesis in turn. Claims that are false, empty or assert a constant are left as they are."""
    claim, total = decision.claim, decision.counts.total
    satisfiable = False if decision.status is Status.VACUOUS else True if total else None
    count = len(claim.given + claim.added)
    if claim.exists is not None or decision.status in (Status.REFUTED, Status.VACUOUS):
        status = decision.status.value
        why = "the claim asserts a constant" if claim.exists is not None else f"the claim itself is {status}"
        skipped = tuple(Dropped(Effect.OPEN, claim, why) for _ in range(count))
        return Hypotheses(satisfiable, total, skipped)
    dropped = tuple(_drop(claim, k, seed, budget) for k in range(count))
    strays = (_stray(claim, k, item) for k, item in enumerate(dropped))
    stray = None if derivation(claim) is not None else next((found for found in strays if found is not None), None)
    dropped = tuple(_confirmed(claim, k, item) for k, item in enumerate(dropped))
    return Hypotheses(satisfiable, total, dropped, _suffice(claim, dropped), stray)


def without(claim: Claim, *places: int) -> Claim:
    """The claim with fewer hypotheses, named after the first of those that are gone.

    Recipes for symbols of which a dropped equality speaks are dropped with it: such symbols are free now.
    """
    gone = [rel for k, rel in enumerate(claim.given + claim.added) if k in places]
    freed = free_symbols(*(side for rel in gone if rel.op == "eq" for side in (rel.lhs, rel.rhs)))
    first = len(claim.given)
    out = Claim(claim.paper, f"{claim.label}, a hypothesis less", says=claim.says, row=claim.row,
                given=[rel for k, rel in enumerate(claim.given) if k not in places],
                added=[rel for k, rel in enumerate(claim.added, first) if k not in places],
                recipe={symbol: formula for symbol, formula in claim.recipe.items() if not freed & {symbol}})
    out._name = f"{claim.id}.without{places[0] + 1}"
    return out


def is_proved(statement: Statement) -> bool:
    """Whether the norm calculus or the index form proves it, without a look at instances."""
    if is_identity(statement):
        return all(compare(rel, statement.given).verdict is Verdict.AGREE for rel in statement.says)
    return is_settled(statement)


def _drop(claim: Claim, k: int, seed: int, budget: Budget) -> Dropped:
    weaker = without(claim, k)
    try:
        if is_proved(weaker.statement):
            how = "index form" if is_identity(weaker.statement) else "norm calculus"
            return Dropped(Effect.UNUSED, weaker, f"the {how} proves the claim without it")
        if budget.spent:
            return Dropped(Effect.OPEN, weaker, "the time was up")
        found = verify(weaker, seed, budget)
    except ClaimError as error:  # a recipe that rests on the hypothesis
        return Dropped(Effect.OPEN, weaker, str(error))
    if found.status is Status.REFUTED:
        return Dropped(Effect.NEEDED, weaker, "", found, found.counts.total)
    if found.status is Status.PROVED:
        return Dropped(Effect.UNUSED, weaker, "proved without it", None, found.counts.total)
    far = far_away(weaker, found)
    if far is not None:
        return Dropped(Effect.NEEDED, weaker, "", far, found.counts.total)
    return Dropped(Effect.UNSEEN, weaker, "", None, found.counts.total)


def far_away(weaker: Claim, found: Decision) -> Decision | None:
    """A counterexample among the scaled images of the worst instance of a claim with a hypothesis less.

    A bound that is loose by 10^30 fails only where something is as large as that, far beyond what is sampled: one
    symbol after the other is multiplied by powers of ten of both signs, the other arrays by 1 or by the inverse.
    """
    statement = sampled(weaker)
    if found.worst is None:
        return None
    start = found.worst.instance.restricted(statement)
    k = found.worst.relation
    for name in statement.symbols:
        for scale, others in product(SCALES, (False, True)):
            trial = _scaled(statement, start, name, scale, others)
            if violates(statement, k, trial):
                simple = simplify(statement, k, trial, lambda other: violates(statement, k, other))
                return replace(found, status=Status.REFUTED, worst=witness(statement, k, trial),
                               simplest=witness(statement, k, simple), factor=None)
    return None


def _scaled(statement: Statement, start: Instance, name: str, scale: Fraction, others: bool) -> Instance:
    values = {own: start.values[own] for own in start.values}
    for own, node in statement.symbols.items():
        if own == name:
            values[own] = _times(values[own], scale)
        elif others and node.shape:
            values[own] = _times(values[own], 1 / scale)
    return replace(start, values=values)


def _times(value: Any, scale: Fraction) -> Any:
    return tuple(_times(item, scale) for item in value) if isinstance(value, tuple) else value * scale


def _sides(claim: Claim, k: int, item: Dropped) -> Iterator[tuple[int, Witness]]:
    """What hypothesis k is at the counterexamples found without it, the simplest one first."""
    relation: Relation = Statement.of(claim.given + claim.added, ()).given[k]
    made = derivation(item.claim)
    relation = relation if made is None else substituted(relation, made.formulas)
    found = item.counterexample
    for shown in (found.simplest, found.worst) if found is not None else ():
        if shown is not None and _speaks(relation, shown):
            yield verdict(relation, replace(shown.instance, derived=None))[0], shown


def _speaks(relation: Relation, shown: Witness) -> bool:
    """Whether the instance has numbers for all that the relation speaks of."""
    about, instance = Statement.of((relation,), ()), shown.instance
    return (set(about.symbols) <= set(instance.values) and set(about.dims) <= set(instance.dims)
            and set(about.indices) <= set(instance.indices))


def _stray(claim: Claim, k: int, item: Dropped) -> Witness | None:
    """A counterexample that meets the hypothesis all the same."""
    return next((shown for sign, shown in _sides(claim, k, item) if sign == 1), None)


def _confirmed(claim: Claim, k: int, item: Dropped) -> Dropped:
    """A hypothesis is needed only by a counterexample that violates it."""
    if item.effect is not Effect.NEEDED:
        return item
    shown = next((shown for sign, shown in _sides(claim, k, item) if sign == -1), None)
    if shown is None:
        return replace(item, effect=Effect.OPEN, counterexample=None,
                       reason="a counterexample was found on which it is not decided whether the hypothesis holds")
    return replace(item, witness=shown)


def _suffice(claim: Claim, dropped: Sequence[Dropped]) -> tuple[int, ...] | None:
    """Hypotheses that a proof needs at most: those never used are dropped together, as far as the proof goes."""
    if not is_proved(claim.statement):
        return None
    gone: list[int] = []
    for k, item in enumerate(dropped):
        if item.effect is Effect.UNUSED and is_proved(without(claim, *gone, k).statement):
            gone.append(k)
    return tuple(k for k in range(len(dropped)) if k not in gone)


__all__ = ["Dropped", "Effect", "Hypotheses", "examine", "without"]
