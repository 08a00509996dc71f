"""Independent checker of certificates: `python check.py FILE...` (a folder stands for the *.json files in it).

It needs nothing but Python's standard library, shares no code with the programs that write certificates, and recomputes everything. One line a file says `valid`,
`INVALID` or `unreadable` and why; the exit code is 0 if all files are valid, 1 if one is invalid, 2 if one is unreadable. Whatever is not decided is INVALID. A
certificate holds a statement (hypotheses `given` and relations `says` between nodes of expressions), the sha256 of its canonical text, and one kind of evidence:

refutation  An instance, that is an exact rational for every entry of every symbol, and the number k of a relation. Verified: every hypothesis holds on it and
            says[k] fails on it. Symbols may be derived, by formulas over the others; equations among the hypotheses on them must be identities at the sizes of
            the instance.
witness     An instance, k and a ratio lo. Verified: every hypothesis holds, and lhs >= lo rhs with rhs > 0 in some entry of says[k]; for `psd` (semidefinite
            order) v'lhs v >= lo v'rhs v > 0 for some vector v.
identity    No more. Verified: at several sizes and random points, an equation that is no identity at these sizes would have been caught, but for the probability
            printed. (For all sizes it is the writer who has proved it.)
bound, norm A proof that lhs <= hi rhs, or an equality of norms, for all sizes: see check_bounds.py and check_norms.py, which have to lie beside this file.
family      The number k and instances of a statement that says a constant to exist. Verified: each is a refutation for its own constant (null: for every real
            number), the constants grow, and the instances come closer to the limit. (For all of the family it is the writer who has proved it.)
undefined   An instance and the number of a node. Verified: that node, an operation that relations of the statement rest on, has no value there, and every
            hypothesis that does not rest on it holds.

Numbers are exact rationals as long as possible, so equalities of rationals are decided; eigenvalues that are short rationals are recognised and proved. All else
is an interval with decimal ends, rounded outwards (that remembers where it is the root of a rational); digits double until all is decided. The trust lies in
Python: its integers, and the directed rounding of + * / in `decimal`; its sqrt, exp and ln are taken with ten digits more than are used and widened by 10,000
units of the last. Eigenvalues are enclosed by the signs of the pivots of t I - S. Derivatives are taken with dual numbers x + d eps, eps^2 = 0.

Identities: symbols get random values modulo a prime p and, at T points, modulo a prime q that divides p - 1. exp(u) is g^L(u), g of order q, L a random linear
form in the T values of u: so exp(u + v) = exp(u) exp(v), and exponentials of linearly independent arguments are independent and uniform (their rank must stay
below T). log, erf and exp of exponentials are one unknown for each argument. Roots are taken in the field; points without them are drawn again, and no product of
arguments may be a square at every point, so that no sign is a matter of choice. Equations among the hypotheses that are affine in an entry of a symbol, with a
constant factor, are solved for it; other hypotheses on symbols are ignored (more is tested than stated), those on dimensions restrict the sizes. The error
probability is that of Schwartz and Zippel, with degrees carried along with every number (and 2^20 for multiples among the arguments of exp).

What is evaluated must be defined: division by 0, log of x <= 0, x^y with x <= 0 unless y is an integer or x = 0 < y, the derivative of abs or max at a tie,
eigenvalues of a matrix that is not symmetric are no valid evidence. x^0 is 1, indices count from 0, quadratic forms are read off the symmetric part of a matrix.
"""
# ruff: noqa: B905, E401, E501, E701, I001, RUF021
from __future__ import annotations
import argparse, contextlib, decimal, functools, hashlib, importlib, itertools, json, math, operator, random, re, sys, types
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
MAX_FILE, MAX_LITERAL, MAX_DIGITS = 1 << 25, 100_000, 1280    # bytes of a file, digits in it, digits of an interval
MAX_ENTRIES, MAX_WORK = 1 << 18, 1 << 24      # entries of one array, steps for one file and precision
MAX_FRACTION, MAX_SIZE = 1 << 15, 1 << 20     # bits of an exact rational (longer: an interval), integer exponents
ZERO, ONE = Fraction(0), Fraction(1)
Number = Any                                  # Fraction, Interval, Residue, or a Dual number over these
Rows = list[list[Number]]
Value = tuple[tuple[int, ...], list[Number]]  # shape, entries row by row
class Unreadable(Exception): """The file is no certificate."""
class Invalid(Exception): """The certificate does not establish what it claims."""
class Blurred(Exception): """Not decided with this many digits."""
class Redraw(Exception): """A random point where something is not defined."""
def need(condition: Any, message: str, error: type[Exception] = Invalid) -> None:
    if not condition: raise error(message)
# ---- Real numbers: a Fraction where the value is known exactly, else an Interval
LOW, HIGH, NEAR = (decimal.Context(rounding=mode, Emin=decimal.MIN_EMIN, Emax=decimal.MAX_EMAX, traps=[
    decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow, decimal.FloatOperation])
    for mode in (decimal.ROUND_FLOOR, decimal.ROUND_CEILING, decimal.ROUND_HALF_EVEN))
NEAR.traps[decimal.Underflow] = True
def set_digits(digits: int) -> None: LOW.prec, HIGH.prec, NEAR.prec = digits, digits, digits + 10
class Arithmetic:
    """What follows from +, *, negation and inverse."""
    def __radd__(self, other: Number) -> Number: return self + other  # type: ignore[operator]
    def __rmul__(self, other: Number) -> Number: return self * other  # type: ignore[operator]
    def __sub__(self, other: Number) -> Number: return self + -other  # type: ignore[operator]
    def __rsub__(self, other: Number) -> Number: return -self + other  # type: ignore[operator]
    def __truediv__(self, other: Number) -> Number: return self * inverse(other)  # type: ignore[operator]
    def __rtruediv__(self, other: Number) -> Number: return inverse(self) * other
class Interval(Arithmetic):
    """The reals from lo to hi; if `root` is not 0, the value is sign(root) sqrt(|root|)."""
    def __init__(self, lo: Decimal, hi: Decimal, root: Fraction = ZERO) -> None: self.lo, self.hi, self.root = lo, hi, root
    def __add__(self, other: Number) -> Number:
        if not isinstance(other, int | Fraction | Interval): return NotImplemented
        other = interval(other)
        if self.root and self.root == -other.root: return ZERO
        return Interval(LOW.add(self.lo, other.lo), HIGH.add(self.hi, other.hi))
    def __mul__(self, other: Number) -> Number:
        if not isinstance(other, int | Fraction | Interval) or not other: return ZERO if other == 0 else NotImplemented
        root = self.root * (other.root if isinstance(other, Interval) else Fraction(other) * abs(Fraction(other)))  # type: ignore[operator]
        if root: return square_root(root)
        pairs = [(x, y) for x in (self.lo, self.hi) for y in (interval(other).lo, interval(other).hi)]
        low, high = min(LOW.multiply(*pair) for pair in pairs), max(HIGH.multiply(*pair) for pair in pairs)
        return Interval(max(low, Decimal(0)) if other is self else low, high)
    def __neg__(self) -> Interval: return Interval(self.hi.copy_negate(), self.lo.copy_negate(), -self.root)
    def inverse(self) -> Number:
        need(self.lo > 0 or self.hi < 0, "division by an enclosure that contains 0", Blurred)
        return square_root(1 / self.root) if self.root else Interval(LOW.divide(1, self.hi), HIGH.divide(1, self.lo))
def interval(x: Number) -> Interval: return x if isinstance(x, Interval) else Interval(LOW.divide(x.numerator, x.denominator), HIGH.divide(x.numerator, x.denominator))
def signs(x: Number) -> tuple[int, int]:
    """The signs of both ends of what is known of a real number."""
    need(isinstance(x, Fraction | Interval), "cannot be tested: an order, a norm or an eigenvalue of symbols")
    low, high = (x.lo, x.hi) if isinstance(x, Interval) else (x, x)
    return (low > 0) - (low < 0), (high > 0) - (high < 0)
