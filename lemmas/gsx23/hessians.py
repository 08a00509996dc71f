"""Hessians of both losses (row 2.6), derived by us: in x = vec(X), A_1 and A_2, all row by row.

In the logits z of one block half a loss has the Hessian (g = (2f - b) o f, K = I - 1 b^T)

    H_nor = <3f - 2b, f> f f^T - <f - b, f> diag(f) + diag(g) - g f^T - f g^T,
    H_res = diag(u) K K^T diag(u) + diag(u o (K q)),

and z_{j0} = A_{j0} x = (A_2 X^T) a_{j0} = A_2 w_{j0}, with a_{j0} row j0 of A_1 and w_{j0} = X^T a_{j0}, is linear
in each of the three variables. So the Hessians are, twice,

    in x    sum over j0 of A_{j0}^T H_{j0} A_{j0},
    in A_1  sum over j0 of (e_{j0} e_{j0}^T) kron (A_2 X^T)^T H_{j0} (A_2 X^T), block diagonal,
    in A_2  sum over j0 of H_{j0} kron (w_{j0} w_{j0}^T).
"""

import certify as ct
from lemmas.gsx23 import PAPER
from lemmas.gsx23.gradients import blocks_normalized, blocks_rescaled
from lemmas.gsx23.problem import A_1, A_2, A_j0, B, L_normalized, L_rescaled, X, b_j0, block, c, f, j0, n, q, u, x

NOTE = "H = <3f - 2b, f> f f^T - <f - b, f> diag(f) + diag(g) - g f^T - f g^T with g = (2f - b) o f."
NOTE_RESCALED = "H = diag(u) K K^T diag(u) + diag(u o (K q)) with K = I - 1 b^T."


@ct.definition("H_nor({A}, {x}, {b})")
def H_normalized(A, x, b):
    p = f(A, x)
    g = (2 * p - b) * p
    return (
        ct.dot(3 * p - 2 * b, p) * ct.outer(p, p)
        - ct.dot(p - b, p) * ct.diag(p)
        + ct.diag(g)
        - ct.outer(g, p)
        - ct.outer(p, g)
    )


@ct.definition("H_res({A}, {x}, {b})")
def H_rescaled(A, x, b):
    p, K = u(A, x), ct.eye(n) - ct.outer(ct.ones(n), b)
    return ct.diag(p) @ K @ K.T @ ct.diag(p) + ct.diag(p * (K @ q(A, x, b)))


def claim(label, says, note):
    return ct.Claim(PAPER, f"Hessian of the {label}", row="2.6", says=says, note=note)


# one block, for every A_{j0} in R^{n x d^2}
residual, rescaled_residual = c(A_j0, x, b_j0), q(A_j0, x, b_j0)
normalized_block = claim("normalized loss of one block in x", ct.equal(
    ct.hessian(ct.dot(residual, residual) / 2, x), A_j0.T @ H_normalized(A_j0, x, b_j0) @ A_j0), NOTE)
rescaled_block = claim("rescaled loss of one block in x", ct.equal(
    ct.hessian(ct.dot(rescaled_residual, rescaled_residual) / 2, x),
    A_j0.T @ H_rescaled(A_j0, x, b_j0) @ A_j0), NOTE_RESCALED)


# all blocks; a_{j0} is row j0 of A_1
def summed(matrix):
    return 2 * ct.sum(matrix, over=j0)


normalized_in_x = claim("normalized loss in x", ct.equal(
    ct.hessian(blocks_normalized, x),
    summed(block(j0).T @ H_normalized(block(j0), x, B[j0, :]) @ block(j0))), NOTE)
rescaled_in_x = claim("rescaled loss in x", ct.equal(
    ct.hessian(blocks_rescaled, x),
    summed(block(j0).T @ H_rescaled(block(j0), x, B[j0, :]) @ block(j0))), NOTE_RESCALED)

flat = ct.vec(X, "C")
a_j0, e_j0 = A_1[j0, :], ct.unit(n, j0)
w_j0, keys = X.T @ a_j0, A_2 @ X.T


def in_X(H):
    return summed(block(j0).T @ H(block(j0), flat, B[j0, :]) @ block(j0))


def in_A_1(H):
    return summed(ct.kron(ct.outer(e_j0, e_j0), keys.T @ H(keys, a_j0, B[j0, :]) @ keys))


def in_A_2(H):
    return summed(ct.kron(H(A_2, w_j0, B[j0, :]), ct.outer(w_j0, w_j0)))


normalized_in_X = claim("normalized loss in vec(X)", ct.equal(
    ct.hessian(L_normalized(X), X, order="C"), in_X(H_normalized)), NOTE)
normalized_in_A_1 = claim("normalized loss in vec(A_1)", ct.equal(
    ct.hessian(L_normalized(X), A_1, order="C"), in_A_1(H_normalized)), NOTE)
normalized_in_A_2 = claim("normalized loss in vec(A_2)", ct.equal(
    ct.hessian(L_normalized(X), A_2, order="C"), in_A_2(H_normalized)), NOTE)
rescaled_in_X = claim("rescaled loss in vec(X)", ct.equal(
    ct.hessian(L_rescaled(X), X, order="C"), in_X(H_rescaled)), NOTE_RESCALED)
rescaled_in_A_1 = claim("rescaled loss in vec(A_1)", ct.equal(
    ct.hessian(L_rescaled(X), A_1, order="C"), in_A_1(H_rescaled)), NOTE_RESCALED)
rescaled_in_A_2 = claim("rescaled loss in vec(A_2)", ct.equal(
    ct.hessian(L_rescaled(X), A_2, order="C"), in_A_2(H_rescaled)), NOTE_RESCALED)
