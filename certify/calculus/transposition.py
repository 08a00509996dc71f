"""From a directional derivative to a gradient: the transposed linear map.

A tangent is an expression linear in its direction v. ``pull(e, v, w)`` is the g with <w, e(v)> = <g, v>
for every v. Each rule handles one operation, knowing which operands depend on v; linearity means that exactly
one factor of a product does.
"""

from __future__ import annotations

from collections.abc import Callable

from certify.calculus.algebra import (
    add,
    div,
    dot,
    matmul,
    mul,
    neg,
    ones_of,
    outer,
    part,
    total,
    transpose,
    zeros_of,
)
from certify.language import Expr, Size, make, postorder

Pull = Callable[[Expr, Expr, tuple[bool, ...]], list[Expr]]


class NoTranspose(Exception):
    """An operation whose transposed map has no name in the language; the gradient is then a sum over entries."""


def fresh_index(size: Size, *roots: Expr) -> Expr:
    """An index symbol that occurs nowhere below the roots, so that no sum captures it."""
    taken = {node.attrs[0] for node in postorder(*roots) if node.op == "idx"}
    number = next(k for k in range(len(taken) + 1) if f"_k{k}" not in taken)
    return make("idx", (), (f"_k{number}", size))


def pull(root: Expr, v: Expr, w: Expr) -> Expr:
    """The gradient of <w, root> by v, for a root linear in v."""
    order = list(postorder(root))
    active = activity(order, v)
    cotangents: dict[Expr, Expr] = {root: w}
    for node in reversed(order):
        if not active[node] or node is v or node not in cotangents:
            continue
        flags = tuple(active[arg] for arg in node.args)
        if node.op == "sumover":
            _absorb(cotangents, v, _pull_sum(node, v, cotangents[node]))
            continue
        for arg, flag, cotangent in zip(node.args, flags, _rule(node)(node, cotangents[node], flags), strict=True):
            if flag:
                _absorb(cotangents, arg, cotangent)
    return cotangents.get(v, zeros_of(v.shape))


def _absorb(cotangents: dict[Expr, Expr], node: Expr, cotangent: Expr) -> None:
    cotangents[node] = add(cotangents[node], cotangent) if node in cotangents else cotangent


def activity(order: list[Expr], v: Expr) -> dict[Expr, bool]:
    """Which of the nodes, operands first, depend on v."""
    active: dict[Expr, bool] = {}
    for node in order:
        active[node] = node is v or any(active[arg] for arg in node.args)
    return active


def _rule(node: Expr) -> Pull:
    if node.op not in PULLS:
        raise NoTranspose(node.op)
    return PULLS[node.op]


def _pull_sum(node: Expr, v: Expr, w: Expr) -> Expr:
    body, idx = node.args
    return make("sumover", (pull(body, v, w), idx))


def _fit(value: Expr, operand: Expr) -> Expr:
    """A scalar operand of an array operation collects the sum of the entries."""
    return value if operand.shape == value.shape else total(value)


def _pull_add(node: Expr, w: Expr, flags: tuple[bool, ...]) -> list[Expr]:
    return [_fit(w, arg) for arg in node.args]


def _pull_mul(node: Expr, w: Expr, flags: tuple[bool, ...]) -> list[Expr]:
    a, b = node.args
    return [_inner(w, b, a), _inner(w, a, b)]


def _inner(w: Expr, factor: Expr, operand: Expr) -> Expr:
    """w * factor, summed where the operand is a scalar."""
    if operand.shape or not w.shape:
        return mul(factor, w)
    return dot(factor, w) if len(w.shape) == 1 else total(mul(factor, w))


def _pull_div(node: Expr, w: Expr, flags: tuple[bool, ...]) -> list[Expr]:
    return [_fit(div(w, node.args[1]), node.args[0]), w]


def _pull_matmul(node: Expr, w: Expr, flags: tuple[bool, ...]) -> list[Expr]:
    a, b = node.args
    left = outer(w, b) if len(b.shape) == 1 else matmul(w, transpose(b))
    return [left if flags[0] else a, matmul(transpose(a), w) if flags[1] else b]


def _pull_outer(node: Expr, w: Expr, flags: tuple[bool, ...]) -> list[Expr]:
    a, b = node.args
    return [matmul(w, b), matmul(transpose(w), a)]


def _pull_sum_axis(node: Expr, w: Expr, flags: tuple[bool, ...]) -> list[Expr]:
    (a,), (axis,) = node.args, node.attrs
    if axis is None:
        return [mul(w, ones_of(a.shape))]
    across = ones_of((a.shape[axis],))
    return [outer(across, w) if axis == 0 else outer(w, across)]


def _pull_take(node: Expr, w: Expr, flags: tuple[bool, ...]) -> list[Expr]:
    (a, k), (axis,) = node.args, node.attrs
    unit = make("unit", (k,), (a.shape[axis],))
    if len(a.shape) == 1:
        return [mul(w, unit), k]
    return [outer(unit, w) if axis == 0 else outer(w, unit), k]


def _pull_trace(node: Expr, w: Expr, flags: tuple[bool, ...]) -> list[Expr]:
    return [mul(w, make("eye", (), (node.args[0].shape[0],)))]


def _pull_concat(node: Expr, w: Expr, flags: tuple[bool, ...]) -> list[Expr]:
    (axis,) = node.attrs
    sizes = [arg.shape[axis] for arg in node.args]
    return [part(w, sizes, axis, k) if flag else w for k, flag in enumerate(flags)]


PULLS: dict[str, Pull] = {
    "add": _pull_add, "neg": lambda node, w, flags: [neg(w)], "mul": _pull_mul, "div": _pull_div,
    "dot": lambda node, w, flags: [mul(w, node.args[1]), mul(w, node.args[0])],
    "matmul": _pull_matmul, "outer": _pull_outer, "transpose": lambda node, w, flags: [transpose(w)],
    "diag": lambda node, w, flags: [make("diagonal", (w,))],
    "diagonal": lambda node, w, flags: [make("diag", (w,))],
    "sum": _pull_sum_axis, "take": _pull_take, "trace": _pull_trace,
    "concat": _pull_concat,
}

