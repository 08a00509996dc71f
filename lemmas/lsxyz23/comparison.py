"""A gradient step in x against a self-attention update of the rows of A (row 1.5.3, our encoding).

The abstract of LSXYZ23 says that "the models learned by gradient descent and by Transformers show great
similarity"; no theorem of it compares the two shifts. Compared here: x' = x - eta grad L(x) against
A' = A + dA, through ||f(A, x') - f(A', x)||. The tokens are e_j = (a_j, b_j), with a_j row j of A, and the
layer is the one of ONR22, e_j <- e_j + P W_V sum_i e_i (e_i^T W_K^T W_Q e_j), with its
W_K = W_Q = [[I, 0], [0, 0]] and P = (eta / n) I. The upper rows (V, v) of W_V are left free: ONR22 takes them
to be zero, which moves targets only. The softmax layer weighs by softmax of the scores over i in place of the
scores over n.
What the sentence could mean, and whether it holds, is in ``similarity``; here are bounds that hold.
"""

import certify as ct
from lemmas.lsxyz23 import PAPER, bounded_shift
from lemmas.lsxyz23.problem import A, L, R, b, d, n, x

eta = ct.scalar("eta")
D = ct.matrix("D", n, d)
V, v = ct.matrix("V", d, d), ct.vector("v", d)


@ct.definition("f({A}, {x})")
def f(A, x):
    return ct.exp(A @ x) / ct.sum(ct.exp(A @ x))


gradient = ct.grad(L(x), x)
x_ = ct.named("x'", x - eta * gradient)
value = A @ V.T + ct.outer(b, v)
dA_linear = ct.named("\\Delta_{{lin}}", (eta / n) * (A @ A.T @ value))
dA_softmax = ct.named("\\Delta_{{soft}}", eta * (ct.softmax(A @ A.T, axis=1) @ value))

STEP = "x' is x - eta times the gradient of L_exp at x."
LINEAR = f"{STEP} The layer adds (eta/n) A A^T (A V^T + b v^T) to A."
SOFTMAX = f"{STEP} The layer adds eta softmax(A A^T) (A V^T + b v^T) to A, softmax along rows."
BALL = [ct.norm(A, 2) <= R, ct.norm(x) <= R, eta > 0]
TARGET = [b >= 0, ct.norm(b, 1) <= 1]


def gap(dA):
    return ct.norm(f(A, x_) - f(A + dA, x))


def move_of_x():
    return ct.norm(f(A, x_) - f(A, x))


def move_of_A(dA):
    return ct.norm(f(A + dA, x) - f(A, x))


# What bounds on the two shifts give: no more than their sum.
sum_of_moves = ct.Claim(
    PAPER, "comparison, what Theorems 5.1 and 5.2 give", row="1.5.3", provenance="ours",
    given=[R >= 4, *BALL, *TARGET, ct.norm(x_) <= R, ct.norm(A + D, 2) <= R,
           ct.norm(A @ (x_ - x), "inf") < 0.01, ct.norm(D @ x, "inf") < 0.01],
    says=gap(D) <= n**1.5 * ct.exp(10 * R**2) * (ct.norm(x_ - x) + ct.norm(D, 2)),
    uses=[bounded_shift.shift_x, bounded_shift.shift_A], note=STEP,
)
# f moves by at most half of what its logits move by, so the two models agree where A(x' - x) and dA x do.
logits = ct.Claim(
    PAPER, "comparison, through the logits", row="1.5.3", provenance="ours",
    says=gap(D) <= ct.norm(eta * (A @ gradient) + D @ x) / 2, note=STEP,
)
# The rank-one update with dA x = A(x' - x) imitates the step exactly; it needs the gradient at x.
exact_imitation = ct.Claim(
    PAPER, "comparison, an update of A that equals the step", row="1.5.3", provenance="ours",
    given=[ct.norm(x) > 0],
    says=ct.equal(f(A - (eta / ct.norm(x) ** 2) * ct.outer(A @ gradient, x), x), f(A, x_)), note=STEP,
)
# At x = 0 no update of A moves the model, whatever the layer.
no_imitation_at_zero = ct.Claim(
    PAPER, "comparison, at x = 0 an update of A is idle", row="1.5.3", provenance="ours",
    says=ct.equal(f(A + D, ct.zeros(d)), ct.ones(n) / n),
)

linear_layer = ct.Claim(
    PAPER, "comparison, one linear self-attention layer", row="1.5.3", provenance="ours", given=BALL + TARGET,
    says=gap(dA_linear) <= eta * (R**2 / ct.sqrt(2) + R**3 * (R * ct.norm(V, 2) + ct.norm(v)) / n) / 2,
    uses=[logits], note=LINEAR,
)
softmax_layer = ct.Claim(
    PAPER, "comparison, one softmax self-attention layer", row="1.5.3", provenance="ours", given=BALL + TARGET,
    says=gap(dA_softmax) <= eta * (R**2 / ct.sqrt(2) + ct.sqrt(n) * R * (R * ct.norm(V, 2) + ct.norm(v))) / 2,
    uses=[logits], note=SOFTMAX,
)
