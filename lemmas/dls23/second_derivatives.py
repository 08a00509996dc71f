"""Second derivatives of exp(Ax), alpha and f (rows 3.1 to 3.3; Lemmas 5.9 and 5.10 of DLS23).

i and j run over the entries of x, and A_i is column i of A.
"""

import certify as ct
from lemmas.dls23 import PAPER
from lemmas.lsxyz23.problem import A, alpha, d, f, u, x

i, j = ct.index("i", d), ct.index("j", d)
A_i, A_j = A[:, i], A[:, j]
slope_i, slope_j = ct.dot(f(x), A_i), ct.dot(f(x), A_j)


def second(e, i, j):
    return ct.partial(ct.partial(e, x, i), x, j)


exp_repeated = ct.Claim(
    PAPER, "Lemma 5.9, repeated derivative", row="3.1", provenance="restated", via="H2O23, Lemma D.45",
    says=ct.equal(second(u(x), i, i), A_i * u(x) * A_i),
)
exp_mixed = ct.Claim(
    PAPER, "Lemma 5.9, mixed derivative", row="3.1", provenance="restated", via="H2O23, Lemma D.45",
    says=ct.equal(second(u(x), i, j), A_j * u(x) * A_i),
)
alpha_hessian = ct.Claim(
    PAPER, "Lemma 5.10", row="3.2", provenance="restated", via="H2O23, Lemma D.46",
    says=ct.equal(ct.hessian(alpha(x), x), A.T @ ct.diag(u(x)) @ A),
)
f_mixed = ct.Claim(
    PAPER, "second derivative of f", row="3.3", provenance="recalled",
    says=ct.equal(
        second(f(x), i, j),
        2 * slope_i * slope_j * f(x) - ct.dot(f(x), A_i * A_j) * f(x)
        - slope_i * (f(x) * A_j) - slope_j * (f(x) * A_i) + A_i * f(x) * A_j,
    ),
)
