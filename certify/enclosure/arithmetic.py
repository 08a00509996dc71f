"""Entrywise arithmetic of balls: + - * / abs max min sqrt and integer powers, with the proof of each radius.

Notation: a = ma ± ra, b = mb ± rb, U and ETA as in :mod:`certify.enclosure.rounding`.  A scalar operand
broadcasts. Results that are provably exact stay exact, so that hypotheses such as sum(b) = 1 can be certified
with equality.
"""

from __future__ import annotations

import numpy as np

from certify.enclosure.ball import (
    Ball,
    Exponent,
    align,
    combine,
    endpoints,
    from_endpoints,
    is_undefined,
    lift,
    per_instance,
    settle,
    shift,
    undefined_where,
)
from certify.enclosure.rounding import ETA, Array, U, inflate, two_product, two_sum

_EXACT_LIMIT = 256  # entries an instance up to which products of exact operands keep their exact error


def _same_rank(a: Ball, b: Ball) -> tuple[Ball, Ball]:
    if a.rank == b.rank:
        return a, b
    n = max(a.mid.ndim, b.mid.ndim)
    return tuple(v if v.mid.ndim == n else Ball(per_instance(v.mid, n), lift(v.rad, n), v.exp2)  # type: ignore
                 for v in (a, b))


def _known(error: Array) -> Array | None:
    """The radius for an exactly known error: its absolute value, None if it is 0 everywhere."""
    return np.abs(error) if error.any() else None


def neg(a: Ball) -> Ball:
    """-a, exact."""
    return Ball(-a.mid, a.rad, a.exp2)


def add(a: Ball, b: Ball) -> Ball:
    """a + b.  Exact operands: the radius is the exact error by TwoSum.  Else ``ra + rb + U |fl(ma + mb)|``.

    Float sums err by at most U times the computed value and do not underflow (Higham, section 2.2); scaling by
    U may lose ETA / 2.  Two additions of radii: k = 2, c = 1.
    """
    a, b = _same_rank(a, b)
    ma, ra, mb, rb, e = align(a, b)
    if ra is None and rb is None:
        m, tail = two_sum(ma, mb)
        return settle(m, _known(tail), e)
    m = ma + mb
    r = combine(np.abs(m) * U, ra, rb)
    assert r is not None
    return settle(m, inflate(r, 2), e)


def sub(a: Ball, b: Ball) -> Ball:
    """a - b."""
    return add(a, neg(b))


def _sum_of_exponents(a: Ball, b: Ball, sign: int = 1) -> Exponent | None:
    if b.exp2 is None:
        return a.exp2
    return sign * b.exp2 if a.exp2 is None else a.exp2 + sign * b.exp2


def mul(a: Ball, b: Ball) -> Ball:
    """a b: ``|x y - ma mb| <= |ma| rb + ra |mb| + ra rb``, and rounding ``U |m| + ETA / 2``.

    Evaluated as ``(|ma| + ra) rb + ra |mb| + U |m|``: at most 4 roundings on a path, 3 products that may underflow
    and the rounding of m itself: k = 4, c = 4.  Small exact operands keep their exact error (Dekker's product).
    """
    a, b = _same_rank(a, b)
    e = _sum_of_exponents(a, b)
    if a.rad is None and b.rad is None:
        return _mul_exact(a.mid, b.mid, e)
    m = a.mid * b.mid
    r = np.abs(m) * U
    if b.rad is not None:
        size = np.abs(a.mid)
        r += (size if a.rad is None else size + a.rad) * b.rad
    if a.rad is not None:
        r += a.rad * np.abs(b.mid)
    return settle(m, inflate(r, 4, 4), e)


def _mul_exact(x: Array, y: Array, e: Exponent | None) -> Ball:
    if max(x[0].size, y[0].size) > _EXACT_LIMIT:
        m = x * y
        return settle(m, inflate(np.abs(m) * U, 0, 1), e)
    m, tail, spoiled = two_product(x, y)
    if spoiled.any():
        return settle(m, np.where(spoiled, np.abs(tail) * (1 + 2**-50) + 9 * ETA, np.abs(tail)), e)
    return settle(m, _known(tail), e)


def div(a: Ball, b: Ball) -> Ball:
    """a / b; undefined where b contains 0.

    With ``q = fl(ma / mb)``: ``x/y - ma/mb = ((x - ma) - (ma/mb)(y - mb)) / y``, hence the error is at most
    ``(ra + |ma/mb| rb) / (|mb| - rb) + U |q| + ETA / 2``.  Roundings: ``|q|`` for ``|ma/mb|`` 1 (and ETA / 2 times
    rb < |mb|, over the denominator: absorbed below), product 1, sum 1, denominator 1 (a float difference, so
    relative), quotient 1, final sum 1: k = 6.

    The underflow of q costs ``(ETA / 2) rb / (|mb| - rb)``: ETA is therefore added to |q| first.
    """
    a, b = _same_rank(a, b)
    e = _sum_of_exponents(a, b, -1)
    q = a.mid / b.mid
    bad = b.mid == 0
    if a.rad is None and b.rad is None:
        r = _exact_quotient_error(a.mid, b.mid, q)
    else:
        size = np.abs(q)
        r = size * U
        floor = np.abs(b.mid)
        top = np.zeros(1) if a.rad is None else a.rad
        if b.rad is not None:
            bad = bad | ~(floor > b.rad)
            top = top + (size + ETA) * b.rad
            floor = floor - b.rad
        r = inflate(r + (top + ETA) / floor, 6, 2)
    if not np.isfinite(q).all() and not bad.any():
        return _div_wide(a, b, e)
    result = settle(np.where(bad, 0.0, q), r, e)
    return undefined_where(result, bad)


