"""The exact, Arb and mpmath readings of random expressions agree; precision only ever sharpens."""

from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
import pytest
from flint import arb
from hypothesis import Phase, assume, given, settings
from wellshaped import cases, expressions, instances

from certify.enclosure.arb import ArbBackend
from certify.enclosure.exact import ExactBackend, Irrational
from certify.enclosure.oracle import MpmathBackend
from certify.enclosure.verdicts import run
from certify.language import make

FEW = settings(max_examples=120, deadline=None)


def flat(value: Any) -> list[Any]:
    """All entries of a nested value."""
    if isinstance(value, np.ndarray | list | tuple):
        return [x for part in value for x in flat(part)]
    return [value]


def bounds(expr: Any, instance: Any, prec: int) -> list[tuple[Any, Any]]:
    backend = ArbBackend(prec)
    low, high = backend.enclosure(run((expr,), backend, instance)[0])
    return list(zip(flat(low), flat(high), strict=True))


def oracle(expr: Any, instance: Any, dps: int = 60) -> list[Any] | None:
    """The values by mpmath; None where it finds the expression undefined."""
    try:
        return flat(run((expr,), MpmathBackend(dps), instance)[0])
    except (ArithmeticError, ValueError):
        return None


def moderate(found: list[Any] | None) -> bool:
    """Whether the oracle has values, none of them extreme."""
    return found is not None and all(mpmath.mpf("1e-60") < abs(x) < mpmath.mpf("1e60") or x == 0 for x in found)


def slack(x: Any) -> Fraction:
    return Fraction(1, 10**25) * (1 + abs(x))


def rational(x: Any) -> Fraction:
    sign, man, exp, _ = x._mpf_
    return Fraction((-1) ** sign * man) * Fraction(2) ** exp


@FEW
@given(cases())
def test_arb_encloses_what_mpmath_finds(case):
    expr, instance = case
    found = oracle(expr, instance)
    assume(moderate(found))
    for (low, high), x in zip(bounds(expr, instance, 128), map(rational, found), strict=True):
        if low == -float("inf"):
            continue
        assert low - slack(x) <= x <= high + slack(x)


@FEW
@given(cases(rational=True))
def test_exact_values_lie_in_arb(case):
    expr, instance = case
    backend = ExactBackend()
    try:
        values = flat(backend.fractions(run((expr,), backend, instance)[0]))
    except Irrational:
        assume(False)
    for (low, high), x in zip(bounds(expr, instance, 64), values, strict=True):
        assert low <= x <= high
    found = oracle(expr, instance)
    if found is not None:
        assert all(abs(rational(y) - x) <= slack(x) for x, y in zip(values, found, strict=True))


@FEW
@given(cases())
def test_more_bits_overlap_and_sharpen(case):
    expr, instance = case
    coarse, fine = bounds(expr, instance, 96), bounds(expr, instance, 384)
    for (low, high), (inner_low, inner_high) in zip(coarse, fine, strict=True):
        assert inner_low <= high
        assert low <= inner_high
        if isinstance(low, Fraction) and isinstance(high, Fraction):
            assert inner_high - inner_low <= max(high - low, Fraction(1, 2**300) * (1 + abs(inner_low)))


def test_most_random_values_are_defined_and_tight():
    """The laws above would hold vacuously if random expressions were mostly undefined."""
    seen: list[bool] = []

    @settings(max_examples=120, deadline=None, database=None, derandomize=True)
    @given(cases())
    def look(case):
        expr, instance = case
        if moderate(oracle(expr, instance)):
            pairs = bounds(expr, instance, 256)
            seen.append(all(low != -float("inf") and high - low <= (1 + abs(low)) / 2**64 for low, high in pairs))

    look()
    assert len(seen) > 50
    assert sum(seen) >= 0.9 * len(seen)


@pytest.mark.parametrize("method", ["exp", "tanh", "log", "erf"])
def test_a_planted_error_is_seen(method, monkeypatch):
    """A function that is off by 1e-20 leaves the enclosure of the oracle."""
    true = getattr(ArbBackend, method)
    off = lambda self, a: self.each(lambda x: x + arb(10) ** -20, true(self, a))  # noqa: E731
    monkeypatch.setattr(ArbBackend, method, off)

    @settings(max_examples=40, deadline=None, database=None, phases=[Phase.generate])
    @given(expressions(("n",), 1).map(lambda e: make(method, (1 + e * e,))).flatmap(
        lambda e: instances(e).map(lambda instance: (e, instance))))
    def law(case):
        expr, instance = case
        found = oracle(expr, instance)
        assume(moderate(found))
        for (low, high), x in zip(bounds(expr, instance, 128), map(rational, found), strict=True):
            assert low == -float("inf") or low - slack(x) <= x <= high + slack(x)

    with pytest.raises(AssertionError):
        law()
