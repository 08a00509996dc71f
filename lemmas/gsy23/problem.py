"""Rescaled regression: min over x of || u(x) - <u(x), 1_n> b ||_2, where u is exp(Ax), cosh(Ax) or sinh(Ax).

A in R^{n x d}, b in R^n, x in R^d. v is the derivative of u entry by entry (exp, sinh, cosh), alpha = <u, 1_n>,
c = u - alpha b, L_u = ||c||_2^2 / 2, K = I - 1_n b^T, and L_reg = ||diag(w) A x||_2^2 / 2 as in DLS23.
``MODELS`` holds the parts of all three problems.
"""

from collections.abc import Callable
from typing import NamedTuple

import certify as ct

n, d = ct.dims("n d")
A = ct.matrix("A", n, d)
x, y = ct.vectors("x y", d)
b, w = ct.vectors("b w", n)
R, beta, lam = ct.scalars("R beta l")
K = ct.named("K", ct.eye(n) - ct.outer(ct.ones(n), b))

BALL = [ct.norm(A, 2) <= R, ct.norm(x) <= R]  # the hypotheses of section 4 in one point, and in two
BALLS = [*BALL, ct.norm(y) <= R]
TARGET = [b >= 0, ct.norm(b, 1) <= 1]
FULL_RANK = [n >= d, ct.sigmin(A) > 0]
Part = Callable[[ct.Expr], ct.Expr]


class Model(NamedTuple):
    """The parts of the problem with u = g(Ax), as functions of x."""

    u: Part
    v: Part
    alpha: Part
    c: Part
    L_u: Part


def model(g: Part, slope: Part) -> Model:
    """The problem for an entrywise function and its derivative."""

    @ct.definition("u({x})")
    def u(x):
        return g(A @ x)

    @ct.definition("v({x})")
    def v(x):
        return slope(A @ x)

    @ct.definition("\\alpha({x})")
    def alpha(x):
        return ct.sum(u(x))

    @ct.definition("c({x})")
    def c(x):
        return u(x) - alpha(x) * b

    @ct.definition("L_u({x})")
    def L_u(x):
        return ct.dot(c(x), c(x)) / 2

    return Model(u, v, alpha, c, L_u)


MODELS = {"exp": model(ct.exp, ct.exp), "cosh": model(ct.cosh, ct.sinh), "sinh": model(ct.sinh, ct.cosh)}


@ct.definition("L_reg({x})")
def L_reg(x):
    z = w * (A @ x)
    return ct.dot(z, z) / 2
