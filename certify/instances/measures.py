"""How far two sides are from failing a relation, in floats, with the adjoints that a gradient starts from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from certify.enclosure.floats import Float
from certify.enclosure.floats.value import align
from certify.instances.data import Floats

FAILS = 1e12  # the value where lhs > rhs although rhs <= 0; -FAILS (and less) where lhs <= 0 < rhs
_CEILING = 1e9
_RIDGE = 1e-10  # what makes a semidefinite N definite, relative to its mean eigenvalue

# Each entrywise rule: (log|lhs|, sign lhs, log|rhs|, sign rhs, log|lhs - rhs|, sign of it) -> value and the
# coefficients of d log|lhs|, d log|rhs| and d log|lhs - rhs| in its differential.
_Rule = tuple[Floats, Floats, Floats, Floats]
_Measure = Callable[[Floats, Floats, Floats, Floats, Floats, Floats], _Rule]


def ratio(ll: Floats, sl: Floats, lr: Floats, sr: Floats, lg: Floats, sg: Floats) -> _Rule:
    """log(lhs / rhs) where both have one sign, and tiers beyond all ratios where they do not."""
    same = (sl == sr) & (sl != 0)
    below = (sl <= 0) & (sr > 0)
    quotient = ll - lr
    value = np.where(same, sl * quotient, np.nan)
    value = np.where(below, -FAILS - np.clip(np.where(sl == 0, -np.inf, quotient), -_CEILING, _CEILING), value)
    value = np.where((sr <= 0) & (sg > 0) & ~same, FAILS, value)
    slope = np.where(same, sl, np.where(below & (sl < 0), -1.0, 0.0))
    return value, slope, -slope, np.zeros_like(slope)


def difference(ll: Floats, sl: Floats, lr: Floats, sr: Floats, lg: Floats, sg: Floats) -> _Rule:
    """log of |lhs - rhs| over the size of both sides."""
    size = np.logaddexp(ll, lr)
    value = np.where(sg == 0, -np.inf, lg - size)
    return value, -np.exp(ll - size), -np.exp(lr - size), np.ones_like(value)


def entrywise(lhs: Float, rhs: Float, rule: _Measure) -> tuple[Floats, tuple[Float, Float]]:
    """(B,) values of the worst entry by a rule, and the adjoints of both sides."""
    x, y, e = align(lhs, rhs)
    gap = Float(x - y, e)
    shape = np.broadcast_shapes(x.shape, y.shape, (len(e) if e is not None else 1, *x.shape[1:]))
    sides = [np.broadcast_to(part, shape).reshape(shape[0], -1)
             for side in (_same_rank(lhs, x.ndim), _same_rank(rhs, y.ndim), gap)
             for part in (side.log_abs(), np.sign(side.mant))]
    value, *slopes = rule(*sides)
    best = np.where(np.isnan(value), -np.inf, value).argmax(1)
    rows = np.arange(shape[0])
    slopes = [slope[rows, best] for slope in slopes]
    parts = [_seed(side, slope, best, shape) for side, slope in zip((lhs, rhs, gap), slopes, strict=True)]
    return value[rows, best], _with_gap(lhs, rhs, parts, slopes[2])


def _same_rank(side: Float, ndim: int) -> Float:
    return side if side.mant.ndim == ndim else Float(side.mant.reshape(-1, *[1] * (ndim - 1)), side.exp2)


def _seed(side: Float, slope: Floats, best: NDArray[np.intp], shape: tuple[int, ...]) -> Float:
    """slope / side at the chosen entry of each instance, 0 elsewhere: the adjoint of slope * log|side|."""
    size, rows = shape[0], np.arange(shape[0])
    flat = np.broadcast_to(side.mant.reshape(len(side.mant), -1), (size, max(1, side.mant[0].size)))
    at = best if side.rank else np.zeros(size, np.intp)
    out = np.zeros(flat.shape)
    chosen = flat[rows, at]
    out[rows, at] = np.where((slope != 0) & (chosen != 0), slope / np.where(chosen == 0, 1.0, chosen), 0.0)
    return Float(out.reshape(size, *side.mant.shape[1:]), None if side.exp2 is None else -side.exp2)


def _with_gap(lhs: Float, rhs: Float, parts: Sequence[Float], slope: Floats) -> tuple[Float, Float]:
    """The adjoint of the difference goes to both sides, with opposite signs."""
    left, right, gap = parts
    if not slope.any():
        return left, right
    return _add(left, _fit(gap, lhs)), _add(right, _fit(Float(-gap.mant, gap.exp2), rhs))


def _fit(part: Float, like: Float) -> Float:
    if part.rank == like.rank:
        return part
    return Float(part.mant.reshape(len(part.mant), -1).sum(1), part.exp2)


def _add(a: Float, b: Float) -> Float:
    x, y, e = align(a, b)
    return Float(x + y, e)


def semidefinite(lhs: Float, rhs: Float) -> tuple[Floats, tuple[Float, Float]]:
    """Values and adjoints for M << N, both plain up to one exponent an instance, which drops out."""
    x, y, e = align(lhs, rhs)
    size = max(len(x), len(y))
    m, n = (np.broadcast_to(v, (size, *v.shape[1:])) for v in (x, y))
    good = np.asarray(np.isfinite(m).all((1, 2)) & np.isfinite(n).all((1, 2)))
    m, n = (np.where(good[:, None, None], v, np.eye(m.shape[1])) for v in (m, n))
    unit = _unit(m, n)
    m, n = (0.5 * (v + v.transpose(0, 2, 1)) for v in (m * unit, n * unit))
    by_ratio, by_gap = _generalised(m, n), _gap(m, n)
    positive = by_ratio[3]
    value = np.where(good, np.where(positive, by_ratio[0], by_gap[0]), np.nan)
    parts = [unit * np.where((positive & good)[:, None, None], a, np.where(good[:, None, None], b, 0.0))
             for a, b in zip(by_ratio[1:3], by_gap[1:3], strict=True)]
    down = None if e is None else -e
    return value, (Float(parts[0], down), Float(parts[1], down))


def _unit(m: Floats, n: Floats) -> Floats:
    """A power of two for each instance that brings its largest entry near 1, so that squares of entries stay finite."""
    largest = np.maximum(np.abs(m).max((1, 2)), np.abs(n).max((1, 2)))
    return np.asarray(np.ldexp(1.0, -np.clip(np.frexp(largest)[1], -1000, 1000))[:, None, None])


def _generalised(m: Floats, n: Floats) -> tuple[Floats, Floats, Floats, NDArray[np.bool_]]:
    """log t and its adjoints, t the largest eigenvalue of the pencil (M, N); last, where that makes sense."""
    spectrum, basis = np.linalg.eigh(n)
    mean = np.abs(spectrum).mean(1)
    positive = (spectrum[:, 0] >= -_RIDGE * mean) & (mean > 0)
    weights = np.where(positive[:, None], np.maximum(spectrum, 0.0) + (_RIDGE * mean)[:, None], 1.0)
    half = basis / np.sqrt(weights)[:, None, :]
    with np.errstate(over="ignore", invalid="ignore"):
        inner = half.transpose(0, 2, 1) @ m @ half
    bounded = np.asarray(np.isfinite(inner).all((1, 2)))  # a tiny N against a large M leaves float64
    positive = positive & bounded
    values, vectors = np.linalg.eigh(np.where(bounded[:, None, None], inner, 0.0))
    t, v = values[:, -1], np.einsum("bij,bj->bi", half, vectors[:, :, -1])
    scale = np.where(t > 0, 1.0 / np.where(t > 0, t, 1.0), 0.0)[:, None, None]
    square = v[:, :, None] * v[:, None, :]
    value = np.where(t > 0, np.log(np.where(t > 0, t, 1.0)), -FAILS)
    return value, scale * square, -np.where(t > 0, 1.0, 0.0)[:, None, None] * square, positive


def _gap(m: Floats, n: Floats) -> tuple[Floats, Floats, Floats]:
    """Largest eigenvalue of M - N over ||M||_F + ||N||_F, and its adjoints."""
    values, vectors = np.linalg.eigh(m - n)
    v = vectors[:, :, -1]
    square = v[:, :, None] * v[:, None, :]
    sizes = [np.sqrt(np.einsum("bij,bij->b", w, w)) for w in (m, n)]
    total = np.maximum(sizes[0] + sizes[1], 1e-300)
    out = values[:, -1] / total
    drift = [w * (out / total / np.maximum(size, 1e-300))[:, None, None]
             for w, size in zip((m, n), sizes, strict=True)]
    return out, square / total[:, None, None] - drift[0], -square / total[:, None, None] - drift[1]


__all__ = ["FAILS", "difference", "entrywise", "ratio", "semidefinite"]
