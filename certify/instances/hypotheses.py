"""Certifying hypotheses: an instance counts once every one of them is shown to hold on it.

Float64 balls over the batch come first; a few of the instances that they leave undecided (exact boundaries,
strong cancellation) go through exact arithmetic and Arb, one at a time.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from certify.calculus import prepare
from certify.enclosure.backend_balls import BallBackend
from certify.enclosure.evaluate import compile_plan
from certify.enclosure.verdicts import decide_relation
from certify.instances.data import Batch, Instance, check_fits
from certify.language import Relation, Statement, free_symbols

Verdicts = NDArray[np.int8]
ESCALATED = 64  # instances of one batch that are looked at beyond float64
_BITS = 256


def certify_hypotheses(statement: Statement, batch: Batch, escalated: int = ESCALATED) -> Verdicts:
    """(B,) verdicts: +1 all hypotheses certainly hold, -1 some certainly fails, 0 undecided.

    At most ``escalated`` instances are taken beyond float64; the others stay undecided. An instance with an
    entry that is not finite is undecided too.
    """
    table = float_verdicts(statement, batch)
    out = table.min(0) if len(table) else np.ones(len(batch), np.int8)
    open_ones = np.flatnonzero(out == 0)
    finite = np.logical_and.reduce([np.isfinite(v).reshape(len(v), -1).all(1) for v in batch.values.values()]
                                   or [np.ones(len(batch), bool)])
    for k in open_ones[finite[open_ones]][:escalated]:
        undecided = [rel for rel, row in zip(statement.given, table, strict=True) if row[k] == 0]
        out[k] = _lowest(undecided, _seen_by(undecided, batch).instance(int(k)))
    out[~finite] = 0
    return out


def _seen_by(relations: list[Relation], batch: Batch) -> Batch:
    """Only the symbols that the relations speak of: what exact numbers are made of costs more than deciding."""
    names = {node.attrs[0] for node in free_symbols(*(side for rel in relations for side in (rel.lhs, rel.rhs)))}
    return Batch(batch.dims, batch.indices, {name: batch.values[name] for name in batch.values if name in names})


def _lowest(relations: list[Relation], instance: Instance) -> int:
    """The least verdict; stops at the first hypothesis that is not met, since the instance is lost then."""
    for relation in relations:
        sign, _ = decide_relation(prepared(relation), instance, _BITS)
        if sign != 1:
            return sign
    return 1


def float_verdicts(statement: Statement, batch: Batch) -> Verdicts:
    """(hypotheses, B) verdicts in float64 balls."""
    given, count, backend = statement.given, len(batch), balls()
    out = np.zeros((len(given), count), np.int8)
    if not given:
        return out
    ready = [prepared(relation) for relation in given]
    plan = compile_plan(tuple(side for rel in ready for side in (rel.lhs, rel.rhs)), batch.dims, batch.indices)
    values = {name: backend.input(batch.values[name]) for name in plan.inputs}
    read = plan.run(backend, values)
    for k, relation in enumerate(ready):
        out[k] = backend.compare(relation.op, read[2 * k], read[2 * k + 1])
    return out


def certify_instance(statement: Statement, instance: Instance) -> tuple[int, ...]:
    """A verdict for each hypothesis on one exact instance: +1 holds, -1 fails, 0 undecided.

    Raises ``InstanceError`` where the numbers do not fit the statement.
    """
    check_fits(statement, instance)
    return tuple(decide_relation(prepared(relation), instance)[0] for relation in statement.given)


@lru_cache(maxsize=4096)
def prepared(relation: Relation) -> Relation:
    """The relation without derivatives, as the rigorous readings evaluate it."""
    return Relation(relation.op, *prepare(relation.lhs, relation.rhs))


@lru_cache(maxsize=1)
def balls() -> BallBackend:
    return BallBackend()


__all__ = ["ESCALATED", "balls", "certify_hypotheses", "certify_instance", "float_verdicts", "prepared"]
