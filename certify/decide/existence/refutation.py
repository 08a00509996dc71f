"""Families along which no constant serves: seen in certified values, proved by series, made into instances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, ROUND_FLOOR, Context, Decimal
from fractions import Fraction

from certify.decide.asserted import Member, Rate
from certify.decide.decision import Witness
from certify.decide.existence.families import Family, families
from certify.decide.existence.growth import CLOSE, Profile, needs, profile, proof_of_growth, rates
from certify.decide.existence.substitution import cofactor, without_neighbourhood
from certify.decide.witnesses import violates, witness
from certify.instances.data import Exact, Instance
from certify.language import Expr, Relation, Statement

COARSE = (4, 12, 20)  # the exponents of t at which a family is first looked at
FINE = 2048  # bits, where the sides are certified for no small t
PROOFS = 6  # families that a proof is tried for
MEMBERS = (0, 1, 2, 4, 8)  # t = 2^-k of the instances that certificates hold
SHORT = Context(prec=2, rounding=ROUND_FLOOR, Emin=MIN_EMIN, Emax=MAX_EMAX)  # of the constants that they refute
EVERY = Fraction(10**6)  # stands in for every constant where the right side is 0


@dataclass(frozen=True)
class Refuted:
    """A family that no constant survives, with the proof and instances that show it at single t."""

    family: Family
    proof: str
    members: tuple[Member, ...]
    witnesses: tuple[Witness, ...]
    rates: tuple[Rate, Rate]


@dataclass(frozen=True)
class Look:
    """What the families show: a refutation, a growth that is not proved, the family with the largest last ratio."""

    refuted: Refuted | None = None
    growing: Profile | None = None
    slowest: tuple[Profile, Expr, Expr] | None = None


def look_for_growth(statement: Statement, seed: int) -> Look:
    """Looks along families into the limit, for each conclusion between scalars.

    Refutations are proved where the larger side is a multiple of the constant; else growth is only seen.
    """
    exists = statement.exists
    assert exists is not None
    given, symbol = without_neighbourhood(statement), statement.symbols[exists.constant]
    growing, slowest = None, None
    for k, relation in enumerate(statement.says):
        bound = cofactor(relation.rhs, symbol)
        if relation.op == "psd" or relation.lhs.shape or relation.rhs.shape:
            continue
        if bound is None:
            needed = (needs(relation, symbol, given, family, COARSE) for family in families(statement, seed))
            growing = growing or next((item for item in needed if item.grows), None)
            continue
        seen = [profile(relation.lhs, bound, given, family, COARSE) for family in families(statement, seed)]
        suspects = sorted((item for item in seen if item.vanishing or item.grows), key=_simplest_first)
        for item in suspects[:PROOFS]:
            refuted = _refutation(statement, k, bound, given, item.family)
            if refuted:
                return Look(refuted)
        growing = growing or next((item for item in _again(suspects, relation, bound, given) if item.grows), None)
        slowest = slowest or _slowest([item for item in seen if _moves(statement, item)], relation, bound, given)
    return Look(None, growing, slowest)


def _simplest_first(item: Profile) -> tuple[bool, int, int]:
    return not item.vanishing, sum(abs(entry.w) for entry in item.family.entries.values()), len(str(item.family))


def _moves(statement: Statement, item: Profile) -> bool:
    """Whether the symbols of the limit move along a family, and no others."""
    limit = {name for name, _ in statement.exists.limit} if statement.exists else set()
    return bool(limit) and all(bool(entry.w) == (name in limit) for name, entry in item.family.entries.items())


def _again(suspects: Sequence[Profile], relation: Relation, bound: Expr, given: Sequence[Relation]) -> list[Profile]:
    """The families whose ratio seemed to grow, at more t."""
    return [profile(relation.lhs, bound, given, item.family) for item in suspects[:PROOFS]]


def _slowest(seen: Sequence[Profile], relation: Relation, bound: Expr,
             given: Sequence[Relation]) -> tuple[Profile, Expr, Expr] | None:
    """The family with the largest certified ratio at the finest t, at more t.

    Where no side is certified at small t (an exponentially small difference), the first family at large t, with more
    bits.
    """
    known = [item for item in seen if item.ratios and item.ratios[-1][0] == COARSE[-1]]
    if known:
        best = max(known, key=lambda item: float(item.ratios[-1][1]))
        return profile(relation.lhs, bound, given, best.family), relation.lhs, bound
    near = (profile(relation.lhs, bound, given, item.family, CLOSE, FINE) for item in seen[:PROOFS])
    return next(((item, relation.lhs, bound) for item in near if len(item.ratios) > 2), None)


def _refutation(statement: Statement, k: int, bound: Expr, given: Sequence[Relation], family: Family) -> Refuted | None:
    relation = statement.says[k]
    proof = proof_of_growth(relation.lhs, bound, given, family)
    found = [_member(statement, k, family, step) for step in MEMBERS] if proof else []
    members = _advancing([pair for pair in found if pair is not None])
    if not proof or len(members) < 2:
        return None
    both = rates(profile(relation.lhs, bound, given, family), relation.lhs, bound)
    return Refuted(family, proof, tuple(member for member, _ in members), tuple(w for _, w in members), both)


def _advancing(found: Sequence[tuple[Member, Witness]]) -> list[tuple[Member, Witness]]:
    """Those that refute a larger constant than the ones before them, or every constant."""
    out: list[tuple[Member, Witness]] = []
    for member, witnessed in found:
        last = out[-1][0].constant if out else None
        if member.constant is None or last is None or member.constant > last:
            out.append((member, witnessed))
    return out


def _member(statement: Statement, k: int, family: Family, step: int) -> tuple[Member, Witness] | None:
    """The instance at t = 2^-step, with a constant that it refutes and the neighbourhood that it lies in."""
    t = Fraction(1, 1 << step)
    instance, exists = family.at(t), statement.exists
    assert exists is not None
    near = _neighbourhood(statement, instance, t)
    trial = _with(instance, {exists.constant: Fraction(1), **near})
    ratio = witness(statement, k, trial).ratio
    constant = EVERY if ratio is None else Fraction(SHORT.multiply(Decimal(ratio), Decimal("0.95")))
    trial = _with(instance, {exists.constant: constant, **near})
    if not violates(statement, k, trial):
        return None
    return Member(trial, None if ratio is None else constant), witness(statement, k, trial)


def _with(instance: Instance, more: dict[str, Fraction]) -> Instance:
    return Instance(instance.dims, instance.indices, {**instance.values, **more})


def _neighbourhood(statement: Statement, instance: Instance, t: Fraction) -> dict[str, Fraction]:
    """A radius that holds the instance (sum of sizes of entries, at least t), a threshold that it just reaches."""
    exists, out = statement.exists, dict[str, Fraction]()
    assert exists is not None
    for name, where in exists.limit:
        if where in ("inf", "-inf"):
            size, key = abs(instance.values[name]), str(exists.threshold)
            out[key] = min(size, out.get(key, size))
        else:
            sizes, key = [abs(x - Fraction(where)) for x in _flat(instance.values[name])], str(exists.radius)
            size = sum(sizes, Fraction(0))
            out[key] = max(size, out.get(key, t))
    return out


def _flat(value: Exact) -> list[Fraction]:
    return [x for item in value for x in _flat(item)] if isinstance(value, tuple) else [value]


__all__ = ["Look", "Refuted", "look_for_growth"]
