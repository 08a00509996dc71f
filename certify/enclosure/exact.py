"""Exact arithmetic: rationals, and the few irrational numbers that can be compared exactly.

It settles equalities at the boundary of a bound, which no enclosure can, and everything rational. Where a value
leaves the exact numbers (an exponential, a root of a sum) it raises ``Irrational``; where it is undefined too,
since then nothing about it is certain.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from fractions import Fraction
from functools import reduce
from typing import Any

from flint import fmpq, fmpq_mat

from certify.enclosure import exact_numbers as numbers
from certify.enclosure.definite import definiteness, rational_extreme
from certify.enclosure.exact_numbers import Extreme, Irrational, Number, Root
from certify.enclosure.flint_arrays import Array, FlintArrays

_LARGEST_POWER = 4096
_HOLDS: dict[str, Callable[[int], bool]] = {
    "le": lambda sign: sign <= 0, "lt": lambda sign: sign < 0, "eq": lambda sign: sign == 0,
}


class ExactBackend(FlintArrays):
    """Values: FLINT rationals (or ``Root``, ``Extreme``), lists of them, ``fmpq_mat``; no batch axis.

    Raises ``Irrational`` from every operation whose result has no exact form, or is undefined.
    """

    def session(self) -> AbstractContextManager[None]:
        """Nothing to set up."""
        return nullcontext()

    def matrix(self, m: int, n: int, entries: list[Any]) -> fmpq_mat:
        """A rational matrix."""
        if any(isinstance(x, Root | Extreme) for x in entries):
            raise Irrational("a matrix with irrational entries")
        return fmpq_mat(m, n, entries)

    def scalar(self, number: Any) -> fmpq:
        value = number if isinstance(number, int | Fraction) else Fraction(number)
        return fmpq(value.numerator, value.denominator)

    def pi(self) -> Number:
        raise Irrational("pi")

    def add(self, a: Array, b: Array) -> Array:
        return a + b if self.is_matrix(a) and self.is_matrix(b) else self.pairs(numbers.add, a, b)

    def mul(self, a: Array, b: Array) -> Array:
        return self.pairs(numbers.multiply, a, b)

    def div(self, a: Array, b: Array) -> Array:
        try:
            return self.pairs(numbers.multiply, a, self.each(numbers.reciprocal, b))
        except ZeroDivisionError:
            raise Irrational("a division by 0") from None

    def neg(self, a: Array) -> Array:
        return -a if self.is_matrix(a) else self.each(numbers.negate, a)

    def power(self, a: Array, exponent: Fraction) -> Array:
        return self.each(lambda x: _power(x, exponent), a)

    def pow(self, a: Array, b: Array) -> Array:
        if not isinstance(b, fmpq):
            raise Irrational("an irrational exponent")
        return self.power(a, Fraction(int(b.p), int(b.q)))

    def exp(self, a: Array) -> Array:
        return self.each(lambda x: _only(x, 0, 1), a)

    def log(self, a: Array) -> Array:
        return self.each(lambda x: _only(x, 1, 0), a)

    def cosh(self, a: Array) -> Array:
        return self.exp(a)

    def sinh(self, a: Array) -> Array:
        return self.each(lambda x: _only(x, 0, 0), a)

    tanh = erf = sinh

    def sqrt(self, a: Array) -> Array:
        return self.each(_sqrt, a)

    def abs(self, a: Array) -> Array:
        return self.each(lambda x: numbers.negate(x) if numbers.compare(x, fmpq(0)) < 0 else x, a)

    def maximum(self, a: Array, b: Array) -> Array:
        return self.pairs(_larger, a, b)

    def minimum(self, a: Array, b: Array) -> Array:
        return self.pairs(_smaller, a, b)

    def max(self, a: Array, axis: int | None) -> Array:
        return self.along(lambda line: reduce(_larger, line), a, axis)

    def min(self, a: Array, axis: int | None) -> Array:
        return self.along(lambda line: reduce(_smaller, line), a, axis)

    def total(self, terms: Any) -> Number:
        return reduce(numbers.add, terms)

    def matmul(self, a: Array, b: Array) -> Array:
        if isinstance(b, list) and any(not isinstance(x, fmpq) for x in b):
            return [self.dot(list(row), b) for row in a.table()]
        return super().matmul(a, b)

    def dot(self, a: Array, b: Array) -> Number:
        return self.total([numbers.multiply(x, y) for x, y in zip(a, b, strict=True)])

    def outer(self, a: Array, b: Array) -> Array:
        return self.matrix(len(a), len(b), [numbers.multiply(x, y) for x in a for y in b])

    def scale_rows(self, v: Array, a: Array) -> Array:
        return self.diag(v) * a

    def scale_columns(self, a: Array, v: Array) -> Array:
        return a * self.diag(v)

    def inv(self, a: Array) -> Array:
        try:
            return a.inv()
        except ZeroDivisionError:
            raise Irrational("the inverse of a singular matrix") from None

    def norm(self, a: Array, order: str) -> Number:
        if order == "2" and self.is_matrix(a):
            return _singular(a, True)
        if order in ("2", "fro"):
            entries = self.entries(a)
            return _sqrt(self.dot(entries, entries))
        sizes = self.abs(a)
        if self.is_matrix(a):
            return self.max(self.sum(sizes, 0 if order == "1" else 1), None)
        return self.total(sizes) if order == "1" else self.max(sizes, None)

    def normp(self, a: Array, p: Number) -> Number:
        if isinstance(p, fmpq) and p == 1:
            return self.norm(a, "1")
        if isinstance(p, fmpq) and p == 2:
            return self.norm(a, "2")
        raise Irrational("a p-norm")

    def eigmin(self, a: Array) -> Number:
        return _eigenvalue(_symmetric(a), False)

    def eigmax(self, a: Array) -> Number:
        return _eigenvalue(_symmetric(a), True)

    def sigmin(self, a: Array) -> Number:
        return _singular(a, False)

    def softmax(self, a: Array, axis: int) -> Array:
        lines = self.lines(a, axis)
        if lines is None:
            return _softmax(a)
        entries = [x for line in lines for x in _softmax(line)]
        out = self.matrix(len(lines), len(lines[0]), entries)
        return out if axis == 1 else out.transpose()

    def compare(self, rel: str, lhs: Array, rhs: Array) -> int:
        """+1 or -1, exactly; ``psd`` needs a symmetric difference."""
        if rel == "psd":
            return 1 if definiteness(_symmetric(rhs - lhs)) else -1
        left, right = self.entries(lhs), self.entries(rhs)
        count = max(len(left), len(right))
        left, right = (side * count if len(side) < count else side for side in (left, right))
        signs = (numbers.compare(x, y) for x, y in zip(left, right, strict=True))
        return 1 if all(map(_HOLDS[rel], signs)) else -1

    def enclosure(self, value: Array) -> tuple[Any, Any]:
        """The exact value twice, as fractions in nested lists."""
        exact = self.fractions(value)
        return exact, exact

    def fractions(self, value: Array) -> Any:
        """The value as fractions in nested lists; raises ``Irrational`` for the numbers that are not rational."""
        if self.is_matrix(value):
            return [[_fraction(x) for x in row] for row in value.table()]
        return [_fraction(x) for x in value] if isinstance(value, list) else _fraction(value)


def _fraction(x: Number) -> Fraction:
    if not isinstance(x, fmpq):
        raise Irrational(f"{x} is not rational")
    return Fraction(int(x.p), int(x.q))


def _only(x: Number, at: int, value: int) -> fmpq:
    """A transcendental function, which is rational at one rational point only."""
    if isinstance(x, fmpq) and x == at:
        return fmpq(value)
    raise Irrational("a transcendental value")


def _sqrt(x: Number) -> Number:
    if isinstance(x, fmpq):
        return numbers.root(x)
    if isinstance(x, Extreme) and not x.rooted and numbers.compare(x, fmpq(0)) >= 0:
        return Extreme(x.matrix, x.top, True)
    raise Irrational("a root of an irrational number")


def _power(x: Number, exponent: Fraction) -> Number:
    if exponent.denominator == 2:
        return _power(_sqrt(x), Fraction(exponent.numerator))
    if exponent.denominator != 1 or abs(exponent) > _LARGEST_POWER:
        raise Irrational(f"a power with exponent {exponent}")
    if exponent < 0:
        if numbers.is_zero(x):
            raise Irrational("a division by 0")
        return numbers.reciprocal(_power(x, -exponent))
    return _repeated(x, exponent.numerator)


def _repeated(x: Number, k: int) -> Number:
    if k == 0:
        return fmpq(1)
    half = _repeated(x, k // 2)
    square = numbers.multiply(half, half)
    return numbers.multiply(square, x) if k % 2 else square


def _larger(x: Number, y: Number) -> Number:
    return x if numbers.compare(x, y) >= 0 else y


def _smaller(x: Number, y: Number) -> Number:
    return y if numbers.compare(x, y) >= 0 else x


def _symmetric(a: Any) -> Any:
    if a != a.transpose():
        raise Irrational("an operation for symmetric matrices on one that is not")
    return a


def _eigenvalue(a: Any, top: bool) -> Number:
    rational = rational_extreme(a, top)
    return Extreme(a, top, False) if rational is None else rational


def _singular(a: Any, top: bool) -> Number:
    tall = a if a.nrows() >= a.ncols() else a.transpose()
    return _sqrt(_eigenvalue(tall.transpose() * tall, top))


def _softmax(z: list[Number]) -> list[Number]:
    if any(numbers.compare(x, z[0]) != 0 for x in z):
        raise Irrational("a softmax of different numbers")
    return [fmpq(1, len(z))] * len(z)


__all__ = ["ExactBackend", "Irrational"]
