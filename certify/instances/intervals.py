"""Intervals with exact rational ends, open or closed: what hypotheses leave of the real line."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
End = Fraction | float  # a rational, or an infinity
INF = math.inf
_INSIDE = 2.0**-40


@dataclass(frozen=True)
class Interval:
    """All reals between two ends; an infinite end counts as open."""

    lo: End = -INF
    hi: End = INF
    lo_open: bool = False
    hi_open: bool = False

    @property
    def empty(self) -> bool:
        """No real number is inside."""
        return self.lo > self.hi or (self.lo == self.hi and (self.lo_open or self.hi_open))

    def meet(self, other: Interval) -> Interval:
        """The intersection."""
        lo, lo_open = max((self.lo, self.lo_open), (other.lo, other.lo_open))
        hi, closed = min((self.hi, not self.hi_open), (other.hi, not other.hi_open))
        return Interval(lo, hi, lo_open, not closed)

    def hull(self, other: Interval) -> Interval:
        """The smallest interval that contains both."""
        lo, lo_open = min((self.lo, self.lo_open), (other.lo, other.lo_open))
        hi, closed = max((self.hi, not self.hi_open), (other.hi, not other.hi_open))
        return Interval(lo, hi, lo_open, not closed)

    def __neg__(self) -> Interval:
        return Interval(-self.hi, -self.lo, self.hi_open, self.lo_open)

    def __add__(self, other: Interval) -> Interval:
        return Interval(_plus(self.lo, other.lo), _plus(self.hi, other.hi), self.lo_open or other.lo_open,
                        self.hi_open or other.hi_open)

    def __mul__(self, other: Interval) -> Interval:
        corners = [(_times(a, b), not _attained((a, p), (b, q)))
                   for a, p in ((self.lo, self.lo_open), (self.hi, self.hi_open))
                   for b, q in ((other.lo, other.lo_open), (other.hi, other.hi_open))]
        lo, lo_open = min(corners)
        hi, closed = max((value, not is_open) for value, is_open in corners)
        return Interval(lo, hi, lo_open, not closed)

    def reciprocal(self) -> Interval:
        """1 / x for x inside; the whole line where 0 is inside or between."""
        if self.empty:
            return self
        if self.lo > 0 or (self.lo == 0 and self.lo_open):
            return Interval(_inverse(self.hi), _inverse(self.lo) if self.lo else INF,
                            self.hi_open or self.hi == INF, self.lo_open)
        if self.hi < 0 or (self.hi == 0 and self.hi_open):
            return -((-self).reciprocal())
        return Interval()

    def absolute(self) -> Interval:
        """|x| for x inside."""
        if self.lo >= 0:
            return self
        if self.hi <= 0:
            return -self
        hi, closed = max((-self.lo, not self.lo_open), (self.hi, not self.hi_open))
        return Interval(Fraction(0), hi, False, not closed)

    def power(self, exponent: int) -> Interval:
        """x^k for x inside and an integer k >= 1."""
        if exponent % 2 == 0:
            base = self.absolute()
            return Interval(_power(base.lo, exponent), _power(base.hi, exponent), base.lo_open, base.hi_open)
        return Interval(_power(self.lo, exponent), _power(self.hi, exponent), self.lo_open, self.hi_open)

    def floats(self) -> tuple[float, float]:
        """The smallest and the largest float64 inside (or infinities); they may cross where none is."""
        lo, hi = _float(self.lo), _float(self.hi)
        if math.isfinite(lo) and (lo < self.lo or (lo == self.lo and self.lo_open)):
            lo = math.nextafter(lo, INF)
        if math.isfinite(hi) and (hi > self.hi or (hi == self.hi and self.hi_open)):
            hi = math.nextafter(hi, -INF)
        return lo, hi

    @cached_property
    def clips(self) -> tuple[float, float, float, float]:
        """The ends as floats, and what an entry beyond each of them becomes; crossed where no float is inside."""
        lo, hi = self.floats()
        if self.empty or lo > hi:
            return INF, -INF, INF, -INF
        low = min(lo + _INSIDE * max(1.0, abs(lo)), hi) if self.lo_open and lo > -INF else lo
        high = max(hi - _INSIDE * max(1.0, abs(hi)), low) if self.hi_open and hi < INF else hi
        return lo, hi, low, high


def clip_into(interval: Interval, value: Array) -> Array:
    """Entries outside moved to the nearest end, or 2^-40 inside an open end where there is room."""
    lo, hi, low, high = interval.clips
    if lo > hi or (lo == -INF and hi == INF):
        return value
    return np.where(value < lo, low, np.where(value > hi, high, value))


def point(value: End) -> Interval:
    """One number."""
    return Interval(value, value)


def _plus(a: End, b: End) -> End:
    """The sum; Python would turn a rational beside an infinity into a float, which it may be too large for."""
    return a if isinstance(a, float) else b if isinstance(b, float) else a + b


def _times(a: End, b: End) -> End:
    if a == 0 or b == 0:
        return Fraction(0)
    if isinstance(a, float) or isinstance(b, float):
        return INF if (a > 0) == (b > 0) else -INF
    return a * b


def _attained(left: tuple[End, bool], right: tuple[End, bool]) -> bool:
    """Whether the product of two ends is a value: both ends are, or one of them is an attained 0."""
    (a, a_open), (b, b_open) = left, right
    return (a == 0 and not a_open) or (b == 0 and not b_open) or not (a_open or b_open)


def _inverse(a: End) -> End:
    return Fraction(0) if a == INF else 1 / Fraction(a)


def _power(a: End, exponent: int) -> End:
    return a if a in (INF, -INF) and exponent % 2 else (INF if a in (INF, -INF) else a**exponent)


def _float(a: End) -> float:
    try:
        return float(a)
    except OverflowError:
        return INF if a > 0 else -INF


__all__ = ["INF", "End", "Interval", "clip_into", "point"]
