"""Spectral norm, extreme eigenvalues and smallest singular value, enclosed from both sides.

An untrusted float computation proposes vectors and factors; only IEEE arithmetic and the BLAS product bound are
trusted to verify them, so LAPACK may be as wrong as it likes.

* Lower bounds of a largest eigenvalue or norm: a Rayleigh quotient, or ``||M v|| / ||v||``, of a proposed v.
* Upper bounds: for symmetric T, a float c and any float matrix F with c I - T about F F^T: F F^T is
semidefinite, so
  ``lambda_max(T) <= c + ||c I - T - F F^T||_F`` by Weyl (in the spirit of Rump, *Verification of positive
  definiteness*, BIT 2006, with the residual computed instead of bounded a priori).  F is a Cholesky factor, or Q D
  from an eigendecomposition.  This is as tight for clusters as for separated spectra.
* A ball: singular values and, for symmetric matrices, eigenvalues move by at most ``||rad||_F`` (Weyl).
"""

from __future__ import annotations

import numpy as np

from certify.enclosure.arithmetic import add, div
from certify.enclosure.ball import Ball, Exponent, Mask, any_of, endpoints, from_endpoints, shift, undefined_where
from certify.enclosure.layout import transpose
from certify.enclosure.norms import euclidean
from certify.enclosure.products import flat, frobenius_bound, matmul
from certify.enclosure.reductions import dot
from certify.enclosure.rounding import ETA, Array, U, gamma, inflate

_SQUARINGS = 10
_CONVERGED = 1e-8


def semidefinite_defect(s: Array, f: Array) -> Array:
    """(B,) upper bounds of ``||S - F F^T||_F`` for exact symmetric S, computed from S's given entries.

    ``||fl(S - fl(F F^T))||_F`` (its rounding U relative: in k) plus the product's error: by Cauchy-Schwarz
    ``|| |F| |F^T| ||_F <= ||F||_F**2``, times gamma_n, plus n ETA an entry.
    """
    n = f.shape[2]
    residual = frobenius_bound(s - np.matmul(f, f.swapaxes(1, 2)))
    size = frobenius_bound(f)
    return inflate(residual + gamma(n) * (size * size), 6, 2 * n**3)


def _shifted_identity(c: Array, t: Array, sign: float) -> tuple[Array, Array]:
    """``sign (c I - T)`` with rounded diagonal, and a bound of what the rounding changes: U times its trace
    norm.
    """
    s = -sign * t
    i = np.arange(t.shape[1])
    s[:, i, i] += (sign * c)[:, None]
    return s, np.abs(s[:, i, i]).max(1) * U + ETA


def bound_above(t: Array, c: Array, f: Array) -> Array:
    """(B,) upper bounds of lambda_max(T), from c and F with F F^T about c I - T."""
    s, rounding = _shifted_identity(c, t, 1.0)
    return np.nextafter(c + inflate(semidefinite_defect(s, f) + rounding, 2), np.inf)


# --- symmetric matrices ---------------------------------------------------------------------------


def symmetric_part(a: Ball) -> tuple[Array, Array | None, Mask]:
    """A symmetric midpoint and radius from the lower triangle, and a mask of instances that cannot be symmetric.

    A symmetric matrix in the ball has S_ij = S_ji in the ball of the lower entry.
    """
    m = np.tril(a.mid)
    m = m + np.tril(a.mid, -1).swapaxes(1, 2)
    rad = a.radius()
    gap = np.abs(a.mid - a.mid.swapaxes(1, 2))
    room = inflate(rad + rad.swapaxes(1, 2), 4)
    asymmetric = any_of(gap > room)
    if a.rad is None:
        return m, None, asymmetric
    low = np.tril(np.broadcast_to(a.rad, a.mid.shape))
    return m, np.maximum(low, low.swapaxes(1, 2)), asymmetric


def eigmax(a: Ball) -> Ball:
    """Largest eigenvalue of a symmetric matrix; undefined where the ball holds no symmetric matrix."""
    t, rad, asymmetric = symmetric_part(a)
    return undefined_where(_widened(_largest(t, a.exp2), rad, a.exp2), asymmetric)


def eigmin(a: Ball) -> Ball:
    """Smallest eigenvalue, ``-lambda_max(-S)``."""
    v = eigmax(Ball(-a.mid, a.rad, a.exp2))
    return Ball(-v.mid, v.rad, v.exp2)


def _widened(value: Ball, rad: Array | None, e: Exponent | None, n: int | None = None) -> Ball:
    """``value`` widened by ||rad||_F, where rad is at the exponent e, and broadcast to n entries."""
    if rad is None:
        return value
    by = frobenius_bound(rad, n)
    return add(value, Ball(np.zeros_like(by), by, e))


