"""One step of stochastic gradient descent with weight decay (Theorem 1, row 6.4).

The step is claimed to be a gradient step of (w^T x - y)^2 + lambda ||w||^2. The appendix computes it with an
affine map that takes the product x (w^T x - y) and w, the latter with the matrix W_2: -lambda in its list, -2
lambda in its walk-through. The affine map can be meant to give half of the negative gradient, -x (w^T x - y) +
W_2 w, which is then added 2 alpha times, or the whole of it, -2 x (w^T x - y) + W_2 w, added alpha times: both
compositions are claims.
"""

import certify as ct
from lemmas.asa22 import PAPER

d = ct.dim("d")
w, x = ct.vectors("w x", d)
y, alpha, lam = ct.scalars("y alpha lambda")
printed = w - 2 * alpha * (x * ct.dot(w, x) - y * x + lam * w)
NOTE = "W_2 is quoted; how the affine map goes on is our reading, and its other reading is a claim too."


def composed(product, weight, step):
    """w + step (product x (w^T x - y) + weight w)."""
    return w + step * (product * (x * ct.dot(w, x) - y * x) + weight * w)


gradient_step = ct.Claim(
    PAPER, "Theorem 1, the equation is a gradient step", row="6.4", provenance="recalled",
    says=ct.equal(printed, w - alpha * ct.grad((ct.dot(w, x) - y) ** 2 + lam * ct.norm(w) ** 2, w)),
)
list_half = ct.Claim(
    PAPER, "appendix, list (W_2 = -lambda), half gradient", row="6.4", provenance="quoted", note=NOTE,
    says=ct.equal(composed(-1, -lam, 2 * alpha), printed),
)
walk_through_whole = ct.Claim(
    PAPER, "appendix, walk-through (W_2 = -2 lambda), whole gradient", row="6.4", provenance="quoted", note=NOTE,
    says=ct.equal(composed(-2, -2 * lam, alpha), printed),
)
list_whole = ct.Claim(
    PAPER, "appendix, list (W_2 = -lambda), whole gradient", row="6.4", provenance="quoted", note=NOTE,
    says=ct.equal(composed(-2, -lam, alpha), printed), expected="refuted",
)
walk_through_half = ct.Claim(
    PAPER, "appendix, walk-through (W_2 = -2 lambda), half gradient", row="6.4", provenance="quoted", note=NOTE,
    says=ct.equal(composed(-1, -2 * lam, 2 * alpha), printed), expected="refuted",
)
list_and_walk_through = {
    name: ct.Claim(
        PAPER, f"appendix, list and walk-through say the same, {name} gradient", row="6.4", provenance="quoted",
        says=ct.equal(composed(product, -lam, step), composed(product, -2 * lam, step)), expected="refuted", note=NOTE,
    )
    for name, product, step in (("half", -1, 2 * alpha), ("whole", -2, alpha))
}
