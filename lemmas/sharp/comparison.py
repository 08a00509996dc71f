"""What is true of a gradient step against an attention layer (beside row 1.5.3).

The gap is at most the sum of the two shifts; the larger one alone is no bound, as the layer may move the
model away from where the step takes it. The step itself moves the model by at most 4 sqrt(2) eta R^2 / 27,
since ||A grad L|| <= R^2 ||J(f) c|| and ||J(f) c|| <= 8 sqrt(2) / 27 (see ``loss``).
"""

import certify as ct
from lemmas.lsxyz23 import comparison
from lemmas.lsxyz23.comparison import TARGET, dA_linear, dA_softmax, eta, gap, move_of_A, move_of_x
from lemmas.lsxyz23.problem import A, R
from lemmas.sharp import PAPER

linear_layer = ct.Claim(
    PAPER, "a step and a linear layer differ by at most both shifts", row="1.5.3",
    says=gap(dA_linear) <= move_of_x() + move_of_A(dA_linear), corrects=comparison.similar_linear,
)
softmax_layer = ct.Claim(
    PAPER, "a step and a softmax layer differ by at most both shifts", row="1.5.3",
    says=gap(dA_softmax) <= move_of_x() + move_of_A(dA_softmax), corrects=comparison.similar_softmax,
)
shift_of_a_step = ct.Claim(
    PAPER, "a gradient step moves the model by at most 4 sqrt(2) eta R^2 / 27", row="1.5.3",
    given=[ct.norm(A, 2) <= R, eta > 0, *TARGET],
    says=move_of_x() <= 4 * ct.sqrt(2) / 27 * eta * R**2,
)
