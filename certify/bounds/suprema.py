"""Suprema of monomials over ranges of their generators, by calculus.

The logarithm of a monomial is a sum over its generators of a log g + sum_j c_j g^k_j, so each is maximised alone: at
an end of its range, or at g = (-a / (c k))^(1/k) where the derivative of a log g + c g^k changes its sign. A term of
an exponent that couples generators is replaced by its own supremum. Factors are exact rationals where every number is
one, else Arb balls whose upper ends are bounds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from flint import arb, fmpq

from certify.bounds.monomials import Factors, Monomial, rational
from certify.enclosure import ArbBackend
from certify.instances.intervals import INF, Interval
from certify.language import Expr

BITS = 256
Ranges = Mapping[Expr, Interval]
Value = Fraction | arb  # an exact number, or a ball around it
Parts = Sequence[tuple[arb, Fraction]]  # c and k of the terms c g^k


def supremum(term: Monomial, ranges: Ranges) -> Value:
    """The least upper bound of a positive monomial over the ranges; infinite where there is none."""
    with ArbBackend(BITS).session():
        alone: dict[Expr, list[tuple[arb, Fraction]]] = {g: [] for g, _ in term.variables}  # type: ignore[misc]
        values: list[Value] = [_number(Monomial(term.sign, term.coefficient))]
        for part in term.exponent:
            single = _in_one_variable(part, ranges)
            if single is not None:
                g, coefficient, k = single
                alone.setdefault(g, []).append((coefficient, k))
            else:
                values.append(ball(_extreme(part, ranges)).exp())
        powers = dict(term.variables)
        values += [_largest(powers.get(g, Fraction(0)), _added(parts), ranges[g]) for g, parts in alone.items()]
        return product(values)


def product(values: Sequence[Value]) -> Value:
    """The product: exact where all factors are, 0 where one is exactly 0."""
    if any(isinstance(value, Fraction) and value == 0 for value in values):
        return Fraction(0)
    out: Value = Fraction(1)
    for value in values:
        if isinstance(out, Fraction) and isinstance(value, Fraction):
            out = out * value
        else:
            out = ball(out) * ball(value)
    return out


def total(values: Sequence[Value]) -> Value:
    """The sum, exact where all terms are."""
    with ArbBackend(BITS).session():
        out: Value = Fraction(0)
        for value in values:
            if isinstance(out, Fraction) and isinstance(value, Fraction):
                out = out + value
            else:
                out = ball(out) + ball(value)
        return out


def ball(value: Value | float) -> arb:
    """A ball around a number."""
    if isinstance(value, arb):
        return value
    if value == INF:
        return arb("inf")
    exact = Fraction(value)
    return arb(fmpq(exact.numerator, exact.denominator))


def _in_one_variable(part: Monomial, ranges: Ranges) -> tuple[Expr, arb, Fraction] | None:
    """A bound of a term of an exponent by c g^k: its other variables are at the ends of their ranges, where that is
    finite while the range of g is not; None where there is no such g."""
    if part.exponent:
        return None
    variables = _variables(part)
    endless = [(g, k) for g, k in variables if ranges[g].hi == INF and k > 0] if len(variables) > 1 else variables
    if len(endless) != 1:
        return None
    ((g, k),) = endless
    ends = [power_end(h, a, ranges, part.sign > 0) for h, a in variables if h is not g]
    coefficient = ball(product([_number(part), *ends]))
    return (g, coefficient, k) if coefficient.is_finite() else None


def _added(parts: Parts) -> Parts:
    """Coefficients of equal powers are added up; what vanishes is left out."""
    table: dict[Fraction, arb] = {}
    for c, k in parts:
        table[k] = table.get(k, arb(0)) + c
    return [(c, k) for k, c in table.items() if c != 0]


def _number(term: Monomial) -> Value:
    """The coefficient."""
    exact = rational(Monomial(term.sign, term.coefficient))
    if exact is not None:
        return exact
    return product([Fraction(term.sign), *(ball(Fraction(p)) ** ball(a) for p, a in term.coefficient)])  # type: ignore[arg-type]


def _extreme(part: Monomial, ranges: Ranges) -> Value:
    """The supremum of a term of an exponent: of its size where it is positive, else minus the infimum of its size."""
    if part.exponent:  # exponentials inside of exponentials: their size is at least 0
        return supremum(part, ranges) if part.sign > 0 else Fraction(0)
    coefficient = _number(part)
    upper = part.sign > 0
    return product([coefficient, *(power_end(g, a, ranges, upper) for g, a in _variables(part))])


def _variables(term: Monomial) -> list[tuple[Expr, Fraction]]:
    return [(g, a) for g, a in term.variables if isinstance(g, Expr)]


def power_end(g: Expr, a: Fraction, ranges: Ranges, upper: bool) -> Value:
    """The supremum (infimum) of g^a over the range of g >= 0."""
    return _power(ranges[g].hi if (a > 0) == upper else _least(ranges[g]), a)


def _least(interval: Interval) -> Fraction:
    """The lower end, at least 0: generators are never negative."""
    return Fraction(interval.lo) if interval.lo > 0 else Fraction(0)


def _power(end: Fraction | float, a: Fraction) -> Value:
    if end == INF:
        return arb("inf") if a > 0 else Fraction(0)
    if end == 0:
        return Fraction(0) if a > 0 else arb("inf")
    if a.denominator == 1:
        return Fraction(end) ** int(a)
    return ball(end) ** ball(a)


def _largest(a: Fraction, parts: Parts, interval: Interval) -> Value:
    """sup of g^a exp(sum c g^k) over the range."""
    low, high = _least(interval), interval.hi
    if not parts:
        return Fraction(1) if a == 0 else _power(high if a > 0 else low, a)
    if not _moves(a, parts, down=True):
        return _at(a, parts, high)
    if not _moves(a, parts, down=False):
        return _at(a, parts, low)
    if len(parts) > 1:
        return arb("inf")
    return _turning(a, *parts[0], low, high)


def _moves(a: Fraction, parts: Parts, down: bool) -> bool:
    """Whether some term falls (rises) as g grows; yes where the sign of a coefficient is not certain."""
    wanted = -1 if down else 1
    return a * wanted > 0 or any(not c * k.numerator * wanted < 0 for c, k in parts)


def _turning(a: Fraction, c: arb, k: Fraction, low: Fraction, high: Fraction | float) -> Value:
    """a log g + c g^k whose terms pull apart: one stationary point, a minimum for c > 0, a maximum for c < 0.

    (With u = g^k the derivative has the sign of a / k + c u times that of k, and u g'(u) is monotone in u.)
    """
    if not c < 0:
        return ball(_at(a, [(c, k)], low)).max(ball(_at(a, [(c, k)], high)))
    place = (-ball(a) / (c * ball(k))) ** (1 / ball(k))
    if place < ball(low):
        return _at(a, [(c, k)], low)
    if place > ball(high):
        return _at(a, [(c, k)], high)
    return place ** ball(a) * (c * place ** ball(k)).exp()  # the maximum over all g > 0


def _at(a: Fraction, parts: Parts, end: Fraction | float) -> Value:
    """The value at an end of the range, or its limit; the exponential wins against the power."""
    if 0 < end < INF:
        exponent = sum((c * ball(_power(end, k)) for c, k in parts), arb(0))
        return ball(_power(end, a)) * exponent.exp()
    growing = [c for c, k in parts if (k > 0) == (end == INF)]
    if not growing:
        return _power(end, a) if a else Fraction(1)
    return arb("inf") if any(c > 0 for c in growing) else Fraction(0)


__all__ = ["BITS", "Factors", "Ranges", "Value", "ball", "power_end", "product", "supremum", "total"]
