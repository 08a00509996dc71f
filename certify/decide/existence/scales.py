"""Whether a constant is stable under scale: the search goes on from its worst instance, in larger and larger boxes.

Symbols of all sizes are drawn up to some size only. A ratio that is unbounded as they grow looks bounded there, by a
constant that says nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from certify.decide.decision import Witness
from certify.decide.existence.ratios import alone, largest_ratio, log2, worst_first
from certify.instances.climb import climb
from certify.instances.data import Batch
from certify.instances.objective import moving_pairs
from certify.instances.sampling import allowed_ranges
from certify.instances.seeds import generator
from certify.language import Statement

SCALES = (1, 2, 4, 8, 16)
STEPS, FIRST = 40, 150  # of a climb at a scale; the first one goes on until it stalls
STALLED = 1e-3  # gain of log(ratio) over twenty steps that is none: growth is looked for, not the last digits
LARGEST = 64.0  # of the first box; beyond it floats certify little
COPIES, NEAR = 24, 0.03  # of the worst instance, with random changes of this relative size
FACTORS = (2.0, 2.0, 1.0, 0.5)  # of the symbols, from one scale to the next; one copy has them all doubled
APART = (1.0, 0.5, 0.25, 0.1)  # a difference of two points against what these factors make of it
LEAST = 0.1  # growth of log2 of the ratio over one doubling that counts


@dataclass(frozen=True)
class Scales:
    """The largest certified ratios in boxes of so many times the first, for the symbols that have no bounds."""

    ratios: Mapping[int, Decimal]

    @property
    def violated(self) -> bool:
        """Whether some ratio is beyond 1: then the constant that was tried is too small."""
        return max(self.ratios.values(), default=Decimal(0)) > 1

    @property
    def grow(self) -> bool:
        """Whether the logarithm of the ratio grows over the second half of the scales, and hardly less than before.

        It has to grow up to the end: one better instance found on the way is no growth.
        """
        if len(self.ratios) < len(SCALES) or min(self.ratios.values()) <= 0:
            return False
        first, middle, before, last = (log2(self.ratios[SCALES[k]]) for k in (0, len(SCALES) // 2, -2, -1))
        return last - middle > max(2 * LEAST, (middle - first) / 2) and last - before > LEAST

    def __str__(self) -> str:
        found = ", ".join(f"{float(ratio):.4g} at scale {scale}" for scale, ratio in self.ratios.items())
        return f"The largest ratio found to the bound with the constant that was tried grows with the symbols ({found})"


def ratios_at_scales(statement: Statement, worst: Witness | None, seed: int) -> Scales:
    """The ratios that climbs find for an ordinary statement in boxes, the first just holds its worst instance."""
    out = dict[int, Decimal]()
    if worst is None or worst.ratio is None or not statement.symbols:
        return Scales(out)
    k, rng = worst.relation, generator(seed, statement.sha256, "scales")
    found = alone(statement, worst.instance)
    largest = max(float(np.abs(value).max()) for value in found.values.values())
    for scale in SCALES:
        box = _boxed(statement, found.dims, Fraction(min(largest, LARGEST) * scale))
        start = _changed(statement, k, found, 1.0 if scale == 1 else 2.0, rng)
        found = worst_first(statement, k, climb(box, k, start, FIRST if scale == 1 else STEPS, rng,
                                                   gain=STALLED))
        ratio = largest_ratio(statement, k, found)
        if ratio is None:
            return Scales(out)
        out[scale] = ratio
    return Scales(out)


def _boxed(statement: Statement, dims: Mapping[str, int], size: Fraction) -> Statement:
    """With entries between -size and size where the hypotheses leave them free."""
    ranges = allowed_ranges(statement, tuple(sorted(dims.items())))
    free = [node for name, node in statement.symbols.items() if math.isinf(ranges[name].hi - ranges[name].lo)]
    sides = [relation for node in free for relation in (node <= size, node >= -size)]
    return Statement.of([*statement.given, *sides], statement.says)


def _changed(statement: Statement, k: int, found: Batch, scale: float, rng: np.random.Generator) -> Batch:
    """The worst as it is, the worst at the scale, and copies of the worst few with random changes as well."""
    kept, doubled = np.arange(COPIES) == 0, np.arange(COPIES) == 1
    fixed = kept | doubled | (scale == 1.0)
    values = {}
    for name, value in found.select(np.where(kept | doubled, 0, np.arange(COPIES) % min(4, len(found)))).values.items():
        axes = (COPIES, *[1] * (value.ndim - 1))
        factors = np.where(kept, 1.0, np.where(fixed, scale, rng.choice(FACTORS, COPIES))).reshape(axes)
        noise = np.where((kept | doubled).reshape(axes), 0.0, NEAR * rng.standard_normal(value.shape))
        values[name] = factors * value * (1.0 + noise)
    for one, other in moving_pairs(statement, k):
        apart = np.where(kept | doubled, 1.0, rng.choice(APART, COPIES)).reshape(COPIES, *[1] * (values[one].ndim - 1))
        values[other] = values[one] + apart * (values[other] - values[one])
    return Batch(found.dims, found.indices, values)


__all__ = ["Scales", "ratios_at_scales"]
