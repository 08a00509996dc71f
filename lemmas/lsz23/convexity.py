"""Strong convexity by regularization (row 5.2): w_i^2 >= 0.5 b_i^2 + s + l / sigma_min(A)^2 with s = 0, 1, -1.

The Hessian of L_w is A^T diag(h + w^2) A, and as functions of u_i the entries of h are at least -b_i^2 / 8 (exp),
-1 - b_i^2 / 8 (cosh) and 1 - b_i^2 / 8 (sinh). So the thresholds are right; sharper ones are in ``sharp``.
"""

import certify as ct
from lemmas.gsy23.convexity import gram_lower
from lemmas.gsy23.problem import FULL_RANK, A, b, d, lam, w, x
from lemmas.lsz23 import PAPER
from lemmas.lsz23.derivatives import CURVATURE, regularized_hessian
from lemmas.lsz23.problem import MODELS

SHIFT = {"exp": 0, "cosh": 1, "sinh": -1}
sigma = ct.sigmin(A)


def strongly_convex(part):
    """The Hessian of L_w is at least l I."""
    return lam * ct.eye(d) << ct.hessian(part.L_w(x), x)


strong_convexity = {
    name: ct.Claim(
        PAPER, f"strong convexity, {name}", row="5.2", provenance="recalled", added=FULL_RANK,
        given=[lam > 0, w**2 >= 0.5 * b**2 + SHIFT[name] + lam / sigma**2],
        says=strongly_convex(part), uses=[regularized_hessian[name], gram_lower],
        chain=[
            -CURVATURE[name] <= 0.5 * b**2 + SHIFT[name],
            lam / sigma**2 <= CURVATURE[name] + w**2,
        ],
    ) for name, part in MODELS.items()
}
