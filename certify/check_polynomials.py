"""Inequalities between polynomials on boxes, which constants of check_rules.py rest on, proved by exact subdivision.

A polynomial on a box is written in the basis of Bernstein (1912), with integers: it lies between the least and the
largest of its coefficients, and where these never fall along an axis it is largest at the end. A box on which the
largest coefficient is positive is halved. A search ends with the first corner on which the polynomial is positive, and
after a number of boxes that right constants never need. Where there is equality, boxes have to meet.

`need_constant(name, limit)` proves all inequalities of a constant, once a process: the search takes a fifth of a second
for all of them, so certificates carry no boxes. How the constant follows from them is said at each, and in full in
the package: bounds/rules/least_squares.py, moments.py, second_moves.py, own_moves.py.
"""
from __future__ import annotations

import functools
import itertools
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

if __package__:
    from certify import check as c
else:
    sys.path.append(str(Path(__file__).resolve().parent))
    import check as c  # type: ignore[import-not-found,no-redef]  # the copy beside the certificates

MOST = 20_000  # boxes for one inequality
F = Fraction
Terms = dict[tuple[int, ...], Fraction]
Corner = Sequence[Fraction | int]
Claim = tuple[Any, ...]  # f, two corners, and where: what never_positive is asked
ZERO, ONE, HALF = F(0), F(1), F(1, 2)


class Polynomial:
    """A polynomial in m variables, exponents -> coefficient."""

    def __init__(self, m: int, terms: Terms):
        self.m, self.terms = m, {powers: x for powers, x in terms.items() if x}

    def read(self, other: Any) -> Polynomial:
        return other if isinstance(other, Polynomial) else Polynomial(self.m, {(0,) * self.m: F(other)})

    def __add__(self, other: Any) -> Polynomial:
        terms = dict(self.terms)
        for powers, x in self.read(other).terms.items():
            terms[powers] = terms.get(powers, ZERO) + x
        return Polynomial(self.m, terms)

    def __mul__(self, other: Any) -> Polynomial:
        terms: Terms = {}
        for (r, x), (s, y) in itertools.product(self.terms.items(), self.read(other).terms.items()):
            powers = tuple(i + j for i, j in zip(r, s, strict=True))
            terms[powers] = terms.get(powers, ZERO) + x * y
        return Polynomial(self.m, terms)

    def __neg__(self) -> Polynomial:
        return self * -1

    def __sub__(self, other: Any) -> Polynomial:
        return self + -self.read(other)

    def __rsub__(self, other: Any) -> Polynomial:
        return -self + other

    def __pow__(self, n: int) -> Polynomial:
        return functools.reduce(Polynomial.__mul__, [self] * n, self.read(1))

    __radd__, __rmul__ = __add__, __mul__


class Grid:
    """Coefficients in the basis of Bernstein on the unit box, row by row, but for a positive factor: integers."""

    def __init__(self, degrees: tuple[int, ...], entries: list[int]):
        self.degrees, self.entries = degrees, entries

    @classmethod
    def of(cls, p: Polynomial) -> Grid:
        degrees = tuple(max((powers[i] for powers in p.terms), default=0) for i in range(p.m))
        terms = p.terms
        for axis, n in enumerate(degrees):  # t^i is the sum over j >= i of C(j, i) / C(n, i) B_j
            raised: Terms = {}
            for powers, x in terms.items():
                for j in range(i := powers[axis], n + 1):
                    key = (*powers[:axis], j, *powers[axis + 1:])
                    raised[key] = raised.get(key, ZERO) + x * F(math.comb(j, i), math.comb(n, i))
            terms = raised
        whole = math.lcm(*(x.denominator for x in terms.values()))
        keys = itertools.product(*(range(n + 1) for n in degrees))
        return cls(degrees, [int(terms.get(key, ZERO) * whole) for key in keys])

    def lines(self, axis: int) -> list[slice]:
        return lines(self.degrees, axis)

    def halves(self, axis: int) -> tuple[Grid, Grid]:
        """By the scheme of de Casteljau, times 2^degree."""
        n, left, right = self.degrees[axis], list(self.entries), list(self.entries)
        for line in self.lines(axis) if n else ():
            row = self.entries[line]
            first, last = [row[0] << n], [row[-1] << n]
            for k in range(n - 1, -1, -1):
                row = [x + y for x, y in itertools.pairwise(row)]
                first.append(row[0] << k)
                last.append(row[-1] << k)
            left[line], right[line] = first, last[::-1]
        return Grid(self.degrees, left), Grid(self.degrees, right)

    def slopes(self, axis: int) -> tuple[int, int]:
        """The least and the largest difference of neighbours."""
        steps = [y - x for line in self.lines(axis) for x, y in itertools.pairwise(self.entries[line])]
        return min(steps, default=0), max(steps, default=0)

    def face(self, axis: int, end: int) -> Grid:
        """Where one variable is 0 (end 0) or 1 (end -1)."""
        inner = math.prod(n + 1 for n in self.degrees[axis + 1:])
        size = inner * (self.degrees[axis] + 1)
        start = 0 if end == 0 else size - inner
        entries = [x for k in range(start, len(self.entries), size) for x in self.entries[k:k + inner]]
        return Grid((*self.degrees[:axis], 0, *self.degrees[axis + 1:]), entries)


