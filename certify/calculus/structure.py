"""Products with diagonal and rank-one matrices, rewritten so that those are never formed.

diag(f) v = f * v, (u v^T) w = u <v, w>, L (u v^T) = (L u) v^T, products distribute over sums that hold
such a matrix, and A (B v) is preferred to (A B) v. What stays is diag(f) @ M and M @ diag(f), which the
evaluator carries out as a scaling of rows or columns. Every rule is an identity for all sizes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from certify.calculus.algebra import add, div, dot, matmul, mul, neg, outer, transpose
from certify.language import Expr, make, rebuild

Action = Callable[[Expr], Expr]


@lru_cache(maxsize=4096)
def structured(root: Expr) -> Expr:
    """An equal expression in which no product with a diagonal or rank-one matrix is formed."""
    return rebuild((root,), _rewrite)[0]


def _rewrite(node: Expr, args: tuple[Expr, ...]) -> Expr:
    if node.op == "matmul":
        return multiply(*args)
    if node.op == "transpose":
        return _transposed(args[0])
    if node.op == "diagonal":
        return _diagonal(make("diagonal", args))
    if node.op == "trace" and args[0].op == "outer":
        return dot(*args[0].args)
    return make(node.op, args, node.attrs)


def has_structure(matrix: Expr) -> bool:
    """Whether a matrix is a sum or scaling of parts of which one at least is diagonal, of rank one, or the identity."""
    if matrix.op in ("diag", "outer", "eye"):
        return True
    if matrix.op in ("add", "neg", "mul", "div"):
        return _is_linear_node(matrix) and any(has_structure(arg) for arg in matrix.args if arg.shape)
    return False


def _is_linear_node(matrix: Expr) -> bool:
    """A sum, a sign, or a scaling by a scalar (not the entrywise product of two matrices)."""
    if matrix.op == "add":
        return all(arg.shape for arg in matrix.args)
    if matrix.op == "mul":
        return sum(1 for arg in matrix.args if arg.shape) == 1
    return matrix.op == "neg" or (matrix.op == "div" and not matrix.args[1].shape)


def multiply(left: Expr, right: Expr) -> Expr:
    """left @ right by the first rule that fits."""
    if left.op == "matmul" and (len(right.shape) == 1 or right.op == "outer"):
        return multiply(left.args[0], multiply(left.args[1], right))
    if has_structure(left):
        return _left(left, right)
    return _right(left, right) if len(right.shape) == 2 and has_structure(right) else matmul(left, right)


def _left(left: Expr, right: Expr) -> Expr:
    if left.op == "outer":
        u, v = left.args
        if len(right.shape) == 1:
            return mul(dot(v, right), u)
        return outer(u, multiply(_transposed(right), v))
    if left.op == "diag" and len(right.shape) == 1:
        return mul(left.args[0], right)
    if left.op == "diag" and has_structure(right):
        return _right(left, right)
    if left.op == "diag" and right.op == "matmul" and right.args[0].op == "diag":
        return matmul(make("diag", (mul(left.args[0], right.args[0].args[0]),)), right.args[1])
    return _distribute(left, lambda part: multiply(part, right), matmul(left, right))


def _right(left: Expr, right: Expr) -> Expr:
    if right.op == "outer":
        u, v = right.args
        return outer(multiply(left, u), v)
    if right.op == "diag" and left.op == "diag":
        return make("diag", (mul(left.args[0], right.args[0]),))
    return _distribute(right, lambda part: multiply(left, part), matmul(left, right))


def _distribute(matrix: Expr, act: Action, otherwise: Expr) -> Expr:
    """A linear action on a sum or scaling, part by part; ``otherwise`` where the matrix is neither."""
    if matrix.op == "add":
        return add(act(matrix.args[0]), act(matrix.args[1]))
    if matrix.op == "neg":
        return neg(act(matrix.args[0]))
    if matrix.op == "div":
        return div(act(matrix.args[0]), matrix.args[1])
    if matrix.op == "mul":
        scalar, inner = sorted(matrix.args, key=lambda arg: len(arg.shape))
        return mul(scalar, act(inner))
    return otherwise


def _transposed(matrix: Expr) -> Expr:
    if len(matrix.shape) < 2:
        return matrix
    if _is_linear_node(matrix) and has_structure(matrix):
        return _distribute(matrix, _transposed, matrix)
    if matrix.op == "matmul" and len(matrix.args[1].shape) == 2:
        return multiply(_transposed(matrix.args[1]), _transposed(matrix.args[0]))
    return transpose(matrix)


def _diagonal(node: Expr) -> Expr:
    matrix = node.args[0]
    if matrix.op == "outer":
        return mul(*matrix.args)
    return matrix.args[0] if matrix.op == "diag" else node
