"""Inequalities between polynomials on boxes, by subdivision in interval arithmetic."""

import numpy as np

SLACK = 1e-9  # far above what rounding does to a polynomial of low degree on the unit box
MOST = 1_000_000  # boxes


class Box:
    """Intervals of floats, many at once; rounding is far below what is asserted."""

    def __init__(self, low, high):
        self.low, self.high = low, high

    def __add__(self, other):
        other = boxed(other)
        return Box(self.low + other.low, self.high + other.high)

    def __mul__(self, other):
        other = boxed(other)
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Box(np.minimum.reduce(ends), np.maximum.reduce(ends))

    def __neg__(self):
        return Box(-self.high, -self.low)

    def __sub__(self, other):
        return self + -boxed(other)

    def __rsub__(self, other):
        return boxed(other) - self

    def size(self):
        return np.maximum(np.abs(self.low), np.abs(self.high))

    __radd__, __rmul__ = __add__, __mul__


def boxed(value):
    return value if isinstance(value, Box) else Box(np.float64(value), np.float64(value))


class Dual:
    """An interval with intervals of its slopes."""

    def __init__(self, value, k, count, slopes=None):
        self.value, self.count = value, count
        self.slopes = slopes or [boxed(1.0 if i == k else 0.0) for i in range(count)]

    def _as(self, other):
        return other if isinstance(other, Dual) else Dual(boxed(other), -1, self.count)

    def __add__(self, other):
        other = self._as(other)
        slopes = [s + t for s, t in zip(self.slopes, other.slopes, strict=True)]
        return Dual(self.value + other.value, -1, self.count, slopes)

    def __mul__(self, other):
        other = self._as(other)
        slopes = [s * other.value + self.value * t for s, t in zip(self.slopes, other.slopes, strict=True)]
        return Dual(self.value * other.value, -1, self.count, slopes)

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -self._as(other)

    def __rsub__(self, other):
        return self._as(other) - self

    __radd__, __rmul__ = __add__, __mul__


def is_below(f, limit, corner, sides, admitted=lambda *x: True, rounds=60):
    """Whether f <= limit on a box, by mean value forms; boxes where ``admitted`` certainly fails do not count."""
    low, high = np.array([corner], dtype=float), np.array([np.add(corner, sides)], dtype=float)
    for _ in range(rounds):
        middle, radius = (low + high) / 2, (high - low) / 2
        whole = [Box(*ends) for ends in zip(low.T, high.T, strict=True)]
        with_slopes = f(*[Dual(part, k, len(corner)) for k, part in enumerate(whole)])
        centre = f(*[boxed(part) for part in middle.T])
        spread = sum(slope.size() * r for slope, r in zip(with_slopes.slopes, radius.T, strict=True))
        top = np.minimum(with_slopes.value.high, centre.high + spread)
        open_ = (top > limit - SLACK) & admitted(*whole)
        if not open_.any():
            return True
        if open_.sum() > MOST:
            return False
        low, high = _halved(low[open_], high[open_])
    return False


def _halved(low, high):
    """Every box in two along its longest side."""
    rows, axis = np.arange(len(low)), (high - low).argmax(1)
    cut = (low + high)[rows, axis] / 2
    left, right = high.copy(), low.copy()
    left[rows, axis] = right[rows, axis] = cut
    return np.concatenate([low, right]), np.concatenate([left, high])
