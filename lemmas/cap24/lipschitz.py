"""On the ball of radius R self-attention is Lipschitz, with a constant of the order sqrt(n) (row 7.5, CAP24).

As recalled: the Lipschitz constant on B_R^n, in the Frobenius norm, is at most
sqrt(3) ||V|| (||A||^2 R^4 (4n + 1) + n)^{1/2}. Stated between two inputs and for the derivative, which is the same as
the ball is convex.
"""

import certify as ct
from lemmas.cap24 import PAPER
from lemmas.cap24.problem import A, H, R, V, X, Y, attention, derivative, in_ball, n

CONSTANT = ct.sqrt(3) * ct.norm(V, 2) * ct.sqrt(ct.norm(A, 2) ** 2 * R**4 * (4 * n + 1) + n)

difference = ct.Claim(
    PAPER, "Lipschitz constant on a ball", row="7.5", provenance="recalled", given=[R > 0, in_ball(X), in_ball(Y)],
    says=ct.norm(attention(X) - attention(Y), "fro") <= CONSTANT * ct.norm(X - Y, "fro"),
)
jacobian = ct.Claim(
    PAPER, "norm of the derivative on a ball", row="7.5", provenance="recalled", given=[R > 0, in_ball(X)],
    says=ct.norm(derivative(X, H), "fro") <= CONSTANT * ct.norm(H, "fro"),
)
