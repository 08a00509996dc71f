"""Softmax regression with a regularizer (DLS23; H2O23, D.40): L = L_exp + L_reg, L_reg = ||diag(w) A x||_2^2 / 2.

u, alpha, f, c and L_exp are those of LSXYZ23. W = diag(w). B(x) is the matrix of section 5.10 as recalled.
"""

import certify as ct
from lemmas.lsxyz23.problem import A, b, f, n
from lemmas.lsxyz23.problem import L as L_exp

w = ct.vector("w", n)
W = ct.diag(w)


@ct.definition("L_reg({x})")
def L_reg(x):
    z = W @ (A @ x)
    return ct.dot(z, z) / 2


@ct.definition("L({x})")
def L(x):
    return L_exp(x) + L_reg(x)


@ct.definition("B({x})")
def B(x):
    p = f(x)
    return (
        ct.dot(3 * p - 2 * b, p) * ct.outer(p, p)
        + ct.dot(p - b, p) * ct.diag(p)
        + ct.diag((2 * p - b) * p)
        + ct.outer(b * p, p)
        + ct.outer(p, b * p)
    )
