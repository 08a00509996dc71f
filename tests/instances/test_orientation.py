"""Symbols are negated where a hypothesis is odd in them and has the wrong sign, and nowhere else."""

import numpy as np
import pytest

import certify as ct
from certify.instances import certify_hypotheses, sample
from certify.instances.constraints import problem
from certify.instances.orientation import odd_sides, orient, parity

n, d = ct.dims("n d")
A = ct.matrix("A", n, d)
x, y = ct.vectors("x y", d)
beta, R = ct.scalars("beta R")
PAPER = ct.Paper("test")
alpha = ct.sum(ct.sinh(A @ x))
SIZES = {"n": 3, "d": 2}
WHERE = (SIZES, {})
PARITIES = {
    "sinh": (alpha, -1), "cube": (ct.sum(x) ** 3, -1), "product with an even part": (alpha * ct.norm(x), -1),
    "quotient": (alpha / ct.sum(ct.cosh(A @ x)), -1), "sum of odd parts": (alpha + ct.sum(x), -1),
    "tanh of sinh": (ct.tanh(alpha), -1), "entry": (x[0], -1),
    "square": (alpha**2, 1), "product of two odd parts": (alpha * ct.sum(x), 1), "cosh": (ct.sum(ct.cosh(A @ x)), 1),
    "norm": (ct.norm(A @ x), 1), "no x": (ct.norm(y), 1), "exponential of an even part": (ct.exp(ct.dot(x, x)), 1),
    "exponential": (ct.sum(ct.exp(A @ x)), None), "odd and even": (alpha + ct.norm(x), None),
    "maximum": (ct.max(A @ x), None), "moved": (ct.sum(ct.sinh(A @ x + A @ y)), None),
}


def statement(*given):
    return ct.Claim(PAPER, "a claim", given=list(given), says=ct.norm(A @ x) >= 0).statement


@pytest.mark.parametrize("name", PARITIES)
def test_parity_is_that_of_the_function(name):
    """Where a parity is claimed, the values at x and -x agree; where none is, they do not."""
    side, expected = PARITIES[name]
    assert parity(side, x) == expected
    claim = ct.Claim(PAPER, "a claim", says=ct.equal(side.subs({x: -x}), (expected or 1) * side))
    values = {"A": [[1, 2], [-1, 0.5], [0.25, 3]], "x": [0.5, -0.75], "y": [2, 1]}
    ((_, verdict, _),) = claim.at(**{name: values[name] for name in claim.statement.symbols}).says
    assert (verdict == -1) if expected is None else (verdict >= 0)


def test_sides_that_scaling_puts_right_are_left_alone():
    assert [(name, sign) for name, _, sign in odd_sides(statement(alpha >= beta, beta > 0))] == [("x", 1)]
    assert [(name, sign) for name, _, sign in odd_sides(statement(alpha <= -beta, beta > 0))] == [("x", -1)]
    assert odd_sides(statement(ct.sum(x) >= beta)) == ()  # of degree 1: a multiple of x does it
    assert odd_sides(statement(ct.sum(ct.cosh(A @ x)) >= beta)) == ()
    assert odd_sides(statement(ct.equal(alpha, beta))) == ()


def test_only_what_has_the_wrong_sign_is_negated():
    given = problem(statement(alpha >= beta, beta > 0, ct.norm(x) <= R))
    rng = np.random.default_rng(0)
    before = {"A": rng.standard_normal((50, 3, 2)), "x": rng.standard_normal((50, 2)), "beta": rng.random(50),
              "R": rng.random(50)}
    values, settled = dict(before), {constraint.number for constraint in given.constraints}
    orient(given, WHERE, values, settled)
    total = np.sinh(np.einsum("bij,bj->bi", before["A"], before["x"])).sum(1)
    assert 10 < (total < 0).sum() < 40
    np.testing.assert_array_equal(values["x"], np.where(total < 0, -1.0, 1.0)[:, None] * before["x"])
    np.testing.assert_array_equal(values["A"], before["A"])
    touched = {constraint.number for constraint in given.constraints if "x" in constraint.symbols}
    assert touched
    assert not settled & touched


def test_what_is_right_stays_settled():
    given = problem(statement(alpha >= beta, beta > 0))
    settled = {constraint.number for constraint in given.constraints}
    values = {"A": np.ones((4, 3, 2)), "x": np.ones((4, 2)), "beta": np.ones(4)}
    orient(given, WHERE, values, settled)
    np.testing.assert_array_equal(values["x"], np.ones((4, 2)))
    assert settled == {constraint.number for constraint in given.constraints}


def test_samples_meet_hypotheses_that_are_odd():
    odd = statement(alpha >= beta, beta > 0, beta < 1, ct.norm(A, 2) <= R, ct.norm(x) <= R)
    batch = sample(odd, SIZES, {}, 256, np.random.default_rng(3))
    assert (certify_hypotheses(odd, batch) == 1).mean() > 0.9
