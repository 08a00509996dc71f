"""The largest ratio of the sides at given sizes, and at given values of scalars: cells of a grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, partial
from itertools import product

import numpy as np

from certify.decide.budget import Budget
from certify.decide.decision import Witness, by_ratio
from certify.decide.witnesses import meets_hypotheses, witness
from certify.instances.climb import search
from certify.instances.data import Batch, Instance
from certify.instances.intervals import INF, Interval
from certify.instances.sampling import sample
from certify.instances.seeds import generator
from certify.instances.shapes import allows, largest_array
from certify.instances.starts import embed, index_choices, join
from certify.language import CertifyError, Relation, Statement

LADDER = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)
FIRST, OTHERS = (1, 2, 4, 16), (1, 4)  # sizes of the grid: of the longest-named axis, of the others
SEEDS, REMEMBERED = 3, 32  # the latest finds of its sizes, and of others, that a cell starts from; those that are kept
INSIDE = 1 - 2.0**-40  # so that rounding does not take a scaled instance out of its ball
ENTRIES = 2**12  # of the largest array of a cell
TRIED = 3  # candidates of a cell that are certified
Scalars = Mapping[str, Fraction]


@dataclass(frozen=True)
class Cell:
    """The worst instance found at sizes and values; no ratio where none was certified to be positive."""

    dims: Mapping[str, int]
    scalars: Scalars
    witness: Witness | None

    @property
    def order(self) -> Decimal:
        """The ratio as a number to compare; minus infinity where there is none."""
        return Decimal("-Infinity") if self.ratio is None else Decimal(self.ratio)

    @property
    def ratio(self) -> str | None:
        """A lower bound of the supremum of lhs / rhs in this cell."""
        return self.witness.ratio if self.witness is not None else None


@dataclass
class Cells:
    """Looks at conclusion ``k`` of a statement, a cell at a time, with ``evaluations`` for each of them.

    Once the time of the ``budget`` has passed, cells stay without a ratio.
    """

    statement: Statement
    k: int
    seed: int
    evaluations: int
    budget: Budget = field(default_factory=Budget)
    _known: dict[object, Cell] = field(default_factory=dict)
    _seeds: list[Instance] = field(default_factory=list)

    def start_from(self, instance: Instance) -> None:
        """Remembers an instance; the next cells are searched from it too, carried over to their sizes."""
        self._seeds = [instance, *self._seeds][:REMEMBERED]

    @property
    def best(self) -> Cell | None:
        """The cell of the largest ratio so far, None where no cell has one."""
        return max((cell for cell in self._known.values() if cell.ratio is not None), key=lambda cell: cell.order,
                   default=None)

    def twice(self, places: Sequence[tuple[Mapping[str, int], Scalars]]) -> list[Cell]:
        """The cells at these sizes and values, there and back: what is found at one is carried to the others."""
        first = [self.at(*place) for place in places]
        second = [self._again(*place) for place in reversed(places)][::-1]
        best = [max(pair, key=lambda cell: cell.order) for pair in zip(first, second, strict=True)]
        self._known.update({_key(cell.dims, cell.scalars): cell for cell in best})
        return best

    def _again(self, dims: Mapping[str, int], scalars: Scalars) -> Cell:
        return self.at(dims, scalars) if self._known.pop(_key(dims, scalars), None) else Cell(dims, scalars, None)

    def at(self, dims: Mapping[str, int], scalars: Scalars | None = None) -> Cell:
        """The cell at these sizes, the scalars free or at given values."""
        fixed = dict(scalars or {})
        key = _key(dims, fixed)
        if key not in self._known and self.budget.spent:
            return Cell(dict(dims), fixed, None)
        if key not in self._known:
            self._known[key] = Cell(dict(dims), fixed, self._worst(dict(dims), fixed))
            found = self._known[key].witness
            if found is not None:
                self.start_from(found.instance)
        return self._known[key]

    def _worst(self, dims: dict[str, int], fixed: dict[str, Fraction]) -> Witness | None:
        statement = pinned(self.statement, tuple(sorted(fixed.items())))
        if statement is None:
            return None
        seen = [witness(statement, self.k, trial) for trial in self._candidates(statement, dims, fixed)
                if meets_hypotheses(statement, trial)]
        best = max((item for item in seen if item.ratio is not None), key=by_ratio, default=None)
        return best and replace(best, instance=completed(best.instance, fixed))

    def _candidates(self, statement: Statement, dims: dict[str, int], fixed: dict[str, Fraction]) -> list[Instance]:
        """The most promising instances; the only one where every symbol is fixed."""
        if not statement.symbols:
            return [Instance(dims, indices, {}) for indices in index_choices(statement, dims)]
        seed = int(generator(self.seed, statement.sha256, "cell", dims).integers(2**32))
        found = [item for group in search(statement, self.k, [dims], self.evaluations, seed,
                                            sample=partial(self._sample, fixed))
                 for item in zip(group.values, (group.batch.instance(i) for i in range(len(group.values))), strict=True)
                 if np.isfinite(item[0])]
        found.sort(key=lambda item: -item[0])
        return [trial for _, trial in found[:TRIED]]

    def _sample(self, fixed: Scalars, statement: Statement, dims: Mapping[str, int], indices: Mapping[str, int],
                count: int, rng: np.random.Generator) -> Batch:
        """Random draws, and the seeds at these sizes, as they are and scaled like the scalars that are fixed."""
        usable = [seed for seed in self._seeds if set(statement.symbols) <= set(seed.values)]
        like = [seed for seed in usable if dict(seed.dims) == dict(dims)]
        chosen = [*like[:SEEDS], *[seed for seed in usable if seed not in like][:SEEDS]]
        seeds = [embed(statement, _batch(seed, statement, factor), dims, indices)
                 for seed in chosen for factor in _factors(seed, fixed)]
        return join([sample(statement, dims, indices, count, rng), *seeds])


def _key(dims: Mapping[str, int], fixed: Scalars) -> object:
    return tuple(sorted(dims.items())), tuple(sorted(fixed.items()))


def _factors(seed: Instance, fixed: Scalars) -> list[float]:
    """1, and what takes a scalar of the seed to its fixed value, and a ball of radius R to the new one."""
    ratios = [float(value / seed.values[name]) for name, value in fixed.items() if seed.values.get(name, 0) * value > 0]
    return [1.0, *(ratio * INSIDE for ratio in ratios if ratio != 1)]


def _batch(instance: Instance, statement: Statement, factor: float) -> Batch:
    """A batch of one, of the nearest floats, arrays multiplied by a factor."""
    values = {name: np.array(instance.values[name], dtype=object).astype(float)[None] * (factor if node.shape else 1.0)
              for name, node in statement.symbols.items()}
    return Batch(instance.dims, instance.indices, values)


def completed(instance: Instance, scalars: Scalars) -> Instance:
    """The instance with the values of scalars that were fixed."""
    return replace(instance, values={**{name: instance.values[name] for name in instance.values}, **scalars})


@lru_cache(maxsize=512)
def pinned(statement: Statement, values: tuple[tuple[str, Fraction], ...]) -> Statement | None:
    """The statement with numbers for some of its scalars; None where it differentiates by one of them."""
    if not values:
        return statement
    table = {statement.symbols[name]: value for name, value in values}
    try:
        given, says = ([Relation(rel.op, rel.lhs.subs(table), rel.rhs.subs(table)) for rel in relations]
                       for relations in (statement.given, statement.says))
        return Statement.of(given, says)
    except CertifyError:
        return None


def sizes(statement: Statement) -> list[dict[str, int]]:
    """Sizes to look at: all combinations of a few for up to two dimensions, one axis at a time beyond."""
    names = statement.dims
    if len(names) <= 2:
        ladders = [OTHERS if len(names) == 2 and name != main_axis(names) else FIRST for name in names]
        choices = [dict(zip(names, chosen, strict=True)) for chosen in product(*ladders)]
    else:
        base = dict.fromkeys(names, 2)
        choices = [base, *({**base, name: size} for name in names for size in (1, 4))]
    fitting = [dims for dims in choices if fits(statement, dims)]
    return fitting or [dims for size in LADDER if fits(statement, dims := dict.fromkeys(names, size))][:3]


def main_axis(names: Sequence[str]) -> str:
    """The dimension that is looked at more closely: n where there is one."""
    return "n" if "n" in names else names[-1]


def fits(statement: Statement, dims: Mapping[str, int]) -> bool:
    """Whether the hypotheses allow the sizes, and an evaluation there is cheap."""
    return allows(statement, dims) and largest_array(statement, dims) <= ENTRIES


def typical(interval: Interval) -> Fraction:
    """A value within a range: its lower end where that is positive, 1 where that is inside, else the middle."""
    if interval.lo > 0 and not interval.lo_open:
        return Fraction(interval.lo)
    if interval.lo < 1 < interval.hi:
        return Fraction(1)
    if interval.hi < INF and interval.lo > -INF:
        return (Fraction(interval.lo) + Fraction(interval.hi)) / 2
    return Fraction(interval.lo) + 1 if interval.lo > -INF else Fraction(interval.hi) - 1


def ladder(interval: Interval) -> tuple[Fraction, ...]:
    """Five values of a range that is unbounded, from its lower end upwards; three of another."""
    if interval.hi < INF:
        low = Fraction(max(interval.lo, Fraction(0)))
        return tuple(low + (Fraction(interval.hi) - low) * Fraction(part, 8) for part in (1, 2, 4))
    start = typical(interval)
    if interval.lo > 0:
        return tuple(start * Fraction(part, 4) for part in (4, 5, 6, 8, 12))
    return tuple(start * Fraction(part, 4) for part in (1, 2, 4, 8, 16))


__all__ = ["Cell", "Cells", "completed", "fits", "ladder", "main_axis", "pinned", "sizes", "typical"]
