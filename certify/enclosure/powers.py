"""Powers of balls: rational exponents, and general ones through exp and log."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from certify.enclosure.arithmetic import div, integer_power, mul, sqrt
from certify.enclosure.ball import Ball, is_undefined, per_instance, undefined_where
from certify.enclosure.ball_constants import rational
from certify.enclosure.exponential import exp, log

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


def pow(a: Ball, b: Ball) -> Ball:
    """a**b = exp(b log a) for a > 0, with b a scalar (or of a's shape); exact zeros of a give 0 where b > 0.

    Undefined where a may be negative, where a may be 0 without being exactly 0, and for 0**b unless b > 0.
    """
    exact_zero = (a.mid == 0) & (True if a.rad is None else a.rad == 0)
    if not exact_zero.any():
        return exp(mul(b, log(a)))
    safe = Ball(np.where(exact_zero, 1.0, a.mid), a.rad, a.exp2)
    value = exp(mul(b, log(safe)))
    positive = b.mid > (0.0 if b.rad is None else b.rad)
    allowed = positive if b.rank == a.rank else per_instance(positive, a.mid.ndim)
    rad = np.where(exact_zero, 0.0, value.radius())
    result = Ball(np.where(exact_zero, 0.0, value.mid), rad if rad.any() else None, value.exp2)
    return undefined_where(undefined_where(result, exact_zero & ~allowed), is_undefined(value))


def reciprocal(a: Ball) -> Ball:
    """1 / a."""
    return div(Ball(np.ones((1,) * a.mid.ndim)), a)
