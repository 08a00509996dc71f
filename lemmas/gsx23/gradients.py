"""Gradients of both losses (row 2.6), derived by us: in x = vec(X), and in X, A_1 and A_2 as matrices.

F = D(X)^{-1} exp(A_1 X A_2^T), U = exp(A_1 X A_2^T), C = F - B and Q = U - D(X) B. With Z = A_1 X A_2^T the
derivative of row j0 of F is (diag(f) - f f^T) dz, the one of row j0 of Q is (I - b 1^T) diag(u) dz, so the
gradient of half a loss in Z has the rows

    normalized  f o c - <f, c> f,        rescaled  u o (q - <b, q> 1),

which G collects; the rest is the chain rule through dZ = dA_1 X A_2^T + A_1 dX A_2^T + A_1 X dA_2^T.
"""

import certify as ct
from lemmas.gsx23 import PAPER
from lemmas.gsx23.problem import A_1, A_2, B, D, L_normalized, L_rescaled, U, X, block, c, f, j0, q, u, x

F = ct.inv(D(X)) @ U(X)
C = F - B
Q = U(X) - D(X) @ B


@ct.definition("G_nor({X})")
def G_normalized(X):
    return F * C - ct.diag(ct.sum(F * C, axis=1)) @ F


@ct.definition("G_res({X})")
def G_rescaled(X):
    return U(X) * Q - ct.diag(ct.sum(B * Q, axis=1)) @ U(X)


A_j0, b_j0 = block(j0), B[j0, :]
f_j0, c_j0 = f(A_j0, x), c(A_j0, x, b_j0)
u_j0, q_j0 = u(A_j0, x), q(A_j0, x, b_j0)
blocks_normalized = ct.sum(ct.dot(c_j0, c_j0), over=j0)
blocks_rescaled = ct.sum(ct.dot(q_j0, q_j0), over=j0)
NOTE = "C = D(X)^{-1} exp(A_1 X A_2^T) - B; G has the rows f o c - <f, c> f."
NOTE_RESCALED = "Q = exp(A_1 X A_2^T) - D(X) B; G has the rows u o (q - <b, q> 1)."


def claim(label, says, note):
    return ct.Claim(PAPER, f"gradient of the {label}", row="2.6", says=says, note=note)


# in x, as sums over the blocks
normalized_in_x = claim("normalized loss in x", ct.equal(
    ct.grad(blocks_normalized, x),
    2 * ct.sum(A_j0.T @ (f_j0 * c_j0 - ct.dot(f_j0, c_j0) * f_j0), over=j0),
), "")
rescaled_in_x = claim("rescaled loss in x", ct.equal(
    ct.grad(blocks_rescaled, x),
    2 * ct.sum(A_j0.T @ (u_j0 * (q_j0 - ct.dot(b_j0, q_j0))), over=j0),
), "")

# in X, A_1 and A_2
normalized_in_X = claim("normalized loss in X", ct.equal(
    ct.grad(L_normalized(X), X), 2 * A_1.T @ G_normalized(X) @ A_2), NOTE)
normalized_in_A_1 = claim("normalized loss in A_1", ct.equal(
    ct.grad(L_normalized(X), A_1), 2 * G_normalized(X) @ A_2 @ X.T), NOTE)
normalized_in_A_2 = claim("normalized loss in A_2", ct.equal(
    ct.grad(L_normalized(X), A_2), 2 * G_normalized(X).T @ A_1 @ X), NOTE)
rescaled_in_X = claim("rescaled loss in X", ct.equal(
    ct.grad(L_rescaled(X), X), 2 * A_1.T @ G_rescaled(X) @ A_2), NOTE_RESCALED)
rescaled_in_A_1 = claim("rescaled loss in A_1", ct.equal(
    ct.grad(L_rescaled(X), A_1), 2 * G_rescaled(X) @ A_2 @ X.T), NOTE_RESCALED)
rescaled_in_A_2 = claim("rescaled loss in A_2", ct.equal(
    ct.grad(L_rescaled(X), A_2), 2 * G_rescaled(X).T @ A_1 @ X), NOTE_RESCALED)

# vec(A_1^T G A_2) = (A_1 kron A_2)^T vec(G): both forms of the gradient are one
normalized_flat = claim("normalized loss in vec(X), row by row", ct.equal(
    ct.grad(L_normalized(X), X, order="C"), 2 * ct.kron(A_1, A_2).T @ ct.vec(G_normalized(X), "C")), NOTE)
rescaled_flat = claim("rescaled loss in vec(X), row by row", ct.equal(
    ct.grad(L_rescaled(X), X, order="C"), 2 * ct.kron(A_1, A_2).T @ ct.vec(G_rescaled(X), "C")), NOTE_RESCALED)
