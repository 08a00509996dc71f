"""Flattened matrices: what is asked of vec(M) is asked of M, so that products (A kron B) vec(X) stay matrices.

exp(vec(M)) = vec(exp(M)), sums and differences of flattened matrices are flattened sums, |vec(M)|_2 is the
Frobenius norm, <vec(M), vec(N)> = sum(M * N). Two vectors are joined where they are flattened alike, or
can be: vec(M) by columns is vec(M^T) by rows. The functions return None where the rule does not apply.
"""

from __future__ import annotations

from certify.calculus.algebra import dot as inner
from certify.calculus.algebra import mul, outer, total
from certify.calculus.multiplication import multiply, transposed
from certify.language import Expr, make
from certify.language.sizes import Shape


def flattened(matrix: Expr, order: str) -> Expr:
    """vec(matrix); of a matrix with one row or one column that row or column where it is at hand."""
    if matrix.op == "outer":
        for one, other in (matrix.args, matrix.args[::-1]):
            if one.op == "ones" and one.shape[0].constant == 1:
                return other
    return make("vec", (matrix,), (order,))


def entrywise(op: str, args: tuple[Expr, ...]) -> Expr | None:
    """An entrywise operation on vec(M) and numbers, or on vectors flattened alike."""
    first = next(arg for arg in args if arg.op == "vec")
    (matrix,), (order,) = first.args, first.attrs
    operands = [arg if not arg.shape else as_matrix(arg, matrix.shape, order) for arg in args]
    if any(operand is None for operand in operands):
        return None
    return make("vec", (make(op, tuple(operand for operand in operands if operand is not None)),), (order,))


def as_matrix(vector: Expr, shape: Shape, order: str) -> Expr | None:
    """The M of the given shape with vec(M) in the given order the vector, where that can be written."""
    if vector.op == "vec":
        (matrix,), (other,) = vector.args, vector.attrs
        if other != order:
            matrix = transposed(matrix)
        return matrix if matrix.shape == shape else None
    return make(vector.op, (), (shape,)) if vector.op in ("ones", "zeros") else None


def dot(left: Expr, right: Expr) -> Expr | None:
    """<vec(M), vec(N)> = sum(M * N); where M = u v^T it is <u, N v>."""
    first, second = (left, right) if left.op == "vec" else (right, left)
    matrix = first.args[0]
    other = as_matrix(second, matrix.shape, first.attrs[0])
    if other is None:
        return None
    for one, rest in ((matrix, other), (other, matrix)):
        if one.op == "outer":
            return inner(one.args[0], multiply(rest, one.args[1]))
    return total(mul(matrix, other))


def norm(vector: Expr, order: str) -> Expr:
    """The norms 2, 1 and inf of vec(M) as the Frobenius norm, the sum and the largest of the |M_ij|."""
    matrix = vector.args[0]
    if order == "2":
        return make("norm", (matrix,), ("fro",))
    sizes = make("abs", (matrix,))
    return total(sizes) if order == "1" else make("max", (sizes,), (None,))


def joined_outer(u: Expr, v: Expr) -> Expr | None:
    """u vec(a b^T)^T = a^T kron (u b^T), where vec goes by rows; by columns a and b change places."""
    if v.op != "vec" or v.args[0].op != "outer":
        return None
    a, b = v.args[0].args if v.attrs[0] == "C" else v.args[0].args[::-1]
    one = make("ones", (), ((u.shape[0].of(1),),))
    return make("kron", (outer(one, a), outer(u, b)))
