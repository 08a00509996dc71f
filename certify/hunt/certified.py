"""Instances with what is certified of them, whether they were found just now or come from the store."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from certify.decide.decision import Witness, by_ratio
from certify.decide.witnesses import meets_hypotheses, verdict, witness
from certify.hunt.store import Record, Store
from certify.instances.data import Instance, check_fits
from certify.language import InstanceError, Statement

_SLACK = Decimal("1e-9")  # by which a later version may enclose the same ratio more loosely


@dataclass(frozen=True)
class Certified:
    """A witness whose hypotheses are certified, and whether the conclusion is certified to fail there."""

    witness: Witness
    violates: bool

    @property
    def rank(self) -> tuple[bool, Decimal]:
        """Orders them: counterexamples first, then by ratio."""
        return self.violates, by_ratio(self.witness)

    def record(self) -> Record:
        """For the store."""
        return Record(self.witness.relation, self.witness.instance, self.witness.ratio, self.violates)


def certified(statement: Statement, k: int, instance: Instance) -> Certified | None:
    """What is certified of conclusion k at an instance; None where it fits the statement or its hypotheses not, or
    where it shows neither a ratio nor a violation."""
    try:
        check_fits(statement, instance)
    except InstanceError:
        return None
    if not meets_hypotheses(statement, instance):
        return None
    found = Certified(witness(statement, k, instance.restricted(statement)),
                      verdict(statement.says[k], instance)[0] == -1)
    return found if found.violates or found.witness.ratio is not None else None


def recall(store: Store, statement: Statement, k: int) -> tuple[list[Certified], int]:
    """The stored instances of conclusion k, certified anew, the best one first; and how many did not stand.

    A record does not stand where its instance is not certified, or certified for less than the record says; it is
    deleted then.
    """
    records, dropped = store.get(statement.sha256, k)
    standing = []
    for record in records:
        found = certified(statement, k, record.instance)
        if found is not None and _keeps(found, record):
            standing.append(found)
        else:
            store.drop(statement.sha256, record)
            dropped += 1
    return sorted(standing, key=lambda found: found.rank, reverse=True), dropped


def _keeps(found: Certified, record: Record) -> bool:
    if found.violates != record.violates:
        return False
    return record.ratio is None or by_ratio(found.witness) >= Decimal(record.ratio) * (1 - _SLACK)


__all__ = ["Certified", "certified", "recall"]
