"""The mean value inequality: the derivative of g along the segment from y to x, node by node, and its bound there.

At each time t in [0, 1] the steps bound the quantity of the derivative at the point z = y + t (x - y) along v = x - y;
an entry of the second table says at which speed an operation moves when its operands move.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from certify.bounds.facts import readable, ready, stated
from certify.bounds.reductions import renamed
from certify.bounds.steps import Query
from certify.calculus.patterns import log_sum_exp
from certify.calculus.tangents import tangent
from certify.language import Expr, Relation, free_symbols, postorder
from certify.rocq.emission.errors import NotEmitted
from certify.rocq.emission.holes import hole, refined
from certify.rocq.syntax import ATOM, Text, call, function, natural, within

if TYPE_CHECKING:
    from certify.rocq.emission.conclusions import Conclusion

POINT, BETWEEN = "«z»", {1: "between", 2: "mbetween"}
MEAN = {("l2", 1): "mean_l2", ("l1", 1): "mean_l1", ("size", 1): "mean_size1", ("size", 0): "mean_size0",
        ("spectral", 2): "mean_spectral"}
IN_BALLS = {"l2": "between_l2", "l1": "between_l1", "size": "between_size", "spectral": "between_spectral"}
LEMMAS = {"add": "plus", "neg": "opp", "exp": "exp", "cosh": "cosh", "sinh": "sinh"}
Rule = Callable[["Speeds", Expr, list[str]], str]


class MeanValue:
    """The part of a proof that bounds ||g(x) - g(y)|| by the derivative of g along the segment."""

    def __init__(self, conclusion: Conclusion):
        self.c, self.w, self.p = conclusion, conclusion.w, conclusion.p
        moves = conclusion.proof.goal.moves
        if len(moves) != 1 or len(moves[0][0].shape) not in BETWEEN:
            raise NotEmitted("a move of several symbols, or of a number")
        ((self.x, self.y, self.v, self.z),) = moves
        first = conclusion.proof.goal.first
        assert first is not None
        self.moving = readable(renamed(first, {self.x: self.z}))
        self.slope = conclusion.proof.goal.query
        self.t, self.s = self.p.fresh.local("t"), self.p.fresh.local("s")
        self._name_points()

    def bound(self) -> str:
        """Writes all that is needed; the name of the bound of the left side."""
        assert self.c.proof.bound is not None
        outer, self.w.lines = self.w.lines, []
        top = self.w.proved(self.c.proof.bound)
        self.c.signs_of_steps()
        speed = Speeds(self).of_slope()
        inner, self.w.lines = self.w.lines, outer
        body = "\n    ".join(line.replace("\n", "\n    ") for line in
                             [*inner, f"split; [exact {top} | exact {speed}]."])
        self.w.lines.append(f"assert (along_ : forall {self.t}, 0 <= {self.t} <= 1 ->\n    {self._at_each_time()}).\n"
                            f"  {{ intros {self.t} time_.\n    {self.at(body, self.t)} }}")
        self.w.lines.append(self._mean())
        return "bound_"

    def at(self, text: str, time: str) -> str:
        """The text with the point of the segment at a time."""
        ends = " ".join(within(self.p.term(end), ATOM) for end in (self.y, self.x))
        return text.replace(POINT, f"({BETWEEN[len(self.x.shape)]} {ends} {time})")

    def says(self, node: Expr, speed: Expr) -> Text:
        """That a node moves at a speed."""
        sizes = [natural(size) for size in node.shape]
        curve = Text(self.at(function(self.s, self.p.term(node)), self.s), 100)
        return call(f"moves{len(node.shape)}", *sizes, curve, self.p.term(speed), Text(self.t))

    def _name_points(self) -> None:
        """v is printed as x - y, z as a point that depends on the time."""
        self.p.known[(self.v, ())] = self.p.term(self.x - self.y)
        self.p.known[(self.z, ())] = Text(POINT)
        given = self.c.proof.goal.given
        place = -1
        for relation in given:
            if place + 1 < len(self.p.statement.given) and relation is self.p.statement.given[place + 1]:
                place += 1
                continue
            self._derived(relation, place)

    def _derived(self, relation: Relation, place: int) -> None:
        """A hypothesis on the point or on the step, from that on x (and its twin on y) or on x - y."""
        for query, value in stated(ready(relation)):
            if self.z in free_symbols(query.node):
                self.w.leaves.tactics[(query, id(value))] = self._in_ball(query, place)
            else:
                self.w.leaves.given.setdefault((query, id(value)), self.w.leaves.premises[place])

    def _in_ball(self, query: Query, place: int) -> str:
        said, table = self.p.statement.given[place], {self.x: self.y}
        twin = renamed(said.lhs, table), renamed(said.rhs, table)
        other = next((k for k, rel in enumerate(self.p.statement.given)
                      if rel.op == said.op and rel.lhs is twin[0] and rel.rhs is twin[1]), None)
        if query.node is not self.z or query.kind not in IN_BALLS or other is None:
            return "fail."
        names = (self.w.leaves.premises[place], self.w.leaves.premises[other])
        weak = " | ".join(f"given_{query.kind} {name}" for name in names)
        return f"apply ({IN_BALLS[query.kind]} time_); [{weak}]."

    def _at_each_time(self) -> str:
        from certify.rocq.emission.quantities import bounded

        value = self.p.term(self.c.left)
        said = f"{bounded(self.p, self.slope, value)} /\\ {self.says(self.moving, self.slope.node)}"
        return self.at(said, self.t)

    def _mean(self) -> str:
        """The inequality on the whole segment, with its ends put in."""
        node, value = self.slope.node, within(self.p.term(self.c.left), ATOM)
        lemma = MEAN.get((self.slope.kind, len(node.shape)))
        if lemma is None:
            raise NotEmitted(f"the mean value inequality in {self.slope.kind}")
        sizes = " ".join(natural(size) for size in node.shape)
        curve = self.at(function(self.s, self.p.term(self.moving)), self.s)
        speed = self.at(function(self.t, self.p.term(node)), self.t)
        parts = " ".join(f"(fun {self.t} time_ => proj{k} (along_ {self.t} time_))" for k in (2, 1))
        between = BETWEEN[len(self.x.shape)]
        return (f"pose proof ({lemma} {sizes} ({curve}) ({speed}) {value} {parts}) as bound_.\n"
                f"cbv beta in bound_; rewrite !{between}_0, !{between}_1 in bound_.")


class Speeds:
    """At what speed each node moves: one assertion a node that holds the point."""

    def __init__(self, mean: MeanValue):
        self.mean, self.w, self.p = mean, mean.w, mean.p
        self.names: dict[Expr, str] = {}

    def of_slope(self) -> str:
        """The speed of the whole as the calculus wrote it; the name."""
        mean = self.mean
        for node in postorder(mean.moving):
            if mean.z in free_symbols(node):
                self.names[node] = self._asserted(node, self.tangent(node), self._proof(node))
        raw, last = self.tangent(mean.moving), self.names[mean.moving]
        if raw is mean.slope.node:
            return last
        return self._asserted(mean.moving, mean.slope.node, last)

    def tangent(self, node: Expr) -> Expr:
        """The speed of a node."""
        return tangent(node, self.mean.z, self.mean.v)

    def moves(self, node: Expr) -> bool:
        """Whether the point occurs in a node."""
        return node in self.names

    def _asserted(self, node: Expr, speed: Expr, proof: str) -> str:
        term = f"moves{len(node.shape)}_eq _ ({proof}) {hole('entries')}"
        return self.w.asserted(self.mean.says(node, speed), refined(term))

    def _proof(self, node: Expr) -> str:
        if node is self.mean.z:
            rank = len(node.shape)
            ends = " ".join(within(self.p.term(end), ATOM) for end in (self.mean.y, self.mean.x))
            return f"moves{rank}_between{' _' * rank} {ends} _"
        if node.op not in TABLE:
            raise NotEmitted(f"the derivative of {node.op}")
        return TABLE[node.op](self, node, [self.speed(arg) for arg in node.args])

    def speed(self, node: Expr) -> str:
        """The proof of the speed of an operand, which may be constant."""
        if node in self.names:
            return self.names[node]
        return f"(moves{len(node.shape)}_const{' _' * len(node.shape)} {within(self.p.term(node), ATOM)} _)"

    def nonzero(self, node: Expr) -> str:
        """The proof that a divisor is not 0, by a bound from below."""
        for step in self.mean.c.prover.bounds(Query("floor", node)):
            if step.value is not node:
                name = self.w.proved(step)
                positive = self.w.asserted(Text(f"0 < {self.p.term(node)}"),
                                           f"apply Rlt_le_trans with (2 := proj2 {name}); positive")
                return f"(not_eq_sym (Rlt_not_eq _ _ {positive}))"
        return hole("nonzero")


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

__all__ = ["MeanValue", "Speeds"]
