"""Laurent series in one parameter t with a bound of what is cut off, valid on all of (0, t0].

f(t) = t^v (c_0 + c_1 t + ... + c_{n-1} t^{n-1} + r(t) t^n) with |r(t)| <= rest for every 0 < t <= t0. So the sign of f
near 0, the power of t that it is like, and whether it is 0 are statements about infinitely many instances at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import arb, fmpq

from certify.enclosure.series import surds
from certify.enclosure.series.surds import Coefficient, Surd

T0 = Fraction(1, 1 << 12)
ORDER = 8  # coefficients that are kept


class Unknown(ArithmeticError):
    """What a series cannot show: a leading coefficient that may be 0, an operation without a rule."""


def t0() -> Any:
    """The end of the range of t."""
    return arb(fmpq(T0.numerator, T0.denominator))


def size(x: Any) -> Any:
    """An upper bound of |x|, a ball of radius 0."""
    return arb(abs(x).upper())


@dataclass(frozen=True)
class Series:
    """See above; ``rest`` is 0 for polynomials in t and 1/t."""

    valuation: int
    coefficients: tuple[Coefficient, ...]
    rest: Any

    @staticmethod
    def constant(value: Coefficient, power: int = 0) -> Series:
        """value t^power."""
        return Series(power, () if surds.is_zero(value) else (value,), arb(0))

    @property
    def exact(self) -> bool:
        """Whether nothing is cut off."""
        return bool(self.rest.is_zero())

    @property
    def end(self) -> int:
        """The power of t at which the rest begins."""
        return self.valuation + len(self.coefficients)

    @property
    def is_zero(self) -> bool:
        """Whether f is 0 for every t."""
        return self.exact and all(map(surds.is_zero, self.coefficients))

    def coefficient(self, power: int) -> Coefficient:
        """The coefficient of t^power."""
        k = power - self.valuation
        return self.coefficients[k] if 0 <= k < len(self.coefficients) else Surd({})

    def cut(self, end: int) -> Series:
        """The same function with the powers from ``end`` on in the rest, and no leading zeros."""
        kept, rest = self.coefficients, self.rest
        if end < self.end:
            kept = self.coefficients[: max(0, end - self.valuation)]
            dropped = self.coefficients[len(kept):]
            here = self.valuation + len(kept)
            rest = sum((size(surds.ball(c)) * t0() ** k for k, c in enumerate(dropped)), arb(0))
            rest = size((rest + self.rest * t0() ** len(dropped)) * t0() ** max(0, here - end))
            if here > end:  # nothing is left of it
                return Series(end, (), rest)
        lead = next((k for k, c in enumerate(kept) if not surds.is_zero(c)), len(kept))
        return Series(self.valuation + lead, kept[lead:], rest)

    def tidy(self) -> Series:
        """At most ``ORDER`` coefficients, the first of which is not 0."""
        out = self.cut(self.end)
        out = out.cut(out.valuation + ORDER)
        return Series(0, (), arb(0)) if out.exact and not out.coefficients else out

    def __neg__(self) -> Series:
        return self.times(Surd.of(-1))

    def times(self, factor: Coefficient) -> Series:
        """The product with a number."""
        kept = tuple(surds.multiply(c, factor) for c in self.coefficients)
        return Series(self.valuation, kept, size(self.rest * surds.ball(factor))).tidy()

    def __add__(self, other: Series) -> Series:
        ends = [f.end for f in (self, other) if not f.exact]
        end = min(ends) if ends else max(self.end, other.end)
        left, right = (f.cut(end) if f.end > end else f for f in (self, other))
        start = min(left.valuation, right.valuation, end)
        kept = tuple(surds.add(left.coefficient(k), right.coefficient(k)) for k in range(start, end))
        rests = [f.rest * t0() ** max(0, f.end - end) for f in (left, right)]
        return Series(start, kept, size(rests[0] + rests[1])).tidy()

    def __sub__(self, other: Series) -> Series:
        return self + -other

    def __mul__(self, other: Series) -> Series:
        kept = [Surd({})] * max(0, len(self.coefficients) + len(other.coefficients) - 1)
        for j, a in enumerate(self.coefficients):
            for k, b in enumerate(other.coefficients):
                kept[j + k] = surds.add(kept[j + k], surds.multiply(a, b))
        out = Series(self.valuation + other.valuation, tuple(kept), arb(0))
        out += Series(self.end + other.valuation, (), size(self.rest * other.bound()))
        out += Series(other.end + self.valuation, (), size(other.rest * self.bound()))
        return out + Series(self.end + other.end, (), size(self.rest * other.rest))

    def bound(self) -> Any:
        """An upper bound of the sum of |c_k| t^k on the range, without the rest and without t^v."""
        return size(sum((size(surds.ball(c)) * t0() ** k for k, c in enumerate(self.coefficients)), arb(0)))

    def tail(self) -> Any:
        """A bound of |f t^-v - c_0| on the range."""
        later = sum((size(surds.ball(c)) * t0() ** k for k, c in enumerate(self.coefficients) if k), arb(0))
        return size(later + self.rest * t0() ** len(self.coefficients))

    def lead(self) -> Coefficient:
        """The first coefficient; raises ``Unknown`` where it may be 0."""
        if not self.coefficients or not surds.sign(self.coefficients[0]):
            raise Unknown("the leading coefficient of a series may be 0")
        return self.coefficients[0]

    def sign(self) -> int:
        """1, 0 or -1: the sign of f(t) for every t of the range; raises ``Unknown`` where it is not certain."""
        if self.is_zero:
            return 0
        lead = surds.ball(self.lead())
        if not abs(lead) > self.tail():
            raise Unknown("the sign of a series is not certain on its whole range")
        return 1 if lead > 0 else -1

    def enclosure(self) -> Any:
        """A ball that contains every value on the range; infinite where the series has a pole."""
        if self.valuation < 0:
            raise Unknown("a series with a pole is not bounded")
        whole = (self.bound() + self.rest * t0() ** len(self.coefficients)) * t0() ** self.valuation
        return arb(0, whole.upper())


__all__ = ["ORDER", "Series", "T0", "Unknown", "size", "t0"]
