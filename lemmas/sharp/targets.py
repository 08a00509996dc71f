"""What is true of the shifted target b~ (beside rows 1.5.1, 1.5.2 and 1.5.4).

b~ - b = f(x_t) - f(x_{t+1}) has sum 0, entries of at most half and an l_1 norm of at most once the maximum
norm of the move of the logits: |df_i| = f_i (1 - f_i) |dz_i - mean of the others| <= ||dz||_inf / 2, and
||df||_1 is the mean distance of dz from its mean.
"""

from math import inf

import certify as ct
from lemmas.lsxyz23 import bounded_shift
from lemmas.lsxyz23.bounded_shift import TARGET, A_next, A_t, move_of_A, move_of_x, target_A, target_x, x_next, x_t
from lemmas.lsxyz23.problem import A, R, b, x
from lemmas.sharp import PAPER

move = ct.norm(A @ (x_next - x_t), inf)
move_A = ct.norm((A_next - A_t) @ x, inf)

shift_x = ct.Claim(
    PAPER, "the shift of the target in x", row="1.5.1", given=[ct.norm(A, 2) <= R],
    says=ct.norm(target_x - b) <= R / 2 * move_of_x,
)
shift_A = ct.Claim(
    PAPER, "the shift of the target in A", row="1.5.2", given=[ct.norm(x) <= R],
    says=ct.norm(target_A - b) <= R / 2 * move_of_A,
)
total_x = ct.Claim(
    PAPER, "the new target keeps its sum, x moves", row="1.5.4", says=ct.equal(ct.sum(target_x), ct.sum(b)),
)
total_A = ct.Claim(
    PAPER, "the new target keeps its sum, A moves", row="1.5.4", says=ct.equal(ct.sum(target_A), ct.sum(b)),
)
lower_x = ct.Claim(
    PAPER, "how negative the new target can be, x moves", row="1.5.4", given=[b >= 0],
    says=target_x >= -move / 2, corrects=bounded_shift.nonnegative_target_x,
)
norm_x = ct.Claim(
    PAPER, "norm of the new target, x moves", row="1.5.4", given=TARGET,
    says=ct.norm(target_x, 1) <= 1 + move, corrects=bounded_shift.bounded_target_x,
)
lower_A = ct.Claim(
    PAPER, "how negative the new target can be, A moves", row="1.5.4", given=[b >= 0],
    says=target_A >= -move_A / 2, corrects=bounded_shift.nonnegative_target_A,
)
norm_A = ct.Claim(
    PAPER, "norm of the new target, A moves", row="1.5.4", given=TARGET,
    says=ct.norm(target_A, 1) <= 1 + move_A, corrects=bounded_shift.bounded_target_A,
)
