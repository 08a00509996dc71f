"""A statement made ready for numbers: derivatives carried out, both sides of every relation in one plan."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from certify.calculus import prepare
from certify.enclosure import BallBackend, compile_plan
from certify.instances import Batch, Instance
from certify.language import Expr, Relation, Statement

Verdicts = NDArray[np.int8]


@lru_cache(maxsize=1024)
def prepared(relation: Relation) -> Relation:
    """The relation without derivative nodes, as the numeric readings evaluate it."""
    return Relation(relation.op, *prepare(relation.lhs, relation.rhs))


@dataclass(frozen=True)
class Judged:
    """One relation on a batch: verdicts, and log2 of lhs / rhs for guidance (nan where it has no meaning)."""

    verdicts: Verdicts
    guide: NDArray[np.float64]


def judge(relation: Relation, batch: Batch) -> Judged:
    """Certified verdicts in float64 balls on every instance of a batch."""
    ready = prepared(relation)
    backend = ball_backend()
    plan = compile_plan((ready.lhs, ready.rhs), batch.dims, batch.indices)
    values = {name: backend.input(batch.values[name]) for name in plan.inputs}
    lhs, rhs = plan.run(backend, values)
    verdicts = np.broadcast_to(backend.compare(ready.op, lhs, rhs), (len(batch),))
    return Judged(verdicts.astype(np.int8), _guide(ready, backend, lhs, rhs, len(batch)))


@lru_cache(maxsize=1)
def ball_backend() -> BallBackend:
    """The one float64 ball backend of this process."""
    return BallBackend()


def _guide(relation: Relation, backend: BallBackend, lhs: Any, rhs: Any, count: int) -> NDArray[np.float64]:
    """log2(lhs / rhs) where both are scalars; it orders candidates and certifies nothing."""
    if relation.op not in ("le", "lt") or relation.lhs.shape or relation.rhs.shape:
        return np.full(count, np.nan)
    with np.errstate(all="ignore"):
        return np.broadcast_to(backend.log2_ratio(lhs, rhs), (count,)).astype(float)


def scalar_sides(relation: Relation) -> bool:
    """Whether both sides are scalars, so that their ratio has a meaning."""
    return not relation.lhs.shape and not relation.rhs.shape


def sides(statement: Statement, k: int) -> tuple[Expr, Expr]:
    """Both sides of the k-th conclusion, prepared."""
    ready = prepared(statement.says[k])
    return ready.lhs, ready.rhs


def pick(batch: Batch, position: int) -> Instance:
    """One exact instance of a batch."""
    return batch.instance(position)
