"""The Hessian of the loss with its terms right (rows 3.4 and 3.5), and how fast it changes.

In the logits the Hessian is B = J(f)^2 + sum_k c_k (second derivative of f_k). The second sum is the third
derivative of log-sum-exp along c, so with v' = v - <f, v> and c' = c - <f, c> under the probabilities f
v^T B v = sum_j f_j^2 v'_j^2 + sum_j f_j c'_j v'_j^2.

- Above: f_j <= 1 and a variance is at most ||v||^2 / 2, so ||J v||^2 <= ||v||^2 / 4; c' <= 1/2 gives 1/4 more.
- Below, at b = e_k (v^T B v is affine in b): v^T B v >= -||f||^2 Var v - f_k (1 - 2 f_k) v'_k^2, where
  Var v <= min(1/2, 1 - ||f||^2) ||v||^2 and v'_k^2 <= 2 (1 - f_k)^2 ||v||^2; in total above -0.41.
- The derivative of v^T B v along a unit vector is at most 5 / sqrt(2): the fourth cumulant of (delta, c, v, v)
  is at most 7 sqrt(2) / 4, the other terms 3 sqrt(2) / 4.

Sharper bounds that the kernel has too (``SpectrumUpper.v``, ``SpectrumLower.v``, ``ThirdBound.v``):
- Above, 5/16. v^T B v = sum_j f_j r_j v'_j^2 with r_j = 2 f_j - b_j - ||f||^2 + <f, b>. A number of mean 0 is a mixture
  of ones with two values x d and -(1 - x) d, d <= sqrt(2) ||v||, each of which adds d^2 k (x r_i + (1 - x) r_j) for
  k = x (1 - x). At b = e_k, pairs with k add less where others add more than 5 d^2 / 32.
- Below, -0.2406. At b = e_k, minus v^T B v is (1 - f_k)^2 times a mean over the other entries of a number that depends
  on one of them, on v_k, and on the mean and the variance of v over the others.
- The derivative, 3/5. It is a symmetric trilinear form, so by a theorem of Banach it is largest along one unit vector
  u, whose spread is at most sqrt(2). At b = e_k it is a mean over the other entries of a number that depends on one of
  them, on u_k and on the first three moments of what remains, which may be replaced by two values; each of these
  numbers is below 0.212 for spread 1, once multiples of third moments are added whose mean is 0.

With v of spread at most sqrt(2) ||v|| the extremes are nearly those of two points. A search for them stops at n = 2:
the spectrum of B at -0.24041 and 0.30812, its derivative at 0.57141; ``certify/bounds/rules/least_squares.py`` has the
same proofs, with 0.4042 sqrt(2) for the derivative.
"""

import certify as ct
from lemmas.dls23 import hessian as dls23
from lemmas.dls23.problem import L as L_regularized
from lemmas.dls23.problem import W
from lemmas.lsxyz23.problem import A, L, R, b, d, f, n, x, y
from lemmas.sharp import PAPER

i, j = ct.index("i", d), ct.index("j", d)
B_NOTE = "B = <3f - 2b, f> f f^T - <f - b, f> diag(f) + diag(g) - g f^T - f g^T with g = (2f - b) o f."
TARGET = [b >= 0, ct.norm(b, 1) <= 1]


@ct.definition("B({x})")
def B(x):
    p = f(x)
    g = (2 * p - b) * p
    return (
        ct.dot(3 * p - 2 * b, p) * ct.outer(p, p)
        - ct.dot(p - b, p) * ct.diag(p)
        + ct.diag(g)
        - ct.outer(g, p)
        - ct.outer(p, g)
    )


