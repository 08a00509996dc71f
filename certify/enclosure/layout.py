"""Rearrangements of entries: transpose, diagonals, vectorisation, rows and columns.  All are exact."""

from __future__ import annotations

import numpy as np

from certify.enclosure.ball import Ball, align, settle, undefined_where
from certify.enclosure.products import flat
from certify.enclosure.reductions import sum as sum_ball
from certify.enclosure.rounding import Array


def transpose(a: Ball) -> Ball:
    """Transpose, as a view; it shares the row and column norms of ``a``."""
    base = a.memo.get("transposed")
    if base is not None:
        return base  # type: ignore[no-any-return]
    rad = None if a.rad is None else a.rad.swapaxes(1, 2)
    return Ball(a.mid.swapaxes(1, 2), rad, a.exp2, {"transposed": a})


def columns(vectors: list[Ball]) -> Ball:
    """The matrix with the given vectors, at exponent 0, as columns."""
    size = max(len(v.mid) for v in vectors)
    mid = np.empty((size, vectors[0].mid.shape[1], len(vectors)))
    rad = None if all(v.rad is None for v in vectors) else np.empty_like(mid)
    for k, v in enumerate(vectors):
        mid[:, :, k] = v.mid
        if rad is not None:
            rad[:, :, k] = 0.0 if v.rad is None else v.rad
    return Ball(mid, rad)


def diag(v: Ball) -> Ball:
    """The full diagonal matrix of a vector."""
    eye = np.eye(v.mid.shape[1])
    undefined = None
    if v.rad is not None:  # inf * 0 would make nan, which means the same but is less clear
        undefined = np.where(eye > 0, np.broadcast_to(v.rad, v.mid.shape)[:, :, None], 0.0)
    return Ball(v.mid[:, :, None] * eye, undefined, v.exp2)


def diagonal(a: Ball) -> Ball:
    """The diagonal of a square matrix as a vector."""
    rad = None if a.rad is None else np.broadcast_to(a.rad, a.mid.shape).diagonal(0, 1, 2)
    return settle(a.mid.diagonal(0, 1, 2), rad, a.exp2)


def trace(a: Ball) -> Ball:
    """Sum of the diagonal."""
    return sum_ball(diagonal(a))


def vec(a: Ball, order: str) -> Ball:
    """A matrix as a vector, by rows ("C") or by columns ("F")."""
    if order not in ("C", "F"):
        raise ValueError(f'order of vec is "C" or "F", not {order!r}')
    return flat(a if order == "C" else transpose(a))


def joined(a: Ball, b: Ball, axis: int) -> Ball:
    """Two vectors or matrices joined along an axis, at the larger exponent; undefined where one of them is."""
    ma, ra, mb, rb, e = align(a, b)
    size = max(len(x) for x in (ma, ra, mb, rb, e) if x is not None)
    mid = np.concatenate([_in_batch(m, m, size) for m in (ma, mb)], axis + 1)
    if ra is None and rb is None:
        return settle(mid, None, e)
    zero = np.zeros((1,) * ma.ndim)
    rad = np.concatenate([_in_batch(zero if r is None else r, m, size) for r, m in ((ra, ma), (rb, mb))], axis + 1)
    return undefined_where(settle(mid, rad, e), ~np.isfinite(rad))


def _in_batch(x: Array, like: Array, size: int) -> Array:
    """An array broadcast to the axes of another one, in a batch of the given size."""
    return np.broadcast_to(x, (size, *like.shape[1:]))


def take(a: Ball, k: int, axis: int) -> Ball:
    """Entry k of a vector, row k (axis 0) or column k (axis 1) of a matrix."""
    rad = None if a.rad is None else np.take(np.broadcast_to(a.rad, a.mid.shape), k, axis + 1)
    return settle(np.take(a.mid, k, axis + 1), rad, a.exp2)
