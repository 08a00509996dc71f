"""Entries of flattened matrices, rows and columns of Kronecker products, at concrete sizes: nothing whole is formed."""

from __future__ import annotations

from collections.abc import Mapping

from certify.calculus import structured
from certify.language import Expr, coerce, make


def picked(node: Expr, position: int, dims: Mapping[str, int]) -> Expr | None:
    """An equal expression for the entry, row or column ``position`` that a ``take`` node picks, or None.

    Entry k of vec(M) is entry (k // columns, k % columns) of M row by row; row k of A kron B is the flattened
    outer product of row k // rows(B) of A and row k % rows(B) of B, and columns likewise.
    """
    whole, axis = node.args[0], node.attrs[0]
    if whole.op == "vec":
        (matrix,), (order,) = whole.args, whole.attrs
        rows, columns = (size.value(dims) for size in matrix.shape)
        i, j = divmod(position, columns) if order == "C" else divmod(position, rows)[::-1]
        return structured(_line(_line(matrix, i, 0), j, 0))
    if whole.op == "kron":
        a, b = whole.args
        i, j = divmod(position, b.shape[axis].value(dims))
        return structured(make("vec", (make("outer", (_line(a, i, axis), _line(b, j, axis))),), ("C",)))
    return None


def _line(array: Expr, k: int, axis: int) -> Expr:
    return make("take", (array, coerce(k)), (axis,))
