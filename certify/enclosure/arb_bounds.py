"""Bounds of Arb values as exact fractions and as decimal texts, rounded outward, at any magnitude."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from flint import arb

from certify.enclosure.flint_arrays import Array, FlintArrays

_LARGEST = 2**16  # beyond this exponent of 2 a fraction is a power of 2 or infinite
_PLAIN = range(-5, 16)  # decimal exponents that are written without e


def fraction_bounds(backend: FlintArrays, value: Array) -> tuple[Any, Any]:
    """Lower and upper bounds, exact fractions in the layout of the value; infinities where it is unbounded."""
    if backend.is_matrix(value):
        pairs = [[_bounds(x) for x in row] for row in value.table()]
        return [[p[0] for p in row] for row in pairs], [[p[1] for p in row] for row in pairs]
    if isinstance(value, list):
        bounds = [_bounds(x) for x in value]
        return [p[0] for p in bounds], [p[1] for p in bounds]
    return _bounds(value)


def _bounds(x: arb) -> tuple[Fraction | float, Fraction | float]:
    if not x.is_finite():
        return -math.inf, math.inf
    high = _upper(x.upper())
    return -_upper(-x.lower()), high


def _upper(x: arb) -> Fraction | float:
    """An upper bound of an exact number, equal to it unless its exponent is extreme."""
    man, exp = (int(part) for part in x.man_exp())
    size = exp + man.bit_length()
    if man == 0 or max(abs(exp), abs(size)) <= _LARGEST:
        return Fraction(man) * Fraction(2) ** exp
    if size > 0:
        return math.inf if man > 0 else -(Fraction(2) ** _LARGEST)
    return Fraction(1, 2**_LARGEST) if man > 0 else Fraction(0)


def decimal_down(x: arb, digits: int) -> str:
    """A decimal text of at most that many digits, not above any number of the ball."""
    mid, rad, exp = _decimal(x, digits)
    return _text(mid - rad, exp, digits, -1)


def decimal_up(x: arb, digits: int) -> str:
    """A decimal text of at most that many digits, not below any number of the ball."""
    mid, rad, exp = _decimal(x, digits)
    return _text(mid + rad, exp, digits, +1)


def _decimal(x: arb, digits: int) -> tuple[int, int, int]:
    if not x.is_finite():
        raise ArithmeticError("an unbounded or undefined value has no decimal bounds")
    if x.is_exact() and (whole := _short_integer(x)) is not None:
        return whole, 0, 0
    mid, rad, exp = x.mid_rad_10exp(digits + 5)
    return int(mid), int(rad), int(exp)


def _short_integer(x: arb) -> int | None:
    """The integer that an exact ball is, if it is a moderate one."""
    return int(x.unique_fmpz() or 0) if x.is_integer() and abs(x) < 10**30 else None


def _text(number: int, exp: int, digits: int, direction: int) -> str:
    """number * 10^exp with at most ``digits`` digits, rounded down (-1) or up (+1)."""
    excess = max(len(str(abs(number))) - digits, 0)
    rounded = -((-number) // 10**excess) if direction > 0 else number // 10**excess
    return _layout(rounded, exp + excess)


def _layout(number: int, exp: int) -> str:
    if number == 0:
        return "0"
    while number % 10 == 0:
        number, exp = number // 10, exp + 1
    sign, body = "-" if number < 0 else "", str(abs(number))
    size = exp + len(body) - 1
    if size not in _PLAIN:
        return f"{sign}{body[0]}{'.' + body[1:] if body[1:] else ''}e{size}"
    if exp >= 0:
        return sign + body + "0" * exp
    padded = body.rjust(-exp + 1, "0")
    return f"{sign}{padded[:exp]}.{padded[exp:]}"


__all__ = ["decimal_down", "decimal_up", "fraction_bounds"]
