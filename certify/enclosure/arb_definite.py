"""The sign of a symmetric matrix in the semidefinite order, in Arb: elimination with diagonal pivots.

Eliminating with pivots that are certainly positive is a congruence, so the matrix is positive definite exactly if
every pivot comes out positive, and it is not semidefinite once the remaining Schur complement shows a negative
diagonal entry or a principal minor a_ii a_jj - a_ij^2 < 0 (Sylvester's law of inertia; Golub and Van Loan, Matrix
Computations, section 4.2). A singular matrix is decided by neither,
unless what is left over is exactly 0.
"""

from __future__ import annotations

from typing import Any

from flint import arb

Rows = list[list[arb]]


def definite_sign(matrix: Any) -> int:
    """+1 where the symmetric matrix (an enclosure of one) is semidefinite, -1 where it is not, 0 undecided."""
    rows: Rows = [list(row) for row in matrix.table()]
    while rows and not all(x.is_zero() for row in rows for x in row):
        if _fails(rows):
            return -1
        k = max(range(len(rows)), key=lambda i: float(rows[i][i].mid().log()) if rows[i][i] > 0 else -float("inf"))
        if not rows[k][k] > 0:
            return 0
        rows = _schur(rows, k)
    return 1


def _fails(rows: Rows) -> bool:
    """A diagonal entry is negative, or beside one that may be 0 an entry is too large."""
    diagonal = [row[i] for i, row in enumerate(rows)]
    if any(x < 0 for x in diagonal):
        return True
    weak = [i for i, x in enumerate(diagonal) if not x > 0]
    return any(diagonal[i] * diagonal[j] - rows[i][j] * rows[i][j] < 0
               for i in weak for j in range(len(rows)) if i != j)


def _schur(rows: Rows, k: int) -> Rows:
    """What is left once row and column k are eliminated; only the lower triangle is computed."""
    pivot, column = rows[k], [row[k] for row in rows]
    kept = [i for i in range(len(rows)) if i != k]
    scaled = {i: column[i] / pivot[k] for i in kept}
    lower = [[rows[i][j] - scaled[i] * column[j] for j in kept[: place + 1]] for place, i in enumerate(kept)]
    return [row + [lower[j][i] for j in range(i + 1, len(kept))] for i, row in enumerate(lower)]


__all__ = ["definite_sign"]
