"""Reading the form of a node: slots for its axes, entries at given indices."""

from __future__ import annotations

from fractions import Fraction

from certify.calculus.indexform import renaming
from certify.calculus.indexform.indices import Index, const, plain, slot
from certify.calculus.indexform.terms import Form
from certify.language.expr import Expr


def axes(node: Expr) -> tuple[Index, ...]:
    """The slots of a node."""
    return tuple(slot(k, size) for k, size in enumerate(node.shape))


def read(form: Form, node: Expr, *at: Index) -> Form:
    """The entry of a node at the given indices."""
    return renaming.substitute(form, dict(zip(axes(node), at, strict=True)))


def index_of(node: Expr) -> Index:
    """The index that an index symbol or an integer stands for."""
    if node.op == "idx":
        return plain("free", node.attrs[0], node.attrs[1])
    return const(int(Fraction(node.attrs[0])))
