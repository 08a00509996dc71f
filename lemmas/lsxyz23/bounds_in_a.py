"""Basic bounds in A (rows 1.4.1 to 1.4.4 of LSXYZ23): x is fixed and A moves to A'.

u, alpha, f and c are the same expressions as in ``problem``, as functions of A. The four assertions of
the section are numbered in the order in which they stand.
"""

from math import inf

import certify as ct
from lemmas.lsxyz23 import PAPER
from lemmas.lsxyz23.problem import A, R, b, beta, d, n, x

A_ = ct.matrix("A'", n, d)


@ct.definition("u({A})")
def u(A):
    return ct.exp(A @ x)


@ct.definition("\\alpha({A})")
def alpha(A):
    return ct.sum(u(A))


@ct.definition("f({A})")
def f(A):
    return u(A) / alpha(A)


@ct.definition("c({A})")
def c(A):
    return f(A) - b


GIVEN = [
    ct.norm(A, 2) <= R, ct.norm(A_, 2) <= R, ct.norm(x) <= R, ct.norm((A - A_) @ x, inf) < 0.01,
    alpha(A) >= beta, alpha(A_) >= beta, beta > 0, beta < 1,
]
step = ct.norm(A - A_, 2)
change_of_u = ct.norm(u(A) - u(A_))

exp_lipschitz = ct.Claim(
    PAPER, "Basic bounds in A, part 1", row="1.4.1", provenance="recalled", given=GIVEN,
    says=change_of_u <= 2 * ct.sqrt(n) * R * ct.exp(R**2) * step,
)
alpha_lipschitz = ct.Claim(
    PAPER, "Basic bounds in A, part 2", row="1.4.2", provenance="recalled", given=GIVEN,
    says=abs(alpha(A) - alpha(A_)) <= ct.sqrt(n) * change_of_u,
)
alpha_inverse_lipschitz = ct.Claim(
    PAPER, "Basic bounds in A, part 3", row="1.4.3", provenance="recalled", given=GIVEN,
    says=abs(alpha(A) ** -1 - alpha(A_) ** -1) <= beta**-2 * abs(alpha(A) - alpha(A_)),
)
f_lipschitz = ct.Claim(
    PAPER, "Basic bounds in A, part 4", row="1.4.4", provenance="recalled", given=GIVEN,
    says=ct.norm(f(A) - f(A_)) <= 4 * beta**-2 * n**1.5 * R * ct.exp(2 * R**2) * step,
    uses=[exp_lipschitz, alpha_lipschitz, alpha_inverse_lipschitz],
)
f_lipschitz_variant = ct.Claim(
    PAPER, "Basic bounds in A, part 4, variant", row="1.4.4", provenance="recalled", given=GIVEN,
    says=ct.norm(f(A) - f(A_)) <= 2 * beta**-2 * n * R * ct.exp(2 * R**2) * step,
)
