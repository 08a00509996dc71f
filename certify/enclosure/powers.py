"""Powers of balls: rational exponents, and general ones through exp and log."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from certify.enclosure.arithmetic import div, integer_power, mul, sqrt
from certify.enclosure.ball import Ball, endpoints, is_undefined, per_instance, undefined_where
from certify.enclosure.ball_constants import rational
from certify.enclosure.exponential import exp, log
from certify.enclosure.rounding import inflate

_INTEGER_LIMIT = 2**16


def power(a: Ball, q: Fraction) -> Ball:
    """a**q.  Integers by repeated multiplication, halves and quarters by square roots, else exp(q log a).

    a**0 = 1 (0**0 too), 0**q = 0 for q > 0; undefined for a < 0 and q not an integer, and for 0**q with q < 0.
    """
    if q.denominator == 1 and abs(q.numerator) <= _INTEGER_LIMIT:
        return integer_power(a, int(q))
    if q.denominator in (2, 4) and abs(q.numerator) <= _INTEGER_LIMIT:
        root = sqrt(a) if q.denominator == 2 else sqrt(sqrt(a))
        return integer_power(root, q.numerator)
    return pow(a, rational([q], ()))


def pow(a: Ball, b: Ball, nonnegative: bool = False) -> Ball:
    """a**b = exp(b log a) for a > 0, with b a scalar (or of a's shape); exact zeros of a give 0 where b > 0.

    Where an entry is in [0, h] and b > 0, its power is in [0, h**b], since t**b grows with t.
    Undefined where a may be negative, and for 0**b unless b > 0; ``nonnegative`` says that a is known
    to be >= 0 although its ball reaches below.
    """
    low, high = endpoints(a.mid, a.rad)
    from_zero = low <= 0 if nonnegative else low == 0
    if not from_zero.any():
        return exp(mul(b, log(a)))
    safe = np.where(from_zero, np.where(high > 0, high, 1.0), a.mid)
    value = exp(mul(b, log(Ball(safe, None if a.rad is None else np.where(from_zero, 0.0, a.rad), a.exp2))))
    top = np.where(high > 0, endpoints(value.mid, value.rad)[1], 0.0)
    half = np.where(from_zero & (top > 0), inflate(0.5 * top, 1, 1), 0.0)
    positive = b.mid > (0.0 if b.rad is None else b.rad)
    allowed = positive if b.rank == a.rank else per_instance(positive, a.mid.ndim)
    rad = np.where(from_zero, half, value.radius())
    result = Ball(np.where(from_zero, half, value.mid), rad if rad.any() else None, value.exp2)
    return undefined_where(undefined_where(result, from_zero & ~allowed), is_undefined(value))


def reciprocal(a: Ball) -> Ball:
    """1 / a."""
    return div(Ball(np.ones((1,) * a.mid.ndim)), a)
