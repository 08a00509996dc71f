"""Where searches start besides random draws: structured families, merged points, and finds at other sizes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from certify.instances.data import Batch, Floats
from certify.instances.objective import moving_pairs
from certify.language import Statement

_DISTANCES = (1.0, 1e-2, 1e-4)


def families(statement: Statement, k: int, base: Batch, rng: np.random.Generator) -> Batch:
    """Variants of the instances of ``base``: simple shapes for each symbol, and points that nearly merge.

    The number of instances stays the same: instance j gets the variant j modulo their number.
    """
    values = {name: value.copy() for name, value in base.values.items()}
    for name in statement.symbols:
        for row in range(len(base)):
            values[name][row] = _shaped(values[name][row], int(rng.integers(len(_SHAPES))), rng)
    return merge(statement, k, Batch(base.dims, base.indices, values), rng)


def merge(statement: Statement, k: int, batch: Batch, rng: np.random.Generator) -> Batch:
    """The batch with y pulled towards x, for every pair whose difference the claim takes."""
    values = dict(batch.values)
    factors = np.asarray(_DISTANCES)[np.arange(len(batch)) % len(_DISTANCES)]
    for first, second in moving_pairs(statement, k):
        x, y = values[first], values[second]
        offset = np.where(x == y, rng.standard_normal(x.shape), y - x)
        values[second] = x + factors.reshape(-1, *[1] * (x.ndim - 1)) * offset
    return Batch(batch.dims, batch.indices, values)


def _keep(value: Floats, rng: np.random.Generator) -> Floats:
    return value


def _constant(value: Floats, rng: np.random.Generator) -> Floats:
    return np.full_like(value, value.ravel()[0] if value.size else 0.0)


def _spike(value: Floats, rng: np.random.Generator) -> Floats:
    out = np.zeros_like(value)
    out.flat[int(rng.integers(value.size))] = np.abs(value).max() * rng.choice([1.0, -1.0])
    return out


def _signs(value: Floats, rng: np.random.Generator) -> Floats:
    return np.abs(value).max() * rng.choice([1.0, -1.0], size=value.shape)


def _two_groups(value: Floats, rng: np.random.Generator) -> Floats:
    """The first row (entry) of one kind, all others of another: how softmax meets its worst cases."""
    out = value.copy()
    out[1:] = out[-1]
    return out


def _rank_one(value: Floats, rng: np.random.Generator) -> Floats:
    if value.ndim < 2:
        return value
    return np.outer(value[:, 0], value[0]) / max(float(np.abs(value).max()), 1e-6)


def _diagonal(value: Floats, rng: np.random.Generator) -> Floats:
    return value * np.eye(*value.shape) if value.ndim == 2 else value


_SHAPES = (_keep, _keep, _constant, _spike, _signs, _two_groups, _rank_one, _diagonal)


def _shaped(value: Floats, which: int, rng: np.random.Generator) -> Floats:
    return _SHAPES[which](value, rng) if value.ndim else value


def embed(statement: Statement, batch: Batch, dims: Mapping[str, int], indices: Mapping[str, int]) -> Batch:
    """The instances at other sizes: cut where a size shrinks, padded where it grows.

    Instances come three times: padded with zeros, with copies of the last row or entry, and so that the new rows
    of A get values of Ax far below the others (for a softmax they are not there).
    """
    parts: list[dict[str, Floats]] = [{}, {}, {}]
    far = np.max([np.abs(v.reshape(len(v), -1)).max(1) for v in batch.values.values()], axis=0)
    columns = {node.shape[1] for node in statement.symbols.values() if len(node.shape) == 2}
    for name, node in statement.symbols.items():
        shape = tuple(size.value(dims) for size in node.shape)
        cut = batch.values[name][(slice(None), *(slice(0, size) for size in shape))]
        room = [(0, 0), *((0, size - had) for size, had in zip(shape, cut.shape[1:], strict=True))]
        parts[0][name] = np.pad(cut, room)
        parts[1][name] = np.pad(cut, room, mode="edge")
        argument = len(shape) == 1 and node.shape[0] in columns
        parts[2][name] = _sunk(parts[0][name], cut.shape[1:], argument, far)
    return join([Batch(dict(dims), dict(indices), part) for part in parts])


def _sunk(padded: Floats, had: tuple[int, ...], is_argument: bool, s: Floats) -> Floats:
    """New rows -s in the first new column, new entries s of a vector that a matrix is applied to."""
    out = padded.copy()
    if out.ndim == 3 and had[0] < out.shape[1] and had[1] < out.shape[2]:
        out[:, had[0] :, had[1]] = -s[:, None]
    elif out.ndim == 2 and is_argument and had[0] < out.shape[1]:
        out[:, had[0]] = s
    return out


def join(batches: Sequence[Batch]) -> Batch:
    """Batches of one shape as one."""
    names = batches[0].values
    values = {name: np.concatenate([batch.values[name] for batch in batches]) for name in names}
    return Batch(batches[0].dims, batches[0].indices, values)


def index_choices(statement: Statement, dims: Mapping[str, int]) -> list[dict[str, int]]:
    """A few values of the free indices: all first, all different where there is room, all last."""
    sizes = {name: size.value(dims) for name, size in statement.indices.items()}
    choices = [dict.fromkeys(sizes, 0), {name: k % sizes[name] for k, name in enumerate(sizes)},
               {name: size - 1 for name, size in sizes.items()}]
    return [choice for k, choice in enumerate(choices) if choice not in choices[:k]]


__all__ = ["embed", "families", "index_choices", "join", "merge"]
