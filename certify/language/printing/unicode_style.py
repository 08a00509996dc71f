"""Plain text with mathematical signs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from certify.language.printing.names import ACCENTS, GREEK, Name
from certify.language.printing.patterns import fill, unicode_pattern
from certify.language.printing.pieces import Binds, Piece
from certify.language.printing.style import Style

_BELOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_ABOVE = str.maketrans("0123456789−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_FENCES = {"norm": ("‖", "‖"), "abs": ("|", "|"), "angle": ("⟨", "⟩")}
_GOES_AFTER_A_NUMBER = re.compile(r"[A-Za-zα-ωΑ-Ωℓ](?![A-Za-z])|[(‖⟨|√]")


class UnicodeStyle(Style):
    """One line of text, for terminals and messages."""

    minus, entrywise, entrywise_div, kronecker, star, partial = "−", " ∘ ", " ⊘ ", " ⊗ ", "*", "∂"
    times, infinity, hadamard, ellipsis = "×", "∞", "∘", "…"
    relations = {"le": "≤", "lt": "<", "ge": "≥", "gt": ">", "eq": "=", "psd": "⪯"}

    def parens(self, text: str) -> str:
        return f"({text})"

    def subscript(self, base: str, below: str) -> str:
        if below.isdigit():
            return base + below.translate(_BELOW)
        if below == "∞" or len(below) == 1:
            return f"{base}_{below}"
        return f"{base}_{{{below}}}" if re.search(r"\W|_", below) else f"{base}_{below}"

    def power(self, base: str, above: str) -> str:
        if re.fullmatch("−?[0-9]+", above):
            return base + above.translate(_ABOVE)
        return f"{base}^{above}" if len(above) == 1 else f"{base}^{{{above}}}"

    def transpose(self, base: str) -> str:
        return base + "ᵀ"

    def fraction(self, above: Piece, below: Piece) -> Piece:
        signed = above.binds == Binds.SIGN
        top = above.text if signed or above.binds >= Binds.PRODUCT else self.parens(above.text)
        bottom = below.text if below.binds >= Binds.POSTFIX else self.parens(below.text)
        return Piece(f"{top}/{bottom}", Binds.SIGN if signed else Binds.SLASH)

    def root(self, inside: Piece) -> Piece:
        text = inside.text if inside.binds >= Binds.ATOM else self.parens(inside.text)
        return Piece("√" + text, Binds.POSTFIX)

    def juxtapose(self, left: str, right: str) -> str:
        if right[:1].isdigit() and (left[-1:].isdigit() or right[1:2] != "_"):
            return f"{left}·{right}"
        tight = re.fullmatch(r"−?[0-9.]+", left) and _GOES_AFTER_A_NUMBER.match(right)
        return left + right if tight else f"{left} {right}"

    def function(self, name: str) -> str:
        return name

    def extreme(self, letter: str, which: str) -> str:
        return f"{GREEK[letter]}_{which}"

    def fence(self, kind: str, text: str) -> str:
        return text.join(_FENCES[kind])

    def greek(self, name: str) -> str:
        return GREEK[name]

    def name(self, name: str) -> str:
        parts = Name.of(name)
        text = GREEK.get(parts.head, parts.head) + ACCENTS.get(parts.accent or "", "")
        for below in parts.subscripts:
            text = self.subscript(text, GREEK.get(below, below))
        return text + ("*" if parts.star else "") + "′" * parts.primes

    def index(self, name: str) -> str:
        return self.name(name) if name[0].isalpha() else "k" + name[1:].translate(_BELOW)

    def upright(self, digit: str) -> str:
        return digit

    def nabla(self, times: int, below: str) -> str:
        return self.subscript("∇" if times == 1 else "∇²", below)

    def partials(self, above: str, inside: str, below: Sequence[str]) -> Piece:
        bottom = "".join(below)
        return Piece(f"{above}{inside}/{bottom if len(below) == 1 else self.parens(bottom)}", Binds.SLASH)

    def big_sum(self, below: str) -> str:
        return self.subscript("Σ", below)

    def rows(self, rows: Sequence[Sequence[str]]) -> str:
        return "[" + "; ".join(", ".join(row) for row in rows) + "]"

    def pattern(self, pattern: str, fields: dict[str, str]) -> str:
        return fill(pattern, fields, unicode_pattern)

    def words(self, text: str) -> str:
        return text
