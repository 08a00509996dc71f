"""The derivative of softmax along a sum, and along its own value.

(diag(p) - p p^T) h is linear in h, so a sum may be taken apart. For h = p its entries are p_i (p_i - s) with
s = sum p^2. Where p_i >= s they are at most p_i^2 (1 - p_i) <= 4/27, as s >= p_i^2. Where p_i < s they are at most
p_i ((1 - p_i)^2 + p_i^2 - p_i) = p_i (1 - p_i) (1 - 2 p_i) <= sqrt(3)/18 < 4/27 in size, as s is largest where the rest
of the mass is in one place. With the l1 norm, at most half of the spread of p, the l2 norm is at most sqrt(2/27).
"""

from __future__ import annotations

from fractions import Fraction

from certify.bounds.rules.common import add
from certify.bounds.rules.recognition import centred
from certify.bounds.steps import Query, Rule
from certify.calculus.algebra import dot, mul, neg
from certify.language import Expr, coerce, make


def derivative(p: Expr, h: Expr) -> Expr:
    """p o h - <p, h> p."""
    return make("add", (mul(p, h), neg(mul(dot(p, h), p))))


def _split(kind: str):  # type: ignore[no-untyped-def]
    def premises(node: Expr) -> list[Query] | None:
        found = centred(node)
        if found is None or found[1].op != "add" or {arg.shape for arg in found[1].args} != {node.shape}:
            return None
        p, (a, b) = found[0], found[1].args
        return [Query(kind, derivative(p, part.args[0] if part.op == "neg" else part)) for part in (a, b)]
    return premises


def _own(node: Expr) -> list[Query] | None:
    found = centred(node)
    return [] if found is not None and found[1] is found[0] else None


def _turned(node: Expr) -> list[Query] | None:
    """<k, J h> = <J k, h> with J = diag(p) - p p^T."""
    for moved, k in (node.args, node.args[::-1]):
        found = centred(moved)
        if found is not None:
            return [Query("l2", derivative(found[0], k)), Query("l2", found[1])]
    return None


TABLE = (
    Rule("covariance, turned", "size", ("dot",), _turned, lambda node, a, b: mul(a, b),
         "diag(p) - p p^T is symmetric; Cauchy-Schwarz"),
    *(Rule(f"moved probabilities, sum, {kind}", kind, ("add",), _split(kind), lambda node, a, b: add(a, b),
           "linear in the direction") for kind in ("l1", "l2", "size")),
    Rule("probabilities moved along themselves, size", "size", ("add",), _own, lambda node: coerce(Fraction(4, 27)),
         "p^2 (1 - p) <= 4/27"),
    Rule("probabilities moved along themselves, l2", "l2", ("add",), _own,
         lambda node: make("sqrt", (coerce(Fraction(2, 27)),)), "||w||_2^2 <= ||w||_inf ||w||_1 <= (4/27) (1/2)"),
)
