"""The float64 reading of the language as balls: one table from operations to the functions of this folder."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce, wraps
from typing import Any, TypeVar

import numpy as np

from certify.enclosure import (
    arithmetic,
    ball_constants,
    compare,
    exponential,
    hyperbolic,
    inverse,
    kronecker,
    layout,
    norms,
    powers,
    products,
    reductions,
    softmax,
    spectral,
    structured,
)
from certify.enclosure.ball import Ball
from certify.enclosure.compare import Verdict
from certify.enclosure.rounding import Array, check_gradual_underflow
from certify.enclosure.structured import Matrix, Structured, dense

F = TypeVar("F", bound=Callable[..., Any])


def _quiet(method: F) -> F:
    """Floating-point exceptions are part of the method (they make undefined instances), so no warnings."""

    @wraps(method)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        with np.errstate(all="ignore"):
            return method(*args, **kwargs)

    return wrapped  # type: ignore[return-value]


class BallBackend:
    """Operations on :class:`Ball` values; matrices may come as :class:`Structured` and are expanded where needed.

    Raises ``ArithmeticError`` when made in a process that flushes subnormal numbers to zero.
    """

    def __init__(self) -> None:
        check_gradual_underflow()

    # --- leaves -----------------------------------------------------------------------------------

    def constant(self, value: Fraction | int) -> Ball:
        """The scalar of an exact rational (batch 1)."""
        return ball_constants.rational([Fraction(value)], ())

    def pi(self) -> Ball:
        """The circle number."""
        return ball_constants.pi()

    @_quiet
    def input(self, data: Any) -> Ball:
        """Exact data: float64 with a leading batch axis, or nested rationals (batch 1)."""
        return ball_constants.data(data)

    def array(self, entries: Any) -> Ball:
        """A vector or matrix of nested rationals."""
        return ball_constants.array(entries)

    def ones(self, shape: tuple[int, ...]) -> Ball:
        """Array of ones."""
        value = ball_constants.filled(shape, 1.0)
        if len(shape) == 1:
            value.memo["ones"] = True
        return value

    def zeros(self, shape: tuple[int, ...]) -> Ball:
        """Array of zeros."""
        return ball_constants.filled(shape, 0.0)

    def eye(self, n: int) -> Structured:
        """Identity matrix."""
        return structured.diagonal_matrix(self.ones((n,)))

    def unit(self, n: int, k: int) -> Ball:
        """Standard basis vector k, counted from 0."""
        value = ball_constants.unit(n, k)
        value.memo["unit"] = k
        return value

    # --- entrywise --------------------------------------------------------------------------------

    @_quiet
    def add(self, a: Matrix, b: Matrix) -> Matrix:
        """Sum; a scalar broadcasts."""
        if (isinstance(a, Structured) or isinstance(b, Structured)) and _rank(a) == _rank(b):
            return structured.plus(a, b)
        return arithmetic.add(dense(a), dense(b))

    @_quiet
    def mul(self, a: Matrix, b: Matrix) -> Matrix:
        """Entrywise product; a scalar broadcasts."""
        if isinstance(b, Structured) and isinstance(a, Ball) and a.rank == 0:
            return structured.times_scalar(b, a)
        if isinstance(a, Structured) and isinstance(b, Ball) and b.rank == 0:
            return structured.times_scalar(a, b)
        return arithmetic.mul(dense(a), dense(b))

    @_quiet
    def div(self, a: Matrix, b: Matrix) -> Matrix:
        """Entrywise quotient; a scalar broadcasts."""
        if isinstance(a, Structured) and isinstance(b, Ball) and b.rank == 0:
            return a.map(lambda part: arithmetic.div(part, b))
        return arithmetic.div(dense(a), dense(b))

    @_quiet
    def neg(self, a: Matrix) -> Matrix:
        """Negation."""
        return structured.minus(a)

    @_quiet
    def power(self, a: Matrix, exponent: Fraction) -> Ball:
        """Rational power."""
        return powers.power(dense(a), Fraction(exponent))

    @_quiet
    def pow(self, a: Matrix, b: Ball) -> Ball:
        """General power."""
        return powers.pow(dense(a), b)

    @_quiet
    def exp(self, a: Matrix) -> Ball:
        """Exponential."""
        return exponential.exp(dense(a))

    @_quiet
    def log(self, a: Matrix) -> Ball:
        """Natural logarithm."""
        return exponential.log(dense(a))

    @_quiet
    def sqrt(self, a: Matrix) -> Ball:
        """Square root."""
        return arithmetic.sqrt(dense(a))

    @_quiet
    def cosh(self, a: Matrix) -> Ball:
        """Hyperbolic cosine."""
        return hyperbolic.cosh(dense(a))

    @_quiet
    def sinh(self, a: Matrix) -> Ball:
        """Hyperbolic sine."""
        return hyperbolic.sinh(dense(a))

    @_quiet
    def tanh(self, a: Matrix) -> Ball:
        """Hyperbolic tangent."""
        return hyperbolic.tanh(dense(a))

    @_quiet
    def erf(self, a: Matrix) -> Ball:
        """Error function."""
        return hyperbolic.erf(dense(a))

    @_quiet
    def abs(self, a: Matrix) -> Ball:
        """Absolute value."""
        return arithmetic.absolute(dense(a))

    @_quiet
    def maximum(self, a: Matrix, b: Matrix) -> Ball:
        """Entrywise larger one."""
        return arithmetic.maximum(dense(a), dense(b))

    @_quiet
    def minimum(self, a: Matrix, b: Matrix) -> Ball:
        """Entrywise smaller one."""
        return arithmetic.minimum(dense(a), dense(b))

    # --- linear algebra ---------------------------------------------------------------------------

    @_quiet
    def matmul(self, a: Matrix, b: Matrix) -> Matrix:
        """Matrix times matrix or vector."""
        return structured.product(a, b)

    def transpose(self, a: Matrix) -> Matrix:
        """Transpose."""
        return structured.transposed(a)

    @_quiet
    def dot(self, a: Ball, b: Ball) -> Ball:
        """Inner product of vectors."""
        for x, y in ((a, b), (b, a)):
            if "ones" in x.memo:
                return reductions.sum(y)
            if "unit" in x.memo:
                return layout.take(y, x.memo["unit"], 0)
        return reductions.dot(a, b)

    def outer(self, a: Ball, b: Ball) -> Matrix:
        """a b^T, kept as a pair of vectors."""
        return structured.outer_product(a, b)

    def diag(self, a: Ball) -> Matrix:
        """Diagonal matrix, kept as a vector."""
        return structured.diagonal_matrix(a)

    @_quiet
    def diagonal(self, a: Matrix) -> Ball:
        """Diagonal of a square matrix."""
        return layout.diagonal(dense(a))

    @_quiet
    def trace(self, a: Matrix) -> Ball:
        """Sum of the diagonal."""
        return layout.trace(dense(a))

    @_quiet
    def inv(self, a: Matrix) -> Matrix:
        """Inverse; of a diagonal matrix the diagonal of reciprocals."""
        if isinstance(a, Structured) and a.weights is not None and a.full is None and not a.outers:
            return structured.diagonal_matrix(powers.reciprocal(a.weights))
        return inverse.inv(dense(a))

    @_quiet
    def kron(self, a: Matrix, b: Matrix) -> Ball:
        """Kronecker product."""
        return products.kron(dense(a), dense(b))

    @_quiet
    def kron_product(self, a: Matrix, b: Matrix, x: Matrix) -> Ball:
        """(a kron b) x, without the Kronecker product."""
        return kronecker.kron_product(a, b, x)

    @_quiet
    def vec(self, a: Matrix, order: str) -> Ball:
        """Matrix as a vector, by rows ("C") or columns ("F")."""
        return layout.vec(dense(a), order)

    @_quiet
    def stacked(self, *parts: Matrix) -> Ball:
        """Vectors end to end, matrices one below the other."""
        return reduce(lambda a, b: layout.joined(a, b, 0), map(dense, parts))

    @_quiet
    def beside(self, *parts: Matrix) -> Ball:
        """Matrices side by side."""
        return reduce(lambda a, b: layout.joined(a, b, 1), map(dense, parts))

    # --- reductions -------------------------------------------------------------------------------

    @_quiet
    def sum(self, a: Matrix, axis: int | None = None) -> Ball:
        """Sum."""
        return reductions.sum(dense(a), axis)

    @_quiet
    def max(self, a: Matrix, axis: int | None = None) -> Ball:
        """Largest entry."""
        return reductions.maximum_over(dense(a), axis)

    @_quiet
    def min(self, a: Matrix, axis: int | None = None) -> Ball:
        """Smallest entry."""
        return reductions.minimum_over(dense(a), axis)

    @_quiet
    def norm(self, a: Matrix, order: str = "2") -> Ball:
        """Vector norms "1", "2", "inf"; induced matrix norms, and "fro"."""
        value = dense(a)
        if order == "2" and value.rank == 2:
            return spectral.spectral_norm(value)
        return norms.entrywise_norm(value, order)

    @_quiet
    def normp(self, a: Ball, p: Ball) -> Ball:
        """p-norm of a vector."""
        return norms.normp(a, p)

    @_quiet
    def eigmin(self, a: Matrix) -> Ball:
        """Smallest eigenvalue of a symmetric matrix."""
        return spectral.eigmin(dense(a))

    @_quiet
    def eigmax(self, a: Matrix) -> Ball:
        """Largest eigenvalue of a symmetric matrix."""
        return spectral.eigmax(dense(a))

    @_quiet
    def sigmin(self, a: Matrix) -> Ball:
        """Smallest of the min(m, n) singular values."""
        return spectral.smallest_singular_value(dense(a))

    @_quiet
    def softmax(self, a: Matrix, axis: int = 0) -> Ball:
        """exp(a) / sum(exp(a)) along an axis."""
        return softmax.softmax(dense(a), axis)

    @_quiet
    def logsumexp(self, a: Ball) -> Ball:
        """log(sum(exp(a))) of a vector."""
        return softmax.logsumexp(a)

    @_quiet
    def take(self, a: Matrix, k: int, axis: int = 0) -> Ball:
        """Entry of a vector; row (axis 0) or column (axis 1) of a matrix."""
        return layout.take(dense(a), k, axis)

    # --- verdicts ---------------------------------------------------------------------------------

    @_quiet
    def compare(self, rel: str, lhs: Matrix, rhs: Matrix) -> Verdict:
        """+1 certified to hold, -1 certified to fail, 0 undecided, for each instance."""
        return compare.compare(rel, dense(lhs), dense(rhs))

    @_quiet
    def enclosure(self, value: Matrix) -> tuple[Array, Array]:
        """Lower and upper bounds, rounded outward."""
        return compare.enclosure(dense(value))

    @_quiet
    def log2_enclosure(self, value: Ball) -> tuple[Array, Array]:
        """Bounds of log2."""
        return compare.log2_enclosure(value)

    @_quiet
    def log10_enclosure(self, value: Ball) -> tuple[Array, Array]:
        """Bounds of log10."""
        return compare.log10_enclosure(value)

    @_quiet
    def ratio(self, lhs: Ball, rhs: Ball) -> Ball:
        """lhs / rhs with its exponent."""
        return compare.ratio(lhs, rhs)


def _rank(a: Matrix) -> int:
    return 2 if isinstance(a, Structured) else a.rank
