"""Sums, inner products, maxima and minima of balls.

Sums of exact operands are computed without error where the result is a float: a tree of TwoSums keeps every
rounding error, so that "sum(b) = 1" can be certified with equality (Ogita, Rump, Oishi, *Accurate sum and dot
product*, 2005).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from certify.enclosure.ball import Ball, Exponent, endpoints, from_endpoints, settle
from certify.enclosure.rounding import ETA, Array, gamma, inflate, two_product, two_sum


def _tree(x: Array) -> tuple[Array, Array]:
    """Sum over axis 0 by halving, and all TwoSum errors (length n - 1, axis 0); sum + errors is exact."""
    errors = []
    while len(x) > 1:
        h = len(x) // 2
        s, e = two_sum(x[:h], x[h : 2 * h])
        errors.append(e)
        x = s if len(x) == 2 * h else np.concatenate([s, x[2 * h :]])
    return x[0], np.concatenate(errors) if errors else np.zeros_like(x)


def tree_sum(x: Array, axis: int) -> tuple[Array, int]:
    """Float sum over an axis by halving, and its depth k: the error is at most ``gamma_k sum |x|`` (Higham,
    4.2).
    """
    y, depth = np.moveaxis(x, axis, 0), 0
    while len(y) > 1:
        h = len(y) // 2
        s = y[:h] + y[h : 2 * h]
        if len(y) > 2 * h:
            s[0] += y[-1]
            depth += 1
        y, depth = s, depth + 1
    return np.asarray(y[0]), depth


def exact_sum(x: Array, axis: int) -> tuple[Array, Array | None]:
    """``m, r`` with ``|sum - m| <= r`` for exact x; r is None where all sums are floats.

    ``sum = s + sum e``, ``sum e = t + sum f`` by two trees, ``s + t = m + g`` by TwoSum: hence
    ``sum = m + g + sum f`` and ``|sum - m| <= |g| + sum |f|``: n additions.
    """
    s, errors = _tree(np.moveaxis(x, axis, 0))
    if not errors.any():
        return s, None
    t, rest = _tree(errors)
    m, g = two_sum(s, t)
    r = np.abs(g)
    if rest.any():
        r = r + np.abs(rest).sum(0)
        r = np.where(r == 0, 0.0, inflate(r, x.shape[axis], 0))
    return m, r if r.any() else None


def exact_dot(x: Array, y: Array) -> tuple[Array, Array | None]:
    """Inner products over the last axis of exact x, y: Dekker products, whose parts are summed by
    :func:`exact_sum`.

    Where a product may have underflowed its two parts miss it by 8 ETA at most.
    """
    p, e, spoiled = two_product(x, y)
    m, r = exact_sum(np.concatenate([p, e], axis=-1) if e.any() else p, -1)
    if spoiled.any():
        r = inflate(np.zeros_like(m) if r is None else r, 1, 8 * p.shape[-1])
    return m, r


def sum_radius(rad: Array, axis: int, n: int) -> Array:
    """Plain sum of a radius over an axis of length n along which it may be broadcast (n - 1 roundings, or 1)."""
    return np.take(rad, 0, axis) * float(n) if rad.shape[axis] == 1 else rad.sum(axis)


def sum(a: Ball, axis: int | None = None) -> Ball:
    """Sum over all axes, or one (0-based, not counting the batch).

    Inexact operands: ``sum r + gamma_k sum |m|`` with the depth k of :func:`tree_sum`.  The sums of r and |m|
    take any order: n + 2 roundings.
    """
    if axis is None and a.rank != 1:
        a = _flat(a)
    if a.rank == 0:
        return a
    ax = 1 if axis is None else axis + 1
    n = a.mid.shape[ax]
    if a.rad is None:
        return settle(*exact_sum(a.mid, ax), a.exp2)
    m, depth = tree_sum(a.mid, ax)
    r = sum_radius(a.rad, ax, n) + gamma(depth) * np.abs(a.mid).sum(ax)
    return settle(m, inflate(r, n + 2, 1), a.exp2)


def _flat(a: Ball) -> Ball:
    """All entries of an instance as one vector."""
    if a.rank == 0:
        return a
    rad = None if a.rad is None else np.broadcast_to(a.rad, a.mid.shape).reshape(len(a.mid), -1)
    return Ball(a.mid.reshape(len(a.mid), -1), rad, a.exp2)


def contract(x: Array, y: Array) -> Array:
    """Plain inner products over the last axis."""
    return np.asarray(np.matmul(x[:, None, :], y[:, :, None])[:, 0, 0])


def dot(a: Ball, b: Ball) -> Ball:
    """Inner product of vectors.  Exact operands by :func:`exact_dot`.

    Else ``|x.y - fl(ma.mb)| <= |ma|.(rb + gamma_n |mb|) + ra.(|mb| + rb)`` + n ETA (Higham, (3.5), any order):
    at most n + 4 roundings a path.  ETA more in the inner bracket covers its underflow before it is multiplied.
    """
    e = _exponents(a, b)
    n = a.mid.shape[1]
    if a.rad is None and b.rad is None:
        return settle(*exact_dot(a.mid, b.mid), e)
    m = contract(a.mid, b.mid)
    size_a, size_b = np.abs(a.mid), np.abs(b.mid)
    r = contract(size_a, size_b * gamma(n) + (ETA if b.rad is None else b.rad + ETA))
    if a.rad is not None:
        reach = size_b if b.rad is None else size_b + b.rad
        r = r + contract(np.broadcast_to(a.rad, a.mid.shape), reach)
    return settle(m, inflate(r, n + 5, 4 * n), e)


def _exponents(a: Ball, b: Ball) -> Exponent | None:
    if a.exp2 is None or b.exp2 is None:
        return b.exp2 if a.exp2 is None else a.exp2
    return a.exp2 + b.exp2


def maximum_over(a: Ball, axis: int | None = None) -> Ball:
    """Largest entry, over all axes or one: from the largest lower end to the largest upper end."""
    return _extremum(a, axis, np.max)


def minimum_over(a: Ball, axis: int | None = None) -> Ball:
    """Smallest entry, as :func:`maximum_over`."""
    return _extremum(a, axis, np.min)


def _extremum(a: Ball, axis: int | None, pick: Callable[..., Array]) -> Ball:
    if axis is None:
        a = _flat(a)
    if a.rank == 0:
        return a
    ax = 1 if axis is None else axis + 1
    if a.rad is None:
        return settle(pick(a.mid, axis=ax), None, a.exp2)
    lo, hi = endpoints(a.mid, a.rad)
    infinite = ~np.isfinite(lo + hi)
    low, high = pick(lo, axis=ax), pick(hi, axis=ax)
    return from_endpoints(np.where(infinite.any(ax), -np.inf, low), high, a.exp2)

