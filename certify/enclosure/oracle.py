"""A point reading in mpmath: an independent oracle for tests. It carries no error bounds and certifies nothing.

Arrays are NumPy arrays of mpmath numbers, so neither the numbers nor the array plumbing are shared with Arb.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from fractions import Fraction
from typing import Any

import numpy as np
from mpmath.ctx_mp import MPContext

Point = Any  # an mpf, or an object array of them


class MpmathBackend:
    """Points with ``dps`` digits, in a context of their own; undefined operations raise ``ArithmeticError``."""

    def __init__(self, dps: int = 50):
        self.mp = MPContext()
        self.mp.dps = dps

    def session(self) -> AbstractContextManager[None]:
        """Nothing to set up: the precision belongs to the backend."""
        return nullcontext()

    def _each(self, function: Callable[..., Any], *arrays: Point) -> Point:
        if not any(isinstance(a, np.ndarray) for a in arrays):
            return self._real(function(*arrays))
        return np.frompyfunc(lambda *entries: self._real(function(*entries)), len(arrays), 1)(*arrays)

    def _real(self, x: Any) -> Any:
        if isinstance(x, self.mp.mpc) or not self.mp.isfinite(x):
            raise ArithmeticError(f"{x} is no real number")
        return x

    def constant(self, value: Fraction | int) -> Point:
        value = Fraction(value)
        return self.mp.mpf(value.numerator) / value.denominator

    def input(self, data: Any) -> Point:
        if not isinstance(data, list | tuple):
            return self.constant(Fraction(data))
        rows = np.array(data, dtype=object)
        return np.frompyfunc(lambda x: self.constant(Fraction(x)), 1, 1)(rows)

    array = input

    def pi(self) -> Point:
        return +self.mp.pi

    def ones(self, shape: tuple[int, ...]) -> Point:
        return np.full(shape, self.mp.one, dtype=object)

    def zeros(self, shape: tuple[int, ...]) -> Point:
        return np.full(shape, self.mp.zero, dtype=object)

    def eye(self, n: int) -> Point:
        return self.zeros((n, n)) + np.eye(n, dtype=int)

    def unit(self, n: int, k: int) -> Point:
        return self.eye(n)[k]

    def add(self, a: Point, b: Point) -> Point:
        return a + b

    def mul(self, a: Point, b: Point) -> Point:
        return a * b

    def div(self, a: Point, b: Point) -> Point:
        return a / b

    def neg(self, a: Point) -> Point:
        return -a

    def power(self, a: Point, exponent: Fraction) -> Point:
        if exponent.denominator == 1:
            return self._each(lambda x: x ** int(exponent), a)
        return self.pow(a, self.constant(exponent))

    def pow(self, a: Point, b: Point) -> Point:
        return self._each(lambda x: self.mp.power(x, b), a)

    def exp(self, a: Point) -> Point:
        return self._each(self.mp.exp, a)

    def log(self, a: Point) -> Point:
        return self._each(self.mp.log, a)

    def sqrt(self, a: Point) -> Point:
        return self._each(self.mp.sqrt, a)

    def cosh(self, a: Point) -> Point:
        return self._each(self.mp.cosh, a)

    def sinh(self, a: Point) -> Point:
        return self._each(self.mp.sinh, a)

    def tanh(self, a: Point) -> Point:
        return self._each(self.mp.tanh, a)

    def erf(self, a: Point) -> Point:
        return self._each(self.mp.erf, a)

    def abs(self, a: Point) -> Point:
        return abs(a)

    def maximum(self, a: Point, b: Point) -> Point:
        return self._each(max, a, b)

    def minimum(self, a: Point, b: Point) -> Point:
        return self._each(min, a, b)

    def matmul(self, a: Point, b: Point) -> Point:
        return a.dot(b)

    def transpose(self, a: Point) -> Point:
        return a.T

    def dot(self, a: Point, b: Point) -> Point:
        return a.dot(b)

    def outer(self, a: Point, b: Point) -> Point:
        return np.outer(a, b)

    def diag(self, a: Point) -> Point:
        return self.eye(len(a)) * a

    def diagonal(self, a: Point) -> Point:
        return np.diagonal(a)

    def trace(self, a: Point) -> Point:
        return np.trace(a)

    def inv(self, a: Point) -> Point:
        return self._arrays(self.mp.inverse(self._matrix(a)))

    def kron(self, a: Point, b: Point) -> Point:
        return np.kron(a, b)

    def vec(self, a: Point, order: str) -> Point:
        return a.reshape(-1, order=order)

    def stacked(self, *parts: Point) -> Point:
        return np.concatenate(parts)

    def beside(self, *parts: Point) -> Point:
        return np.concatenate(parts, axis=1)

    def sum(self, a: Point, axis: int | None) -> Point:
        return a.sum(axis)

    def max(self, a: Point, axis: int | None) -> Point:
        return a.max(axis)

    def min(self, a: Point, axis: int | None) -> Point:
        return a.min(axis)

    def norm(self, a: Point, order: str) -> Point:
        if order == "2" and a.ndim == 2:
            return max(self._singular(a))
        if order in ("2", "fro"):
            return self.mp.sqrt((a * a).sum())
        axis = None if a.ndim == 1 else 0 if order == "1" else 1
        if a.ndim == 1:
            return abs(a).sum() if order == "1" else abs(a).max()
        return abs(a).sum(axis).max()

    def normp(self, a: Point, p: Point) -> Point:
        return self.mp.power(self.pow(abs(a), p).sum(), 1 / p)

    def eigmin(self, a: Point) -> Point:
        return min(self._eigenvalues(a))

    def eigmax(self, a: Point) -> Point:
        return max(self._eigenvalues(a))

    def sigmin(self, a: Point) -> Point:
        return min(self._singular(a))

    def softmax(self, a: Point, axis: int) -> Point:
        terms = self.exp(a)
        return terms / terms.sum(axis, keepdims=True)

    def take(self, a: Point, k: int, axis: int) -> Point:
        return np.take(a, k, axis)

    def compare(self, rel: str, lhs: Point, rhs: Point) -> int:
        """+1 or -1 by the points themselves: nothing is certified."""
        if rel == "psd":
            return 1 if self.eigmin(rhs - lhs) >= 0 else -1
        gap = np.asarray(rhs - lhs, dtype=object).ravel()
        tests = {"le": lambda x: x >= 0, "lt": lambda x: x > 0, "eq": lambda x: x == 0}
        return 1 if all(map(tests[rel], gap)) else -1

    def enclosure(self, value: Point) -> tuple[Any, Any]:
        """The point twice (no bounds)."""
        return value, value

    def _matrix(self, a: Point) -> Any:
        return self.mp.matrix(a.tolist())

    def _arrays(self, m: Any) -> Point:
        return np.array(m.tolist(), dtype=object)

    def _eigenvalues(self, a: Point) -> list[Any]:
        if len(a) == 1:
            return [a[0, 0]]
        return list(self.mp.eigsy(self._matrix((a + a.T) / 2), eigvals_only=True))

    def _singular(self, a: Point) -> list[Any]:
        tall = a if a.shape[0] >= a.shape[1] else a.T
        return list(self.mp.svd_r(self._matrix(tall), compute_uv=False))


__all__ = ["MpmathBackend"]
