"""The Hessian of L_exp is Lipschitz (row 3.8)."""

import certify as ct
from lemmas.dls23 import PAPER
from lemmas.dls23.hessian import TARGET
from lemmas.dls23.problem import L_exp
from lemmas.lsxyz23.problem import A, R, alpha, beta, n, x, y

NEAR = [R >= 4, ct.norm(A, 2) <= R, ct.norm(x) <= R, ct.norm(y) <= R, ct.norm(A @ (x - y), "inf") < 0.01]
CHANGE = ct.norm(ct.hessian(L_exp(x), x) - ct.hessian(L_exp(y), y), 2)

with_beta = ct.Claim(
    PAPER, "the Hessian is Lipschitz, with beta", row="3.8", provenance="recalled",
    given=[*NEAR, *TARGET, alpha(x) >= beta, alpha(y) >= beta, beta > 0, beta < 0.1],
    says=CHANGE <= beta**-2 * n**1.5 * ct.exp(20 * R**2) * ct.norm(x - y),
)
with_beta_put_in = ct.Claim(
    PAPER, "the Hessian is Lipschitz, beta = exp(-R^2)", row="3.8", provenance="recalled",
    given=[*NEAR, *TARGET], says=CHANGE <= n**1.5 * ct.exp(30 * R**2) * ct.norm(x - y),
    note="beta = exp(-R^2) is put in; alpha >= exp(-R^2) follows from the other hypotheses.",
)
