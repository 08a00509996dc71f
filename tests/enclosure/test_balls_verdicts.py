"""Verdicts: exact comparisons across exponents, undefined values, constants, and numbers far beyond float64."""

from __future__ import annotations

from fractions import Fraction

import balls_oracle as oracle
import flint
import numpy as np
import pytest

from certify.enclosure import Ball, BallBackend, log2_enclosure, log10_enclosure, ratio
from certify.enclosure.rounding import check_gradual_underflow

K = BallBackend()


def scalar(x: float, r: float = 0.0, e: int = 0) -> Ball:
    return Ball(np.array([x]), np.array([r]) if r else None, np.array([e]) if e else None)


def verdict(rel: str, a: Ball, b: Ball) -> int:
    return int(K.compare(rel, a, b)[0])


def test_comparisons_are_exact_at_the_ends() -> None:
    step = 2.0**-52
    assert verdict("le", scalar(1.0, step), scalar(1.0 + step)) == 1
    assert verdict("le", scalar(1.0, step * 1.0000001), scalar(1.0 + step)) == 0
    assert verdict("lt", scalar(1.0, step), scalar(1.0 + step)) == 0
    assert verdict("lt", scalar(1.0), scalar(1.0)) == -1
    assert verdict("le", scalar(1.0), scalar(1.0)) == 1
    assert verdict("eq", scalar(1.0), scalar(1.0)) == 1
    assert verdict("eq", scalar(1.0, step), scalar(1.0)) == 0
    assert verdict("eq", scalar(1.0), scalar(1.0 + step)) == -1
    assert verdict("le", scalar(1e300, 2.0**-1074), scalar(1e300)) == 0  # mid + rad is no float: rounded outward


@pytest.mark.parametrize("e", [0, 5000, 10**9])
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_comparisons_across_exponents(e: int, sign: float) -> None:
    small, large = sorted([scalar(0.75 * sign, e=e), scalar(1.5 * sign, e=e)], key=lambda b: b.mid[0])
    assert verdict("lt", small, large) == 1
    assert verdict("lt", large, small) == -1
    assert verdict("eq", scalar(0.75 * sign, e=e + 1), scalar(1.5 * sign, e=e)) == 1
    assert verdict("lt", scalar(0.0), scalar(1.0, e=-e)) == 1
    assert verdict("lt", scalar(-1.0, e=e), scalar(2.0**-1074)) == 1
    assert verdict("lt", scalar(0.0, e=e), scalar(0.0)) == -1


def test_comparisons_agree_with_rationals() -> None:
    rng = np.random.default_rng(1)
    x, y = oracle.floats(rng, (10_000,), -40, 40), oracle.floats(rng, (10_000,), -40, 40)
    y = np.where(rng.random(10_000) < 0.3, x, y)
    ex, ey = rng.integers(-60, 60, (2, 10_000))
    left, right = Ball(x, None, ex), Ball(y, None, ey)
    signs = [
        (a > b) - (a < b)
        for a, b in zip(
            [Fraction(v) * Fraction(2) ** int(e) for v, e in zip(x, ex, strict=True)],
            [Fraction(v) * Fraction(2) ** int(e) for v, e in zip(y, ey, strict=True)],
            strict=True,
        )
    ]
    s = np.array(signs)
    assert (K.compare("le", left, right) == np.where(s <= 0, 1, -1)).all()
    assert (K.compare("lt", left, right) == np.where(s < 0, 1, -1)).all()
    assert (K.compare("eq", left, right) == np.where(s == 0, 1, -1)).all()


def test_entrywise_relations_need_all_entries() -> None:
    a = K.input(np.array([[1.0, 2.0], [1.0, 5.0], [4.0, 4.0]]))
    assert K.compare("le", a, K.constant(3)).tolist() == [1, -1, -1]
    assert K.compare("le", K.constant(0), a).tolist() == [1, 1, 1]
    assert K.compare("lt", a, K.ones((2,))).tolist() == [-1, -1, -1]


