"""Mutants known to be false: an instance that a plain search finds and 80 digits confirm, the verdict unasked.

The search is deliberately simple, and another one than the verifier's: points of a few small shapes, read in float64
without bounds, the worst of them moved a little at random. Instances that are the worst known for the true claim are
tried first, since a bound that is a little too small fails there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from pointwise import clearly_violated

from certify.calculus import prepare
from certify.enclosure.evaluate import compile_plan
from certify.enclosure.floats import FloatBackend
from certify.enclosure.floats.value import align
from certify.instances import Batch, Instance, generator, repair, sample, shape_grid
from certify.language import Relation, Statement

SHAPES, LARGEST = 6, 8  # how many shapes, and the largest sum of their dimensions
COUNT, TRIED, ROUNDS = 96, 2, 4
FLOATS = FloatBackend()


def known_false(statement: Statement, hints: Iterable[Instance] = ()) -> Instance | None:
    """An instance that violates the statement beyond doubt; None where the search finds none.

    No single instance speaks against a constant that is only said to exist: then None too.
    """
    if statement.exists is not None:
        return None
    for instance in (*_fitting(statement, hints), *_proposals(statement)):
        if clearly_violated(statement, instance):
            return instance
    return None


def _fitting(statement: Statement, hints: Iterable[Instance]) -> Iterator[Instance]:
    """The hints that give numbers to everything the statement speaks of."""
    for hint in hints:
        if (set(statement.symbols) <= set(hint.values) and set(statement.dims) <= set(hint.dims)
                and set(statement.indices) <= set(hint.indices) and sum(hint.dims.values()) <= LARGEST):
            yield hint.restricted(statement)


def _proposals(statement: Statement) -> Iterator[Instance]:
    shapes = [shape for shape in shape_grid(statement) if sum(shape[0].values()) <= LARGEST][:SHAPES]
    for number, (dims, indices) in enumerate(shapes):
        rng = generator(0, statement.sha256, "planted errors", number)
        batch = sample(statement, dims, indices, COUNT, rng)
        yield from _worst(statement, batch)
        for _ in range(ROUNDS if any(rel.op != "eq" for rel in statement.says) else 0):
            batch = _moved(statement, batch, rng)
            yield from _worst(statement, batch)


def _worst(statement: Statement, batch: Batch) -> Iterator[Instance]:
    """Where some conclusion seems to fail and every hypothesis to hold, the largest gap first."""
    met = np.ones(len(batch), bool)
    for relation in statement.given:
        met &= _gaps(relation, batch) <= 1e-12
    gaps = np.max([np.nan_to_num(_gaps(relation, batch), nan=-1.0) for relation in statement.says], axis=0)
    for k in np.argsort(-gaps, kind="stable")[:TRIED]:
        if met[k] and gaps[k] > 0:
            yield batch.instance(int(k))
    if any(relation.op == "lt" for relation in statement.says):
        yield from (batch.instance(int(k)) for k in np.flatnonzero(met & (gaps == 0))[:TRIED])


def _moved(statement: Statement, batch: Batch, rng: np.random.Generator) -> Batch:
    """The worst tenth of a batch over and over, each copy moved at random by up to its own size."""
    gaps = np.max([np.nan_to_num(_gaps(relation, batch), nan=-1.0) for relation in statement.says], axis=0)
    best = np.argsort(-gaps, kind="stable")[: max(1, len(batch) // 10)]
    chosen = np.resize(best, len(batch))
    values = {}
    for name, value in batch.values.items():
        noise = rng.standard_normal(value.shape) * 10.0 ** rng.uniform(-3, 0)
        values[name] = value[chosen] * (1 + noise)
    return repair(statement, Batch(batch.dims, batch.indices, values), rng)


@np.errstate(all="ignore")
def _gaps(relation: Relation, batch: Batch) -> np.ndarray:
    """How far the relation fails in float64, relative to its sides; nan where a side is undefined."""
    lhs, rhs = _sides(relation, batch)
    size = np.maximum(_size(lhs), _size(rhs))
    gap = lhs - rhs
    if relation.op == "psd":
        good = np.isfinite(gap).all((1, 2))
        top = np.linalg.eigvalsh(np.where(good[:, None, None], gap + gap.transpose(0, 2, 1), 0) / 2)[:, -1]
        return np.broadcast_to(np.where(good, top, np.nan) / size, (len(batch),))
    flat = (np.abs(gap) if relation.op == "eq" else gap).reshape(len(gap), -1)
    return np.broadcast_to(np.where(size > 0, flat.max(1) / np.where(size > 0, size, 1), 0.0), (len(batch),))


def _sides(relation: Relation, batch: Batch) -> tuple[np.ndarray, np.ndarray]:
    """Both sides as plain arrays, divided by one power of two where they leave the range of float64."""
    plan = compile_plan(prepare(relation.lhs, relation.rhs), batch.dims, batch.indices)
    values = {name: FLOATS.input(batch.values[name]) for name in plan.inputs}
    return align(*plan.run(FLOATS, values))[:2]


def _size(side: np.ndarray) -> np.ndarray:
    return np.abs(side).reshape(len(side), -1).max(1)
