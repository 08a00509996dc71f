"""Bounded shift for learning in context (Theorems 5.1 and 5.2 of LSXYZ23; rows 1.5.1, 1.5.2, 1.5.4).

Moving x_t to x_{t+1}, or A_t to A_{t+1}, solves a new softmax regression whose target is no further from b
than M = n^1.5 exp(10 R^2) times the move. What can be tested of it: b~ = b + f(x_t) - f(x_{t+1}) makes
f(x_{t+1}) - b = f(x_t) - b~ an identity, and then ||b~ - b|| = ||f(x_{t+1}) - f(x_t)||.
"""

from math import inf

import certify as ct
from lemmas.lsxyz23 import PAPER, bounds_in_a, bounds_in_x
from lemmas.lsxyz23.problem import A, R, b, d, f, n, x

x_t, x_next = ct.vectors("x_t x_next", d)
A_t, A_next = ct.matrices("A_t A_next", n, d)
M = n**1.5 * ct.exp(10 * R**2)
f_of_A = bounds_in_a.f
NOTE_X = "b~ is b + f(x_t) - f(x_next)."
NOTE_A = "b^ is b + f(A_t) - f(A_next)."

# Theorem 5.1: x moves
GIVEN_X = [
    R >= 4, ct.norm(A, 2) <= R, ct.norm(x_t) <= R, ct.norm(x_next) <= R,
    ct.norm(A @ (x_next - x_t), inf) < 0.01,
]
move_of_x = ct.norm(x_next - x_t)
target_x = ct.named("\\tilde b", b + f(x_t) - f(x_next))

same_problem_x = ct.Claim(
    PAPER, "Theorem 5.1, the new target", row="1.5.1", provenance="recalled",
    says=ct.equal(f(x_next) - b, f(x_t) - target_x), note=NOTE_X,
)
size_of_shift_x = ct.Claim(
    PAPER, "Theorem 5.1, size of the shift", row="1.5.1", provenance="recalled",
    says=ct.equal(ct.norm(target_x - b), ct.norm(f(x_next) - f(x_t))), note=NOTE_X,
)
shift_x = ct.Claim(
    PAPER, "Theorem 5.1", row="1.5.1", provenance="recalled", given=GIVEN_X,
    says=ct.norm(target_x - b) <= M * move_of_x,
    uses=[size_of_shift_x, bounds_in_x.f_lipschitz],
    chain=[
        ct.equal(ct.norm(target_x - b), ct.norm(f(x_next) - f(x_t))),
        ct.norm(f(x_next) - f(x_t)) <= 4 * n**1.5 * R * ct.exp(4 * R**2) * move_of_x,
        4 * n**1.5 * R * ct.exp(4 * R**2) * move_of_x <= n**1.5 * ct.exp(5 * R**2) * move_of_x,
        n**1.5 * ct.exp(5 * R**2) * move_of_x <= M * move_of_x,
    ],
    note=f"{NOTE_X} The abstract gives the factor M; the wording of the theorem is recalled.",
)

# Theorem 5.2: A moves
GIVEN_A = [
    R >= 4, ct.norm(A_t, 2) <= R, ct.norm(A_next, 2) <= R, ct.norm(x) <= R,
    ct.norm((A_next - A_t) @ x, inf) < 0.01,
]
move_of_A = ct.norm(A_next - A_t, 2)
target_A = ct.named("\\hat b", b + f_of_A(A_t) - f_of_A(A_next))

same_problem_A = ct.Claim(
    PAPER, "Theorem 5.2, the new target", row="1.5.2", provenance="recalled",
    says=ct.equal(f_of_A(A_next) - b, f_of_A(A_t) - target_A), note=NOTE_A,
)
size_of_shift_A = ct.Claim(
    PAPER, "Theorem 5.2, size of the shift", row="1.5.2", provenance="recalled",
    says=ct.equal(ct.norm(target_A - b), ct.norm(f_of_A(A_next) - f_of_A(A_t))), note=NOTE_A,
)
shift_A = ct.Claim(
    PAPER, "Theorem 5.2", row="1.5.2", provenance="recalled", given=GIVEN_A,
    says=ct.norm(target_A - b) <= M * move_of_A,
    uses=[size_of_shift_A, bounds_in_a.f_lipschitz],
    chain=[
        ct.equal(ct.norm(target_A - b), ct.norm(f_of_A(A_next) - f_of_A(A_t))),
        ct.norm(f_of_A(A_next) - f_of_A(A_t)) <= 4 * n**1.5 * R * ct.exp(4 * R**2) * move_of_A,
        4 * n**1.5 * R * ct.exp(4 * R**2) * move_of_A <= n**1.5 * ct.exp(5 * R**2) * move_of_A,
        n**1.5 * ct.exp(5 * R**2) * move_of_A <= M * move_of_A,
    ],
    note=f"{NOTE_A} The abstract gives the factor M; the wording of the theorem is recalled.",
)

# Used silently elsewhere in this line of work: the new target is again b >= 0 with ||b||_1 <= 1.
TARGET = [b >= 0, ct.norm(b, 1) <= 1]

nonnegative_target_x = ct.Claim(
    PAPER, "implicit in Theorem 5.1: the new target is nonnegative", row="1.5.4", provenance="ours",
    given=GIVEN_X + TARGET, says=target_x >= 0, expected="refuted", note=NOTE_X,
)
bounded_target_x = ct.Claim(
    PAPER, "implicit in Theorem 5.1: the new target has norm at most 1", row="1.5.4", provenance="ours",
    given=GIVEN_X + TARGET, says=ct.norm(target_x, 1) <= 1, expected="refuted", note=NOTE_X,
)
nonnegative_target_A = ct.Claim(
    PAPER, "implicit in Theorem 5.2: the new target is nonnegative", row="1.5.4", provenance="ours",
    given=GIVEN_A + TARGET, says=target_A >= 0, expected="refuted", note=NOTE_A,
)
bounded_target_A = ct.Claim(
    PAPER, "implicit in Theorem 5.2: the new target has norm at most 1", row="1.5.4", provenance="ours",
    given=GIVEN_A + TARGET, says=ct.norm(target_A, 1) <= 1, expected="refuted", note=NOTE_A,
)
