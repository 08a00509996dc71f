"""A rule with a constant a tenth too good makes proofs that the independent checker refuses."""

import math
from dataclasses import replace
from fractions import Fraction

import pytest

import certify as ct
from certify.bounds import bound_certificate, prove, refusal, rules
from certify.decide.upper import _decimal
from certify.language import coerce
from tests.bounds.test_checker import BALL, PAPER, A, R, b, d, f, loss, n, s, x, y

r = R**2
SERIES = [
    (ct.exp, 1, n - 1 + (ct.sqrt(n) - 1) * r + ct.exp(r)),
    (ct.exp, 2, ct.sqrt(n - 1 + 2 * (ct.sqrt(n) - 1) * r + ct.exp(2 * r))),
    (ct.cosh, 1, n - 1 + ct.cosh(r)),
    (ct.cosh, 2, ct.sqrt(n - 1 + ct.cosh(r) ** 2)),
    (ct.sinh, 1, (ct.sqrt(n) - 1) * r + ct.sinh(r)),
    (ct.sinh, 2, ct.sinh(r)),
]


c, order = ct.vector("c", n), ct.scalar("p")
g, h = ct.vectors("g h", 2 * n)


def alpha(x):
    return ct.sum(ct.exp(A @ x))


def by_blocks(z):
    u = ct.exp(z)
    return ct.kron(ct.diag(1 / (ct.kron(ct.eye(n), ct.ones(1, 2)) @ u)), ct.eye(2)) @ u


def at(op, x):
    return op(A @ x)


CLAIMS = [  # a spoiled step leaves no multiple of a difference: claims that hold such come first, others replace them
    *(ct.norm(at(op, x), order) <= at_most for op, order, at_most in SERIES),
    *(ct.norm(ct.exp(g) - ct.exp(h), k) <= ct.norm(ct.exp(base), k) * (ct.exp(ct.norm(g - h, math.inf)) - 1)
      for base in (g, h) for k in (1, 2)),
    ct.norm(ct.cosh(A @ x) - ct.cosh(A @ y)) <= R * ct.sinh(R**2) * ct.norm(x - y),
    ct.norm(ct.sinh(A @ x) - ct.sinh(A @ y)) <= R * ct.cosh(R**2) * ct.norm(x - y),
    ct.norm(f(x) - f(y)) <= R / 2 * ct.norm(x - y),
    ct.norm(ct.exp(A @ x) - ct.exp(A @ y)) <= ct.exp(R**2) * R * ct.norm(x - y) * 2,
    *(ct.norm(ct.exp(g) - ct.exp(h), k) <= ct.norm(ct.exp(base), k) * 2 * ct.norm(g - h, math.inf)
      for base in (g, h) for k in (1, 2)),
    abs(1 / alpha(x) - 1 / alpha(y)) <= R / s * ct.norm(x - y),
    ct.norm(f(x) - f(y), order) <= R * ct.norm(A @ (x - y), order),
    ct.norm(ct.jvp(ct.softmax(b), b, R * c), order) <= R * ct.norm(c, order),
    ct.norm(by_blocks(g) - by_blocks(h)) <= ct.norm(g - h),
    ct.norm(ct.grad(loss(x), x) - ct.grad(loss(y), y)) <= 9 * R**2 * ct.norm(x - y),
    ct.norm(ct.hessian(ct.dot(b, f(x)), x), 2) <= R**3,
    ct.outer(x, y) << R**2 * ct.eye(d),
    ct.exp(-(R**2)) <= ct.exp(ct.dot(x, y)),
    ct.norm(ct.jacobian(f(x), x), 2) <= R,
    ct.norm(ct.grad(loss(x), x)) <= R,
    ct.hessian(loss(x), x) << R**2 * ct.eye(d),
]
GIVEN = [*BALL, b >= 0, ct.norm(b) <= 1, ct.norm(b, 1) <= 1, order >= 1, s > 0, alpha(x) >= s, alpha(y) >= s,
         ct.norm(g - h, math.inf) <= ct.rational(1, 2)]
STATEMENTS = [ct.Claim(PAPER, "a claim", says=says, given=GIVEN).statement for says in CLAIMS]


def steps_of(proof):
    return [step for tree in (proof.bound, proof.below) if tree is not None for step in tree.steps()]


USED = {step.rule: statement for statement in STATEMENTS for step in steps_of(prove(statement, 0))
        if step.rule in rules.RULES and step.rule != "nonnegative"}


@pytest.fixture
def spoiled(monkeypatch):
    """Puts another rule in the place of one."""
    def put(name):
        old = rules.RULES[name]
        factor = coerce(Fraction(11, 10) if old.kind == "floor" else Fraction(9, 10))
        new = replace(old, value=lambda *found: None if (value := old.value(*found)) is None else factor * value)
        monkeypatch.setitem(rules.RULES, name, new)
        monkeypatch.setattr(rules, "_ALL", tuple(new if rule is old else rule for rule in rules._ALL))
        for kind, known in list(rules.CONVERSIONS.items()):
            monkeypatch.setitem(rules.CONVERSIONS, kind, [new if rule is old else rule for rule in known])
        rules.rules_for.cache_clear()

    yield put
    rules.rules_for.cache_clear()


@pytest.mark.parametrize("name", USED)
def test_a_proof_by_a_spoiled_rule_is_refused(name, spoiled):
    spoiled(name)
    proof = prove(USED[name], 0)
    assert name in {step.rule for step in steps_of(proof)}
    assert refusal(bound_certificate("test", USED[name], 0, _decimal(proof.ratio.value), False, proof))


def test_many_rules_are_spoiled():
    assert len(USED) >= 20
