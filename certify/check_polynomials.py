"""Inequalities between polynomials on boxes, which constants of check_rules.py rest on, proved by exact subdivision.

A polynomial on a box is written in the basis of Bernstein (1912), with integers: it lies between the least and the
largest of its coefficients, and where these never fall along an axis it is largest at the end. A box on which the
largest coefficient is positive is halved. A search ends with the first corner on which the polynomial is positive, and
after a number of boxes that right constants never need. Where there is equality, boxes have to meet.

`need_constant(name, limit)` proves all inequalities of a constant, once a process: the search takes three seconds for
the last one, in six variables, and a fifth of a second for all others, so certificates carry no boxes. How the constant
follows from them is said at each, and in full in the package: bounds/rules/least_squares.py, moments.py,
second_moves.py, own_moves.py.
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
Terms = dict[tuple[int, ...], Fraction | int]
Corner = Sequence[Fraction | int]
Claim = tuple[Any, ...]  # f, two corners, and where: what never_positive is asked
ZERO, HALF = F(0), F(1, 2)


class Polynomial:
    """A polynomial in m variables, exponents -> coefficient."""

    def __init__(self, m: int, terms: Terms):
        self.m, self.terms = m, {powers: x for powers, x in terms.items() if x}

    def read(self, other: Any) -> Polynomial:
        return other if isinstance(other, Polynomial) else Polynomial(self.m, {(0,) * self.m: other})

    def __add__(self, other: Any) -> Polynomial:
        terms = dict(self.terms)
        for powers, x in self.read(other).terms.items():
            terms[powers] = terms.get(powers, 0) + x
        return Polynomial(self.m, terms)

    def __mul__(self, other: Any) -> Polynomial:
        terms: Terms = {}
        for (r, x), (s, y) in itertools.product(self.terms.items(), self.read(other).terms.items()):
            powers = tuple(i + j for i, j in zip(r, s, strict=True))
            terms[powers] = terms.get(powers, 0) + x * y
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
            factor = math.lcm(*(math.comb(n, i) for i in range(n + 1)))
            for powers, x in terms.items():
                for j in range(i := powers[axis], n + 1):
                    key = (*powers[:axis], j, *powers[axis + 1:])
                    raised[key] = raised.get(key, 0) + x * (math.comb(j, i) * factor // math.comb(n, i))
            terms = raised
        whole = math.lcm(*(x.denominator for x in terms.values()))
        keys = itertools.product(*(range(n + 1) for n in degrees))
        return cls(degrees, [int(terms.get(key, 0) * whole) for key in keys])

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
        step = math.prod(n + 1 for n in self.degrees[axis + 1:])
        size, e = step * (self.degrees[axis] + 1), self.entries
        steps = [y - x for k in range(0, len(e), size)
                 for x, y in zip(e[k:k + size - step], e[k + step:k + size], strict=True)]
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
    unit = [Polynomial(m, {tuple(int(i == j) for j in range(m)): 1}) for i in range(m)]
    point = [a + (b - a) * x for a, b, x in zip(low, high, unit, strict=True)]
    stack = [[Grid.of(unit[0].read(g(*point))) for g in (f, *where)]]
    for _ in range(MOST):
        if not stack:
            return True
        grid, *open_ = stack.pop()
        if max(grid.entries) <= 0:
            continue
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


def squares_third(limit: Fraction) -> Iterator[Claim]:
    """The point i of mass q g at k, point 1 of mass a at h, and the rest with the mass l at an end and else at w."""
    def price(end: int) -> Callable[..., Any]:
        def value(a: Any, g: Any, h: Any, k: Any, w: Any, l: Any) -> Any:
            q, rest = 1 - a, [(1 - g) * (l * end + (1 - l) * w**j) for j in (1, 2, 3)]
            m = a * h + q * (g * k + rest[0])
            y1, y = h - m, k - m
            cubes = g * y**3 + rest[2] - 3 * m * rest[1] + 3 * m * m * rest[0] - (1 - g) * m**3
            V = a * y1 * y1 + q * (g * y * y + rest[1] - 2 * m * rest[0] + (1 - g) * m * m)
            third = a * y1**3 + q * cubes
            return (6 * (a * a * (4 * y1**3 - 6 * y1 * V - third) - a * (y1**3 - 3 * y1 * V - third)
                         + q * q * g * (4 * y**3 - 6 * y * V - third)) - q * (y**3 - cubes) - 6 * limit)
        return value

    for end in (0, 1):
        yield price(end), (0,) * 6, (1,) * 6


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
