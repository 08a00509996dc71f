"""The oracle for tests of float64 balls: Arb at four times the precision, on points inside the operand balls."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

import flint
import numpy as np

from certify.enclosure import Ball

PRECISION = 53 * 4
Result = TypeVar("Result")
Point = list[flint.arb]


def to_arb(x: float, e: int = 0) -> flint.arb:
    """The exact float x 2**e."""
    return flint.arb(float(x)) * flint.arb(2) ** int(e)


def exponents(v: Ball) -> np.ndarray:
    """(B,) exponents."""
    return np.broadcast_to(0 if v.exp2 is None else v.exp2, (v.batch,))


def columns(v: Ball, batch: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """mid, rad, exp2 as full arrays of one shape."""
    shape = (batch, *v.mid.shape[1:])
    e = exponents(v).reshape((-1,) + (1,) * v.rank)
    return tuple(np.broadcast_to(x, shape) for x in (v.mid, v.radius(), e))  # type: ignore[return-value]


def entries(*arrays: np.ndarray) -> list[tuple]:
    """The entries of arrays of one shape, side by side, as Python numbers."""
    return list(zip(*(x.ravel().tolist() for x in arrays), strict=True))


def exactly(f: Callable[..., Result]) -> Callable[..., Result]:
    """Run f at the oracle's precision; elsewhere Arb keeps its own."""

    @wraps(f)
    def wrapped(*args: object, **kwargs: object) -> Result:
        with flint.ctx.workprec(PRECISION):
            return f(*args, **kwargs)

    return wrapped


@exactly
def points(v: Ball, rng: np.random.Generator, batch: int) -> Point:
    """One exact point inside each ball: an end (most often), the middle, or between. Flat in C order."""
    mid, rad, e = columns(v, batch)
    where = rng.choice([-1.0, 1.0, 0.0, 2.0], size=mid.shape, p=[0.35, 0.35, 0.1, 0.2])
    where = np.where(where == 2.0, np.round(rng.uniform(-1, 1, mid.shape), 3), where)
    return [
        (flint.arb(m) + flint.arb(r) * flint.arb(w)) * flint.arb(2) ** k
        for m, r, w, k in entries(mid, rad, where, e)
    ]


@exactly
def misses(v: Ball, truth: Point, batch: int) -> int:
    """How many true values lie certainly outside the enclosure (must be 0). Infinite radii contain everything."""
    rows = zip(entries(*columns(v, batch)), truth, strict=True)
    return sum(
        np.isfinite(r) and (not t.is_finite() or abs(t * flint.arb(2) ** -k - flint.arb(m)) > flint.arb(r))
        for (m, r, k), t in rows
    )


@exactly
def looseness(v: Ball, truth: Point, ideal: Point, batch: int) -> float:
    """Largest ratio of the radius to ``ideal + U |truth|``, over finite radii."""
    worst = 0.0
    for (_, r, k), t, i in zip(entries(*columns(v, batch)), truth, ideal, strict=True):
        floor = abs(t) * flint.arb(2) ** -53 + i + flint.arb(2) ** -1050
        if r < np.inf:
            worst = max(worst, float((flint.arb(r) * flint.arb(2) ** k / floor).mid()))
    return worst


def undefined(v: Ball) -> int:
    """Number of entries without a finite radius."""
    return int((~np.isfinite(v.radius())).sum())


def floats(rng: np.random.Generator, shape: tuple[int, ...], low: int = -1070, high: int = 1020) -> np.ndarray:
    """Floats of every size from subnormal to huge, round ones, near ties and zeros among them."""
    kind = rng.integers(0, 6, shape)
    mantissa = rng.uniform(-2, 2, shape)
    wide = np.ldexp(mantissa, rng.integers(low, high, shape))
    near = np.ldexp(1.0 + rng.integers(-3, 4, shape) * 2.0**-52, rng.integers(-3, 4, shape))
    options = [
        wide,
        mantissa * 4,
        np.round(mantissa * 8) / 4,
        near * np.sign(mantissa),
        mantissa * 2.0**-30,
        mantissa * 50,
    ]
    return np.select([kind == i for i in range(6)], options)


def ball(rng: np.random.Generator, mid: np.ndarray, wide: bool = True) -> Ball:
    """A ball around mid: relative radii from 2**-53 to, if ``wide``, 100; some 0."""
    scale = np.ldexp(rng.uniform(0.5, 1, mid.shape), rng.integers(-54, 7 if wide else -8, mid.shape))
    rad = np.abs(mid) * scale
    rad[rng.random(mid.shape) < 0.1] = 0.0
    return Ball(mid, np.where(np.isfinite(rad), rad, 0.0))


@exactly
def apply(f: Callable[..., flint.arb], *operands: Point) -> Point:
    """f entry by entry at the oracle's precision."""
    return [f(*xs) for xs in zip(*operands, strict=True)]
