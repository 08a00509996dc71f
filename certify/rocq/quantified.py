"""What no term says: derivatives, inverses, spectral norms, smallest singular values.

Each becomes a variable over which the statement is quantified, with the hypothesis that says what it is and that only
the thing itself meets. Where the thing does not exist (no inverse, no derivative) the claim is not defined, and the
hypothesis is false.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from certify.language import Expr
from certify.rocq.derivatives import derivative
from certify.rocq.inverses import inverse
from certify.rocq.syntax import Text, call, forall, implies, natural, relation

if TYPE_CHECKING:
    from certify.rocq.printer import Printer


def spectral_norm(p: Printer, node: Expr) -> Text:
    """The least upper bound of ||M v|| / ||v||."""
    p.outermost(node, "a spectral norm")
    (matrix,) = node.args
    name, r = p.fresh.numbered("s"), p.fresh.local("r")
    least = forall(f"{r} : R", implies([opbound(p, matrix, Text(r))], relation(Text(name), "<=", Text(r))))
    p.means(name, node)
    p.introduce(name, "R", [opbound(p, matrix, Text(name)), least])
    return Text(name)


def opbound(p: Printer, matrix: Expr, bound: Text) -> Text:
    """||M||_2 <= bound."""
    return call("opbound", *map(natural, matrix.shape), p.term(matrix), bound)


def singular_value(p: Printer, node: Expr) -> Text:
    """The largest r with r ||v|| <= ||M v|| for all v, or the same of the transpose: the smallest of min(m, n)."""
    p.outermost(node, "a singular value")
    (matrix,) = node.args
    name, r = p.fresh.numbered("s"), p.fresh.local("r")
    greatest = forall(f"{r} : R", implies([expands(p, matrix, Text(r))], relation(Text(r), "<=", Text(name))))
    p.means(name, node)
    p.introduce(name, "R", [expands(p, matrix, Text(name)), greatest])
    return Text(name)


def expands(p: Printer, matrix: Expr, bound: Text) -> Text:
    """bound <= the smallest of the min(m, n) singular values of an m x n matrix."""
    (rows, columns), v, term = map(natural, matrix.shape), p.fresh.local("v"), p.term(matrix)

    def side(m: Text, n: Text, factor: Text) -> Text:
        image = call("norm2", m, call("mulv", n, factor, Text(v)))
        return forall(f"{v} : vec", relation(_times(bound, call("norm2", n, Text(v))), "<=", image))

    return Text(f"({side(rows, columns, term)}) \\/ ({side(columns, rows, call('tr', term))})", 85)


def _times(factor: Text, term: Text) -> Text:
    from certify.rocq.syntax import PRODUCT, infix

    return infix(factor, "*", term, PRODUCT)


RULES: dict[str, Callable[[Printer, Expr], Text]] = {
    "norm": spectral_norm, "sigmin": singular_value, "inv": inverse, "deriv": derivative, "jvp": derivative,
}

__all__ = ["RULES", "expands", "opbound"]
