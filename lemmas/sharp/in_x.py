"""Sharp constants in x (beside rows 1.3.0 to 1.3.6 and 1.5.1).

- ||diag(p) - p p^T|| <= 1/2 for every probability vector p, as v^T (diag(p) - p p^T) v is a variance and a
  variance is at most (max v - min v)^2 / 4 <= ||v||^2 / 2. By the mean value theorem f moves by at most half
  of what the logits move by, in every l_p norm (Nair25 for p other than 2). Attained as y -> x.
- Two probability vectors whose log-ratio spreads over at most h are within tanh(h / 4) in total variation:
  the worst case has two entries. f(x) - f(y) has sum 0, so ||.||_1 is twice that and ||.||_2 at most sqrt(2)
  times that.
- exp(Ax) has the Jacobian diag(u) A with u <= exp(R^2); attained at n = d = 1 as x, y -> R.
- sum_i exp(z_i) - n - sum_i z_i <= exp(r) - 1 - r for r = ||z||_2, term by term in the power series.
- alpha >= n exp(mean of Ax) by Jensen, and |mean| <= ||Ax||_2 / sqrt(n) <= R^2 / sqrt(n); attained.
- |1/s - 1/t| <= max(1/s, 1/t) |log s - log t|, and log alpha moves by at most ||A(x - y)||_inf.
"""

from math import inf

import certify as ct
from lemmas.lsxyz23 import bounds_in_x
from lemmas.lsxyz23.problem import A, R, alpha, beta, c, f, n, u, x, y
from lemmas.sharp import PAPER

BALL = [ct.norm(A, 2) <= R, ct.norm(x) <= R, ct.norm(y) <= R]
z = A @ (x - y)
step = ct.norm(x - y)
spread = ct.max(z) - ct.min(z)

f_logits = ct.Claim(
    PAPER, "f moves by at most half the move of the logits", row="1.3.4",
    says=ct.norm(f(x) - f(y)) <= ct.norm(z) / 2,
)
f_logits_max = ct.Claim(
    PAPER, "f moves by at most half the move of the logits, maximum norm", row="1.3.4",
    says=ct.norm(f(x) - f(y), inf) <= ct.norm(z, inf) / 2,
)
f_lipschitz = ct.Claim(
    PAPER, "f is (R/2)-Lipschitz in x", row="1.3.4", given=[ct.norm(A, 2) <= R], uses=[f_logits],
    says=ct.norm(f(x) - f(y)) <= R / 2 * step,
)
f_total_variation = ct.Claim(
    PAPER, "f in total variation, for moves of any size", row="1.3.4",
    says=ct.norm(f(x) - f(y), 1) <= 2 * ct.tanh(spread / 4),
)
f_any_move = ct.Claim(
    PAPER, "f in the Euclidean norm, for moves of any size", row="1.3.4",
    says=ct.norm(f(x) - f(y)) <= ct.sqrt(2) * ct.tanh(spread / 4), uses=[f_total_variation],
)
c_lipschitz = ct.Claim(
    PAPER, "c is (R/2)-Lipschitz in x", row="1.3.5", given=[ct.norm(A, 2) <= R], uses=[f_lipschitz],
    says=ct.norm(c(x) - c(y)) <= R / 2 * step,
)

exp_lipschitz = ct.Claim(
    PAPER, "exp(Ax) is R exp(R^2)-Lipschitz in x", row="1.3.1", given=BALL,
    says=ct.norm(u(x) - u(y)) <= R * ct.exp(R**2) * step,
)
largest_norm = ct.sqrt(n - 1 + 2 * (ct.sqrt(n) - 1) * R**2 + ct.exp(2 * R**2))
exp_bound = ct.Claim(
    PAPER, "norm of exp(Ax)", row="1.3.0", given=BALL[:2], says=ct.norm(u(x)) <= largest_norm,
)
alpha_lipschitz = ct.Claim(
    PAPER, "alpha is Lipschitz in x", row="1.3.2", given=BALL,
    says=abs(alpha(x) - alpha(y)) <= R * largest_norm * step,
)
alpha_lower = ct.Claim(
    PAPER, "lower bound on alpha", row="1.3.6", given=BALL[:2],
    says=alpha(x) >= n * ct.exp(-(R**2) / ct.sqrt(n)),
)
alpha_upper = ct.Claim(
    PAPER, "upper bound on alpha", row="1.3.6", given=BALL[:2],
    says=alpha(x) <= n - 1 + (ct.sqrt(n) - 1) * R**2 + ct.exp(R**2),
)
alpha_inverse_lipschitz = ct.Claim(
    PAPER, "the inverse of alpha is (R / beta)-Lipschitz in x", row="1.3.3",
    given=[ct.norm(A, 2) <= R, alpha(x) >= beta, alpha(y) >= beta, beta > 0],
    says=abs(alpha(x) ** -1 - alpha(y) ** -1) <= R / beta * step,
)
published_follows = ct.Claim(
    PAPER, "the published constant follows from R/2", row="1.3.4", given=bounds_in_x.GIVEN,
    says=R / 2 * step <= bounds_in_x.R_f * step,
)
