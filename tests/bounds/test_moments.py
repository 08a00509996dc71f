"""Derivatives of least squares and of log-sum-exp along one direction: constants against a search, and what the proofs
rest on, inequalities between polynomials on boxes, by subdivision."""

import numpy as np
import pytest

import certify as ct
from certify.bounds.facts import readable
from certify.bounds.power_sums import NotTakenApart, power_sums
from certify.bounds.rules.least_squares import LEAST_SQUARES
from certify.bounds.rules.moments import CUMULANTS, gradient, known
from certify.language import make
from tests.bounds.boxes import SLACK, is_below

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
        assert -low[name] >= 0.97 * below - SLACK or name[1] in (1, 3)
        assert high[name] >= 0.97 * above or name == ("squares", 3)


def below(a, g, s, part):
    """What the second derivative is at least minus of; t runs from (1 - g)(s - 1) to (1 - g) s."""
    t = (1 - g) * (s - 1 + part)
    q, d = 1 - a, s - t
    variance = (2 * s - 1) * t + (1 - g) * s * (1 - s) - t * t
    return q * q * (a * (1 - 3 * a) * (1 + g) * d * d - 4 * a * g * t * d - 2 * g * t * t + (g * q - a) * variance)


def test_the_second_derivative_from_below():
    def admitted(a, g, s, part):
        return (g * (1 - a) - a).high >= 0

    corner, sides = (0, 0, 0, 0), (1 / 3, 1, 1, 1)
    assert is_below(below, float(LEAST_SQUARES[2][0]), corner, sides, admitted)
    assert not is_below(below, 0.1201, corner, sides, admitted, rounds=30)


def pairs(a, x):
    """a times pairs with point 1, less what is left for them."""
    left = 5 / 32 * a - 3 / 8 * (1 - a) * (a - 1 / 6) * (1 / 2 - a)
    return a * x * (1 - x) * (x * x + (1 - 2 * a) * x + 3 * a - a * a - 1) - left


def test_the_second_derivative_from_above():
    assert is_below(pairs, 0, (1 / 6, 0), (1 / 3, 1))
    assert not is_below(pairs, -0.001, (1 / 6, 0), (1 / 3, 1), rounds=30)


GRID = np.linspace(0, 1, 4001)


def peak(slope, width, cap):
    """The largest v (slope - v / width) for 0 <= v <= cap."""
    v = np.minimum(np.maximum(slope * width / 2, 0), cap)
    return v * (slope - v / np.maximum(width, 1e-300))


def one_point(t):
    """A bound of the third derivative of the mass t of one point, but for the distance of points of the grid."""
    t, g = np.minimum(np.maximum(t, 0), 1)[..., None], GRID
    k, e = t * (1 - t), 1 - 2 * t
    low = g**3 * np.maximum(6 * k - 1, 0) + peak(g * (1 + 3 * np.maximum(e, 0)), g, g * (1 - g))
    high = g**3 * np.maximum(1 - 6 * k, 0) + peak(3 * g * np.maximum(-e, 0) + 1 - g, 1 - g, g * (1 - g))
    return np.minimum(1 / 8, (k * np.maximum(low, high)).max(-1))


def test_the_third_derivative_by_layers():
    """Slopes are below 2 in a and in c, and below 8 in g: a fine grid serves."""
    t = np.linspace(0, 1, 2001)
    one, a, c = one_point(t), t[:, None], t[None, :]
    layers = np.where(c >= (1 - a) / 2, (1 - a - c) / 8 + (2 * c - 1 + a) * one, c / 8)
    total = np.where(c <= 1 - a + 1e-12, (1 - a) * one[:, None] + layers, 0)
    assert total.max() + 2 * 2 / 4000 + 8 / 4 / 8000 <= float(LEAST_SQUARES[3][1]) - 3 * TRIPLE


TRIPLE = 0.036


def first_peak(t, part):
    s = part * (1 - t)
    return t * t * ((1 - t) * (1 - t) * (2 * t - 1) + s * (t * (1 - t) - s * s))


def second_peak(t, part):
    s = part * (1 - t)
    return t * t * s * (s * (2 * t - 1) + t * (1 - t) - s * s) - TRIPLE * (s + t) * (s + t)


def test_the_inner_product_of_the_derivatives():
    assert is_below(first_peak, TRIPLE, (1 / 2, 0), (1 / 2, 1))
    assert is_below(second_peak, 0, (1 / 2, 0), (1 / 2, 1))
    assert not is_below(first_peak, 0.0357, (1 / 2, 0), (1 / 2, 1), rounds=30)
    rng = np.random.default_rng(2)
    for size in (2, 3, 5):
        _, _, _, (first, second, _) = moments(size, 20000, rng)
        assert np.abs((first * second).sum(1)).max() <= TRIPLE


def test_one_point_and_sets():
    rng = np.random.default_rng(1)
    for size in (2, 3, 5):
        p, _, _, (_, _, third) = moments(size, 4000, rng)
        assert (np.abs(third[:, 0]) <= one_point(p[:, 0]) + 1e-4).all()
        inside = rng.integers(0, 2, third.shape)
        assert np.abs((third * inside).sum(1)).max() <= 1 / 8 + SLACK