UNDEFINED = {
    "1/0": lambda: K.div(K.constant(1), K.constant(0)),
    "0/0": lambda: K.div(K.constant(0), K.constant(0)),
    "1/ball around 0": lambda: K.div(K.constant(1), scalar(0.1, 0.2)),
    "log 0": lambda: K.log(K.constant(0)),
    "log of a ball touching 0": lambda: K.log(scalar(1.0, 1.0)),
    "sqrt -1": lambda: K.sqrt(K.constant(-1)),
    "exp of an overflow": lambda: K.exp(K.exp(K.constant(1000))),
    "inf": lambda: K.input(np.array([np.inf])),
    "nan": lambda: K.input(np.array([np.nan])),
    "overflown radius": lambda: scalar(0.0, np.inf),
    "(-8)**(1/3)": lambda: K.power(K.constant(-8), Fraction(1, 3)),
    "0**-1": lambda: K.power(K.constant(0), Fraction(-1)),
}
SURVIVORS = {
    "itself": lambda v: v,
    "0 * it": lambda v: K.mul(K.constant(0), v),
    "1 / it": lambda v: K.div(K.constant(1), v),
    "abs": K.abs,
    "tanh": K.tanh,
    "erf": K.erf,
    "sinh": K.sinh,
    "cosh": K.cosh,
    "exp": K.exp,
    "sqrt": K.sqrt,
    "log": K.log,
    "maximum": lambda v: K.maximum(v, K.constant(7)),
    "minimum": lambda v: K.minimum(v, K.constant(7)),
    "it**0": lambda v: K.power(v, Fraction(0)),
    "softmax": lambda v: K.softmax(K.mul(v, K.ones((3,)))),
    "logsumexp": lambda v: K.logsumexp(K.mul(v, K.ones((3,)))),
    "norm": lambda v: K.norm(K.mul(v, K.ones((3,))), "2"),
    "matrix norm": lambda v: K.norm(K.mul(v, K.ones((3, 2))), "2"),
    "sigmin": lambda v: K.sigmin(K.mul(v, K.ones((3, 2)))),
    "eigmax": lambda v: K.eigmax(K.mul(v, K.ones((2, 2)))),
    "inverse": lambda v: K.inv(K.add(K.array([[1, 2], [3, 4]]), K.mul(v, K.ones((2, 2))))),
    "max": lambda v: K.max(K.add(K.array([1, 2]), v)),
    "product": lambda v: K.matmul(K.mul(v, K.ones((2, 2))), K.zeros((2, 2))),
    "kron": lambda v: K.kron(K.mul(v, K.ones((2, 2))), K.eye(2)),
    "normp": lambda v: K.normp(K.mul(v, K.ones((2,))), K.constant(3)),
    "trace": lambda v: K.trace(K.diag(K.mul(v, K.ones((2,))))),
}


@pytest.mark.parametrize("after", SURVIVORS)
@pytest.mark.parametrize("source", UNDEFINED)
def test_undefined_values_decide_nothing(source: str, after: str) -> None:
    value = SURVIVORS[after](UNDEFINED[source]())
    size = K.constant(10**6)
    for rel in ("le", "lt", "eq"):
        assert verdict(rel, value, size) == 0
        assert verdict(rel, size, value) == 0
    if after in ("matrix product", "product", "kron", "inverse"):
        assert verdict("psd", value, K.mul(size, value)) == 0


def test_undefined_instances_leave_the_others_alone() -> None:
    v = K.div(K.constant(1), K.input(np.array([0.0, 2.0])))
    assert K.compare("eq", v, K.constant(Fraction(1, 2))).tolist() == [0, 1]
    lo, hi = K.enclosure(v)
    assert (lo[0], hi[0]) == (-np.inf, np.inf)


