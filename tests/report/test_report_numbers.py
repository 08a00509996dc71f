"""Numbers in reports: rounded outward, never inward."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certify.report import numbers
from certify.report.instances import described, enclosure, short, sides

DECIMALS = st.builds(lambda digits, exponent: f"{digits}e{exponent}", st.integers(-(10**12), 10**12),
                     st.integers(-5000, 5000))
_BELOW = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")


def parsed(text: str) -> Decimal:
    """The value of a printed number."""
    mantissa, _, power = text.translate(_BELOW).partition(" × 10")
    return Decimal(mantissa).scaleb(int(power or 0))


@given(DECIMALS)
def test_ends_move_outward(text: str) -> None:
    assert parsed(numbers.plain(text, "down")) <= Decimal(text) <= parsed(numbers.plain(text, "up"))


@given(DECIMALS)
def test_few_digits_are_lost(text: str) -> None:
    gap = parsed(numbers.plain(text, "up")) - parsed(numbers.plain(text, "down"))
    assert gap <= abs(Decimal(text)) * Decimal("1.0001e-4")


@pytest.mark.parametrize(("text", "down", "up"), [
    ("0.4999999", "0.49999", "0.5"), ("1.2345678e-4096", "1.2345 × 10⁻⁴⁰⁹⁶", "1.2346 × 10⁻⁴⁰⁹⁶"),
    ("-1.00001", "−1.0001", "−1"),
    ("123456789", "1.2345 × 10⁸", "1.2346 × 10⁸"), ("12345.6", "12345", "12346"), ("0e-10", "0", "0"),
    ("0.00012", "0.00012", "0.00012"), ("9.99999e99", "9.9999 × 10⁹⁹", "1 × 10¹⁰⁰"),
    ("1e-99999999", "1 × 10⁻⁹⁹⁹⁹⁹⁹⁹⁹", None),
])
def test_examples(text: str, down: str, up: str | None) -> None:
    assert numbers.plain(text, "down") == down
    assert numbers.plain(text, "up") == (up or down)


def test_null_is_open() -> None:
    assert numbers.interval("0.25", None) == "0.25 … open"
    assert numbers.interval(None, "1") == "open … 1"
    assert numbers.interval("1", "1") == "= 1"
    assert numbers.interval("0.33333333", "0.33333333") == "0.33333 … 0.33334"


def test_latex() -> None:
    assert numbers.latex("-1.5e-20", "down") == r"-1.5 \cdot 10^{-20}"


def test_long_entries_are_marked_as_approximate() -> None:
    assert numbers.entry("-1/2") == "−1/2"
    assert numbers.entry("3602879701896397/36028797018963968") == "≈0.1"


def test_instances_are_short() -> None:
    instance = {"dims": {"n": 2}, "indices": {"i": 0}, "values": {"A": [["1", "2"]], "x": ["1"] * 20, "R": "4"},
                "lhs": ["1.00000001", "1.00000002"], "rhs": None}
    assert described(instance) == "n = 2, i = 1; A = [1, 2], x = [20 entries, see the certificate], R = 4"
    assert sides(instance) == "left side in [1, 1.0001]"
    assert described(None) == sides(None) == ""
    assert enclosure("0.5") == "≈ 0.5"
    assert enclosure(["0.5", "0.5"]) == "0.5"
    assert short([["1", "2"], ["3", "4"]]) == "[1, 2; 3, 4]"
