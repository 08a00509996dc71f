"""First derivatives in x (rows 1.2.1 to 1.2.8 of LSXYZ23): from Ax to the gradient of the loss.

i and j run over the entries of x, and A_i is column i of A.
"""

import certify as ct
from lemmas.lsxyz23 import PAPER
from lemmas.lsxyz23.problem import A, L, alpha, b, c, d, f, u, x

i, j = ct.index("i", d), ct.index("j", d)
A_i, A_j = A[:, i], A[:, j]
slope_i, slope_j = ct.dot(f(x), A_i), ct.dot(f(x), A_j)

d_linear = ct.Claim(
    PAPER, "derivative of Ax", row="1.2.1", provenance="recalled",
    says=ct.equal(ct.partial(A @ x, x, i), A_i),
)
d_exp = ct.Claim(
    PAPER, "derivative of exp(Ax)", row="1.2.2", provenance="restated", via="H2O23, Lemma D.44, part 1",
    says=ct.equal(ct.partial(u(x), x, i), u(x) * A_i),
)
d_alpha = ct.Claim(
    PAPER, "derivative of alpha", row="1.2.3", provenance="restated", via="H2O23, Lemma D.44, part 2",
    says=ct.equal(ct.partial(alpha(x), x, i), ct.dot(u(x), A_i)),
)
d_alpha_inverse = ct.Claim(
    PAPER, "derivative of the inverse of alpha", row="1.2.4", provenance="restated",
    via="H2O23, Lemma D.44, part 3",
    says=ct.equal(ct.partial(alpha(x) ** -1, x, i), -(alpha(x) ** -1) * slope_i),
)
d_f = ct.Claim(
    PAPER, "derivative of f", row="1.2.5", provenance="restated", via="H2O23, Lemma D.44, part 4",
    says=ct.equal(ct.partial(f(x), x, i), -slope_i * f(x) + f(x) * A_i),
)
d_c = ct.Claim(
    PAPER, "derivative of c", row="1.2.5", provenance="restated", via="H2O23, Lemma D.44, part 4",
    says=ct.equal(ct.partial(c(x), x, i), -slope_i * f(x) + f(x) * A_i),
)
d_slope = ct.Claim(
    PAPER, "derivative of <f, A_i> by x_i", row="1.2.6", provenance="recalled",
    says=ct.equal(ct.partial(slope_i, x, i), -(slope_i**2) + ct.dot(f(x), A_i * A_i)),
)
d_slope_mixed = ct.Claim(
    PAPER, "derivative of <f, A_i> by x_j", row="1.2.7", provenance="recalled",
    says=ct.equal(ct.partial(slope_i, x, j), -slope_i * slope_j + ct.dot(f(x), A_i * A_j)),
)
d_loss = ct.Claim(
    PAPER, "Lemma 5.6, part 5", row="1.2.8", provenance="restated", via="H2O23, Lemma D.44, part 5",
    says=ct.equal(
        ct.partial(L(x), x, i),
        ct.dot(A_i, ct.outer(f(x), f(x) - b) @ f(x) + ct.diag(f(x)) @ (f(x) - b)),
    ),
    expected="refuted",
    note="H2O23 gives the number as Lemma 5.6 of DLS23.",
)
