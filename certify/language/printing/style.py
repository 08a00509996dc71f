"""The markup that a reading for people needs; Unicode and LaTeX are its two forms."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from fractions import Fraction

from certify.language.printing.pieces import Binds, Piece
from certify.language.sizes import Size

_INLINE_DENOMINATORS = (1, 2, 4, 8)  # 3/2 and 1/8 print as fractions, 1/100 as 0.01
_MAX_DECIMALS = 12


class Style(ABC):
    """Turns texts into larger texts. Precedence is decided outside, in the table of operations."""

    minus: str
    entrywise: str  # between arrays of one shape
    entrywise_div: str
    kronecker: str
    star: str  # stands for a whole axis
    times: str  # between the sizes of a matrix
    infinity: str
    ellipsis: str
    hadamard: str  # above the exponent of an entrywise power
    partial: str
    relations: dict[str, str]

    @abstractmethod
    def parens(self, text: str) -> str:
        """The text in round brackets."""

    @abstractmethod
    def subscript(self, base: str, below: str) -> str:
        """The text with something below."""

    @abstractmethod
    def power(self, base: str, above: str) -> str:
        """The text with something above."""

    @abstractmethod
    def transpose(self, base: str) -> str:
        """The text with the sign of the transpose."""

    @abstractmethod
    def fraction(self, above: Piece, below: Piece) -> Piece:
        """A quotient of scalars, or of an array by a scalar."""

    @abstractmethod
    def root(self, inside: Piece) -> Piece:
        """The square root."""

    @abstractmethod
    def juxtapose(self, left: str, right: str) -> str:
        """A product without a sign, or with a dot where two numbers would run together."""

    @abstractmethod
    def function(self, name: str) -> str:
        """The name of a function of several letters, upright."""

    @abstractmethod
    def extreme(self, letter: str, which: str) -> str:
        """The sign of an extreme eigenvalue or singular value."""

    @abstractmethod
    def fence(self, kind: str, text: str) -> str:
        """The text between ``norm``, ``abs`` or ``angle`` brackets."""

    @abstractmethod
    def greek(self, name: str) -> str:
        """A Greek letter by its English name."""

    @abstractmethod
    def name(self, name: str) -> str:
        """A symbol or dimension: Greek names as letters, ``x_t1`` with a subscript."""

    @abstractmethod
    def index(self, name: str) -> str:
        """An index symbol."""

    @abstractmethod
    def upright(self, digit: str) -> str:
        """The bold digit that stands for an array of ones or zeros."""

    @abstractmethod
    def nabla(self, times: int, below: str) -> str:
        """The sign of the gradient (once) or Hessian (twice) by a variable."""

    @abstractmethod
    def partials(self, above: str, inside: str, below: Sequence[str]) -> Piece:
        """A quotient of partial signs."""

    @abstractmethod
    def big_sum(self, below: str) -> str:
        """The sign of a sum over an index."""

    @abstractmethod
    def rows(self, rows: Sequence[Sequence[str]]) -> str:
        """A literal matrix."""

    @abstractmethod
    def pattern(self, pattern: str, fields: dict[str, str]) -> str:
        """The name of a definition, filled with its printed arguments."""

    @abstractmethod
    def words(self, text: str) -> str:
        """Prose between formulas."""

    def call(self, name: str, *args: str) -> Piece:
        """A function applied to its arguments."""
        return Piece(self.function(name) + self.parens(", ".join(args)))

    def size(self, size: Size) -> str:
        """A size as a person writes it: ``nd``, ``2n + 1``."""
        return " + ".join(self._monomial(names, factor) for names, factor in size.terms) or "0"

    def _monomial(self, names: Sequence[str], factor: int) -> str:
        texts = ([] if factor == 1 and names else [str(factor)]) + [self.name(name) for name in names]
        return self.product_of_names(texts)

    def product_of_names(self, texts: Sequence[str]) -> str:
        """Names side by side."""
        return "".join(texts)

    def number(self, value: Fraction) -> Piece:
        """A rational: an integer, a short fraction or a decimal as papers print them."""
        if value < 0:
            return Piece(self.minus + self.number(-value).text, Binds.SIGN)
        text = number_text(value)
        if "/" not in text:
            return Piece(text)
        return self.fraction(Piece(str(value.numerator)), Piece(str(value.denominator)))


def number_text(value: Fraction) -> str:
    """A rational on one line: ``7``, ``3/2``, ``0.499``, ``2/3``."""
    top, bottom = abs(value.numerator), value.denominator
    sign = "-" if value < 0 else ""
    if bottom in _INLINE_DENOMINATORS:
        return sign + (str(top) if bottom == 1 else f"{top}/{bottom}")
    places = next((k for k in range(1, _MAX_DECIMALS + 1) if 10**k % bottom == 0), None)
    if places is None:
        return f"{sign}{top}/{bottom}"
    digits = str(top * 10**places // bottom).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}"
