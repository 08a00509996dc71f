"""The Hessian is Lipschitz with the constant sqrt(n) exp(6 R^2) (row 5.3), whether or not there is a regularizer.
"""

from math import inf

import certify as ct
from lemmas.gsy23.problem import BALLS, A, R, b, n, x, y
from lemmas.lsz23 import PAPER
from lemmas.lsz23.problem import MODELS

GIVEN = [R >= 2, ct.norm(b) <= R, *BALLS, ct.norm(A @ (x - y), inf) < 0.01]
step = ct.norm(x - y)


def change(part):
    """The move of the Hessian of L from x to y."""
    return ct.norm(ct.hessian(part.L(x), x) - ct.hessian(part.L(y), y), 2)


hessian_lipschitz = {
    name: ct.Claim(
        PAPER, f"the Hessian is Lipschitz, {name}", row="5.3", provenance="recalled", given=GIVEN,
        says=change(part) <= ct.sqrt(n) * ct.exp(6 * R**2) * step,
    ) for name, part in MODELS.items()
}
regularizer_cancels = {
    name: ct.Claim(
        PAPER, f"the regularizer leaves the move of the Hessian as it is, {name}", row="5.3", provenance="ours",
        says=ct.equal(ct.hessian(part.L_w(x), x) - ct.hessian(part.L_w(y), y),
                      ct.hessian(part.L(x), x) - ct.hessian(part.L(y), y)),
    ) for name, part in MODELS.items()
}
