"""Sharp constants for the attention matrix F(X) = D(X)^{-1} exp(A_1 X A_2^T) and its losses (beside rows 2.6 to 2.9).

- Row j0 of F is a softmax of row j0 of the logits Z = A_1 X A_2^T, so it moves by at most half of what that
  row moves by (see ``in_x``). Squares add up: ||F - F'||_F <= ||Z - Z'||_F / 2, and ||M N||_F <= ||M|| ||N||_F.
  For any A in R^{n^2 x d^2} likewise by ||A (x - y)||_2 / 2. There is no factor sqrt(n) for n blocks.
- A row moves by at most sqrt(2) tanh(spread / 4), the spread being at most twice the largest |Z - Z'|.
- The gradient of the normalized loss is 2 A_1^T G A_2 with rows J(f) c of G, each at most 8 sqrt(2) / 27 (see
  ``loss``), so ||G||_F is at most sqrt(n) times that; attained at n = 2, all rows of A_1 equal.
- Its Hessian is twice the sum of A_{j0}^T H A_{j0} with H between -I/2 and I/2 (see ``hessian``), so between
  -A^T A and A^T A, and ||A_1 kron A_2|| = ||A_1|| ||A_2||; with 5/16 for 1/2 (see there) 5/8 for 1.
- The rescaled residual q = u - alpha b has the derivative alpha sum_i f_i dz_i (e_i - b), at most
  alpha ||dz||_inf max_i ||e_i - b||; ||e_i - b|| <= 2 for ||b||_1 <= 1, and sqrt(2) where also b >= 0. alpha is
  convex, so on a segment it is at most the larger one of its values at the ends.
- The rescaled gradient has the rows alpha^2 g_i with g_i = f_i (f_i - b_i - <b, f> + ||b||^2), for b >= 0 and
  ||b||_1 <= 1 at most 2 f_i in absolute value; approached at f -> e_1, b = e_2.
- The rescaled shift is sum_i f_i r_i (e_i - b) with r_i = 1 - exp(dz_i), so at most (exp(m) - 1) max_i ||e_i - b||
  for m = ||dz||_inf. m <= R ||x - y|| <= 2 R^2 and exp(m) - 1 <= m (exp(2R^2) - 1) / (2R^2). Attained at
  n = 1, b = -1, x = -R, y = R.
"""

from math import inf

import certify as ct
from lemmas.gsx23 import bounds_in_x
from lemmas.gsx23.problem import (
    A_1,
    A_2,
    A_j0,
    B,
    L_normalized,
    L_rescaled,
    R,
    U,
    X,
    alpha,
    b_j0,
    d,
    f,
    h,
    n,
    q,
    x,
    y,
)
from lemmas.gsx23.shift import F as F_any
from lemmas.sharp import PAPER
from lemmas.sharp.loss import SLOPE

Y = ct.matrix("Y", d, d)
A_1_, A_2_ = ct.matrices("A_1' A_2'", n, d)
A, A_ = ct.matrices("A A'", n * n, d * d)
A_j0_ = ct.matrix("A_j0'", n, d * d)
ROWS = [B >= 0, ct.sum(B, axis=1) <= 1]
step = ct.norm(X - Y, "fro")
scale = ct.norm(A_1, 2) * ct.norm(A_2, 2)


@ct.definition("F({A_1}, {X}, {A_2})")
def F(A_1, X, A_2):
    terms = ct.exp(A_1 @ X @ A_2.T)
    return ct.inv(ct.diag(terms @ ct.ones(n))) @ terms


def change(A_1, X, A_2, *other):
    """How far the attention matrix moves, in the Frobenius norm."""
    return ct.norm(F(A_1, X, A_2) - F(*other), "fro")


