"""Directional derivatives that a statement speaks of: each is a variable that its hypothesis determines.

The hypothesis says that D x is the derivative at 0 of e (x + t w). That of e as the calculus carries it out is proved
node by node along the same line, so both are equal, and D is replaced by what it is.
"""

from __future__ import annotations

from certify.bounds.facts import readable
from certify.language import Expr, ExpressionError
from certify.rocq.emission.curves import POINT, Curve
from certify.rocq.emission.errors import NotEmitted
from certify.rocq.emission.leaves import Leaves
from certify.rocq.emission.printing import ProofPrinter
from certify.rocq.emission.speeds import Speeds
from certify.rocq.emission.writing import Writer
from certify.rocq.names import symbol
from certify.rocq.printer import Meaning
from certify.rocq.syntax import ATOM, Text, within

ADDED = {1: "vadd {} (vscale {} {})", 2: "madd {} (mscale {} {})"}


def resolved(p: ProofPrinter) -> list[str]:
    """Lines that replace the directional derivatives of numbers among the variables of a statement."""
    lines = []
    for place, variable in enumerate(p.variables):
        meaning = p.meanings[variable.name]
        if meaning.node.op == "jvp":
            lines += Line(p, variable.name, meaning, f"says{place}_0_").lines()
    return lines


class Line(Curve):
    """The line x + s w at the time 0."""

    def __init__(self, p: ProofPrinter, name: str, meaning: Meaning, says: str):
        e, x, w = meaning.node.args
        if e.shape or len(x.shape) not in ADDED or any(moved is not x for moved in meaning.moved):
            raise NotEmitted("a directional derivative of an array, or by a number")
        self.name, self.is_function, self.hypothesis = name, bool(meaning.moved), says
        self.p, self.w = p, Writer(p, Leaves({}, (), {}))
        try:
            self.point, self.direction, self.moving, self.speed = x, w, readable(e), readable(meaning.node)
        except ExpressionError as error:
            raise NotEmitted(str(error)) from error
        self.time, self.s = "0", p.fresh.local("s")
        self.start = f"moves{len(x.shape)}_line{' _' * len(x.shape)} {self._x} {within(p.term(w), ATOM)}"

    @property
    def _x(self) -> str:
        """The point through which the line goes: any one where the derivative is a function of it."""
        return "point_" if self.is_function else symbol(self.point.attrs[0])

    def at(self, text: str, time: str) -> str:
        """x + s w, and x itself at the time 0."""
        direction = within(self.p.term(self.direction), ATOM)
        place = f"({ADDED[len(self.point.shape)].format(self._x, time, direction)})"
        return text.replace(POINT, place)

    def positive(self, node: Expr) -> str | None:
        """Left to arithmetic."""
        return None

    def lines(self) -> list[str]:
        """That the variable is what it is, for all points where it is a function, and that it is replaced."""
        name, speed = self.name, self.p.term(self.speed)
        known = dict(self.p.known)
        self.p.known = {(self.point, ()): Text(POINT)}
        top = Speeds(self).proved()
        self.p.known = known
        says, point = (f"({self.hypothesis} {self._x})", f"intros {self._x}. ") if self.is_function else (
            self.hypothesis, "")
        body = "\n    ".join(line.replace("\n", "\n    ") for line in self.w.lines)
        x = symbol(self.point.attrs[0])
        said = f"forall {x}, {name} {x} = {speed}" if self.is_function else f"{name} = {speed}"
        fact = f"is_{name}"
        replaced = f"apply functional_extensionality in {fact}; " if self.is_function else ""
        zero = {1: "vadd_vscale_0", 2: "madd_mscale_0"}[len(self.point.shape)]
        return [f"assert ({fact} : {said}).\n  {{ {point}{body}\n    rewrite !{zero} in {top}.\n"
                f"    exact (deriv_unique _ _ _ _ {says} {top}). }}", f"{replaced}subst {name}."]


__all__ = ["resolved"]
