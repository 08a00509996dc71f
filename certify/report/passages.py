"""Running text with formulas, written once and set three ways: HTML, Markdown, LaTeX."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from certify.report.escapes import markdown_cell, tex_escape, tex_math
from certify.report.mathml import mathml


@dataclass(frozen=True)
class Words:
    """Prose; ``strong`` where it opens a part."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Formula:
    """LaTeX, within the line or on a line of its own."""

    latex: str
    display: bool = False


Paragraph = Sequence[Words | Formula]


def html(paragraph: Paragraph) -> str:
    """One ``p``; displayed formulas are blocks within it, since MathML is phrasing content."""
    return f"<p>{pieces(paragraph)}</p>"


def pieces(paragraph: Paragraph) -> str:
    """The same without the ``p``, for cells and lists."""
    return "".join(_html(piece) for piece in paragraph)


def _html(piece: Words | Formula) -> str:
    if isinstance(piece, Words):
        return f"<b>{escape(piece.text)}</b>" if piece.strong else escape(piece.text)
    if piece.display:
        return f'<span class="statement">{mathml(piece.latex)}</span>'
    return mathml(piece.latex, False)


def markdown(paragraph: Paragraph) -> str:
    """Text with formulas between dollar signs, displayed ones between blank lines."""
    return "".join(_markdown(piece) for piece in paragraph).replace("\n\n ", "\n\n").strip()


def _markdown(piece: Words | Formula) -> str:
    if isinstance(piece, Words):
        text = markdown_cell(piece.text)
        text = (" " if piece.text[:1] == " " else "") + text + (" " if piece.text[-1:] == " " else "")
        return f"**{text}**" if piece.strong else text
    return f"\n\n$$\n{piece.latex}\n$$\n\n" if piece.display else f"${piece.latex}$"


def latex(paragraph: Paragraph) -> str:
    """The same for a LaTeX document with amsmath and amssymb."""
    return "".join(_latex(piece) for piece in paragraph)


def _latex(piece: Words | Formula) -> str:
    if isinstance(piece, Words):
        text = tex_escape(piece.text)
        return rf"\textbf{{{text}}}" if piece.strong else text
    set_inline = tex_math(piece.latex)
    if not piece.display:
        return set_inline
    if not set_inline.startswith("$"):  # it would break the document, and stands there as its source
        return "\n\n" + set_inline + "\n\n"
    return "\n\\[\n" + piece.latex + "\n\\]\n"


__all__ = ["Formula", "Paragraph", "Words", "html", "latex", "markdown", "pieces"]