@functools.cache
def lines(degrees: tuple[int, ...], axis: int) -> list[slice]:
    """The places of the coefficients that differ in one index."""
    step = math.prod(n + 1 for n in degrees[axis + 1:])
    size, total = step * (degrees[axis] + 1), math.prod(n + 1 for n in degrees)
    return [slice(start + k, start + k + size - step + 1, step) for start in range(0, total, size) for k in range(step)]


def never_positive(f: Callable[..., Any], low: Corner, high: Corner, *where: Callable[..., Any]) -> bool:
    """Whether f <= 0 between two corners, where no polynomial of ``where`` is negative."""
    m = len(low)
    unit = [Polynomial(m, {tuple(int(i == j) for j in range(m)): ONE}) for i in range(m)]
    point = [F(a) + (F(b) - F(a)) * x for a, b, x in zip(low, high, unit, strict=True)]
    stack = [[Grid.of(unit[0].read(g(*point))) for g in (f, *where)]]
    for _ in range(MOST):
        if not stack:
            return True
        grid, *open_ = stack.pop()
        open_ = [other for other in open_ if min(other.entries) < 0]
        if any(max(other.entries) < 0 for other in open_):
            continue
        grid = reduced(grid, {axis for other in open_ for axis, n in enumerate(other.degrees) if n})
        if max(grid.entries) <= 0:
            continue
        if not open_ and max(grid.entries[0], grid.entries[-1]) > 0:
            return False
        axis = max(range(m), key=lambda axis: sum(unevenness(part, axis) for part in (grid, *open_)))
        halves = [part.halves(axis) for part in (grid, *open_)]
        stack += [[pair[side] for pair in halves] for side in (0, 1)]
    return False


def reduced(grid: Grid, kept: set[int]) -> Grid:
    """The face on which a polynomial is largest, along all axes but some where it certainly rises or falls."""
    for axis, n in enumerate(grid.degrees):
        if n and axis not in kept:
            least, most = grid.slopes(axis)
            if least >= 0 or most <= 0:
                grid = grid.face(axis, -1 if least >= 0 else 0)
    return grid


def unevenness(grid: Grid, axis: int) -> Fraction:
    """How much a polynomial may change along an axis, in multiples of how large it may be."""
    return F(grid.degrees[axis] * max(map(abs, grid.slopes(axis))), max(map(abs, grid.entries)) or 1)


# ---- The inequalities behind each constant, which is the limit


def var(t: Any) -> Any:
    """The variance of the indicator of a set of mass t, k in the package."""
    return t * (1 - t)


def at_most(f: Callable[..., Any], limit: Fraction, *ends: Fraction | int) -> Iterator[Claim]:
    """f of one variable, between each end and the next: a box has to end where there is equality."""
    return ((lambda t: f(t) - limit, [a], [b]) for a, b in itertools.pairwise(ends))


def covariance(limit: Fraction) -> Iterator[Claim]:
    """Two variables of spread 1 (Gruess 1935)."""
    yield from at_most(var, limit, 0, HALF, 1)


def variance_below(limit: Fraction) -> Iterator[Claim]:
    """Minus a variance, linear in masses of two points."""
    yield from at_most(lambda t: -var(t), limit, 0, 1)


def own_move(limit: Fraction) -> Iterator[Claim]:
    """An entry p_i (p_i - sum p^2), between -p_i (1 - p_i) (1 - 2 p_i) and p_i^2 (1 - p_i)."""
    yield from at_most(lambda t: var(t) * (1 - 2 * t), limit, 0, 1)
    yield from at_most(lambda t: t * var(t), limit, 0, F(2, 3), 1)