def test_published_constants_beyond_float64() -> None:
    """n**1.5 exp(10 R**2) at R = 30 is about 2**12990: compared, divided, and read in logarithms."""
    r = K.constant(30)
    bound = K.mul(K.power(K.constant(64), Fraction(3, 2)), K.exp(K.mul(K.constant(10), K.power(r, Fraction(2)))))
    with flint.ctx.workprec(300):
        truth = (flint.arb(9000) + flint.arb(64).log() * 3 / 2) / flint.arb(10).log()
        lo, hi = log10_enclosure(bound)
        assert flint.arb(lo[0]) <= truth <= flint.arb(hi[0])
        assert hi[0] - lo[0] < 1e-10
        lo, hi = log2_enclosure(bound)
        assert flint.arb(lo[0]) <= truth * flint.arb(10).log() / flint.arb(2).log() <= flint.arb(hi[0])
    assert verdict("le", K.mul(r, K.constant(10**100)), bound) == 1
    assert verdict("le", bound, K.constant(10**100)) == -1
    lo, hi = log10_enclosure(ratio(bound, K.mul(bound, K.constant(1000))))
    assert lo[0] <= -3 <= hi[0]
    assert hi[0] - lo[0] < 1e-13
    assert K.enclosure(bound)[1][0] == np.inf
    assert K.enclosure(K.div(K.constant(1), bound))[0][0] >= 0


def test_exponentials_of_900() -> None:
    u = K.exp(K.array([900, -900, 899]))
    f = K.div(u, K.sum(u))
    soft = K.softmax(K.array([900, -900, 899]))
    gap = K.norm(K.add(f, K.neg(soft)), "inf")
    assert K.compare("le", gap, K.constant(Fraction(1, 10**14))).tolist() == [1]
    square = K.dot(u, u)
    assert K.compare("lt", K.mul(K.sum(u), K.sum(u)), square).tolist() == [-1]
    lo, hi = log2_enclosure(K.norm(u, "2"))
    assert lo[0] < 1298.6 + 0.1 < hi[0] + 1


def test_rationals_and_pi() -> None:
    with flint.ctx.workprec(200):
        assert oracle.misses(K.pi(), [flint.arb.pi()], 1) == 0
        for q in (
            Fraction(1, 3),
            Fraction(10**400, 7),
            Fraction(1, 10**400),
            Fraction(-2, 9),
            Fraction(2**60 + 1),
        ):
            value = K.constant(q)
            assert oracle.misses(value, [flint.arb(flint.fmpq(q.numerator, q.denominator))], 1) == 0
            assert oracle.undefined(value) == 0
            assert verdict("eq", value, value) == (1 if q.denominator == 1 and q < 10**9 else 0)


def test_data_in_all_forms() -> None:
    rows = [["1/3", "0.1"], [2, Fraction(-1, 7)]]
    stacked = np.array([rows, rows], dtype=object)
    assert K.input(stacked).batch == 2
    assert K.compare("le", K.input(stacked), K.constant(2)).tolist() == [1, 1]
    assert K.input(np.arange(6).reshape(2, 3)).rad is None
    with pytest.raises(ValueError, match="ragged"):
        K.array([[1, 2], [3]])
    with pytest.raises(TypeError, match="float64"):
        K.input(np.zeros(3, np.float32))
    with pytest.raises(ValueError, match="relation"):
        K.compare("ge", K.constant(1), K.constant(1))
    with pytest.raises(ValueError, match="norm order"):
        K.norm(K.ones((2,)), "3")
    with pytest.raises(IndexError, match="outside"):
        K.unit(3, 3)


def test_flush_to_zero_is_detected(monkeypatch: pytest.MonkeyPatch) -> None:
    check_gradual_underflow()

    class Flushed(np.ndarray):
        def __mul__(self, other: object) -> np.ndarray:
            return np.where(np.abs(np.asarray(self) * other) < 2.0**-1022, 0.0, np.asarray(self) * other)

    original = np.array
    monkeypatch.setattr(np, "array", lambda *a, **k: original(*a, **k).view(Flushed))
    with pytest.raises(ArithmeticError, match="flushed to zero"):
        check_gradual_underflow()
