"""sinh, cosh, tanh and erf of balls.

Each takes a point value with a proved relative error at the midpoint, and adds the radius by the mean value
theorem. Where exp would leave the float range, sinh and cosh go through
:func:`certify.enclosure.exponential.exp` of balls.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial

import numpy as np

from certify.enclosure.arithmetic import add, neg, sub
from certify.enclosure.ball import (
    Ball,
    Mask,
    axes_of,
    choose,
    endpoints,
    per_instance,
    plain,
    settle,
    undefined_where,
)
from certify.enclosure.exponential import exp, exp_point
from certify.enclosure.rounding import Array, U, inflate

_SAFE = 277.0
_SINH = [float(Fraction(1, factorial(2 * i + 1))) for i in range(11)]
_SINH_ERROR, _COSH_ERROR, _TANH_ERROR = 5 * U, 4.01 * U, 9 * U
_TWO_OVER_ROOT_PI = 1.1283791670955126  # correctly rounded


def _half(a: Ball) -> Ball:
    return settle(0.5 * a.mid, None if a.rad is None else inflate(0.5 * a.rad, 0), a.exp2)


def sinh_point(x: Array) -> Array:
    """sinh x for |x| <= 300 with relative error at most 5 U, below 3 U for |x| < 1.

    For |x| < 1: ``x (1 + w)``, w = z/3! + z**2/5! + ..., z = x**2 < 1, w < 0.1753; terms beyond x**21 are below
    1/23! < 1e-22.  z errs by U relative, each Horner step by 2 U, the sums dominated by the leading terms: w
    within 6 U, counts 6 U 0.1753 / 1.1753; x w, and the last sum, U each: below 3 U (underflow: ETA is added by
    the caller). Else ``(e**|x| - e**-|x|) / 2``: absolute error ``3 U cosh x`` and the difference's rounding U;
    for |x| >= 1 cosh/sinh is at most 1.3131: 3 * 1.3131 + 1 = 4.94 U, second order terms included below 5 U.
    """
    z = x * x
    w = np.full_like(x, _SINH[-1])
    with np.errstate(over="ignore"):
        for c in reversed(_SINH[1:-1]):
            w = w * z + c
        small = x + x * (w * z)
    big = 0.5 * (exp_point(np.abs(x)) - exp_point(-np.abs(x)))
    return np.where(np.abs(x) < 1.0, small, np.copysign(big, x))


def cosh_point(x: Array) -> Array:
    """cosh x for |x| <= 300, ``(e**x + e**-x)/2``: a sum of positive terms: relative error 3 U + U, below 4.01
    U.
    """
    return 0.5 * (exp_point(x) + exp_point(-x))


def _slope(x: Array, r: Array) -> Array:
    """An upper bound of cosh on [|x| - r, |x| + r], where |x| + r <= 300."""
    return cosh_point(np.abs(x) + r) * (1.0 + 512 * U)


def _within(x: Array, r: Array | None) -> Mask:
    """(B,) mask of instances whose operands stay below 277."""
    reach = np.abs(x) if r is None else np.abs(x) + r
    return np.asarray((reach <= _SAFE).all(axes_of(x)))


def _only(where: Mask, x: Array, r: Array | None) -> Ball:
    """The operand with the other instances set to 0."""
    w = per_instance(where, x.ndim)
    return Ball(np.where(w, x, 0.0), None if r is None else np.where(w, r, 0.0))


def sinh(a: Ball) -> Ball:
    """sinh: |sinh X - sinh m| <= r cosh(|m| + r).

    The rounding of |m| + r changes cosh by a factor e**(300 U) at most, which :func:`_slope` covers; k = 16 covers
    the 5 U in |sinh m| <= |y| / (1 - 5 U) and the sums and products.
    """
    x, r = plain(a)
    inside = _within(x, r)
    if not inside.all():
        far = _half(sub(exp(a), exp(neg(a))))
        return choose(inside, sinh(_only(inside, x, r)), far) if inside.any() else far
    y = sinh_point(x)
    rad = np.abs(y) * _SINH_ERROR
    if r is not None:
        rad = rad + r * _slope(x, r)
    return _finish(y, rad, x == 0, r)


def cosh(a: Ball) -> Ball:
    """cosh: |cosh X - cosh m| <= r sinh(|m| + r), and sinh t <= min(cosh t, t cosh t)."""
    x, r = plain(a)
    inside = _within(x, r)
    if not inside.all():
        far = _half(add(exp(a), exp(neg(a))))
        return choose(inside, cosh(_only(inside, x, r)), far) if inside.any() else far
    y = cosh_point(x)
    rad = np.abs(y) * _COSH_ERROR
    if r is not None:
        rad = rad + r * (np.minimum(np.abs(x) + r, 1.0) * _slope(x, r))
    return _finish(y, rad, x == 0, r)


def _finish(y: Array, rad: Array, at_zero: Mask, r: Array | None) -> Ball:
    """Inflate; keep f(0) exact (0 or 1) where the operand is exactly 0."""
    rad = inflate(rad, 24, 4)
    if at_zero.any():
        rad = np.where(at_zero & (True if r is None else r == 0), 0.0, rad)
    return settle(y, rad if rad.any() else None)


def tanh_point(x: Array) -> Array:
    """tanh x with relative error at most 9 U: sinh/cosh below 1 (3 + 4.01 + 1 U), else 1 - 2/(e**2x + 1).

    For x >= 1 the quotient q is at most 0.2385 and errs by (3 + 1 + 1) U q, tanh is at least 0.76: 1.6 U, plus U.
    """
    t = np.minimum(np.abs(x), 40.0)  # 1 - tanh 40 < 4e-35
    small = sinh_point(np.minimum(t, 1.0)) / cosh_point(np.minimum(t, 1.0))
    return np.copysign(np.where(t < 1.0, small, 1.0 - 2.0 / (exp_point(2.0 * t) + 1.0)), x)


def tanh(a: Ball) -> Ball:
    """tanh: the slope 1 - tanh**2 is at most min(1, 4 e**(-2 t)), t the least |.| in the ball."""
    x, r = plain(a)
    bad = _unbounded(x, r)
    x = np.where(bad, 0.0, x)
    y = tanh_point(x)
    rad = np.abs(y) * _TANH_ERROR
    if r is not None:
        low = np.clip(np.abs(x) - r, 0.0, 300.0) * (1.0 - 8 * U)
        rad = rad + r * np.minimum(1.0, 4.0 * exp_point(-2.0 * low))
    return undefined_where(_finish(y, rad, x == 0, r), bad)


def _unbounded(x: Array, r: Array | None) -> Mask:
    lo, hi = endpoints(x, r)
    return ~(np.isfinite(lo) & np.isfinite(hi))


def erf_point(x: Array) -> tuple[Array, Array]:
    """erf x and a bound of its absolute error (underflow excepted).

    For t = |x| <= 6: ``erf t = 2/sqrt(pi) t e**(-t**2) S``, ``S = 1 + y/3 (1 + y/5 (1 + ...))``, y = 2 t**2
    (Abramowitz and Stegun 7.1.6): all terms T_k positive.  Each stage rounds by quotient, product and sum, and
    y errs by U, so T_k comes with 4 k + 1 roundings.  ``k T_k = T_{k-1} k y / (2k+1) <= (y/2) T_{k-1}``, hence
    ``sum k T_k <= (y/2) S = t**2 S``, and S errs by at most ``(4 t**2 + 1) U`` relative (second order: 1 %).
    Stage K is cut where y/(2K+1) <= 1/2 and the tail, a geometric series below 2 T_K <= U/4, is absolute in S
    >= 1. t**2 errs by U t**2 <= 36 U in the exponent, exp by 3 U, products and the constant by 4 U.
    For t > 6: 1 - erf 6 < 2.2e-17 (A&S 7.1.13: below e**-36/(6 sqrt pi)).
    """
    t = np.minimum(np.abs(x), 6.0)
    y = 2.0 * t * t
    stages = _erf_stages(float(y.max(initial=0.0)))
    s = np.ones_like(t)
    for i in range(stages, 0, -1):
        s = 1.0 + y / (2 * i + 1) * s
    value = _TWO_OVER_ROOT_PI * t * (exp_point(-t * t) * s)
    relative = (1.01 * (4.0 * t * t + 1.0) + 9.0 + 1.01 * t * t) * U
    far = np.abs(x) > 6.0
    value = np.where(far, 1.0, value)
    return np.copysign(value, x), np.where(far, 2.2e-17, value * relative * (1.0 + 2.0**-40))


def _erf_stages(y: float) -> int:
    """Number of stages after which the tail of S at y is below U / 2 (counted generously in plain floats)."""
    k, term = 0, 1.0
    while term > U / 8 or y > 0.45 * (2 * k + 1):
        k += 1
        term *= y / (2 * k + 1)
    return k


def erf(a: Ball) -> Ball:
    """erf: the slope is 2/sqrt(pi) e**(-t**2), t the least |.| in the ball."""
    x, r = plain(a)
    bad = _unbounded(x, r)
    x = np.where(bad, 0.0, x)
    y, rad = erf_point(x)
    if r is not None:
        low = np.clip(np.abs(x) - r, 0.0, 16.0) * (1.0 - 8 * U)
        rad = rad + r * (1.12838 * exp_point(-low * low) * (1.0 + 600 * U))
    return undefined_where(_finish(y, rad, x == 0, r), bad)

