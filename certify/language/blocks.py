"""Arrays put together from blocks, with NumPy's names and NumPy's reading of scalars and vectors.

All of them build the one operation ``concat``. A column out of a vector has to be written: ``outer(v, ones(1))``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from certify.language.errors import ShapeError
from certify.language.expr import Expr, coerce, make
from certify.language.sizes import show_shape
from certify.language.symbols import as_size


def concatenate(arrays: Sequence[Any], axis: int = 0) -> Expr:
    """Vectors end to end, or matrices below (axis 0) or beside (axis 1) one another; sizes add, to d + 1 say.

    Raises ``ShapeError`` where the sizes across the axis differ or ranks are mixed.
    """
    parts = tuple(map(coerce, _several(arrays, "concatenate")))
    rank = len(parts[0].shape)
    if not rank or not -rank <= axis < rank:
        raise ShapeError(f"concatenate: axis {axis} does not exist in {parts[0]!r}; "
                         "hstack and block take scalars as well")
    return parts[0] if len(parts) == 1 else make("concat", parts, (axis % rank,))


def hstack(arrays: Sequence[Any]) -> Expr:
    """Scalars and vectors end to end; matrices side by side."""
    parts = tuple(map(coerce, _several(arrays, "hstack")))
    if all(len(part.shape) < 2 for part in parts):
        return concatenate([part if part.shape else _filled(part, 1) for part in parts])
    _refuse_vectors("hstack", parts)
    return concatenate([part if part.shape else _filled(part, 2) for part in parts], axis=1)


def vstack(arrays: Sequence[Any]) -> Expr:
    """Matrices one below the other; a vector is a row, a scalar a 1 x 1 matrix."""
    return concatenate([_as_matrix(coerce(part)) for part in _several(arrays, "vstack")])


def block(rows: Sequence[Any]) -> Expr:
    """The matrix of a nested list of blocks, row by row; a scalar is a 1 x 1 block and a vector a row.

    A list of blocks without nesting is one row of them, as in ``hstack``. A block of zeros has to be written with
    its sizes, ``zeros(d, e)``.
    """
    nested = [isinstance(row, list | tuple) for row in _several(rows, "block")]
    if not any(nested):
        return hstack(rows)
    if not all(nested):
        raise ShapeError("block: takes a list of rows, each of them a list of blocks")
    return vstack([_row(number, row) for number, row in enumerate(rows)])


def _row(number: int, row: Sequence[Any]) -> Expr:
    parts = [_as_matrix(coerce(part)) for part in _several(row, "block")]
    if len({part.shape[0] for part in parts}) > 1:
        shapes = ", ".join(show_shape(part.shape) for part in parts)
        raise ShapeError(f"block: the blocks of row {number} have different heights: {shapes} (a vector is a row; a "
                         "column is ct.outer(v, ct.ones(1)); a scalar is 1 x 1; zeros need sizes: ct.zeros(m, n))")
    return concatenate(parts, axis=1)


def _several(arrays: Any, name: str) -> Sequence[Any]:
    if isinstance(arrays, Expr) or not isinstance(arrays, list | tuple) or not arrays:
        raise ShapeError(f"{name}: takes a list of one or more arrays, not {arrays!r}")
    return arrays


def _refuse_vectors(name: str, parts: Sequence[Expr]) -> None:
    for part in parts:
        if len(part.shape) == 1:
            raise ShapeError(f"{name}: the vector {part!r} beside matrices could be a row or a column; write "
                             "ct.outer(v, ct.ones(1)) for a column, ct.outer(ct.ones(1), v) for a row")


def _filled(scalar: Expr, rank: int) -> Expr:
    """A scalar as an array with one entry."""
    return scalar * make("ones", (), ((as_size(1),) * rank,))


def _as_matrix(part: Expr) -> Expr:
    if len(part.shape) == 1:
        return make("outer", (make("ones", (), ((as_size(1),),)), part))
    return part if part.shape else _filled(part, 2)
