"""Instances of small numbers at the smallest sizes: where equality often is exact, so that strict claims fail."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from certify.instances.data import Batch
from certify.instances.shapes import shape_grid
from certify.language import Statement

POOL = (0.0, 1.0, -1.0, 2.0, 0.5, 3.0)
DRAWS = 256
SHAPES = 6
CONSTANT = 1 / 3  # share of draws with all entries equal


def corner_batches(statement: Statement, rng: np.random.Generator) -> Iterator[Batch]:
    """Draws from a pool of small numbers, at the smallest shapes that the hypotheses on dimensions allow.

    Nothing is repaired: most draws may fail the hypotheses, those that meet them are as simple as numbers get.
    """
    shapes = sorted(shape_grid(statement, "quick"), key=lambda shape: sum(shape[0].values()))
    for dims, indices in shapes[:SHAPES]:
        values = {name: _draw(tuple(size.value(dims) for size in node.shape), rng)
                  for name, node in statement.symbols.items()}
        yield Batch(dims, indices, values)


def _draw(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    out = rng.choice(POOL, size=(DRAWS, *shape))
    constant = (rng.random(DRAWS) < CONSTANT).reshape(-1, *[1] * len(shape))
    return np.where(constant, out.reshape(DRAWS, -1)[:, 0].reshape(constant.shape), out)
