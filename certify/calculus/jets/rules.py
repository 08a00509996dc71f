"""The rules of differentiation that jets need beyond algebra: quotients, functions, norms, extremes."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from typing import Any

from certify.calculus.jets.linear import Jet, LinearJets, without
from certify.language import CertifyError


class JetError(CertifyError, NotImplementedError):
    """An operation whose derivative Taylor arithmetic does not provide."""


class Functions(LinearJets):
    """f(a + eps a') = f(a) + eps f'(a) a', entrywise and for the smooth operations of matrices."""

    def number(self, value: int) -> Any:
        """An integer, one level below."""
        return self.below.constant(Fraction(value))

    def _chain(self, value: Any, slope: Callable[[], Any], a: Jet) -> Jet:
        return Jet(value, None if a.tangent is None else self.below.mul(slope(), a.tangent), a.shape)

    def div(self, a: Jet, b: Jet) -> Jet:
        below, shape = self.below, a.shape or b.shape
        quotient = below.div(a.value, b.value)
        left = None if a.tangent is None else below.div(a.tangent, b.value)
        right = None if b.tangent is None else below.neg(below.div(below.mul(quotient, b.tangent), b.value))
        return Jet(quotient, self._sum(left, right), shape)

    def power(self, a: Jet, exponent: Fraction) -> Jet:
        if exponent == 0:
            return Jet(self.below.power(a.value, exponent), None, a.shape)
        return self._chain(self.below.power(a.value, exponent), lambda: self.below.mul(
            self.below.constant(exponent), self.below.power(a.value, exponent - 1)), a)

    def pow(self, a: Jet, b: Jet) -> Jet:
        below = self.below
        value = below.pow(a.value, b.value)
        lowered = below.add(b.value, self.number(-1))
        out = self._chain(value, lambda: below.mul(b.value, below.pow(a.value, lowered)), a)
        if b.tangent is None:
            return out
        by_exponent = below.mul(below.mul(value, below.log(a.value)), b.tangent)
        return Jet(value, self._sum(out.tangent, by_exponent), a.shape)

    def exp(self, a: Jet) -> Jet:
        value = self.below.exp(a.value)
        return self._chain(value, lambda: value, a)

    def log(self, a: Jet) -> Jet:
        return self._chain(self.below.log(a.value), lambda: self.below.div(self.number(1), a.value), a)

    def sqrt(self, a: Jet) -> Jet:
        value = self.below.sqrt(a.value)
        return self._chain(value, lambda: self.below.div(self.number(1), self.below.add(value, value)), a)

    def cosh(self, a: Jet) -> Jet:
        return self._chain(self.below.cosh(a.value), lambda: self.below.sinh(a.value), a)

    def sinh(self, a: Jet) -> Jet:
        return self._chain(self.below.sinh(a.value), lambda: self.below.cosh(a.value), a)

    def tanh(self, a: Jet) -> Jet:
        below, value = self.below, self.below.tanh(a.value)
        return self._chain(value, lambda: below.add(self.number(1), below.neg(below.mul(value, value))), a)

    def erf(self, a: Jet) -> Jet:
        below = self.below
        return self._chain(below.erf(a.value), lambda: below.mul(
            below.div(self.number(2), below.sqrt(below.pi())),
            below.exp(below.neg(below.mul(a.value, a.value)))), a)

    def inv(self, a: Jet) -> Jet:
        below, value = self.below, self.below.inv(a.value)
        if a.tangent is None:
            return Jet(value, None, a.shape)
        return Jet(value, below.neg(below.matmul(below.matmul(value, a.tangent), value)), a.shape)

    def softmax(self, a: Jet, axis: int) -> Jet:
        """p * (a' - <p, a'>) along each line."""
        below, p = self.below, self.below.softmax(a.value, axis)
        if a.tangent is None:
            return Jet(p, None, a.shape)
        weighted = below.mul(p, a.tangent)
        if len(a.shape) == 1:
            mean = below.sum(weighted, None)
        elif axis == 1:
            mean = below.outer(below.sum(weighted, 1), below.ones(a.shape[1:]))
        else:
            mean = below.outer(below.ones(a.shape[:1]), below.sum(weighted, 0))
        return Jet(p, below.add(weighted, below.neg(below.mul(p, mean))), a.shape)


class Kinks(Functions):
    """Absolute values, extremes and norms away from ties; at a possible tie the result is undefined."""

    def _sign(self, value: Any) -> Any:
        """Entrywise sign; undefined where an entry may be 0."""
        return self.below.div(value, self.below.abs(value))

    def abs(self, a: Jet) -> Jet:
        return self._chain(self.below.abs(a.value), lambda: self._sign(a.value), a)

    def maximum(self, a: Jet, b: Jet) -> Jet:
        return self._extreme(self.below.maximum(a.value, b.value), a, b, 1)

    def minimum(self, a: Jet, b: Jet) -> Jet:
        return self._extreme(self.below.minimum(a.value, b.value), a, b, -1)

    def _extreme(self, value: Any, a: Jet, b: Jet, side: int) -> Jet:
        """The tangent of (a + b +- |a - b|) / 2."""
        total, gap = self.add(a, b), self.add(a, self.neg(b))
        if total.tangent is None:
            return Jet(value, None, total.shape)
        swing = self.mul(self.abs(gap), self.constant(Fraction(side)))
        return Jet(value, self.mul(self.add(total, swing), self.constant(Fraction(1, 2))).tangent, total.shape)

    def max(self, a: Jet, axis: int | None) -> Jet:
        return self._pick(a, axis, self.below.max, "lt")

    def min(self, a: Jet, axis: int | None) -> Jet:
        return self._pick(a, axis, self.below.min, "gt")

    def _pick(self, a: Jet, axis: int | None, function: Callable[..., Any], others: str) -> Jet:
        value, shape = function(a.value, axis), without(a.shape, axis)
        if a.tangent is None:
            return Jet(value, None, shape)
        if len(a.shape) == 1 or axis is None:
            flat = a if len(a.shape) == 1 else self.vec(a, "C")
            return Jet(value, self._entry(flat, others).tangent, ())
        lines = [self.take(a, k, 1 - axis) for k in range(shape[0])]
        picked = [self.mul(self._entry(line, others), self.unit(shape[0], k)) for k, line in enumerate(lines)]
        return Jet(value, reduce(self.add, picked).tangent, shape)

    def _entry(self, a: Jet, others: str) -> Jet:
        """The entry that certainly is below (gt) or above (lt) all others, else an undefined jet."""
        entries = [self.take(a, k, 0) for k in range(a.shape[0])]
        for k, one in enumerate(entries):
            rest = entries[:k] + entries[k + 1:]
            pairs = [(other, one) if others == "lt" else (one, other) for other in rest]
            if all(self.compare("lt", low, high) == 1 for low, high in pairs):
                return one
        nothing = self.below.div(self.number(1), self.number(0))
        return Jet(nothing, nothing, ())

    def norm(self, a: Jet, order: str) -> Jet:
        if a.tangent is None:
            return Jet(self.below.norm(a.value, order), None, ())
        if order == "2" and min(a.shape) > 1 and len(a.shape) == 2:
            return self._no_rule("the spectral norm")
        if order in ("2", "fro"):
            return self._euclidean(a)
        sizes = self.abs(a)
        if len(a.shape) == 1:
            return self.sum(sizes, None) if order == "1" else self.max(sizes, None)
        return self.max(self.sum(sizes, 0 if order == "1" else 1), None)

    def _euclidean(self, a: Jet) -> Jet:
        """<a, a'> / ||a||."""
        below, value = self.below, self.below.norm(a.value, "2" if len(a.shape) == 1 else "fro")
        return Jet(value, below.div(below.sum(below.mul(a.value, a.tangent), None), value), ())

    def normp(self, a: Jet, p: Jet) -> Jet:
        if a.tangent is None and p.tangent is None:
            return Jet(self.below.normp(a.value, p.value), None, ())
        total = self.sum(self.pow(self.abs(a), p), None)
        return self.pow(total, self.div(self.constant(Fraction(1)), p))

    def eigmin(self, a: Jet) -> Jet:
        return self._spectral(a, self.below.eigmin, "the smallest eigenvalue")

    def eigmax(self, a: Jet) -> Jet:
        return self._spectral(a, self.below.eigmax, "the largest eigenvalue")

    def sigmin(self, a: Jet) -> Jet:
        return self._spectral(a, self.below.sigmin, "the smallest singular value")

    def _spectral(self, a: Jet, function: Callable[[Any], Any], name: str) -> Jet:
        return Jet(function(a.value), None, ()) if a.tangent is None else self._no_rule(name)

    def _no_rule(self, name: str) -> Jet:
        raise JetError(f"no derivative of {name} by Taylor arithmetic; it may only be applied to what does not "
                       "depend on the variable")


__all__ = ["Functions", "JetError", "Kinks"]
