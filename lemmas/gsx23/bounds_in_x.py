"""Lipschitz bounds in x for the parts of one block (row 2.7): u, alpha, alpha^{-1}, f, c, h and q.

They hold for every A_{j0} in R^{n x d^2}, as the section states them for a general A in R^{n^2 x d^2}; the
blocks of A_1 kron A_2 are among these. Every bound has the hypotheses ``GIVEN``.
"""

import certify as ct
from lemmas.gsx23 import PAPER
from lemmas.gsx23.problem import A_j0, R, alpha, b_j0, beta, c, f, h, n, q, u, x, y

A, b = A_j0, b_j0
GIVEN = [
    R > 4, beta > 0, beta < 1, ct.norm(A, 2) <= R, ct.norm(x) <= R, ct.norm(y) <= R,
    alpha(A, x) >= beta, alpha(A, y) >= beta, ct.norm(b, 1) <= 1,
]
step = ct.norm(x - y)
growth = R * ct.exp(R**2)
R_f = 2 * beta**-2 * n * R * ct.exp(2 * R**2)


def claim(label, says, uses=()):
    """A bound of the row under its hypotheses."""
    return ct.Claim(PAPER, f"Lipschitz in x, {label}", row="2.7", provenance="recalled", given=GIVEN, says=says,
                    uses=uses)


exp_lipschitz = claim("u", ct.norm(u(A, x) - u(A, y)) <= growth * step)
alpha_lipschitz = claim(
    "alpha", abs(alpha(A, x) - alpha(A, y)) <= ct.sqrt(n) * growth * step, [exp_lipschitz],
)
alpha_inverse_lipschitz = claim(
    "inverse of alpha", abs(alpha(A, x) ** -1 - alpha(A, y) ** -1) <= beta**-2 * ct.sqrt(n) * growth * step,
    [alpha_lipschitz],
)
f_lipschitz = claim(
    "f", ct.norm(f(A, x) - f(A, y)) <= R_f * step, [exp_lipschitz, alpha_inverse_lipschitz],
)
c_lipschitz = claim("c", ct.norm(c(A, x, b) - c(A, y, b)) <= R_f * step, [f_lipschitz])
h_lipschitz = claim(
    "h", ct.norm(h(A, x, b) - h(A, y, b)) <= ct.sqrt(n) * growth * step, [alpha_lipschitz],
)
q_lipschitz = claim(
    "q", ct.norm(q(A, x, b) - q(A, y, b)) <= 2 * ct.sqrt(n) * growth * step, [exp_lipschitz, h_lipschitz],
)
