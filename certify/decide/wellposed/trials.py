"""Instances that are tried because something may have no value there: zeros, equal points, rows that cancel.

They come from a pool of small numbers first, so that what is found is easy to check by hand; then instances that
meet the hypotheses are drawn and changed in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import islice, product

from certify.instances.data import Instance
from certify.instances.sampling import sample
from certify.instances.seeds import generator
from certify.instances.shapes import shape_grid
from certify.language import Expr, Statement

SHAPES, DRAWN = 3, 4
POOL = tuple(map(Fraction, ("1", "0", "1/2", "-1", "2", "5")))
SCALARS = 40  # choices of the scalars from the pool for one choice of the arrays
Values = dict[str, object]


def trials(statement: Statement) -> Iterator[Instance]:
    """Small numbers at the smallest shapes, then changed instances of a sample; none is certified to count."""
    shapes = sorted(shape_grid(statement, "quick"), key=lambda shape: sum(shape[0].values()))[:SHAPES]
    for dims, indices in shapes:
        for values in _small(statement, dims):
            yield Instance(dims, indices, values)
    for number, (dims, indices) in enumerate(shapes):
        rng = generator(0, statement.sha256, "undefined", number)
        batch = sample(statement, dims, indices, DRAWN, rng)
        for k in range(len(batch)):
            yield from _changed(statement, batch.instance(k))


def _small(statement: Statement, dims: Mapping[str, int]) -> Iterator[Values]:
    arrays = {name: node for name, node in statement.symbols.items() if node.shape}
    scalars = [name for name, node in statement.symbols.items() if not node.shape]
    for chosen in _patterns(arrays, dims):
        for numbers in islice(product(POOL, repeat=len(scalars)), SCALARS):
            yield {**chosen, **dict(zip(scalars, numbers, strict=True))}


def _patterns(arrays: Mapping[str, Expr], dims: Mapping[str, int]) -> Iterator[Values]:
    """All arrays zero; one of them zero and the others ones; all ones; signs that change from entry to entry."""
    ones = {name: _filled(node, dims, lambda place: 1) for name, node in arrays.items()}
    zeros = {name: _filled(node, dims, lambda place: 0) for name, node in arrays.items()}
    yield dict(zeros)
    yield from ({**ones, name: zeros[name]} for name in arrays)
    if arrays:
        yield dict(ones)
        yield {name: _filled(node, dims, lambda place: (-1) ** place) for name, node in arrays.items()}


def _filled(node: Expr, dims: Mapping[str, int], entry: Callable[[int], int]) -> object:
    """An array whose entries depend on the number of their row (of their place in a vector)."""
    rows, *columns = (size.value(dims) for size in node.shape)
    line = [Fraction(entry(place)) for place in range(rows)]
    return tuple(tuple([x] * columns[0]) for x in line) if columns else tuple(line)


def _changed(statement: Statement, instance: Instance) -> Iterator[Instance]:
    """The instance as it is, with a symbol 0, and with two symbols of one shape equal."""
    yield instance
    values = {name: instance.values[name] for name in statement.symbols}
    for name in values:
        yield replace(instance, values={**values, name: _zero(values[name])})
    for name, other in product(values, repeat=2):
        if name < other and statement.symbols[name].shape == statement.symbols[other].shape:
            yield replace(instance, values={**values, other: values[name]})


def _zero(value: object) -> object:
    return tuple(map(_zero, value)) if isinstance(value, tuple) else Fraction(0)


__all__ = ["trials"]
