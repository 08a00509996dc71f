"""Exact arithmetic: touching cases of norm and eigenvalue bounds, and the ladder from it to Arb."""

from fractions import Fraction
from math import isqrt

import pytest
from flint import fmpq, fmpq_mat
from hypothesis import given, settings
from hypothesis import strategies as st

import certify as ct
from certify.enclosure import exact_numbers, verdicts
from certify.enclosure.arb import ArbBackend
from certify.enclosure.definite import definiteness
from certify.enclosure.exact_numbers import Root, root
from certify.enclosure.verdicts import (
    Verdict,
    decide,
    decide_relation,
    enclose,
    exact_compare,
    ratio_bounds,
    ratio_lower,
    ratio_upper,
)
from certify.instances.data import Instance
from certify.language import coerce

n, d = ct.dims("n d")
A, B = ct.matrices("A B", n, d)
S = ct.matrix("S", n, n)
x = ct.vector("x", d)
R = ct.scalar("R")


def instance(**values):
    """An instance whose sizes are read off the arrays."""
    dims = {"n": 1, "d": 1}
    exact = {name: fractions(value) for name, value in values.items()}
    for name, value in exact.items():
        if name in "AB":
            dims = {"n": len(value), "d": len(value[0])}
        elif name in "Sx":
            dims["n" if name == "S" else "d"] = len(value)
    return Instance(dims, {}, exact)


def fractions(value):
    return tuple(map(fractions, value)) if isinstance(value, list | tuple) else Fraction(value)


TOUCHING = {
    "vector norm": (ct.norm(x), R, {"x": [3, 4], "R": 5}),
    "scaled norms": (ct.norm(A @ x), R * ct.norm(x), {"A": [[0, 2], [2, 0]], "x": [1, 1], "R": 2}),
    "spectral norm": (ct.norm(A, 2), R, {"A": [[1, 2], [2, 4]], "R": 5}),
    "spectral norm of an irrational size": (ct.norm(A, 2), ct.sqrt(n) * R, {"A": [[1, 1], [1, -1]], "R": 1}),
    "spectral norm of a wide matrix": (ct.norm(A, 2), R, {"A": [[3, 0, 4]], "R": 5}),
    "spectral against Frobenius": (ct.norm(A, 2), ct.norm(A, "fro"), {"A": [[1, 2], [3, 6]]}),
    "half of a norm": (ct.norm(A, 2) / 2, R, {"A": [[0, 1], [1, 0]], "R": "1/2"}),
    "eigenvalue": (ct.eigmax(S), R, {"S": [[2, 1], [1, 2]], "R": 3}),
    "negative eigenvalue": (-ct.eigmin(S) - 1, R, {"S": [[0, 1], [1, 0]], "R": 0}),
    "powers of dimensions": (ct.norm(x) * n**1.5, R * ct.sqrt(2) * 2,
                             {"S": [[1, 0], [0, 1]], "x": [1, 0], "R": 1}),
    "smallest singular value": (R, ct.sigmin(A), {"A": [[2, 1], [1, 2]], "R": 1}),
    "largest entry": (ct.norm(x, "inf"), ct.norm(x, 1), {"x": [0, "-1/3"]}),
    "product of spectral norms": (ct.norm(A @ B.T, 2), ct.norm(A, 2) * ct.norm(B, 2),
                                  {"A": [[1, 1], [1, 1]], "B": [[2, 2], [-2, -2]]}),
    "sum of spectral norms": (ct.norm(A + B, 2), ct.norm(A, 2) + ct.norm(B, 2),
                              {"A": [[2, 1], [1, 2]], "B": [[1, 0], [0, 1]]}),
    "golden eigenvalue": (ct.eigmax(S), ct.eigmax(S) * R, {"S": [[1, 1], [1, 0]], "R": 1}),
    "exponential at 0": (ct.exp(R) * ct.norm(x), ct.norm(x), {"x": [1, 1], "R": 0}),
}


