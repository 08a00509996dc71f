"""Products of matrices and vectors of balls, on BLAS.

For a conventional product in any order of summation, with or without FMA, ``|fl(A B) - A B| <= gamma_k |A| |B|``
plus k ETA for underflow (Higham, (3.13); Rump 2010, section 5).  This holds for every BLAS that does not use
Strassen-like methods, OpenBLAS among them.  Radii take Cauchy-Schwarz instead of further matrix products:
``(|A| |B|)_ij <= ||A_i|| ||B_j||`` with the norms of row i and column j.  Row and column norms of a matrix are
kept in its memo, as several products share them.
"""

from __future__ import annotations

import numpy as np

from certify.enclosure.ball import Ball, Exponent, settle
from certify.enclosure.reductions import sum as sum_ball
from certify.enclosure.rounding import ETA, Array, U, gamma, inflate


def sum_over(x: Array, axis: int) -> Array:
    """Sums over one axis of a 3-axis array, kept as an axis of length 1, on BLAS (much faster than
    ufunc.reduce).
    """
    ones = np.ones(x.shape[axis])
    if axis == 1:
        return np.matmul(ones, x)[:, None, :]
    return np.matmul(x, ones)[:, :, None] if not x.flags.c_contiguous else (
        x.reshape(-1, x.shape[2]) @ ones).reshape(x.shape[0], -1, 1)


def norm2_bound(x: Array, axis: int, n: int) -> Array:
    """An upper bound of ``sqrt(sum x**2)`` over ``axis``, kept as an axis of length 1; exactly 0 for zeros.

    n is the number of terms; where x is broadcast along the axis its square counts n times.  Roundings: square 1,
    sum n - 1, ``+ n ETA`` (n squares may lose ETA / 2 each) 1, root 1.
    """
    s = np.square(x)
    if x.shape[axis] == 1:
        s *= float(n)
    else:
        s = sum_over(s, axis) if x.ndim == 3 else s.sum(axis, keepdims=True)
    bound = inflate(np.sqrt(s + n * ETA), n + 3)
    if not s.all():
        bound = np.where((s == 0) & ~x.any(axis, keepdims=True), 0.0, bound)
    return bound


def frobenius_bound(x: Array, n: int | None = None) -> Array:
    """(B,) upper bounds of the Frobenius norms of matrices with n entries (x may be broadcast), as
    :func:`norm2_bound`.

    A broadcast column counts each entry n / (its length) times: one more rounding.
    """
    flat = x.reshape(len(x), -1)
    n = flat.shape[1] if n is None else n
    s = np.vecdot(flat, flat) * (n / flat.shape[1])
    bound = inflate(np.sqrt(s + n * ETA), n + 4)
    return bound if s.all() else np.where((s == 0) & ~flat.any(1), 0.0, bound)


def _memo(a: Ball, key: str, x: Array | None, axis: int) -> Array | None:
    if x is None:
        return None
    base = a.memo.get("transposed")
    if base is not None:
        other = row_norms if key.startswith("column") else column_norms
        value = other(base, key.endswith("radius"))
        return None if value is None else value.swapaxes(1, 2)
    if key not in a.memo:
        a.memo[key] = norm2_bound(x, axis, a.mid.shape[axis])
    return a.memo[key]  # type: ignore[no-any-return]


def row_norms(a: Ball, of_radius: bool = False) -> Array | None:
    """Upper bounds (B, m, 1) of the 2-norms of the rows of ``mid``, or of ``rad`` (None if exact)."""
    return _memo(a, "row radius" if of_radius else "row", a.rad if of_radius else a.mid, 2)


def column_norms(a: Ball, of_radius: bool = False) -> Array | None:
    """Upper bounds (B, 1, n) of the 2-norms of the columns of ``mid``, or of ``rad``."""
    return _memo(a, "column radius" if of_radius else "column", a.rad if of_radius else a.mid, 1)


