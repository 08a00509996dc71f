"""Suprema of monomials, and ratios of sums of them, against dense evaluation; replay against altered steps."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import certify as ct
from certify.bounds import prove
from certify.bounds.comparison import ratio_bound
from certify.bounds.engine import replay
from certify.bounds.monomials import monomials
from certify.bounds.suprema import supremum
from certify.check_bounds import Range, Suprema
from certify.instances.intervals import INF, Interval
from certify.language import coerce

g, h = ct.scalars("g h")
RANGES = [(Fraction(0), INF), (Fraction(1, 2), INF), (Fraction(0), Fraction(3)), (Fraction(1), Fraction(4))]
POINTS = [mpmath.mpf(10) ** (mpmath.mpf(k) / 40) for k in range(-240, 241)]
exponents = st.sampled_from([Fraction(k, 2) for k in range(-4, 5)])
coefficients = st.sampled_from([Fraction(k, 3) for k in (-6, -3, -1, 1, 2, 6)])
ranges = st.sampled_from(RANGES)


def dense(f, low, high):
    """The largest value at many points of the range, its ends included."""
    ends = [real(end) for end in (low, high) if end not in (INF, 0)]
    return max(f(x) for x in (*inside(low, high, POINTS), *ends))


def real(x):
    return mpmath.inf if x == INF else mpmath.mpf(x.numerator) / x.denominator


def inside(low, high, points):
    return [x for x in points if real(low) <= x <= real(high)]


def power(x, a):
    return x ** (mpmath.mpf(a.numerator) / a.denominator)


def upper(value):
    return mpmath.mpf(value.numerator) / value.denominator if isinstance(value, Fraction) else mpmath.mpf(
        value.upper().str(40, radius=False)) if value.is_finite() else mpmath.inf


def own(expr, bounds):
    """The supremum that the independent checker finds for one term."""
    (term,) = monomials(expr)
    known = {}
    for name, (low, high) in bounds.items():
        known[name] = Range()
        known[name].lo, known[name].hi = low, None if high == INF else high

    def poly(part):
        powers = frozenset((x if not isinstance(x, int) else ("", x), a) for x, a in part.factors)
        return (powers, frozenset((poly(inner), Fraction(inner.sign)) for inner in part.exponent))

    return Suprema(lambda name: known[name]).of(poly(term), Fraction(1))


@settings(max_examples=250, deadline=None, derandomize=True)
@given(exponents, coefficients, exponents, ranges)
def test_suprema_are_reached_and_never_exceeded(a, c, k, bounds):
    """g^a exp(c g^k)."""
    if not k or not a:
        return
    found = upper(supremum(monomials(g ** coerce(a) * ct.exp(coerce(c) * g ** coerce(k)))[0], {g: Interval(*bounds)}))
    with mpmath.workdps(30):
        seen = dense(lambda x: power(x, a) * mpmath.exp(mpmath.mpf(c.numerator) / c.denominator * power(x, k)), *bounds)
        assert seen <= found * (1 + mpmath.mpf(10) ** -20)
        assert (found == mpmath.inf and seen > 500) or seen >= found * 0.99


@settings(max_examples=150, deadline=None, derandomize=True)
@given(exponents, coefficients, exponents, ranges)
def test_the_checker_finds_the_same_suprema(a, c, k, bounds):
    if not k or not a:
        return
    expr = g ** coerce(a) * ct.exp(coerce(c) * g ** coerce(k))
    mine, other = upper(supremum(monomials(expr)[0], {g: Interval(*bounds)})), own(expr, {g: bounds})
    if other is None or mine == mpmath.inf:
        assert (other, mine) == (None, mpmath.inf)
        return
    high = mpmath.mpf(str(getattr(other, "hi", None) or mpmath.mpf(other.numerator) / other.denominator))
    assert abs(mine - high) <= mpmath.mpf(10) ** -12 * (1 + abs(mine))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.tuples(exponents, exponents, coefficients), min_size=1, max_size=3),
       st.lists(st.tuples(exponents, exponents, coefficients), min_size=1, max_size=3), ranges, ranges)
def test_ratios_of_sums_bound_what_brute_force_finds(above, below, of_g, of_h):
    """Terms c g^a h^b exp(-g h) for the left side, |c| g^a h^b for the right one."""
    left = sum((coerce(c) * g ** coerce(a) * h ** coerce(b) * ct.exp(-g * h) for a, b, c in above), coerce(0))
    right = sum((coerce(abs(c)) * g ** coerce(a) * h ** coerce(b) for a, b, c in below), coerce(0))
    found = ratio_bound(left, right, {g: Interval(*of_g), h: Interval(*of_h)})
    if found is None:
        return
    with mpmath.workdps(30):
        for x, y in product(*(inside(*ends, POINTS[::24]) for ends in (of_g, of_h))):
            lhs = sum(mpmath.mpf(c.numerator) / c.denominator * power(x, a) * power(y, b) for a, b, c in above)
            rhs = sum(mpmath.mpf(abs(c).numerator) / c.denominator * power(x, a) * power(y, b) for a, b, c in below)
            assert lhs * mpmath.exp(-x * y) <= upper(found.value) * rhs * (1 + mpmath.mpf(10) ** -20)


n = ct.dim("n")
u, v = ct.vectors("u v", n)
R = ct.scalar("R")
SIMPLE = ct.Claim(ct.Paper("test"), "a claim", given=[ct.norm(u) <= R, ct.norm(v) <= R],
                  says=ct.norm(ct.softmax(u) * v + u) <= 3 * R)


@pytest.mark.parametrize("change", [
    lambda step: replace(step, value=step.value / 2), lambda step: replace(step, rule="triangle inequality, l1"),
    lambda step: replace(step, premises=step.premises[:-1]), lambda step: replace(step, premises=step.premises[::-1]),
    lambda step: replace(step, query=replace(step.query, kind="l1")),
])
def test_replay_refuses_altered_steps(change):
    proof = prove(SIMPLE.statement, 0)
    (inner,) = proof.bound.premises
    facts = {step.query: [step] for step in proof.bound.steps() if not step.premises and "hypothesis" in step.rule}
    replay(proof.bound, facts, ())
    assert len(inner.premises) == 2
    with pytest.raises(ValueError, match="does not follow"):
        replay(replace(proof.bound, premises=(change(inner),)), facts, ())
    leaf = next(step for step in inner.steps() if "hypothesis" in step.rule)
    with pytest.raises(ValueError, match="does not follow"):
        replay(replace(leaf, value=coerce(1)), facts, ())
