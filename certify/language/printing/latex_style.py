r"""LaTeX without packages beyond amsmath; brackets grow (``\left``) only around tall contents."""

from __future__ import annotations

import re
from collections.abc import Sequence

from certify.language.printing.names import GREEK, Name
from certify.language.printing.patterns import fill, latex_pattern
from certify.language.printing.pieces import Binds, Piece
from certify.language.printing.style import Style

_FENCES = {"norm": (r"\|", r"\|"), "abs": ("|", "|"), "angle": (r"\langle ", r" \rangle"),
           "round": ("(", ")")}
_SHORT = 30  # characters of LaTeX that still go above the bar of a derivative
_TALL = (r"\frac", r"\sum", r"\begin")
_KNOWN = ("exp", "log", "cosh", "sinh", "tanh", "max", "min")


class LatexStyle(Style):
    """Display mathematics."""

    minus, entrywise, entrywise_div, kronecker = "-", r" \circ ", r" \oslash ", r" \otimes "
    star, partial = "*", r"\partial "
    times, infinity, hadamard, ellipsis = r" \times ", r"\infty", r"\circ ", r"\dots"
    relations = {"le": r"\le", "lt": "<", "ge": r"\ge", "gt": ">", "eq": "=", "psd": r"\preceq"}

    def parens(self, text: str) -> str:
        return self.fence("round", text)

    def subscript(self, base: str, below: str) -> str:
        return f"{base}_{{{below}}}"

    def power(self, base: str, above: str) -> str:
        return f"{base}^{{{above}}}"

    def transpose(self, base: str) -> str:
        return base + r"^{\top}"

    def fraction(self, above: Piece, below: Piece) -> Piece:
        return Piece(rf"\frac{{{above.text}}}{{{below.text}}}", Binds.PREFIX)

    def root(self, inside: Piece) -> Piece:
        return Piece(rf"\sqrt{{{inside.text}}}", Binds.PREFIX)

    def juxtapose(self, left: str, right: str) -> str:
        mixed_number = left[-1:].isdigit() and right.startswith(r"\frac")
        return rf"{left} \cdot {right}" if right[:1].isdigit() or mixed_number else f"{left} {right}"

    def function(self, name: str) -> str:
        return "\\" + name if name in _KNOWN else rf"\operatorname{{{name}}}"

    def extreme(self, letter: str, which: str) -> str:
        return rf"\{letter}_{{\{which}}}"

    def fence(self, kind: str, text: str) -> str:
        left, right = _FENCES[kind]
        if any(sign in text for sign in _TALL):
            left, right = rf"\left{left}", rf"\right{right.strip()}"
        return left + text + right

    def greek(self, name: str) -> str:
        return "\\" + name

    def name(self, name: str) -> str:
        parts = Name.of(name)
        text = _word(parts.head, r"\mathit")
        if parts.accent:
            text = rf"\{parts.accent}{{{text}}}"
        if parts.subscripts:
            text = self.subscript(text, ",".join(_word(below, r"\mathrm") for below in parts.subscripts))
        return text + ("^{*}" if parts.star else "") + "'" * parts.primes

    def index(self, name: str) -> str:
        return self.name(name) if name[0].isalpha() else f"k_{{{name[1:]}}}"

    def upright(self, digit: str) -> str:
        return rf"\mathbf{{{digit}}}"

    def nabla(self, times: int, below: str) -> str:
        return rf"\nabla_{{{below}}}" + ("" if times == 1 else f"^{{{times}}}")

    def partials(self, above: str, inside: str, below: Sequence[str]) -> Piece:
        bottom = " ".join(below)
        if len(inside) < _SHORT and r"\frac" not in inside:
            return Piece(rf"\frac{{{above} {inside}}}{{{bottom}}}", Binds.PREFIX)
        return Piece(rf"\frac{{{above}}}{{{bottom}}} {inside}", Binds.PREFIX)

    def big_sum(self, below: str) -> str:
        return rf"\sum_{{{below}}}"

    def product_of_names(self, texts: Sequence[str]) -> str:
        return " ".join(texts)

    def rows(self, rows: Sequence[Sequence[str]]) -> str:
        return r"\begin{pmatrix} " + r" \\ ".join(" & ".join(row) for row in rows) + r" \end{pmatrix}"

    def pattern(self, pattern: str, fields: dict[str, str]) -> str:
        return fill(pattern, fields, latex_pattern)

    def words(self, text: str) -> str:
        return rf"\text{{{text}}}"


def _word(word: str, font: str) -> str:
    if word in GREEK:
        return "\\" + word
    several_letters = re.fullmatch("[A-Za-z]{2,}", word)
    return rf"{font}{{{word}}}" if several_letters else word
