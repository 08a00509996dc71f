"""Self-attention of n tokens, the rows of X in R^{n x d}.

f(X)_i = sum_j P_ij V x_j with P_ij = softmax_j(x_i^T A^T x_j).
"""

import certify as ct

n, d = ct.dims("n d")
X, Y, H = ct.matrices("X Y H", n, d)
A, V = ct.matrices("A V", d, d)
R = ct.scalar("R")


@ct.definition("P({X})")
def weights(X):
    return ct.softmax(X @ A.T @ X.T, axis=1)


@ct.definition("f({X})")
def attention(X):
    return weights(X) @ X @ V.T


@ct.definition("Df({X})[{H}]")
def derivative(X, H):
    return ct.jvp(attention(X), X, H)


def in_ball(X):
    """Every row of X has norm at most R."""
    return ct.sum(X * X, axis=1) <= R**2
