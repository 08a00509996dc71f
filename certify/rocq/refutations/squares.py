"""Quadratic forms with rational coefficients as sums of squares, and kernels of matrices, by elimination."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

Matrix = list[list[Fraction]]


def gram(rows: Sequence[Sequence[Fraction]]) -> Matrix:
    """A^T A."""
    columns = range(len(rows[0]))
    return [[sum((row[i] * row[j] for row in rows), Fraction(0)) for j in columns] for i in columns]


def minus(a: Matrix, b: Matrix) -> Matrix:
    return [[x - y for x, y in zip(*rows, strict=True)] for rows in zip(a, b, strict=True)]


def scaled_identity(size: int, factor: Fraction) -> Matrix:
    return [[factor if i == j else Fraction(0) for j in range(size)] for i in range(size)]


def squares(form: Matrix) -> list[list[Fraction]] | None:
    """Vectors l_k with S = sum of d_k l_k l_k^T and d_k > 0, for a symmetric and semidefinite S; None for others."""
    rest, out = [list(row) for row in form], []
    size = len(rest)
    for k in range(size):
        pivot = rest[k][k]
        if pivot < 0 or (pivot == 0 and any(rest[k])):
            return None
        if pivot == 0:
            continue
        line = [entry / pivot for entry in rest[k]]
        out.append(line)
        rest = [[rest[i][j] - pivot * line[i] * line[j] for j in range(size)] for i in range(size)]
    return out


def kernel(rows: Matrix) -> list[Fraction] | None:
    """A vector != 0 that a square matrix maps to 0, by elimination; None for an invertible one."""
    rest, size = [list(row) for row in rows], len(rows)
    pivots: list[int] = []
    for column in range(size):
        place = next((k for k in range(len(pivots), size) if rest[k][column]), None)
        if place is None:
            out = [Fraction(0)] * size
            out[column] = Fraction(1)
            for k, pivot in enumerate(pivots):
                out[pivot] = -rest[k][column]
            return out
        top = len(pivots)
        rest[top], rest[place] = rest[place], rest[top]
        rest[top] = [entry / rest[top][column] for entry in rest[top]]
        rest = [row if k == top else [x - row[column] * y for x, y in zip(row, rest[top], strict=True)]
                for k, row in enumerate(rest)]
        pivots.append(column)
    return None


__all__ = ["Matrix", "gram", "kernel", "minus", "scaled_identity", "squares"]
