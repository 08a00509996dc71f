"""Expressions and relations for people: Unicode and LaTeX."""

from __future__ import annotations

from certify.language.expr import Expr
from certify.language.printing.latex_style import LatexStyle
from certify.language.printing.layout import aligned, broken, one_line
from certify.language.printing.printer import Printer
from certify.language.printing.style import Style
from certify.language.printing.table import TABLE
from certify.language.printing.unicode_style import UnicodeStyle
from certify.language.relations import Relation


def printer(style: Style) -> Printer:
    """A fresh printer in a style."""
    return Printer(style, TABLE)


def unicode(expr: Expr) -> str:
    """The expression on one line of plain text. Integer positions print from 1: ``x[0]`` is x₁."""
    return printer(UnicodeStyle()).piece(expr).text


def latex(expr: Expr) -> str:
    """The expression as LaTeX, without dollar signs. Integer positions print from 1."""
    return printer(LatexStyle()).piece(expr).text


def unicode_relation(relation: Relation) -> str:
    """The relation on one line of plain text."""
    return one_line(printer(UnicodeStyle()), relation)


def latex_relation(relation: Relation) -> str:
    """The relation as LaTeX, without dollar signs, in several lines (``aligned``) where it is long."""
    return aligned(broken(printer(UnicodeStyle()), printer(LatexStyle()), relation))
