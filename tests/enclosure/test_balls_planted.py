"""The soundness tests can fail: with an error planted in a bound, they count values outside."""

from __future__ import annotations

from collections.abc import Callable

import balls_oracle as oracle
import flint
import numpy as np
import pytest

from certify.enclosure import (
    Ball,
    BallBackend,
    arithmetic,
    exponential,
    hyperbolic,
    products,
    reductions,
    softmax,
    spectral,
)
from certify.enclosure.structured import dense

K = BallBackend()
N = 4000
arb = flint.arb
Count = Callable[[], int]


def unary(f: Callable[[Ball], Ball], g: Callable[[arb], arb], low: float, high: float) -> Count:
    def count() -> int:
        rng = np.random.default_rng(1)
        a = K.input(rng.uniform(low, high, N))
        return oracle.misses(f(a), oracle.apply(g, oracle.points(a, rng, N)), N)

    return count


def wide_products() -> int:
    """Radii far above midpoints, at the corners: only the inflation covers the roundings of the radius."""
    rng = np.random.default_rng(2)
    a, b = (Ball(rng.uniform(-1, 1, N) * 2.0**-40, rng.uniform(0.5, 1, N)) for _ in range(2))
    truth = oracle.apply(arb.__mul__, oracle.points(a, rng, N), oracle.points(b, rng, N))
    return oracle.misses(K.mul(a, b), truth, N)


def sums() -> int:
    rng = np.random.default_rng(3)
    a, b = K.input(rng.standard_normal(N)), Ball(rng.standard_normal(N), np.full(N, 2.0**-200))
    return oracle.misses(
        K.add(a, b), oracle.apply(arb.__add__, oracle.points(a, rng, N), oracle.points(b, rng, N)), N
    )


def matrix_products() -> int:
    rng = np.random.default_rng(4)
    a, b = rng.standard_normal((100, 3, 8)), rng.standard_normal((100, 8, 3))
    truth = oracle.exactly(
        lambda: [
            x for i in range(100) for x in (flint.arb_mat(a[i].tolist()) * flint.arb_mat(b[i].tolist())).entries()
        ]
    )()
    return oracle.misses(dense(K.matmul(K.input(a), K.input(b))), truth, 100)


def softmaxes() -> int:
    rng = np.random.default_rng(5)
    x = rng.uniform(-20, 20, (400, 5))

    def true(row: list[float]) -> list[arb]:
        es = [arb(v).exp() for v in row]
        return [e / sum(es, arb(0)) for e in es]

    truth = oracle.exactly(lambda: [v for row in x.tolist() for v in true(row)])()
    return oracle.misses(K.softmax(K.input(x)), truth, 400)


def spectral_norms() -> int:
    from test_balls_spectral import holds, rational_matrix

    rng = np.random.default_rng(6)
    m = rng.standard_normal((20, 4, 4))
    lo, hi = K.enclosure(K.norm(K.input(m), "2"))
    grams = [(lambda r: r.transpose() * r)(rational_matrix(x)) for x in m]
    return sum(not holds(grams[b], 3, lo[b], hi[b], square=True) for b in range(20))


def no_inflation(r: np.ndarray, k: int, c: int = 1) -> np.ndarray:
    return r * 1.0


# what is planted: module, name, wrong value, the count that must notice
PLANTED = {
    "exp bound of a quarter ulp": (exponential, "EXP_ERROR", 2.0**-55, unary(K.exp, arb.exp, -20, 20)),
    "log bound of half an ulp": (exponential, "LOG_ERROR", 2.0**-54, unary(K.log, arb.log, 0.1, 20)),
    "exp loses a coefficient": (
        exponential,
        "_EXP_COEFFICIENTS",
        exponential._EXP_COEFFICIENTS[:-2],
        unary(K.exp, arb.exp, -20, 20),
    ),
    "ln 2 off by an ulp": (
        exponential,
        "_LN2_LOW",
        exponential._LN2_LOW * (1 + 2.0**-18),
        unary(K.exp, arb.exp, -900, 900),
    ),
    "no inflation of radii": (arithmetic, "inflate", no_inflation, wide_products),
    "half a unit roundoff in sums": (arithmetic, "U", 2.0**-54, sums),
    "sinh bound of half an ulp": (hyperbolic, "_SINH_ERROR", 2.0**-54, unary(K.sinh, arb.sinh, -3, 3)),
    "tanh bound of half an ulp": (hyperbolic, "_TANH_ERROR", 2.0**-54, unary(K.tanh, arb.tanh, -3, 3)),
    "erf tail that stops early": (hyperbolic, "_erf_stages", lambda y: 20, unary(K.erf, arb.erf, -4, 4)),
    "products without gamma": (products, "gamma", lambda n: 2.0**-56, matrix_products),
    "sums of errors dropped": (
        reductions,
        "two_product",
        lambda x, y: (x * y, np.zeros_like(x * y), np.zeros(np.shape(x * y), bool)),
        lambda: _dots(),
    ),
    "softmax without rounding": (softmax, "U", 2.0**-58, softmaxes),
    "no semidefinite defect": (spectral, "bound_above", lambda t, c, f: c * (1 - 2.0**-44), spectral_norms),
}


def _dots() -> int:
    rng = np.random.default_rng(7)
    a, b = rng.standard_normal((500, 4)), rng.standard_normal((500, 4))
    truth = oracle.exactly(
        lambda: [
            sum((arb(x) * arb(y) for x, y in zip(p, q, strict=True)), arb(0))
            for p, q in zip(a.tolist(), b.tolist(), strict=True)
        ]
    )()
    return oracle.misses(K.dot(K.input(a), K.input(b)), truth, 500)


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_error_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, attribute, wrong, count = PLANTED[name]
    assert count() == 0
    monkeypatch.setattr(module, attribute, wrong)
    assert count() > 0
