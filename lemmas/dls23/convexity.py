"""Strong convexity by regularization (row 3.6), and W^2 in place of B + W^2 (row 3.7).

l > 0 is the strong convexity that is asked for; the regularizer has to outweigh what B(x) may lack. That A has rank
d is added: without it sigma_min(A) = 0, or (d > n) no regularizer makes the Hessian definite.
"""

import certify as ct
from lemmas.dls23 import PAPER
from lemmas.dls23.hessian import B_NOTE, TARGET
from lemmas.dls23.problem import B, L, W, w
from lemmas.lsxyz23.problem import A, d, n, x

l = ct.scalar("l")
NEEDED = l / ct.sigmin(A) ** 2
FULL_RANK = [n >= d, ct.sigmin(A) > 0]
RANK_NOTE = "rank(A) = d is written as d <= n and sigma_min(A) > 0."

strong_convexity = ct.Claim(
    PAPER, "strong convexity", row="3.6", provenance="recalled",
    given=[l > 0, *TARGET, w**2 >= 4 + NEEDED], added=FULL_RANK,
    says=l * ct.eye(d) << ct.hessian(L(x), x), note=RANK_NOTE,
)
approximation = ct.Claim(
    PAPER, "W^2 approximates B + W^2", row="3.7", provenance="recalled",
    given=[l > 0, *TARGET, w**2 >= 100 + NEEDED], added=FULL_RANK,
    says=(ct.rational(9, 10) * (B(x) + W @ W) << W @ W, W @ W << ct.rational(11, 10) * (B(x) + W @ W)),
    note=f"{RANK_NOTE} {B_NOTE} The statement is encoded with this B, although the Hessian has another one.",
)
