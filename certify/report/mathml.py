"""LaTeX to MathML: pages that show formulas without a script and without the network."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import Any


@cache
def _converter() -> Any:
    from math_core import LatexToMathML

    return LatexToMathML()


@cache
def mathml(latex: str, display: bool = True) -> str:
    """The formula as MathML; its source in a ``code`` element where it cannot be converted."""
    from math_core import LatexError

    try:
        return str(_converter().convert_with_local_state(latex, displaystyle=display))
    except LatexError:
        return f"<code>{escape(latex)}</code>"
