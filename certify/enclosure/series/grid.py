"""Matrices of series, with the few methods that FLINT's matrices have and the array plumbing needs."""

from __future__ import annotations

from collections.abc import Sequence

from certify.enclosure.series.laurent import Series


class Grid:
    """An m x n matrix, row by row."""

    def __init__(self, m: int, n: int, entries: Sequence[Series]):
        self._m, self._n, self._entries = m, n, list(entries)

    def nrows(self) -> int:
        """Its number of rows."""
        return self._m

    def ncols(self) -> int:
        """Its number of columns."""
        return self._n

    def entries(self) -> list[Series]:
        """All entries, row by row."""
        return self._entries

    def table(self) -> list[list[Series]]:
        """The rows."""
        return [self._entries[i * self._n:(i + 1) * self._n] for i in range(self._m)]

    def transpose(self) -> Grid:
        """The columns as rows."""
        return Grid(self._n, self._m, [x for column in zip(*self.table(), strict=True) for x in column])

    def __getitem__(self, place: tuple[int, int]) -> Series:
        return self._entries[place[0] * self._n + place[1]]

    def __neg__(self) -> Grid:
        return Grid(self._m, self._n, [-x for x in self._entries])

    def __add__(self, other: Grid) -> Grid:
        return Grid(self._m, self._n, [x + y for x, y in zip(self._entries, other._entries, strict=True)])

    def __mul__(self, other: Grid) -> Grid:
        columns = other.transpose().table()
        return Grid(self._m, len(columns), [_inner(row, column) for row in self.table() for column in columns])


def _inner(u: Sequence[Series], v: Sequence[Series]) -> Series:
    first, *others = (x * y for x, y in zip(u, v, strict=True))
    for term in others:
        first = first + term
    return first


__all__ = ["Grid"]
