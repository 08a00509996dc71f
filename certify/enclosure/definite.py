"""Exact definiteness and rational extreme eigenvalues of symmetric rational matrices."""

from __future__ import annotations

from typing import Any

from flint import fmpq

_WORK = 3 * 10**7  # n^3 times the bits of an entry: a fraction of a second
_FACTOR_BITS = 400  # n times the bits of an entry, up to which polynomials are factored


class TooLarge(ArithmeticError):
    """A matrix for which exact arithmetic would take too long."""


def definiteness(matrix: Any) -> int:
    """2 for positive definite, 1 for semidefinite and singular, 0 for neither; a symmetric ``fmpq_mat``.

    All roots of the characteristic polynomial are real, so by Descartes' rule none is negative exactly if the
    coefficients (-1)^(n-k) c_k are all >= 0, and 0 is no root exactly if c_0 is not 0. Raises ``TooLarge``.
    """
    integers, _ = matrix.numer_denom()  # a positive multiple
    n = integers.nrows()
    if n**3 * _bits(integers) > _WORK:
        raise TooLarge(f"exact definiteness of a matrix with {n} rows")
    coefficients = integers.charpoly().coeffs()
    if any((c if (n - k) % 2 == 0 else -c) < 0 for k, c in enumerate(coefficients)):
        return 0
    return 2 if coefficients[0] != 0 else 1


def _bits(integers: Any) -> int:
    """Length of the largest entry."""
    return max(int(abs(x).bit_length()) for x in integers.entries())


def rational_extreme(matrix: Any, top: bool) -> fmpq | None:
    """The largest (top) or smallest eigenvalue where it is rational and easily found, else None."""
    integers, denominator = matrix.numer_denom()
    if integers.nrows() * _bits(integers) > _FACTOR_BITS:
        return None
    polynomial = integers.charpoly()
    roots = [-factor[0] / fmpq(factor[1]) for factor, _ in polynomial.factor()[1] if factor.degree() == 1]
    if not roots:
        return None
    extreme = (max(roots) if top else min(roots)) / denominator
    return extreme if definiteness(_gap(matrix, extreme, top)) else None


def _gap(matrix: Any, level: fmpq, top: bool) -> Any:
    """level I - matrix (top) or matrix - level I: semidefinite exactly if no eigenvalue lies beyond the level."""
    out = -matrix if top else +matrix
    for i in range(out.nrows()):
        out[i, i] = out[i, i] + (level if top else -level)
    return out


__all__ = ["TooLarge", "definiteness", "rational_extreme"]
