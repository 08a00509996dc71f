"""Simpler numbers near given ones: small integers, short fractions, few decimal digits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from certify.instances.data import Exact

_DENOMINATORS = (1, 2, 3, 4, 5, 8, 10, 100, 1000)
_DIGITS = (1, 2, 3, 4, 6, 9, 12)


def entries(value: Exact) -> list[Fraction]:
    """The numbers of a value, row by row."""
    return [q for part in value for q in entries(part)] if isinstance(value, tuple) else [value]


def rebuilt(like: Exact, flat: list[Fraction]) -> Exact:
    """The numbers in the nesting of another value."""
    rest = iter(flat)

    def build(part: Exact) -> Exact:
        return tuple(build(item) for item in part) if isinstance(part, tuple) else next(rest)

    return build(like)


def significant(q: Fraction, digits: int) -> Fraction:
    """q to some significant decimal digits."""
    if q == 0:
        return q
    exponent = len(str(abs(q.numerator))) - len(str(q.denominator))  # within 1 of the decimal exponent
    if abs(q) < Fraction(10) ** exponent:
        exponent -= 1
    unit = Fraction(10) ** (exponent - digits + 1)
    return round(q / unit) * unit


def simplicity(q: Fraction) -> tuple[bool, int, int]:
    """0 before all others, then by characters, then by size."""
    return q != 0, len(str(q)), abs(q.numerator) + q.denominator


def simpler_numbers(q: Fraction) -> list[Fraction]:
    """Simpler numbers than q, the simplest first: 0, small integers, 1/2, fractions near q, roundings of q."""
    sign = 1 if q > 0 else -1
    found = {Fraction(0), Fraction(sign, 2), *(Fraction(sign * k) for k in range(1, 6))}
    found |= {Fraction(round(q * m), m) for m in _DENOMINATORS}
    found |= {significant(q, digits) for digits in _DIGITS}
    return sorted((r for r in found if simplicity(r) < simplicity(q)), key=lambda r: (simplicity(r), r))


def rounded(value: Exact) -> Iterator[Exact]:
    """A value rounded in several ways, coarse ones first; each also with the sum of the entries kept."""
    flat = entries(value)
    for candidate in _roundings(flat):
        yield rebuilt(value, candidate)
        total = significant(sum(flat, Fraction(0)), 6)
        biggest = max(range(len(flat)), key=lambda j: abs(flat[j]))
        candidate[biggest] += total - sum(candidate, Fraction(0))
        yield rebuilt(value, candidate)


def _roundings(flat: list[Fraction]) -> Iterator[list[Fraction]]:
    for m in _DENOMINATORS:
        yield [Fraction(round(q * m), m) for q in flat]
    for digits in _DIGITS:
        yield [significant(q, digits) for q in flat]


def rounded_arrays(values: Mapping[str, Exact]) -> Iterator[dict[str, Exact]]:
    """All values rounded in one way, coarse ones first."""
    ways = [list(_roundings(entries(value))) for value in values.values()]
    for way in zip(*ways, strict=True):
        yield {name: rebuilt(values[name], flat) for name, flat in zip(values, way, strict=True)}


__all__ = ["entries", "rebuilt", "rounded", "rounded_arrays", "significant", "simpler_numbers", "simplicity"]
