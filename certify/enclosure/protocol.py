"""What a numeric backend provides, so that one evaluator serves every numeric reading of an expression.

A backend chooses its own representation of scalars, vectors and matrices. The evaluator hands it only
operands whose shapes the language has checked; in entrywise binary operations either operand may be a scalar.
Where an operation is undefined (a division by 0, a logarithm of a number that is not positive), or cannot be
shown to be defined, an enclosing backend returns a value that every later comparison leaves undecided.

Optional methods: ``logsumexp(z)`` of a vector, ``scale_rows(v, a)`` for diag(v) @ a, ``scale_columns(a, v)`` for
a @ diag(v), ``kron_product(a, b, x)`` for (a kron b) @ x with x a vector or a matrix, and ``session()``, a context
manager that is entered around every evaluation (Arb's precision is a property of the process, for example).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Protocol, TypeVar

Value = Any
"""A scalar, vector or matrix of some backend."""

V = TypeVar("V")


class Backend(Protocol[V]):
    """The operations of the core language on values of type V."""

    def constant(self, value: Fraction) -> V:
        """The scalar of an exact rational."""

    def input(self, data: Any) -> V:
        """A value from the numbers of an instance, taken as exact."""

    def pi(self) -> V:
        """The circle number."""

    def ones(self, shape: tuple[int, ...]) -> V:
        """The vector or matrix of ones."""

    def zeros(self, shape: tuple[int, ...]) -> V:
        """The vector or matrix of zeros."""

    def eye(self, n: int) -> V:
        """The identity matrix."""

    def unit(self, n: int, k: int) -> V:
        """The k-th standard basis vector of length n, counted from 0."""

    def array(self, entries: Sequence[Any]) -> V:
        """A vector or matrix from nested sequences of rationals."""

    def add(self, a: V, b: V) -> V:
        """Sum."""

    def mul(self, a: V, b: V) -> V:
        """Entrywise product."""

    def div(self, a: V, b: V) -> V:
        """Entrywise quotient."""

    def neg(self, a: V) -> V:
        """Negative."""

    def power(self, a: V, exponent: Fraction) -> V:
        """Entrywise power with a rational exponent; a negative base needs an integer, 0 one that is >= 0."""

    def pow(self, a: V, b: V) -> V:
        """Entrywise power with a scalar exponent that is no literal number."""

    def exp(self, a: V) -> V:
        """Entrywise exponential."""

    def log(self, a: V) -> V:
        """Entrywise natural logarithm."""

    def sqrt(self, a: V) -> V:
        """Entrywise square root."""

    def cosh(self, a: V) -> V:
        """Entrywise hyperbolic cosine."""

    def sinh(self, a: V) -> V:
        """Entrywise hyperbolic sine."""

    def tanh(self, a: V) -> V:
        """Entrywise hyperbolic tangent."""

    def erf(self, a: V) -> V:
        """Entrywise error function."""

    def abs(self, a: V) -> V:
        """Entrywise absolute value."""

    def maximum(self, a: V, b: V) -> V:
        """Entrywise larger one."""

    def minimum(self, a: V, b: V) -> V:
        """Entrywise smaller one."""

    def matmul(self, a: V, b: V) -> V:
        """Matrix times matrix or vector."""

    def transpose(self, a: V) -> V:
        """Transpose of a matrix."""

    def dot(self, a: V, b: V) -> V:
        """Inner product of vectors."""

    def outer(self, a: V, b: V) -> V:
        """The matrix a b^T."""

    def diag(self, a: V) -> V:
        """Diagonal matrix of a vector."""

    def diagonal(self, a: V) -> V:
        """Diagonal of a square matrix."""

    def trace(self, a: V) -> V:
        """Sum of the diagonal."""

    def inv(self, a: V) -> V:
        """Inverse matrix."""

    def kron(self, a: V, b: V) -> V:
        """Kronecker product of matrices."""

    def vec(self, a: V, order: str) -> V:
        """A matrix as a vector, row by row ("C") or column by column ("F")."""

    def stacked(self, *parts: V) -> V:
        """Vectors end to end, or matrices of one width one below the other."""

    def beside(self, *parts: V) -> V:
        """Matrices of one height side by side."""

    def sum(self, a: V, axis: int | None) -> V:
        """Sum of all entries (None) or along an axis."""

    def max(self, a: V, axis: int | None) -> V:
        """Largest entry."""

    def min(self, a: V, axis: int | None) -> V:
        """Smallest entry."""

    def norm(self, a: V, order: str) -> V:
        """Norms "1", "2", "inf" of a vector; of a matrix the induced ones and "fro"."""

    def normp(self, a: V, p: V) -> V:
        """(sum |a_i|^p)^(1/p)."""

    def eigmin(self, a: V) -> V:
        """Smallest eigenvalue of a symmetric matrix."""

    def eigmax(self, a: V) -> V:
        """Largest eigenvalue of a symmetric matrix."""

    def sigmin(self, a: V) -> V:
        """Smallest of the min(m, n) singular values."""

    def softmax(self, a: V, axis: int) -> V:
        """exp(a) / sum(exp(a)) along an axis."""

    def take(self, a: V, k: int, axis: int) -> V:
        """Entry of a vector; row (axis 0) or column (axis 1) of a matrix."""

    def compare(self, rel: str, lhs: V, rhs: V) -> Any:
        """+1 where the relation (le, lt, eq, psd) certainly holds, -1 where it certainly fails, else 0."""

    def enclosure(self, value: V) -> tuple[Any, Any]:
        """Lower and upper bounds, rounded outward."""


__all__ = ["Backend", "Value"]
