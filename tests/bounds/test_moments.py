"""Derivatives of least squares and of log-sum-exp along one direction: constants against a search, and bounds on the
way to them; the inequalities between polynomials that they rest on are in test_polynomials."""

import numpy as np
import pytest

import certify as ct
from certify.bounds.facts import readable
from certify.bounds.power_sums import NotTakenApart, power_sums
from certify.bounds.rules.least_squares import LEAST_SQUARES
from certify.bounds.rules.moments import CUMULANTS, gradient, known
from certify.language import make

SLACK = 1e-9  # far above what rounding does to moments

n = ct.dim("n")
z, h, b = ct.vectors("z h b", n)
p = ct.softmax(z)


def along(scalar, order):
    for _ in range(order):
        scalar = make("jvp", (scalar, z, h))
    return readable(scalar)


@pytest.mark.parametrize("order", LEAST_SQUARES)
@pytest.mark.parametrize("target", [None, b])
@pytest.mark.parametrize("scale", [1, -1, 2])
def test_derivatives_are_recognised(order, target, scale):
    residual = p if target is None else p - target
    found = known(along(scale * ct.dot(residual, residual) / 2, order))
    assert (found.squares, found.order, found.h, found.b, found.scale) == (True, order, h, target, scale)
    other = along(ct.dot(residual, residual) / 2 + ct.dot(p, h) / 1000, order)
    assert known(other) is None


@pytest.mark.parametrize("order", CUMULANTS)
def test_cumulants_are_recognised(order):
    found = known(along(ct.dot(p, h), order - 1))
    assert (found.squares, found.order, found.h) == (False, order, h)


def test_gradients_are_recognised():
    assert gradient(readable(ct.grad(ct.dot(p - b, p - b), z))) == (b, 2)
    assert gradient(readable(ct.grad(ct.dot(p, b), z))) is None


def test_long_expressions_are_left_alone():
    long = (sum((ct.dot(u, h) for u in ct.vectors(" ".join(f"u{k}" for k in range(12)), n)), 1) ** 4) ** 4
    with pytest.raises(NotTakenApart):
        power_sums(long)


def moments(size, count, rng):
    """p, h of spread at most 1 and b, many of them on two points."""
    p = rng.dirichlet(np.full(size, rng.choice([0.1, 0.5, 1])), count)
    h = np.where(rng.random((count, size)) < 0.7, rng.integers(0, 2, (count, size)), rng.random((count, size)))
    b = np.eye(size)[rng.integers(0, size, count)] * rng.integers(0, 2, (count, 1))
    y = h - (p * h).sum(1, keepdims=True)
    variance, third = (p * y**2).sum(1, keepdims=True), (p * y**3).sum(1, keepdims=True)
    moves = (p * y, p * (y**2 - variance), p * (y**3 - 3 * variance * y - third))
    return p, p - b, h, moves


def values(size, count, rng):
    _, c, h, (first, second, third) = moments(size, count, rng)
    yield ("squares", 1), (c * first).sum(1)
    yield ("squares", 2), (first**2 + c * second).sum(1)
    yield ("squares", 3), (3 * first * second + c * third).sum(1)
    yield ("cumulant", 2), (h * first).sum(1)
    yield ("cumulant", 4), (h * third).sum(1)


def test_no_instance_exceeds_the_constants_and_most_are_nearly_reached():
    rng, low, high = np.random.default_rng(0), {}, {}
    for size in (2, 2, 2, 3, 4, 6, 20) * 20:
        for name, found in values(size, 2000, rng):
            low[name], high[name] = min(low.get(name, 0), found.min()), max(high.get(name, 0), found.max())
    limits = {("squares", k): v for k, v in LEAST_SQUARES.items()} | {("cumulant", k): v for k, v in CUMULANTS.items()}
    for name, (below, above) in limits.items():
        assert -low[name] <= below + SLACK
        assert high[name] <= above + SLACK
        assert -low[name] >= 0.97 * below - SLACK or name[1] == 1
        assert high[name] >= 0.97 * above


def test_the_third_derivative_is_a_mean_over_the_other_points():
    """At b = e_1: what the proof of its constant bounds, with the rest of the points as it is."""
    rng = np.random.default_rng(1)
    for size in (2, 3, 5):
        p = rng.dirichlet(np.ones(size), 50)
        h = rng.random((50, size))
        for weights, values_, a in zip(p, h, p[:, 0], strict=True):
            y = values_ - weights @ values_
            V, T = weights @ y**2, weights @ y**3
            others = weights[1:] / (1 - a)
            numbers = [price(a, g, y[0], y[1:][i], V, T, others @ y[1:]**3) for i, g in enumerate(others)]
            expected = (weights**2 * (4 * y**3 - 6 * y * V - T)).sum() - a * (y[0]**3 - 3 * y[0] * V - T)
            assert others @ numbers == pytest.approx(expected, abs=SLACK)
            assert max(numbers) <= LEAST_SQUARES[3][1] + SLACK


def price(a, g, y1, y, V, T, cubes):
    q = 1 - a
    return (a * a * (4 * y1**3 - 6 * y1 * V - T) - a * (y1**3 - 3 * y1 * V - T)
            + q * q * g * (4 * y**3 - 6 * y * V - T) - q * (y**3 - cubes) / 6)
