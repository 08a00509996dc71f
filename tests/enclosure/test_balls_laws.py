"""Laws that balls obey whatever the numbers: inclusion, correlated operands, exact scaling by powers of two."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import balls_oracle as oracle
import flint
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certify.enclosure import Ball, BallBackend
from certify.enclosure.structured import dense

K = BallBackend()
arb = flint.arb
laws = settings(max_examples=200, deadline=None)
finite = st.floats(allow_nan=False, allow_infinity=False)
moderate = st.floats(-1e6, 1e6)
vectors = st.lists(moderate, min_size=1, max_size=6)


def one(x: float) -> Ball:
    return K.input(np.array([x]))


def row(xs: list[float]) -> Ball:
    return K.input(np.array([xs]))


def contains(value: Ball, *truth: arb) -> bool:
    return oracle.misses(value, list(truth), 1) == 0


@oracle.exactly
def exact(f: Callable[[], arb]) -> arb:
    return f()


@laws
@given(finite, finite, finite)
def test_field_laws_hold_up_to_enclosures(x: float, y: float, z: float) -> None:
    a, b, c = one(x), one(y), one(z)
    pairs = [
        (K.add(a, b), K.add(b, a)),
        (K.mul(a, K.add(b, c)), K.add(K.mul(a, b), K.mul(a, c))),
        (K.add(K.add(a, b), c), K.add(a, K.add(b, c))),
    ]
    for left, right in pairs:
        assert K.compare("eq", left, right)[0] != -1
        assert K.compare("lt", left, right)[0] != 1


@laws
@given(finite, finite)
def test_sums_and_products_contain_the_rational_result(x: float, y: float) -> None:
    p, q = Fraction(x), Fraction(y)
    for value, truth in ((K.add(one(x), one(y)), p + q), (K.mul(one(x), one(y)), p * q)):
        assert K.compare("eq", value, K.constant(truth))[0] != -1


@laws
@given(finite)
def test_a_value_minus_itself_contains_zero(x: float) -> None:
    a = K.exp(K.mul(one(x), K.constant(Fraction(1, 3)))) if abs(x) < 1e5 else one(x)
    assert K.compare("eq", K.add(a, K.neg(a)), K.constant(0))[0] != -1


@laws
@given(finite)
def test_dyadic_division_is_exact(x: float) -> None:
    a = one(x)
    assert K.compare("eq", K.add(K.div(a, K.constant(2)), K.div(a, K.constant(2))), a)[0] >= (abs(x) > 1e-300)


@laws
@given(st.floats(-600, 600), st.floats(-600, 600))
def test_exp_turns_sums_into_products(x: float, y: float) -> None:
    left, right = K.exp(K.add(one(x), one(y))), K.mul(K.exp(one(x)), K.exp(one(y)))
    assert K.compare("eq", left, right)[0] != -1
    assert K.compare("eq", K.log(K.exp(one(x))), one(x))[0] != -1
    assert K.compare("le", K.log(right), K.add(K.add(one(x), one(y)), K.constant(Fraction(1, 10**9))))[0] == 1


@laws
@given(st.floats(-300, 300))
def test_hyperbolic_identities(x: float) -> None:
    a = one(x)
    s, c = K.sinh(a), K.cosh(a)
    assert K.compare("eq", K.add(K.mul(c, c), K.neg(K.mul(s, s))), K.constant(1))[0] != -1
    assert K.compare("eq", K.tanh(a), K.div(s, c))[0] != -1
    assert K.compare("eq", K.add(K.erf(a), K.erf(K.neg(a))), K.constant(0))[0] != -1


@laws
@given(vectors, st.floats(0, 1e-3))
def test_larger_operands_give_larger_results(xs: list[float], r: float) -> None:
    """Inclusion: the point inside the ball is mapped inside the ball's image."""
    small, mid = row(xs), np.array([xs])
    big = Ball(mid, np.full(mid.shape, r))
    for f in (K.softmax, K.tanh, K.erf, K.abs, K.sum, K.max, lambda v: K.norm(v, "2"), lambda v: K.dot(v, v)):
        assert K.compare("eq", f(small), f(big))[0] != -1


@laws
@given(vectors)
def test_softmax_sums_to_one_and_ignores_shifts(xs: list[float]) -> None:
    f = K.softmax(row(xs))
    assert K.compare("eq", K.sum(f), K.constant(1))[0] != -1
    shifted = K.softmax(K.add(row(xs), K.constant(12345)))
    assert K.compare("eq", f, shifted)[0] != -1


@laws
@given(vectors)
def test_norm_inequalities(xs: list[float]) -> None:
    v, n = row(xs), K.constant(len(xs))
    one_norm, two, top = (K.norm(v, p) for p in ("1", "2", "inf"))
    for smaller, larger in ((top, two), (two, one_norm), (one_norm, K.mul(n, top))):
        assert K.compare("lt", larger, smaller)[0] != 1
    assert contains(two, exact(lambda: sum((arb(x) * arb(x) for x in xs), arb(0)).sqrt() if any(xs) else arb(0)))


@laws
@given(vectors, st.integers(-900, 900))
def test_scaling_by_powers_of_two_is_exact(xs: list[float], k: int) -> None:
    v, factor = row(xs), K.power(K.constant(2), Fraction(k))
    for order in ("1", "2", "inf"):
        left, right = K.norm(K.mul(factor, v), order), K.mul(factor, K.norm(v, order))
        assert K.compare("eq", left, right)[0] != -1
    assert K.compare("eq", K.mul(factor, K.div(v, factor)), v)[0] >= int(
        k > 0 and all(x == 0 or abs(x) > 1e-3 for x in xs)
    )


@laws
@given(vectors, vectors)
def test_structured_and_full_matrices_agree(xs: list[float], ys: list[float]) -> None:
    n = min(len(xs), len(ys))
    u, v = row(xs[:n]), row(ys[:n])
    s = K.add(K.diag(u), K.neg(K.outer(u, v)))
    full = dense(s)
    assert K.compare("eq", K.matmul(s, v), K.matmul(full, v))[0] != -1
    assert K.compare("eq", K.trace(s), K.add(K.sum(u), K.neg(K.dot(u, v))))[0] != -1
    assert K.compare("eq", K.transpose(s), K.transpose(full))[0] != -1


@pytest.mark.parametrize("op", ["add", "mul", "div", "maximum", "minimum"])
def test_batches_agree_with_single_instances(op: str) -> None:
    rng = np.random.default_rng(9)
    x, y = oracle.floats(rng, (50, 3)), oracle.floats(rng, (50, 3)) + 0.5
    whole = getattr(K, op)(K.input(x), K.input(y))
    lo, hi = K.enclosure(whole)
    for b in range(50):
        low, high = K.enclosure(getattr(K, op)(K.input(x[b : b + 1]), K.input(y[b : b + 1])))
        assert (np.maximum(lo[b], low[0]) <= np.minimum(hi[b], high[0])).all()


def test_a_power_of_a_ball_that_reaches_zero_is_enclosed_from_zero():
    base = Ball(np.array([[0.25, 0.0, 3.0]]), np.array([[0.25, 0.0, 0.5]]))
    low, high = BallBackend().enclosure(BallBackend().pow(base, Ball(np.array([2.5]))))
    assert (low <= 0)[0, :2].all()
    assert 0.5**2.5 <= high[0, 0] <= 0.5**2.5 * (1 + 1e-12)
    assert high[0, 1] == 0
    assert low[0, 2] <= 2.5**2.5
    assert high[0, 2] >= 3.5**2.5
