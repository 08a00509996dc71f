"""Strong convexity by regularization (row 4.5), recalled with low confidence.

If w_i^2 >= 200 exp(R^2) + l / sigma_min(A)^2 for all i, then the Hessian A^T (M(x) + W^2) A of L_u + L_reg is at
least l I. An argument of this kind needs M(x) >= -200 exp(R^2) I, then M(x) + W^2 >= l / sigma_min(A)^2 I, then
A^T A >= sigma_min(A)^2 I. The first is a claim of its own: M(x) is quadratic in u, and u may be as large as exp(R^2).
"""

import certify as ct
from lemmas.gsy23 import PAPER
from lemmas.gsy23.derivatives import W, inner_matrix, regularized_hessian
from lemmas.gsy23.problem import BALL, FULL_RANK, MODELS, TARGET, A, L_reg, R, d, lam, n, w, x

sigma = ct.sigmin(A)
bound = 200 * ct.exp(R**2)
GIVEN = [*BALL, *TARGET, lam > 0, w**2 >= bound + lam / sigma**2]
NOTE = "Low confidence in the constant 200 exp(R^2), which is that of a variant of DLS23 in H2O23, D.47."

gram_lower = ct.Claim(
    PAPER, "implicit in strong convexity: A^T A is at least sigma_min(A)^2 I", row="4.5", provenance="ours",
    added=FULL_RANK[:1], says=sigma**2 * ct.eye(d) << A.T @ A,
)
curvature_lower = {
    name: ct.Claim(
        PAPER, f"implicit in strong convexity: M(x) is at least -200 exp(R^2) I, {name}", row="4.5",
        provenance="recalled", given=[*BALL, *TARGET], says=-bound * ct.eye(n) << inner_matrix(part),
        expected="refuted", note=NOTE,
    ) for name, part in MODELS.items()
}
strong_convexity = {
    name: ct.Claim(
        PAPER, f"strong convexity, {name}", row="4.5", provenance="recalled", given=GIVEN, added=FULL_RANK,
        says=lam * ct.eye(d) << ct.hessian(part.L_u(x) + L_reg(x), x), expected="refuted", note=NOTE,
        uses=[regularized_hessian[name], curvature_lower[name], gram_lower],
        chain=[lam / sigma**2 * ct.eye(n) << inner_matrix(part) + W @ W],
    ) for name, part in MODELS.items()
}
