"""Refutations become small and stay refutations."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import certify as ct
from certify.instances.data import Batch, Instance, check_fits
from certify.instances.resize import drop
from certify.instances.rounding import entries, rebuilt, rounded, significant, simpler_numbers, simplicity
from certify.instances.simplification import complexity, simplify
from certify.language import InstanceError, Statement

n, d = ct.dims("n d")
A = ct.matrix("A", n, d)
a, b = ct.vectors("a b", n)
x = ct.vector("x", d)
i = ct.index("i", n)


def squares(value):
    return sum(q * q for q in entries(value))


def product_bound(instance, constant=Fraction(9, 10)):
    """||a o b||^2 > constant^2 ||a||_inf^2 ||b||^2, exactly."""
    u, v = instance.values["a"], instance.values["b"]
    top = max(abs(q) for q in u)
    return squares(tuple(p * q for p, q in zip(u, v, strict=True))) > constant**2 * top**2 * squares(v)


CLAIM = Statement.of([], [ct.norm(a * b) <= ct.rational(9, 10) * ct.norm(a, float("inf")) * ct.norm(b)])


def start_of(seed=0, size=6):
    rng = np.random.default_rng(seed)
    values = {"a": np.ones((1, size)) + 0.01 * rng.normal(size=(1, size)), "b": rng.normal(size=(1, size))}
    return Batch({"n": size}, {}, values).instance(0)


@pytest.mark.parametrize("seed", range(3))
def test_a_refutation_becomes_tiny(seed):
    seen = []

    def violates(instance):
        check_fits(CLAIM, instance)
        seen.append(instance)
        return product_bound(instance)

    start = start_of(seed)
    out = simplify(CLAIM, 0, start, violates)
    assert product_bound(out)
    assert complexity(out) == (1, 2, 2, 4)
    assert complexity(out) < complexity(start)
    assert len(seen) < 2000


def test_shrinking_without_new_instances():
    """A hypothesis that small integers do not meet: b has to be 1/3 at least in one place."""
    def violates(instance):
        return product_bound(instance) and any(Fraction(3, 10) < q < Fraction(4, 10) for q in instance.values["b"])

    start = start_of(1)
    planted = Instance(start.dims, {}, {**start.values, "b": (Fraction(0.3444), *start.values["b"][1:])})
    out = simplify(CLAIM, 0, planted, violates)
    assert violates(out)
    assert out.dims == {"n": 1}
    assert out.values["b"] == (Fraction(1, 3),)
    assert abs(out.values["a"][0]) == 1


def test_the_limit_is_kept_and_the_result_is_deterministic():
    calls = []

    def violates(instance):
        calls.append(instance)
        return product_bound(instance)

    out = simplify(CLAIM, 0, start_of(), violates, limit=5)
    assert len(calls) <= 6
    assert product_bound(out)
    again = [simplify(CLAIM, 0, start_of(), product_bound) for _ in range(2)]
    assert again[0].to_json() == again[1].to_json()


def test_a_start_that_is_no_violation_is_refused():
    with pytest.raises(InstanceError, match="starts from a violation"):
        simplify(CLAIM, 0, start_of(), lambda instance: False)


MIXED = Statement.of([], [ct.norm(A @ x) * a[i] <= ct.dot(ct.vec(ct.outer(a, x), "C"), ct.vec(A, "C"))])


def test_dropping_a_position_everywhere():
    values = {"A": tuple(tuple(Fraction(10 * r + s) for s in range(2)) for r in range(3)),
              "a": tuple(map(Fraction, range(3))), "x": (Fraction(5), Fraction(7))}
    instance = Instance({"n": 3, "d": 2}, {"i": 2}, values)
    out = drop(MIXED, instance, "n", 0)
    assert out is not None
    assert out.values["A"] == values["A"][1:]
    assert out.values["a"] == values["a"][1:]
    assert out.values["x"] == values["x"]
    assert out.indices == {"i": 1}
    check_fits(MIXED, out)
    assert drop(MIXED, instance, "n", 2) is None  # the free index stands there
    thinner = drop(MIXED, instance, "d", 1)
    assert thinner is not None
    assert thinner.values["A"] == tuple((row[0],) for row in values["A"])
    assert drop(MIXED, thinner, "d", 0) is None


def test_dropping_from_a_product_of_dimensions():
    w = ct.vector("w", n * d)
    claim = Statement.of([], [ct.norm(w) <= ct.norm(a) * ct.norm(x)])
    values = {"w": tuple(map(Fraction, range(6))), "a": (Fraction(1),) * 3, "x": (Fraction(1),) * 2}
    out = drop(claim, Instance({"n": 3, "d": 2}, {}, values), "n", 1)
    assert out is not None
    check_fits(claim, out)
    assert len(out.values["w"]) == 4


@given(st.fractions(max_denominator=10**12))
@settings(max_examples=200, deadline=None)
def test_simpler_numbers_are_simpler(q):
    for r in simpler_numbers(q):
        assert simplicity(r) < simplicity(q)


@given(st.fractions(min_value=Fraction(1, 10**9), max_value=10**9), st.integers(1, 8))
@settings(max_examples=200, deadline=None)
def test_significant_digits(q, digits):
    r = significant(q, digits)
    assert abs(r - q) <= q * Fraction(1, 2) / Fraction(10) ** (digits - 1)
    assert significant(-q, digits) == -r


def test_roundings_can_keep_the_sum():
    value = (Fraction(0.30000001), Fraction(0.4999), Fraction(1) - Fraction(0.30000001) - Fraction(0.4999))
    tried = list(rounded(value))
    assert (Fraction(1, 4), Fraction(1, 2), Fraction(1, 4)) in tried
    assert any(sum(v) == 1 and max(q.denominator for q in v) <= 10 for v in tried)


def test_nesting_is_rebuilt():
    value = ((Fraction(1), Fraction(2)), (Fraction(3), Fraction(4)))
    assert rebuilt(value, entries(value)) == value


def test_new_instances_respect_hypotheses_on_dimensions():
    """At n = 1 there is no second unit vector: the simplifier must not even look there."""
    claim = Statement.of([n >= 3], [ct.dot(ct.unit(n, 1), a) <= 0])
    start = Batch({"n": 5}, {}, {"a": np.full((1, 5), 0.75)}).instance(0)

    def violates(instance):
        return instance.dims["n"] >= 3 and instance.values["a"][1] > 0

    assert simplify(claim, 0, start, violates).dims["n"] == 3
