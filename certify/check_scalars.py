"""Scalars as sums of monomials, and suprema of these over ranges, for check_bounds.py: rationals, or decimals rounded outwards."""
# ruff: noqa: E401, E501, E701, I001, RUF021
from __future__ import annotations
import itertools, functools, math, sys
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any
if __package__: from certify import check as c
else:
    sys.path.append(str(Path(__file__).resolve().parent))
    import check as c                      # type: ignore[import-not-found,no-redef]  # the copy beside the certificates
need, ZERO, ONE = c.need, Fraction(0), Fraction(1)
Poly = dict[Any, Fraction]                 # monomial -> coefficient; a monomial: powers of generators, terms of an exponent
def times(p: Poly, q: Poly) -> Poly:
    out: Poly = {}
    for ((g, e), a), ((h, f), b) in itertools.product(p.items(), q.items()):
        powers, terms = dict(g), dict(e)
        for x, s in h: powers[x] = powers.get(x, ZERO) + s
        key, scale = monomial(powers, plus(terms, dict(f)))
        out = plus(out, {key: a * b * scale})
    return out
def plus(p: Poly, q: Poly) -> Poly:
    out = dict(p)
    for key, a in q.items(): out[key] = out.get(key, ZERO) + a
    return {key: a for key, a in out.items() if a}
def monomial(powers: dict[Any, Fraction], exponent: Poly) -> tuple[Any, Fraction]:
    """A monomial and a rational factor: powers of primes (pairs ("", p)) are kept between 0 and 1."""
    scale, rest = ONE, {}
    for g, a in powers.items():
        if isinstance(g, tuple): scale, a = scale * Fraction(g[1]) ** math.floor(a), a - math.floor(a)
        if a: rest[g] = a
    return (frozenset(rest.items()), frozenset(exponent.items())), scale
def to_power(p: Poly, r: Fraction) -> Poly:
    need(len(p) == 1, "not checked: a root or a quotient of a sum")
    ((powers, exponent), a), = p.items()
    table = {g: s * r for g, s in powers}
    if r.denominator > 1:
        need(a > 0, "a root of a negative number")
        for n, sign in ((a.numerator, 1), (a.denominator, -1)):
            for prime in primes(n): table["", prime] = table.get(("", prime), ZERO) + sign * r
        a = ONE
    key, scale = monomial(table, {k: b * r for k, b in exponent if r})
    return {key: scale * (a ** int(r) if r.denominator == 1 else 1)}
def primes(n: int) -> Iterator[int]:
    for p in itertools.chain((2,), range(3, 1 << 17, 2)):
        while n % p == 0:
            yield p
            n //= p
        if p * p > n: break
    need(n < 1 << 34, "not checked: the root of a number that has large prime factors")
    if n > 1: yield n
class Range:
    """From lo to hi (None: no end); `open`: lo itself is excluded."""
    lo: Fraction | None = None
    hi: Fraction | None = None
    open = False
    def raise_to(self, x: Fraction | None, strict: bool) -> bool:
        if x is None or self.lo is not None and (x, strict) <= (self.lo, self.open): return False
        self.lo, self.open = x, strict
        return True
    def lower_to(self, x: Fraction | None) -> bool:
        if x is None or self.hi is not None and x >= self.hi: return False
        self.hi = x
        return True
INFINITE = None
def product(values: Sequence[Any]) -> Any:
    if any(isinstance(x, Fraction) and x == 0 for x in values): return ZERO
    return INFINITE if INFINITE in values else math.prod(values, start=ONE)
def is_positive(x: Any) -> bool:
    low, high = c.signs(x)
    need(low * high > 0, "not checked: the sign of a number")
    return low > 0  # type: ignore[no-any-return]
