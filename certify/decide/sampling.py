"""Looking for violations: batches over a grid of shapes, then a climb of the ratio from many starts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import cycle

import numpy as np

from certify.decide.budget import Budget
from certify.decide.reading import judge
from certify.decide.tally import Tally
from certify.instances import Batch, certify_hypotheses, generator, sample, search, shape_grid
from certify.language import Statement

BATCH = 256
CLIMBED = 5
EFFORT = 12  # proposals without any certified instance, in batches, before the hypotheses count as unmet
Shape = tuple[Mapping[str, int], Mapping[str, int]]


@dataclass
class Survey:
    """What the look found, a tally a conclusion; ``proposals`` counts every evaluation."""

    statement: Statement
    seed: int
    budget: Budget
    tallies: list[Tally] = field(default_factory=list)
    certified: int = 0
    proposals: int = 0
    cut: bool = False

    def __post_init__(self) -> None:
        self.tallies = [Tally() for _ in self.statement.says]

    def run(self) -> Survey:
        """Samples, then climbs; stops early at the time cap or where no instance meets the hypotheses."""
        self._sample("grid", shape_grid(self.statement, self.budget.profile), self.budget.instances)
        if self.certified and self.budget.beyond:
            beyond = shape_grid(self.statement, "beyond")
            self._sample("beyond", beyond, self.certified + self.budget.beyond, size=32)
        if self.certified:
            self._climb()
        return self

    def _sample(self, label: str, shapes: list[Shape], target: int, size: int = BATCH) -> None:
        for number, (dims, indices) in enumerate(cycle(shapes)):
            done = self.certified >= target and number >= len(shapes)
            hopeless = not self.certified and number >= max(EFFORT, len(shapes))
            if done or hopeless or self.proposals >= self.budget.evaluations or self._out_of_time():
                return
            rng = generator(self.seed, self.statement.sha256, label, number)
            self._count(sample(self.statement, dims, indices, size, rng))

    def _out_of_time(self) -> bool:
        self.cut = self.cut or self.budget.spent
        return self.cut

    def _count(self, batch: Batch) -> None:
        self.proposals += len(batch)
        good = np.flatnonzero(certify_hypotheses(self.statement, batch) == 1)
        if not len(good):
            return
        kept = batch.select(good)
        self.certified += len(good)
        for tally, relation in zip(self.tallies, self.statement.says, strict=True):
            tally.add(kept, judge(relation, kept))

    def _climb(self) -> None:
        for k, relation in enumerate(self.statement.says):
            if relation.op == "eq" or self._out_of_time():
                continue
            for batch in self._candidates(k):
                self._count(batch)

    def _candidates(self, k: int) -> Iterator[Batch]:
        seed = int(generator(self.seed, self.statement.sha256, "climb", k).integers(2**32))
        for found in search(self.statement, k, self._climbing_shapes(), self.budget.climb, seed):
            yield found.batch

    def _climbing_shapes(self) -> list[Mapping[str, int]]:
        """A few small shapes of the grid, from the smallest up: what is found there is carried to the others."""
        shapes = {tuple(sorted(dims.items())): dims for dims, _ in shape_grid(self.statement, "quick")}
        small = sorted((sum(dims.values()), key) for key, dims in shapes.items() if max(dims.values(), default=1) <= 12)
        chosen = [shapes[key] for _, key in small] or [next(iter(shapes.values()))]
        step = max(1, len(chosen) // CLIMBED)
        return chosen[::step][:CLIMBED]
