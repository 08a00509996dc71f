"""Norms of balls.  A norm of a ball is the norm of its midpoint plus or minus a norm of its radius."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from certify.enclosure.arithmetic import absolute, sqrt_nonnegative
from certify.enclosure.ball import Ball, Exponent, Mask, is_undefined, settle, undefined_where
from certify.enclosure.ball_constants import rational
from certify.enclosure.powers import pow, power, reciprocal
from certify.enclosure.products import flat, frobenius_bound
from certify.enclosure.reductions import dot, maximum_over, tree_sum
from certify.enclosure.reductions import sum as sum_ball
from certify.enclosure.rounding import Array, gamma, inflate

_LONG = 2**13  # entries from which on exact sums cost more than they are worth


def widen(value: Ball, by: Array | None) -> Ball:
    """A scalar ball with ``by`` (B,) added to its radius."""
    if by is None or not by.any():
        return value
    rad = by if value.rad is None else value.rad + by
    return settle(value.mid, np.where(rad == 0, 0.0, inflate(rad, 1)), value.exp2)


def entrywise_norm(a: Ball, order: str) -> Ball:
    """Vector norms "1", "2", "inf"; of a matrix the induced norms 1 and inf, and "fro"."""
    if a.rank == 0:
        return absolute(a)
    if order == "fro" or (order == "2" and a.rank == 1):
        return euclidean(a if a.rank == 1 else flat(a))
    if order not in ("1", "inf"):
        raise ValueError(f'norm order is "1", "2", "inf" or "fro", not {order!r}')
    size = absolute(a)
    if a.rank == 1:
        return sum_ball(size) if order == "1" else maximum_over(size)
    return maximum_over(sum_ball(size, 0 if order == "1" else 1))


def euclidean(a: Ball) -> Ball:
    """2-norm of a vector: ``| ||x|| - ||m|| | <= ||r||``; the norm of the exact midpoint is exact where it is a
    float.

    m is scaled by nothing: entries are at most 2**400, their squares are summed without overflow.
    """
    value = sqrt_nonnegative(_square(a))
    by = None if a.rad is None else frobenius_bound(a.rad, a.mid.shape[1])
    return widen(Ball(value.mid, value.rad, total(value.exp2, a.exp2)), _scaled(by, value))


def _square(a: Ball) -> Ball:
    """The sum of the squares of the midpoint; of a long vector that is a ball anyway, by a tree of float sums.

    A square errs by U, ETA / 2, the tree of depth k by gamma_k: together ``gamma_{k+1} sum`` + n ETA.
    """
    n = a.mid.shape[1]
    if a.rad is None or n <= _LONG:
        point = Ball(a.mid)
        return dot(point, point)
    sums, depth = tree_sum(np.square(a.mid), 1)
    return settle(sums, inflate(gamma(depth + 2) * sums, 2, n))


def total(e: Exponent | None, f: Exponent | None) -> Exponent | None:
    """Sum of exponents."""
    return f if e is None else e if f is None else e + f


def _scaled(by: Array | None, value: Ball) -> Array | None:
    """A radius given at exponent 0, at the exponent of ``value``; a step upwards covers what is shifted out."""
    if by is None or value.exp2 is None:
        return by
    r = np.ldexp(by, np.clip(-value.exp2, -4000, 4000).astype(np.int32))
    return np.where(by == 0, 0.0, np.nextafter(r, np.inf))


def normp(a: Ball, p: Ball) -> Ball:
    """``(sum |a_i|**p)**(1/p)`` for a scalar p > 0, of a vector; entries that are exactly 0 count 0."""
    size = absolute(a)
    if p.rad is None and p.exp2 is None and (p.mid == p.mid[0]).all() and p.mid[0] == np.rint(p.mid[0]):
        q = Fraction(float(p.mid[0]))
        if q == 1:
            return sum_ball(size)
        if q == 2:
            return euclidean(a)
        p = rational([q], ())
        return undefined_where(pow(sum_ball(power(size, q)), reciprocal(p), True), _not_positive(p))
    return undefined_where(pow(sum_ball(pow(size, p, True)), reciprocal(p), True), _not_positive(p))


def _not_positive(p: Ball) -> Mask:
    return ~(p.mid > (0.0 if p.rad is None else p.rad)) | is_undefined(p)

