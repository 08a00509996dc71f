"""Curves on which an expression is differentiated: a symbol moves in some direction, all else stays."""

from __future__ import annotations

from abc import ABC, abstractmethod

from certify.language import Expr
from certify.rocq.emission.printing import ProofPrinter
from certify.rocq.emission.writing import Writer
from certify.rocq.syntax import Text, call, function, natural

POINT = "«point»"


class Curve(ABC):
    """``moving`` moves at the speed ``speed`` where the symbol ``point`` moves in the ``direction``.

    The point is printed as a mark, which ``at`` replaces by its place at a time; ``start`` proves the speed of the
    point itself; ``time`` is the time at which speeds are taken, ``s`` the name of the time on the curve.
    """

    w: Writer
    p: ProofPrinter
    point: Expr
    direction: Expr
    moving: Expr
    speed: Expr
    start: str
    time: str
    s: str

    @abstractmethod
    def at(self, text: str, time: str) -> str:
        """The text with the place of the point at a time."""

    @abstractmethod
    def positive(self, node: Expr) -> str | None:
        """The name of a proof that a number is positive, None where it is left to arithmetic."""

    def says(self, node: Expr, speed: Expr) -> Text:
        """That a node moves at a speed."""
        sizes = [natural(size) for size in node.shape]
        curve = Text(self.at(function(self.s, self.p.term(node)), self.s), 100)
        there = Text(self.at(self.p.term(speed), self.time), 100)
        return call(f"moves{len(node.shape)}", *sizes, curve, there, Text(self.time))


__all__ = ["POINT", "Curve"]