@pytest.mark.parametrize("name", TOUCHING)
def test_equality_at_the_boundary_is_decided(name):
    lhs, rhs, values = TOUCHING[name]
    here = instance(**values)
    assert decide_relation(lhs <= rhs, here) == (1, "exact")
    assert decide_relation(lhs < rhs, here) == (-1, "exact")
    assert decide_relation(ct.equal(lhs, rhs), here) == (1, "exact")
    assert decide_relation(rhs >= lhs, here) == (1, "exact")
    assert decide_relation(rhs > lhs, here) == (-1, "exact")


@pytest.mark.parametrize("name", TOUCHING)
@pytest.mark.parametrize("epsilon", [Fraction(1, 10**30), -Fraction(1, 10**30)])
def test_next_to_the_boundary_too(name, epsilon):
    lhs, rhs, values = TOUCHING[name]
    shifted = lhs * (1 + epsilon) if name != "negative eigenvalue" else lhs
    sign, trust = decide_relation(shifted <= rhs, instance(**values))
    assert trust == "exact" or name == "golden eigenvalue", "two different irrational eigenvalues go to Arb"
    assert sign == (1 if name == "negative eigenvalue" else -1 if epsilon > 0 else 1)


@pytest.mark.parametrize(("lhs", "rhs", "sign"), [
    ([[0, 0], [0, 0]], [[1, 1], [1, 1]], 1), ([[1, 1], [1, 1]], [[2, 1], [1, 2]], 1),
    ([[0, 0], [0, 0]], [[1, 2], [2, 1]], -1), ([[0, 0], [0, 0]], [[0, 1], [1, 5]], -1),
    ([[0, 0, 0], [0, 0, 0], [0, 0, 0]], [[0, 0, 0], [0, 2, 2], [0, 2, 2]], 1),
])
def test_semidefinite_order_is_exact_where_singular(lhs, rhs, sign):
    m = len(lhs)
    relation = coerce(lhs) << coerce(rhs)
    assert decide(relation, Instance({"n": m}, {}, {})) == Verdict(sign, "exact", 0)


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 4).flatmap(lambda m: st.lists(
    st.lists(st.integers(-2, 2), min_size=m, max_size=m), min_size=1, max_size=4)), st.integers(-1, 1))
def test_definiteness_of_gram_matrices(rows, shift):
    """G = B^T B is semidefinite, definite exactly if B has full column rank; G + shift agrees with Arb."""
    b = fmpq_mat(len(rows), len(rows[0]), [fmpq(x) for row in rows for x in row])
    gram = b.transpose() * b
    m = gram.nrows()
    assert definiteness(gram) == (2 if b.rank() == m else 1)
    for i in range(m):
        gram[i, i] = gram[i, i] + shift
    backend = ArbBackend(64)
    with backend.session():
        integers = backend.input([[int(x.p) for x in row] for row in gram.table()])
        low, high = backend.enclosure(backend.eigmin(integers))
    found = definiteness(gram)
    assert not (low > 0 and found != 2)
    assert not (high < 0 and found != 0)


@given(st.fractions(0, 100), st.fractions(0, 100))
def test_roots_multiply_and_compare_as_numbers_do(p, q):
    a, b = (root(fmpq(y.numerator, y.denominator)) for y in (p, q))
    assert exact_numbers.compare(a, b) == (p > q) - (p < q)
    assert exact_numbers.compare(exact_numbers.multiply(a, a), fmpq(p.numerator, p.denominator)) == 0
    assert isinstance(a, Root) == (not is_square(p))


def is_square(p):
    return isqrt(p.numerator) ** 2 == p.numerator and isqrt(p.denominator) ** 2 == p.denominator


matrices = st.tuples(st.integers(1, 3), st.integers(1, 3)).flatmap(lambda s: st.lists(st.lists(
    st.builds(Fraction, st.integers(-9, 9), st.integers(1, 4)), min_size=s[1], max_size=s[1]),
    min_size=s[0], max_size=s[0]))


