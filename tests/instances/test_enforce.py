"""Moving a batch into hypotheses: what is met stays, and a few hopeless instances are left to be drawn anew."""

import numpy as np
import pytest

import certify as ct
from certify.instances.constraints import problem
from certify.instances.enforce import enforce
from certify.instances.moves import Segment
from certify.instances.readings import met, slack, slacks
from certify.instances.sampling import allowed_ranges

n, d = ct.dims("n d")
A = ct.matrix("A", n, d)
x = ct.vector("x", d)
SIZES = {"n": 3, "d": 2}
WHERE = (SIZES, {})


def statement(*given):
    return ct.Claim(ct.Paper("test"), "a claim", given=list(given), says=ct.norm(A @ x) >= 0).statement


FEW = (0.0, 0.1, 0.25, 1.0)


def enforced(few):
    """A hypothesis that only a bisection puts right, on instances of which a fifth fail."""
    given = statement(ct.sum(ct.exp(A @ x)) <= 4, ct.norm(x) <= 10)
    rng = np.random.default_rng(5)
    lengths = np.where(np.arange(100) < 20, 2.0, 0.01)
    values = {"A": rng.standard_normal((100, 3, 2)), "x": lengths[:, None] * np.ones(2)}
    values["A"][:20] = abs(values["A"][:20])
    before = {name: value.copy() for name, value in values.items()}
    allowed = allowed_ranges(given, tuple(sorted(SIZES.items())))
    met = enforce(problem(given), allowed, WHERE, values, rng, few=few)
    return met, before, values


def test_the_hypothesis_needs_a_bisection():
    (constraint,) = problem(statement(ct.sum(ct.exp(A @ x)) <= 4)).constraints
    assert all(isinstance(move, Segment) for move in constraint.moves)


@pytest.mark.parametrize("few", FEW)
def test_what_enforcing_calls_met_is_met_and_what_was_met_is_not_moved(few):
    met, before, values = enforced(few)
    total = np.exp(np.einsum("bij,bj->bi", values["A"], values["x"])).sum(1)
    assert (total[met] <= 4).all()
    assert met[20:].all()
    for name in values:
        np.testing.assert_array_equal(values[name][20:], before[name][20:])


def test_a_few_hopeless_instances_are_not_bisected():
    """A fifth fail: worth a bisection where few means none or a tenth, not worth it where few means a quarter."""
    met = {few: enforced(few)[0][:20].sum() for few in FEW}
    assert met == {0.0: 20, 0.1: 20, 0.25: 0, 1.0: 0}


def test_nothing_is_moved_off_the_edge_of_a_sign():
    """b >= 0 holds at b = 0, in floats too; b > 0 does not."""
    b = ct.vector("b", n)
    values = {"b": np.array([[0.0, 1.0, 0.5], [0.0, 0.0, 0.0], [0.0, -1.0, 0.0]])}
    for relation, expected in ((b >= 0, [True, True, False]), (b > 0, [False, False, False])):
        (constraint,) = problem(statement(relation)).constraints
        np.testing.assert_array_equal(met(constraint.relation, slack(constraint.relation, WHERE, values, 3)), expected)


def test_a_product_that_floats_see_as_0_is_no_edge():
    """Else A x >= 0 were put right by x = 0, everywhere."""
    (constraint,) = problem(statement(A @ x >= 0)).constraints
    values = {"A": np.ones((2, 3, 2)), "x": np.array([[0.0, 0.0], [1.0, 0.0]])}
    np.testing.assert_array_equal(met(constraint.relation, slack(constraint.relation, WHERE, values, 2)), [False, True])


def test_hypotheses_read_together_are_as_those_read_alone():
    given = problem(statement(ct.norm(A, 2) <= 2, ct.norm(A @ x, "inf") < 1, ct.sum(ct.exp(A @ x)) >= 2))
    rng = np.random.default_rng(3)
    values = {"A": 40 * rng.standard_normal((50, 3, 2)), "x": 40 * rng.standard_normal((50, 2))}
    relations = [constraint.relation for constraint in given.constraints]
    for relation, room in zip(relations, slacks(relations, WHERE, values, 50), strict=True):
        np.testing.assert_array_equal(room, slack(relation, WHERE, values, 50))
