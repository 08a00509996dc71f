"""The simplest refutation: shrink an exact violating instance while it stays one.

The caller supplies the rigorous predicate; every instance that is returned has passed it. The order of simplicity:
the sum of the dimensions, then the number of entries that are not 0, then the number of characters of all entries,
then their size (numerators and denominators).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import product

import numpy as np

from certify.instances.data import Batch, Exact, Instance, check_fits
from certify.instances.objective import Objective
from certify.instances.resize import drop
from certify.instances.rounding import entries, rebuilt, rounded, rounded_arrays, simpler_numbers
from certify.instances.shapes import allows
from certify.instances.starts import index_choices
from certify.language import InstanceError, Statement

Violates = Callable[[Instance], bool]
Complexity = tuple[int, int, int, int]

_FRESH_SIZES = (1, 2, 3)
_FRESH_DRAWS, _FRESH_TRIES = 512, 12
_POOL = np.array([-3, -2, -1, -1, -0.5, 0, 0, 0, 0.5, 1, 1, 1, 2, 2, 3], dtype=np.float64)


def complexity(instance: Instance) -> Complexity:
    """Sum of dimensions, entries that are not 0, characters of all entries, numerators and denominators."""
    numbers = [q for value in instance.values.values() for q in entries(value)]
    height = sum(abs(q.numerator) + q.denominator for q in numbers)
    return sum(instance.dims.values()), sum(q != 0 for q in numbers), sum(len(str(q)) for q in numbers), height


class _Search:
    """The simplest violation so far, and how many more times the predicate may be asked."""

    def __init__(self, start: Instance, violates: Violates, limit: int):
        self.best, self.cost = start, complexity(start)
        self._violates, self.left = violates, limit

    def offer(self, candidate: Instance) -> bool:
        """Takes the candidate if it is simpler and still a violation."""
        cost = complexity(candidate)
        if cost >= self.cost or self.left <= 0:
            return False
        self.left -= 1
        if not self._violates(candidate):
            return False
        self.best, self.cost = candidate, cost
        return True


@np.errstate(all="ignore")  # plain floats only propose
def simplify(statement: Statement, k: int, instance: Instance, violates: Violates, limit: int = 2000,
             seed: int = 0) -> Instance:
    """The simplest violation of ``says[k]`` that a greedy search finds from ``instance``.

    ``violates(candidate)`` has to be rigorous: hypotheses certified, the relation certified to fail. It is asked
    at most ``limit`` times. Raises ``InstanceError`` where the instance itself does not pass.
    """
    check_fits(statement, instance)
    if not violates(instance):
        raise InstanceError("simplify starts from a violation, and this instance is not shown to be one")
    search = _Search(instance, violates, limit)
    _fresh(statement, k, search, np.random.default_rng(seed))
    changed = True
    while changed and search.left > 0:
        before = search.cost
        _drop_rows(statement, search)
        _round_all(search)
        _zero_symbols(search)
        _one_by_one(search)
        changed = search.cost < before
    return search.best


def _drop_rows(statement: Statement, search: _Search) -> None:
    """Leaves out positions of dimensions, as long as that goes."""
    progress = True
    while progress and search.left > 0:
        current = search.best
        progress = any(search.offer(smaller) for name in current.dims
                       for position in reversed(range(current.dims[name]))
                       if (smaller := drop(statement, current, name, position)) is not None)


def _round_all(search: _Search) -> None:
    """All symbols at once, then each symbol, to few digits or small denominators, the coarsest first."""
    start = search.best
    for values in rounded_arrays(start.values):
        if search.offer(_with(start, values)):
            break
    for name in start.values:
        for value in rounded(search.best.values[name]):
            if search.offer(_with(search.best, {name: value})):
                break


def _zero_symbols(search: _Search) -> None:
    for name, value in search.best.values.items():
        search.offer(_with(search.best, {name: rebuilt(value, [Fraction(0)] * len(entries(value)))}))


def _one_by_one(search: _Search) -> None:
    """Each entry to the simplest number that keeps the violation."""
    for name in search.best.values:
        for position in range(len(entries(search.best.values[name]))):
            for number in simpler_numbers(entries(search.best.values[name])[position]):
                if search.offer(_with_entry(search.best, name, position, number)):
                    break


def _with(instance: Instance, values: Mapping[str, Exact]) -> Instance:
    return Instance(instance.dims, instance.indices, {**instance.values, **values})


def _with_entry(instance: Instance, name: str, position: int, number: Fraction) -> Instance:
    flat = entries(instance.values[name])
    flat[position] = number
    return _with(instance, {name: rebuilt(instance.values[name], flat)})


def _fresh(statement: Statement, k: int, search: _Search, rng: np.random.Generator) -> None:
    """New instances of small numbers at the smallest sizes; plain floats choose which the predicate sees."""
    start = search.best
    for dims, indices in _small_shapes(statement):
        for candidate in _promising(statement, k, dims, indices, start, rng):
            if search.offer(candidate):
                return


def _small_shapes(statement: Statement) -> Iterator[tuple[dict[str, int], dict[str, int]]]:
    sizes = sorted(product(_FRESH_SIZES, repeat=len(statement.dims)), key=lambda t: (sum(t), t))
    for size in sizes[:12]:
        dims = dict(zip(statement.dims, size, strict=True))
        for indices in index_choices(statement, dims) if allows(statement, dims) else ():
            yield dims, indices


def _promising(statement: Statement, k: int, dims: dict[str, int], indices: dict[str, int], start: Instance,
               rng: np.random.Generator) -> list[Instance]:
    """Draws that the floats take for violations, the simplest first. Scalars are often those of the start."""
    values = {name: _draw(tuple(size.value(dims) for size in node.shape), start.values[name], rng)
              for name, node in statement.symbols.items()}
    batch = Batch(dims, indices, values)
    worth = Objective(statement, k, dims, indices).value(values)
    threshold = np.log(1e-9) if statement.says[k].op == "eq" else 0.0
    likely = np.flatnonzero(worth > threshold) if values else np.array([], dtype=np.intp)
    return sorted(map(batch.instance, likely), key=complexity)[:_FRESH_TRIES]


def _draw(shape: tuple[int, ...], known: Exact, rng: np.random.Generator) -> np.ndarray:
    out = rng.choice(_POOL, size=(_FRESH_DRAWS, *shape))
    if not shape:
        out = np.where(rng.random(_FRESH_DRAWS) < 0.3, np.abs(out), float(known))
    return out


__all__ = ["Complexity", "complexity", "simplify"]
