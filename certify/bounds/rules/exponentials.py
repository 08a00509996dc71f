"""Differences of exponentials of vectors: |exp(a_i) - exp(b_i)| <= exp(a_i) (exp(t) - 1) for t >= max |a_i - b_i|,
and exp(t) - 1 <= t exp(t)."""

from __future__ import annotations

from certify.bounds.differences import oriented, settled
from certify.bounds.rules.common import ONE, add, mul
from certify.bounds.steps import Query, Rule
from certify.calculus.algebra import constant, neg
from certify.language import Expr, make


def _asked(kind: str, place: int, twice: bool):  # type: ignore[no-untyped-def]
    """The norm of one exponential, and the difference of the exponents, ``twice`` to be bounded in two ways."""
    def premises(node: Expr) -> list[Query] | None:
        for first, second in (node.args, node.args[::-1]):
            if first.op == "exp" and second.op == "neg" and second.args[0].op == "exp" and first.shape == node.shape:
                pair = (first, second.args[0])
                change = Query("size", oriented(settled(add(first.args[0], neg(second.args[0].args[0])))))
                return [Query(kind, pair[place]), *[change] * (1 + twice)]
        return None
    return premises


def _fine(node: Expr, norm: Expr, t: Expr) -> Expr:
    return mul(norm, add(make("exp", (t,)), neg(ONE)))


def _rough(node: Expr, norm: Expr, factor: Expr, t: Expr) -> Expr | None:
    """Two bounds of one move, its length and a range say; t exp(t) with one length would push that aside."""
    return None if factor is t and constant(t) is None else mul(norm, mul(factor, make("exp", (t,))))


TABLE = tuple(
    rule for kind in ("l1", "l2") for place, side in enumerate(("first", "second")) for rule in (
        Rule(f"difference of exponentials, {kind}, {side}", kind, ("add",), _asked(kind, place, True), _rough,
             "exp(t) - 1 <= t exp(t)"),
        Rule(f"difference of exponentials, {kind}, {side}, as it is", kind, ("add",), _asked(kind, place, False), _fine,
             "exp is convex", fine=True),
    )
)
