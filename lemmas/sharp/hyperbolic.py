"""Regression with exp, cosh and sinh, sharper and corrected (beside rows 4.3 to 4.7, 5.2 and 5.3).

r = ||Ax|| <= R^2 for ||A||, ||x|| <= R, and z = Ax. Power series compared term by term (sum_i |z_i|^p <= r^p for
p >= 2, and <= sqrt(n) r for p = 1) give the norms:

- ||sinh z|| <= sinh r, as ||sinh z||^2 = sum_i (cosh(2 z_i) - 1) / 2 has even terms only; likewise
  sum_i cosh z_i <= n - 1 + cosh r and ||cosh z||^2 = n + ||sinh z||^2 <= n - 1 + cosh(r)^2. All are attained at
  z = (r, 0, ..., 0). sum_i sinh z_i is odd in z, so it is 0 at x = 0 and takes both signs.
- u has the Jacobian diag(v) A, alpha the gradient A^T v, so their Lipschitz constants are R times the bound on
  ||v||_inf and on ||v||_2. c = u - alpha b adds both up for ||b|| <= 1. The root of n is needed for sinh only.

Strong convexity of the rescaled loss. The Hessian is A^T (diag(v) K K^T diag(v) + diag(u o K c)) A, with a first
term that is not negative. u_i (K c)_i = u_i sum_k k_ik u_k for k = K K^T, k_ii = 1 - 2 b_i + ||b||^2 >= 0 and
k_ij = ||b||^2 - b_i - b_j >= -b_i (1 - b_i) - b_j (1 - b_j) >= -1/2, k_ij <= 1. For i other than j
|z_i + z_j|, |z_i - z_j| <= sqrt(2) R^2, so products u_i u_j are at most exp, cosh of that (exp, cosh), and at most
(cosh(sqrt(2) R^2) - 1) / 2 in absolute value (sinh). Hence the diagonal is at least -(n - 1) / 2 times
exp(sqrt(2) R^2), cosh(sqrt(2) R^2), cosh(sqrt(2) R^2) - 1.

Strong convexity of the plain loss. The Hessian is A^T diag(h + w^2) A, and -h is at most

- exp: b u - 2 u^2 = b^2 / 8 - 2 (u - b/4)^2 <= b^2 / 8; attained at u = b/4;
- sinh: b s - 2 s^2 - 1 <= b^2 / 8 - 1; attained at s = b/4;
- cosh: 1 + b c - 2 c^2 over c >= 1 is b - 1 + max(b - 4, 0)^2 / 8: decreasing in c for b <= 4, else at c = b/4.

h moves by at most 4 e^(2r) + |b| e^r, 2 sinh 2r + |b| sinh r and 2 sinh 2r + |b| cosh r times the move of z, which
is a Lipschitz constant of the Hessian without sqrt(n). Attained at n = d = 1 as x, y -> R (with b = -R for exp, cosh).
"""

import certify as ct
from lemmas.gsy23 import alpha_inverse
from lemmas.gsy23 import convexity as rescaled
from lemmas.gsy23.derivatives import inner_matrix
from lemmas.gsy23.problem import BALL, BALLS, FULL_RANK, MODELS, TARGET, A, L_reg, R, b, d, lam, n, w, x, y
from lemmas.lsz23 import convexity as plain
from lemmas.lsz23 import hessian_lipschitz as plain_lipschitz
from lemmas.lsz23.problem import MODELS as PLAIN
from lemmas.sharp import PAPER
from lemmas.sharp.in_x import largest_norm

r = R**2
step = ct.norm(x - y)
sigma = ct.sigmin(A)
cosh, sinh = MODELS["cosh"], MODELS["sinh"]
norm_of_cosh = ct.sqrt(n - 1 + ct.cosh(r) ** 2)
LARGEST_SLOPE = {"exp": ct.exp(r), "cosh": ct.sinh(r), "sinh": ct.cosh(r)}
NORM_OF_SLOPE = {"exp": largest_norm, "cosh": ct.sinh(r), "sinh": norm_of_cosh}

norm_cosh = ct.Claim(PAPER, "norm of cosh(Ax)", row="4.3", given=BALL, says=ct.norm(cosh.u(x)) <= norm_of_cosh)
norm_sinh = ct.Claim(PAPER, "norm of sinh(Ax)", row="4.3", given=BALL, says=ct.norm(sinh.u(x)) <= ct.sinh(r))
value_lipschitz = {
    name: ct.Claim(
        PAPER, f"u is Lipschitz, {name}", row="4.4", given=BALLS,
        says=ct.norm(part.u(x) - part.u(y)) <= R * LARGEST_SLOPE[name] * step,
    ) for name, part in MODELS.items() if name != "exp"
}
alpha_lipschitz = {
    name: ct.Claim(
        PAPER, f"alpha is Lipschitz, {name}", row="4.4", given=BALLS,
        says=abs(part.alpha(x) - part.alpha(y)) <= R * NORM_OF_SLOPE[name] * step,
    ) for name, part in MODELS.items() if name != "exp"
}
residual_lipschitz = {
    name: ct.Claim(
        PAPER, f"c is Lipschitz, {name}", row="4.4", given=[*BALLS, ct.norm(b) <= 1],
        says=ct.norm(part.c(x) - part.c(y)) <= R * (LARGEST_SLOPE[name] + NORM_OF_SLOPE[name]) * step,
    ) for name, part in MODELS.items()
}

