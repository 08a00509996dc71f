"""The Arb reading: rigorous balls of any precision, one instance at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from flint import arb, arb_mat, ctx

from certify.enclosure import arb_scalars as scalars
from certify.enclosure import arb_spectral as spectral
from certify.enclosure.arb_bounds import fraction_bounds
from certify.enclosure.arb_compare import compare
from certify.enclosure.flint_arrays import Array, FlintArrays, Scalar


class ArbBackend(FlintArrays):
    """Ball arithmetic with ``prec`` bits. Values: ``arb``, lists of them, ``arb_mat``; no batch axis.

    Precision is a property of the process in FLINT: plans enter ``session`` around their runs, and whoever
    calls a method by hand does so too. An undefined entry makes its whole array nan, and nan stays.
    """

    matrix = arb_mat

    def __init__(self, prec: int = 128):
        self.prec = prec

    @contextmanager
    def session(self) -> Iterator[None]:
        """Sets the working precision, and the old one again."""
        before, ctx.prec = ctx.prec, self.prec
        try:
            yield
        finally:
            ctx.prec = before

    def scalar(self, number: Any) -> Scalar:
        return scalars.from_fraction(number if isinstance(number, int | Fraction) else Fraction(number))

    def pi(self) -> Scalar:
        return arb.pi()

    def _partial(self, function: Callable[[arb], arb], a: Array) -> Array:
        return self._poison(self.each(function, a))

    def _poison(self, a: Array) -> Array:
        """All nan where one entry is: whether an array is defined is one question."""
        if isinstance(a, arb) or not any(x.is_nan() for x in self.entries(a)):
            return a
        return self.each(lambda _: scalars.NAN, a)

    def stacked(self, *parts: Array) -> Array:
        return self._poison(super().stacked(*parts))

    def beside(self, *parts: Array) -> Array:
        return self._poison(super().beside(*parts))

    def mul(self, a: Array, b: Array) -> Array:
        return self.each(scalars.square, a) if a is b else super().mul(a, b)

    def div(self, a: Array, b: Array) -> Array:
        return self._poison(self.pairs(scalars.divide, a, b))

    def power(self, a: Array, exponent: Fraction) -> Array:
        return self._partial(lambda x: scalars.power(x, exponent), a)

    def pow(self, a: Array, b: Array) -> Array:
        return self._partial(lambda x: scalars.general_power(x, b), a)

    def exp(self, a: Array) -> Array:
        return self.each(arb.exp, a)

    def log(self, a: Array) -> Array:
        return self._partial(scalars.log, a)

    def sqrt(self, a: Array) -> Array:
        return self._partial(scalars.sqrt, a)

    def cosh(self, a: Array) -> Array:
        return self.each(arb.cosh, a)

    def sinh(self, a: Array) -> Array:
        return self.each(arb.sinh, a)

    def tanh(self, a: Array) -> Array:
        return self.each(arb.tanh, a)

    def erf(self, a: Array) -> Array:
        return self.each(arb.erf, a)

    def maximum(self, a: Array, b: Array) -> Array:
        return self.pairs(arb.max, a, b)

    def minimum(self, a: Array, b: Array) -> Array:
        return self.pairs(arb.min, a, b)

    def dot(self, a: Array, b: Array) -> Scalar:
        return self.total([scalars.square(x) for x in a]) if a is b else super().dot(a, b)

    def inv(self, a: Array) -> Array:
        return self._poison(a.inv(nonstop=True))

    def max(self, a: Array, axis: int | None) -> Array:
        return self.along(spectral.hull_max, a, axis)

    def min(self, a: Array, axis: int | None) -> Array:
        return self.along(spectral.hull_min, a, axis)

    def norm(self, a: Array, order: str) -> Scalar:
        if order == "2" and self.is_matrix(a):
            return spectral.spectral_norm(a)
        if order in ("2", "fro"):
            return scalars.root_of_square(self.total([scalars.square(x) for x in self.entries(a)]))
        if not self.is_matrix(a):
            sizes = self.abs(a)
            return self.total(sizes) if order == "1" else spectral.hull_max(sizes)
        return spectral.hull_max(self.sum(self.abs(a), 0 if order == "1" else 1))

    def normp(self, a: Array, p: Scalar) -> Scalar:
        if not p > 0:
            return scalars.NAN
        sizes = [scalars.nonnegative(abs(x)) for x in a]  # abs of a ball around 0 reaches below 0 by its rounding
        total = scalars.nonnegative(self.total([scalars.general_power(size, p) for size in sizes]))
        return scalars.general_power(total, 1 / p)

    def eigmin(self, a: Array) -> Scalar:
        return spectral.eigmin(a)

    def eigmax(self, a: Array) -> Scalar:
        return spectral.eigmax(a)

    def sigmin(self, a: Array) -> Scalar:
        return spectral.sigmin(a)

    def softmax(self, a: Array, axis: int) -> Array:
        if isinstance(a, list):
            return _softmax(a)
        rows = [_softmax(line) for line in self.lines(a, axis) or ()]
        return arb_mat(rows) if axis == 1 else arb_mat(rows).transpose()

    def compare(self, rel: str, lhs: Array, rhs: Array) -> int:
        """+1 where the relation certainly holds, -1 where it certainly fails, else 0 (also where undefined)."""
        with self.session():
            return compare(self, rel, lhs, rhs)

    def same(self, rel: str, value: Array) -> int:
        """The verdict on a relation between a value and itself: only whether it is defined is open."""
        defined = all(x.is_finite() for x in self.entries(value))
        return (-1 if rel == "lt" else 1) if defined else 0

    def enclosure(self, value: Array) -> tuple[Any, Any]:
        """Lower and upper bounds as exact fractions (nested lists for arrays), infinities where undefined."""
        with self.session():
            return fraction_bounds(self, value)


def _softmax(z: list[arb]) -> list[arb]:
    terms = [x.exp() for x in z]
    total = sum(terms[1:], terms[0])
    return [scalars.divide(x, total) for x in terms]


__all__ = ["ArbBackend"]
