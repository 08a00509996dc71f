"""Sharp constants in A, and in A and x together (beside rows 1.4.1 to 1.4.4 and 1.5.2).

Everything is a function of the logits z = Ax, and (A - A')x has norm at most ||A - A'|| ||x||. For the
joint move Ax - A'x' = A(x - x') + (A - A')x'.
"""

import certify as ct
from lemmas.lsxyz23.bounds_in_a import A_, alpha, c, f, u
from lemmas.lsxyz23.comparison import f as f_joint
from lemmas.lsxyz23.problem import A, R, beta, d, x
from lemmas.sharp import PAPER

x_ = ct.vector("x'", d)
BALL = [ct.norm(A, 2) <= R, ct.norm(A_, 2) <= R, ct.norm(x) <= R]
step = ct.norm(A - A_, 2)

f_logits = ct.Claim(
    PAPER, "f moves by at most half the move of the logits", row="1.4.4",
    says=ct.norm(f(A) - f(A_)) <= ct.norm((A - A_) @ x) / 2,
)
f_lipschitz = ct.Claim(
    PAPER, "f is (R/2)-Lipschitz in A", row="1.4.4", given=[ct.norm(x) <= R], uses=[f_logits],
    says=ct.norm(f(A) - f(A_)) <= R / 2 * step,
)
c_lipschitz = ct.Claim(
    PAPER, "c is (R/2)-Lipschitz in A", row="1.4.4", given=[ct.norm(x) <= R], uses=[f_lipschitz],
    says=ct.norm(c(A) - c(A_)) <= R / 2 * step,
)
exp_lipschitz = ct.Claim(
    PAPER, "exp(Ax) is R exp(R^2)-Lipschitz in A", row="1.4.1", given=BALL,
    says=ct.norm(u(A) - u(A_)) <= R * ct.exp(R**2) * step,
)
alpha_inverse_lipschitz = ct.Claim(
    PAPER, "the inverse of alpha is (R / beta)-Lipschitz in A", row="1.4.3",
    given=[ct.norm(x) <= R, alpha(A) >= beta, alpha(A_) >= beta, beta > 0],
    says=abs(alpha(A) ** -1 - alpha(A_) ** -1) <= R / beta * step,
)
joint_logits = ct.Claim(
    PAPER, "f in A and x together, through the logits", row="1.4.4",
    says=ct.norm(f_joint(A, x) - f_joint(A_, x_)) <= ct.norm(A @ x - A_ @ x_) / 2,
)
joint_lipschitz = ct.Claim(
    PAPER, "f is (R/2)-Lipschitz in A and x together", row="1.4.4", given=[ct.norm(A, 2) <= R, ct.norm(x_) <= R],
    says=ct.norm(f_joint(A, x) - f_joint(A_, x_)) <= R / 2 * (ct.norm(x - x_) + step), uses=[joint_logits],
)
