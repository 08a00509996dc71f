"""The reading of expressions along a family: every number is a Laurent series in the parameter t of the family."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from functools import reduce
from typing import Any

from flint import ctx

from certify.enclosure.flint_arrays import Array, FlintArrays
from certify.enclosure.series import functions
from certify.enclosure.series.grid import Grid
from certify.enclosure.series.laurent import Series, Unknown
from certify.enclosure.series.surds import Surd

PRECISION = 256
HALF = Fraction(1, 2)


class SeriesBackend(FlintArrays):
    """Values: ``Series``, lists of them, ``Grid``; no batch axis. Raises ``Unknown`` where a series cannot tell."""

    matrix = Grid

    @contextmanager
    def session(self) -> Iterator[None]:
        """Sets the precision of the balls, and the old one again."""
        before, ctx.prec = ctx.prec, PRECISION
        try:
            yield
        finally:
            ctx.prec = before

    def scalar(self, number: Any) -> Series:
        return number if isinstance(number, Series) else Series.constant(Surd.of(Fraction(number)))

    def filled(self, shape: tuple[int, ...], number: int) -> Array:
        one = self.scalar(number)
        return [one] * shape[0] if len(shape) == 1 else Grid(shape[0], shape[1], [one] * (shape[0] * shape[1]))

    def pi(self) -> Series:
        return Series.constant(Surd.of(1, (1, 2)))

    def div(self, a: Array, b: Array) -> Array:
        return self.mul(a, self.power(b, Fraction(-1)))

    def power(self, a: Array, exponent: Fraction) -> Array:
        return self.each(lambda x: functions.power(x, exponent), a)

    def sqrt(self, a: Array) -> Array:
        return self.power(a, HALF)

    def exp(self, a: Array) -> Array:
        return self._function("exp", a)

    def log(self, a: Array) -> Array:
        return self._function("log", a)

    def sinh(self, a: Array) -> Array:
        return self._function("sinh", a)

    def cosh(self, a: Array) -> Array:
        return self._function("cosh", a)

    def tanh(self, a: Array) -> Array:
        return self._function("tanh", a)

    def erf(self, a: Array) -> Array:
        return self._function("erf", a)

    def _function(self, name: str, a: Array) -> Array:
        return self.each(lambda x: functions.analytic(name, x), a)

    def abs(self, a: Array) -> Array:
        return self.each(lambda x: -x if x.sign() < 0 else x, a)

    def maximum(self, a: Array, b: Array) -> Array:
        return self.pairs(_larger, a, b)

    def minimum(self, a: Array, b: Array) -> Array:
        return self.neg(self.maximum(self.neg(a), self.neg(b)))

    def max(self, a: Array, axis: int | None) -> Array:
        return self.along(lambda line: reduce(_larger, line), a, axis)

    def min(self, a: Array, axis: int | None) -> Array:
        return self.neg(self.max(self.neg(a), axis))

    def softmax(self, a: Array, axis: int) -> Array:
        lines = self.lines(a, axis)
        if lines is None:
            return self._softmax(a)
        out = Grid(len(lines), len(lines[0]), [x for line in lines for x in self._softmax(line)])
        return out if axis == 1 else out.transpose()

    def _softmax(self, z: list[Series]) -> list[Series]:
        top = reduce(_larger, z)
        grown = [functions.analytic("exp", x - top) for x in z]
        return self.div(grown, self.total(grown))  # type: ignore[no-any-return]

    def norm(self, a: Array, order: str) -> Series:
        if self.is_matrix(a) and order != "fro":
            raise Unknown("an induced norm of a matrix")
        sizes = self.abs(self.entries(a)) if order in ("1", "inf") else self.entries(a)
        if order == "1":
            return self.total(sizes)
        return reduce(_larger, sizes) if order == "inf" else self.sqrt(self.dot(sizes, sizes))

    def __getattr__(self, name: str) -> Any:
        if name in ("pow", "inv", "normp", "eigmin", "eigmax", "sigmin"):
            return _unknown(name)
        raise AttributeError(name)


def _unknown(name: str) -> Any:
    def refuse(*_: Any) -> Any:
        raise Unknown(f"{name} has no series")

    return refuse


def _larger(x: Series, y: Series) -> Series:
    return y if (x - y).sign() < 0 else x


__all__ = ["SeriesBackend"]
