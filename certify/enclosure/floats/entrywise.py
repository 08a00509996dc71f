"""Entrywise operations of the float64 reading; a scalar operand broadcasts."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from certify.enclosure.floats.value import (
    LOG_2,
    RANGE,
    Array,
    Exponent,
    Float,
    add_exponents,
    align,
    axes_of,
    exponent,
    lift,
    settle,
    shift,
    spread,
)

_EXP_RANGE = RANGE * LOG_2
_EXP_LIMIT = 1e15  # beyond it the exponent would leave int64
_LN2_HIGH, _LN2_LOW = 0.6931471803691238, 1.9082149292705877e-10  # k * high is exact for |k| < 2**20


def add(a: Float, b: Float) -> Float:
    """a + b."""
    x, y, e = align(a, b)
    return Float(x + y) if e is None else settle(x + y, e)


def mul(a: Float, b: Float) -> Float:
    """a b, entrywise."""
    n = max(a.mant.ndim, b.mant.ndim)
    return settle(lift(a.mant, n) * lift(b.mant, n), add_exponents(a, b))


def div(a: Float, b: Float) -> Float:
    """a / b; an instance where an entry of b is 0 becomes nan."""
    n = max(a.mant.ndim, b.mant.ndim)
    return settle(lift(a.mant, n) / lift(b.mant, n), add_exponents(a, b, -1))


def neg(a: Float) -> Float:
    """-a."""
    return Float(-a.mant, a.exp2)


def absolute(a: Float) -> Float:
    """|a|."""
    return Float(np.abs(a.mant), a.exp2)


def extremum(a: Float, b: Float, pick: np.ufunc) -> Float:
    """Entrywise larger or smaller one."""
    x, y, e = align(a, b)
    return Float(pick(x, y)) if e is None else settle(pick(x, y), e)


def exp(a: Float) -> Float:
    """exp(a): beyond the float range the power of two of the largest entry goes into the exponent."""
    x = a.plain()
    if x.min() >= -_EXP_RANGE and x.max() <= _EXP_RANGE:
        return Float(np.exp(x))
    x = np.clip(x, -_EXP_LIMIT, _EXP_LIMIT)
    top = np.nan_to_num(x.max(axes_of(x)))
    k = np.where(np.abs(top) > _EXP_RANGE, np.round(top / LOG_2), 0.0)
    kk = spread(k, x.ndim)
    return settle(np.exp((x - kk * _LN2_HIGH) - kk * _LN2_LOW), k.astype(np.int64))


def log(a: Float) -> Float:
    """Natural logarithm; nan where a is not positive."""
    out = np.log(np.where(a.mant > 0, a.mant, np.nan))
    return Float(out if a.exp2 is None else out + spread(a.exp2 * LOG_2, out.ndim))


def sqrt(a: Float) -> Float:
    """Square root; nan where a is negative."""
    if a.exp2 is None:
        return Float(np.sqrt(a.mant))
    odd = a.exp2 & 1
    return settle(np.sqrt(shift(a.mant, odd)), (a.exp2 - odd) // 2)


def cosh(a: Float) -> Float:
    """Hyperbolic cosine."""
    return _hyperbolic(a, np.cosh, 1)


def sinh(a: Float) -> Float:
    """Hyperbolic sine."""
    return _hyperbolic(a, np.sinh, -1)


def _hyperbolic(a: Float, plain: np.ufunc, sign: int) -> Float:
    """(exp(x) + sign exp(-x)) / 2 in the instances that leave the range; the others keep their digits near 0."""
    x = a.plain()
    near = np.abs(x).max(axes_of(x)) <= _EXP_RANGE
    if near.all():
        return Float(plain(x))
    up, down = exp(Float(x)), exp(Float(-x))
    both = add(up, down if sign > 0 else neg(down))
    inside = spread(near, x.ndim)
    return Float(np.where(inside, plain(np.where(inside, x, 0.0)), 0.5 * both.mant),
                 np.where(near, 0, exponent(both)))


def tanh(a: Float) -> Float:
    """Hyperbolic tangent."""
    return Float(np.tanh(a.plain()))


def erf(a: Float) -> Float:
    """Error function."""
    x = a.plain()
    return Float(np.fromiter(map(math.erf, x.ravel().tolist()), np.float64, x.size).reshape(x.shape))


def power(a: Float, p: Fraction) -> Float:
    """a**p for a literal p; nan for a negative base and a p that is no integer, and for 0 to a negative power."""
    if p == 2:
        return mul(a, a)
    if p == 1:
        return a
    if p == Fraction(1, 2):
        return sqrt(a)
    if p == -1:
        return div(Float(np.ones((1,) * a.mant.ndim)), a)
    sign = np.sign(a.mant) if p.denominator == 1 and p.numerator % 2 else None
    x = np.abs(a.mant) if p.denominator == 1 else np.where(a.mant < 0, np.nan, a.mant)
    if p < 0:
        x = np.where(x == 0, np.nan, x)
    out = _positive_power(Float(x, a.exp2), np.array([float(p)]))
    return out if sign is None else Float(sign * out.mant, out.exp2)


def pow(a: Float, b: Float) -> Float:
    """a**b for a scalar b; nan for a negative base and an exponent that is no integer."""
    p = b.plain()
    wide = spread(p, a.mant.ndim)
    whole = wide == np.floor(wide)
    x = np.where(whole, np.abs(a.mant), np.where(a.mant < 0, np.nan, a.mant))
    x = np.where((x == 0) & (wide < 0), np.nan, x)
    out = _positive_power(Float(x, a.exp2), p)
    odd = whole & (np.mod(wide, 2) == 1) & (a.mant < 0)
    return Float(np.where(odd, -out.mant, out.mant), out.exp2) if odd.any() else out


def _positive_power(a: Float, p: Array) -> Float:
    """a**p for a >= 0 and per-instance p: through 2**(p log2 a) where that leaves the range."""
    wide = spread(p, a.mant.ndim)
    bits = wide * (np.log2(a.mant) + spread(exponent(a), a.mant.ndim))
    if a.exp2 is None and not (np.abs(bits[np.isfinite(bits)]) > RANGE).any():
        return settle(np.power(a.mant, wide))
    top = np.where(np.isfinite(bits), bits, -np.inf).max(axes_of(bits))
    rounded = np.round(np.clip(top, -_EXP_LIMIT, _EXP_LIMIT))
    k: Exponent = np.where(np.abs(top) > RANGE, rounded, 0).astype(np.int64)
    return settle(np.exp2(bits - spread(k, bits.ndim)), k)


def softmax(a: Float, axis: int) -> Float:
    """exp(a) / sum(exp(a)) along an axis."""
    x = a.plain()
    u = np.exp(x - x.max(axis + 1, keepdims=True))
    return Float(u / u.sum(axis + 1, keepdims=True))


def logsumexp(a: Float) -> Float:
    """log(sum(exp(a))) of a vector."""
    x = a.plain()
    top = x.max(1)
    return Float(np.log(np.exp(x - top[:, None]).sum(1)) + top)