class Suprema:
    """Suprema over ranges of generators, all of which are >= 0."""
    def __init__(self, ranges: Callable[[Any], Range]): self.ranges, self.D = ranges, c.Reals()
    def ends(self, g: Any) -> tuple[Fraction, Fraction | None]: return max(self.ranges(g).lo or ZERO, ZERO), self.ranges(g).hi
    def number(self, key: Any, a: Fraction) -> Any: return product([a, *(c.power(self.D, Fraction(g[1]), s) for g, s in key[0] if isinstance(g, tuple))])
    def of(self, key: Any, a: Fraction, largest: bool = True) -> Any:
        """The supremum (or a lower bound of the infimum) of a term with a > 0."""
        alone: dict[Any, list[Any]] = {g: [] for g, _ in key[0] if not isinstance(g, tuple)}
        values = [self.number(key, a)]
        for inner, b in key[1] if largest else ():
            variables = [(g, s) for g, s in inner[0] if not isinstance(g, tuple)]
            endless = [(g, s) for g, s in variables if s > 0 and self.ends(g)[1] is None] if len(variables) > 1 else variables
            if len(endless) == 1 and not inner[1] and (bound := self.others(inner, b, *endless[0], variables)) is not INFINITE: self.join(alone.setdefault(endless[0][0], []), bound, endless[0][1])
            else: values.append(self.exp(self.of(inner, b) if b > 0 else product([Fraction(-1), self.of(inner, -b, False)]), b > 0))
        if not largest and key[1]: return ZERO
        powers = dict(key[0])
        return product([*values, *(self.largest(powers.get(g, ZERO), parts, *self.ends(g)) if largest else self.at(powers[g], [], self.ends(g)[powers[g] < 0]) for g, parts in alone.items())])
    def others(self, inner: Any, b: Fraction, g: Any, s: Fraction, variables: list[Any]) -> Any:
        """b times the number of a term, and its other variables at the ends of their ranges."""
        return product([self.number(inner, b), *(self.at(r, [], self.ends(h)[(r > 0) == (b > 0)]) for h, r in variables if h is not g)])
    def join(self, parts: list[Any], b: Any, s: Fraction) -> None:
        """Adds b g^s to a sum of such terms; what vanishes is left out."""
        same = [x for x, r in parts if r == s]
        parts[:] = [part for part in parts if part[1] != s]
        if not (isinstance(total := sum(same, b), Fraction) and total == 0): parts.append((total, s))
    def exp(self, x: Any, up: bool) -> Any: return (INFINITE if up else ZERO) if x is INFINITE else c.apply(self.D, "exp", x)
    def at(self, a: Fraction, parts: list[Any], end: Fraction | None) -> Any:
        """g^a exp(sum of b g^s) at g = end, or the limit there; exponentials win against powers."""
        if end is not None and end > 0:
            return product([c.power(self.D, end, a), c.apply(self.D, "exp", sum((b * c.power(self.D, end, s) for b, s in parts), ZERO))])
        growing = [is_positive(b) for b, s in parts if (s > 0) == (end is None)]
        if growing: return INFINITE if any(growing) else ZERO
        return ONE if a == 0 else INFINITE if (a > 0) == (end is None) else ZERO
    def largest(self, a: Fraction, parts: list[Any], low: Fraction, high: Fraction | None) -> Any:
        slopes = {is_positive(b) == (s > 0) for b, s in parts} | ({a > 0} if a else set())
        if len(slopes) < 2: return self.at(a, parts, high if True in slopes else low)
        if len(parts) > 1: return INFINITE
        (b, s), = parts
        if is_positive(b):           # log: a log g + b g^s falls, then rises
            ends = [self.at(a, parts, low), self.at(a, parts, high)]
            return INFINITE if INFINITE in ends else c.larger(*map(c.interval, ends))
        u = -a / (b * s)             # g^s where it turns
        place = c.power(self.D, u, 1 / s)
        for end, sign in ((low, 1), (high, -1)):
            if end is not None and c.signs(sign * (end - place))[0] > 0: return self.at(a, parts, end)
        return product([c.power(self.D, u, a / s), c.apply(self.D, "exp", -a / s)])
    def ratio(self, left: Poly, right: Poly) -> Any:
        """A number with left <= number * right: every term of the left side is set against one of the right side, if it is no multiple of that."""
        multiples = {a / right[key] for key, a in left.items()} if left.keys() == right.keys() else set()
        if len(multiples) == 1 and min(multiples) > 0: return multiples.pop()
        need(all(a > 0 for a in right.values()), "not checked: the right side is a difference")
        terms = [(key, a) for key, a in left.items() if a > 0]
        need(right or not terms, "the right side is 0")
        table = []
        for key, a in terms:
            quotients = [times({key: a}, to_power({base: b}, Fraction(-1))) for base, b in right.items()]
            table.append([self.of(*next(iter(q.items()))) for q in quotients])
        sums: list[Any] = [ZERO] * len(right)
        for row in sorted(table, key=lambda row: sum(x is not INFINITE for x in row)):
            need(any(x is not INFINITE for x in row), "no finite ratio of the sides")
            j = min((j for j, x in enumerate(row) if x is not INFINITE), key=lambda j: c.interval(sums[j] + row[j]).hi)
            sums[j] = sums[j] + row[j]
        return functools.reduce(c.larger, sums, ZERO)
