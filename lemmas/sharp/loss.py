"""The loss and its gradient for b >= 0, ||b||_1 <= 1 (our constants).

- ||f - b||^2 <= ||f||^2 + ||b||^2 <= 2, as <f, b> >= 0; approached at f -> e_1, b = e_2.
- The gradient is A^T J(f) c. ||J(f) c|| is convex in b, so its maximum is at b = 0 or b = e_k. With p = f_k,
  q = 1 - p, the other entries q g_j and G = ||g||_2^2, its square at b = e_k is
  q^4 (p^2 (1 + G)^2 + sum_j g_j^2 (g_j + p - q G)^2), largest at G = 1 and p = 1/3 (sum_j g_j^3 >= G^2 and
  max g_j <= sqrt(G) leave a polynomial in p and sqrt(G)); b = 0 is the case p = 0. So
  ||J(f) c|| <= 8 sqrt(2) / 27. Attained at f = (2/3, 1/3), b = (0, 1).
- The Hessian in the logits is between -I/2 and I/2 (see ``hessian``), so the gradient is (R^2/2)-Lipschitz; indeed
  between -0.2406 and 5/16, so (5/16) R^2 serves.
"""

import certify as ct
from lemmas.lsxyz23 import bounds_in_a
from lemmas.lsxyz23.bounds_in_a import A_
from lemmas.lsxyz23.problem import A, L, R, b, c, x, y
from lemmas.sharp import PAPER

TARGET = [b >= 0, ct.norm(b, 1) <= 1]
SLOPE = 8 * ct.sqrt(2) / 27
L_of_A = ct.dot(bounds_in_a.c(A), bounds_in_a.c(A)) / 2
L_of_A_ = ct.dot(bounds_in_a.c(A_), bounds_in_a.c(A_)) / 2

residual = ct.Claim(
    PAPER, "norm of c", given=TARGET, says=ct.norm(c(x)) <= ct.sqrt(2),
)
value = ct.Claim(
    PAPER, "value of the loss", given=TARGET, says=L(x) <= 1, uses=[residual],
)
gradient_norm = ct.Claim(
    PAPER, "norm of the gradient of the loss", given=[ct.norm(A, 2) <= R, *TARGET],
    says=ct.norm(ct.grad(L(x), x)) <= SLOPE * R,
)
lipschitz = ct.Claim(
    PAPER, "Lipschitz constant of the loss in x", given=TARGET,
    says=abs(L(x) - L(y)) <= SLOPE * ct.norm(A @ (x - y)),
)
lipschitz_in_A = ct.Claim(
    PAPER, "Lipschitz constant of the loss in A", given=TARGET,
    says=abs(L_of_A - L_of_A_) <= SLOPE * ct.norm((A - A_) @ x),
)
gradient_in_A_norm = ct.Claim(
    PAPER, "norm of the gradient of the loss in A", given=TARGET,
    says=ct.norm(ct.grad(L_of_A, A), "fro") <= SLOPE * ct.norm(x),
)
gradient_lipschitz = ct.Claim(
    PAPER, "the gradient of the loss is (R^2/2)-Lipschitz in x", given=[ct.norm(A, 2) <= R, *TARGET],
    says=ct.norm(ct.grad(L(x), x) - ct.grad(L(y), y)) <= R**2 / 2 * ct.norm(x - y),
)
gradient_lipschitz_best = ct.Claim(
    PAPER, "the gradient of the loss is Lipschitz in x, our best constant", given=[ct.norm(A, 2) <= R, *TARGET],
    says=ct.norm(ct.grad(L(x), x) - ct.grad(L(y), y)) <= ct.rational(5, 16) * R**2 * ct.norm(x - y),
)
