"""Softmax on R^n, sigma(x) = exp(x) / <exp(x), 1>, and its Jacobian J(s) = diag(s) - s s^T at s = sigma(x)."""

import certify as ct

(n,) = ct.dims("n")
x, y, v = ct.vectors("x y v", n)
p, lam = ct.scalars("p lambda")


@ct.definition("\\sigma({x})")
def sigma(x):
    return ct.softmax(x)


@ct.definition("J({s})")
def J(s):
    return ct.diag(s) - ct.outer(s, s)
