"""Softmax regression: min over x of || <exp(Ax), 1_n>^{-1} exp(Ax) - b ||_2 (Definition 1.3 of LSXYZ23).

With A in R^{n x d}, b in R^n and x in R^d the papers name the parts of the problem
u = exp(Ax), alpha = <u, 1_n>, f = alpha^{-1} u, c = f - b and L = L_exp = ||c||_2^2 / 2.
R bounds ||A||, ||x||, ||y||, and beta in (0, 1) is a lower bound on alpha.
"""

import certify as ct

n, d = ct.dims("n d")
A = ct.matrix("A", n, d)
x, y = ct.vectors("x y", d)
b = ct.vector("b", n)
R, beta = ct.scalars("R beta")


@ct.definition("u({x})")
def u(x):
    return ct.exp(A @ x)


@ct.definition("\\alpha({x})")
def alpha(x):
    return ct.sum(u(x))


@ct.definition("f({x})")
def f(x):
    return u(x) / alpha(x)


@ct.definition("c({x})")
def c(x):
    return f(x) - b


@ct.definition("L_exp({x})")
def L(x):
    return ct.dot(c(x), c(x)) / 2
