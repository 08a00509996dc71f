"""First derivatives of the parts of a block in x (row 2.5).

Each is stated for every block A_{j0} in R^{n x d^2}, and for the block of A_1 kron A_2. i runs over the entries
of x in R^{d^2}, and A_{j0,i} is column i of A_{j0}.
"""

import certify as ct
from lemmas.gsx23 import PAPER
from lemmas.gsx23.problem import A_j0, B, alpha, b_j0, block, c, d, f, h, j0, q, u, x

i = ct.index("i", d * d)
BLOCKS = {"any": A_j0, "kron": block(j0)}
TARGETS = {"any": b_j0, "kron": B[j0, :]}
NAMES = {"any": "any block", "kron": "block of A_1 kron A_2"}
VIA = "AS24, Lemma B.1"


def d_i(e):
    return ct.partial(e, x, i)


def claims(label, says, provenance="restated"):
    """A statement of both kinds of blocks; says(A, A_i, b) is the relation."""
    return {
        kind: ct.Claim(PAPER, f"{label}, {NAMES[kind]}", row="2.5", provenance=provenance,
                       via=VIA if provenance == "restated" else None, says=says(A, A[:, i], TARGETS[kind]))
        for kind, A in BLOCKS.items()
    }


d_u = claims("derivative of u", lambda A, A_i, b: ct.equal(d_i(u(A, x)), A_i * u(A, x)))
d_alpha = claims("derivative of alpha", lambda A, A_i, b: ct.equal(d_i(alpha(A, x)), ct.dot(A_i, u(A, x))))
d_f = claims("derivative of f", lambda A, A_i, b: ct.equal(
    d_i(f(A, x)), A_i * f(A, x) - ct.dot(A_i, f(A, x)) * f(A, x),
))
d_c = claims("derivative of c", lambda A, A_i, b: ct.equal(
    d_i(c(A, x, b)), A_i * f(A, x) - ct.dot(A_i, f(A, x)) * f(A, x),
), "ours")
d_h = claims("derivative of h", lambda A, A_i, b: ct.equal(d_i(h(A, x, b)), ct.dot(A_i, u(A, x)) * b), "ours")
d_q = claims("derivative of q", lambda A, A_i, b: ct.equal(
    d_i(q(A, x, b)), A_i * u(A, x) - ct.dot(A_i, u(A, x)) * b,
), "ours")
