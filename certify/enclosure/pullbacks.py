"""Reverse-mode rules of the float64 reading: how the adjoint of a result gives that of each operand.

``PULLBACKS[op]`` holds one function an operand, ``(ops, g, out, *operands, *extra) -> adjoint``, where ``g`` is
the adjoint of the result ``out``. The rules are written in the operations of the backend itself, so that adjoints
carry exponents as values do (the derivative of log exp(900) passes through exp(-900)). An operand that was
broadcast, a scalar against an array, gets the sum of what is returned; the tape takes it. A new operation is one
entry here.

Where an operation has a kink the rule gives a subgradient: 0 for |.| and norms at 0, the first of equal entries
for max, one eigenvector of a multiple eigenvalue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import count
from typing import Any

import numpy as np

from certify.enclosure.floats.backend import FloatBackend
from certify.enclosure.floats.value import Array, Float, add_exponents, align, settle, spread

Pullback = Callable[..., Float]
Ops = FloatBackend



def _masked(g: Float, mask: Any) -> Float:
    """g (a scalar broadcasts) where the mask holds, 0 elsewhere."""
    x = g.mant if g.mant.ndim == mask.ndim else spread(g.mant, mask.ndim)
    return Float(np.where(mask, x, 0.0), g.exp2)


def _direction(a: Float, size: Array) -> Array:
    """Mantissas of a over its norm, 0 where that is 0."""
    return np.asarray(a.mant / spread(np.where(size == 0, 1.0, size), a.mant.ndim))


# Entrywise operations.

def _divisor(ops: Ops, g: Float, out: Float, a: Float, b: Float) -> Float:
    return ops.neg(ops.div(ops.mul(g, out), b))


def _power(ops: Ops, g: Float, out: Float, a: Float, p: Fraction) -> Float:
    if p == 2:
        return ops.mul(g, Float(2.0 * a.mant, a.exp2))
    if p == Fraction(1, 2):
        return _sqrt(ops, g, out, a)
    return ops.mul(ops.mul(g, ops.constant(p)), ops.power(a, p - 1))


def _sqrt(ops: Ops, g: Float, out: Float, a: Float) -> Float:
    return ops.div(Float(0.5 * g.mant, g.exp2), out)


def _pow_base(ops: Ops, g: Float, out: Float, a: Float, b: Float) -> Float:
    return ops.mul(ops.mul(g, b), ops.pow(a, Float(b.plain() - 1.0)))


def _pow_exponent(ops: Ops, g: Float, out: Float, a: Float, b: Float) -> Float:
    return ops.mul(ops.mul(g, out), ops.log(a))


def _abs(ops: Ops, g: Float, out: Float, a: Float) -> Float:
    return Float(g.mant * np.sign(a.mant), g.exp2)


def _tanh(ops: Ops, g: Float, out: Float, a: Float) -> Float:
    return ops.div(g, ops.power(ops.cosh(a), Fraction(2)))  # 1 - tanh**2 would cancel


def _erf(ops: Ops, g: Float, out: Float, a: Float) -> Float:
    bell = ops.exp(ops.neg(ops.mul(a, a)))
    return ops.mul(g, Float(bell.mant * (2.0 / np.sqrt(np.pi)), bell.exp2))


def _larger(sign: int, first: bool) -> Pullback:
    def pull(ops: Ops, g: Float, out: Float, a: Float, b: Float) -> Float:
        x, y, _ = align(a, b)
        wins = sign * x >= sign * y
        return _masked(g, wins if first else ~wins)

    return pull


# Products.

def _matmul_left(ops: Ops, g: Float, out: Float, a: Float, b: Float) -> Float:
    return ops.outer(g, b) if b.rank == 1 else ops.matmul(g, ops.transpose(b))


def _matmul_right(ops: Ops, g: Float, out: Float, a: Float, b: Float) -> Float:
    return ops.matmul(ops.transpose(a), g)


def _outer_right(ops: Ops, g: Float, out: Float, a: Float, b: Float) -> Float:
    return ops.matmul(ops.transpose(g), a)


def _inv(ops: Ops, g: Float, out: Float, a: Float) -> Float:
    other = ops.transpose(out)
    return ops.neg(ops.matmul(ops.matmul(other, g), other))


def _kron(pattern: str, which: int) -> Pullback:
    def pull(ops: Ops, g: Float, out: Float, *operands: Float) -> Float:
        (m, n), (p, q) = (v.mant.shape[1:] for v in operands)
        other = operands[1 - which]
        x = np.einsum(pattern, g.mant.reshape(-1, m, p, n, q), other.mant)
        return settle(x, add_exponents(g, other))

    return pull


def _kron_factor(inner: str, outer: str, which: int) -> Pullback:
    """The adjoint of a factor of (a kron b) x: first the other factor meets x, then the result meets g."""
    def pull(ops: Ops, g: Float, out: Float, a: Float, b: Float, x: Float) -> Float:
        (m, n), (p, q) = a.mant.shape[1:], b.mant.shape[1:]
        other = (b, a)[which]
        met = np.einsum(inner, other.mant, x.mant.reshape(len(x.mant), n, q, -1))
        half = settle(met.reshape(len(met), -1), add_exponents(other, x))
        left = g.mant.reshape(len(g.mant), m, p, -1)
        return settle(np.einsum(outer, left, half.mant.reshape(met.shape)), add_exponents(g, half))

    return pull


def _kron_operand(ops: Ops, g: Float, out: Float, a: Float, b: Float, x: Float) -> Float:
    return ops.kron_product(ops.transpose(a), ops.transpose(b), g)


def _vec(ops: Ops, g: Float, out: Float, a: Float, order: str) -> Float:
    m, n = a.mant.shape[1:]
    if order == "C":
        return Float(g.mant.reshape(-1, m, n), g.exp2)
    return Float(g.mant.reshape(-1, n, m).transpose(0, 2, 1), g.exp2)


class _Slices:
    """The rules of an operation on any number of operands, which joins them along an axis: each gets its slice."""

    def __init__(self, axis: int):
        self.axis = axis

    def __iter__(self) -> Iterator[Pullback]:
        return map(self._slice, count())

    def _slice(self, k: int) -> Pullback:
        def pull(ops: Ops, g: Float, out: Float, *parts: Float) -> Float:
            ends = np.cumsum([part.mant.shape[self.axis] for part in parts])
            return Float(np.split(g.mant, ends[:-1], self.axis)[k], g.exp2)

        return pull


# Reductions.

def _sum(ops: Ops, g: Float, out: Float, a: Float, axis: int | None) -> Float:
    x = spread(g.mant, a.mant.ndim) if axis is None else np.expand_dims(g.mant, axis + 1)
    return Float(np.broadcast_to(x, (len(x), *a.mant.shape[1:])), g.exp2)


def _extreme(pick: Callable[..., Any]) -> Pullback:
    def pull(ops: Ops, g: Float, out: Float, a: Float, axis: int | None) -> Float:
        if axis is None:
            flat = a.mant.reshape(len(a.mant), -1)
            mask = np.arange(flat.shape[1]) == pick(flat, axis=1)[:, None]
            return _masked(g, mask.reshape(a.mant.shape))
        where = np.expand_dims(pick(a.mant, axis=axis + 1), axis + 1)
        steps = np.arange(a.mant.shape[axis + 1]).reshape((-1, 1) if axis == 0 else (1, -1))
        return _masked(Float(np.expand_dims(g.mant, axis + 1), g.exp2), steps[None] == where)

    return pull


def _take(ops: Ops, g: Float, out: Float, a: Float, k: int, axis: int) -> Float:
    x = np.zeros((len(g.mant), *a.mant.shape[1:]))
    x[(slice(None), k) if axis == 0 else (slice(None), slice(None), k)] = g.mant
    return Float(x, g.exp2)


def _softmax(ops: Ops, g: Float, out: Float, a: Float, axis: int) -> Float:
    p = out.mant
    inner = (g.mant * p).sum(axis + 1, keepdims=True)
    return Float(p * (g.mant - inner), g.exp2)


def _logsumexp(ops: Ops, g: Float, out: Float, a: Float) -> Float:
    return ops.mul(g, ops.softmax(a, 0))


# Norms and spectra.

def _norm(ops: Ops, g: Float, out: Float, a: Float, order: str) -> Float:
    if order in ("1", "inf"):
        return _sum_norm(g, a, order)
    if a.rank == 1 or order == "fro":
        return ops.mul(g, Float(_direction(a, out.mant)))
    tall, w = out.memo
    other = np.einsum("bij,bj->bi" if tall else "bij,bi->bj", _direction(a, out.mant), w)
    left, right = (other, w) if tall else (w, other)
    return ops.mul(g, Float(left[:, :, None] * right[:, None, :]))


def _sum_norm(g: Float, a: Float, order: str) -> Float:
    x = np.sign(a.mant)
    size = np.abs(a.mant)
    if a.rank == 1 and order == "inf":
        x = np.where(np.arange(size.shape[1]) == size.argmax(1)[:, None], x, 0.0)
    elif a.rank == 2:
        along = 2 if order == "inf" else 1
        best = size.sum(along).argmax(1)
        mask = np.arange(size.shape[3 - along]) == best[:, None]
        x = np.where(np.expand_dims(mask, along), x, 0.0)
    return Float(spread(g.mant, x.ndim) * x, g.exp2)


def _normp(ops: Ops, g: Float, out: Float, a: Float, p: Float) -> Float:
    """(|a_i| / ||a||_p)**(p - 1) sign a_i."""
    x = _direction(a, out.mant)
    return ops.mul(g, Float(np.sign(x) * np.power(np.abs(x), (p.plain() - 1.0)[:, None])))


def _normp_order(ops: Ops, g: Float, out: Float, a: Float, p: Float) -> Float:
    """||a||_p / p times the sum of w_i log w_i / p, where w_i = |a_i|**p / ||a||_p**p."""
    order = p.plain()
    w = np.power(np.abs(_direction(a, out.mant)), order[:, None])
    entropy = np.einsum("bi->b", w * np.log(np.where(w > 0, w, 1.0)))
    return ops.mul(ops.mul(g, out), Float(entropy / order**2))


def _eigen(ops: Ops, g: Float, out: Float, a: Float) -> Float:
    v = out.memo
    return ops.mul(g, Float(v[:, :, None] * v[:, None, :]))


def _sigmin(ops: Ops, g: Float, out: Float, a: Float) -> Float:
    u, v = out.memo
    return ops.mul(g, Float(u[:, :, None] * v[:, None, :]))


PULLBACKS: dict[str, Iterable[Pullback]] = {
    "add": (lambda ops, g, out, a, b: g, lambda ops, g, out, a, b: g),
    "mul": (lambda ops, g, out, a, b: ops.mul(g, b), lambda ops, g, out, a, b: ops.mul(g, a)),
    "div": (lambda ops, g, out, a, b: ops.div(g, b), _divisor),
    "neg": (lambda ops, g, out, a: ops.neg(g),),
    "power": (_power,), "pow": (_pow_base, _pow_exponent),
    "exp": (lambda ops, g, out, a: ops.mul(g, out),),
    "log": (lambda ops, g, out, a: ops.div(g, a),),
    "sqrt": (_sqrt,),
    "cosh": (lambda ops, g, out, a: ops.mul(g, ops.sinh(a)),),
    "sinh": (lambda ops, g, out, a: ops.mul(g, ops.cosh(a)),),
    "tanh": (_tanh,), "erf": (_erf,), "abs": (_abs,),
    "maximum": (_larger(1, True), _larger(1, False)), "minimum": (_larger(-1, True), _larger(-1, False)),
    "matmul": (_matmul_left, _matmul_right),
    "transpose": (lambda ops, g, out, a: ops.transpose(g),),
    "dot": (lambda ops, g, out, a, b: ops.mul(g, b), lambda ops, g, out, a, b: ops.mul(g, a)),
    "outer": (lambda ops, g, out, a, b: ops.matmul(g, b), _outer_right),
    "diag": (lambda ops, g, out, a: ops.diagonal(g),),
    "diagonal": (lambda ops, g, out, a: ops.diag(g),),
    "trace": (lambda ops, g, out, a: ops.mul(g, ops.eye(a.mant.shape[1])),),
    "inv": (_inv,), "vec": (_vec,), "stacked": _Slices(1), "beside": _Slices(2),
    "kron": (_kron("bmpnq,bpq->bmn", 0), _kron("bmpnq,bmn->bpq", 1)),
    "kron_product": (
        _kron_factor("bpq,bnqr->bnpr", "bmpr,bnpr->bmn", 0), _kron_factor("bmn,bnqr->bmqr", "bmpr,bmqr->bpq", 1),
        _kron_operand,
    ),
    "sum": (_sum,), "max": (_extreme(np.argmax),), "min": (_extreme(np.argmin),), "take": (_take,),
    "softmax": (_softmax,), "logsumexp": (_logsumexp,),
    "norm": (_norm,), "normp": (_normp, _normp_order),
    "eigmin": (_eigen,), "eigmax": (_eigen,), "sigmin": (_sigmin,),
}

__all__ = ["PULLBACKS", "Pullback"]
