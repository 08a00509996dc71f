"""How arrays of blocks print: as matrices whose entries are the blocks."""

from __future__ import annotations

from certify.language.expr import Expr
from certify.language.printing.pieces import Binds, Piece
from certify.language.printing.printer import Printer


def concat(p: Printer, node: Expr) -> Piece:
    """A column of blocks, a row of blocks, or both where every row is one."""
    if node.attrs[0] == 1:
        return Piece(p.style.rows([[_entry(p, part) for part in node.args]]))
    in_rows = all(part.op == "concat" and part.attrs[0] == 1 for part in node.args)
    return Piece(p.style.rows([[_entry(p, part) for part in (row.args if in_rows else (row,))] for row in node.args]))


def _entry(p: Printer, part: Expr) -> str:
    """A block; a vector that was made a row or a column, and a scalar that was made an array, as themselves."""
    if part.op == "outer" and _has_one_entry(part.args[0]):
        return p.style.transpose(p.text(part.args[1], Binds.ATOM))
    if part.op in ("outer", "mul") and _has_one_entry(part.args[1]):
        return p.text(part.args[0])
    return p.text(part)


def _has_one_entry(node: Expr) -> bool:
    return node.op == "ones" and all(size.constant == 1 for size in node.shape)
