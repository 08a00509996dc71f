"""The printer of emitted proofs: that of the statement, and no other variable than those of the statement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from certify.bounds.facts import readable
from certify.language import Expr, Statement, postorder
from certify.rocq.emission.errors import NotEmitted
from certify.rocq.names import Fresh, symbol
from certify.rocq.printer import Printer
from certify.rocq.statements import Parts, is_spectral, parts

SCALARS = ("norm", "abs", "normp")


class ProofPrinter(Printer):
    """Terms of steps as they would stand in the statement.

    ``more`` are symbols of the proof that the statement does not have. What has no term (a spectral norm) is the
    variable that the statement introduces for it; the calculus may write its argument in another way.
    """

    def __init__(self, statement: Statement, more: Iterable[str] = ()):
        super().__init__(statement)
        self.fresh = Fresh([*self.fresh.taken, *map(symbol, more)])
        self.sealed = False
        self.parts: Parts = parts(self)
        self.sealed = True
        for node in postorder(*statement.roots):
            if node.op in SCALARS and not node.shape and (node, ()) in self.known and not _has_derivative(node):
                self.known[(readable(node), ())] = self.known[(node, ())]

    def introduce(self, *variable: Any) -> None:
        """A variable of the statement; there are no others."""
        if self.sealed:
            raise NotEmitted("what a step speaks of has no term and is no variable of the statement")
        super().introduce(*variable)

    def says_of(self, node: Expr) -> int:
        """The place among the variables of the one that stands for a node."""
        name = str(self.known[(node, ())])
        return next(k for k, variable in enumerate(self.variables) if variable.name == name)


def _has_derivative(node: Expr) -> bool:
    """Variables that stand for derivatives are replaced before the first step."""
    return any(inner.op == "jvp" for inner in postorder(node))


__all__ = ["ProofPrinter", "is_spectral"]
