"""How far a semidefinite order is from failing: the largest eigenvalue of the pencil, also where it overflows."""

import numpy as np
import pytest

from certify.enclosure.floats import Float
from certify.instances.measures import semidefinite


def spread(rng, size, count):
    """Random positive definite matrices."""
    factor = rng.standard_normal((count, size, size))
    return factor @ factor.transpose(0, 2, 1) + 0.1 * np.eye(size)


def largest(m, n):
    """Largest t with det(M - t N) = 0."""
    return np.linalg.eigvals(np.linalg.solve(n, m)).real.max(-1)


@pytest.mark.parametrize("size", [1, 2, 5])
def test_the_value_is_the_log_of_the_largest_eigenvalue_of_the_pencil(size):
    rng = np.random.default_rng(size)
    m, n = spread(rng, size, 40), spread(rng, size, 40)
    value, _ = semidefinite(Float(m, None), Float(n, None))
    np.testing.assert_allclose(value, np.log(largest(m, n)), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("size", [1, 3])
def test_the_adjoints_are_the_derivatives(size):
    rng = np.random.default_rng(size)
    m, n, dm, dn = (spread(rng, size, 8) for _ in range(4))
    _, (left, right) = semidefinite(Float(m, None), Float(n, None))
    step = 1e-6
    moved = [semidefinite(Float(m + h * dm, None), Float(n + h * dn, None))[0] for h in (step, -step)]
    slope = (left.mant * dm).sum((1, 2)) + (right.mant * dn).sum((1, 2))
    np.testing.assert_allclose(slope, (moved[0] - moved[1]) / (2 * step), rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(("large", "tiny"), [(1e200, 1e-200), (1e300, 1e-290), (1e308, 5e-324)])
def test_a_tiny_right_side_against_a_large_left_one_spoils_no_other_instance(large, tiny):
    """M / N overflows: the gap M - N takes its place, and says that the order fails. Warnings are errors."""
    rng = np.random.default_rng(1)
    m, n = spread(rng, 3, 4), spread(rng, 3, 4)
    alone, _ = semidefinite(Float(m[1:], None), Float(n[1:], None))
    m[0], n[0] = large * np.eye(3), tiny * np.eye(3)
    value, adjoints = semidefinite(Float(m, None), Float(n, None))
    np.testing.assert_allclose(value[1:], alone)
    assert np.isfinite(value).all()
    assert value[0] > 0
    assert all(np.isfinite(side.mant).all() for side in adjoints)


def test_what_is_not_finite_has_no_value():
    m, n = np.eye(2)[None].repeat(2, 0), np.eye(2)[None].repeat(2, 0)
    m[0, 0, 0] = np.inf
    value, adjoints = semidefinite(Float(m, None), Float(n, None))
    assert np.isnan(value[0])
    assert abs(value[1]) < 1e-6
    assert all(np.isfinite(side.mant).all() for side in adjoints)
