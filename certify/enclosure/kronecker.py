"""(A kron B) x of balls by two small products, for a vector x or a matrix of columns x; A kron B is never formed."""

from __future__ import annotations

import numpy as np

from certify.enclosure.ball import Ball
from certify.enclosure.rounding import Array
from certify.enclosure.structured import Matrix, dense, product


def kron_product(a: Matrix, b: Matrix, x: Matrix) -> Ball:
    """With x read as an array x[j, l, c], j and l counting the columns of A and B: sum_jl A[i, j] B[k, l] x[j, l, c].

    The error bounds are those of the two products of matrices; reading the entries in another order is exact.
    """
    columns = dense(x)
    (m, n), (p, q) = shape_of(a), shape_of(b)
    r = columns.mid.shape[2] if columns.rank == 2 else 1
    half = dense(product(a, rearranged(columns, (n, q, r), (0, 1, 2), (n, q * r))))
    whole = dense(product(b, rearranged(half, (m, q, r), (1, 0, 2), (q, m * r))))
    return rearranged(whole, (p, m, r), (1, 0, 2), (m * p, r) if columns.rank == 2 else (m * p,))


def shape_of(a: Matrix) -> tuple[int, int]:
    """Rows and columns."""
    if isinstance(a, Ball):
        return a.mid.shape[1], a.mid.shape[2]
    return a.shape


def rearranged(a: Ball, axes: tuple[int, ...], order: tuple[int, ...], shape: tuple[int, ...]) -> Ball:
    """The entries row by row as an array with the given axes, put in another order, read again row by row."""

    def move(x: Array) -> Array:
        return x.reshape(-1, *axes).transpose(0, *(k + 1 for k in order)).reshape(-1, *shape)

    if a.rad is None:
        return Ball(move(a.mid), None, a.exp2)
    rad = a.rad if a.rad.shape[1:] == a.mid.shape[1:] else _spread(a.rad, a.mid)
    return Ball(move(a.mid), move(rad), a.exp2)


def _spread(rad: Array, mid: Array) -> Array:
    """A radius with as many entries an instance as its midpoint."""
    return np.broadcast_to(rad, (len(rad), *mid.shape[1:]))
