"""M (inv(M) v) = v is used for every solved equation inside of an identity, and for nothing else."""

import pytest

import certify as ct
from certify.calculus.indexform import Verdict, decide_identity

n, d = ct.dims("n d")
X = ct.matrix("X", n, d)
b = ct.vector("b", n)
w, x, v = ct.vectors("w x v", d)
mu = ct.scalar("mu")
M = X.T @ X + mu * ct.eye(d)
P = ct.inv(M)
LOSS = ct.norm(X @ w - b) ** 2 + mu * ct.norm(w) ** 2
SOLUTION = P @ (X.T @ b)
ROW = ct.inv(M + ct.outer(x, x)) @ v
UPDATE = P @ v - (P @ x) * ct.dot(x, P @ v) / (1 + ct.dot(x, P @ x))


@pytest.mark.parametrize("relation", [
    ct.equal(ct.grad(LOSS, w).subs({w: SOLUTION}), 0 * x),
    ct.equal(ROW, UPDATE),
    ct.equal(X.T @ (X @ SOLUTION) + mu * SOLUTION, X.T @ b),
])
def test_solved_equations_are_proved_for_all_sizes(relation):
    assert decide_identity(relation) is Verdict.AGREE


@pytest.mark.parametrize("relation", [
    ct.equal(ct.grad(LOSS, w).subs({w: ct.inv(X.T @ X + 2 * mu * ct.eye(d)) @ (X.T @ b)}), 0 * x),
    ct.equal(ROW, UPDATE + mu * x),
    ct.equal(ROW, P @ v - (P @ x) * ct.dot(x, P @ v) / (2 + ct.dot(x, P @ x))),
    ct.equal(X.T @ (X @ (P @ v)), v),
])
def test_planted_errors_are_not_proved(relation):
    assert decide_identity(relation) is not Verdict.AGREE
