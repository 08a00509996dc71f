"""Constants and exact data as balls: rationals rounded to the nearest float with their exact error as radius."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from certify.enclosure.ball import RANGE, Ball, settle
from certify.enclosure.rounding import Array, U


def float_above(q: Fraction) -> float:
    """A float ``>= q`` for ``0 <= q < 2**1000``: int/int division of Python is correctly rounded, then one
    step.
    """
    f = q.numerator / q.denominator
    return f if Fraction(f) >= q else float(np.nextafter(f, np.inf))


def _binary_size(q: Fraction) -> int:
    return abs(q.numerator).bit_length() - q.denominator.bit_length()


def rational(values: Sequence[Fraction], shape: tuple[int, ...]) -> Ball:
    """The Ball (batch 1) of an array of rationals given flat in C order."""
    size = max((_binary_size(q) for q in values if q), default=0)
    e = 0 if abs(size) < RANGE - 2 else size
    scaled = [q / Fraction(2) ** e for q in values]
    mids = [q.numerator / q.denominator for q in scaled]
    rads = [float_above(abs(Fraction(m) - q)) for m, q in zip(mids, scaled, strict=True)]
    mid = np.array(mids, dtype=np.float64).reshape((1, *shape))
    rad = np.array(rads, dtype=np.float64).reshape((1, *shape)) if any(rads) else None
    return Ball(mid, rad, np.array([e], np.int64) if e else None)


def pi() -> Ball:
    """pi = fl(pi) + 1.2246...e-16, and the radius is 1.125 * 2**-53 = 1.2490...e-16."""
    return Ball(np.array([3.141592653589793]), np.array([1.125 * U]))


def _flatten(data: Any) -> tuple[list[Fraction], tuple[int, ...]]:
    if isinstance(data, (list, tuple)):
        parts = [_flatten(item) for item in data]
        if len({shape for _, shape in parts}) > 1:
            raise ValueError("array of rationals is ragged: all rows must have the same length")
        return [q for flat, _ in parts for q in flat], (len(parts), *(parts[0][1] if parts else ()))
    return [Fraction(data)], ()


def array(data: Any) -> Ball:
    """Nested sequences of rationals (anything ``Fraction`` takes); batch 1."""
    return rational(*_flatten(data))


def data(values: Any) -> Ball:
    """Exact data: a float64 array with a leading batch axis, an object array of rationals likewise, or nested
    rationals.

    Every finite float64 is exact; instances with inf or nan become undefined.  Nested rationals have batch 1.
    """
    if not isinstance(values, np.ndarray):
        return array(values)
    if values.dtype == np.float64:
        return settle(values, None)
    if values.dtype == object or np.issubdtype(values.dtype, np.integer):
        return stack([array(v) for v in values.tolist()])
    raise TypeError(f"data must be float64, integers or rationals, not {values.dtype}")


def stack(balls: Sequence[Ball]) -> Ball:
    """Instances of batch 1 put together into one batch."""
    mid = np.concatenate([b.mid for b in balls])
    rad = None if all(b.rad is None for b in balls) else np.concatenate(
        [np.broadcast_to(b.radius(), b.mid.shape) for b in balls])
    exps = [0 if b.exp2 is None else int(b.exp2[0]) for b in balls]
    return settle(mid, rad, np.array(exps, np.int64) if any(exps) else None)


def filled(shape: tuple[int, ...], value: float) -> Ball:
    """Batch-1 constant array."""
    mid: Array = np.full((1, *shape), value)
    return Ball(mid)


def eye(n: int) -> Ball:
    """Identity matrix."""
    return Ball(np.eye(n)[None])


def unit(n: int, k: int) -> Ball:
    """k-th unit vector (0-based) of length n."""
    if not 0 <= k < n:
        raise IndexError(f"unit vector index {k} is outside 0..{n - 1}")
    return Ball(np.eye(n)[None, k])
