"""mov of ASA22 as a decoder layer: the entries A_s of token s replace the entries B_t of token t.

A token is (A_i, B_i, 0, e_i): the third part is empty, the last one its position. Attention writes A_s into the empty
part of every token; the feed-forward layer adds A_s - B_t to the second part at token t only, where the position
decides whether GeLU is far to the right of 0 or far to the left, and empties the third part again.
"""

import certify as ct
from lemmas.asa22.decoder import N, attended, feed_forward, lam

n, d = ct.dims("n d")
s, t, j = ct.index("s", n), ct.index("t", n), ct.index("j", n)
A, B = ct.matrices("A B", n, d)
H = ct.named("H", ct.hstack([A, B, ct.zeros(n, d), ct.eye(n)]))

O_d, I_d = ct.zeros(d, d), ct.eye(d)
W_Q = ct.named("W_Q", ct.hstack([ct.zeros(n, 3 * d), lam * ct.outer(ct.unit(n, s), ct.ones(n))]))
W_K = ct.named("W_K", ct.hstack([ct.zeros(n, 3 * d), ct.eye(n)]))
W_V = ct.named("W_V", ct.block([
    [ct.zeros(2 * d, d), ct.zeros(2 * d, 2 * d + n)],
    [I_d, ct.zeros(d, 2 * d + n)],
    [ct.zeros(n, d), ct.zeros(n, 2 * d + n)],
]))
HERE = N * ct.outer(ct.ones(d), 2 * ct.unit(n, t) - ct.ones(n))     # N at token t, -N at the others
ALWAYS = N * ct.ones(d, n)
U_1 = ct.named("U_1", ct.block([
    [O_d, -I_d, I_d, HERE],
    [O_d, O_d, O_d, HERE],
    [O_d, O_d, I_d, ALWAYS],
    [O_d, O_d, O_d, ALWAYS],
]))
U_2 = ct.named("U_2", ct.block([
    [O_d, O_d, O_d, O_d],
    [I_d, -I_d, O_d, O_d],
    [O_d, O_d, -I_d, I_d],
    [ct.zeros(n, d), ct.zeros(n, d), ct.zeros(n, d), ct.zeros(n, d)],
]))


def output(i):
    """What the layer makes of token i."""
    return feed_forward(attended(H[i], H, W_Q, W_K, W_V), U_1, U_2)


moved = ct.hstack([A[t], A[s], ct.zeros(d), ct.unit(n, t)])
