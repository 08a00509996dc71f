"""Carrying out the derivatives of an expression: no ``deriv`` or ``jvp`` node is left."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from certify.calculus.algebra import ONE, mul, outer
from certify.calculus.linear_maps import matrix_of
from certify.calculus.patterns import matrix_softmax, softmax_argument, squared_norm
from certify.calculus.structure import structured
from certify.calculus.tangents import tangent
from certify.calculus.transposition import NoTranspose, fresh_index, pull
from certify.language import Expr, make, postorder, rebuild, strip


@lru_cache(maxsize=4096)
def expand(root: Expr) -> Expr:
    """An equal expression without derivative nodes, for symbolic dimensions.

    A directional derivative comes from one tangent rule an operation; gradients and Jacobians are read
    off it as linear maps of the direction. Terms that a definition names in the root are named again.
    """
    return _named_again(rebuild((root,), _carry_out)[0], root)


def _named_again(expanded: Expr, root: Expr) -> Expr:
    names: dict[Expr, Expr] = {}
    for node in postorder(root):
        if node.op == "named":
            names.update({strip(node)[0]: node, _plain(node): node})
    if not names:
        return expanded

    def change(node: Expr, args: tuple[Expr, ...]) -> Expr:
        return names[node] if node in names else make(node.op, args, node.attrs)

    return rebuild(strip(expanded), change)[0]


def _carry_out(node: Expr, args: tuple[Expr, ...]) -> Expr:
    if node.op == "jvp":
        return tangent(_plain(args[0]), args[1], args[2])
    if node.op == "deriv":
        return _derivative(_plain(args[0]), args[1], node.attrs[0])
    return make(node.op, args, node.attrs)


def _plain(node: Expr) -> Expr:
    """Without names, and smooth: quotients of exponentials as softmax, whose derivatives stay short and in range, and
    squares of norms as sums, whose derivatives exist at 0."""
    return structured(_smooth(structured(_smooth(strip(node)[0]))))


def _smooth(node: Expr) -> Expr:
    return rebuild((node,), _as_smooth)[0]


def _as_smooth(node: Expr, args: tuple[Expr, ...]) -> Expr:
    rebuilt = make(node.op, args, node.attrs)
    logits = softmax_argument(rebuilt)
    if logits is not None:
        return make("softmax", (logits,), (0,))
    pattern = matrix_softmax(rebuilt)
    if pattern is not None:
        return make("softmax", pattern[:1], pattern[1:])
    square = squared_norm(rebuilt)
    return rebuilt if square is None else square


def _derivative(e: Expr, x: Expr, order: str) -> Expr:
    if not x.shape:
        return tangent(e, x, ONE)
    if not e.shape:
        gradient = _gradient(e, x)
        return make("vec", (gradient,), (order,)) if order and len(x.shape) == 2 else gradient
    return _jacobian(e, x, order or "C")


def _along(e: Expr, x: Expr) -> tuple[Expr, Expr]:
    """A symbol v of x's shape, and the tangent of e along it."""
    v = make("sym", (), ("_v", x.shape))
    return v, structured(tangent(e, x, v))


def _gradient(e: Expr, x: Expr) -> Expr:
    v, along = _along(e, x)
    try:
        return pull(along, v, ONE)
    except NoTranspose:
        return _entry_by_entry(e, x, lambda slope, unit: mul(slope, unit))


def _jacobian(e: Expr, x: Expr, order: str) -> Expr:
    """The Jacobian of a vector; a matrix variable is flattened in the given order."""
    v, along = _along(e, x)
    try:
        return structured(matrix_of(along, v, order))
    except NoTranspose:
        return _entry_by_entry(e, x, lambda slope, unit: outer(slope, _flat(unit, order)))


def _flat(array: Expr, order: str) -> Expr:
    return array if len(array.shape) == 1 else make("vec", (array,), (order,))


def _entry_by_entry(e: Expr, x: Expr, place: Callable[[Expr, Expr], Expr]) -> Expr:
    """Sum over the entries of x of the partial derivative, at its place: it exists for every operation."""
    first = fresh_index(x.shape[0], e)
    row = make("unit", (first,), x.shape[:1])
    if len(x.shape) == 1:
        return make("sumover", (place(tangent(e, x, row), row), first))
    second = fresh_index(x.shape[1], e, first)
    unit = outer(row, make("unit", (second,), x.shape[1:]))
    inner = make("sumover", (place(tangent(e, x, unit), unit), second))
    return make("sumover", (inner, first))


def prepare(*roots: Expr) -> tuple[Expr, ...]:
    """What the numeric readings evaluate: no names, no derivative nodes, no product with a formed diagonal."""
    return tuple(structured(expand(plain)) for plain in strip(*roots))
