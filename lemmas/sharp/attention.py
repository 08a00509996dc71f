"""Self-attention on a ball, with smaller constants and free of n where rows are measured one by one (beside row 7.5).

Let row i of H be h_i, C the covariance of the tokens under the weights P_i, m their mean, w = A x_i and
a = ||A|| R^2. The derivative of row i is V times
    sum_j P_ij h_j + sum_j P_ij (x_j - m) <w, h_j> + C A h_i  =:  u + C A h_i,
since the logit x_i^T A^T x_j moves by <w, h_j> + <A h_i, x_j>. ||C|| <= R^2, so the last term is at most a ||h_i||.
In u split h_j = h + g_j with h the mean of the h_j: the first sum is h, the second one sees g_j only. It is, by
Cauchy-Schwarz, at most sqrt(||C||) ||w|| s <= a s with s^2 = sum_j P_ij ||g_j||^2, and ||h||^2 + s^2 is
q^2 = sum_j P_ij ||h_j||^2.
Hence ||u|| <= sqrt(1 + a^2) q. Rows measured by their largest norm: q <= max_j ||h_j||. In the Frobenius norm
sum_i q_i^2 <= n ||H||_F^2, as a column of P sums to at most n. The ball is convex, so differences follow.
"""

import certify as ct
from lemmas.cap24.lipschitz import CONSTANT
from lemmas.cap24.problem import A, H, R, V, X, Y, attention, d, derivative, in_ball, n
from lemmas.kpm21 import dot_product
from lemmas.kpm21.dot_product import entries
from lemmas.sharp import PAPER

a = ct.norm(A, 2) * R**2
FROBENIUS = ct.norm(V, 2) * (ct.sqrt(n * (1 + a**2)) + a)
BY_ROWS = ct.norm(V, 2) * (ct.sqrt(1 + a**2) + a)


def largest_row(M):
    """The largest Euclidean norm of a row."""
    return ct.sqrt(ct.max(ct.sum(M * M, axis=1)))


jacobian = ct.Claim(
    PAPER, "norm of the derivative of attention on a ball", row="7.5", given=[R > 0, in_ball(X)],
    says=ct.norm(derivative(X, H), "fro") <= FROBENIUS * ct.norm(H, "fro"),
)
difference = ct.Claim(
    PAPER, "Lipschitz constant of attention on a ball", row="7.5", given=[R > 0, in_ball(X), in_ball(Y)],
    says=ct.norm(attention(X) - attention(Y), "fro") <= FROBENIUS * ct.norm(X - Y, "fro"), uses=[jacobian],
)
jacobian_by_rows = ct.Claim(
    PAPER, "derivative of attention on a ball, row by row", row="7.5", given=[R > 0, in_ball(X)],
    says=largest_row(derivative(X, H)) <= BY_ROWS * largest_row(H),
)
difference_by_rows = ct.Claim(
    PAPER, "Lipschitz constant of attention on a ball, row by row", row="7.5", given=[R > 0, in_ball(X), in_ball(Y)],
    says=largest_row(attention(X) - attention(Y)) <= BY_ROWS * largest_row(X - Y), uses=[jacobian_by_rows],
)
published_follows = ct.Claim(
    PAPER, "the published constant follows", row="7.5", given=[R > 0], says=FROBENIUS <= CONSTANT,
)

# Dot-product attention with unit weights is the case A = I / sqrt(d), V = I: it is Lipschitz on every ball. In the
# other norms of the entries, of which there are n d, and d in a row, the constants follow by comparing norms.
a_unit = R**2 / ct.sqrt(d)
UNIT = ct.sqrt(n * (1 + a_unit**2)) + a_unit
CONSTANTS = {"1": ct.sqrt(n * d) * UNIT, "2": UNIT, "inf": ct.sqrt(d) * (ct.sqrt(1 + a_unit**2) + a_unit)}
moved = dot_product.X + dot_product.D

dot_product_on_a_ball = {
    f"p_{name}": ct.Claim(
        PAPER, f"dot-product attention is Lipschitz on a ball, p = {name}", row="7.5",
        given=[R > 0, in_ball(dot_product.X), in_ball(moved)], corrects=dot_product.lipschitz[f"p_{name}"],
        says=entries(dot_product.change, p) <= CONSTANTS[name] * entries(dot_product.D, p),
    ) for name, p in dot_product.NORMS.items()
}
dot_product_derivative = ct.Claim(
    PAPER, "derivative of dot-product attention on a ball", row="7.5", given=[R > 0, in_ball(dot_product.X)],
    says=ct.norm(ct.jvp(dot_product.attention(dot_product.X), dot_product.X, dot_product.D), "fro")
    <= UNIT * ct.norm(dot_product.D, "fro"), corrects=dot_product.derivative,
)
