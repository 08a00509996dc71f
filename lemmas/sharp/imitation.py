"""Where a layer does imitate a gradient step: tokens with mean 0, and predictions that are near uniform (row 1.5.3).

Let the columns of A have sum 0, sum(b) = 1, b >= 0, and let the layer read the targets: V = 0, v = x / ||x||^2. With
z = A x and G(z) = J(f)(b - f), the logits move by eta A A^T G(z) in the step and by (eta/n) A A^T b in the linear
layer. At z = 0 these are equal, as G(0) = (b - 1/n)/n and A^T 1 = 0. Away from it, the Hessian of the loss in the
logits is between -I/2 and I/2 (see ``hessian``), so ||G(z) - G(0)|| <= ||z||/2, and softmax halves once more.

The softmax layer has S = softmax(A A^T) in the place of A A^T / n. The first two terms of softmax at 0 are (1/n) 1 and,
for logits y of sum 0, y/n. The rest of entry i is half of f_i ((y_i - m)^2 - s) at a point between, with m and s the
mean and the variance of y under f; that is at most s/2 <= ||y||^2/4 in size. Row i has y = A a_i, so S b is within
(1/4) ||A A^T||_F^2 of 1/n + A A^T b / n, and a constant added to all logits does not matter.
"""

import certify as ct
from lemmas.lsxyz23 import similarity
from lemmas.lsxyz23.comparison import eta, f
from lemmas.lsxyz23.problem import b, d, n, x
from lemmas.sharp import PAPER

W = ct.matrix("W", n, d)
A = ct.named("A", W - ct.outer(ct.ones(n), ct.ones(n) @ W) / n)
p = f(A, x)
step = ct.named("x'", x + eta * (A.T @ (p * (b - p) - p * ct.dot(p, b - p))))
GIVEN = [eta > 0, b >= 0, ct.equal(ct.sum(b), 1), ct.norm(x) > 0]
NOTE = "A is W with the mean of its rows taken off; V = 0 and v = x / ||x||^2 in the layer."


def distance(update):
    """Between the model after the step and the one whose logits the layer moves by ``update``."""
    return ct.norm(f(A, step) - f(A + ct.outer(update, x) / ct.norm(x) ** 2, x))


linear = ct.Claim(
    PAPER, "a linear layer imitates a step where logits are small", row="1.5.3", given=GIVEN, note=NOTE,
    corrects=similarity.same_direction_of_targets["linear"],
    says=distance((eta / n) * (A @ (A.T @ b))) <= eta / 4 * ct.norm(A, 2) ** 2 * ct.norm(A @ x),
)
softmax = ct.Claim(
    PAPER, "a softmax layer imitates a step where logits and tokens are small", row="1.5.3", given=GIVEN, note=NOTE,
    corrects=similarity.same_direction_of_targets["softmax"],
    says=distance(eta * (ct.softmax(A @ A.T, axis=1) @ b))
    <= eta / 4 * ct.norm(A, 2) ** 2 * ct.norm(A @ x) + eta / 8 * ct.norm(A @ A.T, "fro") ** 2,
)
