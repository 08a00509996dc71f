"""Shapes respect hypotheses on dimensions; exact ranges hold on instances; contradictions are proved."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import certify as ct
from certify.instances import certify_hypotheses, generator, looks_empty, sample, shape_grid
from certify.instances.intervals import Interval
from certify.instances.ranges import narrow
from tests.instances import zoo

n, d, m = ct.dims("n d m")


@pytest.mark.parametrize(("profile", "least"), [("quick", 25), ("full", 35)])
def test_the_grid_has_many_shapes_with_extreme_ratios(profile, least):
    statement = zoo.statement(zoo.PAPERS["1.3"])
    grid = [(dims["n"], dims["d"]) for dims, _ in shape_grid(statement, profile)]
    assert least <= len(grid) <= 45
    assert len(set(grid)) == len(grid)
    assert {(1, 1), (64, 1), (1, 64)} <= set(grid)
    beyond = [(dims["n"], dims["d"]) for dims, _ in shape_grid(statement, "beyond")]
    assert max(beyond) == (256, 64)


@pytest.mark.parametrize(("given_", "check"), [
    ([n >= 3], lambda k: k["n"] >= 3), ([d <= n], lambda k: k["d"] <= k["n"]),
    ([ct.equal(n, 2 * d)], lambda k: k["n"] == 2 * k["d"]), ([n >= 3, n <= 3], lambda k: k["n"] == 3),
    ([n * d <= 12], lambda k: k["n"] * k["d"] <= 12), ([n > 40], lambda k: k["n"] > 40),
])
def test_hypotheses_on_dimensions(given_, check):
    grid = shape_grid(zoo.statement(given_))
    assert grid
    assert all(check(dims) for dims, _ in grid)


def test_three_dimensions_none_and_free_indices():
    T, U = ct.matrix("T", n, d), ct.matrix("U", d, m)
    i, j = ct.index("i", n), ct.index("j", m)
    statement = ct.Claim(zoo.PAPER, "three", says=(T @ U)[i, j] <= ct.norm(T, 2) * ct.norm(U, 2)).statement
    grid = shape_grid(statement, "full")
    assert all(0 <= at["i"] < dims["n"] and 0 <= at["j"] < dims["m"] for dims, at in grid)
    assert len({tuple(at.items()) for _, at in grid}) > 10
    R = ct.scalar("R")
    assert shape_grid(ct.Claim(zoo.PAPER, "scalars", says=ct.exp(R) >= R).statement) == [({}, {})]


def test_arrays_that_an_evaluation_forms_stay_small():
    T, U = ct.matrices("T U", n, d)
    says = ct.max(ct.kron(T, U)) <= ct.norm(T, "fro") * ct.norm(U, "fro")
    grid = shape_grid(ct.Claim(zoo.PAPER, "kron", says=says).statement)
    assert len(grid) >= 20
    assert all((dims["n"] * dims["d"]) ** 2 <= 20_000 for dims, _ in grid)
    assert {(64, 1), (1, 64)} <= {(dims["n"], dims["d"]) for dims, _ in grid}


def test_impossible_dimensions_give_no_shape():
    assert shape_grid(zoo.statement([n <= 0])) == []


@pytest.mark.parametrize("name", zoo.EMPTY)
def test_contradictions_are_proved(name):
    assert looks_empty(zoo.statement(zoo.EMPTY[name])) == "empty"


@pytest.mark.parametrize("name", [*zoo.PAPERS, *zoo.USERS, *zoo.EXACT_ONLY])
def test_satisfiable_hypotheses_are_never_called_empty(name):
    assert narrow(zoo.statement({**zoo.PAPERS, **zoo.USERS, **zoo.EXACT_ONLY}[name]).given) is not None


def test_what_is_not_proved_is_not_called_empty():
    crossed = zoo.statement([zoo.alpha(zoo.x) <= zoo.beta - 1, zoo.alpha(zoo.x) >= zoo.beta])
    assert looks_empty(crossed, effort=1) == "not found"
    assert looks_empty(zoo.statement([zoo.R >= 4])) is None


ENDS = st.fractions(-4, 4, max_denominator=4)


@st.composite
def intervals(draw):
    lo, hi = sorted([draw(ENDS), draw(ENDS)])
    if draw(st.booleans()) or lo == hi:
        return Interval(lo, hi)
    return Interval(lo if draw(st.booleans()) else -float("inf"), hi, draw(st.booleans()), draw(st.booleans()))


def inside(interval, part):
    """A point of the interval, an end of it where that belongs to it."""
    lo = interval.lo if isinstance(interval.lo, Fraction) else Fraction(interval.hi) - 5
    if part == 0 and not interval.lo_open:
        return lo
    if part == 4 and not interval.hi_open:
        return Fraction(interval.hi)
    return lo + (Fraction(interval.hi) - lo) * Fraction(part + 1, 6)


def contains(interval, value):
    above = interval.lo < value or (interval.lo == value and not interval.lo_open)
    return above and (value < interval.hi or (value == interval.hi and not interval.hi_open))


@given(intervals(), intervals(), st.integers(0, 4), st.integers(0, 4), st.integers(1, 4))
def test_interval_operations_contain_the_results(a, b, i, j, k):
    u, v = inside(a, i), inside(b, j)
    for result, value in ((a + b, u + v), (a * b, u * v), (-a, -u), (a.absolute(), abs(u)), (a.power(k), u**k),
                          (a.hull(b), u), (a.hull(b), v)):
        assert contains(result, value)
    if u:
        assert contains(a.reciprocal(), 1 / u)
    assert contains(a.meet(b), u) == contains(b, u)


@pytest.mark.parametrize("name", [*zoo.PAPERS, *zoo.USERS])
def test_ranges_hold_on_certified_instances(name):
    statement = zoo.statement({**zoo.PAPERS, **zoo.USERS}[name])
    dims, indices = shape_grid(statement)[1]
    batch = sample(statement, dims, indices, 32, generator(0, statement.sha256))
    kept = batch.select(certify_hypotheses(statement, batch) == 1)
    ranges = narrow(statement.given, dims)
    for symbol, node in statement.symbols.items():
        interval = ranges.get(node, Interval())
        for value in np.unique(kept.values[symbol]):
            assert contains(interval, Fraction(float(value)))