def _exact_quotient_error(x: Array, y: Array, q: Array) -> Array | None:
    """Radius of x / y for exact floats: 0 where q y = x exactly, ``U |q| + ETA / 2`` elsewhere; None if all are
    0.
    """
    p, tail, spoiled = two_product(q, y)
    inexact = ~((p == x) & (tail == 0) & ~spoiled)
    return np.where(inexact, inflate(np.abs(q) * U, 0, 1), 0.0) if inexact.any() else None


def _div_wide(a: Ball, b: Ball, e: Exponent | None) -> Ball:
    """Quotients beyond the float range although no divisor contains 0: scale the numerators down first.

    The divisor's entries are at least 2**-1074, so numerators scaled by 2**-700 or more leave quotients below
    2**(400 - 700 + 1074) < 2**1023; the exponent takes the scaling.
    """
    by = np.full(max(a.batch, b.batch), -700, np.int64)
    mid, rad = shift(np.broadcast_to(a.mid, (by.size, *a.mid.shape[1:])), a.rad, by)
    scaled = Ball(mid, rad, np.asarray(700 + (0 if e is None else e), np.int64).reshape(-1))
    return div(scaled, Ball(b.mid, b.rad))


def absolute(a: Ball) -> Ball:
    """|a|: the radius stays (|.| is 1-Lipschitz); a ball around 0 becomes [0, |m| + r]."""
    m = np.abs(a.mid)
    if a.rad is None:
        return Ball(m, None, a.exp2)
    around = m < a.rad
    if not around.any():
        return Ball(m, a.rad, a.exp2)
    half = 0.5 * m + 0.5 * a.rad
    return settle(np.where(around & np.isfinite(half), half, m),
                  np.where(around, inflate(half, 3), a.rad), a.exp2)


def maximum(a: Ball, b: Ball) -> Ball:
    """Entrywise max: the interval [max of lower ends, max of upper ends]; exact operands stay exact."""
    return _extremum(a, b, np.maximum)


def minimum(a: Ball, b: Ball) -> Ball:
    """Entrywise min, as :func:`maximum`."""
    return _extremum(a, b, np.minimum)


def _extremum(a: Ball, b: Ball, pick: np.ufunc) -> Ball:
    a, b = _same_rank(a, b)
    ma, ra, mb, rb, e = align(a, b)
    if ra is None and rb is None:
        return settle(pick(ma, mb), None, e)
    (la, ha), (lb, hb) = endpoints(ma, ra), endpoints(mb, rb)
    infinite = ~np.isfinite(la + ha + lb + hb)
    return from_endpoints(np.where(infinite, -np.inf, pick(la, lb)), pick(ha, hb), e)


def sqrt(a: Ball) -> Ball:
    """Square root; undefined where the ball reaches below 0."""
    lo, _ = endpoints(a.mid, a.rad)
    bad = ~(lo >= 0)
    result = sqrt_nonnegative(Ball(np.where(bad, 0.0, a.mid), a.rad, a.exp2))
    return undefined_where(result, bad)


def sqrt_nonnegative(a: Ball) -> Ball:
    """Square root of a quantity known to be >= 0, whose midpoint is >= 0 while its ball may reach below.

    ``|sqrt X - sqrt m| = |X - m| / (sqrt X + sqrt m)`` is at most ``r / (sqrt m + sqrt max(m - r, 0))`` as X is at
    least max(m - r, 0), and at most ``sqrt r``.  fl(sqrt) is correctly rounded and never underflows: ``U s``.
    Roundings on a path: m - r 1 (relative, a float difference), roots 1, sum 1, quotient 1, final sum 1; k = 6.
    """
    m, r, e = a.mid, a.rad, a.exp2
    if e is not None:
        odd = e & 1
        m, r = shift(m, r, odd)
        e = (e - odd) // 2
    s = np.sqrt(m)
    if r is None:
        back, tail, spoiled = two_product(s, s)
        exact = (back == m) & (tail == 0) & ~spoiled
        return settle(s, None if exact.all() else np.where(exact, 0.0, inflate(s * U, 0)), e)
    with np.errstate(invalid="ignore", divide="ignore"):
        smooth = r / (s + np.sqrt(np.maximum(m - r, 0.0)))
    reach = np.fmin(smooth, np.sqrt(r))
    back, tail, spoiled = two_product(s, s)
    exact = (r == 0) & (back == m) & (tail == 0) & ~spoiled
    return settle(s, np.where(exact, 0.0, inflate(reach + s * U, 6)), e)


def integer_power(a: Ball, k: int) -> Ball:
    """a**k for an integer k by repeated squaring; a**0 = 1; negative powers through the reciprocal."""
    one = Ball(np.ones((1,) * a.mid.ndim))
    if k < 0:
        return div(one, integer_power(a, -k))
    if k == 0:
        return undefined_where(Ball(np.ones_like(a.mid)), is_undefined(a))
    result, base = None, a
    while True:
        if k & 1:
            result = base if result is None else mul(result, base)
        k >>= 1
        if not k:
            assert result is not None
            return result
        base = mul(base, base)
