"""Coefficients: exact sums of q sqrt(d) pi^(k/2), q rational, d squarefree, k an integer; else Arb balls.

The sums have one form each (pi is transcendental, and roots of different squarefree numbers are independent over the
rationals), so that a coefficient which cancels is seen to be 0. That is what tells |x y| from |x y| + x^4.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, isqrt
from typing import Any

from flint import arb, fmpq

Key = tuple[int, int]
LARGEST = 10**9  # radicands beyond it are not split into a square and the rest
Coefficient = Any  # Surd | arb


@dataclass(frozen=True)
class Surd:
    """The sum of ``q sqrt(d) pi^(k/2)`` over ``terms[d, k] = q``; no q is 0."""

    terms: Mapping[Key, Fraction]

    @staticmethod
    def of(value: Fraction | int, key: Key = (1, 0)) -> Surd:
        """One term."""
        return Surd({key: Fraction(value)} if value else {})

    def ball(self) -> Any:
        """An Arb ball at the precision that is set."""
        out = arb(0)
        for (d, k), q in self.terms.items():
            out += arb(fmpq(q.numerator, q.denominator)) * arb(d).sqrt() * arb.const_sqrt_pi() ** k
        return out

    def times(self, other: Surd) -> Surd:
        """The product."""
        terms: dict[Key, Fraction] = {}
        for (d, k), q in self.terms.items():
            for (e, m), r in other.terms.items():
                common = gcd(d, e)
                key = d * e // common**2, k + m
                terms[key] = terms.get(key, Fraction(0)) + q * r * common
        return Surd({key: q for key, q in terms.items() if q})


def from_ball(value: Any) -> Coefficient:
    """A ball; exact 0 stays exact."""
    return Surd({}) if value.is_zero() else value


def ball(x: Coefficient) -> Any:
    """Any coefficient as a ball."""
    return x.ball() if isinstance(x, Surd) else x


def add(x: Coefficient, y: Coefficient) -> Coefficient:
    """x + y."""
    if not (isinstance(x, Surd) and isinstance(y, Surd)):
        return ball(x) + ball(y)
    terms = dict(x.terms)
    for key, q in y.terms.items():
        terms[key] = terms.get(key, Fraction(0)) + q
    return Surd({key: q for key, q in terms.items() if q})


def multiply(x: Coefficient, y: Coefficient) -> Coefficient:
    """x y."""
    if is_zero(x) or is_zero(y):
        return Surd({})
    return x.times(y) if isinstance(x, Surd) and isinstance(y, Surd) else ball(x) * ball(y)


def is_zero(x: Coefficient) -> bool:
    """Whether a coefficient is 0 exactly."""
    return isinstance(x, Surd) and not x.terms


def sign(x: Coefficient) -> int:
    """1 or -1 where it is certain, else 0."""
    value = ball(x)
    return int(value > 0) - int(value < 0)


def power(x: Coefficient, exponent: Fraction) -> Coefficient:
    """x^exponent of a coefficient that is not 0 (and positive, unless the exponent is an integer)."""
    if isinstance(x, Surd) and len(x.terms) == 1:
        ((d, k), q), = x.terms.items()
        if exponent == -1:
            return Surd.of(1 / (q * d), (d, -k))
        root = _root(q) if exponent in (Fraction(1, 2), Fraction(-1, 2)) and (d, k % 2) == (1, 0) else None
        if root is not None:
            out = root.times(Surd.of(1, (1, k // 2)))
            return out if exponent > 0 else power(out, Fraction(-1))
    return ball(x) ** arb(fmpq(exponent.numerator, exponent.denominator))


def _root(q: Fraction) -> Surd | None:
    """The root of a positive rational, p/q as sqrt(p q) / q."""
    radicand = q.numerator * q.denominator
    if not 0 < radicand < LARGEST:
        return None
    square, rest = 1, radicand
    for k in range(2, isqrt(radicand) + 1):
        if k * k > rest:
            break
        while rest % (k * k) == 0:
            square, rest = square * k, rest // (k * k)
    whole = isqrt(rest)
    square, rest = (square * whole, 1) if whole * whole == rest else (square, rest)
    return Surd.of(Fraction(square, q.denominator), (rest, 0))


__all__ = ["Coefficient", "Surd", "add", "ball", "from_ball", "is_zero", "multiply", "power", "sign"]
