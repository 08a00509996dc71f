"""Orders of matrices as inequalities between quadratic forms, and what the checker says of altered ones."""

import copy

import pytest

import certify as ct
from certify.bounds import bound_certificate, prove, refusal
from certify.bounds.quadratic import quadratic_form
from tests.bounds.test_checker import PAPER, A, R, b, d, f, loss, n, x

w = ct.vector("w", n)
sigma, s = ct.sigmin(A), ct.scalar("s")
TARGET = [b >= 0, ct.norm(b, 1) <= 1]
FULL = [s > 0, sigma > 0, n >= d]
J = ct.diag(f(x)) - ct.outer(f(x), f(x))
HESSIAN = ct.hessian(loss(x), x)
WEIGHTED = HESSIAN + A.T @ ct.diag(w**2) @ A
ORDERS = {
    "above": (HESSIAN << R**2 / 3 * ct.eye(d), [ct.norm(A, 2) <= R, *TARGET], 0.9375),
    "below": (-(R**2 / 4 * ct.eye(d)) << HESSIAN, [ct.norm(A, 2) <= R, *TARGET], 0.9624),
    "a variance": (ct.zeros(n, n) << J, [], 0),
    "strong convexity": (s * ct.eye(d) << WEIGHTED, [*FULL, *TARGET, w**2 >= ct.rational(1, 4) + s / sigma**2], 1),
    "two matrices": (J << ct.diag(w**2) + J / 2, [w**2 >= 1], 1),
}
FALSE = {
    "above": (HESSIAN << R**2 / 4 * ct.eye(d), [ct.norm(A, 2) <= R, *TARGET]),
    "no target": (HESSIAN << R**2 / 2 * ct.eye(d), [ct.norm(A, 2) <= R]),
    "no full rank": (s * ct.eye(d) << WEIGHTED, [s > 0, sigma > 0, *TARGET, w**2 >= ct.rational(1, 4) + s / sigma**2]),
    "too small a weight": (s * ct.eye(d) << WEIGHTED, [*FULL, *TARGET, w**2 >= ct.rational(1, 5) + s / sigma**2]),
    "the wrong way": (J << ct.zeros(n, n), []),
}


def statement(says, given):
    return ct.Claim(PAPER, "a claim", says=says, given=given).statement


def certificate(name):
    says, given, _ = ORDERS[name]
    proof = prove(statement(says, given), 0)
    return proof, bound_certificate("test", statement(says, given), 0, str(float(proof.ratio.value)), True, proof)


@pytest.mark.parametrize("name", ORDERS)
def test_orders_are_proved_and_the_checker_agrees(name):
    proof, data = certificate(name)
    assert proof.ratio.value == pytest.approx(ORDERS[name][2])
    assert refusal(data) is None


@pytest.mark.parametrize("name", FALSE)
def test_false_orders_are_not_proved(name):
    proof = prove(statement(*FALSE[name]), 0)
    assert proof is None or not proof.ratio.at_most_one


@pytest.mark.parametrize("name", ["strong convexity", "two matrices"])
@pytest.mark.parametrize("side", ["lhs", "rhs"])
def test_other_sides_are_refused(name, side):
    _, data = certificate(name)
    other = copy.deepcopy(data)
    other["proof"]["nodes"].append(["mul", [other["proof"][side]] * 2, []])
    other["proof"][side] = len(other["proof"]["nodes"]) - 1
    assert refusal(other) is not None


def test_rearranged_sides_have_no_ratio():
    """J << D + J / 2 is J / 2 << D, and J / 2 << D / 8; but J << (D + J / 2) / 5 is false for D = 2."""
    order = statement(J << ct.diag(w**2) + J / 2, [w**2 >= 2])
    data = bound_certificate("test", order, 0, "1", True, prove(order, 0))
    assert refusal(data) is None
    assert "changed sides" in refusal({**data, "ratio": {"hi": "0.2"}})


def test_a_form_that_is_not_understood_has_no_reading():
    assert quadratic_form(ct.inv(J) << ct.eye(n), ()) is None or prove(statement(ct.inv(J) << ct.eye(n), []), 0) is None
