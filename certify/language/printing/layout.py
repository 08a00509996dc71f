"""Long formulas in lines of moderate width: LaTeX broken where its plain text would be too long."""

from __future__ import annotations

from collections.abc import Sequence

from certify.language.expr import Expr
from certify.language.printing.printer import Printer
from certify.language.relations import Relation

LINE = 92  # characters of plain text on a line of a typeset claim
_SHORT = 30  # a left side that stays on one line with the first terms of the right side


def one_line(p: Printer, relation: Relation) -> str:
    """A relation on one line."""
    return f"{p.piece(relation.lhs).text} {p.style.relations[relation.op]} {p.piece(relation.rhs).text}"


def aligned(lines: Sequence[str]) -> str:
    """Lines under one another; one line alone as it is."""
    if len(lines) == 1:
        return lines[0]
    return r"\begin{aligned} " + r" \\ ".join(f"& {line}" for line in lines) + r" \end{aligned}"


def broken(plain: Printer, p: Printer, relation: Relation) -> list[str]:
    """A relation in lines: whole if it fits, else broken before its sign and between terms of its sides."""
    left, right = (_terms(plain, p, side) for side in (relation.lhs, relation.rhs))
    signs = [q.style.relations[relation.op] + " " for q in (p, plain)]
    right[0] = (signs[0] + right[0][0], signs[1] + right[0][1])
    together = _width(left) <= _SHORT or _width(left + right) <= LINE
    first, *rest = fill(left + right) if together else fill(left) + fill(right)
    return [first, *(r"\quad {}" + line for line in rest)]


def _width(items: Sequence[tuple[str, str]]) -> int:
    return sum(len(text) for _, text in items)


def _terms(plain: Printer, p: Printer, side: Expr) -> list[tuple[str, str]]:
    """The parts of a side (LaTeX, plain text); one part where the two readings break differently."""
    tex, text = p.piece(side), plain.piece(side)
    if len(tex.parts) != len(text.parts):
        return [(tex.text + " ", text.text + " ")]
    return [(a + " ", b + " ") for a, b in zip(tex.parts, text.parts, strict=True)]


def fill(items: Sequence[tuple[str, str]]) -> list[str]:
    """Items (LaTeX, plain text) side by side as long as the plain text fits on a line."""
    lines, width = [""], 0
    for tex, text in items:
        if width and width + len(text) > LINE:
            lines, width = [*lines, ""], 0
        lines[-1] += tex
        width += len(text)
    return [line.strip() if not line.endswith(r",\ ") else line for line in lines]
