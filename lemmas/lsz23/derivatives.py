"""Gradients and Hessians (row 5.1): A^T diag(g') (g - b), and A^T diag(h) A with h = (g')^2 + (g - b) g''.

h is u o (2u - b) for exp, 2 cosh^2 - 1 - b cosh and 2 sinh^2 + 1 - b sinh. The regularizer adds W^2.
"""

import certify as ct
from lemmas.gsy23.problem import A, b, w, x
from lemmas.lsz23 import PAPER
from lemmas.lsz23.problem import MODELS

W = ct.diag(w)
u = {name: part.u(x) for name, part in MODELS.items()}
CURVATURE = {
    "exp": u["exp"] * (2 * u["exp"] - b),
    "cosh": 2 * u["cosh"] ** 2 - 1 - b * u["cosh"],
    "sinh": 2 * u["sinh"] ** 2 + 1 - b * u["sinh"],
}

gradient = {
    name: ct.Claim(
        PAPER, f"gradient, {name}", row="5.1", provenance="recalled",
        says=ct.equal(ct.grad(part.L(x), x), A.T @ (ct.diag(part.v(x)) @ (part.u(x) - b))),
    ) for name, part in MODELS.items()
}
hessian = {
    name: ct.Claim(
        PAPER, f"Hessian, {name}", row="5.1", provenance="recalled", uses=[gradient[name]],
        says=ct.equal(ct.hessian(part.L(x), x), A.T @ ct.diag(CURVATURE[name]) @ A),
    ) for name, part in MODELS.items()
}
regularized_gradient = {
    name: ct.Claim(
        PAPER, f"gradient with the regularizer, {name}", row="5.1", provenance="ours", uses=[gradient[name]],
        says=ct.equal(ct.grad(part.L_w(x), x),
                      A.T @ (ct.diag(part.v(x)) @ (part.u(x) - b)) + A.T @ (W @ (W @ (A @ x)))),
    ) for name, part in MODELS.items()
}
regularized_hessian = {
    name: ct.Claim(
        PAPER, f"Hessian with the regularizer, {name}", row="5.1", provenance="ours", uses=[hessian[name]],
        says=ct.equal(ct.hessian(part.L_w(x), x), A.T @ (ct.diag(CURVATURE[name]) + W @ W) @ A),
    ) for name, part in MODELS.items()
}
