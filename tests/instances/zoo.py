"""Hypothesis sets: those of the papers, and odd ones that users may write."""

from math import inf

import certify as ct
from certify.language import Statement

PAPER = ct.Paper("zoo")
n, d = ct.dims("n d")
A, B = ct.matrices("A B", n, d)
S = ct.matrix("S", d, d)
x, y, v = ct.vectors("x y v", d)
b, w = ct.vectors("b w", n)
R, beta, l, p, q, eta, lam, r, s, t = ct.scalars("R beta l p q eta lambda r s t")
i = ct.index("i", n)


def alpha(x):
    return ct.sum(ct.exp(A @ x))


def f(x):
    return ct.exp(A @ x) / alpha(x)


def loss(x):
    c, residual = f(x) - b, w * (A @ x)
    return ct.dot(c, c) / 2 + ct.dot(residual, residual) / 2


TARGET = [b >= 0, ct.norm(b, 1) <= 1]
BALLS = [ct.norm(A, 2) <= R, ct.norm(x) <= R, ct.norm(y) <= R]
CLOSE = ct.norm(A @ (x - y), inf) < 0.01
LOWER = [alpha(x) >= beta, alpha(y) >= beta, beta > 0]
PAPERS = {
    "1.1.6": [ct.norm(x - y, inf) <= 0.01],
    "1.3": [R >= 4, *BALLS, CLOSE, *LOWER, beta < 1],
    "1.4": [ct.norm(A, 2) <= R, ct.norm(B, 2) <= R, ct.norm(x) <= R, ct.norm((A - B) @ x, inf) < 0.01,
            alpha(x) >= beta, beta > 0, beta < 1],
    "2.7": [R > 4, *BALLS, *LOWER, beta < 1, ct.norm(b, 1) <= 1],
    "3.6": [l > 0, ct.sigmin(A) > 0, *TARGET, w**2 >= 4 + l / ct.sigmin(A) ** 2],
    "3.6, entry": [l > 0, ct.sigmin(A) > 0, *TARGET, w[i] ** 2 >= 4 + l / ct.sigmin(A) ** 2],
    "3.7": [l > 0, *BALLS, R >= 1, ct.sigmin(A) > 0, *TARGET,
            w**2 >= 200 * ct.exp(R**2) + l / ct.sigmin(A) ** 2],
    "3.8": [R >= 4, *BALLS, CLOSE, *TARGET, *LOWER, beta < 0.1],
    "5.2": [l > 0, ct.sigmin(A) > 0, w**2 >= b**2 / 2 + l / ct.sigmin(A) ** 2],
    "5.3": [R >= 2, ct.norm(b) <= R, *BALLS, CLOSE],
    "7.1": [p >= 1, lam > 0],
    "7.1, strict": [n > 2, p > 1, ct.norm(v) > 0],
    "7.3": [b >= 0, ct.equal(ct.sum(b), 1)],
}
USERS = {
    "none": [],
    "open simplex": [b > 0, ct.equal(ct.sum(b), 1)],
    "affine": [ct.equal(ct.sum(b), 1), ct.norm(b) <= 2],
    "stochastic": [A >= 0, ct.equal(ct.sum(A, axis=1), 1)],
    "symmetric": [ct.equal(S, S.T)],
    "semidefinite": [ct.equal(S, S.T), 0 * ct.eye(d) << S],
    "between": [ct.equal(S, S.T), ct.eye(d) << S, S << 10 * ct.eye(d)],
    "smooth and convex": [ct.equal(S, S.T), ct.eigmin(S) >= l, l > 0, ct.eigmax(S) <= 10],
    "skew": [ct.equal(S, -S.T)],
    "sphere": [ct.equal(ct.norm(x), 1)],
    "sphere of radius R": [ct.equal(ct.norm(x), R), R >= 2],
    "orthogonal": [ct.equal(ct.dot(x, y), 0)],
    "orders": [p >= 1, q >= p],
    "rows": [ct.max(ct.sum(A * A, axis=1)) <= R**2, R >= 1],
    "one row": [ct.norm(A[i]) <= R, R >= 1],
    "shell": [ct.norm(A, "fro") <= 1, ct.norm(A, "fro") >= 0.5],
    "annulus": [ct.norm(x) <= R, ct.norm(x) >= r, r > 0, R <= 2],
    "apart": [ct.norm(x - y) >= 1, ct.norm(x) <= R, ct.norm(y) <= R, R <= 2],
    "close, multiplied out": [R >= 4, *BALLS, ct.norm(A @ x - A @ y, inf) <= 0.1],
    "condition number": [ct.norm(A, 2) <= 10 * ct.sigmin(A), ct.sigmin(A) > 0],
    "polyhedron": [A @ x <= b],
    "residual": [ct.norm(A @ x - b) <= 0.1],
    "step size": [eta > 0, eta <= 1 / ct.norm(A, 2) ** 2],
    "box": [x >= -1, x <= 1],
    "order of vectors": [x >= y, y >= 0],
    "softmax from below": [f(x) >= s, s > 0],
    "p-ball": [p >= 1, ct.norm(x, p) <= 1],
    "even": [ct.equal(n, 2 * d)],
    "small radius": [ct.rational(1, 2) > R, R > 0, ct.norm(x) < R],
    "chain of points": [ct.norm(x - y) <= r, r > 0, ct.norm(y - v) <= r],
    "nonzero sum of sinh": [abs(ct.sum(ct.sinh(A @ x))) > 0],
}
# Their equalities hold only by exact arithmetic, so few instances of a batch are certified.
EXACT_ONLY = {
    "3.10": [l > 0, R >= 10, ct.norm(A, 2) <= R, ct.norm(x) <= R, ct.sigmin(A) > 0, *TARGET,
             ct.equal(ct.grad(loss(x), x), ct.zeros(d)), w**2 >= 100 + l / ct.sigmin(A) ** 2,
             n**1.5 * ct.exp(30 * R**2) * ct.norm(y - x) <= l / 10],
    "orthogonal matrix": [ct.equal(S.T @ S, ct.eye(d))],
    "image": [ct.equal(b, A @ x), ct.norm(x) <= R, R > 0],
    "conjugate": [ct.equal(1 / p + 1 / q, 1), p > 1, q > 1],
}
EMPTY = {
    "radius": [R >= 4, R <= 3], "negative norm": [ct.norm(x) <= -1], "no rows": [n <= 0],
    "norm twice": [ct.norm(x) >= 2, ct.norm(x) <= 1], "open": [R > 1, R < 1], "strict": [R >= 1, R < 1],
    "exponential": [ct.sum(ct.exp(x)) <= 0], "through a sum": [R + r <= 1, R >= 1, r > 0],
}


def statement(given) -> Statement:
    """The hypotheses with a conclusion that brings in all symbols."""
    says = ct.norm(x) + ct.norm(A, 2) + ct.norm(b) >= 0
    return ct.Claim(PAPER, "zoo", given=given, says=says).statement
