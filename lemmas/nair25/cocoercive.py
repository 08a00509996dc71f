"""Softmax is (2/lambda)-co-coercive (row 7.2): Nair25 against the 1/lambda of GP17."""

import certify as ct
from lemmas.nair25 import PAPER
from lemmas.nair25.problem import lam, sigma, x, y

change = sigma(lam * x) - sigma(lam * y)

cocoercive = ct.Claim(
    PAPER, "co-coercivity", row="7.2", provenance="quoted", given=[lam > 0],
    says=ct.dot(change, x - y) >= 2 / lam * ct.norm(change) ** 2,
)