# The attention matrix in X, A_1 and A_2
logits = ct.Claim(
    PAPER, "the attention matrix moves by at most half the move of the logits", row="2.9",
    says=change(A_1, X, A_2, A_1_, Y, A_2_) <= ct.norm(A_1 @ X @ A_2.T - A_1_ @ Y @ A_2_.T, "fro") / 2,
)
any_move = ct.Claim(
    PAPER, "the attention matrix, for moves of any size", row="2.9",
    says=change(A_1, X, A_2, A_1, Y, A_2)
    <= ct.sqrt(2 * n) * ct.tanh(ct.max(abs(A_1 @ (X - Y) @ A_2.T)) / 2),
)
in_X = ct.Claim(
    PAPER, "the attention matrix is Lipschitz in X", row="2.9", uses=[logits],
    says=change(A_1, X, A_2, A_1, Y, A_2) <= scale / 2 * step,
)
in_A_1 = ct.Claim(
    PAPER, "the attention matrix is Lipschitz in A_1", row="2.9", uses=[logits],
    says=change(A_1, X, A_2, A_1_, X, A_2) <= ct.norm(A_2 @ X.T, 2) / 2 * ct.norm(A_1 - A_1_, "fro"),
)
in_A_2 = ct.Claim(
    PAPER, "the attention matrix is Lipschitz in A_2", row="2.9", uses=[logits],
    says=change(A_1, X, A_2, A_1, X, A_2_) <= ct.norm(A_1 @ X, 2) / 2 * ct.norm(A_2 - A_2_, "fro"),
)

# One block, and all blocks of any A in R^{n^2 x d^2}
norm_of_product = ct.Claim(
    PAPER, "norm of a Kronecker product", row="2.7", says=ct.equal(ct.norm(ct.kron(A_1, A_2), 2), scale),
)
block_in_x = ct.Claim(
    PAPER, "f of a block is Lipschitz in x", row="2.7",
    says=ct.norm(f(A_j0, x) - f(A_j0, y)) <= ct.norm(A_j0, 2) / 2 * ct.norm(x - y),
)
block_in_A = ct.Claim(
    PAPER, "f of a block is Lipschitz in A", row="2.8",
    says=ct.norm(f(A_j0, x) - f(A_j0_, x)) <= ct.norm(x) / 2 * ct.norm(A_j0 - A_j0_, 2),
)
all_in_x = ct.Claim(
    PAPER, "all blocks together are Lipschitz in x", row="2.9",
    says=ct.norm(F_any(A, x) - F_any(A, y)) <= ct.norm(A, 2) / 2 * ct.norm(x - y),
)
all_in_A = ct.Claim(
    PAPER, "all blocks together are Lipschitz in A", row="2.9",
    says=ct.norm(F_any(A, x) - F_any(A_, x)) <= ct.norm(x) / 2 * ct.norm(A - A_, 2),
)

# Gradients of the losses
gradient_in_X = ct.Claim(
    PAPER, "norm of the gradient of the normalized loss in X", row="2.6", given=ROWS,
    says=ct.norm(ct.grad(L_normalized(X), X), "fro") <= 2 * SLOPE * ct.sqrt(n) * scale,
)
gradient_in_A_1 = ct.Claim(
    PAPER, "norm of the gradient of the normalized loss in A_1", row="2.6", given=ROWS,
    says=ct.norm(ct.grad(L_normalized(X), A_1), "fro") <= 2 * SLOPE * ct.sqrt(n) * ct.norm(A_2 @ X.T, 2),
)
gradient_in_A_2 = ct.Claim(
    PAPER, "norm of the gradient of the normalized loss in A_2", row="2.6", given=ROWS,
    says=ct.norm(ct.grad(L_normalized(X), A_2), "fro") <= 2 * SLOPE * ct.sqrt(n) * ct.norm(A_1 @ X, 2),
)
gradient_lipschitz = ct.Claim(
    PAPER, "the gradient of the normalized loss is Lipschitz in X", row="2.6", given=ROWS,
    says=ct.norm(ct.grad(L_normalized(X), X) - ct.grad(L_normalized(Y), Y), "fro") <= scale**2 * step,
)
gradient_lipschitz_best = ct.Claim(
    PAPER, "the gradient of the normalized loss is Lipschitz in X, our best constant", row="2.6", given=ROWS,
    says=ct.norm(ct.grad(L_normalized(X), X) - ct.grad(L_normalized(Y), Y), "fro")
    <= ct.rational(5, 8) * scale**2 * step,
)
rescaled_gradient_in_X = ct.Claim(
    PAPER, "norm of the gradient of the rescaled loss in X", row="2.6", given=ROWS,
    says=ct.norm(ct.grad(L_rescaled(X), X), "fro") <= 4 * ct.norm((U(X) @ ct.ones(n)) ** 2) * scale,
)

