"""Softmax and log-sum-exp of balls: no overflow, whatever the logits."""

from __future__ import annotations

import numpy as np

from certify.enclosure.ball import Ball, is_undefined, plain, settle, undefined_where
from certify.enclosure.exponential import exp_parts, exp_point, expm1_bound, log_point, scale_in_range
from certify.enclosure.reductions import tree_sum
from certify.enclosure.rounding import ETA, Array, U, inflate

_BLOCK = 2**15  # entries
_CUT = -690.0  # exp below is replaced by [0, 2 exp(-690)]; it is below 1e-299


def _shifted(x: Array, axis: int) -> tuple[Array, Array, Array]:
    """``t = fl(x - max x) <= 0``, ``y = exp(t)`` (cut below), and the maximum."""
    top = x.max(axis, keepdims=True)
    t = x - top
    if t.min() >= _CUT:
        return t, scale_in_range(*exp_parts(t)), top
    return t, exp_point(np.maximum(t, _CUT)), top


def _logit_errors(t: Array, r: Array | None) -> Array:
    """``r + U |t|``: what the logits and the subtraction of the maximum leave uncertain; 2 roundings."""
    return np.abs(t) * U if r is None else r + np.abs(t) * U


def softmax(a: Ball, axis: int = 0) -> Ball:
    """exp(a) / sum(exp(a)) along an axis (0 for a vector, 1 for the rows of a matrix).

    Let t = fl(m - max m), true logits ``t + d`` with ``|d_i| <= D_i = r_i + U |t_i|`` (the exact maximum
    cancels), and f the softmax of t.  The true value is ``f_i e**d_i / sum_j f_j e**d_j``, within a factor
    ``e**±(D_i + L)`` of f_i, ``L = log sum_j f_j e**D_j <= sum_j f_j (D_j + D_j**2)`` for D <= 1 (log(1+z) <=
    z, e**z - 1 <= z + z**2), and for -d alike, by Jensen.  Computed: y = exp(t)(1 + 3 U), their sum gamma_k
    with depth k of the tree, the quotient U; relative to the computed value together ``(k + 8) U`` (two
    exponentials 3 + 3, sum k, quotient 1, the rest for second order).  So the radius is ``g (e**(D_i + L) - 1 +
    (k + 8) U)`` in the computed g, inflated by 3 n + 40 for the roundings of L and for ``f <= g (1 + (k + 8)
    U)``.  Where D + L > 1, or any D in the sum is, the value is just in [0, 1].
    Entries cut at exp(-690) are within ``[0, 2 g]``: 1e-299 is added, which also covers underflow.
    """
    x, r = plain(a)
    across = 3 - (axis + 1)
    if a.rank == 2 and x[0].size > _BLOCK and x.shape[across] > 1:
        return _by_blocks(x, r, axis, across)
    return _softmax(x, r, axis + 1)


def _by_blocks(x: Array, r: Array | None, axis: int, across: int) -> Ball:
    """Some rows (or columns) at a time, so that what is in between stays in the cache."""
    step = max(1, _BLOCK // x.shape[axis + 1])
    parts = []
    for k in range(0, x.shape[across], step):
        at = (slice(None), *(slice(k, k + step) if ax == across else slice(None) for ax in (1, 2)))
        rad = None if r is None else np.broadcast_to(r, x.shape)[at]
        parts.append(_softmax(x[at], rad, axis + 1))
    lost = np.any([is_undefined(part) for part in parts], axis=0)
    rad = np.concatenate([np.broadcast_to(part.radius(), part.mid.shape) for part in parts], across)
    return undefined_where(settle(np.concatenate([part.mid for part in parts], across), rad), lost)


def _softmax(x: Array, r: Array | None, ax: int) -> Ball:
    """On plain arrays, along the axis ``ax`` of them."""
    n = x.shape[ax]
    bad = ~np.isfinite(x)
    x = np.where(bad, 0.0, x) if bad.any() else x
    t, y, _ = _shifted(x, ax)
    total, depth = tree_sum(y, ax)
    g = y / np.expand_dims(total, ax)
    d = _logit_errors(t, r)
    small = np.minimum(d, 1.0)
    reach = inflate(small + (g * small * (1.0 + small)).sum(ax, keepdims=True), 2 * n + 24, n)
    rad: Array = inflate(g * (expm1_bound(np.minimum(reach, 1.0)) + (depth + 8) * U), 3 * n + 40, 1) + 1e-298
    wide = ~(reach <= 1.0) | ~(d <= 1.0).all(ax, keepdims=True)
    if wide.any():
        g, rad = np.where(wide, 0.5, g), np.where(wide, 0.5, rad)
    result = settle(g, rad)
    lost = bad if r is None else bad | ~np.isfinite(r)
    return undefined_where(result, lost)


def logsumexp(a: Ball) -> Ball:
    """log(sum(exp(a))) of a vector: ``max + log(sum exp(m - max))``.

    1-Lipschitz in the largest deviation of a logit, D as in :func:`softmax`.  The sum s in [1, n] has relative
    error ``(n + 4) U`` and so its logarithm that absolute error (2 (n + 4) U to be safe); log 6 U |log s|,
    final sum U. What the cut at exp(-690) changes is below n 1e-299.
    """
    x, r = plain(a)
    n = x.shape[1]
    bad = ~np.isfinite(x) if r is None else ~np.isfinite(x) | ~np.isfinite(r)
    x = np.where(bad, 0.0, x)
    t, y, top = _shifted(x, 1)
    s = log_point(y.sum(1))
    value = top[:, 0] + s
    rad = np.broadcast_to(_logit_errors(np.maximum(t, _CUT), r), t.shape).max(1)
    rad = rad + (2 * (n + 4) * U + 8 * U * np.abs(s)) + U * np.abs(value)
    return undefined_where(settle(value, inflate(rad, 8, 4) + ETA), bad)

