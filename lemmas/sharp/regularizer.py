"""How much regularization the Hessian needs (rows 3.6 to 3.8).

In the logits the Hessian of L_exp is B with -I/2 << B << I/2 (see ``hessian``), so H = A^T (B + W^2) A >= l I once
w_i^2 >= 1/2 + l / sigma_min(A)^2; as B >= -0.2406 I, 1/4 does, and 1/5 does not. The sparsity term adds
diag(u) >= 0. For W^2 to be within 1/10 of D + W^2, where -I/2 << D << (1/2 + s) I, it takes w_i^2 >= 9 (1/2 + s)
and w_i^2 >= 11/2; with the sparsity term s = exp(R^2), as u_i <= exp(R^2).

The third derivative of the sparsity term is at most ||A||^3 exp(R^2), which adds to the Lipschitz constant.
"""

import certify as ct
from lemmas.dls23.convexity import FULL_RANK, NEEDED, RANK_NOTE, l
from lemmas.dls23.hessian import TARGET
from lemmas.dls23.problem import L, W, w
from lemmas.h2o23.sparse import BALL, total
from lemmas.lsxyz23.problem import A, R, b, d, n, u, x, y
from lemmas.sharp import PAPER
from lemmas.sharp.hessian import B, hessian_lipschitz, spectrum_lower, spectrum_upper

t = ct.scalar("t")
small = t**2 / (1000 * (1 + t**2))
half, low, high = ct.rational(1, 2), ct.rational(9, 10), ct.rational(11, 10)
sparse_core = B(x) + ct.diag(u(x))


def convex(loss, weight):
    """Hypotheses and conclusion: w_i^2 >= weight + l / sigma_min(A)^2 makes the Hessian of the loss >= l I."""
    return {"given": [l > 0, *TARGET, w**2 >= weight + NEEDED], "added": FULL_RANK,
            "says": l * ct.eye(d) << ct.hessian(loss(x), x)}


def near(core):
    """W^2 is within 1/10 of core + W^2."""
    return low * (core + W @ W) << W @ W, W @ W << high * (core + W @ W)


strong_convexity = ct.Claim(
    PAPER, "strong convexity", row="3.6", **convex(L, half), uses=[spectrum_lower], note=RANK_NOTE,
)
strong_convexity_observed = ct.Claim(
    PAPER, "strong convexity, with the weight that a search suggests", row="3.6", **convex(L, ct.rational(1, 4)),
    note=RANK_NOTE,
)
strong_convexity_too_weak = ct.Claim(
    PAPER, "strong convexity, with too small a weight", row="3.6", **convex(L, ct.rational(1, 5)), expected="refuted",
    recipe={w: ct.sqrt(ct.rational(201, 1000) + NEEDED) * ct.ones(n), b: ct.unit(n, 0), l: small * ct.sigmin(A) ** 2},
    note=f"{RANK_NOTE} Shows that the constant in the weight lies between 1/5 and 1/2. Instances have b = e_1, equal "
         "weights just above the bound, and l below sigma_min(A)^2 / 1000.",
)
strong_convexity_sparse = ct.Claim(
    PAPER, "strong convexity with the sparsity term", row="3.6", **convex(total, half), uses=[spectrum_lower],
    note=RANK_NOTE,
)
approximation = ct.Claim(
    PAPER, "W^2 approximates B + W^2", row="3.7", given=[*TARGET, w**2 >= ct.rational(11, 2)], says=near(B(x)),
    uses=[spectrum_lower, spectrum_upper], note="B is the corrected matrix, that of the Hessian.",
)
approximation_sparse = ct.Claim(
    PAPER, "W^2 approximates B + W^2, with the sparsity term", row="3.7",
    given=[*BALL, *TARGET, w**2 >= 9 * (ct.exp(R**2) + half)], says=near(sparse_core),
    uses=[spectrum_lower, spectrum_upper], note="B stands for the corrected B(x) plus diag(u).",
)
hessian_lipschitz_sparse = ct.Claim(
    PAPER, "the Hessian is Lipschitz, with the sparsity term", row="3.8",
    given=[*BALL, ct.norm(y) <= R, *TARGET], uses=[hessian_lipschitz],
    says=ct.norm(ct.hessian(total(x), x) - ct.hessian(total(y), y), 2)
    <= (5 / ct.sqrt(2) + ct.exp(R**2)) * R**3 * ct.norm(x - y),
)
