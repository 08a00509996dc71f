"""Shapes of data before they are scaled: Gaussian, one-hot, two rows, rank one, signs, short fractions, and so on.

Every style is a function (count, shape, rng) -> array (count, *shape) with entries of size about 1. Those of
``EXACT`` have norms that are exact in float64, so that scaling them reaches a boundary exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from certify.instances.data import Floats

Shape = tuple[int, ...]
Style = Callable[[int, Shape, np.random.Generator], Floats]


def gaussian(count: int, shape: Shape, rng: np.random.Generator) -> Floats:
    """Independent normal entries."""
    return rng.standard_normal((count, *shape))


def uniform(count: int, shape: Shape, rng: np.random.Generator) -> Floats:
    """Independent entries, uniform in [-1, 1]."""
    return rng.uniform(-1.0, 1.0, (count, *shape))


def signs(count: int, shape: Shape, rng: np.random.Generator) -> Floats:
    """Entries 1 and -1."""
    return np.where(rng.random((count, *shape)) < 0.5, -1.0, 1.0)


def constant(count: int, shape: Shape, rng: np.random.Generator) -> Floats:
    """All entries equal."""
    return np.broadcast_to(signs(count, (1,) * len(shape), rng), (count, *shape)).copy()


def one_hot(count: int, shape: Shape, rng: np.random.Generator) -> Floats:
    """A single entry 1 or -1: all norms are 1."""
    out = np.zeros((count, _size(shape)))
    out[np.arange(count), rng.integers(_size(shape), size=count)] = rng.choice([-1.0, 1.0], count)
    return out.reshape(count, *shape)


def two_active(count: int, shape: Shape, rng: np.random.Generator) -> Floats:
    """Two rows (or entries) opposite or equal, the others 0."""
    out = np.zeros((count, *shape))
    first, second = rng.integers(shape[0], size=(2, count))
    row = rng.standard_normal((count, *shape[1:]))
    turn = rng.choice([-1.0, 1.0, 0.5], count).reshape(-1, *[1] * (len(shape) - 1))
    out[np.arange(count), first] = row
    out[np.arange(count), second] = turn * row
    return out


def rank_one(count: int, shape: Shape, rng: np.random.Generator) -> Floats:
    """u v^T for matrices; for vectors a geometric profile."""
    if len(shape) == 1:
        return signs(count, shape, rng) * 0.5 ** np.arange(shape[0])
    u, v = (rng.standard_normal((count, size)) for size in shape)
    return np.asarray(u[:, :, None] * v[:, None, :])


def collinear(count: int, shape: Shape, rng: np.random.Generator) -> Floats:
    """Nearly equal rows (entries)."""
    row = np.broadcast_to(rng.standard_normal((count, 1, *shape[1:])), (count, *shape))
    return row + 10.0 ** rng.uniform(-8, -1, (count, *[1] * len(shape))) * rng.standard_normal((count, *shape))


def sparse(count: int, shape: Shape, rng: np.random.Generator) -> Floats:
    """About one entry in five, at least one."""
    mask = rng.random((count, *shape)) < 0.2
    return rng.standard_normal((count, *shape)) * mask + one_hot(count, shape, rng)


def short(count: int, shape: Shape, rng: np.random.Generator) -> Floats:
    """Halves between -2 and 2."""
    return rng.integers(-4, 5, (count, *shape)) / 2.0


def heavy(count: int, shape: Shape, rng: np.random.Generator) -> Floats:
    """Entries of very different sizes."""
    return rng.standard_normal((count, *shape)) * 10.0 ** rng.uniform(-4, 0, (count, *shape))


def orthogonal(count: int, shape: Shape, rng: np.random.Generator) -> Floats:
    """A signed permutation, cut to the shape; for vectors four entries 1/2, of norm 1 (one entry below four)."""
    if len(shape) == 2:
        out = np.zeros((count, *shape))
        for k in range(count):
            places = rng.permutation(max(shape))[: min(shape)]
            rows, columns = (places, range(min(shape))) if shape[0] >= shape[1] else (range(min(shape)), places)
            out[k, rows, columns] = rng.choice([-1.0, 1.0], min(shape))
        return out
    if shape[0] < 4:
        return one_hot(count, shape, rng)
    out = np.zeros((count, *shape))
    places = np.argsort(rng.random((count, shape[0])), axis=1)[:, :4]
    np.put_along_axis(out, places, rng.choice([-0.5, 0.5], (count, 4)), axis=1)
    return out


_TRIPLES = np.array([[3, 4, 0, 5], [1, 2, 2, 3], [2, 3, 6, 7], [1, 4, 8, 9], [5, 12, 0, 13]], dtype=float)


def pythagorean(count: int, shape: Shape, rng: np.random.Generator) -> Floats:
    """Two or three integer entries whose Euclidean norm is an integer, such as (3, 4)."""
    size = _size(shape)
    if size < 2:
        return one_hot(count, shape, rng)
    rows = _TRIPLES[rng.choice([0, 4] if size == 2 else 5, count)][:, : min(size, 3)]
    out = np.zeros((count, size))
    places = np.argsort(rng.random((count, size)), axis=1)[:, : rows.shape[1]]
    np.put_along_axis(out, places, rows * rng.choice([-1.0, 1.0], rows.shape), axis=1)
    return out.reshape(count, *shape)


def _size(shape: Shape) -> int:
    return int(np.prod(shape, dtype=np.int64))


STYLES: Mapping[str, Style] = {
    "gaussian": gaussian, "uniform": uniform, "signs": signs, "constant": constant, "two_active": two_active,
    "rank_one": rank_one, "collinear": collinear, "sparse": sparse, "short": short, "heavy": heavy,
}
EXACT: Mapping[str, Style] = {"one_hot": one_hot, "orthogonal": orthogonal, "pythagorean": pythagorean}


def keeps_norm(factor: Floats, raw: Floats) -> np.ndarray:
    """(B,) whether factor * raw still has an exact norm: its entries have one size, or the factor has few bits."""
    flat = np.abs(raw).reshape(len(raw), -1)
    level = (flat == 0) | (flat == flat.max(1, keepdims=True))
    return np.asarray(level.all(1) | (np.frexp(factor)[0] * 2.0**30 % 1.0 == 0.0))


def draw(count: int, shape: Shape, rng: np.random.Generator) -> tuple[Floats, np.ndarray]:
    """Arrays in all styles, shuffled, and which of them have exact norms."""
    table = {**STYLES, **EXACT}
    names = list(table)
    weights = np.array([3.0 if name in ("gaussian", "uniform") else 1.0 for name in names])
    which = rng.choice(len(names), size=count, p=weights / weights.sum())
    out = np.empty((count, *shape))
    for k, name in enumerate(names):
        rows = np.flatnonzero(which == k)
        if len(rows):
            out[rows] = table[name](len(rows), shape, rng)
    exact = np.isin(which, [k for k, name in enumerate(names) if name in EXACT])
    return out, exact


__all__ = ["EXACT", "STYLES", "draw", "keeps_norm"]