def _normalised(t: Array, e: Exponent | None) -> tuple[Array, Array | None, Exponent | None]:
    """Matrices scaled to largest entry about 1 where they leave [2**-100, 2**100], with the radius this costs.

    Scaling is exact unless entries differ by more than 2**970 in size.
    """
    peak = np.abs(t).max((1, 2))
    if ((peak <= 2.0**100) & (peak >= 2.0**-100)).all():
        return t, None, e
    size = np.where(peak > 0, np.frexp(peak)[1], 0).astype(np.int64)
    return *shift(t, None, -size), size if e is None else size + e


def _largest(t: Array, e: Exponent | None) -> Ball:
    t, dropped, e = _normalised(t, e)
    n = t.shape[1]
    off = t.copy()
    off[:, np.arange(n), np.arange(n)] = 0.0
    diagonal = ~any_of(off != 0)
    if diagonal.all():
        lo = hi = t.diagonal(0, 1, 2).max(1)
    else:
        w, q = _eigh(t)
        c = w[:, -1].copy()
        f = q * np.sqrt(np.maximum(c[:, None] - w, 0.0))[:, None, :]
        hi = bound_above(t, c, f)
        lo = endpoints_of(_rayleigh(t, q[:, :, -1].copy()))[0]
        exact = t.diagonal(0, 1, 2).max(1)
        lo, hi = np.where(diagonal, exact, np.minimum(lo, hi)), np.where(diagonal, exact, hi)
    return _widened(from_endpoints(lo, hi, e), dropped, e)


def endpoints_of(v: Ball) -> tuple[Array, Array]:
    """Ends of a scalar ball at exponent 0."""
    m, r = (v.mid, v.rad) if v.exp2 is None else shift(v.mid, v.rad, v.exp2)
    return endpoints(m, r)


def _eigh(t: Array) -> tuple[Array, Array]:
    """Untrusted eigendecomposition; the identity where LAPACK gives up."""
    try:
        return np.linalg.eigh(t)
    except np.linalg.LinAlgError:
        w = np.broadcast_to(np.abs(t).sum(2).max(1)[:, None], t.shape[:2])
        return w.copy(), np.broadcast_to(np.eye(t.shape[1]), t.shape).copy()


def _rayleigh(t: Array, v: Array) -> Ball:
    b = Ball(v)
    return div(dot(b, matmul(Ball(t), b)), dot(b, b))


# --- singular values ------------------------------------------------------------------------------


def spectral_norm(a: Ball) -> Ball:
    """Largest singular value: ``||M v|| / ||v||`` from below, the Gram matrix from above.

    ``sigma**2 = lambda_max(M^T M)``; the float Gram matrix errs by at most ``gamma_m ||M||_F**2`` in Frobenius
    norm.
    """
    if 1 in a.mid.shape[1:]:
        return euclidean(flat(a))
    m, dropped, e = _normalised(a.mid, a.exp2)
    if m.shape[2] > m.shape[1]:
        m = m.swapaxes(1, 2)
    gram = np.matmul(m.swapaxes(1, 2), m)
    v, c, f = _propose(gram)
    size = frobenius_bound(m)
    above = bound_above(gram, c, f)
    above = inflate(np.maximum(above, 0.0) + gamma(m.shape[1]) * (size * size), 4, 2 * m[0].size)
    hi = np.nextafter(np.sqrt(above), np.inf)
    lo = np.maximum(_stretch(m, v, size)[0], 0.0)
    zero = size == 0
    value = from_endpoints(np.where(zero, 0.0, np.minimum(lo, hi)), np.where(zero, 0.0, hi), e)
    return _nonnegative(_widened(_widened(value, dropped, e), a.rad, a.exp2, a.mid[0].size))


def _stretch(m: Array, v: Array, size: Array) -> tuple[Array, Array]:
    """Lower and upper bounds of ||M v|| / ||v||; ``size`` bounds ||M||_F from above.

    y = fl(M v) errs by at most ``gamma_n size ||v||`` (Cauchy-Schwarz), relative to ||v||: gamma_n size.  The
    computed norms have relative errors (m + 2) U and (n + 2) U, the quotient U.  Underflow: m, v have largest
    entries near 1, so ETA matters only for y below 2**-400, where 2**-399 is taken off and added.
    """
    y = np.matmul(m, v[:, :, None])[:, :, 0]
    norm_v = np.sqrt(np.vecdot(v, v))
    q = np.sqrt(np.vecdot(y, y)) / norm_v
    slack = q * (2 * sum(m.shape[1:]) + 16) * U + gamma(m.shape[2] + 1) * size + 2.0**-399
    sane = (norm_v > 2.0**-60) & (norm_v < 2.0**60)
    return np.where(sane, np.nextafter(q - slack, -np.inf), -np.inf), np.where(sane, q + slack * 1.01, np.inf)


