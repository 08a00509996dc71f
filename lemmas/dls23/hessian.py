"""The Hessian of the loss (rows 3.4 and 3.5): A^T (B(x) + W^2) A, and the spectrum of B(x)."""

import certify as ct
from lemmas.dls23 import PAPER
from lemmas.dls23.problem import B, L, L_exp, W
from lemmas.lsxyz23.problem import A, b, d, n, x

i, j = ct.index("i", d), ct.index("j", d)
B_NOTE = (
    "B = <3f - 2b, f> f f^T + <f - b, f> diag(f) + diag((2f - b) o f) + (b o f) f^T + f (b o f)^T is recalled of "
    "section 5.10; that the Hessian is A^T (B + W^2) A is restated in H2O23, D.20."
)

loss_mixed = ct.Claim(
    PAPER, "second derivative of the loss", row="3.4", provenance="recalled",
    says=ct.equal(ct.partial(ct.partial(L_exp(x), x, i), x, j), A[:, i] @ (B(x) @ A[:, j])),
    expected="refuted", note=B_NOTE,
)
loss_hessian = ct.Claim(
    PAPER, "Hessian of the regularized loss", row="3.4", provenance="recalled", via="H2O23, D.20",
    says=ct.equal(ct.hessian(L(x), x), A.T @ (B(x) + W @ W) @ A),
    expected="refuted", note=B_NOTE,
)

TARGET = [b >= 0, ct.norm(b, 1) <= 1]

spectrum_lower = ct.Claim(
    PAPER, "spectrum of B, lower bound", row="3.5", provenance="recalled", given=TARGET,
    says=-4 * ct.eye(n) << B(x), note="The hypotheses on b are restated in H2O23, D.49.",
)
spectrum_upper = ct.Claim(
    PAPER, "spectrum of B, upper bound", row="3.5", provenance="recalled", given=TARGET,
    says=B(x) << 8 * ct.eye(n), note="The hypotheses on b are restated in H2O23, D.49.",
)
