"""Values for what a printed statement quantifies over: derivatives, inverses, singular values, as terms.

A derivative is what ``certify.calculus`` makes of it, for all sizes; the kernel checks at the sizes of the instance
that it is one. The other values are those at the instance.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from certify.calculus import expand
from certify.language import Expr, strip
from certify.rocq.names import symbol
from certify.rocq.printer import Meaning, Printer
from certify.rocq.refutations.setting import NotRefutable, Setting
from certify.rocq.syntax import KINDS, Text, call, function, number

LONGEST = 10**6


class Explicit(Printer):
    """Prints expressions of a claim at an instance, without any variable."""

    longest = LONGEST

    def __init__(self, setting: Setting):
        super().__init__(setting.claim.statement)
        self.setting = setting

    def quantified(self, node: Expr) -> Text:
        """The value of a node that is no term."""
        if node.op in ("deriv", "jvp"):
            return self.term(strip(expand(node))[0])
        if node.op == "inv":
            return inverse(self, node.args[0])
        return root(self.setting, node)

    def value(self, meaning: Meaning) -> Text:
        """The value of a variable of the statement: a function where it depends on what a derivative moves."""
        if meaning.node.op == "inv" and meaning.moved:
            raise NotRefutable(f"{meaning.node} has to be given a value, as a function of what derivatives move")
        binders = " ".join(f"({symbol(x.attrs[0])} : {KINDS[len(x.shape)]})" for x in meaning.moved)
        body = self.quantified(meaning.node)
        return function(binders, body) if binders else body


def root(setting: Setting, node: Expr) -> Text:
    """A singular value of a rational matrix whose square is rational."""
    square = setting.root(node)
    if square is None:
        raise NotRefutable(f"{node} is no root of a rational number at the instance")
    found = rational_root(square)
    return number(found) if found is not None else call("sqrt", number(square))


def rational_root(square: Fraction) -> Fraction | None:
    """The square root, where it is rational."""
    p, q = isqrt(square.numerator), isqrt(square.denominator)
    return Fraction(p, q) if (p * p, q * q) == (square.numerator, square.denominator) else None


def inverse(p: Explicit, matrix: Expr) -> Text:
    """The inverse of a matrix that is diagonal at the instance, or rational."""
    low, high = p.setting.ends(matrix)
    if all(low[i][j] == high[i][j] == 0 for i in range(len(low)) for j in range(len(low)) if i != j):
        return call("diagonal_inverse", p.term(matrix))
    raise NotRefutable(f"the inverse of {matrix}, which is not diagonal at the instance")


__all__ = ["Explicit", "rational_root"]
