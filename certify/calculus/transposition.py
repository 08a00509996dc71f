"""From a directional derivative to a gradient or a Jacobian: reading off the linear map.

A tangent is an expression linear in its direction v. ``pull(e, v, w)`` is the g with <w, e(v)> = <g, v>
for every v (the transposed map), ``matrix_of(e, v)`` the M with e(v) = M v. Each rule handles one
operation, knowing which operands depend on v; linearity means that exactly one factor of a product does.
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
    active = _active(order, v)
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


def _active(order: list[Expr], v: Expr) -> dict[Expr, bool]:
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


PULLS: dict[str, Pull] = {
    "add": _pull_add, "neg": lambda node, w, flags: [neg(w)], "mul": _pull_mul, "div": _pull_div,
    "dot": lambda node, w, flags: [mul(w, node.args[1]), mul(w, node.args[0])],
    "matmul": _pull_matmul, "outer": _pull_outer, "transpose": lambda node, w, flags: [transpose(w)],
    "diag": lambda node, w, flags: [make("diagonal", (w,))],
    "diagonal": lambda node, w, flags: [make("diag", (w,))],
    "sum": _pull_sum_axis, "take": _pull_take, "trace": _pull_trace,
}


def matrix_of(root: Expr, v: Expr) -> Expr:
    """The matrix M with root(v) = M v, for a vector root linear in the vector v."""
    order = list(postorder(root))
    active = _active(order, v)
    found: dict[Expr, Expr] = {v: make("eye", (), (v.shape[0],))}
    for node in order:
        if active[node] and node is not v and len(node.shape) == 1:
            found[node] = _matrix(node, v, found, active)
    return found[root] if active[root] else zeros_of(root.shape + v.shape)


def _matrix(node: Expr, v: Expr, found: dict[Expr, Expr], active: dict[Expr, bool]) -> Expr:
    """The matrix of one vector node, from those of its vector operands; rows of scalars come from ``pull``."""
    if node.op in ("add", "neg"):
        parts = [_part(arg, v, found, active, node) for arg in node.args]
        return add(*parts) if node.op == "add" else neg(parts[0])
    if node.op == "mul":
        fixed, moving = sorted(node.args, key=lambda arg: active[arg])
        return _scaled(fixed, moving, v, found)
    if node.op == "div":
        return _divided(node, v, found)
    if node.op == "matmul" and active[node.args[1]] and not active[node.args[0]]:
        return matmul(node.args[0], found[node.args[1]])
    if node.op == "sumover":
        return make("sumover", (matrix_of(node.args[0], v), node.args[1]))
    return _row_by_row(node, v)


def _part(arg: Expr, v: Expr, found: dict[Expr, Expr], active: dict[Expr, bool], node: Expr) -> Expr:
    if not active[arg]:
        raise NoTranspose(node.op)
    return found[arg] if arg.shape else outer(ones_of(node.shape), pull(arg, v, ones_of(())))


def _scaled(fixed: Expr, moving: Expr, v: Expr, found: dict[Expr, Expr]) -> Expr:
    if not moving.shape:
        return outer(fixed, pull(moving, v, ones_of(())))
    return matmul(make("diag", (fixed,)), found[moving]) if fixed.shape else mul(fixed, found[moving])


def _divided(node: Expr, v: Expr, found: dict[Expr, Expr]) -> Expr:
    top, bottom = node.args
    if bottom.shape:
        return _scaled(div(ones_of(bottom.shape), bottom), top, v, found)
    return div(found[top], bottom)


def _row_by_row(node: Expr, v: Expr) -> Expr:
    """Sum over k of e_k (gradient of entry k)^T: always there, for operations without a closed matrix form."""
    idx = fresh_index(node.shape[0], node)
    unit = make("unit", (idx,), (node.shape[0],))
    return make("sumover", (outer(unit, pull(node, v, unit)), idx))
