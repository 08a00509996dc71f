"""Softmax is 1/2-Lipschitz in every l_p norm, lambda/2 with temperature (row 7.1 of Nair25).

The induced norm ||J||_p <= 1/2 is read as: ||J v||_p <= (1/2) ||v||_p for all v. For p = 1, 2 and
infinity it is also written with the norm of the matrix.
"""

from math import inf

import certify as ct
from lemmas.nair25 import PAPER
from lemmas.nair25.problem import J, lam, p, sigma, v, x, y

jacobian_p = ct.Claim(
    PAPER, "norm of the Jacobian, every p", row="7.1", provenance="quoted", given=[p >= 1],
    says=ct.norm(J(sigma(x)) @ v, p) <= ct.norm(v, p) / 2,
)
jacobian_1 = ct.Claim(
    PAPER, "norm of the Jacobian, p = 1", row="7.1", provenance="quoted",
    says=ct.norm(J(sigma(x)), 1) <= ct.rational(1, 2),
)
jacobian_2 = ct.Claim(
    PAPER, "norm of the Jacobian, p = 2", row="7.1", provenance="quoted",
    says=ct.norm(J(sigma(x)), 2) <= ct.rational(1, 2),
)
jacobian_inf = ct.Claim(
    PAPER, "norm of the Jacobian, p = infinity", row="7.1", provenance="quoted",
    says=ct.norm(J(sigma(x)), inf) <= ct.rational(1, 2),
)
lipschitz_p = ct.Claim(
    PAPER, "Lipschitz constant, every p", row="7.1", provenance="quoted", given=[p >= 1],
    says=ct.norm(sigma(x) - sigma(y), p) <= ct.norm(x - y, p) / 2,
)
lipschitz_1 = ct.Claim(
    PAPER, "Lipschitz constant, p = 1", row="7.1", provenance="quoted",
    says=ct.norm(sigma(x) - sigma(y), 1) <= ct.norm(x - y, 1) / 2,
)
lipschitz_2 = ct.Claim(
    PAPER, "Lipschitz constant, p = 2", row="7.1", provenance="quoted",
    says=ct.norm(sigma(x) - sigma(y)) <= ct.norm(x - y) / 2,
)
lipschitz_inf = ct.Claim(
    PAPER, "Lipschitz constant, p = infinity", row="7.1", provenance="quoted",
    says=ct.norm(sigma(x) - sigma(y), inf) <= ct.norm(x - y, inf) / 2,
)

temperature_jacobian = ct.Claim(
    PAPER, "norm of the Jacobian with temperature", row="7.1", provenance="quoted", given=[p >= 1, lam > 0],
    says=ct.norm(ct.jvp(sigma(lam * x), x, v), p) <= lam / 2 * ct.norm(v, p),
)
temperature_p = ct.Claim(
    PAPER, "Lipschitz constant with temperature, every p", row="7.1", provenance="quoted", given=[p >= 1, lam > 0],
    says=ct.norm(sigma(lam * x) - sigma(lam * y), p) <= lam / 2 * ct.norm(x - y, p),
)
temperature_2 = ct.Claim(
    PAPER, "Lipschitz constant with temperature, p = 2", row="7.1", provenance="quoted", given=[lam > 0],
    says=ct.norm(sigma(lam * x) - sigma(lam * y)) <= lam / 2 * ct.norm(x - y),
)
