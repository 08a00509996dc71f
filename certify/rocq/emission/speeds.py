"""At what speed each operation moves when its operands move: derivatives along a segment, node by node."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from certify.calculus.patterns import log_sum_exp
from certify.calculus.tangents import tangent
from certify.language import Expr, free_symbols, postorder
from certify.rocq.emission.errors import NotEmitted
from certify.rocq.emission.holes import hole, refined
from certify.rocq.syntax import ATOM, within

if TYPE_CHECKING:
    from certify.rocq.emission.curves import Curve

LEMMAS = {"add": "plus", "neg": "opp", "exp": "exp", "cosh": "cosh", "sinh": "sinh"}
Rule = Callable[["Speeds", Expr, list[str]], str]


class Speeds:
    """At what speed each node moves: one assertion a node that holds the point of a curve."""

    def __init__(self, curve: Curve):
        self.curve, self.w, self.p = curve, curve.w, curve.p
        self.names: dict[Expr, str] = {}

    def proved(self) -> str:
        """That the whole moves at the speed in the form in which it is wanted; the name."""
        curve = self.curve
        for node in postorder(curve.moving):
            if curve.point in free_symbols(node):
                self.names[node] = self._asserted(node, self.tangent(node), self._proof(node))
        raw, last = self.tangent(curve.moving), self.speed(curve.moving)
        if raw is curve.speed and curve.moving in self.names:
            return last
        return self._asserted(curve.moving, curve.speed, last)

    def tangent(self, node: Expr) -> Expr:
        """The speed of a node."""
        return tangent(node, self.curve.point, self.curve.direction)

    def moves(self, node: Expr) -> bool:
        """Whether the point occurs in a node."""
        return node in self.names

    def _asserted(self, node: Expr, speed: Expr, proof: str) -> str:
        term = f"moves{len(node.shape)}_eq _ ({proof}) {hole('entries')}"
        return self.w.asserted(self.curve.says(node, speed), refined(term))

    def _proof(self, node: Expr) -> str:
        if node is self.curve.point:
            return self.curve.start
        if node.op not in TABLE:
            raise NotEmitted(f"the derivative of {node.op}")
        return TABLE[node.op](self, node, [self.speed(arg) for arg in node.args])

    def speed(self, node: Expr) -> str:
        """The proof of the speed of an operand, which may be constant."""
        if node in self.names:
            return self.names[node]
        return f"(moves{len(node.shape)}_const{' _' * len(node.shape)} {within(self.p.term(node), ATOM)} _)"

    def nonzero(self, node: Expr) -> str:
        """The proof that a divisor is not 0, by a bound from below where there is one."""
        positive = self.curve.positive(node)
        return hole("nonzero") if positive is None else f"(not_eq_sym (Rlt_not_eq _ _ {positive}))"


def named(lemma: str) -> Rule:
    """A lemma for numbers and one for vectors."""
    return lambda speeds, node, operands: f"moves{_rank(node)}_{lemma} {' '.join(operands)}"


def _rank(node: Expr) -> int:
    if len(node.shape) > 1:
        raise NotEmitted(f"the derivative of a matrix by {node.op}")
    return len(node.shape)


def _mul(speeds: Speeds, node: Expr, operands: list[str]) -> str:
    a, b = node.args
    if a.shape and not b.shape:
        operands = operands[::-1]
    lemma = ("mult" if not node.shape else "hmul") if a.shape == b.shape else "vscale"
    return f"moves{_rank(node)}_{lemma} {' '.join(operands)}"


def _div(speeds: Speeds, node: Expr, operands: list[str]) -> str:
    if node.args[1].shape:
        raise NotEmitted("the derivative of a division by an array")
    lemma = "moves1_over" if _rank(node) else "moves0_div"
    return f"{lemma} {' '.join(operands)} {speeds.nonzero(node.args[1])}"


def _matmul(speeds: Speeds, node: Expr, operands: list[str]) -> str:
    matrix, vector = node.args
    if len(node.shape) != 1 or (speeds.moves(matrix) and speeds.moves(vector)):
        raise NotEmitted("the derivative of a product of matrices")
    return f"moves1_mulv {operands[1]}" if speeds.moves(vector) else f"moves1_mulv_matrix {operands[0]}"


def _sum(speeds: Speeds, node: Expr, operands: Sequence[str]) -> str:
    if node.shape or len(node.args[0].shape) != 1:
        raise NotEmitted("the derivative of a sum along an axis")
    return f"moves0_vsum {operands[0]}"


def _dot(speeds: Speeds, node: Expr, operands: list[str]) -> str:
    a, b = node.args
    if a is b:
        return f"moves0_dot_self {operands[0]}"
    if speeds.moves(a) and speeds.moves(b):
        return f"moves0_dot {' '.join(operands)}"
    return f"moves0_dot_first {operands[0]}" if speeds.moves(a) else f"moves0_dot_second {operands[1]}"


def _log(speeds: Speeds, node: Expr, operands: list[str]) -> str:
    logits = log_sum_exp(node)
    if logits is not None and len(logits.shape) == 1:
        return f"moves0_log_sum_exp {hole('dims')} {speeds.speed(logits)}"
    return f"{named('ln')(speeds, node, operands)} {hole('positive')}"


def _softmax(speeds: Speeds, node: Expr, operands: Sequence[str]) -> str:
    if len(node.shape) != 1:
        raise NotEmitted("the derivative of a softmax of rows")
    return f"moves1_softmax {hole('dims')} {operands[0]}"


TABLE: dict[str, Rule] = {
    **{op: named(lemma) for op, lemma in LEMMAS.items()}, "mul": _mul, "div": _div, "matmul": _matmul, "sum": _sum,
    "softmax": _softmax,
    "dot": _dot,
    "log": _log,
}

__all__ = ["TABLE", "Speeds"]
