"""Ridge regression: Sherman-Morrison, the closed form, and its update by one example (rows 6.5 and 6.6).

Inverses are read where they are defined. With lambda > 0 that is everywhere; A and its update are any invertible
matrices. P = (X^T X + lambda I)^{-1}, and the moment matrices are A_n = A_{n-1} + x x^T, b_n = b_{n-1} + y x.
"""

import certify as ct
from lemmas.asa22 import PAPER

n, d = ct.dims("n d")
X, A = ct.matrix("X", n, d), ct.matrix("A", d, d)
Y = ct.vector("Y", n)
w, x, v, b = ct.vectors("w x v b", d)
y, lam = ct.scalars("y lambda")
identity = ct.eye(d)
X_new, Y_new = ct.vstack([X, x]), ct.hstack([Y, y])
SYLLABUS = "From the syllabus of the lecture, in our formulation."


def loss(data, labels):
    """||X w - Y||^2 + lambda ||w||^2."""
    return ct.norm(data @ w - labels) ** 2 + lam * ct.norm(w) ** 2


def inverse_moment(data):
    """(X^T X + lambda I)^{-1}."""
    return ct.inv(data.T @ data + lam * identity)


P, P_new = inverse_moment(X), inverse_moment(X_new)
solution, solution_new = P @ (X.T @ Y), P_new @ (X_new.T @ Y_new)
printed = (identity / lam
           - (identity / lam) @ ct.outer(x, x) @ (identity / lam) / (1 + ct.dot(x, (identity / lam) @ x))) @ x * y

sherman_morrison = ct.Claim(
    PAPER, "Theorem 2, Sherman-Morrison", row="6.5", provenance="recalled", added=[lam > 0],
    says=ct.equal(ct.inv(lam * identity + ct.outer(x, x)) @ x * y, printed),
    note="lambda > 0 makes the matrix invertible; the equation holds for every lambda but 0 and -||x||^2.",
)
sherman_morrison_multiplied = ct.Claim(
    PAPER, "Theorem 2, multiplied out", row="6.5", provenance="recalled", added=[lam > 0],
    says=ct.equal((lam * identity + ct.outer(x, x)) @ printed, x * y),
)
sherman_morrison_general = ct.Claim(
    PAPER, "Sherman-Morrison for any invertible matrix", row="6.5", provenance="ours",
    says=ct.equal(ct.inv(A + ct.outer(x, v)), ct.inv(A) - ct.outer(ct.inv(A) @ x, ct.inv(A).T @ v)
                  / (1 + ct.dot(v, ct.inv(A) @ x))),
)
normal_equations = ct.Claim(
    PAPER, "ridge regression, closed form", row="6.6", provenance="recalled", added=[lam > 0], note=SYLLABUS,
    says=ct.equal(ct.grad(loss(X, Y), w).subs({w: solution}), 0 * w),
)
gradient = ct.Claim(
    PAPER, "ridge regression, gradient", row="6.6", provenance="recalled", note=SYLLABUS,
    says=ct.equal(ct.grad(loss(X, Y), w), 2 * ((X.T @ X + lam * identity) @ w - X.T @ Y)),
)
minimum = ct.Claim(
    PAPER, "ridge regression, the closed form is a minimum", row="6.6", provenance="recalled", note=SYLLABUS,
    added=[lam > 0], says=loss(X, Y).subs({w: solution}) <= loss(X, Y),
)
moment_matrix = ct.Claim(
    PAPER, "moment matrix with one more example", row="6.6", provenance="recalled", note=SYLLABUS,
    says=(ct.equal(X_new.T @ X_new, X.T @ X + ct.outer(x, x)), ct.equal(X_new.T @ Y_new, X.T @ Y + y * x)),
)
inverse_update = ct.Claim(
    PAPER, "inverse of the moment matrix with one more example", row="6.6", provenance="recalled", added=[lam > 0],
    says=ct.equal(P_new @ v, P @ v - (P @ x) * ct.dot(x, P @ v) / (1 + ct.dot(x, P @ x))),
    note=SYLLABUS + " The matrices agree, since they do on every vector v.",
)
solution_update = ct.Claim(
    PAPER, "ridge regression with one more example", row="6.6", provenance="recalled", added=[lam > 0],
    says=ct.equal(solution_new, solution + (y - ct.dot(x, solution)) * (P @ x) / (1 + ct.dot(x, P @ x))),
    note=SYLLABUS,
)
moments_update = ct.Claim(
    PAPER, "the solution from moments with one more example", row="6.6", provenance="recalled", note=SYLLABUS,
    says=ct.equal(ct.inv(A + ct.outer(x, x)) @ (b + y * x),
                  ct.inv(A) @ b + (y - ct.dot(x, ct.inv(A) @ b)) * (ct.inv(A) @ x) / (1 + ct.dot(x, ct.inv(A) @ x))),
)