@settings(max_examples=100, deadline=None)
@given(matrices, st.builds(Fraction, st.integers(0, 40), st.integers(1, 4)), st.sampled_from(["le", "lt", "eq"]))
def test_exact_verdicts_never_contradict_arb(rows, bound, rel):
    here = instance(A=rows, R=bound)
    for quantity in (ct.norm(A, 2), ct.sigmin(A), ct.norm(A, "fro"), ct.eigmax(A @ A.T), -ct.eigmin(A.T @ A)):
        for relation in (ct.Relation(rel, quantity, R), ct.Relation(rel, R, quantity)):
            exact = exact_compare(relation, here)
            backend = ArbBackend(96)
            arb = backend.compare(rel, *verdicts.run((relation.lhs, relation.rhs), backend, here))
            assert exact in (1, -1)
            assert arb in (0, exact)


def test_too_large_for_exact_arithmetic_goes_to_arb():
    rows = [[Fraction(i * j % 17, 2**50 + i) for j in range(30)] for i in range(30)]
    assert exact_compare(ct.norm(A, 2) <= R, instance(A=rows, R=1)) is None
    assert decide_relation(ct.norm(A, 2) <= R, instance(A=rows, R=1)) == (1, "arb")


def test_irrational_comparisons_go_to_arb_and_climb():
    here = instance(R=1)
    assert decide(ct.exp(R) <= 3, here) == Verdict(1, "arb", 128)
    close = ct.exp(R) * (1 + Fraction(1, 10**60))
    assert decide(ct.exp(R) < close, here) == Verdict(1, "arb", 256)
    assert decide(close <= ct.exp(R), here) == Verdict(-1, "arb", 256)
    assert decide(ct.exp(R) * ct.exp(R) <= ct.exp(2 * R), here, last_bits=256) == Verdict(0, "arb", 256)


def test_one_expression_on_both_sides():
    here = instance(R=1)
    assert decide_relation(ct.exp(R) <= ct.exp(R), here) == (1, "arb")
    assert decide_relation(ct.exp(R) < ct.exp(R), here) == (-1, "arb")
    undefined = ct.log(R - 2)
    assert decide(undefined <= undefined, here, last_bits=128).sign == 0


def test_undefined_sides_stay_undecided():
    for lhs in (1 / R, ct.log(R), ct.sqrt(R - 1), R**-0.5, ct.log(R) * 0, ct.inv(ct.eye(2) * R)[0, 0]):
        assert decide(lhs <= 10, instance(R=0), last_bits=256).sign == 0
        assert decide(lhs > 10, instance(R=0), last_bits=256).sign == 0


def test_derivatives_are_carried_out_first():
    here = instance(x=[1, 2])
    assert decide_relation(ct.equal(ct.grad(ct.dot(x, x), x), 2 * x), here) == (1, "exact")


def test_enclosures_and_ratios():
    here = instance(x=[3, 4], R=100)
    length, tiny = enclose((ct.norm(x) / 3, ct.exp(-R * R)), here)
    assert length.decimals(5) == ("1.6666", "1.6667")
    assert tiny.decimals(3) == ("1.13e-4343", "1.14e-4343")
    assert ratio_bounds(tiny, length, 3) == ("6.81e-4344", "6.82e-4344")
    assert ratio_lower(length, tiny, 2) == "1.4e4343"
    assert ratio_upper(length, tiny, 2) == "1.5e4343"
    zero, minus = enclose((R - 100, -R), here)
    assert ratio_bounds(length, zero) is None
    assert ratio_bounds(length, minus) is None
    (undefined,) = enclose((ct.log(-R),), here)
    assert undefined.decimals() is None


def test_enclosures_take_the_bits_they_need():
    (small,) = enclose((ct.exp(R) - ct.exp(R + Fraction(1, 10**90)),), instance(R=1))
    assert small.bits == 512
    low, high = small.fractions()
    assert low < high < 0


@settings(max_examples=60, deadline=None)
@given(matrices, st.fractions(0, 30))
def test_norms_against_squares_of_rationals(rows, bound):
    entries = [x for row in rows for x in row]
    honest = exact_compare(ct.norm(x) <= R, instance(x=entries, R=bound))
    assert honest == (1 if sum(x * x for x in entries) <= bound * bound else -1)
