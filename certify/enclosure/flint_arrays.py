"""Array plumbing over FLINT's scalars: what Arb balls and exact rationals have in common.

A scalar is a FLINT number, a vector a Python list of them, a matrix an ``arb_mat`` or ``fmpq_mat``. There
is no batch axis. Subclasses say what the scalar functions are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

Scalar = Any
Array = Any  # Scalar | list[Scalar] | matrix


class FlintArrays:
    """Operations that only move entries or combine them by + and *; ``matrix`` is FLINT's matrix type."""

    matrix: Callable[..., Any]

    def scalar(self, number: Any) -> Scalar:
        """The backend's number of an exact rational."""
        raise NotImplementedError

    def constant(self, value: Any) -> Scalar:
        return self.scalar(value)

    def input(self, data: Any) -> Array:
        """Exact numbers of an instance, or nested sequences of them."""
        if not isinstance(data, list | tuple):
            return self.scalar(data)
        if not isinstance(data[0], list | tuple):
            return [self.scalar(x) for x in data]
        return self.matrix(len(data), len(data[0]), [self.scalar(x) for row in data for x in row])

    array = input

    def filled(self, shape: tuple[int, ...], number: int) -> Array:
        """The array with one number everywhere."""
        if len(shape) == 1:
            return [self.scalar(number)] * shape[0]
        return self.matrix(*shape, [number] * (shape[0] * shape[1]))

    def ones(self, shape: tuple[int, ...]) -> Array:
        return self.filled(shape, 1)

    def zeros(self, shape: tuple[int, ...]) -> Array:
        return self.filled(shape, 0)

    def eye(self, n: int) -> Array:
        return self.diag(self.filled((n,), 1))

    def unit(self, n: int, k: int) -> Array:
        return [self.scalar(int(j == k)) for j in range(n)]

    def is_matrix(self, a: Array) -> bool:
        """Whether a value is a matrix."""
        return hasattr(a, "nrows")

    def each(self, function: Callable[[Scalar], Scalar], a: Array) -> Array:
        """A scalar function, entrywise."""
        if isinstance(a, list):
            return [function(x) for x in a]
        if self.is_matrix(a):
            return self.matrix(a.nrows(), a.ncols(), [function(x) for x in a.entries()])
        return function(a)

    def pairs(self, function: Callable[[Scalar, Scalar], Scalar], a: Array, b: Array) -> Array:
        """A scalar function of two arguments, entrywise; a scalar meets every entry of an array."""
        if isinstance(a, list) and isinstance(b, list):
            return [function(x, y) for x, y in zip(a, b, strict=True)]
        if self.is_matrix(a) and self.is_matrix(b):
            entries = [function(x, y) for x, y in zip(a.entries(), b.entries(), strict=True)]
            return self.matrix(a.nrows(), a.ncols(), entries)
        if isinstance(a, list) or self.is_matrix(a):
            return self.each(lambda x: function(x, b), a)
        return self.each(lambda y: function(a, y), b)

    def entries(self, a: Array) -> list[Scalar]:
        """All entries of a value, row by row."""
        if isinstance(a, list):
            return a
        return list(a.entries()) if self.is_matrix(a) else [a]

    def add(self, a: Array, b: Array) -> Array:
        if self.is_matrix(a) and self.is_matrix(b):
            return a + b
        return self.pairs(lambda x, y: x + y, a, b)

    def mul(self, a: Array, b: Array) -> Array:
        return self.pairs(lambda x, y: x * y, a, b)

    def neg(self, a: Array) -> Array:
        return -a if self.is_matrix(a) else self.each(lambda x: -x, a)

    def abs(self, a: Array) -> Array:
        return self.each(abs, a)

    def matmul(self, a: Array, b: Array) -> Array:
        if isinstance(b, list):
            return (a * self.matrix(len(b), 1, b)).entries()
        return a * b

    def scale_rows(self, v: Array, a: Array) -> Array:
        """diag(v) @ a."""
        rows = zip(v, a.table(), strict=True)
        return self.matrix(a.nrows(), a.ncols(), [x * y for x, row in rows for y in row])

    def scale_columns(self, a: Array, v: Array) -> Array:
        """a @ diag(v)."""
        return self.matrix(a.nrows(), a.ncols(), [x * y for row in a.table() for x, y in zip(row, v, strict=True)])

    def transpose(self, a: Array) -> Array:
        return a.transpose()

    def dot(self, a: Array, b: Array) -> Scalar:
        return self.total([x * y for x, y in zip(a, b, strict=True)])

    def total(self, numbers: Sequence[Scalar]) -> Scalar:
        """The sum of one or more scalars."""
        return reduce(lambda x, y: x + y, numbers)

    def outer(self, a: Array, b: Array) -> Array:
        return self.matrix(len(a), len(b), [x * y for x in a for y in b])

    def diag(self, a: Array) -> Array:
        n, zero = len(a), self.scalar(0)
        return self.matrix(n, n, [a[i] if i == j else zero for i in range(n) for j in range(n)])

    def diagonal(self, a: Array) -> Array:
        return [a[i, i] for i in range(a.nrows())]

    def trace(self, a: Array) -> Scalar:
        return self.total(self.diagonal(a))

    def kron(self, a: Array, b: Array) -> Array:
        left, right = a.table(), b.table()
        entries = [x * y for row in left for other in right for x in row for y in other]
        return self.matrix(a.nrows() * b.nrows(), a.ncols() * b.ncols(), entries)

    def kron_product(self, a: Array, b: Array, x: Array) -> Array:
        """(a kron b) x by two small products: x[j, l, c] meets a[i, j], then b[k, l]."""
        (m, n), (p, q) = (a.nrows(), a.ncols()), (b.nrows(), b.ncols())
        r = 1 if isinstance(x, list) else x.ncols()
        half = (a * self.matrix(n, q * r, self.entries(x))).table()
        turned = [half[i][j * r + c] for j in range(q) for i in range(m) for c in range(r)]
        whole = (b * self.matrix(q, m * r, turned)).table()
        entries = [whole[k][i * r + c] for i in range(m) for k in range(p) for c in range(r)]
        return entries if isinstance(x, list) else self.matrix(m * p, r, entries)

    def vec(self, a: Array, order: str) -> Array:
        return list(a.entries() if order == "C" else a.transpose().entries())

    def stacked(self, *parts: Array) -> Array:
        entries = [x for part in parts for x in self.entries(part)]
        if isinstance(parts[0], list):
            return entries
        return self.matrix(sum(part.nrows() for part in parts), parts[0].ncols(), entries)

    def beside(self, *parts: Array) -> Array:
        rows = [[x for row in line for x in row] for line in zip(*(part.table() for part in parts), strict=True)]
        return self.matrix(len(rows), len(rows[0]), [x for row in rows for x in row])

    def lines(self, a: Array, axis: int | None) -> list[list[Scalar]] | None:
        """The lines along an axis of a matrix; None where everything is one line."""
        if axis is None or isinstance(a, list):
            return None
        return [list(line) for line in (a.table() if axis == 1 else a.transpose().table())]

    def along(self, function: Callable[[list[Scalar]], Scalar], a: Array, axis: int | None) -> Array:
        """A function of a list of scalars, on all entries or on each line along an axis."""
        lines = self.lines(a, axis)
        return function(self.entries(a)) if lines is None else [function(line) for line in lines]

    def sum(self, a: Array, axis: int | None) -> Array:
        return self.along(self.total, a, axis)

    def take(self, a: Array, k: int, axis: int) -> Array:
        if isinstance(a, list):
            return a[k]
        return [a[k, j] for j in range(a.ncols())] if axis == 0 else [a[i, k] for i in range(a.nrows())]


__all__ = ["Array", "FlintArrays", "Scalar"]
