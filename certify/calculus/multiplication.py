"""Products of matrices that are known by their parts: diagonal, of rank one, Kronecker products, and sums of these.

diag(f) v = f * v, (u v^T) w = u <v, w>, L (u v^T) = (L u) v^T, (A kron B) vec(X) = vec(A X B^T) row by row and
vec(B X A^T) column by column, (A kron B) (C kron D) = AC kron BD. Products distribute over sums that hold such a
matrix, and A (B v) is preferred to (A B) v. What stays is diag(f) @ M, M @ diag(f) and (A kron B) @ M, which
the evaluator carries out as scalings of rows or columns and as two small products.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

from certify.calculus.algebra import add, concat, div, dot, matmul, mul, neg, outer, transpose
from certify.language import Expr, make

Action = Callable[[Expr], Expr]


def has_structure(matrix: Expr) -> bool:
    """Whether a matrix is a sum or scaling of parts of which one at least is diagonal, of rank one, the identity, or
    a Kronecker product."""
    if matrix.op in ("diag", "outer", "eye", "kron"):
        return True
    if matrix.op in ("add", "neg", "mul", "div"):
        return is_linear_node(matrix) and any(has_structure(arg) for arg in matrix.args if arg.shape)
    return False


def is_linear_node(matrix: Expr) -> bool:
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
    by_blocks = _by_blocks(left, right)
    if by_blocks is not None:
        return by_blocks
    if has_structure(left):
        return _left(left, right)
    return _right(left, right) if len(right.shape) == 2 and has_structure(right) else matmul(left, right)


def _by_blocks(left: Expr, right: Expr) -> Expr | None:
    """Rows of blocks times columns of blocks of the same sizes, block by block; None where the blocks do not meet."""
    if left.op == "concat" and left.attrs[0] == 0:
        return concat([multiply(row, right) for row in left.args], 0)
    if right.op == "concat" and right.attrs[0] == 1:
        return concat([multiply(left, column) for column in right.args], 1)
    if left.op != "concat" or right.op != "concat":
        return None
    if [arg.shape[1] for arg in left.args] != [arg.shape[0] for arg in right.args]:
        return None
    return reduce(add, map(multiply, left.args, right.args))


def _left(left: Expr, right: Expr) -> Expr:
    if left.op == "outer":
        u, v = left.args
        if len(right.shape) == 1:
            return mul(dot(v, right), u)
        return outer(u, multiply(transposed(right), v))
    if left.op == "diag" and len(right.shape) == 1:
        return mul(left.args[0], right)
    if left.op == "kron":
        return _kron_times(left, right)
    if left.op == "diag" and has_structure(right):
        return _right(left, right)
    if left.op == "diag" and right.op == "matmul" and right.args[0].op == "diag":
        return matmul(make("diag", (mul(left.args[0], right.args[0].args[0]),)), right.args[1])
    return distribute(left, lambda part: multiply(part, right), matmul(left, right))


def _right(left: Expr, right: Expr) -> Expr:
    if right.op == "outer":
        u, v = right.args
        return outer(multiply(left, u), v)
    if right.op == "diag" and left.op == "diag":
        return make("diag", (mul(left.args[0], right.args[0]),))
    if right.op == "kron":
        return _times_kron(left, right)
    return distribute(right, lambda part: multiply(left, part), matmul(left, right))


def _kron_times(left: Expr, right: Expr) -> Expr:
    """(A kron B) @ right."""
    a, b = left.args
    if right.op == "vec":
        return _kron_times_vec(left, right)
    if right.op == "unit":
        return make("take", (left, right.args[0]), (1,))
    if right.op == "kron" and a.shape[1] == right.args[0].shape[0]:
        return make("kron", (multiply(a, right.args[0]), multiply(b, right.args[1])))
    if right.op == "matmul" and right.args[0].op == "kron" and a.shape[1] == right.args[0].args[0].shape[0]:
        return multiply(_kron_times(left, right.args[0]), right.args[1])
    if len(right.shape) == 2 and has_structure(right) and right.op != "kron":
        return _right(left, right)
    for k, factor in enumerate(left.args):
        if factor.shape[1].constant == 1:
            return _with_a_column(left, k, right)
    return matmul(left, right)


def _kron_times_vec(left: Expr, right: Expr) -> Expr:
    """(A kron B) vec(X): A X B^T read by rows, B X A^T read by columns, where X has the shape for it."""
    (a, b), (x,), (order,) = left.args, right.args, right.attrs
    if order == "F":
        a, b = b, a
    if x.shape != (a.shape[1], b.shape[1]):
        return matmul(left, right)
    return make("vec", (multiply(multiply(a, x), transposed(b)),), right.attrs)


def _with_a_column(left: Expr, k: int, right: Expr) -> Expr:
    """(A kron B) @ right where factor k has one column c: c kron (B right), or (A right) kron c."""
    column, other = left.args[k], multiply(left.args[1 - k], right)
    if len(right.shape) == 2:
        return make("kron", (column, other) if k == 0 else (other, column))
    pair = (only_column(column), other)
    return make("vec", (outer(*(pair if k == 0 else pair[::-1])),), ("C",))


def only_column(matrix: Expr) -> Expr:
    """The column of a matrix that has one."""
    if matrix.op == "outer" and matrix.args[1].op == "ones":
        return matrix.args[0]
    return make("take", (matrix, make("const", (), ("0",))), (1,))


def _times_kron(left: Expr, right: Expr) -> Expr:
    """left @ (A kron B), as the transpose of (A^T kron B^T) left^T unless a factor has one row."""
    if left.op == "matmul" and left.args[1].op == "kron" and left.args[1].args[0].shape[1] == right.args[0].shape[0]:
        return multiply(left.args[0], _kron_times(left.args[1], right))
    for k, factor in enumerate(right.args):
        if factor.shape[0].constant == 1:
            other = multiply(left, right.args[1 - k])
            return make("kron", (factor, other) if k == 0 else (other, factor))
    if left.op == "diag":
        return matmul(left, right)
    return transpose(matmul(transposed(right), transposed(left)))


def distribute(matrix: Expr, act: Action, otherwise: Expr) -> Expr:
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


def transposed(matrix: Expr) -> Expr:
    """The transpose, carried to the factors of products and to the parts of structured sums."""
    if len(matrix.shape) < 2:
        return matrix
    if is_linear_node(matrix) and has_structure(matrix):
        return distribute(matrix, transposed, matrix)
    if matrix.op == "matmul" and len(matrix.args[1].shape) == 2:
        return multiply(transposed(matrix.args[1]), transposed(matrix.args[0]))
    if matrix.op == "kron":
        return make("kron", tuple(map(transposed, matrix.args)))
    return transpose(matrix)
