"""The weight decay of one step of gradient descent by the affine map of ASA22 (row 6.4).

Each composition needs its own W_2: -lambda where the affine map gives half of the gradient, -2 lambda where it
gives the whole.
"""

import certify as ct
from lemmas.asa22 import sgd
from lemmas.asa22.sgd import alpha, composed, lam, w, x, y
from lemmas.sharp import PAPER

step = w - alpha * ct.grad((ct.dot(w, x) - y) ** 2 + lam * ct.norm(w) ** 2, w)
half = ct.Claim(
    PAPER, "W_2 = -lambda with the half gradient", row="6.4", corrects=sgd.walk_through_half,
    says=ct.equal(composed(-1, -lam, 2 * alpha), step),
)
whole = ct.Claim(
    PAPER, "W_2 = -2 lambda with the whole gradient", row="6.4", corrects=sgd.list_whole,
    says=ct.equal(composed(-2, -2 * lam, alpha), step),
)
consistent = ct.Claim(
    PAPER, "list and walk-through with half the step", row="6.4", corrects=sgd.list_and_walk_through["half"],
    says=ct.equal(composed(-1, -lam, 2 * alpha), composed(-2, -2 * lam, alpha)),
)
difference = ct.Claim(
    PAPER, "how far list and walk-through are apart", row="6.4", corrects=sgd.list_and_walk_through["whole"],
    says=ct.equal(composed(-2, -lam, alpha) - composed(-2, -2 * lam, alpha), alpha * lam * w),
)
