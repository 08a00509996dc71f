"""mul, aff and div of ASA22 as decoder layers: the matrices of each, its output and the exact result."""

import certify as ct
from lemmas.asa22.decoder import N, attended, feed_forward
from lemmas.asa22.problem import layernorm

d, a, b, c = ct.dims("d a b c")
M, delta = ct.scalars("M delta")
zeros, ones, eye = ct.zeros, ct.ones, ct.eye

# mul: the a x b matrix F times the b x c matrix G, in place of the a x c matrix Z. The token is (F, G, Z) row by row.
F, G, Z = ct.matrix("F", a, b), ct.matrix("G", b, c), ct.matrix("Z", a, c)
factors = ct.hstack([ct.vec(F, "C"), ct.vec(G, "C"), ct.vec(Z, "C")])
LEFT = delta * ct.kron(eye(a * b), ones(c, 1))                      # F_ik at place (i, k, j)
RIGHT = delta * ct.kron(ones(a, 1), eye(b * c))                     # G_kj at place (i, k, j)
SUM = ct.sqrt(ct.PI / 2) / delta**2 * ct.kron(eye(a), ct.kron(ones(1, b), eye(c)))      # the sum over k
mul_1 = ct.named("U_1", ct.block([
    [LEFT, RIGHT, zeros(a * b * c, a * c)],
    [LEFT, zeros(a * b * c, b * c), zeros(a * b * c, a * c)],
    [zeros(a * b * c, a * b), RIGHT, zeros(a * b * c, a * c)],
    [zeros(a * c, a * b), zeros(a * c, b * c), -eye(a * c)],
    [zeros(a * c, a * b), zeros(a * c, b * c), zeros(a * c, a * c)],
]))
mul_2 = ct.named("U_2", ct.vstack([
    zeros(a * b + b * c, 3 * a * b * c + 2 * a * c),
    ct.hstack([SUM, -SUM, -SUM, eye(a * c), -eye(a * c)]),
]))
mul_bias = ct.hstack([zeros(3 * a * b * c), N * ones(2 * a * c)])
mul_output = feed_forward(factors, mul_1, mul_2, mul_bias)
multiplied = ct.hstack([ct.vec(F, "C"), ct.vec(G, "C"), ct.vec(F @ G, "C")])

# aff: W_1 x + W_2 y + v in place of z.
W_1, W_2 = ct.matrix("W_1", c, a), ct.matrix("W_2", c, b)
x, y, z, v = ct.vector("x", a), ct.vector("y", b), ct.vector("z", c), ct.vector("v", c)
arguments = ct.hstack([x, y, z])
aff_1 = ct.named("U_1", ct.block([[W_1, W_2, -eye(c)], [zeros(c, a), zeros(c, b), zeros(c, c)]]))
aff_2 = ct.named("U_2", ct.block([[zeros(a + b, c), zeros(a + b, c)], [eye(c), -eye(c)]]))
aff_output = feed_forward(arguments, aff_1, aff_2, ct.hstack([v + N, N * ones(c)]))
transformed = ct.hstack([x, y, W_1 @ x + W_2 @ y + v])

# div: w / |q| in place of a zero. The token is (w, q, 0, 0, 0). It attends to itself only, which writes M q into the
# first empty entry and into the second what makes the sum of all entries 0; so its LayerNorm divides by the root of
# its mean square, which is nearly M |q| sqrt(2 / L).
w = ct.vector("w", d)
q = ct.scalar("q")
L = 2 * d + 3
dividend = ct.hstack([w, q, 0, 0, zeros(d)])
div_V = ct.named("W_V", ct.block([
    [zeros(d + 1, d), zeros(d + 1, 1), zeros(d + 1, d + 2)],
    [zeros(1, d), M, zeros(1, d + 2)],
    [-ones(1, d), -M - 1, zeros(1, d + 2)],
    [zeros(d, d), zeros(d, 1), zeros(d, d + 2)],
]))
div_1 = ct.named("U_1", ct.block([[M * ct.sqrt(2 / L) * eye(d), zeros(d, d + 3)], [zeros(d, d), zeros(d, d + 3)]]))
div_2 = ct.named("U_2", ct.block([[zeros(d + 3, d), zeros(d + 3, d)], [eye(d), -eye(d)]]))
div_attended = attended(dividend, ct.vstack([dividend]), zeros(1, L), zeros(1, L), div_V)
div_output = feed_forward(div_attended, div_1, div_2, N * ones(2 * d), layernorm)
quotient = ct.hstack([zeros(d, d + 3), eye(d)]) @ div_output
