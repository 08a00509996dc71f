"""Numbers for people, never rounded inward: a lower end is cut downwards, an upper end upwards."""

from __future__ import annotations

from decimal import (
    MAX_EMAX,
    MIN_EMIN,
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    InvalidOperation,
)
from fractions import Fraction
from typing import Any

DIGITS = 5
_PLAIN = range(-4, 7)  # powers of ten printed without an exponent
_ROUNDING = {"down": ROUND_FLOOR, "up": ROUND_CEILING, "near": ROUND_HALF_EVEN}


def rounded(text: str, direction: str, digits: int = DIGITS) -> Decimal:
    """A decimal text with fewer digits, rounded ``down``, ``up`` or (for display marked as such) ``near``."""
    context = Context(prec=digits, rounding=_ROUNDING[direction], Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[])
    return context.plus(Decimal(text))


def parts(text: str, direction: str, digits: int = DIGITS) -> tuple[str, int | None]:
    """Mantissa and power of ten (None where the number is written plainly)."""
    value = rounded(text, direction, digits)
    if not value.is_finite():
        return ("−∞" if value < 0 else "∞"), None
    if value == 0:
        return "0", None
    exponent = value.adjusted()
    if exponent in _PLAIN:
        return _trimmed(format(value, "f")), None
    return _trimmed(format(value.scaleb(-exponent, Context(Emax=MAX_EMAX, Emin=MIN_EMIN)), "f")), exponent


def _trimmed(text: str) -> str:
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "−")


_ABOVE = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def plain(text: str, direction: str, digits: int = DIGITS) -> str:
    """The number in plain text, ``1.2 × 10⁻⁴⁰⁹⁶``."""
    mantissa, exponent = parts(text, direction, digits)
    return mantissa if exponent is None else f"{mantissa} × 10{str(exponent).translate(_ABOVE)}"


def latex(text: str, direction: str, digits: int = DIGITS) -> str:
    """The number as LaTeX, without dollar signs."""
    mantissa, exponent = parts(text, direction, digits)
    mantissa = mantissa.replace("−", "-").replace("∞", r"\infty")
    return mantissa if exponent is None else rf"{mantissa} \cdot 10^{{{exponent}}}"


def interval(lo: str | None, hi: str | None) -> str:
    """An enclosure in plain text; an open end says so."""
    if lo is not None and lo == hi:
        return f"= {plain(lo, 'down')}" if len(lo) <= DIGITS + 2 else f"{plain(lo, 'down')} … {plain(lo, 'up')}"
    return f"{'open' if lo is None else plain(lo, 'down')} … {'open' if hi is None else plain(hi, 'up')}"


def entry(text: Any) -> str:
    """An exact entry of an instance: as it is where it is short, else marked as an approximation."""
    text = str(text)
    if len(text) <= 9:
        return text.replace("-", "−")
    try:
        value = Fraction(text)
        near = Decimal(value.numerator) / Decimal(value.denominator)
        return "≈" + plain(str(near), "near", 4)
    except (ValueError, ArithmeticError, InvalidOperation):
        return text
