"""p-norms of what softmax moves by, p >= 1 a scalar of the claim.

J = diag(q) - q q^T has rows and columns whose absolute values add up to 2 q_i (1 - q_i) <= 1/2. So it maps l_1 to l_1
and l_inf to l_inf with norm at most 1/2, and l_p to l_p by the interpolation theorem of Riesz and Thorin (Hoelder's
inequality for matrices of nonnegative entries); softmax itself moves by an integral of J (Nair 2025, theorem 1).
"""

from __future__ import annotations

from certify.bounds.differences import oriented, settled
from certify.bounds.rules.common import HALF, mul
from certify.bounds.rules.recognition import centred
from certify.bounds.steps import Query, Rule
from certify.calculus.algebra import constant, neg
from certify.language import Expr, make


def _norm(vector: Expr, p: Expr) -> Query:
    return Query("size", make("normp", (vector, p)))


def _difference(node: Expr) -> list[Query] | None:
    """softmax(s) - softmax(t), asked for s - t and p."""
    change, p = node.args
    for a, b in (change.args, change.args[::-1]) if change.op == "add" else ():
        if a.op == "softmax" and b.op == "neg" and b.args[0].op == "softmax":
            return [Query("floor", p), _norm(oriented(settled(a.args[0] + neg(b.args[0].args[0]))), p)]
    return None


def _derivative(node: Expr) -> list[Query] | None:
    found = centred(node.args[0])
    return None if found is None else [Query("floor", node.args[1]), _norm(found[1], node.args[1])]


def _half(node: Expr, least: Expr, value: Expr) -> Expr | None:
    number = constant(least)
    return mul(HALF, value) if number is not None and number >= 1 else None


def _multiple(node: Expr) -> list[Query] | None:
    """s v with a scalar s."""
    vector, p = node.args
    for s, v in (vector.args, vector.args[::-1]) if vector.op == "mul" else ():
        if not s.shape:
            return [Query("size", s), _norm(v, p)]
    return None


TABLE = (
    Rule("p-norm of a difference of probabilities", "size", ("normp",), _difference, _half, "an integral of J"),
    Rule("p-norm of moved probabilities", "size", ("normp",), _derivative, _half, "Riesz and Thorin"),
    Rule("p-norm of a multiple", "size", ("normp",), _multiple, lambda node, s, v: mul(s, v),
         "||s v||_p = |s| ||v||_p"),
)
