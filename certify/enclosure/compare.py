"""Verdicts on relations between balls, and what reports need of them: enclosures, log2, ratios.

A verdict is +1 (holds), -1 (fails) or 0 (undecided) for each instance.  Both are proved: the enclosures contain
the true values, their ends are rounded outward and compared exactly, exponents included.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from certify.enclosure.arithmetic import div, sub
from certify.enclosure.ball import (
    Ball,
    Exponent,
    Mask,
    all_of,
    any_of,
    endpoints,
    is_undefined,
    lift,
    per_instance,
)
from certify.enclosure.exponential import log
from certify.enclosure.rounding import Array
from certify.enclosure.spectral import eigmin

Verdict = NDArray[np.int8]
RELATIONS = ("le", "lt", "eq", "psd")


def _ends(v: Ball, ndim: int) -> tuple[Array, Array, Exponent | None]:
    lo, hi = endpoints(v.mid, v.rad)
    e = None if v.exp2 is None else per_instance(v.exp2, ndim)
    return lift(lo, ndim), lift(hi, ndim), e  # type: ignore[return-value]


def scaled_less(x: Array, ex: Exponent | None, y: Array, ey: Exponent | None, or_equal: bool) -> Mask:
    """``x 2**ex < y 2**ey`` (or <=), exactly.

    With frexp both sides are m 2**k, 1/2 <= |m| < 1: for equal signs the larger k has the larger size, and equal k
    leaves the mantissas; different signs and zeros are decided by the mantissas alone.
    """
    if ex is None and ey is None:
        return x <= y if or_equal else x < y
    finite = np.isfinite(x) & np.isfinite(y)
    (mx, kx), (my, ky) = np.frexp(x), np.frexp(y)
    top_x = kx.astype(np.int64) + (0 if ex is None else ex)
    top_y = ky.astype(np.int64) + (0 if ey is None else ey)
    same = np.sign(mx) * np.sign(my) > 0
    by_mantissa = mx <= my if or_equal else mx < my
    by_exponent = np.where(mx > 0, top_x < top_y, top_x > top_y)
    exact = np.where(same & (top_x != top_y), by_exponent, by_mantissa)
    return np.where(finite, exact, x <= y if or_equal else x < y)


def compare(rel: str, lhs: Ball, rhs: Ball) -> Verdict:
    """The verdict on ``lhs rel rhs`` for all entries; "psd" is lhs << rhs in the semidefinite order.

    +1 needs every entry certain, -1 one entry that certainly fails; an undefined value on either side makes it 0.
    "eq" holds only between exact values.
    """
    if rel not in RELATIONS:
        raise ValueError(f"unknown relation {rel!r}; there are {', '.join(RELATIONS)}")
    if rel == "psd":
        return _semidefinite(lhs, rhs)
    ndim = max(lhs.mid.ndim, rhs.mid.ndim)
    (l_lo, l_hi, le), (r_lo, r_hi, re) = _ends(lhs, ndim), _ends(rhs, ndim)
    if rel == "eq":
        exact = (l_lo == l_hi) & (r_lo == r_hi)
        holds = exact & scaled_less(l_hi, le, r_lo, re, True) & scaled_less(r_hi, re, l_lo, le, True)
        fails = scaled_less(l_hi, le, r_lo, re, False) | scaled_less(r_hi, re, l_lo, le, False)
    else:
        holds = scaled_less(l_hi, le, r_lo, re, rel == "le")
        fails = scaled_less(r_hi, re, l_lo, le, rel == "lt")
    return _verdict(all_of(holds), any_of(fails), is_undefined(lhs) | is_undefined(rhs))


def _verdict(holds: Mask, fails: Mask, undefined: Mask) -> Verdict:
    sign = holds.astype(np.int8) - fails.astype(np.int8)
    return np.where(undefined, 0, sign).astype(np.int8)


def _semidefinite(lhs: Ball, rhs: Ball) -> Verdict:
    value = eigmin(sub(rhs, lhs))
    lo, hi = endpoints(value.mid, value.rad)
    return _verdict(lo >= 0, hi < 0, is_undefined(value))


def enclosure(v: Ball) -> tuple[Array, Array]:
    """``lo, hi`` with v in [lo, hi], rounded outward; infinite where undefined or beyond the float range."""
    lo, hi = endpoints(v.mid, v.rad)
    if v.exp2 is None:
        return _opened(lo, hi)
    by = per_instance(np.clip(v.exp2, -4000, 4000).astype(np.int32), v.mid.ndim)
    low, high = np.ldexp(lo, by), np.ldexp(hi, by)
    low = np.where(np.ldexp(low, -by) != lo, np.nextafter(low, -np.inf), low)
    high = np.where(np.ldexp(high, -by) != hi, np.nextafter(high, np.inf), high)
    return _opened(np.where(lo >= 0, np.maximum(low, 0.0), low), np.where(hi <= 0, np.minimum(high, 0.0), high))


def _opened(lo: Array, hi: Array) -> tuple[Array, Array]:
    """A finite end stays; an infinite result keeps the largest float as its finite end."""
    return (np.where(lo == np.inf, np.finfo(float).max, lo), np.where(hi == -np.inf, -np.finfo(float).max, hi))


@np.errstate(all="ignore")
def log2_enclosure(v: Ball) -> tuple[Array, Array]:
    """``lo, hi`` with log2 v in [lo, hi], exponents of any size included; [-inf, inf] where v may be <= 0."""
    return enclosure(div(log(v), log(Ball(np.array([2.0])))))


@np.errstate(all="ignore")
def log10_enclosure(v: Ball) -> tuple[Array, Array]:
    """``lo, hi`` with log10 v in [lo, hi]."""
    return enclosure(div(log(v), log(Ball(np.array([10.0])))))


@np.errstate(all="ignore")
def ratio(lhs: Ball, rhs: Ball) -> Ball:
    """lhs / rhs, with its exponent: the attained factor of a bound, or its slack through
    :func:`log10_enclosure`.
    """
    return div(lhs, rhs)
