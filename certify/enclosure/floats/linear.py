"""Products, reductions, norms and spectra of the float64 reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from certify.enclosure.floats.value import (
    Array,
    Float,
    add_exponents,
    axes_of,
    exponent,
    settle,
    shift,
    spread,
)

_NONE = np.iinfo(np.int64).min  # stands for the exponent of an array of zeros
_EINSUM_LIMIT = 100  # entries of a matrix up to which einsum beats a batched BLAS call for a matrix-vector product


def matmul(a: Float, b: Float) -> Float:
    """Matrix times matrix or vector."""
    e = add_exponents(a, b)
    if b.rank == 2:
        return settle(a.mant @ b.mant, e)
    if a.mant[0].size <= _EINSUM_LIMIT:
        return settle(np.einsum("bij,bj->bi", a.mant, b.mant), e)
    return settle((a.mant @ b.mant[:, :, None])[:, :, 0], e)


def dot(a: Float, b: Float) -> Float:
    """Inner product."""
    return settle(np.vecdot(a.mant, b.mant), add_exponents(a, b))


def outer(a: Float, b: Float) -> Float:
    """a b^T."""
    return settle(a.mant[:, :, None] * b.mant[:, None, :], add_exponents(a, b))


def transpose(a: Float) -> Float:
    """Transpose."""
    return Float(a.mant.transpose(0, 2, 1), a.exp2)


def diag(a: Float) -> Float:
    """Diagonal matrix of a vector."""
    out = np.zeros((*a.mant.shape, a.mant.shape[1]))
    np.einsum("bii->bi", out)[...] = a.mant
    return Float(out, a.exp2)


def diagonal(a: Float) -> Float:
    """Diagonal of a square matrix."""
    return Float(np.einsum("bii->bi", a.mant), a.exp2)


def trace(a: Float) -> Float:
    """Sum of the diagonal."""
    return Float(np.einsum("bii->b", a.mant), a.exp2)


def inv(a: Float) -> Float:
    """Inverse; nan where singular."""
    return settle(guarded(lambda x: np.asarray(np.linalg.inv(x)), a.mant), None if a.exp2 is None else -a.exp2)


def kron(a: Float, b: Float) -> Float:
    """Kronecker product."""
    out = a.mant[:, :, None, :, None] * b.mant[:, None, :, None, :]
    return settle(out.reshape(len(out), out.shape[1] * out.shape[2], -1), add_exponents(a, b))


def kron_product(a: Float, b: Float, x: Float) -> Float:
    """(a kron b) x for a vector or a matrix x, by two small products."""
    (m, n), (p, q) = a.mant.shape[1:], b.mant.shape[1:]
    half = matmul(a, Float(x.mant.reshape(len(x.mant), n, -1), x.exp2))
    r = half.mant.shape[2] // q
    turned = half.mant.reshape(-1, m, q, r).transpose(0, 2, 1, 3).reshape(-1, q, m * r)
    whole = matmul(b, Float(turned, half.exp2))
    out = whole.mant.reshape(-1, p, m, r).transpose(0, 2, 1, 3).reshape(-1, m * p, r)
    return Float(out if x.rank == 2 else out[:, :, 0], whole.exp2)


def vec(a: Float, order: str) -> Float:
    """A matrix as a vector, row by row ("C") or column by column ("F")."""
    x = a.mant if order == "C" else a.mant.transpose(0, 2, 1)
    return Float(x.reshape(len(x), -1), a.exp2)


def stacked(*parts: Float) -> Float:
    """Vectors end to end, matrices one below the other."""
    return _joined(parts, 1)


def beside(*parts: Float) -> Float:
    """Matrices side by side."""
    return _joined(parts, 2)


def _joined(parts: Sequence[Float], axis: int) -> Float:
    """Arrays at the largest of their exponents (one of zeros has none), which every instance has one of."""
    size = max(part.batch for part in parts)
    if all(part.exp2 is None for part in parts):
        return Float(np.concatenate([_batch(part.mant, size) for part in parts], axis))
    ends = [np.where(_batch(part.mant, size).any(axes_of(part.mant)), exponent(part), _NONE) for part in parts]
    top = np.max(ends, axis=0)
    top = np.where(top == _NONE, 0, top)
    moved = [shift(_batch(part.mant, size), np.where(end == _NONE, 0, end - top))
             for part, end in zip(parts, ends, strict=True)]
    return settle(np.concatenate(moved, axis), top)


def _batch(x: Array, size: int) -> Array:
    return np.broadcast_to(x, (size, *x.shape[1:]))


def total(a: Float, axis: int | None) -> Float:
    """Sum of all entries, or along an axis."""
    if axis is None:
        return Float(np.einsum("bi->b", a.mant.reshape(len(a.mant), -1)), a.exp2)
    return Float(np.einsum("bij->bj" if axis == 0 else "bij->bi", a.mant), a.exp2)


def extreme(a: Float, axis: int | None, pick: np.ufunc) -> Float:
    """Largest or smallest entry, of all or along an axis."""
    over = axes_of(a.mant) if axis is None else (axis + 1,)
    return Float(pick.reduce(a.mant, axis=over), a.exp2)


def take(a: Float, k: int, axis: int) -> Float:
    """Entry of a vector, row or column of a matrix."""
    return Float(a.mant[:, k] if axis == 0 else a.mant[:, :, k], a.exp2)


def norm(a: Float, order: str, memo: bool = False) -> Float:
    """Norms of vectors and matrices; with ``memo`` the singular vectors of a spectral norm are kept."""
    if order == "inf" or order == "1":
        return _sum_norm(a, order)
    flat = a.mant.reshape(len(a.mant), -1)
    if a.rank == 1 or order == "fro":
        return Float(np.sqrt(np.vecdot(flat, flat)), a.exp2)
    return _spectral_norm(a, memo)


def _sum_norm(a: Float, order: str) -> Float:
    size = np.abs(a.mant)
    if a.rank == 1:
        return Float(size.max(1) if order == "inf" else np.einsum("bi->b", size), a.exp2)
    sums = np.einsum("bij->bi" if order == "inf" else "bij->bj", size)
    return Float(sums.max(1), a.exp2)


def _spectral_norm(a: Float, memo: bool) -> Float:
    """Square root of the largest eigenvalue of the smaller Gram matrix, with its eigenvector as memo."""
    tall = a.mant.shape[1] >= a.mant.shape[2]
    scale, s = _scaled(a.mant)
    gram = s.transpose(0, 2, 1) @ s if tall else s @ s.transpose(0, 2, 1)
    values, vectors = spectrum(gram, memo)
    out = scale * np.sqrt(np.maximum(values[:, -1], 0.0))
    return Float(out, a.exp2, (tall, vectors[:, :, -1]) if vectors is not None else None)


def _scaled(x: Array) -> tuple[Array, Array]:
    scale = np.abs(x).max(axes_of(x))
    scale = np.where(scale > 0, scale, 1.0)
    return scale, x / spread(scale, x.ndim)


def normp(a: Float, p: Float) -> Float:
    """(sum |a_i|**p)**(1/p)."""
    scale, x = _scaled(np.abs(a.mant))
    order = p.plain()
    sums = np.einsum("bi->b", np.power(x, order[:, None]))
    return Float(scale * np.power(sums, 1.0 / order), a.exp2)


def eigen(a: Float, which: int, memo: bool = False) -> Float:
    """Smallest (0) or largest (-1) eigenvalue of a symmetric matrix."""
    values, vectors = spectrum(0.5 * (a.mant + a.mant.transpose(0, 2, 1)), memo)
    return Float(values[:, which], a.exp2, None if vectors is None else vectors[:, :, which])


def sigmin(a: Float, memo: bool = False) -> Float:
    """Smallest singular value, its singular vectors as memo (a Gram matrix would lose half of the digits)."""
    if not memo:
        return Float(guarded(lambda x: np.asarray(np.linalg.svd(x, compute_uv=False)[:, -1]), a.mant), a.exp2)
    good, x = _finite(a.mant)
    u, s, vt = np.linalg.svd(x, full_matrices=False)
    return Float(np.where(good, s[:, -1], np.nan), a.exp2, (u[:, :, -1], vt[:, -1, :]))


def spectrum(x: Array, vectors: bool) -> tuple[Array, Array | None]:
    """Eigenvalues, ascending, and eigenvectors where asked for; nan for instances that are not finite."""
    good, x = _finite(x)
    if not vectors:
        return np.where(good[:, None], np.linalg.eigvalsh(x), np.nan), None
    values, basis = np.linalg.eigh(x)
    return np.where(good[:, None], values, np.nan), basis


def _finite(x: Array) -> tuple[NDArray[np.bool_], Array]:
    good = np.asarray(np.isfinite(x).all(axes_of(x)))
    return good, x if good.all() else np.where(spread(good, x.ndim), x, 0.0)


def guarded(function: Callable[[Array], Array], x: Array) -> Array:
    """``function(x)``, instance by instance where LAPACK refuses the batch for the sake of one."""
    good, x = _finite(x)
    try:
        out = function(x)
    except np.linalg.LinAlgError:
        parts = [_one(function, x[k : k + 1]) for k in range(len(x))]
        shape = next((part.shape[1:] for part in parts if part is not None), x.shape[1:])
        out = np.concatenate([np.full((1, *shape), np.nan) if part is None else part for part in parts])
    return out if good.all() else np.where(spread(good, out.ndim), out, np.nan)


def _one(function: Callable[[Array], Array], x: Array) -> Array | None:
    try:
        return function(x)
    except np.linalg.LinAlgError:
        return None
