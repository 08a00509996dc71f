"""Derivatives of c and of the loss (rows 4.1 and 4.2): the gradient is A^T diag(v) K c with K = I - 1_n b^T.

u' = diag(v) A, so dc/dx = diag(v) A - b v^T A = (I - b 1_n^T) diag(v) A = K^T diag(v) A, and the gradient is
(K^T diag(v) A)^T c = A^T diag(v) K c: K and not K^T. All three functions satisfy u'' = u entry by entry, and
c = K^T u, so one more derivative of A^T diag(v) K c gives the Hessian
A^T ( diag(v) K K^T diag(v) + diag(u o K c) ) A.
"""

import certify as ct
from lemmas.gsy23 import PAPER
from lemmas.gsy23.problem import MODELS, A, K, L_reg, b, d, w, x

i = ct.index("i", d)
W = ct.diag(w)


def inner_matrix(model):
    """The matrix M in the Hessian A^T M A of L_u."""
    u, v = model.u(x), model.v(x)
    return ct.diag(v) @ K @ K.T @ ct.diag(v) + ct.diag(u * (K @ model.c(x)))


d_alpha = {
    name: ct.Claim(
        PAPER, f"derivative of alpha, {name}", row="4.1", provenance="ours",
        says=ct.equal(ct.partial(part.alpha(x), x, i), ct.dot(part.v(x), A[:, i])),
    ) for name, part in MODELS.items()
}
d_residual = {
    name: ct.Claim(
        PAPER, f"derivative of c, {name}", row="4.1", provenance="ours",
        says=ct.equal(ct.partial(part.c(x), x, i), part.v(x) * A[:, i] - b * ct.dot(part.v(x), A[:, i])),
    ) for name, part in MODELS.items()
}
jacobian = {
    name: ct.Claim(
        PAPER, f"Jacobian of c, {name}", row="4.1", provenance="ours",
        says=ct.equal(ct.jacobian(part.c(x), x), K.T @ ct.diag(part.v(x)) @ A),
    ) for name, part in MODELS.items()
}
gradient_transposed = {
    name: ct.Claim(
        PAPER, f"gradient of the loss with K^T for K, {name}", row="4.1", provenance="ours", expected="refuted",
        says=ct.equal(ct.grad(part.L_u(x), x), A.T @ (ct.diag(part.v(x)) @ (K.T @ part.c(x)))),
        note="The other reading of K: 1_n b^T in place of b 1_n^T. With K itself it is proved.",
    ) for name, part in MODELS.items()
}
gradient = {
    name: ct.Claim(
        PAPER, f"gradient of the loss, {name}", row="4.1", provenance="ours", uses=[jacobian[name]],
        corrects=gradient_transposed[name],
        says=ct.equal(ct.grad(part.L_u(x), x), A.T @ (ct.diag(part.v(x)) @ (K @ part.c(x)))),
    ) for name, part in MODELS.items()
}
hessian = {
    name: ct.Claim(
        PAPER, f"Hessian of the loss, {name}", row="4.2", provenance="ours", uses=[gradient[name]],
        says=ct.equal(ct.hessian(part.L_u(x), x), A.T @ inner_matrix(part) @ A),
    ) for name, part in MODELS.items()
}
regularized_hessian = {
    name: ct.Claim(
        PAPER, f"Hessian of the regularized loss, {name}", row="4.2", provenance="ours", uses=[hessian[name]],
        says=ct.equal(ct.hessian(part.L_u(x) + L_reg(x), x), A.T @ (inner_matrix(part) + W @ W) @ A),
    ) for name, part in MODELS.items()
}
