"""Regularized regression: min over x of || g(Ax) - b ||_2^2 / 2 + || diag(w) A x ||_2^2 / 2, g in {exp, cosh, sinh}.

``MODELS`` holds the parts of all three problems: u = g(Ax), v = g'(Ax), the loss L and its regularized form L_w.
"""

from typing import NamedTuple

import certify as ct
from lemmas.gsy23.problem import MODELS as RESCALED
from lemmas.gsy23.problem import L_reg, Part, b


class Model(NamedTuple):
    """The parts of the problem with u = g(Ax), as functions of x."""

    u: Part
    v: Part
    L: Part
    L_w: Part


def model(u: Part, v: Part) -> Model:
    """The problem for u = g(Ax) and v = g'(Ax)."""

    @ct.definition("L({x})")
    def L(x):
        return ct.dot(u(x) - b, u(x) - b) / 2

    @ct.definition("L_w({x})")
    def L_w(x):
        return L(x) + L_reg(x)

    return Model(u, v, L, L_w)


MODELS = {name: model(parts.u, parts.v) for name, parts in RESCALED.items()}
