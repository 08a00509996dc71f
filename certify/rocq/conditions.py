"""Where an expression is defined: a claim is read over the instances where all of it is.

Rocq's functions are total (``x / 0`` is some number), so that a statement without these hypotheses says more than the
claim. They are printed unless they show to hold in the form of the operand (``signs``): leaving one out only makes the
statement stronger. Under a derivative the points are left out where a root or a real power has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from certify.calculus.patterns import squared_norm
from certify.language import Expr, postorder
from certify.rocq.errors import NotPrintable
from certify.rocq.inverses import is_inverse
from certify.rocq.signs import NONNEGATIVE, POSITIVE, sign
from certify.rocq.syntax import Text, call, every, number, relation

if TYPE_CHECKING:
    from certify.rocq.printer import Printer

KINKS = ("abs", "max", "min", "maximum", "minimum", "norm", "normp", "sigmin", "eigmin", "eigmax")
Condition = tuple[Expr, str]


def conditions(p: Printer, root: Expr) -> list[Text]:
    """Propositions under which the expression is defined, each once."""
    found: dict[Text, None] = {}
    for node in postorder(root):
        smooth = p.is_differentiated(node)
        for operand, wanted in needs(node, smooth):
            found[_stated(p, operand, wanted)] = None
        if node.op == "inv" and p.moves(node):
            found.update(dict.fromkeys(is_inverse(p, node, p.term(node))))
    return list(found)


def needs(node: Expr, smooth: bool) -> Iterator[Condition]:
    """What the operands of a node must be: ``<> 0``, ``0 <=`` or ``0 <``, and where that does not show by itself."""
    if node.op == "div" and sign(node.args[1]) < POSITIVE:
        yield node.args[1], "<>"
    elif node.op == "log" and sign(node.args[0]) < POSITIVE:
        yield node.args[0], "<"
    elif node.op == "normp" and sign(node.args[1]) < POSITIVE:
        yield node.args[1], "<"
    elif node.op == "sqrt":
        yield from _root(node.args[0], smooth)
    elif node.op == "pow" and node.args[1].op == "const":
        exponent = Fraction(node.args[1].attrs[0])
        if exponent.denominator != 1:
            yield from _root(node.args[0], smooth or exponent < 0)
        elif exponent < 0 and sign(node.args[0]) < POSITIVE:
            yield node.args[0], "<>"


def _root(operand: Expr, strict: bool) -> Iterator[Condition]:
    if sign(operand) < (POSITIVE if strict else NONNEGATIVE):
        yield operand, "<" if strict else "<="


def _stated(p: Printer, operand: Expr, wanted: str) -> Text:
    """For all entries and all values of the indices that a sum binds."""
    term, names = p.term(operand), [p.fresh.local(letter) for letter in "ij"[:len(operand.shape)]]
    entry = call(term, *map(Text, names)) if names else term
    zero = number(Fraction(0))
    said = relation(entry, "<>", zero) if wanted == "<>" else relation(zero, wanted, entry)
    bound = [(p.index_name(idx), idx.attrs[1]) for idx in p.bound_indices(operand)]
    return every([*bound, *zip(names, operand.shape, strict=True)], said)


def refuse_kinks(e: Expr) -> None:
    """Raises ``NotPrintable`` where a derivative is to be differentiated again and might not exist at all points."""
    smooth = {arg for node in postorder(e) if squared_norm(node) is not None for arg in node.args}
    for node in postorder(e):
        if node.op in KINKS and node not in smooth:
            raise NotPrintable(f"a derivative of a derivative of {node.op}, which does not exist everywhere")


__all__ = ["conditions", "needs", "refuse_kinks"]
