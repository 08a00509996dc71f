"""Right sides as they are printed, C * V: a constant C of dimensions and scalars, and what moves, V.

V collects the factors in which an array, a norm or an absolute value occurs; C is the rest, in the form in which
it is printed. A proved bound of the left side is C' * V for many claims: then C may be replaced by C'.
"""

from __future__ import annotations

from dataclasses import dataclass

from certify.bounds.closed_form import closed_form
from certify.bounds.facts import readable
from certify.calculus.algebra import add, constant, div, mul, neg
from certify.language import Expr, coerce, postorder

ONE = coerce(1)


@dataclass(frozen=True)
class Printed:
    """The scalar ``constant * variable``."""

    constant: Expr
    variable: Expr


def printed(side: Expr) -> Printed:
    """A scalar as constant times variable; the constant is 1 where no factor is one."""
    if not varies(side):
        return Printed(side, ONE)
    if side.op in ("mul", "div") and not any(arg.shape for arg in side.args):
        first, second = map(printed, side.args)
        join = mul if side.op == "mul" else div
        return Printed(_joined(join, first.constant, second.constant), _joined(join, first.variable, second.variable))
    if side.op == "neg":
        inner = printed(side.args[0])
        return Printed(neg(inner.constant), inner.variable)
    if side.op == "add":
        first, second = map(printed, side.args)
        if first.variable is second.variable:
            return Printed(add(first.constant, second.constant), first.variable)
    return Printed(ONE, side)


def _joined(join, first: Expr, second: Expr) -> Expr:  # type: ignore[no-untyped-def]
    return first if constant(second) == 1 else join(first, second)


def varies(node: Expr) -> bool:
    """Whether an expression moves with the instance beyond its dimensions and scalars."""
    return any(inner.shape or inner.op in ("norm", "abs", "normp") for inner in postorder(node))


def replacement(side: Expr, bound: Expr) -> Expr | None:
    """C' for a bound C' * V of what is printed as at most C * V; None where V does not cancel."""
    quotient = closed_form(div(bound, readable(printed(side).variable)))
    return None if varies(quotient) else quotient


__all__ = ["ONE", "Printed", "printed", "replacement", "varies"]
