"""The attention matrix D(X)^{-1} exp(A_1 X A_2^T) fitted to B, normalized and rescaled (GSX23).

A_1, A_2 in R^{n x d}, X in R^{d x d}, B in R^{n x n} and D(X) = diag(exp(A_1 X A_2^T) 1_n). The losses are
|| D(X)^{-1} exp(A_1 X A_2^T) - B ||_F^2 and || exp(A_1 X A_2^T) - D(X) B ||_F^2. With A = A_1 kron A_2 and
x = vec(X), row by row, they fall apart into n blocks: A_{j0} in R^{n x d^2} is the j0-th block of n rows of A,
b_{j0} is row j0 of B, and u, alpha, f, c, h and q are the parts of the regression of one block.

A_{j0} is written as the Kronecker product of row j0 of A_1 with A_2. Where a statement holds for every
A in R^{n^2 x d^2}, the block is a matrix symbol of its own.
"""

import certify as ct

n, d = ct.dims("n d")
A_1, A_2 = ct.matrices("A_1 A_2", n, d)
X = ct.matrix("X", d, d)
B = ct.matrix("B", n, n)
x, y = ct.vectors("x y", d * d)
A_j0 = ct.matrix("A_j0", n, d * d)
b_j0 = ct.vector("b_j0", n)
R, beta = ct.scalars("R beta")
j0 = ct.index("j0", n)


@ct.definition("U({X})")
def U(X):
    return ct.exp(A_1 @ X @ A_2.T)


@ct.definition("D({X})")
def D(X):
    return ct.diag(U(X) @ ct.ones(n))


@ct.definition("L_nor({X})")
def L_normalized(X):
    return ct.norm(ct.inv(D(X)) @ U(X) - B, "fro") ** 2


@ct.definition("L_res({X})")
def L_rescaled(X):
    return ct.norm(U(X) - D(X) @ B, "fro") ** 2


# One block: A is A_{j0}, b is b_{j0}

@ct.definition("A_{{{j}}}")
def block(j):
    """Rows j n to (j + 1) n of A_1 kron A_2, counted from 0: row j of A_1, as a 1 x d matrix, kron A_2."""
    return ct.kron(ct.outer(ct.ones(1), A_1[j, :]), A_2)


@ct.definition("u({A}, {x})")
def u(A, x):
    return ct.exp(A @ x)


@ct.definition("\\alpha({A}, {x})")
def alpha(A, x):
    return ct.sum(u(A, x))


@ct.definition("f({A}, {x})")
def f(A, x):
    return u(A, x) / alpha(A, x)


@ct.definition("c({A}, {x}, {b})")
def c(A, x, b):
    return f(A, x) - b


@ct.definition("h({A}, {x}, {b})")
def h(A, x, b):
    return alpha(A, x) * b


@ct.definition("q({A}, {x}, {b})")
def q(A, x, b):
    return u(A, x) - alpha(A, x) * b
