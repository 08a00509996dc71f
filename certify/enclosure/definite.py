"""Exact definiteness of symmetric rational matrices, by elimination without square roots."""

from __future__ import annotations

from typing import Any

from flint import fmpq

Rows = list[list[Any]]


def definiteness(matrix: Any) -> int:
    """2 for positive definite, 1 for semidefinite and singular, 0 for neither; a symmetric ``fmpq_mat``.

    LDL^T with diagonal pivots: a symmetric matrix with d = S[k, k] > 0 is (semi)definite exactly if its Schur
    complement is; with d = 0 it is semidefinite exactly if the rest of the row is 0 and the rest is semidefinite.
    """
    rows: Rows = [list(row) for row in matrix.table()]
    out = 2
    while rows:
        pivot = rows[0][0]
        if pivot < 0 or (pivot == 0 and any(x != 0 for x in rows[0])):
            return 0
        if pivot == 0:
            out = 1
        rows = _schur(rows, pivot)
    return out


def _schur(rows: Rows, pivot: fmpq) -> Rows:
    first = rows[0]
    if pivot == 0:
        return [row[1:] for row in rows[1:]]
    out = []
    for row in rows[1:]:
        factor = row[0] / pivot
        out.append([x - factor * y for x, y in zip(row[1:], first[1:], strict=True)] if factor != 0 else row[1:])
    return out


__all__ = ["definiteness"]
