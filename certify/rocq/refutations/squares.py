"""Quadratic forms with rational coefficients as sums of squares, by elimination."""

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


__all__ = ["Matrix", "gram", "minus", "scaled_identity", "squares"]
