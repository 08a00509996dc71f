"""Newton's method with our constants (rows 3.9 and 3.10), from a stationary point x*.

For w_i^2 >= 1/2 + l / sigma_min(A)^2 the Hessian is >= l I everywhere, and K = 5 R^3 / sqrt(2) is a Lipschitz constant
of it (see ``hessian``). With e = x_t - x* and g(x*) = 0 the step of Newton's method ends at
x* + H^{-1} int_0^1 (H(x_t) - H(x* + r e)) e dr, so ||x_{t+1} - x*|| <= K / (2 l) ||e||^2 from any x_t. For
K ||e|| <= 0.1 l this is 0.05 ||e||: in the theorem M = n^1.5 exp(30 R^2) may be replaced by K, 100 by 1/2 and 0.4 by
0.05. The printed step, with the sign +, ends at x* + 2 e minus the same, at least 1.95 ||e|| away from x*.

With A^T W^2 A in place of H, e' = (A^T W^2 A)^{-1} A^T (-B) A e for a mean B of B(x* + r e), and
||W A e'|| <= ||W^{-1} B W^{-1}|| ||W A e|| <= ||W A e|| / (2 mu) where w_i^2 >= mu: linear convergence from anywhere.
"""

import certify as ct
from lemmas.dls23 import newton
from lemmas.dls23.convexity import FULL_RANK, NEEDED, RANK_NOTE, l
from lemmas.dls23.newton import SHIFT, STATIONARY, away_from_zero, moved, scale, v, weights, x_star, x_t
from lemmas.dls23.problem import L, W, w
from lemmas.lsxyz23.problem import A, R
from lemmas.sharp import PAPER
from lemmas.sharp.hessian import TARGET, hessian_lipschitz
from lemmas.sharp.regularizer import half, strong_convexity

K = 5 / ct.sqrt(2) * R**3
mu = ct.scalar("mu")
error = ct.norm(x_t - x_star)
SETTING = [l > 0, ct.norm(A, 2) <= R, *TARGET, STATIONARY, w**2 >= half + NEEDED]
CLOSE = [*SETTING, K * error <= 0.1 * l]
ANYWHERE = {**away_from_zero(), w: weights(half + NEEDED)}
NEARBY = {**ANYWHERE, l: scale * (1 + R**2) ** 2, x_t: x_star + scale / (18 * SHIFT) * v}
NOTE = f"{RANK_NOTE} In instances x* is not 0 (for d > 1) and b follows from it."
preconditioned = x_t - ct.inv(A.T @ (W @ W) @ A) @ ct.grad(L(x_t), x_t)


def length(e):
    """||W A e||."""
    return ct.norm(W @ (A @ e))


quadratic = ct.Claim(
    PAPER, "Newton's method converges quadratically", row="3.10", given=SETTING, added=FULL_RANK,
    says=ct.norm(moved("-") - x_star) <= K / (2 * l) * error**2,
    recipe=ANYWHERE, uses=[strong_convexity, hessian_lipschitz], note=NOTE,
)
convergence = ct.Claim(
    PAPER, "one step of Newton's method near x*", row="3.10", given=CLOSE, added=FULL_RANK,
    says=ct.norm(moved("-") - x_star) <= 0.05 * error, corrects=newton.convergence["+"],
    recipe=NEARBY, uses=[quadratic], note=NOTE,
)
wrong_sign = ct.Claim(
    PAPER, "the step with + leaves x*", row="3.9", given=CLOSE, added=FULL_RANK,
    says=ct.norm(moved("+") - x_star) >= 1.95 * error, corrects=newton.step["+"],
    recipe=NEARBY, uses=[quadratic], note=NOTE,
)
regularizer_alone = ct.Claim(
    PAPER, "A^T W^2 A in place of the Hessian", row="3.9",
    given=[mu > 0, *TARGET, STATIONARY, w**2 >= mu], added=FULL_RANK, recipe={**away_from_zero(), w: weights(mu)},
    says=length(preconditioned - x_star) <= length(x_t - x_star) / (2 * mu), note=NOTE,
)
