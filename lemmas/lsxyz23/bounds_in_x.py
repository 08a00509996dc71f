"""Basic bounds in x (rows 1.3.0 to 1.3.6 of LSXYZ23): exp(Ax), alpha, alpha^{-1}, f and c are Lipschitz.

Every row inherits the hypotheses of its section, ``GIVEN``.
"""

from math import inf

import certify as ct
from lemmas.lsxyz23 import PAPER
from lemmas.lsxyz23.problem import A, R, alpha, beta, c, f, n, u, x, y

GIVEN = [
    R >= 4, ct.norm(A, 2) <= R, ct.norm(x) <= R, ct.norm(y) <= R, ct.norm(A @ (x - y), inf) < 0.01,
    alpha(x) >= beta, alpha(y) >= beta, beta > 0, beta < 1,
]
step = ct.norm(x - y)
change_of_u = ct.norm(u(x) - u(y))
change_of_inverse = abs(alpha(x) ** -1 - alpha(y) ** -1)
R_f = 4 * beta**-2 * n**1.5 * R * ct.exp(2 * R**2)
R_f_variant = 2 * beta**-2 * n * R * ct.exp(2 * R**2)
M = n**1.5 * ct.exp(10 * R**2)

exp_norm = ct.Claim(
    PAPER, "Basic bounds, part 0", row="1.3.0", provenance="recalled", given=GIVEN,
    says=ct.norm(u(x)) <= ct.sqrt(n) * ct.exp(R**2),
)
exp_max = ct.Claim(
    PAPER, "Basic bounds, part 0, largest entry", row="1.3.0", provenance="restated", via="H2O23, D.47",
    given=GIVEN, says=ct.norm(u(x), inf) <= ct.exp(R**2),
)
exp_lipschitz = ct.Claim(
    PAPER, "Lemma 7.2 of DLS23, part 1", row="1.3.1", provenance="restated", via="H2O23, D.48",
    given=GIVEN, says=change_of_u <= 2 * ct.sqrt(n) * R * ct.exp(R**2) * step,
)
alpha_lipschitz = ct.Claim(
    PAPER, "Basic bounds, part 2", row="1.3.2", provenance="recalled", given=GIVEN,
    says=abs(alpha(x) - alpha(y)) <= ct.sqrt(n) * change_of_u,
)
alpha_inverse_lipschitz = ct.Claim(
    PAPER, "Basic bounds, part 3", row="1.3.3", provenance="recalled", given=GIVEN,
    says=change_of_inverse <= beta**-2 * abs(alpha(x) - alpha(y)),
)
f_lipschitz = ct.Claim(
    PAPER, "Basic bounds, part 4", row="1.3.4", provenance="recalled", given=GIVEN,
    says=ct.norm(f(x) - f(y)) <= R_f * step,
    uses=[exp_norm, exp_lipschitz, alpha_lipschitz, alpha_inverse_lipschitz],
    chain=[
        ct.norm(f(x) - f(y)) <= alpha(x) ** -1 * change_of_u + change_of_inverse * ct.norm(u(y)),
        # parts 0 to 3, one at a time
        alpha(x) ** -1 * change_of_u + change_of_inverse * ct.norm(u(y))
        <= alpha(x) ** -1 * change_of_u + change_of_inverse * (ct.sqrt(n) * ct.exp(R**2)),
        alpha(x) ** -1 * change_of_u + change_of_inverse * (ct.sqrt(n) * ct.exp(R**2))
        <= beta**-1 * change_of_u + beta**-2 * abs(alpha(x) - alpha(y)) * (ct.sqrt(n) * ct.exp(R**2)),
        beta**-1 * change_of_u + beta**-2 * abs(alpha(x) - alpha(y)) * (ct.sqrt(n) * ct.exp(R**2))
        <= beta**-1 * change_of_u + beta**-2 * (ct.sqrt(n) * change_of_u) * (ct.sqrt(n) * ct.exp(R**2)),
        beta**-1 * change_of_u + beta**-2 * (ct.sqrt(n) * change_of_u) * (ct.sqrt(n) * ct.exp(R**2))
        <= (beta**-1 + beta**-2 * n * ct.exp(R**2)) * (2 * ct.sqrt(n) * R * ct.exp(R**2) * step),
        (beta**-1 + beta**-2 * n * ct.exp(R**2)) * (2 * ct.sqrt(n) * R * ct.exp(R**2) * step) <= R_f * step,
        # beta = exp(-R^2), then towards the constant of the main theorem
        ct.equal(R_f.subs({beta: ct.exp(-(R**2))}) * step, 4 * n**1.5 * R * ct.exp(4 * R**2) * step),
        4 * n**1.5 * R * ct.exp(4 * R**2) * step <= n**1.5 * ct.exp(5 * R**2) * step,
        n**1.5 * ct.exp(5 * R**2) * step <= M * step,
    ],
)
f_lipschitz_variant = ct.Claim(
    PAPER, "Basic bounds, part 4, variant", row="1.3.4", provenance="recalled", given=GIVEN,
    says=ct.norm(f(x) - f(y)) <= R_f_variant * step,
)
c_lipschitz = ct.Claim(
    PAPER, "Basic bounds, part 5", row="1.3.5", provenance="recalled", given=GIVEN,
    says=ct.norm(c(x) - c(y)) <= R_f * step, uses=[f_lipschitz],
)
c_lipschitz_variant = ct.Claim(
    PAPER, "Basic bounds, part 5, variant", row="1.3.5", provenance="recalled", given=GIVEN,
    says=ct.norm(c(x) - c(y)) <= R_f_variant * step, uses=[f_lipschitz_variant],
)
alpha_lower = ct.Claim(
    PAPER, "Basic bounds, part 6", row="1.3.6", provenance="recalled", given=GIVEN,
    says=alpha(x) >= ct.exp(-(R**2)),
)
