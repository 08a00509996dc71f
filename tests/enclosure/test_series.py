"""Series along a family contain the values they stand for, at every t of their range; what cancels is 0 exactly."""

from fractions import Fraction
from functools import reduce

import mpmath
import pytest
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

import certify as ct
from certify.calculus import prepare
from certify.enclosure import compile_plan, enclose
from certify.enclosure.series import Series, SeriesBackend, Unknown, surds
from certify.enclosure.series.laurent import T0
from certify.enclosure.series.surds import Surd
from certify.instances import Instance

n = ct.dim("n")
v = ct.vector("v", n)
a, b = ct.scalars("a b")
BACKEND = SeriesBackend()
T = Series.constant(Surd.of(1), 1)
FAMILIES = [  # (a, b) as functions of t and as series
    (lambda t: (t, -t), (T, -T)), (lambda t: (2 * t, t), (T + T, T)),
    (lambda t: (1 + t, t), (T + BACKEND.scalar(1), T)),
    (lambda t: (1 / t, Fraction(1)), (Series.constant(Surd.of(1), -1), BACKEND.scalar(1))),
    (lambda t: (Fraction(3, 2) - t, 3 * t * t),
     (BACKEND.scalar(Fraction(3, 2)) - T, (T * T).times(Surd.of(3)))),
]
EXPRESSIONS = [
    ct.gelu(a + b) - ct.gelu(a) - ct.gelu(b), ct.gelu(a, "tanh") * b, 1 / (a + 2) + ct.sqrt(a * a + b * b + 1),
    ct.exp(-(a * a)) + ct.erf(a), ct.tanh(a) - b, abs(a - b) / a, ct.maximum(a, b) ** 3, ct.sqrt(a * a + b) / a,
    ct.sinh(b) * ct.cosh(b), ct.log(1 + b) + ct.PI, ct.exp(b) / (1 + a * a),
]


def series(expr, values, dims=None):
    with BACKEND.session():
        (ready,) = prepare(expr)
        return compile_plan((ready,), dims or {}, {}).run(BACKEND, values)[0]


def enclosure(found, t):
    """The ball of a series at one t."""
    at = arb(fmpq(t.numerator, t.denominator))
    value = sum((surds.ball(c) * at**(found.valuation + k) for k, c in enumerate(found.coefficients)), arb(0))
    return value + arb(0, (found.rest * at**found.end).upper())


@pytest.mark.parametrize("place", range(len(FAMILIES)))
@pytest.mark.parametrize("expr", EXPRESSIONS, ids=str)
def test_values_lie_inside(expr, place):
    at, values = FAMILIES[place]
    try:
        found = series(expr, dict(zip("ab", values, strict=True)))
    except Unknown:
        pytest.skip("no series")
    for k in (12, 13, 16, 20):
        t = Fraction(1, 1 << k)
        with BACKEND.session():
            true = enclose((expr,), Instance({}, {}, dict(zip("ab", at(t), strict=True))), 400)[0].value
            assert enclosure(found, t).overlaps(true)


def test_most_of_the_expressions_have_series():
    known = 0
    for expr in EXPRESSIONS:
        for _, values in FAMILIES:
            try:
                series(expr, dict(zip("ab", values, strict=True)))
                known += 1
            except Unknown:
                pass
    assert known >= 0.7 * len(EXPRESSIONS) * len(FAMILIES)


def test_a_planted_error_lies_outside():
    found = series(ct.gelu(a), {"a": T})
    wrong = Series(found.valuation, (*found.coefficients[:2], Surd.of(Fraction(1, 7)), *found.coefficients[3:]),
                   found.rest)
    t = T0 / 2
    with BACKEND.session():
        true = enclose((ct.gelu(a),), Instance({}, {}, {"a": t}), 400)[0].value
        assert enclosure(found, t).overlaps(true)
        assert not enclosure(wrong, t).overlaps(true)


def test_what_cancels_is_zero_and_what_does_not_is_not():
    half = ct.sqrt(ct.PI / 2) * (ct.gelu(a + b) - ct.gelu(a) - ct.gelu(b)) - a * b
    found = series(half, {"a": T, "b": -T})
    assert found.valuation == 4
    assert found.coefficients[0] == Surd.of(Fraction(1, 6))
    assert series(a**3 + b**3, {"a": T, "b": -T}).is_zero
    assert not series(a**3 + b**3 + a**5, {"a": T, "b": -T}).is_zero


def test_a_sign_holds_on_the_whole_range_or_is_unknown():
    assert series(a - a * a, {"a": T}).sign() == 1
    with pytest.raises(Unknown):
        series(a - 5000 * a * a, {"a": T}).sign()  # changes its sign at t = 1/5000 < 2^-12


@pytest.mark.parametrize("expr", [ct.exp(a), ct.log(b - b), ct.sqrt(b), abs(ct.exp(-a))])
def test_what_has_no_series_is_unknown(expr):
    with BACKEND.session(), pytest.raises(Unknown):
        series(expr, {"a": Series.constant(Surd.of(1), -1), "b": T}).sign()


def test_norms_and_sums_of_vectors():
    values = {"v": [T, -T, T + T], "a": T}
    assert series(ct.norm(v, 1) - 4 * a, values, {"n": 3}).is_zero
    assert series(ct.norm(v, "inf") - 2 * a, values, {"n": 3}).is_zero
    assert series(ct.dot(v, v) - 6 * a * a, values, {"n": 3}).is_zero
    assert series(ct.norm(v) - ct.sqrt(6) * a, values, {"n": 3}).is_zero


numbers = st.fractions(min_value=-9, max_value=9, max_denominator=6)
surd = st.lists(st.tuples(numbers, st.sampled_from([1, 2, 3, 6]), st.integers(-2, 2)), max_size=3).map(
    lambda terms: reduce(surds.add, [Surd.of(q, (d, k)) for q, d, k in terms], Surd({})))


def value_of(x):
    with mpmath.workdps(40):
        return mpmath.fsum(mpmath.mpf(q.numerator) / q.denominator * mpmath.sqrt(d) * mpmath.pi ** (mpmath.mpf(k) / 2)
                           for (d, k), q in x.terms.items())


@settings(max_examples=60, deadline=None)
@given(surd, surd)
def test_surds_add_and_multiply_as_the_numbers_they_are(x, y):
    with mpmath.workdps(40):
        assert mpmath.almosteq(value_of(surds.add(x, y)), value_of(x) + value_of(y), 1e-30, 1e-30)
        assert mpmath.almosteq(value_of(surds.multiply(x, y)), value_of(x) * value_of(y), 1e-30, 1e-30)
    assert surds.is_zero(surds.add(x, surds.multiply(x, Surd.of(-1))))


@given(st.fractions(min_value=Fraction(1, 50), max_value=500, max_denominator=60))
def test_roots_and_inverses_of_rationals_are_exact(q):
    root = surds.power(Surd.of(q), Fraction(1, 2))
    assert surds.multiply(root, root) == Surd.of(q)
    assert surds.multiply(root, surds.power(root, Fraction(-1))) == Surd.of(1)
