"""The definitions of the blocks (row 2.4), as identities that can be tested.

x is vec(X) row by row. Row j0 of the attention matrix is f_{j0}, the one of D(X) B is h_{j0}, and so on;
the losses are sums over the blocks.
"""

import certify as ct
from lemmas.gsx23 import PAPER
from lemmas.gsx23.problem import B, D, L_normalized, L_rescaled, U, X, alpha, block, c, f, h, j0, q, u

x = ct.vec(X, "C")
A_j0, b_j0 = block(j0), B[j0, :]
attention = ct.inv(D(X)) @ U(X)
DEFS = "AS24, Definitions 3.2 to 3.7"


def summed(part):
    """Sum over j0 of the squared norms of the blocks c or q."""
    return ct.sum(ct.dot(part(A_j0, x, b_j0), part(A_j0, x, b_j0)), over=j0)


exponential = ct.Claim(
    PAPER, "u: row j0 of exp(A_1 X A_2^T)", row="2.4", provenance="restated", via=DEFS,
    says=ct.equal(U(X)[j0, :], u(A_j0, x)),
)
total = ct.Claim(
    PAPER, "alpha: entry j0 of the diagonal of D(X)", row="2.4", provenance="restated", via=DEFS,
    says=ct.equal(ct.diag(D(X))[j0], alpha(A_j0, x)),
)
row_of_attention = ct.Claim(
    PAPER, "f: row j0 of D(X)^{-1} exp(A_1 X A_2^T)", row="2.4", provenance="restated", via=DEFS,
    says=ct.equal(attention[j0, :], f(A_j0, x)),
)
residual = ct.Claim(
    PAPER, "c: row j0 of D(X)^{-1} exp(A_1 X A_2^T) - B", row="2.4", provenance="recalled",
    says=ct.equal((attention - B)[j0, :], c(A_j0, x, b_j0)),
)
target = ct.Claim(
    PAPER, "h: row j0 of D(X) B", row="2.4", provenance="recalled",
    says=ct.equal((D(X) @ B)[j0, :], h(A_j0, x, b_j0)),
)
rescaled_residual = ct.Claim(
    PAPER, "q: row j0 of exp(A_1 X A_2^T) - D(X) B", row="2.4", provenance="recalled",
    says=ct.equal((U(X) - D(X) @ B)[j0, :], q(A_j0, x, b_j0)),
)
normalized_loss = ct.Claim(
    PAPER, "the normalized loss as the sum over the blocks", row="2.4", provenance="recalled",
    says=ct.equal(L_normalized(X), summed(c)), uses=[residual],
)
rescaled_loss = ct.Claim(
    PAPER, "the rescaled loss as the sum over the blocks", row="2.4", provenance="recalled",
    says=ct.equal(L_rescaled(X), summed(q)), uses=[rescaled_residual],
)
