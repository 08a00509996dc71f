"""Relations on a batch in float64 balls: verdicts, and a guide to where a bound is worst."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from certify.enclosure.ball import Ball, endpoints, is_undefined
from certify.enclosure.evaluate import compile_plan
from certify.enclosure.structured import Structured, dense
from certify.instances.data import Batch
from certify.instances.hypotheses import balls, prepared
from certify.language import Relation

Verdicts = NDArray[np.int8]
CONDITION = 1e-9  # below it the right side of << is taken as singular, and no ratio is looked for


@dataclass(frozen=True)
class Judged:
    """One relation on a batch: verdicts, where a side is undefined, and log2 of a lower bound of lhs / rhs.

    ``guide`` orders candidates and certifies nothing; it is nan where the ratio has no meaning.
    """

    verdicts: Verdicts
    undefined: NDArray[np.bool_]
    guide: NDArray[np.float64]


def judge(relations: Sequence[Relation], batch: Batch) -> list[Judged]:
    """Certified verdicts in float64 balls on every instance of a batch; one evaluation serves all relations."""
    ready, backend = [prepared(relation) for relation in relations], balls()
    plan = compile_plan(tuple(side for rel in ready for side in (rel.lhs, rel.rhs)), batch.dims, batch.indices)
    values = {name: backend.input(batch.values[name]) for name in plan.inputs}
    found = plan.run(backend, values)
    return [_judged(relation, lhs, rhs, len(batch))
            for relation, lhs, rhs in zip(ready, found[::2], found[1::2], strict=True)]


def _judged(relation: Relation, lhs: Ball, rhs: Ball, count: int) -> Judged:
    verdicts = np.broadcast_to(balls().compare(relation.op, lhs, rhs), (count,))
    guide = np.full(count, np.nan)
    if relation.op in ("le", "lt") and scalar_sides(relation):
        guide = _guide(lhs, rhs, count)
    elif relation.op == "psd":
        guide = _psd_guide(_middle(lhs), _middle(rhs), count) + (_exponent(lhs) - _exponent(rhs))
    return Judged(verdicts, _undefined(lhs, count) | _undefined(rhs, count), guide)


def _undefined(side: Ball | Structured, count: int) -> NDArray[np.bool_]:
    return np.broadcast_to(is_undefined(dense(side)), (count,))


def _middle(side: Ball | Structured) -> NDArray[np.float64]:
    """Symmetric midpoints without their exponents, for guidance."""
    middle = dense(side).mid
    return np.asarray((middle + middle.transpose(0, 2, 1)) / 2)


def _guide(lhs: Ball, rhs: Ball, count: int) -> NDArray[np.float64]:
    """log2 of the lower end of lhs over the upper end of rhs."""
    with np.errstate(all="ignore"):
        low = np.log2(endpoints(lhs.mid, lhs.rad)[0]) + (0 if lhs.exp2 is None else lhs.exp2)
        high = np.log2(endpoints(rhs.mid, rhs.rad)[1]) + (0 if rhs.exp2 is None else rhs.exp2)
        return np.broadcast_to(low - high, (count,)).astype(float)


def _exponent(side: Ball | Structured) -> NDArray[np.int64]:
    exponent = dense(side).exp2
    return np.zeros(1, np.int64) if exponent is None else exponent


def _psd_guide(lower: NDArray[np.float64], upper: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """log2 of the least t with lower << t upper, where upper is well-conditioned; nan elsewhere."""
    values, vectors = np.linalg.eigh(upper)
    with np.errstate(all="ignore"):
        root = vectors / np.sqrt(values)[:, None, :]
        scaled = root.transpose(0, 2, 1) @ lower @ root
        fine = (values[:, 0] > CONDITION * values[:, -1]) & np.isfinite(scaled).all((1, 2))
        least = np.linalg.eigvalsh(np.where(fine[:, None, None], scaled, 0.0))[:, -1]
        return np.broadcast_to(np.where(fine & (least > 0), np.log2(least), np.nan), (count,)).astype(float)


def scalar_sides(relation: Relation) -> bool:
    """Whether both sides are scalars, so that their ratio has a meaning."""
    return not relation.lhs.shape and not relation.rhs.shape
