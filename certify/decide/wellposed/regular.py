"""Matrices that are certainly invertible."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from certify.language import Expr, make

if TYPE_CHECKING:
    from certify.decide.wellposed.signs import Signs


def is_regular(matrix: Expr, signs: Signs) -> bool:
    """Whether a square matrix is certainly invertible, by its form or by a hypothesis."""
    op, args = matrix.op, matrix.args
    if op == "diag":
        return signs.nonzero(args[0])
    if op in ("transpose", "neg", "inv"):
        return is_regular(args[0], signs)
    if op in ("kron", "matmul") and all(arg.shape[0] == arg.shape[1] for arg in args):
        return all(is_regular(arg, signs) for arg in args)
    if op in ("mul", "div") and any(scale.shape == () for scale in args):
        scale, other = args if args[0].shape == () else args[::-1]
        return signs.nonzero(scale) and is_regular(other, signs)
    return is_definite(matrix, signs) or _is_full(matrix, signs)


def is_definite(matrix: Expr, signs: Signs, strictly: bool = True) -> bool:
    """Whether a matrix is certainly symmetric and positive definite, or semidefinite."""
    op, args = matrix.op, matrix.args
    if op == "eye" or (op == "zeros" and not strictly):
        return True
    if op == "outer":
        return not strictly and args[0] is args[1]
    if op == "inv":
        return is_definite(args[0], signs)
    if op == "diag":
        return signs.positive(args[0]) if strictly else signs.nonnegative(args[0])
    if op == "add":
        return any(is_definite(a, signs, strictly) and is_definite(b, signs, False) for a, b in (args, args[::-1]))
    if op == "kron":
        return all(is_definite(arg, signs, strictly) for arg in args)
    if op in ("mul", "div") and any(scale.shape == () for scale in args):
        scale, other = args if args[0].shape == () else args[::-1]
        return (signs.positive(scale) if strictly else signs.nonnegative(scale)) and is_definite(other, signs, strictly)
    return any((middle is None or is_definite(middle, signs, strictly)) and (not strictly or _is_tall(factor, signs))
               for factor, middle in _congruences(matrix))


def _congruences(matrix: Expr) -> Iterator[tuple[Expr, Expr | None]]:
    """All (B, M) with matrix = B^T M B, M None for the identity."""
    if matrix.op != "matmul":
        return
    left, right = matrix.args
    if _transposed(left) is right:
        yield right, None
    if left.op == "matmul" and _transposed(left.args[0]) is right:
        yield right, left.args[1]
    if right.op == "matmul" and _transposed(left) is right.args[1]:
        yield right.args[1], right.args[0]


def _transposed(matrix: Expr) -> Expr:
    if matrix.op in ("diag", "eye"):
        return matrix
    return matrix.args[0] if matrix.op == "transpose" else make("transpose", (matrix,))


def _is_tall(factor: Expr, signs: Signs) -> bool:
    """Whether hypotheses say that the columns are independent: rows >= columns, and smallest singular value > 0."""
    rows, columns = factor.shape
    if rows == columns:
        return is_regular(factor, signs)
    tall = any(
        rel.op in ("le", "lt") and rel.lhs.op == rel.rhs.op == "dim"
        and (rel.lhs.attrs[0], rel.rhs.attrs[0]) == (str(columns), str(rows)) for rel in signs.given)
    return tall and _is_full(factor, signs)


def _is_full(matrix: Expr, signs: Signs) -> bool:
    return signs.positive(make("sigmin", (matrix,)))


__all__ = ["is_definite", "is_regular"]