# The rescaled parts of a block
m = ct.norm(A_j0 @ (x - y), inf)
largest_alpha = ct.maximum(alpha(A_j0, x), alpha(A_j0, y))
BALL = [ct.norm(A_j0, 2) <= R, ct.norm(x) <= R, ct.norm(y) <= R]
SIGNED, TARGET = [ct.norm(b_j0, 1) <= 1], [b_j0 >= 0, ct.norm(b_j0, 1) <= 1]
change_of_q = ct.norm(q(A_j0, x, b_j0) - q(A_j0, y, b_j0))
h_logits = ct.Claim(
    PAPER, "h moves by at most alpha times the largest move of a logit", row="2.7",
    says=ct.norm(h(A_j0, x, b_j0) - h(A_j0, y, b_j0)) <= ct.norm(b_j0) * largest_alpha * m,
)
q_logits = ct.Claim(
    PAPER, "q moves by at most twice alpha times the largest move of a logit", row="2.7", given=SIGNED,
    says=change_of_q <= 2 * largest_alpha * m,
)
q_logits_nonnegative = ct.Claim(
    PAPER, "q moves by at most sqrt(2) alpha times the largest move of a logit, for b >= 0", row="2.7", given=TARGET,
    says=change_of_q <= ct.sqrt(2) * largest_alpha * m,
)
q_lipschitz = ct.Claim(
    PAPER, "q is Lipschitz in x", row="2.7", given=BALL + SIGNED, uses=[q_logits],
    says=change_of_q <= 2 * R * (n - 1 + (ct.sqrt(n) - 1) * R**2 + ct.exp(R**2)) * ct.norm(x - y),
)

# The shift of the rescaled target
moved_target = (q(A_j0, x, b_j0) - q(A_j0, y, b_j0)) / alpha(A_j0, x)
rescaled_shift_logits = ct.Claim(
    PAPER, "the shift of the rescaled target, through the logits", row="2.9", given=SIGNED,
    says=ct.norm(moved_target) <= 2 * (ct.exp(m) - 1), note="b~ - b = (q - q') / alpha.",
)
rescaled_shift_nonnegative = ct.Claim(
    PAPER, "the shift of the rescaled target, through the logits, for b >= 0", row="2.9", given=TARGET,
    says=ct.norm(moved_target) <= ct.sqrt(2) * (ct.exp(m) - 1), note="b~ - b = (q - q') / alpha.",
)
rescaled_shift = ct.Claim(
    PAPER, "the shift of the rescaled target in x", row="2.9", given=[R > 0, *BALL, *SIGNED],
    says=ct.norm(moved_target) <= (ct.exp(2 * R**2) - 1) / R * ct.norm(x - y), uses=[rescaled_shift_logits],
    note="b~ - b = (q - q') / alpha.",
)

# What is published follows
published_f = ct.Claim(
    PAPER, "the constant of f follows from R/2", row="2.7", given=[R > 4, bounds_in_x.beta > 0, bounds_in_x.beta < 1],
    says=R / 2 <= bounds_in_x.R_f,
)
published_shift = ct.Claim(
    PAPER, "the constant of the rescaled shift follows", row="2.9", given=[R > 4],
    says=(ct.exp(2 * R**2) - 1) / R <= ct.sqrt(n) * ct.exp(3 * R**2),
)