def second_move(limit: Fraction) -> Iterator[Claim]:
    """The square of Cov(c, (h - m)^2) for the indicator c of a set of mass q and h of spread 1: see Rules.moved_twice.

    q >= 1/2: at most var(q) / 4. Less: at most var(q) (a - 2 q a^2), a the mean of h there, at least 1/2; for q <= 1/4
    that is largest at a = 1, where its square is 4 x (1/4 - x)^2, x = (1/2 - q)^2.
    """
    yield from at_most(lambda q: var(q)**2, 16 * limit, 0, 1)
    yield lambda q, a: (var(q) * (a - 2 * q * a * a))**2 - limit, (F(1, 4), HALF), (HALF, 1)
    yield from at_most(lambda x: 4 * x * (F(1, 4) - x)**2, limit, 0, F(1, 12), F(1, 4))


def fourth_cumulant_below(limit: Fraction) -> Iterator[Claim]:
    """2 s^2 for a variance s <= var(t)."""
    yield from at_most(lambda t: 2 * var(t)**2, limit, 0, HALF, 1)


def fourth_cumulant_above(limit: Fraction) -> Iterator[Claim]:
    """a^2 s - (5 - 1/a) s^2 for a in [1/2, 1] and s <= q = var(a).

    Below a = 0.886 by the vertex a^5 / (4 (5 a - 1)); beyond, that is not below q, where the value is q (1 - 6 q).
    """
    turn = F(886, 1000)
    yield from at_most(lambda a: a**5 - 4 * limit * (5 * a - 1), ZERO, HALF, turn)
    yield from at_most(lambda a: 12 * a - 11 * a * a, F(2), turn, 1)
    yield from at_most(lambda q: q * (1 - 6 * q), limit, 0, F(1, 12), F(1, 4))


def squares_first(limit: Fraction) -> Iterator[Claim]:
    """A set of mass t, the fraction g of it in the point of b."""
    yield from at_most(lambda t: t * var(t), limit, 0, F(2, 3), 1)
    for a, b in ((0, F(1, 3)), (F(1, 3), 1)):
        yield lambda t, g: var(t) * (1 - t + g - t * g * g) - limit, (a, 0), (b, 1)


def squares_second_above(limit: Fraction) -> Iterator[Claim]:
    """Pairs with point 1, of mass a, and other pairs, of variance v <= 1/4 each; and the mean of both."""
    def others(a: Any) -> Any:
        return F(1, 8) + a * F(1, 4) - a * a * F(3, 8)

    yield from at_most(lambda v: v * (F(9, 8) - 2 * v), limit, 0, F(1, 4))
    yield lambda v, a: v * (1 + a - a * a * F(3, 2) - 2 * v) - others(a), (0, 0), (F(1, 4), F(2, 3))
    yield lambda v, a: v * (1 + a - a * a * F(3, 2) - 2 * v) - limit, (0, F(2, 3)), (F(1, 4), 1)
    for a, b in ((0, F(1, 6)), (HALF, F(2, 3))):
        yield from at_most(others, limit, a, b)
    yield (lambda a, x: a * var(x) * (x * x + (1 - 2 * a) * x + 3 * a - a * a - 1) + (1 - a) * others(a) - limit,
           (F(1, 6), 0), (HALF, 1))


def squares_second_below(limit: Fraction) -> Iterator[Claim]:
    """The point i of mass g q: g q <= a, or t from (1 - g) (s - 1) to (1 - g) s and D from 0 to s - t."""
    def rest(a: Any, g: Any, s: Any, part: Any, of: Any) -> Any:
        t, q = (1 - g) * (s - 1 + part), 1 - a
        D, v = of * (s - t), (2 * s - 1) * t + (1 - g) * s * (1 - s) - t * t
        return q * q * (a * (1 - 3 * a) * (1 + g) * D * D - 4 * a * g * t * D - 2 * g * t * t + (g * q - a) * v) - limit

    yield from at_most(lambda a: (1 - a)**2 * (a * (1 - 3 * a) + a * a), limit, 0, 1)
    yield rest, (0, 0, 0, 0, 0), (HALF, 1, 1, 1, 1), lambda a, g, *_: g * (1 - a) - a


TRIPLE = F(9, 250)  # of sum p_i^2 y_i (y_i^2 - V)
SET = F(1, 8)       # of the third derivative of the mass of a set
#: Of one point of mass t, between two ends each.
POINT: list[tuple[Fraction | int, Fraction, Callable[..., Any]]] = [
    (0, F(11, 25), lambda t: F(51, 2000) + t * F(53, 250)),
    (F(11, 25), F(13, 20), lambda t: var(t) * (6 * var(t) - 1)),
    (F(13, 20), F(1), lambda t: F(167, 2000) - (t - F(13, 20)) * F(77, 500)),
]


