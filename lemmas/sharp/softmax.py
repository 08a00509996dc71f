"""Where the bound 1/2 on the Jacobian of softmax is strict (beside row 7.1).

Equality for 1 < p < infinity needs the whole mass on two entries, half on each: for n = 2 that is x_1 = x_2.
"""

import certify as ct
from lemmas.nair25 import attainment
from lemmas.nair25.problem import J, n, p, sigma, v, x
from lemmas.sharp import PAPER

strict_p = ct.Claim(
    PAPER, "strict for n other than 2, every 1 < p < infinity", row="7.1",
    given=[abs(n - 2) > 0, p > 1, ct.norm(v) > 0],
    says=ct.norm(J(sigma(x)) @ v, p) < ct.norm(v, p) / 2, corrects=attainment.strict_p,
)
strict_2 = ct.Claim(
    PAPER, "strict for n other than 2, p = 2", row="7.1", given=[abs(n - 2) > 0],
    says=ct.norm(J(sigma(x)), 2) < ct.rational(1, 2), corrects=attainment.strict_2,
)
equality_2 = ct.Claim(
    PAPER, "equality for n = 2 at x_1 = x_2", row="7.1", given=[ct.equal(n, 2)],
    says=ct.equal(ct.norm(J(sigma(0 * x)), 2), ct.rational(1, 2)),
)
