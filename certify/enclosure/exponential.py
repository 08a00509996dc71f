"""exp and log of float64 arrays from IEEE operations alone, with proved errors, and of balls.

NumPy's own exp is one of several codes, chosen by CPU, without a promised bound; what follows uses only + - * /
and bit shifts, so it gives the same result everywhere and its error can be proved.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial

import numpy as np
from numpy.typing import NDArray

from certify.enclosure.ball import Ball, Mask, axes_of, endpoints, per_instance, plain, settle, undefined_where
from certify.enclosure.rounding import ETA, Array, U, inflate

EXP_ERROR = 3 * U
"""Relative error of :func:`exp_parts`."""
LOG_ERROR = 6 * U
"""Relative error of :func:`log_point`."""
EXP_LIMIT = 700000.0
"""Largest argument of :func:`exp_parts`; beyond it k would need more than 20 bits."""

_CHUNK = 2**14
_MAGIC = 1.5 * 2.0**52  # x + _MAGIC is x rounded to an integer, which then sits in the low bits
_LOG2E = 1.4426950408889634
_LN2_HIGH = float.fromhex("0x1.62e42feep-1")  # ln 2 to 32 bits: times any 20-bit integer it is exact
_LN2_LOW = float.fromhex("0x1.a39ef35793c76p-33")  # ln 2 - _LN2_HIGH to 53 bits, error below 2**-86
_EXP_COEFFICIENTS = [float(Fraction(1, factorial(i))) for i in range(14)]
_ATANH_COEFFICIENTS = [1.0 / (2 * i + 1) for i in range(11)]


def exp_parts(x: Array) -> tuple[Array, Array]:
    """``y, t`` with ``y`` in [0.7, 1.42], ``k = t - 1.5 * 2**52`` an integer, ``y 2**k = exp(x)(1 + theta)``,
    ``|theta| <= EXP_ERROR = 3 U``, for ``|x| <= EXP_LIMIT``.

    Proof.  Cody-Waite: k is x log2(e) rounded, |k| < 2**20, so k LN2_HIGH is exact (32 + 20 bits).  So is
    ``x - k LN2_HIGH``: it is a multiple of 2**-54 and below 1/2 (for |x| < 1/4 k is 0).  ``k LN2_LOW`` is below
    2**-11 and errs by 2**-65; LN2_LOW errs by 2**-86, times k 2**-66; the last difference, below 1/2, errs by
    2**-55.  So ``|r - (x - k ln 2)| <= 1.01 * 2**-55 < 0.26 U``, and |r| <= 0.34658.  Taylor to degree 13 leaves
    ``|r|**14 / 14! * 1.42 < 5.9e-18 < 0.054 U``, relative to exp(r) >= 0.7 below 0.06 U.
    Horner from above, ``y_i = fl(c_i + fl(r y_{i+1}))``: with Y_i the exact value, E_i its error and rho = |r|,
    ``E_i <= U c_i + rho E_{i+1} + U rho (Y_{i+1} + E_{i+1}) + U (Y_i + E_i)`` (c_0, c_1, c_2 are exact).
    Evaluated over |r| <= 0.34658 in exact arithmetic (the tests do it on a grid of subintervals) ``E_0 / exp(r)
    < 2.2 U``.  Sum: ``0.26 + 0.06 + 2.2 < 2.6``, below 3.
    """
    if x.size > 2 * _CHUNK:
        return _by_chunks(x)
    t = x * _LOG2E
    t += _MAGIC
    k = t - _MAGIC
    r = x - k * _LN2_HIGH
    k *= _LN2_LOW
    r -= k
    y = np.full_like(r, _EXP_COEFFICIENTS[-1])
    for c in reversed(_EXP_COEFFICIENTS[:-1]):
        y *= r
        y += c
    return y, t


def _by_chunks(x: Array) -> tuple[Array, Array]:
    """:func:`exp_parts`, a part that fits into the cache at a time: every entry by the same operations."""
    flat = x.reshape(-1)
    y, t = np.empty_like(flat), np.empty_like(flat)
    for k in range(0, flat.size, _CHUNK):
        y[k : k + _CHUNK], t[k : k + _CHUNK] = exp_parts(flat[k : k + _CHUNK])
    return y.reshape(x.shape), t.reshape(x.shape)


def scale_in_range(y: Array, t: Array) -> Array:
    """``y 2**k`` from :func:`exp_parts` for |k| <= 1000: adds k to the exponent field, modulo 2**64, exactly."""
    bits: NDArray[np.int64] = t.view(np.int64) << 52
    bits += y.view(np.int64)
    return bits.view(np.float64)


def exp_point(x: Array) -> Array:
    """exp(x) for |x| <= 690, relative error at most EXP_ERROR."""
    return scale_in_range(*exp_parts(x))


def expm1_bound(r: Array) -> Array:
    """An upper bound of e**r - 1, for 0 <= r <= 1: ``r + r**2`` (the series' tail is below 0.72 r**2)."""
    return inflate(r + r * r, 2, 1)


def exp(a: Ball) -> Ball:
    """exp: midpoint exp(m) with relative error 3 U; the radius gives ``exp(m)(e**r - 1)``.

    exp(m) <= y / (1 - 3 U); roundings: that 4 (as (1 - U)**-4), sum 1, product 1; k = 6.  Where r > 1/2 the ball
    becomes [0, exp(m + r)].  The exponent of an instance is that of its largest entry, 0 while all fit.
    """
    x, r = plain(a)
    wide = None if r is None else ~(r <= 0.5)
    narrow = wide is None or not wide.any()
    hi = x if narrow and x.max() <= EXP_LIMIT - 1 else endpoints(x, r)[1]  # only whether it is beyond the limit
    bad = ~(hi <= EXP_LIMIT)
    if wide is not None and not narrow:
        wide = np.broadcast_to(wide, x.shape)
        x = np.where(wide, hi, x)
    x = np.clip(np.where(bad, 0.0, x), -EXP_LIMIT, EXP_LIMIT)  # below: still an upper bound, see _radius
    y, t = exp_parts(x)
    rel = _relative_radius(x, r, wide)
    if wide is not None and wide.any():
        y = np.where(wide, 0.5 * y, y)
    m, e, lost = _assemble(x, y, t)
    rad: Array = inflate(m * rel, 6, 1)
    if lost is not None:
        rad = rad + lost
    elif not x.all():  # exp 0 = 1 exactly
        rad = np.where((x == 0) & (True if r is None else r == 0), 0.0, rad)
    result = settle(m, rad, e)
    return undefined_where(result, bad)


def _relative_radius(x: Array, r: Array | None, wide: Mask | None) -> Array:
    """Radius over midpoint: 3 U + e**r - 1; on wide or clipped entries 1 and a little, the ball [0, 2 mid]."""
    if r is None:
        rel = np.full((1,) * x.ndim, EXP_ERROR)
    else:
        rel = expm1_bound(np.minimum(r, 1.0)) + EXP_ERROR
    low = x <= -EXP_LIMIT
    if low.any():
        rel = np.where(low, 1.0 + 8 * U, rel)
    if wide is not None and wide.any():
        rel = np.where(wide, 1.0 + 8 * U, rel)
    return rel


def _assemble(x: Array, y: Array, t: Array) -> tuple[Array, NDArray[np.int64] | None, float | None]:
    """Midpoints, exponents, and what underflow may have lost (ETA, or nothing)."""
    if (np.abs(x) <= 277.0).all():  # |k| <= 400: settle would keep exponent 0
        return scale_in_range(y, t), None, None
    k = (t - _MAGIC).astype(np.int64)
    top = k.max(axes_of(k))
    by = np.maximum(k - per_instance(top, k.ndim), -4000).astype(np.int32)
    return np.ldexp(y, by), top, ETA


def log_point(x: Array, e: NDArray[np.int64] | None = None) -> Array:
    """log(x 2**e) for positive finite floats x, relative error at most LOG_ERROR = 6 U.

    Proof.  ``x 2**e = f 2**k`` with f in [sqrt(1/2), sqrt 2], ``log f = 2 atanh s``, ``s = (f - 1)/(f + 1)``,
    |s| <= 0.1716.  f - 1 is exact (Sterbenz), s has relative error 2 U (+ second order).  With z = s**2 <=
    0.02945, ``2 atanh s = 2 s + 2 s w``, ``w = z/3 + z**2/5 + ... <= 0.0101``; eleven terms leave z**11/23 <
    1e-18 = 0.01 U. The relative error of w is below 10 U (5 U from z, 3 U from Horner's leading steps), which
    counts 0.11 U; the last product and sum add 0.02 U and U.  So log f errs by at most ``3.2 U |log f|``, which
    settles k = 0. For 0 < |k| < 2**20 k LN2_HIGH is exact, k LN2_LOW errs by less than 2**-64, the inner sum,
    below 1/2, by 2**-55 = U/4, the outer sum by U |result|; the total is ``U |result| + (3.2 * 0.3466 + 0.26)
    U``, and |result| >= 0.3465: 5.01 U.  For larger |k| the product errs by U |k ln 2|, the rest is relatively
    smaller still.
    """
    f, k = np.frexp(x)
    k = k.astype(np.int64) if e is None else k + per_instance(e, x.ndim)
    low = f < 0.7071067811865476
    f = np.where(low, 2.0 * f, f)
    kf = (k - low).astype(np.float64)
    s = (f - 1.0) / (f + 1.0)
    z = s * s
    w = np.full_like(z, _ATANH_COEFFICIENTS[-1])
    for c in reversed(_ATANH_COEFFICIENTS[1:-1]):
        w = w * z + c
    s = 2.0 * s
    log_f = s + s * (w * z)
    return kf * _LN2_HIGH + (log_f + kf * _LN2_LOW)


def log(a: Ball) -> Ball:
    """log; undefined where the ball reaches 0 or below.

    ``|log x - log m| <= log(m / (m - r)) <= r / (m - r)``.  Roundings: difference 1, quotient 1, sum 1, and
    ``|log m| <= |y| / (1 - 6 U)`` 7; k = 10.  log 1 = 0 comes out exactly, with radius 0.
    """
    m, r = a.mid, a.rad
    bad = ~(endpoints(m, r)[0] > 0)
    x = np.where(bad, 1.0, m)
    y = log_point(x, a.exp2)
    rad = np.abs(y) * LOG_ERROR
    if r is not None:
        rad = rad + r / (x - r)
    rad = np.where(rad == 0, 0.0, inflate(rad, 10, 1))
    result = settle(y, rad if rad.any() else None)
    return undefined_where(result, bad)

