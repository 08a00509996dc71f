"""Entrywise operations of balls against Arb: nothing outside, and radii near the ideal."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import balls_oracle as oracle
import flint
import numpy as np
import pytest

from certify.enclosure import Ball, BallBackend

N = 10_000
K = BallBackend()
arb = flint.arb

Range = tuple[int, int]
# name, ball operation, Arb operation, range of binary exponents of operands, domain, looseness when exact
UNARY: list[tuple[str, Callable[[Ball], Ball], Callable[[arb], arb], Range, str, float]] = [
    ("exp", K.exp, arb.exp, (-1070, 18), "", 3.1),
    ("log", K.log, arb.log, (-1070, 1020), "positive", 6.1),
    ("sqrt", K.sqrt, arb.sqrt, (-1070, 1020), "positive", 1.1),
    ("sinh", K.sinh, arb.sinh, (-1070, 17), "", 5.1),
    ("cosh", K.cosh, arb.cosh, (-1070, 17), "", 4.1),
    ("tanh", K.tanh, arb.tanh, (-1070, 17), "", 9.1),
    ("erf", K.erf, arb.erf, (-1070, 17), "", 205),
    ("abs", K.abs, abs, (-1070, 1020), "", 1.1),
    ("neg", K.neg, arb.__neg__, (-1070, 1020), "", 1.1),
    ("square", lambda a: K.power(a, Fraction(2)), lambda x: x * x, (-500, 500), "", 1.1),
    ("cube", lambda a: K.power(a, Fraction(3)), lambda x: x * x * x, (-1070, 1020), "", 2.2),
    ("reciprocal", lambda a: K.power(a, Fraction(-1)), lambda x: 1 / x, (-1070, 1020), "nonzero", 1.1),
    ("3/2", lambda a: K.power(a, Fraction(3, 2)), lambda x: x * x.sqrt(), (-1070, 1020), "positive", 5.1),
    (
        "5/7",
        lambda a: K.power(a, Fraction(5, 7)),
        lambda x: (x.log() * 5 / 7).exp(),
        (-300, 300),
        "positive",
        2000,
    ),
]
BINARY: list[tuple[str, Callable[[Ball, Ball], Ball], Callable[[arb, arb], arb], str, float]] = [
    ("add", K.add, arb.__add__, "", 1.1),
    ("mul", K.mul, arb.__mul__, "", 1.1),
    ("div", K.div, arb.__truediv__, "nonzero", 1.1),
    ("maximum", K.maximum, arb.max, "", np.inf),
    ("minimum", K.minimum, arb.min, "", np.inf),
]


def operand(
    rng: np.random.Generator, shape: tuple[int, ...], domain: str, low: int, high: int, radius: bool
) -> Ball:
    mid = oracle.floats(rng, shape, low, high)
    if domain == "positive":
        mid = np.abs(mid)
    if domain:
        mid = np.where(mid == 0, 1.0, mid)
    a = K.input(mid)
    if not radius:
        return a
    b = oracle.ball(rng, a.mid, wide=not domain)
    return Ball(b.mid, b.rad, a.exp2)


@pytest.mark.parametrize("shape", [(N,), (N // 8, 8)], ids=["scalars", "vectors"])
@pytest.mark.parametrize("radius", [False, True], ids=["exact", "balls"])
@pytest.mark.parametrize("case", UNARY, ids=[c[0] for c in UNARY])
def test_unary_contains_the_truth(case: tuple, radius: bool, shape: tuple[int, ...]) -> None:
    _, f, g, (low, high), domain, _ = case
    rng = np.random.default_rng(len(shape) + 10 * radius)
    a = operand(rng, shape, domain, low, high, radius)
    truth = oracle.apply(g, oracle.points(a, rng, shape[0]))
    assert oracle.misses(f(a), truth, shape[0]) == 0


@pytest.mark.parametrize("case", UNARY, ids=[c[0] for c in UNARY])
def test_unary_is_tight_on_exact_operands(case: tuple) -> None:
    _, f, g, (low, high), domain, limit = case
    rng = np.random.default_rng(5)
    a = operand(rng, (N,), domain, low, high, False)
    truth = oracle.apply(g, oracle.points(a, rng, N))
    value = f(a)
    assert oracle.undefined(value) == 0
    assert oracle.looseness(value, truth, [arb(0)] * N, N) <= limit


@pytest.mark.parametrize("case", UNARY, ids=[c[0] for c in UNARY])
def test_unary_is_tight_on_balls(case: tuple) -> None:
    """Monotone on the drawn side: the ideal radius is half the distance of the images of the ends."""
    _, f, g, _, _, limit = case
    rng = np.random.default_rng(6)
    mid = np.abs(rng.standard_normal(2000)) * 3 + 0.1
    rad = mid * 10.0 ** rng.uniform(-14, -2, 2000)
    with flint.ctx.workprec(oracle.PRECISION):
        ends = [(g(arb(m) - arb(r)), g(arb(m) + arb(r))) for m, r in zip(mid.tolist(), rad.tolist(), strict=True)]
        ideal = [abs(b - a) / 2 for a, b in ends]
    truth = oracle.apply(g, [arb(m) for m in mid.tolist()])
    assert oracle.looseness(f(Ball(mid, rad)), truth, ideal, 2000) <= limit + 1.5


@pytest.mark.parametrize("shape", [(N,), (N // 8, 8)], ids=["scalars", "vectors"])
@pytest.mark.parametrize("radii", [(False, False), (False, True), (True, True)], ids=["exact", "one", "both"])
@pytest.mark.parametrize("case", BINARY, ids=[c[0] for c in BINARY])
def test_binary_contains_the_truth(case: tuple, radii: tuple[bool, bool], shape: tuple[int, ...]) -> None:
    _, f, g, domain, limit = case
    rng = np.random.default_rng(len(shape) + 10 * sum(radii))
    a = operand(rng, shape, "", -1070, 1020, radii[0])
    b = operand(rng, shape, domain, -1070, 1020, radii[1])
    truth = oracle.apply(g, oracle.points(a, rng, shape[0]), oracle.points(b, rng, shape[0]))
    value = f(a, b)
    assert oracle.misses(value, truth, shape[0]) == 0
    if not any(radii) and len(shape) == 1:
        assert oracle.looseness(value, truth, [arb(0)] * N, N) <= limit


@pytest.mark.parametrize("op", ["add", "mul", "div"])
def test_scalars_broadcast(op: str) -> None:
    rng = np.random.default_rng(3)
    s, m = K.input(rng.standard_normal(5)), K.input(rng.standard_normal((5, 3, 4)))
    left, right = getattr(K, op)(s, m), getattr(K, op)(m, s)
    plain = {"add": np.add, "mul": np.multiply, "div": np.divide}[op]
    np.testing.assert_allclose(left.mid, plain(s.mid[:, None, None], m.mid), rtol=1e-15)
    np.testing.assert_allclose(right.mid, plain(m.mid, s.mid[:, None, None]), rtol=1e-15)


def test_pow_with_ball_exponent() -> None:
    rng = np.random.default_rng(8)
    a = operand(rng, (N,), "positive", -200, 200, True)
    b = oracle.ball(rng, rng.uniform(-8, 8, N), wide=False)
    truth = oracle.apply(lambda x, y: (y * x.log()).exp(), oracle.points(a, rng, N), oracle.points(b, rng, N))
    assert oracle.misses(K.pow(a, b), truth, N) == 0


def test_powers_of_zero() -> None:
    z = K.zeros((3,))
    assert K.compare("eq", K.pow(z, K.constant(Fraction(3, 2))), z).tolist() == [1]
    assert K.compare("eq", K.power(z, Fraction(2, 3)), z).tolist() == [1]
    assert K.compare("eq", K.power(z, Fraction(0)), K.ones((3,))).tolist() == [1]
    assert K.compare("le", K.power(z, Fraction(-1, 3)), K.ones((3,))).tolist() == [0]


@pytest.mark.parametrize("x", [-(2.0**80), -7.1e5, -745.2, 709.8, 6.9e5, 7.1e5, 2.0**80])
def test_exp_far_out(x: float) -> None:
    rng = np.random.default_rng(1)
    value = K.exp(K.input(np.array([x])))
    truth = oracle.apply(arb.exp, [arb(x)])
    assert oracle.misses(value, truth, 1) == 0
    assert (oracle.undefined(value) > 0) == (x > 7e5)
    assert oracle.misses(K.exp(oracle.ball(rng, np.array([x]))), truth, 1) == 0
