"""What needs alpha^{-1} (row 4.7): alpha is a sum of exponentials for exp and cosh, but 0 at x = 0 for sinh.

The rescaled problem has no alpha^{-1}; it enters where it is compared with the normalized one, f = alpha^{-1} u, and
where bounds of that one are carried over. Each lemma is stated for all three functions. Those with beta among the
hypotheses ask for alpha >= beta > 0 at both points. The others are read where alpha is not 0, which for exp and
cosh is everywhere. What is used silently is a claim: alpha > 0, alpha >= exp(-R^2), and that alpha >= beta at one
point carries over to a point nearby.
"""

from math import inf

import certify as ct
from lemmas.gsy23 import PAPER
from lemmas.gsy23.problem import BALL, BALLS, MODELS, A, R, b, beta, d, n, x, y

i = ct.index("i", d)
step = ct.norm(x - y)
NEAR = [*BALLS, ct.norm(A @ (x - y), inf) < 0.01, beta > 0, beta < 1]
FALSE = {"exp": None, "cosh": None, "sinh": "refuted"}


@ct.definition("f({x})")
def f(part, x):
    return part.u(x) / part.alpha(x)


positive = {
    name: ct.Claim(
        PAPER, f"implicit: alpha is positive, {name}", row="4.7", provenance="ours", expected=FALSE[name],
        says=part.alpha(x) > 0,
    ) for name, part in MODELS.items()
}
nonzero = {
    name: ct.Claim(
        PAPER, f"implicit: alpha is not 0, {name}", row="4.7", provenance="ours", expected=FALSE[name],
        says=abs(part.alpha(x)) > 0,
    ) for name, part in MODELS.items()
}
lower_bound = {
    name: ct.Claim(
        PAPER, f"implicit: alpha is at least exp(-R^2), {name}", row="4.7", provenance="ours", given=BALL,
        expected=FALSE[name], says=part.alpha(x) >= ct.exp(-(R**2)), note="Part 6 of the basic bounds of LSXYZ23.",
    ) for name, part in MODELS.items()
}
carries_over = {
    name: ct.Claim(
        PAPER, f"implicit: alpha >= beta at x is so at y, {name}", row="4.7", provenance="ours",
        given=[*NEAR, part.alpha(x) >= beta], says=part.alpha(y) >= beta,
        expected=None if name == "cosh" else "refuted",
    ) for name, part in MODELS.items()
}
stays_positive = {
    name: ct.Claim(
        PAPER, f"implicit: where alpha >= beta at x, alpha is positive at y, {name}", row="4.7", provenance="ours",
        given=[*NEAR, part.alpha(x) >= beta], says=part.alpha(y) > 0, expected=FALSE[name],
    ) for name, part in MODELS.items()
}

d_inverse = {
    name: ct.Claim(
        PAPER, f"derivative of alpha^{{-1}}, {name}", row="4.7", provenance="ours",
        says=ct.equal(ct.partial(part.alpha(x) ** -1, x, i), -part.alpha(x) ** -2 * ct.dot(part.v(x), A[:, i])),
    ) for name, part in MODELS.items()
}
d_normalized = {
    name: ct.Claim(
        PAPER, f"derivative of f, {name}", row="4.7", provenance="ours", uses=[d_inverse[name]],
        says=ct.equal(
            ct.partial(f(part, x), x, i),
            part.alpha(x) ** -1 * (part.v(x) * A[:, i] - ct.dot(part.v(x), A[:, i]) * f(part, x)),
        ),
    ) for name, part in MODELS.items()
}
rescaled = {
    name: ct.Claim(
        PAPER, f"the rescaled residual is alpha times the normalized one, {name}", row="4.7", provenance="ours",
        says=ct.equal(part.c(x), part.alpha(x) * (f(part, x) - b)),
    ) for name, part in MODELS.items()
}
inverse_lipschitz = {
    name: ct.Claim(
        PAPER, f"alpha^{{-1}} is Lipschitz, {name}", row="4.7", provenance="ours",
        given=[part.alpha(x) >= beta, part.alpha(y) >= beta, beta > 0],
        says=abs(part.alpha(x) ** -1 - part.alpha(y) ** -1) <= beta**-2 * abs(part.alpha(x) - part.alpha(y)),
    ) for name, part in MODELS.items()
}
inverse_lipschitz_without_beta = {
    name: ct.Claim(
        PAPER, f"alpha^{{-1}} is Lipschitz with beta = exp(-R^2), {name}", row="4.7", provenance="ours", given=BALLS,
        expected=FALSE[name], uses=[lower_bound[name]],
        says=abs(part.alpha(x) ** -1 - part.alpha(y) ** -1)
        <= ct.exp(2 * R**2) * abs(part.alpha(x) - part.alpha(y)),
    ) for name, part in MODELS.items()
}
normalized_lipschitz = {
    name: ct.Claim(
        PAPER, f"f is Lipschitz, {name}", row="4.7", provenance="ours", uses=[inverse_lipschitz[name]],
        given=[*NEAR, part.alpha(x) >= beta, part.alpha(y) >= beta],
        says=ct.norm(f(part, x) - f(part, y)) <= 2 * beta**-2 * n * R * ct.exp(2 * R**2) * step,
    ) for name, part in MODELS.items()
}
