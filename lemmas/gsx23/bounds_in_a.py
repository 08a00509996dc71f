"""Lipschitz bounds in A for the parts of one block (row 2.8): the bounds in x, with A_{j0} moving to A'_{j0}.

x is fixed, and ||A_{j0} - A'_{j0}||, the spectral norm, takes the place of ||x - y||; the constants are the same.
"""

import certify as ct
from lemmas.gsx23 import PAPER
from lemmas.gsx23.bounds_in_x import R_f, growth
from lemmas.gsx23.problem import A_j0, R, alpha, b_j0, beta, c, d, f, h, n, q, u, x

A, b = A_j0, b_j0
A_ = ct.matrix("A_j0'", n, d * d)
GIVEN = [
    R > 4, beta > 0, beta < 1, ct.norm(A, 2) <= R, ct.norm(A_, 2) <= R, ct.norm(x) <= R,
    alpha(A, x) >= beta, alpha(A_, x) >= beta, ct.norm(b, 1) <= 1,
]
step = ct.norm(A - A_, 2)


def claim(label, says, uses=()):
    """A bound of the row under its hypotheses."""
    return ct.Claim(PAPER, f"Lipschitz in A, {label}", row="2.8", provenance="recalled", given=GIVEN, says=says,
                    uses=uses)


exp_lipschitz = claim("u", ct.norm(u(A, x) - u(A_, x)) <= growth * step)
alpha_lipschitz = claim(
    "alpha", abs(alpha(A, x) - alpha(A_, x)) <= ct.sqrt(n) * growth * step, [exp_lipschitz],
)
alpha_inverse_lipschitz = claim(
    "inverse of alpha", abs(alpha(A, x) ** -1 - alpha(A_, x) ** -1) <= beta**-2 * ct.sqrt(n) * growth * step,
    [alpha_lipschitz],
)
f_lipschitz = claim(
    "f", ct.norm(f(A, x) - f(A_, x)) <= R_f * step, [exp_lipschitz, alpha_inverse_lipschitz],
)
c_lipschitz = claim("c", ct.norm(c(A, x, b) - c(A_, x, b)) <= R_f * step, [f_lipschitz])
h_lipschitz = claim(
    "h", ct.norm(h(A, x, b) - h(A_, x, b)) <= ct.sqrt(n) * growth * step, [alpha_lipschitz],
)
q_lipschitz = claim(
    "q", ct.norm(q(A, x, b) - q(A_, x, b)) <= 2 * ct.sqrt(n) * growth * step, [exp_lipschitz, h_lipschitz],
)
