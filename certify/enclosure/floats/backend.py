"""``FloatBackend``: the plain float64 reading of expressions, for search and for guiding, never for a verdict."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from fractions import Fraction
from typing import Any

import numpy as np

from certify.enclosure.floats import entrywise, linear
from certify.enclosure.floats.value import Float, align, settle


class FloatBackend:
    """The operations of the language on ``Float`` values. ``keep`` makes spectra remember their vectors."""

    def __init__(self, keep: bool = False):
        self.keep = keep

    def session(self) -> AbstractContextManager[Any]:
        """Undefined results are nan, silently."""
        return np.errstate(all="ignore")

    def constant(self, value: Fraction) -> Float:
        """The scalar of a rational of any size."""
        return _rational(Fraction(value))

    def input(self, data: Any) -> Float:
        """Data with a leading batch axis; nested rationals (no batch axis) are taken too, as a batch of 1."""
        if isinstance(data, np.ndarray) and data.dtype != object:
            return settle(np.asarray(data, np.float64))
        return self.array(data)

    def pi(self) -> Float:
        """pi."""
        return Float(np.array([np.pi]))

    def ones(self, shape: tuple[int, ...]) -> Float:
        """Ones."""
        return Float(np.ones((1, *shape)))

    def zeros(self, shape: tuple[int, ...]) -> Float:
        """Zeros."""
        return Float(np.zeros((1, *shape)))

    def eye(self, n: int) -> Float:
        """Identity matrix."""
        return Float(np.eye(n)[None])

    def unit(self, n: int, k: int) -> Float:
        """Standard basis vector."""
        return Float(np.eye(n)[None, k])

    def array(self, entries: Any) -> Float:
        """Nested rationals."""
        flat = [_rational(q) for q in _leaves(entries)]
        top = max(0 if f.exp2 is None else int(f.exp2[0]) for f in flat)
        values = [np.ldexp(f.mant[0], (0 if f.exp2 is None else int(f.exp2[0])) - top) for f in flat]
        return settle(np.array(values).reshape(1, *_shape(entries)), np.array([top]) if top else None)

    add, mul, div, neg = (staticmethod(f) for f in (entrywise.add, entrywise.mul, entrywise.div, entrywise.neg))
    power, pow = staticmethod(entrywise.power), staticmethod(entrywise.pow)
    exp, log, sqrt = staticmethod(entrywise.exp), staticmethod(entrywise.log), staticmethod(entrywise.sqrt)
    cosh, sinh, tanh = staticmethod(entrywise.cosh), staticmethod(entrywise.sinh), staticmethod(entrywise.tanh)
    erf, abs = staticmethod(entrywise.erf), staticmethod(entrywise.absolute)
    softmax, logsumexp = staticmethod(entrywise.softmax), staticmethod(entrywise.logsumexp)
    matmul, transpose = staticmethod(linear.matmul), staticmethod(linear.transpose)
    dot, outer, diag = staticmethod(linear.dot), staticmethod(linear.outer), staticmethod(linear.diag)
    diagonal, trace, inv = staticmethod(linear.diagonal), staticmethod(linear.trace), staticmethod(linear.inv)
    kron, vec, sum = staticmethod(linear.kron), staticmethod(linear.vec), staticmethod(linear.total)
    kron_product = staticmethod(linear.kron_product)
    stacked, beside = staticmethod(linear.stacked), staticmethod(linear.beside)
    normp, take = staticmethod(linear.normp), staticmethod(linear.take)

    def maximum(self, a: Float, b: Float) -> Float:
        """Entrywise larger one."""
        return entrywise.extremum(a, b, np.maximum)

    def minimum(self, a: Float, b: Float) -> Float:
        """Entrywise smaller one."""
        return entrywise.extremum(a, b, np.minimum)

    def max(self, a: Float, axis: int | None) -> Float:
        """Largest entry."""
        return linear.extreme(a, axis, np.maximum)

    def min(self, a: Float, axis: int | None) -> Float:
        """Smallest entry."""
        return linear.extreme(a, axis, np.minimum)

    def norm(self, a: Float, order: str) -> Float:
        """Norms of vectors and matrices."""
        return linear.norm(a, order, self.keep)

    def eigmin(self, a: Float) -> Float:
        """Smallest eigenvalue."""
        return linear.eigen(a, 0, self.keep)

    def eigmax(self, a: Float) -> Float:
        """Largest eigenvalue."""
        return linear.eigen(a, -1, self.keep)

    def sigmin(self, a: Float) -> Float:
        """Smallest singular value."""
        return linear.sigmin(a, self.keep)

    def compare(self, rel: str, lhs: Float, rhs: Float) -> Any:
        """Always 0: a plain float proves nothing (see ``looks`` for what the numbers suggest)."""
        return np.zeros(max(lhs.batch, rhs.batch), np.int8)

    def enclosure(self, value: Float) -> tuple[Any, Any]:
        """Nothing is enclosed: -inf and inf everywhere."""
        shape = (value.batch, *value.mant.shape[1:])
        return np.full(shape, -np.inf), np.full(shape, np.inf)

    def looks(self, rel: str, lhs: Float, rhs: Float, slack: float = 0.0) -> Any:
        """(B,) booleans: what the relation looks like in floats, up to ``slack`` times the size of the sides."""
        x, y, _ = align(lhs, rhs)
        gap, room = x - y, slack * (np.abs(x) + np.abs(y))
        if rel == "psd":
            values, _ = linear.spectrum(0.5 * (gap + gap.transpose(0, 2, 1)), False)
            return values[:, -1] <= room.max((1, 2))
        if rel == "eq":
            gap = np.abs(gap)
        good = gap < 0 if rel == "lt" and not slack else gap <= room
        return good.reshape(len(good), -1).all(1)


def _rational(q: Fraction) -> Float:
    """A rational of any size, correctly rounded."""
    if q and max(q.numerator.bit_length(), q.denominator.bit_length()) > 900:
        by = abs(q.numerator).bit_length() - q.denominator.bit_length()
        return settle(np.array([float(q / Fraction(2) ** by)]), np.array([by], np.int64))
    return settle(np.array([q.numerator / q.denominator]))


def _leaves(entries: Any) -> list[Fraction]:
    if isinstance(entries, Sequence) and not isinstance(entries, str):
        return [leaf for entry in entries for leaf in _leaves(entry)]
    return [Fraction(entries)]


def _shape(entries: Any) -> tuple[int, ...]:
    if isinstance(entries, Sequence) and not isinstance(entries, str):
        return (len(entries), *_shape(entries[0]))
    return ()