def matmul(a: Ball, b: Ball) -> Ball:
    """Matrix times matrix or vector.

    ``|X Y - fl(ma mb)| <= |ma| (gamma_k |mb| + rb) + ra (|mb| + rb)``; with row norms p of ma, p' of ra, column
    norms q of mb, q' of rb: at most ``p (gamma_k q + q') + p' (q + q')``.  5 roundings a path; ETA covers the
    underflow of ``gamma_k q`` before it is multiplied; k ETA that of the product itself.
    """
    if b.rank == 1:
        return _matvec(a, b)
    k = a.mid.shape[2]
    p, p_rad, q, q_rad = row_norms(a), row_norms(a, True), column_norms(b), column_norms(b, True)
    assert p is not None
    assert q is not None
    inner = gamma(k) * q + ETA
    rad = p * (inner if q_rad is None else inner + q_rad)
    if p_rad is not None:
        rad = rad + p_rad * (q if q_rad is None else q + q_rad)
    return settle(np.matmul(a.mid, b.mid), inflate(rad, 6, 2 * k + 4), add_exponents(a, b))


def _matvec(a: Ball, b: Ball) -> Ball:
    """As :func:`matmul`; for columns of ones a row sum, for unit vectors a column, both exact for exact
    matrices.
    """
    if "ones" in b.memo:
        return sum_ball(a, 1)
    if "unit" in b.memo:
        k = b.memo["unit"]
        rad = None if a.rad is None else np.broadcast_to(a.rad, a.mid.shape)[:, :, k]
        return settle(a.mid[:, :, k], rad, a.exp2)
    rad = None if b.rad is None else b.rad[:, :, None]
    c = matmul(a, Ball(b.mid[:, :, None], rad, b.exp2))
    return Ball(c.mid[:, :, 0], None if c.rad is None else c.rad[:, :, 0], c.exp2)


def add_exponents(a: Ball, b: Ball) -> Exponent | None:
    """The exponent of a product."""
    if a.exp2 is None or b.exp2 is None:
        return b.exp2 if a.exp2 is None else a.exp2
    return a.exp2 + b.exp2


def outer(u: Ball, v: Ball) -> Ball:
    """u v^T: with p = |mu| + ru, error ``p (rv + U |mv|) + ru |mv|`` + ETA; 6 roundings a path."""
    m = u.mid[:, :, None] * v.mid[:, None, :]
    size_u, size_v = np.abs(u.mid), np.abs(v.mid)
    inner = size_v * U + (ETA if v.rad is None else v.rad + ETA)
    rad = (size_u if u.rad is None else size_u + u.rad)[:, :, None] * inner[:, None, :]
    if u.rad is not None:
        rad = rad + u.rad[:, :, None] * size_v[:, None, :]
    return settle(m, inflate(rad, 6, 4), add_exponents(u, v))


def scale_rows(w: Ball, a: Ball) -> Ball:
    """diag(w) A without the diagonal matrix.

    ``|X - fl(w A)| <= (rw + U |w|) |A_ij| + (|w| + rw) rA_ij``; in the first part |A_ij| is replaced by the
    norm of the row, which products with A know already, so that the radius of an exact A has one column.  (A
    maximum over a short axis costs more than all the rest.)  The radius is 0 where w and A are exact, with
    entries 0, 1, -1 in w.
    """
    m = w.mid[:, :, None] * a.mid
    e = add_exponents(w, a)
    size = np.abs(w.mid)
    if w.rad is None and a.rad is None and ((size == 0) | (size == 1)).all():
        return settle(m, None, e)
    inner = size * U + (ETA if w.rad is None else w.rad + ETA)
    norms = row_norms(a)
    assert norms is not None
    rad = inner[:, :, None] * norms
    if a.rad is not None:
        rad = rad + (size if w.rad is None else size + w.rad)[:, :, None] * a.rad
    return settle(m, inflate(rad, 5, 4), e)


def kron(a: Ball, b: Ball) -> Ball:
    """Kronecker product, entry by entry as :func:`outer` of the flattened factors."""
    size, (m, n), (p, q) = max(len(a.mid), len(b.mid)), a.mid.shape[1:], b.mid.shape[1:]
    c = outer(flat(a), flat(b))

    def arrange(x: Array) -> Array:
        return x.reshape(-1, m, n, p, q).transpose(0, 1, 3, 2, 4).reshape(-1, m * p, n * q)

    rad = None if c.rad is None else arrange(np.broadcast_to(c.rad, (size, m * n, p * q)))
    return Ball(arrange(c.mid), rad, c.exp2)


def flat(a: Ball) -> Ball:
    """The entries of a matrix row by row, as a vector."""
    size = len(a.mid)
    rad = None if a.rad is None else np.broadcast_to(a.rad, a.mid.shape).reshape(size, -1)
    return Ball(a.mid.reshape(size, -1), rad, a.exp2)
