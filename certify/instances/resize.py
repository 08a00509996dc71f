"""Leaving out one position of a dimension, consistently in every symbol whose shape depends on it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from certify.instances.data import Exact, Instance
from certify.language import Size, Statement


def drop(statement: Statement, instance: Instance, name: str, position: int) -> Instance | None:
    """The instance without ``position`` of the dimension ``name``; None where a free index stands there, or where
    the dimension is 1 already."""
    if instance.dims[name] <= 1:
        return None
    indices = dict(instance.indices)
    for index, size in statement.indices.items():
        if size == Size.of(name):
            if indices[index] == position:
                return None
            indices[index] -= indices[index] > position
    dims = {**instance.dims, name: instance.dims[name] - 1}
    if any(indices[index] >= size.value(dims) for index, size in statement.indices.items()):
        return None
    values = {}
    for symbol, value in instance.values.items():
        node = statement.symbols.get(symbol)
        values[symbol] = value if node is None else _cut(value, node.shape, instance.dims, name, position)
    return Instance(dims, indices, values)


def _cut(value: Exact, shape: tuple[Size, ...], dims: Mapping[str, int], name: str, position: int) -> Exact:
    if not shape:
        return value
    array = np.array(value, dtype=object)
    for axis, size in enumerate(shape):
        array = np.compress(_kept(size, dims, name, position), array, axis=axis)
    return _nested(array.tolist())


def _kept(size: Size, dims: Mapping[str, int], name: str, position: int) -> NDArray[np.bool_]:
    """Which places of an axis stay. In n*d the last factor runs fastest; in a sum the terms follow each other."""
    parts = []
    for factors, coefficient in size.terms:
        block = np.ones((1,), bool)
        for factor in factors:
            inner = np.ones(dims[factor], bool)
            if factor == name:
                inner[position] = False
            block = np.logical_and.outer(block, inner).ravel()
        parts.append(np.tile(block, coefficient))
    return np.concatenate(parts)


def _nested(rows: Exact) -> Exact:
    return tuple(map(_nested, rows)) if isinstance(rows, list) else rows


__all__ = ["drop"]