def _propose(gram: Array) -> tuple[Array, Array, Array]:
    """Untrusted: a top eigenvector, a value c slightly above its eigenvalue, and F with F F^T about c I - G.

    Repeated squaring of G (scaled to trace 1) converges unless the top eigenvalue is nearly multiple; then, and
    where Cholesky fails, an eigendecomposition takes over.
    """
    n = gram.shape[1]
    p, done = _square_repeatedly(gram)
    column = p.diagonal(0, 1, 2).argmax(1)
    v = np.take_along_axis(p, column[:, None, None], 2)[:, :, 0]
    gv = np.matmul(gram, v[:, :, None])[:, :, 0]
    c = np.vecdot(v, gv) / np.maximum(np.vecdot(v, v), 1e-300) * (1.0 + 4 * (n + 8) * U)
    c = np.where(done, c, gram.trace(0, 1, 2) + 1e-290)
    f = _cholesky(_shifted_identity(c, gram, 1.0)[0])
    if f is None:
        f, done = np.empty_like(gram), np.zeros_like(done)
    if not done.all():
        rest = ~done
        w, q = _eigh(gram[rest])
        v[rest], c[rest] = q[:, :, -1], w[:, -1]
        f[rest] = q * np.sqrt(np.maximum(w[:, -1:] - w, 0.0))[:, None, :]
    return v, c, f


def _cholesky(s: Array) -> Array | None:
    try:
        return np.asarray(np.linalg.cholesky(s))
    except np.linalg.LinAlgError:
        return None


def _square_repeatedly(gram: Array) -> tuple[Array, Mask]:
    """G**(2**k) / trace, k up to 10, and where it has rank one to 1e-8; what has converged is left alone after
    a while.
    """
    trace = gram.trace(0, 1, 2)
    p = gram / np.where(trace > 0, trace, 1.0)[:, None, None]
    done = np.zeros(len(gram), bool)
    active, q = np.arange(len(gram)), p
    for k in range(_SQUARINGS):
        q = np.matmul(q, q)
        t = q.trace(0, 1, 2)
        converged = t > 1.0 - _CONVERGED
        q /= np.where(t > 0, t, 1.0)[:, None, None]
        if converged.all() or k == _SQUARINGS - 1 or 2 * converged.sum() > len(active):
            p[active], done[active] = q, converged
            active, q = active[~converged], q[~converged]
            if not len(active):
                break
    return p, done & (trace > 0)


def smallest_singular_value(a: Ball) -> Ball:
    """The min(m, n)-th singular value.

    For M with m >= n, a proposed left inverse X and v: ``sigma_n <= ||M v|| / ||v||`` and, as
    ``1 <= ||X M v|| + ||(I - X M) v|| <= ||X|| sigma_n + ||I - X M||_F`` at the minimiser v,
    ``sigma_n >= (1 - ||I - X M||_F) / ||X||``.
    """
    if a.mid.shape[2] > a.mid.shape[1]:
        a = transpose(a)
    m, dropped, e = _normalised(a.mid, a.exp2)
    if m.shape[2] == 1:
        return euclidean(flat(a))
    x, v = _left_inverse(m)
    hi = _stretch(m, v, frobenius_bound(m))[1]
    defect = frobenius_bound(_residual_bound(x, m))
    top = endpoints_of(spectral_norm(Ball(x)))[1]
    lo = np.maximum((1.0 - defect) * (1.0 - 4 * U) / top * (1.0 - 4 * U), 0.0)
    lo = np.where(np.isfinite(lo), lo, 0.0)
    value = from_endpoints(np.minimum(lo, hi), hi, e)
    return _nonnegative(_widened(_widened(value, dropped, e), a.rad, a.exp2, a.mid[0].size))


def _nonnegative(v: Ball) -> Ball:
    """The part of a ball that is >= 0, of a quantity known to be."""
    if v.rad is None or not ((v.rad > v.mid) & np.isfinite(v.rad)).any():
        return v
    lo, hi = endpoints(v.mid, v.rad)
    finite = np.isfinite(lo)
    return from_endpoints(np.where(finite, np.maximum(lo, 0.0), lo), hi, v.exp2)


def _residual_bound(x: Array, m: Array) -> Array:
    """Entrywise upper bounds of |I - X M|."""
    c = matmul(Ball(x), Ball(m))
    r = np.eye(m.shape[2]) - c.mid
    rad = c.radius()
    return inflate(np.abs(r) + rad, 2) if c.exp2 is None else np.full_like(r, np.inf)


def _left_inverse(m: Array) -> tuple[Array, Array]:
    """Untrusted pseudoinverse and smallest right singular vector, from an SVD."""
    try:
        u, s, vh = np.linalg.svd(m, full_matrices=False)
    except np.linalg.LinAlgError:
        n = m.shape[2]
        return np.zeros(m.swapaxes(1, 2).shape), np.broadcast_to(np.eye(n)[0], (len(m), n)).copy()
    inverse = 1.0 / np.maximum(s, np.maximum(s[:, :1], 1e-290) * 1e-15)
    x = np.matmul(vh.swapaxes(1, 2) * inverse[:, None, :], u.swapaxes(1, 2))
    return x, vh[:, -1, :].copy()
