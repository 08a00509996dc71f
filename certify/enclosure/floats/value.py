"""The value of the plain float64 reading: a batch of arrays with a power-of-two exponent for each instance.

``Float(mant, exp2)`` stands for ``mant * 2**exp2[b]`` in instance b; the first axis of ``mant`` is the batch, and
a batch of 1 broadcasts. ``exp2`` is None where it is 0 everywhere, the common case. It keeps exp(Ax) with logits
of 900, exp(10 R**2) at R = 30 and their products inside float64. There are no radii: nothing that is read off here
proves anything; it says where to look.

What is undefined (log of a number that is not positive, a division by 0, data that are not finite) is nan;
infinities never occur, so an overflow cannot make a bound hold.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Exponent = NDArray[np.int64]

RANGE = 400  # values whose largest entry is within 2**-400 .. 2**400 are kept at exponent 0
_BIG_SQUARE, _SMALL_SQUARE = 2.0 ** (2 * RANGE), 2.0 ** (-2 * RANGE)
_BIG_DRIFT, _SMALL_DRIFT = 2.0**RANGE, 2.0**-RANGE  # squares of what entries beside an exponent may be
_FLOAT_POWERS = 1022  # 2**k and 2**-k are normal numbers
_SHIFT_LIMIT = 4000  # beyond it every float64 is shifted out
LOG_2 = 0.6931471805599453


class Float:
    """``mant * 2**exp2``, never changed after it is made; ``memo`` keeps factorisations for the pullback."""

    __slots__ = ("exp2", "mant", "memo")

    def __init__(self, mant: Array, exp2: Exponent | None = None, memo: Any = None):
        self.mant, self.exp2, self.memo = mant, exp2, memo

    @property
    def rank(self) -> int:
        """0 for scalars, 1 for vectors, 2 for matrices."""
        return self.mant.ndim - 1

    @property
    def batch(self) -> int:
        """Number of instances (1 for constants)."""
        return max(len(self.mant), 1 if self.exp2 is None else len(self.exp2))

    def plain(self) -> Array:
        """As float64: what is out of range becomes inf or 0."""
        if self.exp2 is None:
            return self.mant
        with np.errstate(over="ignore"):
            return shift(self.mant, self.exp2)

    def log_abs(self) -> Array:
        """Natural logarithm of the absolute values, entrywise; -inf at 0."""
        with np.errstate(divide="ignore"):
            out: Array = np.log(np.abs(self.mant))
        return out if self.exp2 is None else out + spread(self.exp2 * LOG_2, out.ndim)


def spread(v: NDArray[Any], ndim: int) -> NDArray[Any]:
    """A (B,) array reshaped to broadcast against arrays with ``ndim`` axes."""
    return v.reshape(v.shape + (1,) * (ndim - 1))


def lift(x: Array, ndim: int) -> Array:
    """Scalars with as many axes as what they are combined with."""
    return x if x.ndim == ndim else spread(x, ndim)


def shift(x: Array, by: Exponent) -> Array:
    """``x * 2**by`` for a per-instance ``by``, rounded once: by a product where the power is a float, far quicker."""
    if max(by.max(), -by.min()) <= _FLOAT_POWERS:
        return x * spread(np.ldexp(1.0, by.astype(np.int32)), x.ndim)
    steps = np.minimum(np.maximum(by, -_SHIFT_LIMIT), _SHIFT_LIMIT).astype(np.int32)
    return np.asarray(np.ldexp(x, spread(steps, x.ndim)))


def settle(x: Array, exp2: Exponent | None = None, memo: Any = None) -> Float:
    """A Float whose products do not overflow: rescaled where out of range, nan where not finite.

    Beside an exponent the entries may drift to 2**-200 .. 2**200 before they are rescaled.
    """
    flat = x.reshape(len(x), -1)
    square = x * x if x.ndim == 1 else np.vecdot(flat, flat)
    most, least = (_BIG_SQUARE, _SMALL_SQUARE) if exp2 is None else (_BIG_DRIFT, _SMALL_DRIFT)
    if square.max() <= most and (square.min() >= least or not _tiny(flat, square, least)):
        return Float(x, exp2 if exp2 is None or exp2.any() else None, memo)
    return _rescale(x, exp2, memo)


def _tiny(flat: Array, square: Array, least: float) -> bool:
    """Whether an instance below the range is not 0 (its squares may have vanished)."""
    return bool(flat[square < least].any())


def _rescale(x: Array, exp2: Exponent | None, memo: Any) -> Float:
    peak = np.abs(x.reshape(len(x), -1)).max(1)
    finite = np.isfinite(peak)
    if not finite.all():
        x = np.where(spread(finite, x.ndim), x, np.nan)
        peak = np.where(finite, peak, 0.0)
    size = np.frexp(peak)[1].astype(np.int64)
    total = size if exp2 is None else size + exp2
    wanted = np.where((np.abs(total) <= RANGE) | (peak == 0), 0, total)
    by = -wanted if exp2 is None else np.where(peak == 0, 0, exp2 - wanted)
    return Float(shift(x, by) if by.any() else x, wanted if wanted.any() else None, memo)


def align(a: Float, b: Float) -> tuple[Array, Array, Exponent | None]:
    """Both mantissas with equal numbers of axes, at the larger exponent (a zero instance takes the other's)."""
    n = max(a.mant.ndim, b.mant.ndim)
    x, y = lift(a.mant, n), lift(b.mant, n)
    if a.exp2 is None and b.exp2 is None:
        return x, y, None
    ea, eb = exponent(a), exponent(b)
    some_a, some_b = _some(x), _some(y)
    e = np.maximum(ea, eb)
    if not (some_a.all() and some_b.all()):
        e = np.where(some_a, np.where(some_b, e, ea), eb)
    return _moved(x, ea - e, some_a), _moved(y, eb - e, some_b), e


def _some(x: Array) -> NDArray[np.bool_]:
    return np.asarray(x.reshape(len(x), -1).any(1))


def _moved(x: Array, by: Exponent, some: NDArray[np.bool_]) -> Array:
    """Shifted where an entry is not 0."""
    by = by * some
    return shift(x, by) if by.any() else x


def exponent(a: Float) -> Exponent:
    """The exponent as an array."""
    return np.zeros(1, np.int64) if a.exp2 is None else a.exp2


def add_exponents(a: Float, b: Float, sign: int = 1) -> Exponent | None:
    """The exponent of a product (or, with sign -1, of a quotient)."""
    if b.exp2 is None:
        return a.exp2
    return sign * b.exp2 if a.exp2 is None else a.exp2 + sign * b.exp2


def axes_of(x: Array) -> tuple[int, ...]:
    """All axes but the batch."""
    return tuple(range(1, x.ndim))


__all__ = ["LOG_2", "RANGE", "Array", "Exponent", "Float", "add_exponents", "align", "axes_of", "exponent", "lift",
           "settle", "shift", "spread"]