loss_mixed = ct.Claim(
    PAPER, "second derivative of the loss", row="3.4", corrects=dls23.loss_mixed,
    says=ct.equal(ct.partial(ct.partial(L(x), x, i), x, j), A[:, i] @ (B(x) @ A[:, j])), note=B_NOTE,
)
loss_hessian = ct.Claim(
    PAPER, "Hessian of the regularized loss", row="3.4", corrects=dls23.loss_hessian,
    says=ct.equal(ct.hessian(L_regularized(x), x), A.T @ (B(x) + W @ W) @ A), note=B_NOTE,
)
spectrum_lower = ct.Claim(
    PAPER, "spectrum of B, lower bound", row="3.5", given=TARGET, says=-(ct.eye(n) / 2) << B(x), note=B_NOTE,
)
spectrum_upper = ct.Claim(
    PAPER, "spectrum of B, upper bound", row="3.5", given=TARGET, says=B(x) << ct.eye(n) / 2, note=B_NOTE,
)
spectrum_lower_observed = ct.Claim(
    PAPER, "spectrum of B, lower bound that a search suggests", row="3.5", given=TARGET,
    says=-(ct.eye(n) / 4) << B(x), note="The worst value found is -0.24041, at n = 2.",
)
spectrum_upper_observed = ct.Claim(
    PAPER, "spectrum of B, upper bound that a search suggests", row="3.5", given=TARGET,
    says=B(x) << ct.eye(n) / 3, note="The worst value found is 0.30812, at n = 2.",
)
spectrum_lower_best = ct.Claim(
    PAPER, "spectrum of B, our best lower bound", row="3.5", given=TARGET, says=-B(x) << 0.2406 * ct.eye(n),
    note=B_NOTE,
)
spectrum_upper_best = ct.Claim(
    PAPER, "spectrum of B, our best upper bound", row="3.5", given=TARGET,
    says=B(x) << ct.rational(5, 16) * ct.eye(n), note=B_NOTE,
)
hessian_norm = ct.Claim(
    PAPER, "norm of the Hessian of the loss", row="3.5", given=[ct.norm(A, 2) <= R, *TARGET],
    says=ct.norm(ct.hessian(L(x), x), 2) <= R**2 / 2, uses=[loss_mixed, spectrum_lower, spectrum_upper],
)
hessian_lipschitz = ct.Claim(
    PAPER, "the Hessian of the loss is Lipschitz", given=[ct.norm(A, 2) <= R, *TARGET],
    says=ct.norm(ct.hessian(L(x), x) - ct.hessian(L(y), y), 2) <= 5 / ct.sqrt(2) * R**3 * ct.norm(x - y),
)
hessian_norm_best = ct.Claim(
    PAPER, "norm of the Hessian of the loss, our best bound", row="3.5", given=[ct.norm(A, 2) <= R, *TARGET],
    says=ct.norm(ct.hessian(L(x), x), 2) <= ct.rational(5, 16) * R**2, uses=[spectrum_lower_best, spectrum_upper_best],
)
hessian_lipschitz_best = ct.Claim(
    PAPER, "the Hessian of the loss is Lipschitz, with a constant in terms of spreads",
    given=[ct.norm(A, 2) <= R, *TARGET],
    says=ct.norm(ct.hessian(L(x), x) - ct.hessian(L(y), y), 2)
    <= 0.484 * ct.sqrt(2) * R**3 * ct.norm(x - y),
)
hessian_lipschitz_sharper = ct.Claim(
    PAPER, "the Hessian of the loss is Lipschitz, within a factor of 2 of the worst ratio found",
    given=[ct.norm(A, 2) <= R, *TARGET],
    says=ct.norm(ct.hessian(L(x), x) - ct.hessian(L(y), y), 2) <= ct.rational(9, 8) * R**3 * ct.norm(x - y),
)
hessian_lipschitz_observed = ct.Claim(
    PAPER, "the Hessian of the loss is Lipschitz, with a constant that a search suggests",
    given=[ct.norm(A, 2) <= R, *TARGET],
    says=ct.norm(ct.hessian(L(x), x) - ct.hessian(L(y), y), 2) <= ct.rational(3, 5) * R**3 * ct.norm(x - y),
    note="The worst ratio found is 0.57141, at n = 2.",
)
