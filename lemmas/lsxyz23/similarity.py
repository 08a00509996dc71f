"""Does the sentence of the abstract hold, that a gradient step and a Transformer "show great similarity"? (row 1.5.3)

The models compared are f(A, x'), after one gradient step on x, and f(A', x), after one layer of self-attention has
updated the rows of A (see ``comparison`` for both). No theorem compares them, so the sentence is read in every way that
has a meaning, and each reading is a claim: the models are equal; one of them stays where the other one does; both move
in the same direction; they are no further apart than the larger one of the two shifts; they are close whatever eta
and R are; they are within a constant times eta, whatever R is. All of these are refuted, for the linear and for the
softmax layer. At x = 0 no layer moves the model while the step does, so there no choice of the layer helps.
What is true instead is in ``lemmas/sharp/comparison.py`` and ``lemmas/sharp/imitation.py``.
"""

import certify as ct
from lemmas.lsxyz23 import PAPER
from lemmas.lsxyz23.comparison import (
    BALL,
    LINEAR,
    SOFTMAX,
    STEP,
    TARGET,
    D,
    dA_linear,
    dA_softmax,
    eta,
    f,
    gap,
    move_of_A,
    move_of_x,
    x_,
)
from lemmas.lsxyz23.problem import A, b, d, n, x

C = ct.scalar("C")
LAYERS = {"linear": (dA_linear, LINEAR), "softmax": (dA_softmax, SOFTMAX)}
SOLVED = [eta > 0, ct.equal(b, f(A, x))]
ANY = [eta > 0, *TARGET]
# The layer with V = 0 and v = x / ||x||^2 reads the targets only: its logits move by (eta/n) A A^T b.
read_b = {
    "linear": ct.named("\\Delta_{{lin}}", (eta / n) * ct.outer(A @ (A.T @ b), x) / ct.norm(x) ** 2),
    "softmax": ct.named("\\Delta_{{soft}}", eta * ct.outer(ct.softmax(A @ A.T, axis=1) @ b, x) / ct.norm(x) ** 2),
}


def moves_along(dA):
    """The inner product of the two moves of the model."""
    return ct.dot(f(A, x_) - f(A, x), f(A + dA, x) - f(A, x))


def reading(name, layer, **parts):
    """A refuted reading of the sentence."""
    return ct.Claim(PAPER, f"great similarity, {name}, {layer} layer", row="1.5.3", provenance="ours",
                    expected="refuted", **parts)


equal = {
    name: reading("the models are equal", name, given=ANY, says=ct.equal(f(A, x_), f(A + dA, x)), note=note)
    for name, (dA, note) in LAYERS.items()
}
equal_at_zero = reading(
    "the models are equal at x = 0", "any", given=[ct.equal(x, ct.zeros(d)), *ANY],
    says=ct.equal(f(A, x_), f(A + D, x)), note=f"{STEP} D is whatever a layer adds to A; it does not matter at x = 0.",
)
# The task is solved, b = f(x): the step stays where it is, the layer does not. So no multiple of the shift of the
# step bounds the distance.
stays = {
    name: reading("a solved task stays solved", name, given=SOLVED, says=ct.equal(f(A + dA, x), f(A, x_)), note=note)
    for name, (dA, note) in LAYERS.items()
}
same_direction = {
    name: reading("the same direction", name, given=ANY, says=moves_along(dA) >= 0, note=note)
    for name, (dA, note) in LAYERS.items()
}
same_direction_of_targets = {
    name: reading("the same direction where the layer reads the targets", name, given=[*ANY, ct.norm(x) > 0],
                  says=moves_along(dA) >= 0, note=f"{STEP} V = 0 and v = x / ||x||^2 in the {name} layer.")
    for name, dA in read_b.items()
}
similar = {
    name: reading("no further apart than the larger shift", name, given=BALL + TARGET,
                  says=gap(dA) <= ct.maximum(move_of_x(), move_of_A(dA)), note=note)
    for name, (dA, note) in LAYERS.items()
}
close = {
    name: reading("within 7/5 for all eta and R", name, given=ANY, says=gap(dA) <= ct.rational(7, 5), note=note)
    for name, (dA, note) in LAYERS.items()
}
# From x = 0 with the target e_1 the step is to (eta/n) A^T (e_1 - 1/n), and every layer is idle.
from_zero = (eta / n) * (A.T @ (ct.unit(n, 0) - ct.ones(n) / n))
within_eta = reading(
    "within a constant times eta for all R", "any", given=[eta > 0],
    says=ct.Exists(C, f(A, from_zero)[0] - 1 / n <= C * eta),
    note="At x = 0 with the target b = e_1, where every layer leaves f = 1/n; the first entry alone is looked at.",
)
step_from_zero = ct.Claim(
    PAPER, "comparison, the step from x = 0", row="1.5.3", provenance="ours", given=[ct.equal(x, ct.zeros(d))],
    says=ct.equal(x_, (eta / n) * (A.T @ (b - ct.sum(b) / n))), note=STEP,
)
