"""Whether the largest ratio that a search finds grows with a dimension: then a constant for the sizes that were tried
says nothing about all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import prod

from certify.decide.decision import Witness
from certify.decide.existence.ratios import alone, largest_ratio, log2, worst_first
from certify.instances.climb import search
from certify.instances.data import Batch
from certify.instances.seeds import generator
from certify.language import Statement

LADDER = (2, 4, 8, 16)
OTHER = 2  # the size of the other dimensions
SEARCH = 300  # evaluations at each size
ENTRIES = 2_000  # of the largest symbol
STEADY = 0.8  # increments of the log ratio at doublings that shrink more slowly than this are not seen to die out
LEAST = 0.02


@dataclass(frozen=True)
class SizeGrowth:
    """The largest certified ratios over sizes of one dimension."""

    name: str
    ratios: Mapping[int, Decimal]

    def __str__(self) -> str:
        found = ", ".join(f"{float(ratio):.4g} at {self.name} = {size}" for size, ratio in self.ratios.items())
        return f"The largest ratio found to the bound with the constant that was tried grows with {self.name} ({found})"


def growth_in_sizes(statement: Statement, seed: int, worst: Witness | None = None) -> SizeGrowth | None:
    """The first dimension that the largest ratio of the ordinary statement grows with, without slowing down.

    Each search also starts from the worst instance that is known, cut or padded.
    """
    known = [alone(statement, worst.instance)] if worst is not None and statement.symbols else []
    found = (SizeGrowth(name, dict(_ratios(statement, name, seed, known))) for name in statement.dims)
    return next((item for item in found if _keeps_growing(list(item.ratios.values()))), None)


def _ratios(statement: Statement, name: str, seed: int, known: Sequence[Batch]) -> list[tuple[int, Decimal]]:
    out = []
    for size in LADDER:
        dims = {other: size if other == name else OTHER for other in statement.dims}
        entries = [prod(axis.value(dims) for axis in node.shape) for node in statement.symbols.values()]
        ratio = _largest(statement, dims, seed, known) if max(entries, default=1) <= ENTRIES else None
        out += [] if ratio is None else [(size, ratio)]
    return out


def _largest(statement: Statement, dims: Mapping[str, int], seed: int, known: Sequence[Batch]) -> Decimal | None:
    """The largest certified ratio over all conclusions at some sizes."""
    ratios = []
    for k, relation in enumerate(statement.says):
        if relation.op == "eq":
            continue
        number = int(generator(seed, statement.sha256, "sizes", k, dims).integers(2**32))
        for found in search(statement, k, [dims], SEARCH, number, known=known):
            ratios.append(largest_ratio(statement, k, worst_first(statement, k, found.batch)))
    return max((ratio for ratio in ratios if ratio is not None), default=None)


def _keeps_growing(ratios: list[Decimal]) -> bool:
    """Whether log2 of the ratio has grown at each doubling, and the increments do not die out."""
    logs = [log2(ratio) for ratio in ratios if ratio > 0]
    steps = [after - before for before, after in pairwise(logs)]
    last = steps[-3:]
    return len(last) == 3 and all(step > LEAST for step in last) and all(
        after > STEADY * before for before, after in pairwise(last))


__all__ = ["SizeGrowth", "growth_in_sizes"]
