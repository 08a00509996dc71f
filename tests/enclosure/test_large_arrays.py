"""Products with Kronecker matrices that are not formed, and the ways through large arrays: the same enclosures."""

from fractions import Fraction

import numpy as np
import pytest

from certify.enclosure import BallBackend, exponential, norms, softmax
from certify.enclosure.arb import ArbBackend
from certify.enclosure.ball import Ball
from certify.enclosure.exact import ExactBackend
from certify.enclosure.kronecker import kron_product

BALLS, EXACT, ARB = BallBackend(), ExactBackend(), ArbBackend(128)
RNG = np.random.default_rng(3)


def ball(*shape, rad=0.0):
    mid = RNG.standard_normal(shape)
    return Ball(mid, None if not rad else np.full((1,) * mid.ndim, rad))


def overlap(a, b):
    (low, high), (other_low, other_high) = BALLS.enclosure(a), BALLS.enclosure(b)
    return a.mid.shape == b.mid.shape and bool((low <= other_high).all() and (other_low <= high).all())


@pytest.mark.parametrize("rad", [0.0, 1e-9])
@pytest.mark.parametrize("columns", [None, 1, 3])
def test_a_product_with_a_kronecker_matrix_is_that_with_the_matrix_formed(columns, rad):
    a, b = ball(2, 3, 4, rad=rad), ball(2, 5, 2)
    x = ball(2, 8, rad=rad) if columns is None else ball(2, 8, columns, rad=rad)
    formed = BALLS.matmul(BALLS.kron(a, b), x)
    found = kron_product(a, b, x)
    assert overlap(found, formed)
    assert found.radius().max() < 1e-6
    assert not overlap(kron_product(b, a, x), BALLS.matmul(BALLS.kron(a, b), x)) or columns is None


@pytest.mark.parametrize("backend", [EXACT, ARB])
@pytest.mark.parametrize("columns", [None, 2])
def test_the_exact_and_arb_readings_of_it(backend, columns):
    def draw(*shape):
        return tuple(tuple(Fraction(int(k), 3) for k in row) for row in RNG.integers(-9, 9, shape))

    with backend.session():
        a, b = backend.input(draw(2, 3)), backend.input(draw(3, 2))
        x = backend.input(draw(1, 6)[0] if columns is None else draw(6, columns))
        found, formed = backend.kron_product(a, b, x), backend.matmul(backend.kron(a, b), x)
        assert backend.entries(found) == backend.entries(formed) or backend is ARB
        assert backend.compare("eq", found, formed) >= 0


def test_exponentials_in_parts_have_the_same_bits():
    x = RNG.uniform(-600, 600, (3, 10007))
    whole = [exponential.exp_parts(row[None]) for row in x]
    assert x.size <= 2 * exponential._CHUNK
    x = np.concatenate([x] * 4)
    parts = exponential.exp_parts(x)
    assert x.size > 2 * exponential._CHUNK
    for k, pair in enumerate(whole):
        assert all(np.array_equal(part[k], value[0]) for part, value in zip(parts, pair, strict=True))


@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("rad", [0.0, 1e-7])
def test_softmax_by_blocks(axis, rad, monkeypatch):
    a = ball(2, 37, 23, rad=rad)
    whole = BALLS.softmax(a, axis)
    monkeypatch.setattr(softmax, "_BLOCK", 64)
    blocks = BALLS.softmax(a, axis)
    assert np.array_equal(whole.mid, blocks.mid)
    assert np.allclose(np.broadcast_to(whole.radius(), whole.mid.shape), blocks.radius(), rtol=1e-6)
    rows = [BALLS.softmax(Ball(np.take(a.mid, k, 2 - axis), a.rad[:, 0] if rad else None)) for k in range(5)]
    assert all(overlap(Ball(np.take(blocks.mid, k, 2 - axis), np.take(blocks.rad, k, 2 - axis)), row)
               for k, row in enumerate(rows))


def test_softmax_by_blocks_keeps_what_is_undefined(monkeypatch):
    mid = RNG.standard_normal((2, 30, 10))
    rad = np.zeros_like(mid)
    rad[1, 25, 3] = np.inf
    monkeypatch.setattr(softmax, "_BLOCK", 64)
    found = BALLS.softmax(Ball(mid, rad), 1)
    assert np.isfinite(found.rad[0]).all()
    assert np.isinf(found.rad[1]).all()


@pytest.mark.parametrize("scale", [1.0, 1e-110, 1e110])
def test_long_norms_enclose_the_exact_ones(scale):
    x = RNG.standard_normal((1, norms._LONG + 5)) * scale
    thin = Ball(x, np.full_like(x, 1e-20 * scale))
    exact = sum((Fraction(float(entry)) ** 2 for entry in x[0]), Fraction(0))
    low, high = BALLS.enclosure(BALLS.norm(thin, "2"))
    assert Fraction(float(low[0])) ** 2 <= exact <= Fraction(float(high[0])) ** 2
    assert high[0] - low[0] < 1e-12 * high[0]
