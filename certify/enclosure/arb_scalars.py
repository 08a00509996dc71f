"""Scalar functions on Arb balls, with FLINT's surprises put right.

``x**2`` of a ball around 0 is nan in python-flint, sqrt and roots of [0, u] are nan, ``0.root(3)`` is nan;
here they are the enclosures that mathematics gives. An undefined value is nan and stays nan: Arb's own
operations propagate it, also through a product with 0. All functions work at the current precision.
"""

from __future__ import annotations

from fractions import Fraction

from flint import arb, fmpq

NAN = arb("nan")
_ROOTS = 64  # roots beyond this order go through exp and log
_NARROW = 20  # bits of relative accuracy from which midpoint arithmetic is as good as that of endpoints


def from_fraction(value: Fraction | int) -> arb:
    """The tightest ball of a rational; exact for dyadics, at any precision."""
    numerator, denominator = value.numerator, value.denominator
    if denominator & (denominator - 1) == 0:
        return arb((numerator, 1 - denominator.bit_length()))
    return arb(fmpq(numerator, denominator))


def is_exact(x: arb) -> bool:
    """Whether the ball is a single number."""
    return bool(x.is_exact() and x.is_finite())


def nonnegative(x: arb) -> arb:
    """A ball for the numbers >= 0 of x; for quantities that cannot be negative."""
    return x if x > 0 else x.nonnegative_part()


def root_of_square(x: arb) -> arb:
    """sqrt of a number that cannot be negative, whatever its enclosure says."""
    return x.sqrt() if x > 0 else _zero_to(x.nonnegative_part().upper().sqrt())


def _zero_to(top: arb) -> arb:
    """A ball for [0, top]."""
    return arb(0).union(top).nonnegative_part() if not top.is_zero() else top


def square(x: arb) -> arb:
    """x^2 >= 0."""
    return nonnegative(x * x)


def sqrt(x: arb) -> arb:
    """sqrt; nan unless x >= 0 is certain."""
    if x > 0 or x.is_zero():
        return x.sqrt()
    return _zero_to(x.upper().sqrt()) if x >= 0 else NAN


def log(x: arb) -> arb:
    """log; nan unless x > 0 is certain."""
    return x.log() if x > 0 else NAN


def integer_power(x: arb, k: int) -> arb:
    """x^k for k >= 0, with x^0 = 1 for every defined x; even powers are not negative."""
    if x.is_nan():
        return NAN
    if k < 2:
        return x if k else arb(1)
    if x.is_zero() or ((x > 0 or x < 0) and x.rel_accuracy_bits() > _NARROW):
        return x**k
    if k % 2 == 0 and x.contains(0):
        return _zero_to(abs(x).upper() ** k)
    return (x.lower() ** k).union(x.upper() ** k)


def power(x: arb, exponent: Fraction) -> arb:
    """x^(p/q). Defined for x > 0; for x = 0 where the exponent is >= 0; for x < 0 where it is an integer."""
    if exponent < 0:
        bottom = power(x, -exponent)
        return NAN if bottom.contains(0) else 1 / bottom
    if exponent.denominator == 1:
        return integer_power(x, exponent.numerator)
    if x > 0:
        return _positive_power(x, exponent)
    if x.is_zero():
        return x
    return _zero_to(_positive_power(x.upper(), exponent).upper()) if x >= 0 else NAN


def _positive_power(x: arb, exponent: Fraction) -> arb:
    p, q = exponent.numerator, exponent.denominator
    if q <= _ROOTS:
        return (x.sqrt() if q == 2 else x.root(q)) ** p
    return (from_fraction(exponent) * x.log()).exp()


def general_power(x: arb, y: arb) -> arb:
    """x^y as ``power`` for an exponent known to be an integer, else exp(y log x) with 0^y = 0 for y > 0."""
    if is_exact(y) and y.is_integer() and abs(y) < 2**20:
        return power(x, Fraction(int(y.unique_fmpz() or 0)))
    if x > 0:
        return (y * x.log()).exp()
    if not (x >= 0 and y > 0):
        return NAN
    return x if x.is_zero() else _zero_to((arb(0).union(_largest_power(x.upper(), y))).upper())


def _largest_power(top: arb, y: arb) -> arb:
    """An upper bound of t^y over 0 < t <= top."""
    return (y * top.log()).exp().upper()


def divide(x: arb, y: arb) -> arb:
    """x / y; nan unless y is certainly not 0."""
    return x / y if y > 0 or y < 0 else NAN


__all__ = [
    "NAN", "divide", "from_fraction", "general_power", "integer_power", "is_exact", "log", "nonnegative", "power",
    "root_of_square", "sqrt", "square",
]
