"""What rules are written with: sizes as expressions, queries, arithmetic that drops ones."""

from __future__ import annotations

from fractions import Fraction

from certify.bounds.steps import Query
from certify.calculus.algebra import add, constant, div, mul
from certify.language import Expr, coerce, make
from certify.language.sizes import Size

ONE, HALF = coerce(1), coerce(Fraction(1, 2))


def size_of(size: Size) -> Expr:
    """A dimension as a scalar expression."""
    if size.constant is not None:
        return coerce(size.constant)
    return make("dim", (), (str(size),)) if len(size.names) == 1 and str(size) in size.names else _polynomial(size)


def _polynomial(size: Size) -> Expr:
    out: Expr = coerce(0)
    for names, coefficient in size.terms:
        term = coerce(coefficient)
        for name in names:
            term = mul(term, make("dim", (), (name,)))
        out = add(out, term)
    return out


def entries_of(node: Expr) -> Expr:
    """How many entries an array has."""
    out: Expr = ONE
    for size in node.shape:
        out = mul(out, size_of(size))
    return out


def root(value: Expr) -> Expr:
    """The square root, of squares without one."""
    number = constant(value)
    if number == 1 or number == 0:
        return value
    if value.op == "mul" and value.args[0] is value.args[1]:
        return value.args[0]
    return make("sqrt", (value,))


def square(value: Expr) -> Expr:
    """value^2."""
    return mul(value, value)


def ask(kind: str, *nodes: Expr) -> list[Query]:
    """One kind of quantity of each node."""
    return [Query(kind, node) for node in nodes]


def quotient(a: Expr, b: Expr) -> Expr | None:
    """a / b, where b = 1 is dropped; nothing where b = 0 is all that is known from below."""
    if constant(b) == 0:
        return None
    return a if constant(b) == 1 else div(a, b)


__all__ = ["HALF", "ONE", "add", "ask", "entries_of", "mul", "quotient", "root", "size_of", "square"]
