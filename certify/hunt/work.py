"""One piece of a hunt: a search of one kind over a few sizes, by floats. Pieces depend on nothing but their fields."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from certify.instances.climb import Candidates, polish, search
from certify.instances.data import Batch
from certify.instances.seeds import generator
from certify.instances.starts import join
from certify.language import Statement

_PROBING = 13  # evaluations of ``polish`` on an instance for each of its steps: one step, a quarter of 48 probes
_FACTORS = (0.25, 0.5, 0.8, 1.25, 2.0, 4.0)
_COPIES, _REFINED, _KEPT = 8, 4, 3


@dataclass(frozen=True)
class Piece:
    """What to search: conclusion k over ``shapes``, for so many ``evaluations``, from the instances that are known.

    - ``explore``: random draws, structured families and merging points, at each of the shapes;
    - ``continue``: the known instances cut or padded to each shape, their scalars (R, beta) scaled;
    - ``refine``: the known instances with entries moved by a little, climbed with small steps and probes.
    """

    statement: Statement
    k: int
    kind: str
    shapes: tuple[Mapping[str, int], ...]
    evaluations: int
    seed: tuple[int, ...]
    known: tuple[Batch, ...] = ()
    until: float = math.inf  # no step begins later, in the seconds of ``time.time``


@np.errstate(all="ignore")  # plain floats that overflow are no find; nothing here decides
def work(piece: Piece) -> list[Candidates]:
    """The best few instances at each of the sizes that the piece came to."""
    rng = generator(piece.seed[0], piece.statement.sha256, "hunt", piece.kind, *piece.seed[1:])
    if piece.kind == "refine" and piece.known:
        found = [_refined(piece, batch, rng) for batch in piece.known]
    else:
        known = [] if piece.kind == "explore" else list(_continued(piece, rng))
        found = search(piece.statement, piece.k, piece.shapes, piece.evaluations, int(rng.integers(2**32)),
                       known=known, until=piece.until)
    return [candidates.select(slice(_KEPT)) for candidates in found]


def _refined(piece: Piece, batch: Batch, rng: np.random.Generator) -> Candidates:
    """The instances and copies of the first with moved entries."""
    first = batch.select(np.zeros(_COPIES, np.intp))
    size = 10.0 ** rng.uniform(-6, -1, _COPIES)
    moved = {name: value * (1.0 + size.reshape(-1, *[1] * (value.ndim - 1)) * rng.standard_normal(value.shape))
             for name, value in first.values.items()}
    both = join([batch.select(slice(_REFINED)), Batch(batch.dims, batch.indices, moved)])
    steps = max(8, piece.evaluations // (_PROBING * len(both) * len(piece.known)))
    return polish(piece.statement, piece.k, both, steps, rng, until=piece.until)


def _continued(piece: Piece, rng: np.random.Generator) -> Iterator[Batch]:
    """The known instances as they are, and with each scalar times a few factors (repaired by the search)."""
    for batch in piece.known:
        yield batch
        scalars = [name for name, node in piece.statement.symbols.items() if not node.shape]
        for name in scalars:
            factor = rng.choice(_FACTORS, size=len(batch))
            yield Batch(batch.dims, batch.indices, {**batch.values, name: batch.values[name] * factor})


__all__ = ["Piece", "work"]
