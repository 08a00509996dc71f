"""Where the bound 1/2 on the Jacobian of softmax is attained (row 7.1 of Nair25).

Attained for p = 1 and infinity at x = (ln(n - 1), 0, ..., 0); for 1 < p < infinity not attained for n > 2,
and in the words of the abstract "strict for all x in R^n". The latter is read in three ways: of the
Jacobian at each x for every n, for p = 2 with the norm of the matrix, and of softmax between two points.
"""

from math import inf

import certify as ct
from lemmas.nair25 import PAPER
from lemmas.nair25.problem import J, n, p, sigma, v, x, y

HALF = ct.rational(1, 2)
point = ct.log(n - 1) * ct.unit(n, 0)

attained_1 = ct.Claim(
    PAPER, "1/2 is attained, p = 1", row="7.1", provenance="quoted", added=[n >= 2],
    says=ct.equal(ct.norm(J(sigma(point)), 1), HALF),
)
attained_inf = ct.Claim(
    PAPER, "1/2 is attained, p = infinity", row="7.1", provenance="quoted", added=[n >= 2],
    says=ct.equal(ct.norm(J(sigma(point)), inf), HALF),
)
not_attained_p = ct.Claim(
    PAPER, "1/2 is not attained for n > 2, every 1 < p < infinity", row="7.1", provenance="quoted",
    given=[n > 2, p > 1, ct.norm(v) > 0],
    says=ct.norm(J(sigma(x)) @ v, p) < ct.norm(v, p) / 2,
)
not_attained_2 = ct.Claim(
    PAPER, "1/2 is not attained for n > 2, p = 2", row="7.1", provenance="quoted", given=[n > 2],
    says=ct.norm(J(sigma(x)), 2) < HALF,
)

strict_p = ct.Claim(
    PAPER, "strict for all x, Jacobian, every 1 < p < infinity", row="7.1", provenance="quoted",
    given=[p > 1, ct.norm(v) > 0],
    says=ct.norm(J(sigma(x)) @ v, p) < ct.norm(v, p) / 2, expected="refuted",
)
strict_2 = ct.Claim(
    PAPER, "strict for all x, Jacobian, p = 2", row="7.1", provenance="quoted",
    says=ct.norm(J(sigma(x)), 2) < HALF, expected="refuted",
)
strict_lipschitz_p = ct.Claim(
    PAPER, "strict for all x, between two points, every 1 < p < infinity", row="7.1", provenance="quoted",
    given=[p > 1, ct.norm(x - y) > 0],
    says=ct.norm(sigma(x) - sigma(y), p) < ct.norm(x - y, p) / 2,
)
