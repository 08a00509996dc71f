"""Derivatives: variables with the hypothesis that they are the derivative, or a conclusion that says so.

The derivative of e by x in the direction v is that of ``fun t => e (x + t v)`` at 0 (``deriv_at``); a gradient g is
what gives it as ``<g, v>`` for all v, a Jacobian J as ``J v``. A derivative that is differentiated again is a function:
G with ``G x`` the gradient at each x where e is defined.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.language import Expr
from certify.language.sizes import Size
from certify.rocq.conditions import conditions, refuse_kinks
from certify.rocq.errors import NotPrintable
from certify.rocq.moved import at, binders, kind
from certify.rocq.names import symbol
from certify.rocq.syntax import KINDS, PRODUCT, Text, call, every, forall, function, implies, infix, natural

if TYPE_CHECKING:
    from certify.rocq.printer import Printer


def derivative(p: Printer, node: Expr) -> Text:
    """The variable that stands for a derivative; a function of what is moved by the derivatives around it."""
    bound = p.bound_indices(node)
    if bound:
        raise NotPrintable(f"a derivative under a sum over {bound[0]}: it would be another one for each term")
    moved = p.moves(node)
    key = (node, tuple(moved))
    if key not in p.derivatives:
        if moved:
            refuse_kinks(node.args[0])
        name = p.fresh.numbered("D")
        p.derivatives[key] = name
        says = is_derivative(p, node, at(name, moved))
        if moved:
            says = [forall(binders(moved), implies(conditions(p, node.args[0]), part)) for part in says]
        p.means(name, node, moved)
        p.introduce(name, kind(moved, len(node.shape)), says)
    return at(p.derivatives[key], moved)


def is_derivative(p: Printer, node: Expr, value: Text) -> list[Text]:
    """That ``value`` is the derivative which the node means."""
    e, x = node.args[:2]
    if node.op == "jvp":
        return [_along(p, e, x, p.term(node.args[2]), value)]
    if not x.shape:
        return [_along(p, e, x, None, value)]
    v = p.fresh.local("v")
    kind = KINDS[len(x.shape)]
    return [forall(f"{v} : {kind}", _along(p, e, x, Text(v), _applied(p, node, value, v)))]


def _along(p: Printer, e: Expr, x: Expr, direction: Text | None, value: Text) -> Text:
    """``deriv_at`` of each entry of e; without a direction x is a scalar that moves by itself."""
    t, name = p.fresh.local("t"), Text(symbol(x.attrs[0]))
    names = [p.fresh.local(letter) for letter in "ij"[:len(e.shape)]]
    moving = function(f"{name} : {KINDS[len(x.shape)]}", p.moving(x, e))
    if direction is None:
        curve, at = function(str(name), within_entry(p.moving(x, e), names)), name
    else:
        curve, at = function(t, call(Text(f"({moving})"), _moved(x, direction, t), *map(Text, names))), Text("0")
    entry = call(value, *map(Text, names)) if names else value
    return every(zip(names, e.shape, strict=True), call("deriv_at", curve, at, entry))


def within_entry(term: Text, names: list[str]) -> Text:
    """An entry of a term."""
    return call(term, *map(Text, names)) if names else term


def _moved(x: Expr, direction: Text, t: str) -> Text:
    """x + t v."""
    name, rank = Text(symbol(x.attrs[0])), len(x.shape)
    if rank == 0:
        return infix(name, "+", infix(Text(t), "*", direction, PRODUCT), 50)
    add, scale = (("vadd", "vscale"), ("madd", "mscale"))[rank - 1]
    return call(add, name, call(scale, Text(t), direction))


def _applied(p: Printer, node: Expr, value: Text, v: str) -> Text:
    """The derivative as a linear map of the direction."""
    e, x = node.args[:2]
    if len(x.shape) == 1:
        size = natural(x.shape[0])
        return call("mulv" if e.shape else "dot", size, value, Text(v))
    i, j, k = (p.fresh.local(letter) for letter in "ijk")
    if not e.shape and not node.attrs[0]:
        return _double_sum(x, i, j, infix(call(value, Text(i), Text(j)), "*",
                                          call(Text(v), Text(i), Text(j)), PRODUCT))
    place = Text(_place(x.shape, node.attrs[0] or "C", i, j))
    head = value
    factor = call(head, Text(k), place) if e.shape else call(head, place)
    total = _double_sum(x, i, j, infix(factor, "*", call(Text(v), Text(i), Text(j)), PRODUCT))
    return function(k, total) if e.shape else total


def _double_sum(x: Expr, i: str, j: str, body: Text) -> Text:
    rows, columns = map(natural, x.shape)
    return call("vsum", rows, function(i, call("vsum", columns, function(j, body))))


def _place(shape: tuple[Size, ...], order: str, i: str, j: str) -> Text:
    """Where the entry (i, j) of a matrix is in its vec."""
    rows, columns = map(natural, shape)
    return Text(f"({i} * {columns} + {j})%nat" if order == "C" else f"({j} * {rows} + {i})%nat")


__all__ = ["derivative", "is_derivative"]