PRODUCT = {
    "exp": ct.exp(ct.sqrt(2) * r), "cosh": ct.cosh(ct.sqrt(2) * r), "sinh": ct.cosh(ct.sqrt(2) * r) - 1,
}
rescaled_curvature = {
    name: ct.Claim(
        PAPER, f"lower bound of the inner matrix of the rescaled Hessian, {name}", row="4.5", given=[*BALL, *TARGET],
        says=-((n - 1) / 2 * PRODUCT[name]) * ct.eye(n) << inner_matrix(part),
        corrects=rescaled.curvature_lower[name],
    ) for name, part in MODELS.items()
}
rescaled_convexity = {
    name: ct.Claim(
        PAPER, f"strong convexity of the rescaled loss, {name}", row="4.5", added=FULL_RANK,
        given=[*BALL, *TARGET, lam > 0, w**2 >= (n - 1) / 2 * PRODUCT[name] + lam / sigma**2],
        says=lam * ct.eye(d) << ct.hessian(part.L_u(x) + L_reg(x), x), uses=[rescaled_curvature[name]],
        corrects=rescaled.strong_convexity[name],
    ) for name, part in MODELS.items()
}

alpha_lower_cosh = ct.Claim(PAPER, "alpha is at least n, cosh", row="4.7", says=cosh.alpha(x) >= n)
alpha_upper_cosh = ct.Claim(
    PAPER, "upper bound on alpha, cosh", row="4.7", given=BALL, says=cosh.alpha(x) <= n - 1 + ct.cosh(r),
)
alpha_odd = ct.Claim(
    PAPER, "alpha is odd in x, sinh", row="4.7", says=ct.equal(sinh.alpha(-x), -sinh.alpha(x)),
)
alpha_positive = ct.Claim(
    PAPER, "alpha is positive where all logits are, sinh", row="4.7", given=[A @ x >= 0, ct.sum(A @ x) > 0],
    says=sinh.alpha(x) > 0, corrects=alpha_inverse.positive["sinh"],
)
alpha_above_sum = ct.Claim(
    PAPER, "alpha is at least the sum of the logits where none is negative, sinh", row="4.7", given=[A @ x >= 0],
    says=sinh.alpha(x) >= ct.sum(A @ x), corrects=alpha_inverse.nonzero["sinh"],
)
alpha_size = ct.Claim(
    PAPER, "size of alpha, sinh", row="4.7", given=BALL,
    says=abs(sinh.alpha(x)) <= ct.sinh(r) + (ct.sqrt(n) - 1) * r, corrects=alpha_inverse.lower_bound["sinh"],
)
alpha_nearby = {
    name: ct.Claim(
        PAPER, f"alpha at a point nearby, {name}", row="4.7", given=BALLS,
        says=part.alpha(y) >= part.alpha(x) - R * NORM_OF_SLOPE[name] * step,
        corrects=alpha_inverse.carries_over[name],
    ) for name, part in MODELS.items() if name != "cosh"
}
inverse_nearby = ct.Claim(
    PAPER, "alpha^{-1} is Lipschitz between points where alpha is positive, sinh", row="4.7",
    given=[sinh.alpha(x) > 0, sinh.alpha(y) > 0], corrects=alpha_inverse.inverse_lipschitz_without_beta["sinh"],
    says=abs(sinh.alpha(x) ** -1 - sinh.alpha(y) ** -1)
    <= ct.minimum(sinh.alpha(x), sinh.alpha(y)) ** -2 * abs(sinh.alpha(x) - sinh.alpha(y)),
)
alpha_nearby_logits = ct.Claim(
    PAPER, "alpha at a point nearby by the move of the logits, sinh", row="4.7", given=BALLS,
    says=sinh.alpha(y) >= sinh.alpha(x) - ct.cosh(r) * ct.norm(A @ (x - y), 1),
    corrects=alpha_inverse.stays_positive["sinh"],
)

THRESHOLD = {
    "exp": b**2 / 8, "cosh": b - 1 + ct.maximum(b - 4, 0) ** 2 / 8, "sinh": b**2 / 8 - 1,
}
plain_convexity = {
    name: ct.Claim(
        PAPER, f"strong convexity of the plain loss with the least threshold, {name}", row="5.2", added=FULL_RANK,
        given=[lam > 0, w**2 >= THRESHOLD[name] + lam / sigma**2], says=plain.strongly_convex(part),
    ) for name, part in PLAIN.items()
}
plain_curvature = {
    name: ct.Claim(
        PAPER, f"the least threshold for strong convexity, {name}", row="5.2",
        says=-plain.CURVATURE[name] <= THRESHOLD[name],
    ) for name in PLAIN
}
threshold_follows = ct.Claim(
    PAPER, "the least threshold for cosh is below 1 + b^2 / 8", row="5.2",
    says=THRESHOLD["cosh"] <= 1 + b**2 / 8,
)

SPREAD = {
    "exp": 4 * ct.exp(2 * r) + R * ct.exp(r), "cosh": 2 * ct.sinh(2 * r) + R * ct.sinh(r),
    "sinh": 2 * ct.sinh(2 * r) + R * ct.cosh(r),
}
plain_hessian_lipschitz = {
    name: ct.Claim(
        PAPER, f"the Hessian of the plain loss is Lipschitz, {name}", row="5.3", given=[*BALLS, ct.norm(b) <= R],
        says=plain_lipschitz.change(part) <= R**3 * SPREAD[name] * step,
    ) for name, part in PLAIN.items()
}
