"""Softmax with temperature lambda (row 7.2, GP17 as restated by Nair25).

It is the gradient of log-sum-exp, lse(x) = (1/lambda) log sum exp(lambda x); it is monotone,
lambda-Lipschitz in l_2 and (1/lambda)-co-coercive.
"""

import certify as ct
from lemmas.gp17 import PAPER

(n,) = ct.dims("n")
x, y = ct.vectors("x y", n)
lam = ct.scalar("lambda")


@ct.definition("\\sigma({x})")
def sigma(x):
    return ct.softmax(lam * x)


@ct.definition("lse({x})")
def lse(x):
    return ct.log(ct.sum(ct.exp(lam * x))) / lam


change = sigma(x) - sigma(y)

gradient_of_lse = ct.Claim(
    PAPER, "softmax is the gradient of log-sum-exp", row="7.2", provenance="restated", via="Nair25",
    given=[lam > 0],
    says=ct.equal(ct.grad(lse(x), x), sigma(x)),
)
monotone = ct.Claim(
    PAPER, "softmax is monotone", row="7.2", provenance="restated", via="Nair25",
    given=[lam > 0],
    says=ct.dot(change, x - y) >= 0,
)
lipschitz = ct.Claim(
    PAPER, "softmax is lambda-Lipschitz", row="7.2", provenance="restated", via="Nair25",
    given=[lam > 0],
    says=ct.norm(change) <= lam * ct.norm(x - y),
)
cocoercive = ct.Claim(
    PAPER, "softmax is (1/lambda)-co-coercive", row="7.2", provenance="restated", via="Nair25",
    given=[lam > 0],
    says=ct.dot(change, x - y) >= 1 / lam * ct.norm(change) ** 2,
)