def is_zero(x: Number) -> bool: return x.lo <= 0 <= x.hi if isinstance(x, Interval) else not getattr(x, "r", x)    # an interval: whether it may be
def inverse(x: Number) -> Number:
    need(x or not isinstance(x, int | Fraction), "undefined: division by 0")
    return 1 / Fraction(x) if isinstance(x, int | Fraction) else x.inverse()
def tidy(x: Number) -> Number: return interval(x) if isinstance(x, Fraction) and x.numerator.bit_length() + x.denominator.bit_length() > MAX_FRACTION else x
def total(terms: Iterable[Number]) -> Number: return functools.reduce(lambda x, y: tidy(x + y), terms, ZERO)
def inner(u: Iterable[Number], v: Iterable[Number]) -> Number: return total(map(operator.mul, u, v))
@functools.lru_cache(maxsize=1 << 14)
def widened(name: str, x: Decimal, digits: int) -> tuple[Decimal, Decimal]:
    """Bounds for sqrt, exp or ln of a decimal number."""
    slack = NEAR.scaleb((y := getattr(NEAR, name)(x)).copy_abs(), 4 - NEAR.prec)
    return LOW.subtract(y, slack), HIGH.add(y, slack)
def monotone(name: str, x: Interval) -> Interval: return Interval(widened(name, x.lo, LOW.prec)[0], widened(name, x.hi, LOW.prec)[1])
def square_root(x: Fraction) -> Number:
    """sign(x) sqrt(|x|): a rational where it is one, else an interval that remembers x."""
    root = Fraction(math.isqrt(abs(x.numerator)), math.isqrt(x.denominator))
    out = root if root * root == abs(x) else monotone("sqrt", interval(abs(x)))
    if isinstance(out, Interval) and isinstance(tidy(x), Fraction): out.root = abs(x)
    return out if x > 0 else -out
