r"""Names of definitions: ``"\\alpha({x})"`` filled with printed arguments, in LaTeX or in plain text."""

from __future__ import annotations

import re
from collections.abc import Callable

from certify.language.printing.names import ACCENTS, GREEK
from certify.language.printing.pieces import Binds

_FIRST_MARK = 0xE000  # private characters hold the places of the arguments while the pattern is rewritten
_BELOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_ABOVE = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_SIGNS = {"top": "ᵀ", "circ": "∘", "langle": "⟨", "rangle": "⟩", "|": "‖", "cdot": "·", "times": "×",
          "nabla": "∇", "partial": "∂", "infty": "∞", "star": "*", "prime": "′", "otimes": "⊗",
          ",": " ", ";": " ", "!": "", "left": "", "right": "", "quad": " ", " ": " "}
_FONTS = ("mathrm", "mathbf", "mathit", "mathcal", "mathsf", "mathbb", "boldsymbol", "operatorname", "text")
_FUNCTIONS = ("exp", "log", "sinh", "cosh", "tanh", "max", "min")


def fill(pattern: str, fields: dict[str, str], rewrite: Callable[[str], str]) -> str:
    """The rewritten pattern with its arguments put in unchanged; without arguments braces may be LaTeX's."""
    marks = {name: chr(_FIRST_MARK + k) for k, name in enumerate(fields)}
    try:
        marked = pattern.format(**marks)
    except (KeyError, IndexError, ValueError):
        marked = pattern
    text = rewrite(marked)
    for name, mark in marks.items():
        text = text.replace(mark, fields[name])
    return text


def latex_pattern(text: str) -> str:
    """Greek words as letters, other words of several letters upright; LaTeX commands stay."""
    text = re.sub(r"_([A-Za-z]{2,})", lambda m: "_{" + _latex_word(m[1], r"\mathrm") + "}", text)
    return re.sub(r"(?<![\\A-Za-z{])[A-Za-z]{2,}", lambda m: _latex_word(m[0], r"\operatorname"), text)


def _latex_word(word: str, font: str) -> str:
    if word in GREEK or (word in _FUNCTIONS and font == r"\operatorname"):
        return "\\" + word
    return rf"{font}{{{word}}}"


def unicode_pattern(text: str) -> str:
    """LaTeX commands as signs or plain words, subscripts and powers as far as characters exist."""
    for font in _FONTS:
        text = re.sub(rf"\\{font}\s*\{{([^{{}}]*)\}}", r"\1", text)
    for accent, sign in ACCENTS.items():
        text = re.sub(rf"\\(?:wide)?{accent}(?:\s*\{{([^{{}}]*)\}}|\s+(\w)|(\\[A-Za-z]+))",
                      lambda m, sign=sign: (m[1] or m[2] or m[3]) + sign, text)  # type: ignore[misc]
    text = re.sub(r"\\([A-Za-z]+|[|,;! ])", lambda m: _SIGNS.get(m[1], GREEK.get(m[1], m[1])), text)
    text = re.sub(r"(?<![\w])([A-Za-z]{2,})(?![A-Za-z])", lambda m: GREEK.get(m[1], m[1]), text)
    text = re.sub(r"_(?:\{([^{}]*)\}|(\d))", lambda m: _unicode_below(m[1] or m[2]), text)
    text = re.sub(r"\^(?:\{([^{}]*)\}|(\S))", lambda m: _unicode_above(m[1] or m[2]), text)
    return re.sub(r"(?<![_^])\{([^{}]*)\}", r"\1", text).replace("'", "′")


def _unicode_below(text: str) -> str:
    if text.isdigit():
        return text.translate(_BELOW)
    return f"_{{{text}}}" if re.search(r"\W", text) and not _is_mark(text) else f"_{text}"


def _unicode_above(text: str) -> str:
    if re.fullmatch("-?[0-9]+", text):
        return text.translate(_ABOVE)
    if text in ("ᵀ", "*", "′"):
        return text
    return f"^{text}" if len(text) == 1 else f"^{{{text}}}"


def _is_mark(text: str) -> bool:
    return len(text) == 1 and ord(text) >= _FIRST_MARK


def binding(text: str) -> Binds:
    """How tightly a filled name holds together: a sum or product outside of brackets is a loose one."""
    depth, least = 0, Binds.ATOM
    for char in re.sub(r"\\(langle|lVert|left\W)", "(", re.sub(r"\\(rangle|rVert|right\W)", ")", text)):
        depth += (char in "([{⟨") - (char in ")]}⟩")
        if depth == 0:
            least = min(least, Binds.SUM if char in "+-−=" else Binds.PRODUCT if char in " ∘/" else
                        Binds.POSTFIX if char in "^*ᵀ⁰¹²³⁴⁵⁶⁷⁸⁹⁻" else Binds.ATOM)
    return least
