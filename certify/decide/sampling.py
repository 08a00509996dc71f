"""Looking for violations: batches over a grid of shapes, then a climb of the ratio from many starts."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle

import numpy as np

from certify.decide.budget import SPARED, STRIDE, Budget
from certify.decide.reading import Judged, judge
from certify.decide.tally import Tally
from certify.enclosure import exact_compare
from certify.instances.climb import search
from certify.instances.corners import corner_batches
from certify.instances.data import Batch, Instance
from certify.instances.hypotheses import certify_hypotheses
from certify.instances.sampling import sample
from certify.instances.seeds import generator
from certify.instances.shapes import given_shapes, largest_array, shape_grid
from certify.language import Relation, Statement

LARGE = 16  # shapes with a longer axis get fewer instances, since their cost grows faster than their number
SPARE = 1.04  # proposals for one instance that counts
SMALLEST, LARGEST = 24, 512  # instances of a batch
CLIMBED, VISIT = 5, 2000  # shapes to climb at, and evaluations that a visit needs to find something
NEAR = 1e-9  # relative distance of a ratio from its proved bound that is as good as none
SMALL, ALIKE = 12, 0.1  # the longest axis of a shape to climb at; heights that differ by less are the same
ROOM = 2**20  # entries of the largest array over a batch at given sizes
CORNERS = 40  # touching instances of a corner batch that exact arithmetic looks at
EFFORT = 40  # batches without any certified instance before the hypotheses count as unmet
Shape = tuple[Mapping[str, int], Mapping[str, int]]
Sizes = tuple[tuple[str, int], ...]


@dataclass
class Survey:
    """What the look found: a tally for each conclusion, then one for each step of the printed proof.

    ``steps`` are statements with the same hypotheses and one conclusion each; they are judged on the same
    instances. ``proposals`` counts every instance looked at, ``certified`` those that meet the hypotheses,
    ``beyond`` those of sizes beyond 64. After each batch, ``enough`` may say that the tallies settle the matter, and
    ``refuted`` that counterexamples do: then a few more shapes are looked at, for the worst one.
    ``heights`` tells how close to failing each conclusion came at each of the sizes: climbs begin at the closest.
    ``ceilings`` are proved bounds of log2(lhs / rhs) by conclusion: no climb goes on from a height next to them.
    """

    statement: Statement
    seed: int
    budget: Budget
    steps: tuple[Statement, ...] = ()
    enough: Callable[[Sequence[Tally]], bool] = lambda tallies: False
    refuted: Callable[[Sequence[Tally]], bool] = lambda tallies: False
    ceilings: Mapping[int, float] = field(default_factory=dict)
    tallies: list[Tally] = field(default_factory=list)
    heights: dict[Sizes, list[float]] = field(default_factory=dict)
    certified: int = 0
    proposals: int = 0
    beyond: int = 0
    cut: bool = False

    def __post_init__(self) -> None:
        self.tallies = [Tally() for _ in self.relations]

    @property
    def counted(self) -> int:
        """Certified instances on which every side of every conclusion is enclosed."""
        return self.certified - max((tally.undefined for tally in self.tallies), default=0)

    @property
    def relations(self) -> tuple[Relation, ...]:
        """The conclusions and the steps, in the order of the tallies."""
        return self.statement.says + tuple(step.says[0] for step in self.steps)

    def run(self) -> Survey:
        """Samples, then climbs; stops early at the time cap or where no instance meets the hypotheses."""
        self._sample("grid", self._shapes(), self.budget.instances)
        if self.certified and self.budget.beyond:
            before = self.counted
            self._sample("beyond", shape_grid(self.statement, "beyond"), self.budget.beyond)
            self.beyond = self.counted - before
        if self.certified:
            self._climb()
            self._corners()
        return self

    def _sample(self, label: str, shapes: Sequence[Shape], wanted: int) -> None:
        before, limit = self.counted, self.proposals + self.budget.evaluations
        refuted = False
        for number, ((dims, indices), size) in enumerate(cycle(zip(shapes, self._sizes(shapes, wanted), strict=True))):
            refuted = refuted or self.refuted(self.tallies)
            share = wanted // SPARED if refuted else wanted
            drawn = self.counted - before >= share or not self.statement.symbols  # nothing to draw anew
            done = (drawn and number >= len(shapes)) or self.enough(self.tallies)
            hopeless = not self.certified and number >= max(EFFORT, len(shapes))
            if done or hopeless or self.proposals >= limit or self._out_of_time():
                return
            if refuted and number >= STRIDE and number % STRIDE:
                continue
            rng = generator(self.seed, self.statement.sha256, label, number)
            self._count(sample(self.statement, dims, indices, size, rng))

    def _shapes(self) -> Sequence[Shape]:
        """The shapes of the grid, or those at the only sizes to look at."""
        if self.budget.dims is None:
            grid, stride = shape_grid(self.statement, self.budget.profile), self.budget.stride
            return grid[:stride] + grid[stride::stride]  # bounds often are tight at the smallest shapes only
        return given_shapes(self.statement, dict(self.budget.dims), self.budget.profile)

    def _sizes(self, shapes: Sequence[Shape], wanted: int) -> list[int]:
        """Instances for each shape, by the longest axis of the dimensions and of the symbols; at given sizes as many
        as memory has room for."""
        if self.budget.dims is not None:
            room = ROOM // largest_array(self.statement, dict(self.budget.dims))
            return [max(1, min(LARGEST, room, wanted)) for _ in shapes]
        axes = {size for symbol in self.statement.symbols.values() for size in symbol.shape}
        return sizes_of([max([1, *dims.values(), *(size.value(dims) for size in axes)]) for dims, _ in shapes], wanted)

    def _out_of_time(self) -> bool:
        self.cut = self.cut or self.budget.spent
        return self.cut

    def _count(self, batch: Batch) -> tuple[Batch, list[Judged]]:
        """Tallies the instances of a batch that meet the hypotheses; returns them with the verdicts."""
        self.proposals += len(batch)
        verdicts = certify_hypotheses(self.statement, batch, self.budget.boundary)
        kept = batch.select(np.flatnonzero(verdicts == 1))
        if not (verdicts == 1).any():
            return kept, []
        self.certified += int((verdicts == 1).sum())
        judged = judge(self.relations, kept)
        for tally, found in zip(self.tallies, judged, strict=True):
            tally.add(kept, found)
        self._measure(kept, judged)
        return kept, judged

    def _measure(self, kept: Batch, judged: Sequence[Judged]) -> None:
        heights = self.heights.setdefault(tuple(sorted(kept.dims.items())), [-np.inf] * len(judged))
        for k, found in enumerate(judged):
            seen = found.guide[np.isfinite(found.guide)]
            heights[k] = max([heights[k], *seen.max(keepdims=True, initial=-np.inf)])

    def _climb(self) -> None:
        for k, relation in enumerate(self.statement.says):
            if relation.op == "eq" or not self.statement.symbols or not self.budget.climb or self._out_of_time():
                continue
            if max(found[k] for found in self.heights.values()) >= self._goal(k):
                continue
            for batch in self._candidates(k):
                self._count(batch)

    def _corners(self) -> None:
        """Strict conclusions fail where equality is exact; small numbers show that, and exact arithmetic decides."""
        strict = [k for k, relation in enumerate(self.statement.says) if relation.op == "lt"]
        elsewhere = self.budget.dims is not None
        if not strict or not self.statement.symbols or elsewhere or self._out_of_time():
            return
        for batch in corner_batches(self.statement, generator(self.seed, self.statement.sha256, "corners")):
            kept, judged = self._count(batch)
            for k in strict:
                touching = np.flatnonzero((judged[k].verdicts == 0) & ~judged[k].undefined) if judged else ()
                self._decide_exactly(k, [kept.instance(int(place)) for place in touching[:CORNERS]])

    def _decide_exactly(self, k: int, instances: list[Instance]) -> None:
        for instance in instances:
            if exact_compare(self.statement.says[k], instance) == -1:
                self.tallies[k].settle(instance)
                self.tallies[k].resolve(-1)
                self.tallies[k].violations.append((0.0, 0, instance))

    def _candidates(self, k: int) -> Iterator[Batch]:
        """What climbs find from random draws and from the instances that came closest to failing."""
        seed = int(generator(self.seed, self.statement.sha256, "climb", k).integers(2**32))
        known = [instance.batch() for instance in Tally.ranked(self.tallies[k].best)]
        for found in search(self.statement, k, self._climbing_shapes(k), self.budget.climb, seed, known=known,
                            goal=self._goal(k) * math.log(2)):
            yield found.batch

    def _goal(self, k: int) -> float:
        """The height of conclusion k from which on a climb would find nothing that matters."""
        return self.ceilings.get(k, math.inf) - NEAR

    def _climbing_shapes(self, k: int) -> Sequence[Mapping[str, int]]:
        """Small sizes, as many as the budget allows, those where the conclusion came closest to failing first."""
        if self.budget.dims is not None:
            return [dict(self.budget.dims)]
        heights = {sizes: found[k] for sizes, found in self.heights.items() if found[k] > -np.inf}
        small = [sizes for sizes in heights if max((size for _, size in sizes), default=1) <= SMALL]
        ranked = sorted(small or heights, key=lambda sizes: (-round(heights[sizes] / ALIKE), _total(sizes), sizes))
        count = min(CLIMBED, max(1, self.budget.climb // VISIT))
        return [dict(sizes) for sizes in ranked[:count]] or [dict(next(iter(self.heights)))]


def _total(sizes: Sizes) -> int:
    return sum(size for _, size in sizes)


def sizes_of(longest: Sequence[int], wanted: int) -> list[int]:
    """Instances for shapes with these longest axes, so that one pass over the shapes gives what is wanted."""
    weights = [(LARGE / max(LARGE, axis)) ** 1.5 for axis in longest]
    share = SPARE * wanted / max(sum(weights), 1e-9)
    return [min(LARGEST, max(SMALLEST, round(share * weight))) for weight in weights]
