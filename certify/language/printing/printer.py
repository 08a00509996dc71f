"""The walk: every node once, operands first, each by its entry in the table of operations."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from certify.language.expr import Expr, postorder
from certify.language.printing.pieces import Binds, Piece
from certify.language.printing.style import Style

LONGEST = 50_000  # shared subterms are printed each time, so a small expression can have an endless text


class Printer:
    """Prints expressions in one style; what a rule of the table works with."""

    def __init__(self, style: Style, table: Mapping[str, Rule]):
        self.style, self.table = style, table
        self.pieces: dict[Expr, Piece] = {}

    def piece(self, root: Expr) -> Piece:
        """The printed expression; a part longer than any reader would read is an ellipsis."""
        for node in postorder(root):
            if node not in self.pieces:
                piece = self.table[node.op](self, node)
                self.pieces[node] = piece if len(piece.text) <= LONGEST else Piece(self.style.ellipsis)
        return self.pieces[root]

    def text(self, node: Expr, least: Binds = Binds.SUM) -> str:
        """An operand, in brackets where it holds together less tightly than its place asks for."""
        piece = self.pieces[node]
        return piece.text if piece.binds >= least else self.style.parens(piece.text)

    def parts(self, node: Expr, least: Binds = Binds.SUM) -> tuple[str, ...]:
        """The same in parts between which a line may break (not within brackets that grow)."""
        piece = self.pieces[node]
        if piece.binds >= least:
            return piece.parts
        whole = self.style.parens(piece.text)
        if whole != f"({piece.text})":
            return (whole,)
        first, *rest = piece.parts
        return (*(["(" + first, *rest][:-1]), (rest[-1] if rest else "(" + first) + ")")

    def subscripted(self, node: Expr, below: str) -> Piece:
        """An operand with a subscript; one that has a subscript already goes into brackets."""
        piece = self.pieces[node]
        loose = piece.binds < Binds.ATOM or piece.ends_with_subscript
        return Piece(self.style.subscript(self.style.parens(piece.text) if loose else piece.text, below))


Rule = Callable[[Printer, Expr], Piece]
