"""What is known of a Kronecker product A kron B from A and B alone: norms, trace, inverse, sums, diagonal.

Singular values of A kron B are the products of those of A and B, and its column sums those of theirs, so
all four norms multiply. Every function takes the operands of an operation, of which one is a Kronecker product,
and returns an equal expression without it, or None where the rule does not apply.
"""

from __future__ import annotations

from certify.calculus.algebra import ONE, add, div, mul, neg, outer, sub, total
from certify.language import Expr, make


def inverse(matrix: Expr) -> Expr:
    """The inverse: of a diagonal matrix by its entries, of a Kronecker product of square matrices by its factors."""
    if matrix.op == "diag":
        return make("diag", (div(ONE, matrix.args[0]),))
    if matrix.op == "kron" and all(map(is_square, matrix.args)):
        return make("kron", tuple(map(inverse, matrix.args)))
    return matrix if matrix.op == "eye" else make("inv", (matrix,))


def is_square(matrix: Expr) -> bool:
    """Whether a matrix is square for all sizes."""
    return bool(matrix.shape[0] == matrix.shape[1])


def trace(matrix: Expr) -> Expr | None:
    """tr(A kron B) = tr A tr B for square factors."""
    if not all(map(is_square, matrix.args)):
        return None
    a, b = (make("trace", (factor,)) for factor in matrix.args)
    return mul(a, b)


def norm(matrix: Expr, order: str) -> Expr:
    """The norms 1, 2, inf and fro multiply."""
    a, b = (make("norm", (factor,), (order,)) for factor in matrix.args)
    return mul(a, b)


def smallest_singular_value(matrix: Expr) -> Expr | None:
    """sigmin multiplies where both factors are tall, or both wide; else there may be more singular values, 0."""
    a, b = matrix.args
    if a.shape != b.shape and not (is_square(a) and is_square(b)):
        return None
    return mul(make("sigmin", (a,)), make("sigmin", (b,)))


def sums(matrix: Expr, axis: int | None) -> Expr:
    """Sums of rows or columns are the Kronecker product of the sums of the factors."""
    a, b = (total(factor, axis) for factor in matrix.args)
    return mul(a, b) if axis is None else make("vec", (outer(a, b),), ("C",))


def diagonal(matrix: Expr) -> Expr | None:
    """The diagonal is the Kronecker product of the diagonals, for square factors."""
    if not all(map(is_square, matrix.args)):
        return None
    a, b = (make("diagonal", (factor,)) for factor in matrix.args)
    return make("vec", (outer(a, b),), ("C",))


def entrywise(op: str, args: tuple[Expr, ...]) -> Expr | None:
    """Signs, scalings, moduli and entrywise products go to the factors; sums with a common factor are joined."""
    if op in ("neg", "abs"):
        a, b = args[0].args
        return make("kron", (neg(a), b)) if op == "neg" else make("kron", (make("abs", (a,)), make("abs", (b,))))
    left, right = args
    if op == "div":
        return None if right.shape else make("kron", (div(left.args[0], right), left.args[1]))
    if op == "mul" and not (left.shape and right.shape):
        scalar, product = sorted(args, key=lambda arg: len(arg.shape))
        return make("kron", (mul(scalar, product.args[0]), product.args[1]))
    if not (left.op == right.op == "kron" and left.args[0].shape == right.args[0].shape):
        return None
    if op == "mul":
        return make("kron", tuple(mul(p, q) for p, q in zip(left.args, right.args, strict=True)))
    return _joined(left.args, right.args) if op == "add" else None


def _joined(left: tuple[Expr, ...], right: tuple[Expr, ...]) -> Expr | None:
    """A kron B + A kron C = A kron (B + C), and likewise with a common right factor; signs stand in the left factor."""
    if left[0] is right[0]:
        return make("kron", (left[0], add(left[1], right[1])))
    if right[0] is neg(left[0]):
        return make("kron", (left[0], sub(left[1], right[1])))
    return make("kron", (add(left[0], right[0]), left[1])) if left[1] is right[1] else None