def squares_third(limit: Fraction) -> Iterator[Claim]:
    """Three times the first sum, and the sum of p - b with the third derivative."""
    yield from triple_product()
    yield from sets()
    yield from one_point()
    yield from layers(limit - 3 * TRIPLE)


def triple_product() -> Iterator[Claim]:
    """Falling in V; t >= 1/2 with b' = t or t / (s + t); t < 1/2."""
    def first(t: Any, s: Any) -> Any:
        return t * t * ((1 - t)**2 * (2 * t - 1) + s * (var(t) - s * s)) - TRIPLE

    def last(t: Any, s: Any, turn: Any) -> Any:
        return t * t * s * (s * turn + var(t) - s * s) - TRIPLE * (s + t)**2

    yield from at_most(lambda t: (1 - t)**2 * t**3, TRIPLE, 0, 1)
    yield lambda t, part: first(t, part * (1 - t)), (HALF, 0), (1, 1)
    yield lambda t, part: last(t, part * (1 - t), 2 * t - 1), (HALF, 0), (1, 1)
    yield lambda t, part: last(t, part * (1 - t), 0), (0, 0), (HALF, 1)


def sets() -> Iterator[Claim]:
    """Of mass t <= 1/2, with 0.1925 above 1 / (3 sqrt 3) and with or without 1 - 6 var(t), 6 var(t) - 1."""
    moments = F(77, 400)
    yield lambda _: 1 - 27 * moments * moments, [0], [1]
    for on in (0, 1):
        yield (lambda t, on=on: var(t) * (on * (1 - 6 * var(t)) + F(4, 9) * (1 - 2 * t) + moments) - SET, [0], [HALF])
        yield (lambda t, D, on=on: var(t) * (D**3 * on * (6 * var(t) - 1) + F(4, 9) * (1 - 2 * t)
                                             + F(1, 4) * (1 - D) * (1 + D)**2) - SET, (0, 0), (HALF, F(13, 20)))
    yield from at_most(lambda D: F(1, 4) + F(7, 4) * D - F(13, 4) * D * D + F(7, 4) * D**3, 4 * SET, F(13, 20), 1)


def one_point() -> Iterator[Claim]:
    """v' is w g (1 - g); with or without 6 var(t) - 1, 1 - 6 var(t)."""
    def value(t: Any, g: Any, w: Any, cube: Any, slope: Any, width: Any) -> Any:
        return var(t) * (g**3 * cube + w * var(g) * (slope - w * width))

    def one(top: Callable[..., Any], left: int, on: int) -> Iterator[Callable[..., Any]]:
        right = 1 - left
        yield lambda t, g, w: value(t, g, w, on * (6 * var(t) - 1), g * (1 + 3 * left * (1 - 2 * t)), 1 - g) - top(t)
        yield lambda t, g, w: value(t, g, w, on * (1 - 6 * var(t)), 3 * g * right * (2 * t - 1) + 1 - g, g) - top(t)

    for low, high, top in POINT:
        for a, b in ((low, min(high, HALF)), (max(low, HALF), high)):
            for on in (0, 1) if a < b else ():
                for f in one(top, int(b <= HALF), on):
                    yield f, (a, 0, 0), (b, 1, 1)


def layers(limit: Fraction) -> Iterator[Claim]:
    """The total, a the mass of point 1 and x the largest other one: x = w (1 - a) / 2, or (1 - a) / 2 <= x <= 1 - a."""
    for low, high, top in POINT:
        yield lambda a, w, top=top: (1 - a) * (top(a) + w * HALF * SET) - limit, (low, 0), (high, 1)
        for left, right, other in POINT:
            yield (lambda a, x, top=top, other=other: (
                (1 - a) * top(a) + SET * (1 - a - x) + (2 * x - 1 + a) * other(x) - limit),
                (low, left), (high, right), lambda a, x: 1 - a - x)


CONSTANTS: dict[str, Callable[[Fraction], Iterator[Claim]]] = {
    "covariance": covariance, "variance, below": variance_below, "own move": own_move, "second move": second_move,
    "fourth cumulant, below": fourth_cumulant_below, "fourth cumulant, above": fourth_cumulant_above,
    "squares, first": squares_first, "squares, second, below": squares_second_below,
    "squares, second, above": squares_second_above, "squares, third": squares_third,
}


@functools.cache
def need_constant(name: str, limit: Fraction) -> None:
    """Raises ``Invalid`` unless all inequalities of a constant hold with this limit."""
    for number, claim in enumerate(CONSTANTS[name](limit)):
        c.need(never_positive(*claim), f"{limit} for {name!r} does not follow: inequality {number} is not proved")
