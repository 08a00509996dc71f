"""Carrying out the derivatives of an expression: no ``deriv`` or ``jvp`` node is left."""

from __future__ import annotations

from functools import lru_cache

from certify.calculus.algebra import ONE
from certify.calculus.patterns import softmax_argument
from certify.calculus.structure import structured
from certify.calculus.tangents import tangent
from certify.calculus.transposition import matrix_of, pull
from certify.language import Expr, ExpressionError, make, postorder, rebuild, strip


@lru_cache(maxsize=4096)
def expand(root: Expr) -> Expr:
    """An equal expression without derivative nodes, for symbolic dimensions.

    A directional derivative comes from one tangent rule an operation; gradients and Jacobians are read
    off it as linear maps of the direction. Names of definitions are kept where nothing below changes.
    """
    return rebuild((root,), _carry_out)[0]


def _carry_out(node: Expr, args: tuple[Expr, ...]) -> Expr:
    if node.op == "jvp":
        return tangent(_plain(args[0]), args[1], args[2])
    if node.op == "deriv":
        return _derivative(_plain(args[0]), args[1], node.attrs[0])
    return make(node.op, args, node.attrs)


def _plain(node: Expr) -> Expr:
    """Without names, and with quotients of exponentials as softmax, whose derivatives stay short and in range."""
    return structured(rebuild(strip(node), _as_softmax)[0])


def _as_softmax(node: Expr, args: tuple[Expr, ...]) -> Expr:
    rebuilt = make(node.op, args, node.attrs)
    logits = softmax_argument(rebuilt)
    return rebuilt if logits is None else make("softmax", (logits,), (0,))


def _derivative(e: Expr, x: Expr, order: str) -> Expr:
    v = make("sym", (), ("_v", x.shape))
    along = structured(tangent(e, x, v))
    if not x.shape:
        return tangent(e, x, ONE)
    if not e.shape:
        gradient = pull(along, v, ONE)
        return make("vec", (gradient,), (order,)) if order and len(x.shape) == 2 else gradient
    if len(e.shape) == 1 and len(x.shape) == 1:
        return structured(matrix_of(along, v))
    raise ExpressionError(f"the Jacobian of {e} by the matrix {x} is not carried out; use jvp along a matrix")


def prepare(*roots: Expr) -> tuple[Expr, ...]:
    """What the numeric readings evaluate: no names, no derivative nodes, no product with a formed diagonal."""
    return tuple(structured(expand(plain)) for plain in strip(*roots))
