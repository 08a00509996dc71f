"""Numbers that the proofs in docstrings quote, recomputed with rigorous arithmetic."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import balls_oracle as oracle
import flint
import numpy as np
import pytest

from certify.enclosure import exponential, rounding

arb = flint.arb
U = Fraction(1, 2**53)


@oracle.exactly
def horner_error(low: arb, high: arb) -> arb:
    """E_0 / exp(r) in units of U over [low, high], by the recursion in the docstring of exp_parts."""
    u = arb(2) ** -53
    r = low.union(high)
    rho = abs(r).upper()
    cs = [arb(c) for c in exponential._EXP_COEFFICIENTS]
    value, error = cs[-1], u * abs(cs[-1])
    for i in range(len(cs) - 2, -1, -1):
        inherited = rho * error + u * rho * (abs(value).upper() + error) + (u * cs[i] if i > 2 else arb(0))
        value = cs[i] + r * value
        error = inherited + u * (abs(value).upper() + inherited)
    return (error / r.exp().lower() / u).upper()


def test_rounding_error_of_exp_is_below_its_bound() -> None:
    grid = [
        arb(Fraction(k * 34658, 400 * 10**5).numerator) / Fraction(k * 34658, 400 * 10**5).denominator
        for k in range(-400, 401)
    ]
    worst = max(float(horner_error(a, b).upper()) for a, b in pairwise(grid))
    assert 1.0 < worst < 2.2


@oracle.exactly
def test_constants_of_exp() -> None:
    high, low = arb(exponential._LN2_HIGH), arb(exponential._LN2_LOW)
    assert abs(arb(2).log() - high - low) < arb(2) ** -86
    numerator = float(exponential._LN2_HIGH) * 2.0**32
    assert numerator == int(numerator)
    assert exponential.EXP_LIMIT * 1.4427 < 2**20
    for i, c in enumerate(exponential._EXP_COEFFICIENTS):
        assert abs(arb(c) * arb(i).fac() - 1) <= arb(2) ** -53


@pytest.mark.parametrize("n", [1, 2, 10, 1000, 2**20, 2**26])
def test_gamma_and_inflation(n: int) -> None:
    assert Fraction(rounding.gamma(n)) >= n * U / (1 - n * U)
    if n <= 1000:
        assert Fraction(rounding.inflation(n)) >= 1 / (1 - U) ** (n + 2)
    r = np.array([0.0, 5e-324, 1e-300, 1.0, 3.7e200])
    for value, bound in zip(r, rounding.inflate(r, min(n, 50), 3), strict=True):
        k = min(n, 50)
        assert Fraction(bound) * (1 - U) ** k >= Fraction(value) + 3 * Fraction(rounding.ETA)


def test_too_long_sums_are_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        rounding.gamma(2**26 + 1)


def test_error_free_transformations_are_error_free() -> None:
    rng = np.random.default_rng(1)
    x, y = oracle.floats(rng, (10_000,), -400, 400), oracle.floats(rng, (10_000,), -400, 400)
    s, e = rounding.two_sum(x, y)
    p, f, spoiled = rounding.two_product(x, y)
    for i in range(0, 10_000, 3):
        assert Fraction(s[i]) + Fraction(e[i]) == Fraction(x[i]) + Fraction(y[i])
        assert spoiled[i] or Fraction(p[i]) + Fraction(f[i]) == Fraction(x[i]) * Fraction(y[i])


@pytest.mark.parametrize("half", [False, True])
def test_point_functions_stay_within_their_bounds(half: bool) -> None:
    """The measured worst error is below the stated one, and not absurdly so."""
    rng = np.random.default_rng(2)
    x = rng.uniform(-690, 690, 20_000) if half else rng.uniform(-1, 1, 20_000)
    value = exponential.exp_point(x)
    with flint.ctx.workprec(oracle.PRECISION):
        worst = max(
            float(abs(arb(v) / arb(t).exp() - 1).upper()) for v, t in zip(value.tolist(), x.tolist(), strict=True)
        )
        assert exponential.EXP_ERROR / 4 < worst < exponential.EXP_ERROR
        positive = np.exp(x)
        logs = exponential.log_point(positive)
        worst = max(
            float(abs(arb(v) / arb(t).log() - 1).upper())
            for v, t in zip(logs.tolist(), positive.tolist(), strict=True)
            if t != 1.0
        )
        assert exponential.LOG_ERROR / 8 < worst < exponential.LOG_ERROR
