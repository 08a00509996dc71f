"""What is true of a gradient step against an attention layer (beside row 1.5.3).

- The gap is at most the sum of the two shifts, and at least their difference; its square is the sum of their
  squares less twice their inner product. So what lacks for similarity is a direction in common.
- The two models have logits that differ by e = eta A grad L + D x, and two softmax vectors whose logits differ by e
  are within sqrt(2) tanh((max e - min e)/4) (see ``in_x``), which is at most sqrt(2) tanh(||e||_inf / 2): below
  sqrt(2) always, and below any level once eta and R are bounded. Attained for two entries.
- The step moves the model by at most (eta/4) ||A||^2 ||c||, as ||A grad L|| <= ||A||^2 ||J(f) c|| and ||J(f)|| <= 1/2.
- ||A grad L|| <= R^2 ||J(f) c|| and ||J(f) c|| <= 8 sqrt(2) / 27 (see ``loss``). An entry of the linear layer's D x is
  at most (eta/n) R^3 (R ||V|| + ||v||), as ||A^T A|| <= R^2 and ||b|| <= 1. The softmax layer averages the values
  <a_j, V^T x> + b_j <v, x>, each at most R^2 ||V|| + R ||v||, so its entries are at most eta times that, for every n.
"""

from math import inf

import certify as ct
from lemmas.lsxyz23 import similarity
from lemmas.lsxyz23.comparison import (
    BALL,
    TARGET,
    D,
    V,
    dA_linear,
    dA_softmax,
    eta,
    f,
    gap,
    gradient,
    move_of_A,
    move_of_x,
    v,
    x_,
)
from lemmas.lsxyz23.problem import A, R, b, d, n, x
from lemmas.lsxyz23.similarity import moves_along
from lemmas.sharp import PAPER
from lemmas.sharp.loss import SLOPE

linear_layer = ct.Claim(
    PAPER, "a step and a linear layer differ by at most both shifts", row="1.5.3",
    says=gap(dA_linear) <= move_of_x() + move_of_A(dA_linear), corrects=similarity.similar["linear"],
)
softmax_layer = ct.Claim(
    PAPER, "a step and a softmax layer differ by at most both shifts", row="1.5.3",
    says=gap(dA_softmax) <= move_of_x() + move_of_A(dA_softmax), corrects=similarity.similar["softmax"],
)
at_least = ct.Claim(
    PAPER, "a step and a layer differ by at least the difference of their shifts", row="1.5.3",
    says=abs(move_of_x() - move_of_A(D)) <= gap(D),
)
square = {
    name: ct.Claim(
        PAPER, f"the distance by the shifts and their inner product, {name} layer", row="1.5.3",
        says=ct.equal(gap(dA) ** 2, move_of_x() ** 2 + move_of_A(dA) ** 2 - 2 * moves_along(dA)),
        corrects=similarity.same_direction[name],
    ) for name, (dA, _) in similarity.LAYERS.items()
}
# Where the readings fail for every layer, or for every multiple of the shift of the step.
layer_is_idle_at_zero = ct.Claim(
    PAPER, "at x = 0 the distance is the whole shift of the step", row="1.5.3", given=[ct.equal(x, ct.zeros(d))],
    says=ct.equal(f(A, x_) - f(A + D, x), f(A, x_) - f(A, x)), corrects=similarity.equal_at_zero,
)
step_is_idle_when_solved = {
    name: ct.Claim(
        PAPER, f"near the solution of a task the distance is the shift of the {name} layer", row="1.5.3",
        given=[eta > 0], corrects=similarity.stays[name],
        says=abs(gap(dA) - move_of_A(dA)) <= eta / 4 * ct.norm(A, 2) ** 2 * ct.norm(f(A, x) - b),
    ) for name, (dA, _) in similarity.LAYERS.items()
}

shift_of_a_step = ct.Claim(
    PAPER, "a gradient step moves the model by at most 4 sqrt(2) eta R^2 / 27", row="1.5.3",
    given=[ct.norm(A, 2) <= R, eta > 0, *TARGET], corrects=similarity.within_eta,
    says=move_of_x() <= 4 * ct.sqrt(2) / 27 * eta * R**2,
)

below_root_2 = {
    name: ct.Claim(
        PAPER, f"a step and a {name} layer differ by less than sqrt(2), whatever eta and R are", row="1.5.3",
        says=gap(dA) < ct.sqrt(2), corrects=similarity.close[name],
    ) for name, (dA, _) in similarity.LAYERS.items()
}
any_layer = ct.Claim(
    PAPER, "a step and any layer, through the largest difference of the logits", row="1.5.3",
    says=gap(D) <= ct.sqrt(2) * ct.tanh(ct.norm(eta * (A @ gradient) + D @ x, inf) / 2),
)
linear_layer_constant = ct.Claim(
    PAPER, "a step and a linear layer, with a constant", row="1.5.3", given=BALL + TARGET, uses=[any_layer],
    corrects=similarity.equal["linear"],
    says=gap(dA_linear)
    <= ct.sqrt(2) * ct.tanh(eta / 2 * (SLOPE * R**2 + R**3 * (R * ct.norm(V, 2) + ct.norm(v)) / n)),
)
softmax_layer_constant = ct.Claim(
    PAPER, "a step and a softmax layer, with a constant free of n", row="1.5.3", given=BALL + TARGET,
    uses=[any_layer], corrects=similarity.equal["softmax"],
    says=gap(dA_softmax) <= ct.sqrt(2) * ct.tanh(eta / 2 * (SLOPE * R**2 + R * (R * ct.norm(V, 2) + ct.norm(v)))),
)
