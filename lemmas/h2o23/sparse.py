"""The loss with a sparsity term, L_exp + L_sparse + L_reg with L_sparse(x) = ||exp(Ax)||_1 = alpha(x) (D.40 to D.48).

Its Hessian is A^T (B(x) + diag(u) + W^2) A; the appendix writes B for the sum of the first two. B(x) is that of DLS23.
"""

import certify as ct
from lemmas.dls23.convexity import FULL_RANK, NEEDED, RANK_NOTE, l
from lemmas.dls23.hessian import B_NOTE, TARGET
from lemmas.dls23.lipschitz import NEAR
from lemmas.dls23.problem import B, L, W, w
from lemmas.h2o23 import PAPER
from lemmas.lsxyz23.problem import A, R, alpha, d, n, u, x, y

BALL = [ct.norm(A, 2) <= R, ct.norm(x) <= R]


@ct.definition("L_sparse({x})")
def L_sparse(x):
    return alpha(x)


def total(x):
    return L(x) + L_sparse(x)


core = B(x) + ct.diag(u(x))

strong_convexity = ct.Claim(
    PAPER, "strong convexity with the sparsity term", row="3.7", provenance="restated", via="H2O23, Lemma D.47",
    given=[l > 0, *BALL, *TARGET, w**2 >= 20 + NEEDED], added=FULL_RANK,
    says=l * ct.eye(d) << ct.hessian(total(x), x), note=RANK_NOTE,
)
approximation = ct.Claim(
    PAPER, "W^2 approximates B + W^2, with the sparsity term", row="3.7", provenance="restated",
    via="H2O23, Lemma D.47",
    given=[l > 0, *BALL, *TARGET, w**2 >= 200 * ct.exp(R**2) + NEEDED], added=FULL_RANK,
    says=(ct.rational(9, 10) * (core + W @ W) << W @ W, W @ W << ct.rational(11, 10) * (core + W @ W)),
    note=f"{RANK_NOTE} B stands for B(x) + diag(u). {B_NOTE}",
)
hessian_lipschitz = ct.Claim(
    PAPER, "the Hessian is Lipschitz, with the sparsity term", row="3.8", provenance="restated",
    via="H2O23, Lemma D.48", given=[*NEAR, *TARGET],
    says=ct.norm(ct.hessian(total(x), x) - ct.hessian(total(y), y), 2)
    <= n**2 * ct.exp(40 * R**2) * ct.norm(x - y),
)
