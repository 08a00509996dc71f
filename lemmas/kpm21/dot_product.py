"""Dot-product self-attention is not Lipschitz on the whole space (row 7.5, KPM21).

The tokens are the rows of X in R^{n x d}, att(X) = softmax(X Q (X K)^T / sqrt(d)) X V; here the weights Q, K, V are
the identity, since one choice of them is enough to refute. The abstract asserts that no constant serves. That is
encoded by its negation: claims that some constant does serve, to be refuted; for the difference at X and X + D, in the
l_p norms of the entries for p = 1, 2 and infinity, and for the derivative along D.

Why none serves: where one token is 0 its weights are all equal, and the derivative of its output by itself is the
variance of the tokens (plus 1/n), which has no bound.
"""

from math import inf

import certify as ct
from lemmas.kpm21 import PAPER

n, d = ct.dims("n d")
X, D = ct.matrices("X D", n, d)
C = ct.scalar("C")
NOTE = "The abstract says that no constant serves; the claim that one does is its negation."


@ct.definition("att({X})")
def attention(X):
    """With all weights the identity."""
    return ct.softmax(X @ X.T / ct.sqrt(d), axis=1) @ X


def entries(M, p):
    """The l_p norm of the entries of a matrix."""
    return ct.norm(ct.vec(M, "C"), p)


change = attention(X + D) - attention(X)
NORMS = {"1": 1, "2": 2, "inf": inf}

lipschitz = {
    f"p_{name}": ct.Claim(
        PAPER, f"some constant serves everywhere, p = {name}", row="7.5", provenance="abstract",
        says=ct.Exists(C, entries(change, p) <= C * entries(D, p)), expected="refuted", note=NOTE,
    ) for name, p in NORMS.items()
}
derivative = ct.Claim(
    PAPER, "some constant bounds the derivative everywhere", row="7.5", provenance="abstract",
    says=ct.Exists(C, ct.norm(ct.jvp(attention(X), X, D), "fro") <= C * ct.norm(D, "fro")), expected="refuted",
    note=NOTE,
)