@functools.lru_cache(maxsize=64)
def pi_interval(digits: int) -> Interval:
    """Bailey, Borwein, Plouffe: a sum; rounded down each term lacks less than 1, and the rest is less than 1."""
    unit, n = 10 ** (digits + 9), digits + 9
    value = sum((120 * k * k + 151 * k + 47) * unit // (16**k * (512 * k**4 + 1024 * k**3 + 712 * k * k + 194 * k + 15)) for k in range(n))
    return Interval(LOW.divide(value, unit), HIGH.divide(value + n + 1, unit))
def erf_at(x: Decimal) -> Interval:
    """erf(x) = 2/sqrt(pi) exp(-x^2) (x + 2x^3/3 + (2x^2)^2 x/(3*5) + ...), where the terms are positive for x >= 0;
    1 - exp(-x^2) < erf(x) < 1 serves where exp(-x^2) is small enough."""
    if x < 0: return -erf_at(x.copy_negate())
    value = term = Interval(x, x)
    decay, k = monotone("exp", -(square := term * value)), 1
    if square.lo > 3 * LOW.prec: return Interval((1 - decay).lo, Decimal(1))
    while k < 4 * square.hi + 4 or term.hi > HIGH.scaleb(value.lo, -LOW.prec):
        k, term = k + 2, term * square * Fraction(2, k + 2)
        value = value + term
    value = value + Interval(Decimal(0), term.hi)      # the ratio of two terms is below 1/2 by now
    return 2 * value * decay / monotone("sqrt", pi_interval(LOW.prec))  # type: ignore[no-any-return]
class Reals:    # and functions of them
    exact: dict[Any, Fraction] = {("exp", 0): ONE, ("log", 1): ZERO, ("erf", 0): ZERO}
    def pi(self) -> Number: return pi_interval(LOW.prec)
    def apply(self, name: str, x: Number) -> Number:
        if isinstance(x, Fraction) and (name, x) in self.exact: return self.exact[name, x]
        if isinstance(x, Fraction) and name == "sqrt" and x >= 0: return square_root(x)
        x, below = interval(x), {"log": operator.le, "sqrt": operator.lt}.get(name, lambda end, zero: False)
        need(not below(x.hi, 0), f"undefined: {name} of a number outside of its domain")
        need(not below(x.lo, 0), f"{name} of an enclosure that leaves its domain", Blurred)
        if name == "erf": return Interval(erf_at(x.lo).lo, erf_at(x.hi).hi)
        return monotone("ln" if name == "log" else name, x)
# ---- Dual numbers, and functions of them
class Dual(Arithmetic):
    """x + d eps with eps^2 = 0; `level` tells infinitesimals apart, those inside of x and d have lower levels."""
    def __init__(self, level: int, x: Number, d: Number) -> None: self.level, self.x, self.d = level, x, d
    def with_parts(self, other: Number) -> Any:
        level = max(self.level, getattr(other, "level", 0))
        return level, parts(self, level), parts(other, level)
    def __add__(self, other: Number) -> Number:
        level, (x, d), (y, f) = self.with_parts(other)
        return Dual(level, x + y, d + f)    # also if d + f is 0: x^2 is no constant at 0
    def __mul__(self, other: Number) -> Number:
        level, (x, d), (y, f) = self.with_parts(other)
        return Dual(level, x * y, x * f + d * y) if other else ZERO
    def __neg__(self) -> Dual: return Dual(self.level, -self.x, -self.d)
    def inverse(self) -> Number:
        r = inverse(self.x)
        return Dual(self.level, r, -r * r * self.d)
def parts(u: Number, level: int) -> tuple[Number, Number]: return (u.x, u.d) if getattr(u, "level", 0) == level else (u, ZERO)
def primal(x: Number) -> Number: return primal(x.x) if isinstance(x, Dual) else x
SLOPES: dict[str, Callable[..., Number]] = {   # the derivative, from the domain, x and f = f(x)
    "exp": lambda D, x, f: f, "log": lambda D, x, f: inverse(x), "sqrt": lambda D, x, f: inverse(2 * f),
    "erf": lambda D, x, f: 2 * apply(D, "exp", -x * x) / apply(D, "sqrt", D.pi())}
def apply(D: Any, name: str, x: Number) -> Number:
    """A function of a number of the domain D, or of a dual number over it."""
    if name in ("cosh", "sinh"): return ((t := apply(D, "exp", x)) + (inverse(t) if name == "cosh" else -inverse(t))) * Fraction(1, 2)
    if name == "tanh": return 1 - 2 * inverse(apply(D, "exp", 2 * x) + 1)
    if not isinstance(x, Dual): return D.apply(name, x)
    return Dual(x.level, f := apply(D, name, x.x), SLOPES[name](D, x.x, f) * x.d)
def power(D: Any, x: Number, y: Number) -> Number:
    """x^y: repeated products for an integer y, roots of those for halves, else exp(y log x)."""
    if isinstance(y, Fraction) and y.denominator <= 2:
        x, n = (x, y.numerator) if y.denominator == 1 else (apply(D, "sqrt", x), y.numerator)
        need(abs(n) <= MAX_SIZE, f"exponents are limited to {MAX_SIZE}")
        x = x if n >= 0 else inverse(x)
        out = x if n else ONE       # not 1 * x, which would forget that x is a root
        for bit in bin(abs(n))[3:]: out = tidy(out * out * x if bit == "1" else out * out)
        return out
    if isinstance(x, Fraction | Interval) and isinstance(y, Fraction | Interval) and signs(y)[0] > 0 and signs(x)[0] == 0:   # x >= 0, and 0^y = 0
        return Interval(x.lo, power(D, Interval(x.hi, x.hi), y).hi) if isinstance(x, Interval) and x.hi > 0 else x if isinstance(x, Interval) else ZERO
    return apply(D, "exp", y * apply(D, "log", x))
def larger(x: Number, y: Number) -> Number:
    flat, (low, high) = not isinstance(x, Dual) and not isinstance(y, Dual), signs(primal(x - y))
    if low > 0 or high < 0 or flat and low == high == 0: return x if low >= 0 else y
    need(flat, "the derivative of max, min or abs at a tie", Blurred)
    return Interval(max(interval(x).lo, interval(y).lo), max(interval(x).hi, interval(y).hi))
def absolute(x: Number) -> Number: return larger(larger(x, -x), ZERO)
# ---- Matrices, as lists of rows
def inverted(rows: Rows) -> Rows:
    """Gauss-Jordan; the pivot is the first entry of its column that is certainly not 0."""
    n, rows = len(rows), [[*row, *(ONE if i == j else ZERO for j in range(len(rows)))] for i, row in enumerate(rows)]
    for k in range(n):
        i = next((i for i in range(k, n) if not is_zero(primal(rows[i][k]))), k)
        factor = inverse(rows[i][k])
        rows[i], rows[k] = rows[k], [tidy(x * factor) for x in rows[i]]
        rows = [row if row is rows[k] else [tidy(x - row[k] * y) for x, y in zip(row, rows[k])] for row in rows]
    return [row[n:] for row in rows]
def inertia(rows: Rows) -> int | None:
    """For a symmetric matrix: 1 positive definite, 0 semidefinite and singular, -1 neither, None undecided."""
    rows, out = [row[i:] for i, row in enumerate(rows)], 1
    while rows:
        (pivot, *rest), below = rows[0], rows[1:]
        low, high = signs(pivot)
        ends = [signs(x) for x in rest] if low == high == 0 else []
        if high < 0 or any(low > 0 or high < 0 for low, high in ends): return -1
        if low < high and low <= 0 or any(low < high for low, high in ends): return None
        out, factor = min(out, low), inverse(pivot) if low else ZERO
        rows = [[x - f * y for x, y in zip(row, rest[i:])] for i, row in enumerate(below) for f in (rest[i] * factor,)]
    return out
def definiteness(rows: Rows) -> int | None:
    """`inertia` of the symmetric part, by intervals first, exactly where these do not decide."""
    rows = [[(x + rows[j][i]) / 2 for j, x in enumerate(row)] for i, row in enumerate(rows)]
    return inertia(rows) if (out := inertia([[interval(x) for x in row] for row in rows])) is None else out
def eigmax(rows: Rows) -> Number:
    """The largest eigenvalue of a symmetric matrix: a short rational that is proved to be it, or an enclosure."""
    need(all(math.prod(signs(x - rows[j][i])) < 1 for i, row in enumerate(rows) for j, x in enumerate(row)), "undefined: eigenvalues of a matrix that is not symmetric")
    if len(rows) == 1: return rows[0][0]
    digits, entries = LOW.prec, [x for row in rows for x in row]
    bound = interval(total(map(absolute, entries))).hi
    need(abs(bound.adjusted()) < MAX_SIZE, "eigenvalues of a matrix with entries too large or too small")
    low, high, width = -Fraction(bound), Fraction(bound), Fraction(bound) / 10 ** (digits - 1)
    def side(t: Fraction, kind: Callable[[Number], Number] = interval) -> int | None:
        return inertia([[kind((t if i == j else 0) - (x + rows[j][i]) / 2) for j, x in enumerate(row)] for i, row in enumerate(rows)])
    try:
        set_digits(2 * digits + 10)
        while high - low > width: low, high = (low, middle) if side(middle := (low + high) / 2) == 1 else (middle, high)
        while high and side(high - width) != -1:
            width *= 4
            need(width < bound, "an eigenvalue could not be enclosed", Blurred)
        guess, exact = (high - width / 2).limit_denominator(10 ** (digits // 4)), all(isinstance(x, Fraction) for x in entries)
        found = high - width <= guess <= high and exact and side(guess, lambda x: x) == 0
        return guess if found else Interval(interval(high - width).lo, interval(high).hi)
    finally: set_digits(digits)
def eigmin(rows: Rows) -> Number: return -eigmax([[-x for x in row] for row in rows])
def singular(eig: Callable[[Rows], Any], rows: Rows) -> Any:
    """The square of a singular value: an eigenvalue, so not below 0, of M'M or MM', the smaller of the two."""
    lines = rows if len(rows) <= len(rows[0]) else list(zip(*rows))
    out = eig([[inner(u, v) for v in lines] for u in lines])
    return Interval(max(out.lo, Decimal(0)), out.hi) if isinstance(out, Interval) else out
# ---- Operations on arrays
def rows_of(x: Value, square: bool = False) -> Rows:
    need(len(x[0]) == 2 and (not square or x[0][0] == x[0][1]), f"shape {x[0]} where a (square) matrix is needed")
    return [x[1][i * x[0][1]:(i + 1) * x[0][1]] for i in range(x[0][0])]
def flat(x: Value, axes: int) -> list[Number]:
    need(len(x[0]) == axes, f"shape {x[0]} where {axes} axes are needed")
    return x[1]
def scalar(x: Number) -> Value: return (), [x]
def from_rows(rows: Iterable[Iterable[Number]], *shape: int) -> Value: return shape, [x for row in rows for x in row]
def of_entries(f: Callable[[Number], Number]) -> Callable[..., Value]: return lambda ev, _, x: (x[0], list(map(f, x[1])))
def of_matrix(f: Callable[[Rows], Number]) -> Callable[..., Value]: return lambda ev, _, x: scalar(f(rows_of(x, True)))
def pairwise(f: Callable[[Number, Number], Any], x: Value, y: Value) -> Value:
    """A function of the entries of two arrays of one shape, or of an array and a scalar."""
    need(x[0] == y[0] or not x[0] or not y[0], f"shapes {x[0]} and {y[0]} differ")
    return x[0] or y[0], list(map(f, *(v[1] if v[0] else v[1] * max(len(x[1]), len(y[1])) for v in (x, y))))
def entrywise(f: Callable[[Number, Number], Number]) -> Callable[..., Value]: return lambda ev, _, x, y: pairwise(f, x, y)
def matmul(ev: Evaluator, attrs: Any, x: Value, y: Value) -> Value:
    rows, lines = rows_of(x), [y[1]] if len(y[0]) == 1 else list(zip(*rows_of(y)))
    need(x[0][1] == y[0][0], f"no product of shapes {x[0]} and {y[0]}")
    ev.spend(len(x[1]) * len(lines))
    return x[0][:1] + y[0][1:], [inner(row, line) for row in rows for line in lines]
def diag(x: list[Number]) -> Value: return (len(x), len(x)), [u if i == j else ZERO for i, u in enumerate(x) for j in range(len(x))]
def concat(ev: Evaluator, attrs: Any, *parts: Value) -> Value:
    (first, axis), across = (parts[0][0], attrs[0]), {(len(x[0]), *x[0][:attrs[0]], *x[0][attrs[0] + 1:]) for x in parts}
    need(axis < len(first) and len(across) == 1, f"shapes {[x[0] for x in parts]} cannot be joined along axis {axis}")
    rows = [row for line in zip(*map(rows_of, parts)) for row in line] if axis else [x[1] for x in parts]
    return (*first[:axis], sum(x[0][axis] for x in parts), *first[axis + 1:]), [u for row in rows for u in row]
def lines_along(x: Value, axis: int | None) -> Rows:
    """The lines of entries that a reduction along an axis (None: of all) reduces."""
    need(x[0] and (axis is None or axis < len(x[0])), f"shape {x[0]} has no axis {axis}")
    return [x[1]] if axis is None or len(x[0]) == 1 else rows_of(x) if axis else list(map(list, zip(*rows_of(x))))
def reduction(f: Callable[[list[Number]], Number]) -> Callable[..., Value]:
    return lambda ev, attrs, x: (() if attrs[0] is None or len(x[0]) == 1 else x[0][1 - attrs[0]:][:1], list(map(f, lines_along(x, attrs[0]))))
def largest(line: Iterable[Number]) -> Number: return functools.reduce(larger, line)
def smallest(line: Iterable[Number]) -> Number: return -largest(-x for x in line)
def softmax(ev: Evaluator, attrs: Any, x: Value) -> Value:
    lines = [[apply(ev.D, "exp", z - line[0]) for z in line] for line in lines_along(x, attrs[0])]
    lines = [[u / whole for u in line] for line in lines for whole in (total(line),)]
    return from_rows(zip(*lines) if attrs[0] == 0 and len(x[0]) == 2 else lines, *x[0])
def norm(ev: Evaluator, attrs: Any, x: Value) -> Value:
    """A norm, or an even power of it that is taken without a root: a root has no derivative at 0."""
    order, axes, exponent = attrs[0], len(x[0]), Fraction(*attrs[1:] or (1,))
    need(axes == 2 or axes == 1 and order != "fro", f"no norm {order} of shape {x[0]}")
    if order in ("2", "fro"): return scalar(power(ev.D, singular(eigmax, rows_of(x)) if order == "2" and axes == 2 else inner(x[1], x[1]), exponent / 2))
    lines = lines_along((x[0], list(map(absolute, x[1]))), int(order == "inf" and axes == 2))
    return scalar(largest(map(total, lines)) if axes == 2 else total(lines[0]) if order == "1" else largest(lines[0]))
def take(ev: Evaluator, attrs: Any, x: Value, k: Value) -> Value:
    lines, index = [[u] for u in x[1]] if (vector := len(x[0]) == 1) else lines_along(x, 1 - attrs[0]), flat(k, 0)[0]
    need(index in range(len(lines)) and attrs[0] < len(x[0]), f"index {index} is out of range for shape {x[0]}")
    return () if vector else x[0][1 - attrs[0]:][:1], lines[int(index)]
def literal(rows: Any) -> Value:
    if isinstance(rows, list) and isinstance(rows[0], list):
        need(all(len(row) == len(rows[0]) for row in rows), "rows of different lengths", Unreadable)
        return from_rows((map(Fraction, row) for row in rows), len(rows), len(rows[0]))
    return ((len(rows),), list(map(Fraction, rows))) if isinstance(rows, list) else scalar(Fraction(rows))
def filled(x: Fraction) -> Callable[..., Value]: return lambda ev, attrs: (ev.shape(attrs[0]), [x] * math.prod(ev.shape(attrs[0])))
# op: (number of arguments, pattern of the attributes in JSON, function or None for what the evaluator does itself)
NAME, RATIONAL, COUNT, EMPTY = r"[A-Za-z_]\w*'*", r'"-?\d+(/0*[1-9]\d*)?"', r"(0|[1-9]\d{0,8})", r"\[\]"
SIZE, ROW = rf'({COUNT}|"(\d+|{NAME})([+*](\d+|{NAME}))*")', rf"\[{RATIONAL}(,{RATIONAL})*\]"
SHAPE, ARRAY, AXIS = rf"\[({SIZE}(,{SIZE})?)?\]", rf"({ROW}|\[{ROW}(,{ROW})*\])", r"\[(null|0|1)\]"
EVEN_POWER = rf'\[\["norm",\[{COUNT}\],\["(2|fro)"\]\],\["const",\[\],\["\d*[02468]"\]\]\]'     # the arguments of pow
OPS: dict[str, tuple[int, str, Callable[..., Value] | None]] = {
    **dict.fromkeys(("const", "array"), (0, rf"\[({RATIONAL}|{ARRAY})\]", lambda ev, attrs: literal(attrs[0]))),
    "pi": (0, EMPTY, lambda ev, _: scalar(ev.D.pi())), "dim": (0, rf'\["{NAME}"\]', lambda ev, attrs: scalar(Fraction(ev.size(attrs[0])))),
    "sym": (0, rf'\["{NAME}",{SHAPE}\]', None), "idx": (0, rf'\["{NAME}",{SIZE}\]', None),
    "ones": (0, rf"\[{SHAPE}\]", filled(ONE)), "zeros": (0, rf"\[{SHAPE}\]", filled(ZERO)), "eye": (0, rf"\[{SIZE}\]", lambda ev, attrs: diag([ONE] * ev.size(attrs[0]))),
    "unit": (1, rf"\[{SIZE}\]", lambda ev, attrs, k: take(ev, (0,), diag([ONE] * ev.size(attrs[0])), k)),
    "add": (2, EMPTY, entrywise(operator.add)), "mul": (2, EMPTY, entrywise(operator.mul)),
    "div": (2, EMPTY, entrywise(lambda u, v: u * inverse(v))), "neg": (1, EMPTY, of_entries(operator.neg)),
    "pow": (2, EMPTY, lambda ev, _, x, y: (x[0], [power(ev.D, u, flat(y, 0)[0]) for u in x[1]])),
    **{name: (1, EMPTY, lambda ev, _, x, name=name: (x[0], [apply(ev.D, name, u) for u in x[1]]))  # type: ignore[misc]
       for name in ("exp", "log", "sqrt", "cosh", "sinh", "tanh", "erf")}, "abs": (1, EMPTY, of_entries(absolute)),
    "maximum": (2, EMPTY, entrywise(larger)), "minimum": (2, EMPTY, entrywise(lambda u, v: smallest((u, v)))),
    "matmul": (2, EMPTY, matmul), "kron": (2, EMPTY, lambda ev, _, x, y: from_rows(
        ([u * v for u in row for v in line] for row in rows_of(x) for line in rows_of(y)), *map(operator.mul, x[0], y[0]))),
    "dot": (2, EMPTY, lambda ev, _, x, y: scalar(total(pairwise(operator.mul, (x[0], flat(x, 1)), (y[0], flat(y, 1)))[1]))),
    "outer": (2, EMPTY, lambda ev, _, x, y: (x[0] + y[0], [u * v for u in flat(x, 1) for v in flat(y, 1)])),
    "transpose": (1, EMPTY, lambda ev, _, x: from_rows(zip(*rows_of(x)), *x[0][::-1])), "diag": (1, EMPTY, lambda ev, _, x: diag(flat(x, 1))),
    "trace": (1, EMPTY, of_matrix(lambda rows: total(row[i] for i, row in enumerate(rows)))),
    "diagonal": (1, EMPTY, lambda ev, _, x: (x[0][:1], [row[i] for i, row in enumerate(rows_of(x, True))])),
    "inv": (1, EMPTY, lambda ev, _, x: from_rows(inverted(rows_of(x, True)), *x[0])),
    "vec": (1, r'\["[CF]"\]', lambda ev, attrs, x: from_rows(rows_of(x) if attrs[0] == "C" else zip(*rows_of(x)), len(x[1]))),
    "sum": (1, AXIS, reduction(total)), "max": (1, AXIS, reduction(largest)), "min": (1, AXIS, reduction(smallest)),
    "norm": (1, r'\["(1|2|inf|fro)"\]', norm), "normp": (2, EMPTY, lambda ev, _, x, p: scalar(power(
        ev.D, total(power(ev.D, absolute(u), *flat(p, 0)) for u in flat(x, 1)), inverse(*flat(p, 0))))),
    "softmax": (1, r"\[[01]\]", softmax), "concat": (2, r"\[[01]\]", concat), "take": (2, r"\[[01]\]", take),
    "eigmin": (1, EMPTY, of_matrix(eigmin)), "eigmax": (1, EMPTY, of_matrix(eigmax)),
    "sigmin": (1, EMPTY, lambda ev, _, x: scalar(apply(ev.D, "sqrt", singular(eigmin, rows_of(x))))),
    "sumover": (2, EMPTY, None), "deriv": (2, r'\["[CF]?"\]', None), "jvp": (3, EMPTY, None)}
# ---- Statements, and the evaluation of their nodes
def text(data: Any) -> str: return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
def matches(pattern: str, data: Any) -> bool: return re.fullmatch(pattern, text(data), re.ASCII) is not None
def fields(data: Any, what: str, *names: str, optional: tuple[str, ...] = ()) -> list[Any]:
    """The values of these fields of a JSON object, which has no others."""
    odd = set(names).symmetric_difference(data) - set(optional) if isinstance(data, dict) else "{}"
    need(not odd, f"{what} lacks or does not know {', '.join(sorted(odd))}", Unreadable)
    return [data[name] for name in names]
class Statement:
    """Nodes (op, arguments, attributes), the symbols and indices free in each, relations (op, left node, right node)."""
    def __init__(self, data: Any):
        relations = rf'\[(\["(le|lt|eq|psd)",{COUNT},{COUNT}\],?)*\]'
        patterns = {"schema": '"certify.statement/1"', "dims": rf'\[("{NAME}",?)*\]', "symbols": rf'\{{("{NAME}":{SHAPE},?)*\}}',
                    "indices": rf'\{{("{NAME}":{SIZE},?)*\}}', "nodes": r"\[\[.*\]\]", "given": relations, "says": relations}
        for name, part in zip(patterns, fields(data, "the statement", *patterns, optional=("exists",))):
            need(matches(patterns[name], part), f"malformed {name}: {text(part)[:60]}", Unreadable)
        self.dims, self.symbols, self.indices, self.nodes, self.given, self.says, self.exists = (*map(data.get, list(patterns)[1:]), data.get("exists", {}))
        exists = rf'\{{"constant":"{NAME}","limit":\[(\["{NAME}",("-?inf"|{RATIONAL})\],?)*\],"radius":(null|"{NAME}"),"threshold":(null|"{NAME}")\}}'
        need("exists" not in data or matches(exists, self.exists), f"malformed exists: {text(self.exists)[:60]}", Unreadable)
        self.free: list[frozenset[tuple[str, str]]] = []
        for k, node in enumerate(self.nodes):
            op = node[0] if isinstance(node[0], str) else ""
            need(op in OPS, f"node {k}: unknown operation {text(node)[:40]}", Unreadable)
            args = ",".join([COUNT] * OPS[op][0]) + (f"(,{COUNT})*" if op == "concat" else "")
            fits = matches(rf'\["{op}",\[{args}\],{OPS[op][1]}\]', node)
            need(fits and max(node[1], default=-1) < k, f"node {k}: malformed or misplaced {text(node)[:60]}", Unreadable)
            self.free.append(self.read(k, *node))
        powers = [[self.nodes[k] for k in args] if op == "pow" else [] for op, args, _ in self.nodes]
        self.nodes = [["norm", x[0][1], x[0][2] + x[1][2]] if matches(EVEN_POWER, x) else node for x, node in zip(powers, self.nodes)]
        roots = {k for relation in self.given + self.says for k in relation[1:]}
        need(self.says and max(roots) < len(self.nodes), "no relation, or one of nodes that are not there", Unreadable)
        for kind, name in frozenset().union(*(self.free[k] for k in roots)):
            need(name in (self.indices if kind == "idx" else self.symbols), f"{name} is not declared", Unreadable)
    def read(self, k: int, op: str, args: list[int], attrs: list[Any]) -> frozenset[tuple[str, str]]:
        kind = {"deriv": "sym", "jvp": "sym", "sumover": "idx"}.get(op)
        need(not kind or self.nodes[args[1]][0] == kind, f"node {k}: the second argument of {op} is no {kind}", Unreadable)
        if op in ("sym", "idx"):
            declared = (self.symbols if op == "sym" else self.indices).get(attrs[0], attrs[1])
            need(declared == attrs[1], f"node {k}: {attrs[0]} is declared with another shape", Unreadable)
            return frozenset({(op, attrs[0])})
        free = frozenset().union(*(self.free[arg] for arg in args))
        return free - self.free[args[1]] if op == "sumover" else free
Environment = tuple[tuple[tuple[str, int], ...], tuple[tuple[int, str, Any], ...]]
Key = tuple[int, Environment]
class Evaluator:
    """Values of nodes, each once for the part of an environment that it depends on: values of index symbols, and
    (level, name, direction) for every symbol that is moved by an infinitesimal; a direction is an entry or a value."""
    def __init__(self, statement: Statement, dims: dict[str, int], indices: dict[str, int], symbols: Any, D: Any):
        self.statement, self.dims, self.symbols, self.D, self.work = statement, dims, symbols, D, 0
        self.start: Environment = (tuple(indices.items()), ())
        self.values: dict[Key, Value] = {}
    def shape(self, sizes: list[int | str]) -> tuple[int, ...]:
        shape = tuple(sum(math.prod(int(f) if f.isdigit() else self.dims[f] for f in term.split("*"))
                          for term in str(size).split("+")) for size in sizes)
        need(min(shape, default=1) > 0 and math.prod(shape) <= MAX_ENTRIES, f"sizes {shape} below 1 or above {MAX_ENTRIES}")
        return shape
    def size(self, size: int | str) -> int: return self.shape([size])[0]
    def spend(self, steps: int) -> None:
        self.work += steps
        need(self.work <= MAX_WORK, f"too large: more than {MAX_WORK} steps")
    def key(self, node: int, indices: Any, moves: Any) -> Key:
        free = self.statement.free[node]
        return node, (tuple(b for b in indices if ("idx", b[0]) in free), tuple(m for m in moves if ("sym", m[1]) in free))
    def needs(self, node: int, env: Environment) -> list[Key]:
        (op, args, _), (indices, moves) = self.statement.nodes[node], env
        if op == "sym": return [direction for _, _, direction in moves if not isinstance(direction, int)]
        if op not in ("sumover", "deriv", "jvp"): return [self.key(arg, indices, moves) for arg in args]
        name, size = self.statement.nodes[args[1]][2]
        if op == "sumover": return [self.key(args[0], (*(b for b in indices if b[0] != name), (name, i)), moves) for i in range(self.size(size))]
        along = [self.key(args[2], *env)] if op == "jvp" else range(math.prod(self.shape(size)))
        moved = [self.key(args[0], indices, (*moves, (level_above(moves), name, v))) for v in along]
        return [*moved, *along] if op == "jvp" else moved  # type: ignore[list-item]
    def value(self, node: int) -> Value:
        stack = [self.key(node, *self.start)]
        while stack:
            missing = [key for key in self.needs(*stack[-1]) if key not in self.values]
            stack.extend(missing)
            if not missing: self.values[stack.pop()] = self.values.get(stack[-1]) or self.compute(*stack[-1])
        return self.values[self.key(node, *self.start)]
    def compute(self, node: int, env: Environment) -> Value:
        op, args, attrs = self.statement.nodes[node]
        got, level, function = [self.values[key] for key in self.needs(node, env)], level_above(env[1]), OPS[op][2]
        shape, entries = function(self, attrs, *got) if function else got[0] if got else ((), [])
        by = self.shape(self.statement.nodes[args[1]][2][1]) if op in ("deriv", "jvp") else ()
        if op == "idx": entries = [Fraction(dict(env[0])[attrs[0]])]
        elif op == "sym":
            shape, entries = self.symbols[attrs[0]]
            for level, _, v in env[1]:
                move = [ONE if v == j else ZERO for j in range(len(entries))] if isinstance(v, int) else self.values[v][1]
                entries = [x if isinstance(d, Fraction) and not d else Dual(level, x, d) for x, d in zip(entries, move)]
        elif op == "sumover": entries = [total(line) for line in zip(*(x[1] for x in got))]
        elif op == "jvp":
            need(got[1][0] == by, f"a direction of shape {got[1][0]} for a symbol of shape {by}")
            entries = [parts(u, level)[1] for u in entries]
        elif op == "deriv":
            if attrs[0] == "F" and len(by) == 2: got = [got[i * by[1] + j] for j in range(by[1]) for i in range(by[0])]
            shape += (len(got),) if attrs[0] else by
            entries = [parts(column[1][k], level)[1] for k in range(len(entries)) for column in got]
        need(len(shape) <= 2 and len(entries) <= MAX_ENTRIES, f"an array of shape {shape} has too many axes or entries")
        self.spend(len(entries))
        return shape, [tidy(x) for x in entries]
def level_above(moves: Any) -> int: return 3 + max((move[0] for move in moves), default=0)
# ---- Refutations and witnesses
def gaps_of(ev: Evaluator, relation: Any, ratio: Fraction = ONE) -> Value:
    """lhs - ratio rhs, for each entry."""
    x, y = ev.value(relation[1]), ev.value(relation[2])
    need(relation[0] != "psd" or x[0] == y[0], f"shapes {x[0]} and {y[0]} differ")
    return pairwise(lambda u, v: u - ratio * v, x, y) if relation[1] != relation[2] else (x[0], [u * (1 - ratio) for u in x[1]])
def decide(ev: Evaluator, relation: Any, proved: bool = False) -> bool | None:
    """Whether a relation holds; None if that is not decided (and not `proved` elsewhere, so that it only must not fail)."""
    op, gaps = relation[0], gaps_of(ev, relation)
    if op == "psd": return {1: True, 0: True, -1: False, None: None}[definiteness([[-gap for gap in row] for row in rows_of(gaps, True)])]
    ends = [signs(gap) for gap in gaps[1]]
    if any({"le": low > 0, "lt": low >= 0, "eq": low > 0 or high < 0}[op] for low, high in ends): return False
    return proved or all({"le": high <= 0, "lt": high < 0, "eq": low == high == 0}[op] for low, high in ends) or None
def reaches(ev: Evaluator, relation: Any, ratio: Fraction, hint: list[Fraction]) -> bool | None:
    """Whether lhs >= ratio * rhs with rhs > 0 somewhere."""
    gaps, rhs = gaps_of(ev, relation, ratio), ev.value(relation[2])
    if relation[0] == "psd":
        v = hint if len(hint) == len(rows_of(gaps)) else direction(rows_of(gaps))
        gap, form = (signs(inner(v, [inner(row, v) for row in rows_of(side)]))[0] for side in (gaps, rhs))
        if gap >= 0 and form > 0: return True
        return False if definiteness([[-gap for gap in row] for row in rows_of(gaps, True)]) == 1 else None
    ends = pairwise(lambda gap, v: (*signs(gap), *signs(v)), gaps, rhs)[1]
    return any(gap >= 0 and v > 0 for gap, _, v, _ in ends) or (None if any(gap >= 0 and v > 0 for _, gap, _, v in ends) else False)
def direction(rows: Rows) -> list[Fraction]:
    """Near an eigenvector for the largest eigenvalue, by inverse iteration, rounded; whoever uses it checks."""
    rows = [[Fraction(interval((x + rows[j][i]) / 2).hi) for j, x in enumerate(row)] for i, row in enumerate(rows)]
    top = Fraction(interval(eigmax(rows)).hi) + (sum(abs(x) for row in rows for x in row) or 1) / 10 ** (LOW.prec // 2)
    solved = inverted([[interval(top * (i == j) - x) for j, x in enumerate(row)] for i, row in enumerate(rows)])
    v = [Fraction(interval(inner(row, [Fraction(k + 3, k + 1) for k in range(len(row))])).lo) for row in solved]
    return [(x / max(map(abs, v))).limit_denominator(10 ** (LOW.prec // 4)) for x in v]
NOTHING = types.SimpleNamespace(names=set(), symbols={}, says=[])
def formulas_of(st: Statement, instance: Any) -> Any:
    """The equations `symbol = formula` for derived entries, each over given entries and those derived before."""
    if not isinstance(instance, dict) or "derived" not in instance: return NOTHING
    made: Any = Statement(instance["derived"])
    names = [made.nodes[k][2][0] if made.nodes[k][0] == "sym" and op == "eq" else "" for op, k, _ in made.says]
    early = any(made.free[relation[2]] & {("sym", name) for name in names[i:]} for i, relation in enumerate(made.says))
    need(all(names) and len(set(names)) == len(names) and not (early or made.given or made.indices),
         "derived entries are equations of a symbol and a formula over what comes before", Unreadable)
    fits = set(made.dims) <= set(st.dims) and all(st.symbols.get(name, shape) == shape for name, shape in made.symbols.items())
    need(fits, "derived entries do not fit the dimensions and symbols of the statement", Unreadable)
    made.names = set(names)
    return made
def derive(made: Any, ev: Evaluator) -> bool:
    """Sets the derived symbols. One whose formula has no value in a field keeps its random one: more is tested then."""
    inner = Evaluator(made, ev.dims, {}, ev.symbols, ev.D)
    for _, k, formula in made.says:
        name, sizes = made.nodes[k][2]
        with contextlib.suppress(*[Invalid] * isinstance(ev.D, Field)): ev.symbols[name] = inner.value(formula)
        need(ev.symbols[name][0] == ev.shape(sizes), f"the formula for {name} has another shape")
    return True
def establish(st: Statement, instance: Any, goals: list[tuple[str, Callable[[Evaluator], bool | None]]]) -> str:
    """Doubles the digits until every goal is reached; raises Invalid where one is missed or not decided."""
    dims, indices, values = fields(instance, "the instance", "dims", "indices", "values", optional=("derived",))
    declared = {**(made := formulas_of(st, instance)).symbols, **st.symbols}
    need(all(matches(rf'\{{("[^"]*":{COUNT},?)*\}}', x) for x in (dims, indices)) and isinstance(values, dict) and
         all(matches(f"({RATIONAL}|{ARRAY})", x) or x is None and name == st.exists.get("constant") for name, x in values.items()), "the instance is malformed", Unreadable)
    for got, names in ((dims, st.dims), (indices, st.indices), (values, set(declared) - made.names)):
        need(set(got) == set(names), f"the instance gives {sorted(got)} where the statement has {sorted(names)}")
    symbols, digits = {name: scalar(Interval(Decimal("-Infinity"), Decimal("Infinity"))) if x is None else literal(x) for name, x in values.items()}, 10
    while goals:
        set_digits(digits)
        ev, missed, ready = Evaluator(st, dims, indices, dict(symbols), Reals()), [], False
        for name, (shape, _) in symbols.items(): need(shape == ev.shape(declared[name]), f"{name} has shape {shape}, not {ev.shape(declared[name])}")
        need(all(dims.values()) and all(k < ev.size(st.indices[name]) for name, k in indices.items()), "a dimension is 0 or an index out of range")
        for what, goal in goals:
            try: answer, why = (ready := ready or derive(made, ev)) and goal(ev), ""
            except Blurred as blur: answer, why = None, f": {blur}"
            need(answer is not False, f"it is false that {what}")
            need(answer or digits < MAX_DIGITS, f"not decided with {digits} digits whether {what}{why}")
            missed += [] if answer else [(what, goal)]
        goals, digits = missed, 2 * digits
    return f"{shown({**dims, **indices})}, {digits // 2} digits"
def check_instance(st: Statement, data: Any, rng: random.Random) -> str:
    """A refutation or a witness."""
    made = formulas_of(st, data["instance"])
    k, goals = data["relation"], [(f"given[{i}] holds", functools.partial(decide, relation=r, proved=concerns(st, r, made)))
                                  for i, r in enumerate(st.given)]
    need(matches(COUNT, k), f"relation {text(k)[:20]} is no number", Unreadable)
    need(k < len(st.says), f"the statement has no relation {k}")
    what, goal = f"says[{k}] fails", lambda ev: {True: False, False: True, None: None}[decide(ev, st.says[k])]
    if data["kind"] == "witness":
        lo, = fields(data["ratio"], "the ratio", "lo")
        need(matches(r'"-?\d+(\.\d+)?([eE][-+]?\d{1,6})?"', lo), f"the ratio {text(lo)[:40]} is no decimal", Unreadable)
        v = data["hints"].get("direction") if isinstance(data.get("hints"), dict) else None
        hint = [Fraction(x) for x in v or ()] if matches(ROW, v) else []      # need not be right
        what, goal = f"lhs / rhs of says[{k}] reaches {lo}", lambda ev: reaches(ev, st.says[k], Fraction(lo), hint)
    done = establish(st, data["instance"], [*goals, (what, goal)])
    if any(concerns(st, r, made) for r in st.given): done += "; what is said of derived symbols " + check_identity(st, rng, [data["instance"]["dims"]], made)
    return f"{len(st.given)} hypotheses hold, {what} at {done}"
def concerns(st: Statement, relation: Any, made: Any) -> bool:
    """Whether a hypothesis is an equation on derived symbols."""
    return relation[0] == "eq" and any(name in made.names for k in relation[1:] for _, name in st.free[k])
def check_family(st: Statement, data: Any, rng: random.Random) -> str:
    """Refutations for ever larger constants (null: for every real number), ever closer to the limit."""
    need(matches(r"\[\{.*\},\{.*\}\]", data["members"]), "a family has two or more members", Unreadable)
    done = [check_instance(st, {**data, "kind": "refutation", "instance": member}, rng) for member in data["members"]]
    for name, sign in (("constant", 1), ("radius", -1), ("threshold", 1)):
        line: list[Any] = [None if x is None else sign * Fraction(x) for x in (member["values"].get(st.exists[name]) for member in data["members"])]
        moves = set(line) == {None} or None not in line and all(x < y for x, y in itertools.pairwise(line)) and (sign > 0 or line[-1] < 0)
        need(moves, f"the members do not move on with their {name}")
    return f"{len(done)} members of a family, the last of them: {done[-1]}"
WRONG: dict[str, Callable[..., bool]] = {   # where an operation has no value (inv: of a singular matrix)
    "div": lambda u, v: v == 0, "log": lambda u, v: signs(v)[1] <= 0, "sqrt": lambda u, v: signs(v)[1] < 0, "inv": lambda u, v: False,
    "pow": lambda u, v: isinstance(v, Fraction) and (v < 0 and u == 0 or v.denominator > 1 and signs(u)[1] < 0)}
def check_undefined(st: Statement, data: Any, rng: random.Random) -> str:
    """A node without a value at an instance on which every hypothesis holds that does not rest on it."""
    need(matches(COUNT, data["node"]) and data["node"] < len(st.nodes), f"the statement has no node {text(data['node'])[:20]}", Unreadable)
    (op, args, _), below, above = st.nodes[data["node"]], {data["node"]}, {data["node"]}
    for j in range(data["node"], -1, -1): below |= set(st.nodes[j][1]) if j in below else set()
    for j, node in enumerate(st.nodes): above |= {j} if above & set(node[1]) else set()
    bound = any(st.nodes[j][0] in ("deriv", "jvp") for j in below) or any(kind == "idx" and name not in st.indices for kind, name in st.free[data["node"]])
    need(op in WRONG and not bound, f"{op} always has a value, or it rests on derivatives or on an index that is summed over")
    need(any(above & {*relation[1:]} for relation in st.given + st.says) and "derived" not in data["instance"], "no relation rests on the node, or entries are derived")
    def undefined(ev: Evaluator) -> bool | None:
        values = [ev.value(arg) for arg in args]
        return op == "inv" and singular(inertia, rows_of(values[0], True)) == 0 or any(pairwise(WRONG[op], values[0], values[-1])[1]) or None
    goals = [(f"given[{i}] holds", functools.partial(decide, relation=r)) for i, r in enumerate(st.given) if not above & {*r[1:]}]
    return f"{len(goals)} hypotheses hold, {op} has no value at {establish(st, data['instance'], [*goals, (f'{op} has no value', undefined)])}"
# ---- Identities
class Residue(Arithmetic):
    """A value modulo p, its values at the T points modulo q (None once exponentials are in it), a bound of its degrees."""
    def __init__(self, field: Field, r: int, s: list[int] | None, degree: int): self.field, self.r, self.s, self.degree = field, r, s, degree
    def combine(self, other: Number, f: Callable[[int, int], int]) -> Number:
        if not isinstance(other, int | Fraction | Residue): return NotImplemented
        other, q = self.field.lift(other), self.field.q
        s = None if self.s is None or other.s is None else [f(a, b) % q for a, b in zip(self.s, other.s)]
        return Residue(self.field, f(self.r, other.r) % self.field.p, s, self.degree + other.degree)
    def __add__(self, other: Number) -> Number: return self.combine(other, operator.add)
    def __mul__(self, other: Number) -> Number: return self.combine(other, operator.mul)
    def __neg__(self) -> Number: return self.combine(-1, operator.mul)
    def inverse(self) -> Residue:
        need(self.r and (self.s is None or all(self.s)), "a division by 0", Redraw)
        return Residue(self.field, pow(self.r, -1, self.field.p), self.s and [pow(a, -1, self.field.q) for a in self.s], self.degree)
class Field:
    """Random primes q | p - 1 (both 3 modulo 4), an element g of order q, random values and unknowns."""
    def __init__(self, rng: random.Random, points: int):
        def prime(n: int) -> bool:      # Miller and Rabin, for n = 3 modulo 4
            return all(pow(rng.randrange(2, n - 1), n // 2, n) in (1, n - 1) for _ in range(40))
        q = next(n for n in iter(lambda: rng.getrandbits(112) | 1 << 111 | 3, 0) if prime(n))
        p = next(n for n in iter(lambda: 2 * (rng.getrandbits(16) | 1) * q + 1, 0) if prime(n))
        self.p, self.q, self.rng, self.form = p, q, rng, [rng.randrange(q) for _ in range(points)]
        self.g = pow(rng.randrange(2, p - 1), (p - 1) // q, p)
        self.known, self.exponents, self.nonsquare = dict[Any, Residue](), set[tuple[int, ...]](), dict[Any, int]()
    def draw(self) -> Residue: return Residue(self, self.rng.randrange(self.p), [self.rng.randrange(self.q) for _ in self.form], 1)
    def lift(self, x: Number) -> Residue:
        if isinstance(x, Residue): return x
        r, s = (x.numerator * pow(x.denominator, -1, m) % m for m in (self.p, self.q))
        return Residue(self, r, [s] * len(self.form), 0)
    def pi(self) -> Number: return self.known.setdefault("pi", self.draw())
    def apply(self, name: str, x: Number) -> Number:
        if isinstance(x, Fraction) and (name, x) in Reals.exact: return Reals.exact[name, x]
        if isinstance(x, Fraction) and x > 0 and name == "sqrt" and isinstance(square_root(x), Fraction): return square_root(x)
        key = name, (x := self.lift(x)).r, x.s and tuple(x.s)
        if name == "exp" and x.s is not None:
            self.exponents.add(key[2])
            return Residue(self, pow(self.g, sum(map(operator.mul, x.s, self.form)) % self.q, self.p), None, 1)
        if name == "sqrt":
            need(x.r, "a root of 0", Redraw)
            root = pow(x.r, (self.p + 1) // 4, self.p)
            self.nonsquare[key] = int(root * root % self.p != x.r)
            return self.known.setdefault(key, Residue(self, self.rng.choice((root, self.p - root)), None, x.degree + 1))
        return self.known[key] if key in self.known else self.known.setdefault(key, self.draw())
def rank(vectors: Iterable[Sequence[int]], modulus: int) -> int:
    basis: list[tuple[int, list[int]]] = []
    for v in vectors:
        for pivot, row in basis: v = [(a - v[pivot] * b) % modulus for a, b in zip(v, row)]
        for pivot in [j for j, a in enumerate(v) if a][:1]: basis.append((pivot, [a * pow(v[pivot], -1, modulus) % modulus for a in v]))
    return len(basis)
def solve(ev: Evaluator, relation: Any) -> None:
    """Changes entries of symbols so that an equation holds, wherever it is affine in one, with a constant factor."""
    places = [(entries, i) for _, entries in ev.symbols.values() for i in range(len(entries))]
    for k, (line, i) in itertools.product(range(len(gaps_of(ev, relation)[1])), places):
        x, line[i] = line[i], Dual(1, line[i], ONE)
        value, slope = parts(gaps_of(Evaluator(ev.statement, ev.dims, {}, ev.symbols, ev.D), relation)[1][k], 1)
        line[i] = x - value / slope if isinstance(slope, Fraction) and slope else x
def trial(st: Statement, dims: dict[str, int], D: Field, made: Any) -> tuple[str, int]:
    """Which equation fails at a random point ("" if none), and a bound of the degrees."""
    ev, degree, wrong = Evaluator(st, dims, {}, {}, D), 0, ""
    ev.symbols = {name: (shape, [D.draw() for _ in range(math.prod(shape))])
                  for name, sizes in {**made.symbols, **st.symbols}.items() for shape in (ev.shape(sizes),)}
    for relation in st.given:
        kinds = {kind for kind, _ in st.free[relation[1]] | st.free[relation[2]]}
        if relation[0] == "eq" and kinds == {"sym"} and not concerns(st, relation, made):
            with contextlib.suppress(Invalid): solve(Evaluator(st, dims, {}, ev.symbols, D), relation)
    derive(made, ev)
    kind, goals = ("given", [(k, r) for k, r in enumerate(st.given) if concerns(st, r, made)]) if made.names else ("says", list(enumerate(st.says)))
    choices = list(itertools.product(*(range(ev.size(size)) for size in st.indices.values())))
    for indices in choices if len(choices) <= 64 else D.rng.sample(choices, 64):
        ev.start, at = (tuple(zip(st.indices, indices)), ()), {**dims, **dict(zip(st.indices, indices))}
        for k, gap in ((k, gap) for k, relation in goals for gap in gaps_of(ev, relation)[1]):
            degree = max(degree, getattr(gap, "degree", 0))
            wrong = wrong if wrong or is_zero(gap) else f"{kind}[{k}] is no identity at {shown(at)}"
    return wrong, degree << 2 * len(D.nonsquare)
def sizes_of(st: Statement, rng: random.Random) -> list[dict[str, int]]:
    """Up to six choices of dimensions that the hypotheses on dimensions allow."""
    fixed = [relation for relation in st.given if not st.free[relation[1]] | st.free[relation[2]]]
    out: list[dict[str, int]] = []
    for top in (3,) * 24 + (4,) * 24 + (12,) * 48 + (40,) * 96:
        dims = {name: rng.randint(1, top) for name in st.dims}
        new = dims not in out and len(out) < 6 and (top <= 4 or not out)
        out += [dims] if new and all(decide(Evaluator(st, dims, {}, {}, Reals()), relation) for relation in fixed) else []
    need(out, "no dimensions up to 40 were found that meet the hypotheses")
    return out
def check_identity(st: Statement, rng: random.Random, sizes: Any, made: Any) -> str:
    """The conclusions, or (where symbols are derived) the hypotheses that are equations on these."""
    need(made.names or all(relation[0] == "eq" for relation in st.says), "an identity consists of equations")
    set_digits(30)
    points, degree, tested, reason = 4, 1, [], "square roots whose arguments are not independent, or too many of them"
    for dims in sizes:
        patterns, good = [], 0      # of the roots that do not exist
        for _ in range(120):
            D = Field(rng, points)
            try: wrong, found = trial(st, dims, D, made)
            except Redraw as undefined:
                reason = str(undefined)
                continue
            patterns.append(list(D.nonsquare.values()))
            if any(patterns[-1]): continue
            need(not wrong, wrong)
            points, degree = max(points, 2 * rank(D.exponents, D.q) + 2), max(degree, found)
            good += points == len(D.form)
            if good >= 3 and rank(patterns, 2) == len(patterns[-1]):
                tested.append(shown(dims))
                break
    need(tested, f"cannot be tested: {reason}")
    bits = 111 - 20 - (4 * degree * points).bit_length()
    need(bits >= 32, "cannot be tested: the degrees are too large")
    return f"holds at 3 random points each for {', '.join(tested)}; error probability below 2^-{bits} at each point"
# ---- Files
def shown(values: dict[str, int]) -> str: return " ".join(f"{name}={n}" for name, n in values.items()) or "fixed sizes"
def read(path: Path) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        need(len(dict(pairs)) == len(pairs), "a field occurs twice", Unreadable)
        return dict(pairs)
    def refuse(number: str) -> None: raise Unreadable(f"{number} is no exact number")
    need(path.stat().st_size <= MAX_FILE, f"files are limited to {MAX_FILE} bytes", Unreadable)
    return json.loads(path.read_text("utf-8"), object_pairs_hook=unique, parse_float=refuse, parse_constant=refuse)
def check(data: Any, seed: str = "") -> str:
    """What has been verified; raises Invalid or Unreadable."""
    kinds = {"refutation": ("instance", "relation"), "witness": ("instance", "relation", "ratio"), "identity": (), "family": ("members", "relation"), "undefined": ("instance", "node")}
    kind = data.get("kind") if isinstance(data, dict) else None
    if kind in ("bound", "norm"):      # a proof for all sizes: the work of check_bounds.py or check_norms.py beside this file
        sys.path.append(str(Path(__file__).resolve().parent))
        sys.modules.setdefault(name := "certify.check" if __package__ else "check", sys.modules[__name__])
        return str(importlib.import_module(f"{name}_{kind}s").check(data, seed))
    need(isinstance(kind, str) and kind in kinds, f"unknown kind of certificate {text(kind)[:20]}", Unreadable)
    names = ("schema", "claim", "statement", "sha256", "kind", *kinds[str(kind)])
    schema, claim, statement, sha256 = fields(data, "the certificate", *names, optional=("hints",))[:4]
    need(schema == "certify.certificate/1" and isinstance(claim, str), f"unknown schema {text(schema)[:20]}", Unreadable)
    st = Statement(statement)
    need(hashlib.sha256(text(statement).encode()).hexdigest() == sha256, "the sha256 is not that of the statement")
    need(kind == "witness" or (kind == "family") == bool(st.exists), "a statement that says a constant to exist is refuted by a family, and it only")
    rng, show = random.Random(f"{sha256} {seed}"), {"family": check_family, "undefined": check_undefined}.get(str(kind), check_instance)
    return f"{kind} {claim}: {check_identity(st, rng, sizes_of(st, rng), NOTHING) if kind == 'identity' else show(st, data, rng)}"
def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a certificate, or a folder of them")
    parser.add_argument("--seed", default="", help="other random points for identities")
    options, worst = parser.parse_args(arguments), 0
    sys.set_int_max_str_digits(MAX_LITERAL)
    for file in [file for path in options.files for file in (sorted(path.glob("*.json")) if path.is_dir() else [path])]:
        try: code, line = 0, f"valid      {file}  {check(read(file), options.seed)}"
        except (Invalid, Blurred, decimal.DecimalException) as error: code, line = 1, f"INVALID    {file}: {error if isinstance(error, Invalid | Blurred) else 'numbers out of range'}"
        except Exception as error: code, line = 2, f"unreadable {file}: {error if isinstance(error, Unreadable) else repr(error)[:200]}"
        print(line)
        worst = max(worst, code)
    return worst
if __name__ == "__main__": sys.exit(main())
