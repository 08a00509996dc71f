"""Verified inverse of a matrix of balls."""

from __future__ import annotations

import numpy as np

from certify.enclosure.ball import Ball, settle, undefined_where
from certify.enclosure.products import matmul
from certify.enclosure.rounding import Array, inflate


def inv(a: Ball) -> Ball:
    """M**-1; undefined where the matrix cannot be shown to be regular.

    With any X and E = I - X M, ||E||_inf = q < 1: M**-1 = (I - E)**-1 X, so ``M**-1 - X = sum_{k>=1} E**k X`` and
    ``|(E**k X)_ij| <= q**k max_l |X_lj|``; the radius of column j is ``q / (1 - q) max_l |X_lj|`` (Rump 2010,
    section 10).  The row sums count n + 3 roundings, the rest 5.
    """
    x = _approximate(a.mid)
    n = a.mid.shape[1]
    c = matmul(Ball(x), Ball(a.mid, a.rad))
    if c.exp2 is not None:
        return undefined_where(Ball(x), np.ones(len(x), bool))
    e = np.abs(np.eye(n) - c.mid) + c.radius()
    q = inflate(e.sum(2).max(1), n + 4, 1)
    bad = ~(q < 0.5)
    q = np.where(bad, 0.5, q)
    factor = inflate(q / (1.0 - q), 3)
    rad = inflate(factor[:, None, None] * np.abs(x).max(1, keepdims=True), 3, 2)
    result = settle(x, rad, None if a.exp2 is None else -a.exp2)
    return undefined_where(result, bad)


def _approximate(m: Array) -> Array:
    """Untrusted inverse; zeros for the whole batch's singular instances."""
    try:
        x = np.linalg.inv(m)
    except np.linalg.LinAlgError:
        x = np.zeros(m.shape)
        for b in range(len(m)):
            try:
                x[b] = np.linalg.inv(m[b])
            except np.linalg.LinAlgError:
                continue
    return np.where(np.isfinite(x), x, 0.0)
