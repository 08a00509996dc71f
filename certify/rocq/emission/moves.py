"""The mean value inequality: the derivative of g along the segment from y to x, node by node, and its bound there.

At each time t in [0, 1] the steps bound the quantity of the derivative at the point z = y + t (x - y) along v = x - y;
an entry of the second table says at which speed an operation moves when its operands move.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.bounds.facts import readable, ready, stated
from certify.bounds.reductions import renamed
from certify.bounds.steps import Query
from certify.language import Expr, Relation, free_symbols
from certify.rocq.emission.curves import POINT, Curve
from certify.rocq.emission.errors import NotEmitted
from certify.rocq.emission.quantities import bounded
from certify.rocq.emission.speeds import Speeds
from certify.rocq.syntax import ATOM, Text, function, natural, within

if TYPE_CHECKING:
    from certify.rocq.emission.conclusions import Conclusion

BETWEEN = {1: "between", 2: "mbetween"}
MEAN = {("l2", 1): "mean_l2", ("l1", 1): "mean_l1", ("size", 1): "mean_size1", ("size", 0): "mean_size0",
        ("spectral", 2): "mean_spectral"}
IN_BALLS = {"l2": "between_l2", "l1": "between_l1", "size": "between_size", "spectral": "between_spectral"}


class MeanValue(Curve):
    """The part of a proof that bounds ||g(x) - g(y)|| by the derivative of g along the segment."""

    def __init__(self, conclusion: Conclusion):
        self.c, self.w, self.p = conclusion, conclusion.w, conclusion.p
        moves = conclusion.proof.goal.moves
        if len(moves) != 1 or len(moves[0][0].shape) not in BETWEEN:
            raise NotEmitted("a move of several symbols, or of a number")
        ((self.x, self.y, self.direction, self.point),) = moves
        first = conclusion.proof.goal.first
        assert first is not None
        self.moving = readable(renamed(first, {self.x: self.point}))
        self.slope = conclusion.proof.goal.query
        self.speed = self.slope.node
        self.time, self.s = self.p.fresh.local("t"), self.p.fresh.local("s")
        self._name_points()
        rank, ends = len(self.x.shape), " ".join(within(self.p.term(end), ATOM) for end in (self.y, self.x))
        self.start = f"moves{rank}_between{' _' * rank} {ends} _"

    def bound(self) -> str:
        """Writes all that is needed; the name of the bound of the left side."""
        assert self.c.proof.bound is not None
        outer, self.w.lines = self.w.lines, []
        top = self.w.proved(self.c.proof.bound)
        self.c.signs_of_steps()
        speed = Speeds(self).proved()
        inner, self.w.lines = self.w.lines, outer
        body = "\n    ".join(line.replace("\n", "\n    ") for line in
                             [*inner, f"split; [exact {top} | exact {speed}]."])
        said = f"forall {self.time}, 0 <= {self.time} <= 1 ->\n    {self._at_each_time()}"
        self.w.lines.append(f"assert (along_ : {said}).\n"
                            f"  {{ intros {self.time} time_.\n    {self.at(body, self.time)} }}")
        self.w.lines.append(self._mean())
        return "bound_"

    def at(self, text: str, time: str) -> str:
        """The text with the point of the segment at a time."""
        ends = " ".join(within(self.p.term(end), ATOM) for end in (self.y, self.x))
        return text.replace(POINT, f"({BETWEEN[len(self.x.shape)]} {ends} {time})")

    def positive(self, node: Expr) -> str | None:
        """By a bound from below."""
        for step in self.c.prover.bounds(Query("floor", node)):
            if step.value is not node:
                name = self.w.proved(step)
                return self.w.asserted(Text(f"0 < {self.p.term(node)}"),
                                       f"apply Rlt_le_trans with (2 := proj2 {name}); positive")
        return None

    def _name_points(self) -> None:
        """v is printed as x - y, z as a point that depends on the time."""
        self.p.known[(self.direction, ())] = self.p.term(self.x - self.y)
        self.p.known[(self.point, ())] = Text(POINT)
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
            if self.point in free_symbols(query.node):
                self.w.leaves.tactics[(query, id(value))] = self._in_ball(query, place)
            else:
                self.w.leaves.given.setdefault((query, id(value)), self.w.leaves.premises[place])

    def _in_ball(self, query: Query, place: int) -> str:
        said, table = self.p.statement.given[place], {self.x: self.y}
        twin = renamed(said.lhs, table), renamed(said.rhs, table)
        other = next((k for k, rel in enumerate(self.p.statement.given)
                      if rel.op == said.op and rel.lhs is twin[0] and rel.rhs is twin[1]), None)
        if query.node is not self.point or query.kind not in IN_BALLS or other is None:
            return "fail."
        names = (self.w.leaves.premises[place], self.w.leaves.premises[other])
        weak = " | ".join(f"given_{query.kind} {name}" for name in names)
        return f"apply ({IN_BALLS[query.kind]} time_); [{weak}]."

    def _at_each_time(self) -> str:
        value = self.p.term(self.c.left)
        said = f"{bounded(self.p, self.slope, value)} /\\ {self.says(self.moving, self.slope.node)}"
        return self.at(said, self.time)

    def _mean(self) -> str:
        """The inequality on the whole segment, with its ends put in."""
        node, value = self.slope.node, within(self.p.term(self.c.left), ATOM)
        lemma = MEAN.get((self.slope.kind, len(node.shape)))
        if lemma is None:
            raise NotEmitted(f"the mean value inequality in {self.slope.kind}")
        sizes = " ".join(natural(size) for size in node.shape)
        curve = self.at(function(self.s, self.p.term(self.moving)), self.s)
        speed = self.at(function(self.time, self.p.term(node)), self.time)
        parts = " ".join(f"(fun {self.time} time_ => proj{k} (along_ {self.time} time_))" for k in (2, 1))
        between = BETWEEN[len(self.x.shape)]
        return (f"pose proof ({lemma} {sizes} ({curve}) ({speed}) {value} {parts}) as bound_.\n"
                f"cbv beta in bound_; rewrite !{between}_0, !{between}_1 in bound_.")


__all__ = ["MeanValue"]
