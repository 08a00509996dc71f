"""Atoms: the functions that build expressions, with NumPy's and CVXPY's names."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from certify.language.errors import ExpressionError, ShapeError
from certify.language.expr import Expr, as_index, coerce, exact, make, product
from certify.language.symbols import as_size

PI = make("pi")


def rational(p: int, q: int = 1) -> Expr:
    """The exact number p/q."""
    return coerce(Fraction(p, q))


def ones(*sizes: Any) -> Expr:
    """The vector or matrix of ones."""
    return make("ones", (), (tuple(map(as_size, sizes)),))


def zeros(*sizes: Any) -> Expr:
    """The vector or matrix of zeros."""
    return make("zeros", (), (tuple(map(as_size, sizes)),))


def eye(size: Any) -> Expr:
    """The identity matrix."""
    return make("eye", (), (as_size(size),))


def unit(size: Any, k: Any) -> Expr:
    """The k-th standard basis vector; k is an index symbol or an integer from 0."""
    return make("unit", (as_index(k, as_size(size)),), (as_size(size),))


def exp(x: Any) -> Expr:
    """Entrywise exponential."""
    return make("exp", (coerce(x),))


def log(x: Any) -> Expr:
    """Entrywise natural logarithm; undefined where an entry is not positive."""
    return make("log", (coerce(x),))


def sqrt(x: Any) -> Expr:
    """Entrywise square root; undefined where an entry is negative."""
    return make("sqrt", (coerce(x),))


def cosh(x: Any) -> Expr:
    """Entrywise hyperbolic cosine."""
    return make("cosh", (coerce(x),))


def sinh(x: Any) -> Expr:
    """Entrywise hyperbolic sine."""
    return make("sinh", (coerce(x),))


def tanh(x: Any) -> Expr:
    """Entrywise hyperbolic tangent."""
    return make("tanh", (coerce(x),))


def erf(x: Any) -> Expr:
    """Entrywise error function 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x."""
    return make("erf", (coerce(x),))


def abs(x: Any) -> Expr:
    """Entrywise absolute value."""
    return make("abs", (coerce(x),))


def maximum(a: Any, b: Any) -> Expr:
    """Entrywise larger one."""
    return make("maximum", (coerce(a), coerce(b)))


def minimum(a: Any, b: Any) -> Expr:
    """Entrywise smaller one."""
    return make("minimum", (coerce(a), coerce(b)))


def dot(u: Any, v: Any) -> Expr:
    """Inner product of two vectors of one size."""
    return make("dot", (coerce(u), coerce(v)))


def outer(u: Any, v: Any) -> Expr:
    """The matrix u v^T."""
    return make("outer", (coerce(u), coerce(v)))


def matmul(a: Any, b: Any) -> Expr:
    """``a @ b``."""
    return product(coerce(a), coerce(b))


def diag(x: Any) -> Expr:
    """The diagonal matrix of a vector; the diagonal of a square matrix."""
    x = coerce(x)
    return make("diag" if len(x.shape) < 2 else "diagonal", (x,))


def trace(x: Any) -> Expr:
    """Sum of the diagonal of a square matrix."""
    return make("trace", (coerce(x),))


def inv(x: Any) -> Expr:
    """Inverse of a square matrix; undefined where it is singular."""
    return make("inv", (coerce(x),))


def kron(a: Any, b: Any) -> Expr:
    """Kronecker product of two matrices."""
    return make("kron", (coerce(a), coerce(b)))


def vec(x: Any, order: str) -> Expr:
    """A matrix as a vector: ``"C"`` row by row, ``"F"`` column by column (the convention of the vec operator)."""
    return make("vec", (coerce(x),), (order,))


def sum(x: Any, axis: int | None = None, over: Expr | None = None) -> Expr:
    """Sum of all entries, along an axis, or of an expression over the values of an index symbol."""
    x = coerce(x)
    if over is None:
        return make("sum", (x,), (_axis(x, axis),))
    if not (isinstance(over, Expr) and over.op == "idx"):
        raise ExpressionError(f"sum(over=...) takes an index symbol (ct.index), not {over!r}")
    return make("sumover", (x, over))


def max(x: Any, axis: int | None = None) -> Expr:
    """Largest entry, of all or along an axis."""
    return make("max", (coerce(x),), (_axis(coerce(x), axis),))


def min(x: Any, axis: int | None = None) -> Expr:
    """Smallest entry, of all or along an axis."""
    return make("min", (coerce(x),), (_axis(coerce(x), axis),))


def _axis(x: Expr, axis: int | None) -> int | None:
    """Axes counted from the front; the only axis of a vector is the same as all of it."""
    if axis is None:
        return None
    if not -len(x.shape) <= axis < len(x.shape):
        raise ShapeError(f"axis {axis} does not exist in {x!r}")
    return None if len(x.shape) == 1 else axis % len(x.shape)


def softmax(x: Any, axis: int = -1) -> Expr:
    """exp(x) / sum(exp(x)) along an axis (the last one unless said)."""
    x = coerce(x)
    if not -len(x.shape) <= axis < len(x.shape):
        raise ShapeError(f"softmax: axis {axis} does not exist in {x!r}")
    return make("softmax", (x,), (axis % len(x.shape),))


def norm(x: Any, ord: Any = None) -> Expr:
    """The norm of a vector (1, 2 by default, ``inf``, or a scalar p >= 1) or of a matrix.

    On a matrix 2 is the spectral norm, 1 and ``inf`` the largest column and row sum, ``"fro"`` the
    Frobenius norm; it has to be named, since NumPy and CVXPY take different ones when it is not.
    """
    x = coerce(x)
    if ord is None and len(x.shape) == 2:
        raise ExpressionError(f"norm of the matrix {x}: name the norm, ord=2 (spectral), 1, inf or 'fro'")
    if not x.shape:
        return abs(x)
    name = _order_name(2 if ord is None else ord)
    if name is not None:
        return make("norm", (x,), (name,))
    return make("normp", (x, coerce(ord)))


def _order_name(order: Any) -> str | None:
    if isinstance(order, str):
        return order
    if isinstance(order, float) and math.isinf(order) and order > 0:
        return "inf"
    if isinstance(order, Expr):
        return None
    if exact(order) < 1:
        raise ExpressionError(f"norm: the order must be at least 1, not {order}")
    return str(order) if order in (1, 2) else None


def eigmin(x: Any) -> Expr:
    """Smallest eigenvalue of a symmetric matrix."""
    return make("eigmin", (coerce(x),))


def eigmax(x: Any) -> Expr:
    """Largest eigenvalue of a symmetric matrix."""
    return make("eigmax", (coerce(x),))


def sigmin(x: Any) -> Expr:
    """Smallest of the min(m, n) singular values of an m x n matrix."""
    return make("sigmin", (coerce(x),))
