"""Bounds on u, v, alpha and c (rows 4.3 and 4.4): the entries are at most exp(R^2), and all parts are Lipschitz."""

from math import inf

import certify as ct
from lemmas.gsy23 import PAPER
from lemmas.gsy23.problem import BALL, BALLS, MODELS, A, R, b, n, x, y

z = A @ x
step = ct.norm(x - y)
rate = R * ct.exp(R**2)

hyperbolic_identity = ct.Claim(
    PAPER, "cosh^2 - sinh^2 = 1", row="4.3", provenance="recalled",
    says=ct.equal(ct.cosh(z) ** 2 - ct.sinh(z) ** 2, ct.ones(n)),
)
value_bound = {
    name: ct.Claim(
        PAPER, f"largest entry of u, {name}", row="4.3", provenance="recalled", given=BALL,
        says=ct.norm(part.u(x), inf) <= ct.exp(R**2),
    ) for name, part in MODELS.items()
}
slope_bound = {
    name: ct.Claim(
        PAPER, f"largest entry of v, {name}", row="4.3", provenance="recalled", given=BALL,
        says=ct.norm(part.v(x), inf) <= ct.exp(R**2),
    ) for name, part in MODELS.items()
}
value_lipschitz = {
    name: ct.Claim(
        PAPER, f"u is Lipschitz, {name}", row="4.4", provenance="recalled", given=BALLS, uses=[slope_bound[name]],
        says=ct.norm(part.u(x) - part.u(y)) <= rate * step,
    ) for name, part in MODELS.items()
}
alpha_lipschitz = {
    name: ct.Claim(
        PAPER, f"alpha is Lipschitz, {name}", row="4.4", provenance="recalled", given=BALLS,
        uses=[value_lipschitz[name]],
        says=abs(part.alpha(x) - part.alpha(y)) <= ct.sqrt(n) * rate * step,
    ) for name, part in MODELS.items()
}
residual_lipschitz = {
    name: ct.Claim(
        PAPER, f"c is Lipschitz, {name}", row="4.4", provenance="recalled", given=[*BALLS, ct.norm(b) <= 1],
        uses=[value_lipschitz[name], alpha_lipschitz[name]],
        says=ct.norm(part.c(x) - part.c(y)) <= 2 * ct.sqrt(n) * rate * step,
    ) for name, part in MODELS.items()
}
