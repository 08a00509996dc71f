"""Draws of scalars from a range: log-uniform, short fractions, and the ends of the range themselves."""

from __future__ import annotations

import numpy as np

from certify.instances.data import Floats
from certify.instances.intervals import Interval

SMALLEST, LARGEST = 0.1, 30.0
_TINY, _MOST = float(np.finfo(float).smallest_subnormal), float(np.finfo(float).max)
_ORDERS = np.array([1.0, 1.5, 2.0, 3.0, 4.0, 8.0, 64.0])


def draw_scalars(allowed: Interval, count: int, rng: np.random.Generator, order: bool = False) -> Floats:
    """(count,) floats inside ``allowed``; orders of norms are drawn among 1, 1.5, 2, 3, large ones, and 1 to 4."""
    lo, hi = allowed.floats()
    if lo > hi or lo == np.inf or hi == -np.inf:  # no float is inside
        return np.full(count, lo if np.isfinite(lo) else 0.0)
    if order:
        lo = max(lo, 1.0)
    parts = (_orders,) if order else (_logarithmic, _short, _ends, _logarithmic, _even)
    which = rng.integers(len(parts), size=count)
    out = np.empty(count)
    for k, part in enumerate(parts):
        rows = np.flatnonzero(which == k)
        out[rows] = part(lo, hi, len(rows), rng)
    return np.clip(out, lo, hi)


def _orders(lo: float, hi: float, count: int, rng: np.random.Generator) -> Floats:
    return np.where(rng.random(count) < 0.3, rng.uniform(1.0, 4.0, count), rng.choice(_ORDERS, count))


def _logarithmic(lo: float, hi: float, count: int, rng: np.random.Generator) -> Floats:
    """Log-uniform in the part of 0.1 to 30 that the range has, on both sides of 0 if it has both."""
    if lo >= 0:
        return _log_between(lo, hi, count, rng)
    if hi <= 0:
        return -_log_between(-hi, -lo, count, rng)
    plus = rng.random(count) < 0.5
    return np.where(plus, _log_between(0.0, hi, count, rng), -_log_between(0.0, -lo, count, rng))


def _log_between(lo: float, hi: float, count: int, rng: np.random.Generator) -> Floats:
    top = min(hi, max(LARGEST, 4.0 * lo), _MOST)
    low = max(lo, min(SMALLEST, 1e-3 * top), _TINY)
    return np.asarray(np.exp(rng.uniform(np.log(low), np.log(max(top, low)), count)))


def _short(lo: float, hi: float, count: int, rng: np.random.Generator) -> Floats:
    """Integers, halves and quarters near the low end (near 0 if there is none)."""
    base = np.ceil(lo) if np.isfinite(lo) else (np.floor(hi) - 2 if np.isfinite(hi) else -2.0)
    step = rng.choice([1.0, 0.5, 0.25], count)
    if np.isfinite(lo) and np.isfinite(hi) and hi - lo < 4:
        if (hi - lo) / 4 == 0:
            return np.full(count, lo)
        width = float(2.0 ** np.floor(np.log2((hi - lo) / 4)))
        return np.asarray(np.round(lo / width + rng.integers(0, 5, count)) * width)
    return np.asarray(base + step * rng.integers(0, 7, count))


def _ends(lo: float, hi: float, count: int, rng: np.random.Generator) -> Floats:
    """The ends of the range, or what is used in their stead where there is none."""
    low = lo if np.isfinite(lo) else (-LARGEST if hi >= 0 else hi - LARGEST)
    high = hi if np.isfinite(hi) else max(LARGEST, low)
    inside = low + (max(high - low, 0.0)) * 10.0 ** rng.uniform(-9, -2, count)
    return np.choose(rng.integers(3, size=count), [np.full(count, low), np.full(count, high), inside])


def _even(lo: float, hi: float, count: int, rng: np.random.Generator) -> Floats:
    low = lo if np.isfinite(lo) else min(-4.0, hi - 8.0)
    high = hi if np.isfinite(hi) else max(4.0, low + 8.0)
    return np.asarray(2.0 * rng.uniform(0.5 * low, 0.5 * high, count))  # of all floats the length is none


__all__ = ["LARGEST", "SMALLEST", "draw_scalars"]
