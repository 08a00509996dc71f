"""The Hessian for u = exp is Lipschitz with a constant exp(O(R^2 + log n)) (row 4.6, the recalled form).

The explicit constants for exp, cosh and sinh are in ``hessian_lipschitz``.
"""

import certify as ct
from lemmas.gsy23 import PAPER
from lemmas.gsy23.hessian_lipschitz import change, step
from lemmas.gsy23.problem import BALLS, MODELS, TARGET, R, n

C = ct.scalar("C")

hessian_order = ct.Claim(
    PAPER, "the Hessian is Lipschitz, exp", row="4.6", provenance="recalled", given=[*BALLS, *TARGET],
    says=ct.Exists(C, change(MODELS["exp"]) <= ct.exp(C * (R**2 + ct.log(n))) * step),
    note="One C for all n, d and R. The explicit constant of row 4.6 gives one too.",
)
