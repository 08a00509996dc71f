"""Prose and formulas made safe for LaTeX and for Markdown."""

from __future__ import annotations

import re
from typing import Any

_TEX = {"\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{",
        "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}",
        ">": r"\textgreater{}", "‖": r"$\|$", "≤": r"$\le$", "≥": r"$\ge$", "≈": r"$\approx$", "…": r"\dots{}",
        "−": "$-$", "×": r"$\times$"}


def tex_escape(text: Any) -> str:
    """Prose for LaTeX."""
    return "".join(_TEX.get(char, char) for char in str(text))


def tex_math(latex: str) -> str:
    """A formula for LaTeX; one that would break the document is shown as its source."""
    depth, least = 0, 0
    for brace in re.findall(r"(?<!\\)[{}]", latex):
        depth += 1 if brace == "{" else -1
        least = min(least, depth)
    if depth or least < 0 or re.search(r"(?<!\\)[$%#]", latex):
        return rf"\texttt{{{tex_escape(latex)}}}"
    return f"${latex}$"


def markdown_cell(text: Any) -> str:
    """Prose for a cell of a Markdown table: one line, nothing that is markup there."""
    return re.sub(r"([\\|*_<>`\[\]#$])", r"\\\1", " ".join(str(text).split()))
