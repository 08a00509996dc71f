"""First-order jets a + eps a' with eps^2 = 0, over the values of any backend, and the rules of plain algebra.

A jet over jets has two independent infinitesimals, and so on: a derivative inside a derivative is one more
level. ``tangent`` None means that the value does not depend on the infinitesimal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Shape = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Jet:
    """``value + eps * tangent``, both values of the backend one level below, of one shape."""

    value: Any
    tangent: Any
    shape: Shape


class LinearJets:
    """Leaves, sums, products and whatever is linear in each operand; ``below`` is the backend of the parts."""

    def __init__(self, below: Any):
        self.below = below

    def lift(self, value: Any, shape: Shape) -> Jet:
        """A value that does not depend on the infinitesimal."""
        return Jet(value, None, shape)

    def constant(self, value: Fraction) -> Jet:
        return self.lift(self.below.constant(value), ())

    def pi(self) -> Jet:
        return self.lift(self.below.pi(), ())

    def ones(self, shape: Shape) -> Jet:
        return self.lift(self.below.ones(shape), shape)

    def zeros(self, shape: Shape) -> Jet:
        """Zero of any shape, a scalar too."""
        zero = self.below.zeros(shape) if shape else self.below.constant(Fraction(0))
        return self.lift(zero, shape)

    def eye(self, n: int) -> Jet:
        return self.lift(self.below.eye(n), (n, n))

    def unit(self, n: int, k: int) -> Jet:
        return self.lift(self.below.unit(n, k), (n,))

    def array(self, entries: Sequence[Any]) -> Jet:
        inner = (len(entries[0]),) if isinstance(entries[0], tuple | list) else ()
        return self.lift(self.below.array(entries), (len(entries), *inner))

    def _linear(self, function: Callable[[Any], Any], a: Jet, shape: Shape) -> Jet:
        return Jet(function(a.value), None if a.tangent is None else function(a.tangent), shape)

    def _bilinear(self, function: Callable[[Any, Any], Any], a: Jet, b: Jet, shape: Shape) -> Jet:
        left = None if a.tangent is None else function(a.tangent, b.value)
        right = None if b.tangent is None else function(a.value, b.tangent)
        return Jet(function(a.value, b.value), self._sum(left, right), shape)

    def _sum(self, left: Any, right: Any) -> Any:
        """The sum of two tangents of one shape, either of which may be absent."""
        if left is None or right is None:
            return right if left is None else left
        return self.below.add(left, right)

    def _spread(self, tangent: Any, own: Shape, shape: Shape) -> Any:
        """A tangent in the shape of the result it contributes to."""
        return tangent if tangent is None or own == shape else self.below.mul(tangent, self.below.ones(shape))

    def add(self, a: Jet, b: Jet) -> Jet:
        shape = a.shape or b.shape
        left, right = (self._spread(x.tangent, x.shape, shape) for x in (a, b))
        return Jet(self.below.add(a.value, b.value), self._sum(left, right), shape)

    def neg(self, a: Jet) -> Jet:
        return self._linear(self.below.neg, a, a.shape)

    def mul(self, a: Jet, b: Jet) -> Jet:
        return self._bilinear(self.below.mul, a, b, a.shape or b.shape)

    def matmul(self, a: Jet, b: Jet) -> Jet:
        return self._bilinear(self.below.matmul, a, b, a.shape[:1] + b.shape[1:])

    def dot(self, a: Jet, b: Jet) -> Jet:
        return self._bilinear(self.below.dot, a, b, ())

    def outer(self, a: Jet, b: Jet) -> Jet:
        return self._bilinear(self.below.outer, a, b, a.shape + b.shape)

    def kron(self, a: Jet, b: Jet) -> Jet:
        shape = tuple(m * n for m, n in zip(a.shape, b.shape, strict=True))
        return self._bilinear(self.below.kron, a, b, shape)

    def transpose(self, a: Jet) -> Jet:
        return self._linear(self.below.transpose, a, a.shape[::-1])

    def diag(self, a: Jet) -> Jet:
        return self._linear(self.below.diag, a, a.shape * 2)

    def diagonal(self, a: Jet) -> Jet:
        return self._linear(self.below.diagonal, a, a.shape[:1])

    def trace(self, a: Jet) -> Jet:
        return self._linear(self.below.trace, a, ())

    def vec(self, a: Jet, order: str) -> Jet:
        return self._linear(lambda x: self.below.vec(x, order), a, (a.shape[0] * a.shape[1],))

    def stacked(self, *parts: Jet) -> Jet:
        return self._joined(self.below.stacked, parts, 0)

    def beside(self, *parts: Jet) -> Jet:
        return self._joined(self.below.beside, parts, 1)

    def _joined(self, function: Callable[..., Any], parts: Sequence[Jet], axis: int) -> Jet:
        first = parts[0].shape
        shape = (*first[:axis], sum(part.shape[axis] for part in parts), *first[axis + 1:])
        tangents = [self.below.zeros(part.shape) if part.tangent is None else part.tangent for part in parts]
        moves = any(part.tangent is not None for part in parts)
        return Jet(function(*(part.value for part in parts)), function(*tangents) if moves else None, shape)

    def sum(self, a: Jet, axis: int | None) -> Jet:
        return self._linear(lambda x: self.below.sum(x, axis), a, without(a.shape, axis))

    def take(self, a: Jet, k: int, axis: int) -> Jet:
        return self._linear(lambda x: self.below.take(x, k, axis), a, without(a.shape, axis))

    def compare(self, rel: str, lhs: Jet, rhs: Jet) -> Any:
        """The verdict on the values, whatever the infinitesimals."""
        return self.below.compare(rel, lhs.value, rhs.value)

    def enclosure(self, value: Jet) -> Any:
        """Bounds of the value."""
        return self.below.enclosure(value.value)


def without(shape: Shape, axis: int | None) -> Shape:
    """The shape after a reduction along an axis (None: of everything)."""
    return () if axis is None else shape[:axis] + shape[axis + 1:]


__all__ = ["Jet", "LinearJets", "Shape", "without"]
