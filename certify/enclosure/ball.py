"""The value of a float64 enclosure: a batch of balls with a power-of-two exponent for each instance.

A :class:`Ball` of batch size B stands for, in instance b, all arrays X with ``|X - mid[b] 2**e| <= rad[b] 2**e``
entrywise, ``e = exp2[b]``.  The first axis is the batch: scalars have shape (B,), vectors (B, n), matrices (B,
m, n); B = 1 broadcasts.  The exponent keeps exp(900), its square, and exp(10 R**2) at R = 30 inside float64.

Invariant, kept by :func:`settle`: midpoints are finite and at most 2**400 in size; in each instance the largest
one is 0 or at least 2**-400.  So no product of two midpoints overflows, and what underflows is far below the
result's size. A radius of inf or nan marks an undefined or unbounded value; every comparison with it is undecided.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from certify.enclosure.rounding import Array, inflate, two_sum

Exponent = NDArray[np.int64]
Mask = NDArray[np.bool_]
BIG, SMALL, RANGE = 2.0**400, 2.0**-400, 400
_SHIFT_LIMIT = 4000  # beyond it every float64 is shifted out
_FLOAT_POWERS = 1022  # 2**k and 2**-k are normal numbers


@dataclass(frozen=True, eq=False)
class Ball:
    """``(mid ± rad) 2**exp2``; ``rad`` None means exact, ``exp2`` None means 0.  Never changed after it is made.

    ``rad`` has the number of axes of ``mid`` and broadcasts against it.  ``memo`` keeps derived quantities such as
    row norms, which the error bounds of several products of one matrix share.
    """

    mid: Array
    rad: Array | None = None
    exp2: Exponent | None = None
    memo: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def rank(self) -> int:
        """0 for scalars, 1 for vectors, 2 for matrices."""
        return self.mid.ndim - 1

    @property
    def batch(self) -> int:
        """Number of instances (1 for constants)."""
        sizes = [self.mid.shape[0]]
        sizes += [] if self.rad is None else [self.rad.shape[0]]
        sizes += [] if self.exp2 is None else [self.exp2.shape[0]]
        return max(sizes)

    def radius(self) -> Array:
        """The radius, zeros if exact, in a shape that broadcasts against ``mid``."""
        return np.zeros((1,) * self.mid.ndim) if self.rad is None else self.rad


def axes_of(x: NDArray[Any]) -> tuple[int, ...]:
    """All axes but the batch."""
    return tuple(range(1, x.ndim))


def any_of(mask: Mask) -> Mask:
    """(B,) mask of the instances in which an entry is set."""
    return np.asarray(mask.any(axes_of(mask)))


def all_of(mask: Mask) -> Mask:
    """(B,) mask of the instances in which all entries are set."""
    return np.asarray(mask.all(axes_of(mask)))


def per_instance(v: NDArray[Any], ndim: int) -> NDArray[Any]:
    """A (B,) array reshaped to broadcast against arrays with ``ndim`` axes."""
    return v.reshape(v.shape + (1,) * (ndim - 1))


def lift(x: Array | None, ndim: int) -> Array | None:
    """Append axes so that a scalar batch broadcasts against vectors or matrices."""
    return x if x is None or x.ndim == ndim else per_instance(x, ndim)


def combine(*radii: Array | None) -> Array | None:
    """Plain sum of the radii that are present (the caller inflates)."""
    total: Array | None = None
    for r in radii:
        total = r if total is None else total if r is None else total + r
    return total


def shift(mid: Array, rad: Array | None, s: Exponent) -> tuple[Array, Array | None]:
    """``(mid ± rad) 2**s`` for a per-instance ``s``.  Scaling by 2**s is exact unless bits are shifted out
    below ETA.

    There the rounding error of ``ldexp`` is at most ETA / 2; the radius steps up to the next float for each
    inexact scaling, and the next float above r >= 0 is at least ``r + ETA``.  Overflow gives an inf midpoint
    for settle.
    """
    if not s.any():
        return mid, rad
    up, down = _scalings(s, mid.ndim)
    m = up(mid)
    lost = down(m) != mid
    if rad is not None:
        r = up(rad)
        rad = np.where(down(r) < rad, np.nextafter(r, np.inf), r)
    if lost.any():
        r = np.broadcast_to(np.float64(0.0) if rad is None else rad, m.shape)
        rad = np.where(lost, np.nextafter(r, np.inf), r)
    return m, rad


def _scalings(s: Exponent, ndim: int) -> tuple[Callable[[Array], Array], Callable[[Array], Array]]:
    """``x 2**s`` and ``x 2**-s``, rounded once; by a product where the powers are floats, which is far quicker."""
    if max(int(s.max()), -int(s.min())) <= _FLOAT_POWERS:
        up, down = (per_instance(np.ldexp(1.0, sign * s.astype(np.int32)), ndim) for sign in (1, -1))
        return lambda x: x * up, lambda x: x * down
    by = per_instance(np.clip(s, -_SHIFT_LIMIT, _SHIFT_LIMIT).astype(np.int32), ndim)
    return lambda x: np.ldexp(x, by), lambda x: np.ldexp(x, -by)


def settle(mid: Array, rad: Array | None, exp2: Exponent | None = None) -> Ball:
    """A Ball that keeps the invariant of this module: rescale what is out of range, mark what is not finite.

    One pass decides the common case: a sum of squares s in [2**-700, 2**790] (nan fails) has its largest entry
    between sqrt(s / N) >= 2**-400 and sqrt(s) <= 2**396, whatever the roundings in s, for N <= 2**90 entries.
    Beside an exponent s may be in [2**-400, 2**400]: midpoints that products let drift are not rescaled each time.
    """
    flat = mid.reshape(len(mid), -1)
    with np.errstate(over="ignore"):
        s = np.vecdot(flat, flat)
    least, most = (2.0**-700, 2.0**790) if exp2 is None else (2.0**-400, 2.0**400)
    if ((s <= most) & (s >= least)).all():
        return Ball(mid, rad, exp2 if exp2 is None or exp2.any() else None)
    peak = np.abs(mid).max(axes_of(mid))
    if exp2 is None and ((peak <= BIG) & ((peak >= SMALL) | (peak == 0))).all():
        return Ball(mid, rad)
    return _rescale(mid, rad, exp2, peak)


def _rescale(mid: Array, rad: Array | None, exp2: Exponent | None, peak: Array) -> Ball:
    finite = np.isfinite(peak)
    if not finite.all():
        mid, rad = _mark(mid, rad, ~finite)
        peak = np.where(finite, peak, 0.0)
    size = np.frexp(peak)[1].astype(np.int64)
    total = size if exp2 is None else size + exp2
    # Exponent 0 wherever the value fits into float64 comfortably, else scale the largest entry to about 1.
    wanted = np.where((np.abs(total) <= RANGE) | (peak == 0), 0, total)
    if exp2 is not None:
        wanted = np.where(peak == 0, exp2, wanted)
    mid, rad = shift(mid, rad, (0 if exp2 is None else exp2) - wanted)
    return Ball(mid, rad, wanted if wanted.any() else None)


def _mark(mid: Array, rad: Array | None, where: Mask) -> tuple[Array, Array]:
    w = per_instance(where, mid.ndim)
    r = np.zeros((1,) * mid.ndim) if rad is None else rad
    return np.where(w, 0.0, mid), np.where(w, np.inf, r)


def undefined_where(ball: Ball, where: Mask) -> Ball:
    """``ball`` with those instances made undefined (midpoint 0, radius inf) in which an entry of the mask is
    set.
    """
    if not where.any():
        return ball
    mid, rad = _mark(ball.mid, ball.rad, any_of(where))
    return Ball(mid, rad, ball.exp2)


def is_undefined(ball: Ball) -> Mask:
    """(B,) mask: some radius of the instance is inf or nan."""
    if ball.rad is None:
        return np.zeros(1, bool)
    return any_of(~np.isfinite(ball.rad))


def _is_zero(ball: Ball) -> Mask:
    zero = all_of(ball.mid == 0)
    return zero if ball.rad is None else zero & all_of(ball.rad == 0)


def align(a: Ball, b: Ball) -> tuple[Array, Array | None, Array, Array | None, Exponent | None]:
    """Both balls at one exponent, the larger of the two (an instance that is exactly 0 takes the other's)."""
    if a.exp2 is None and b.exp2 is None:
        return a.mid, a.rad, b.mid, b.rad, None
    ea = np.zeros(1, np.int64) if a.exp2 is None else a.exp2
    eb = np.zeros(1, np.int64) if b.exp2 is None else b.exp2
    zero_a, zero_b = _is_zero(a), _is_zero(b)
    e = np.where(zero_a, eb, np.where(zero_b, ea, np.maximum(ea, eb)))
    ma, ra = shift(a.mid, a.rad, np.where(zero_a, 0, ea - e))
    mb, rb = shift(b.mid, b.rad, np.where(zero_b, 0, eb - e))
    return ma, ra, mb, rb, e


def choose(where: Mask, a: Ball, b: Ball) -> Ball:
    """``a`` in the instances of the (B,) mask, ``b`` in the others; both of one shape."""
    w = per_instance(where, a.mid.ndim)
    e = None
    if a.exp2 is not None or b.exp2 is not None:
        e = np.where(where, 0 if a.exp2 is None else a.exp2, 0 if b.exp2 is None else b.exp2)
    rad = None if a.rad is None and b.rad is None else np.where(w, a.radius(), b.radius())
    return Ball(np.where(w, a.mid, b.mid), rad, e)


def plain(a: Ball) -> tuple[Array, Array | None]:
    """Midpoint and radius at exponent 0; too large an exponent leaves an inf, which later operations mark."""
    return (a.mid, a.rad) if a.exp2 is None else shift(a.mid, a.rad, a.exp2)


def endpoints(mid: Array, rad: Array | None) -> tuple[Array, Array]:
    """Floats ``lo <= mid - rad`` and ``hi >= mid + rad``, equal to them where these are floats (by TwoSum)."""
    if rad is None:
        return mid, mid
    hi, tail = two_sum(mid, rad)
    hi = np.where(tail > 0, np.nextafter(hi, np.inf), hi)
    lo, tail = two_sum(mid, -rad)
    lo = np.where(tail < 0, np.nextafter(lo, -np.inf), lo)
    return np.where(np.isnan(lo), -np.inf, lo), np.where(np.isnan(hi), np.inf, hi)


def from_endpoints(lo: Array, hi: Array, exp2: Exponent | None = None) -> Ball:
    """The Ball of the intervals [lo, hi]; exact where lo = hi, undefined where an end is not finite or lo > hi.

    Whatever float ``mid`` is, ``max(hi - mid, mid - lo)`` is a radius; its one rounding is inflated.
    """
    good = np.isfinite(lo) & np.isfinite(hi) & (lo <= hi)
    lo, hi = np.where(good, lo, 0.0), np.where(good, hi, 0.0)
    mid = 0.5 * lo + 0.5 * hi
    mid = np.where(lo == hi, lo, mid)
    reach = np.maximum(hi - mid, mid - lo)
    rad = np.where(lo == hi, 0.0, inflate(reach, 1, 0))
    rad = np.where(good, rad, np.inf)
    return settle(mid, rad if rad.any() else None, exp2)

