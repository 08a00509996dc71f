"""Real numbers that exact arithmetic can compare although they are irrational: roots and extreme eigenvalues.

``Root(sign, square)`` is sign * sqrt(square). ``Extreme`` is an extreme eigenvalue of a rational symmetric
matrix, or the square root of one: spectral norms, smallest singular values. They decide the touching cases of
norm bounds, such as ||A x|| <= R ||x|| where equality holds, which no enclosure of finite width can.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flint import fmpq, fmpz

from certify.enclosure.definite import definiteness

ZERO = fmpq(0)


class Irrational(ArithmeticError):
    """A value that has no exact form here."""


def rational_root(x: fmpq) -> fmpq | None:
    """The square root of a rational >= 0 where it is rational."""
    p, q = fmpz(x.p), fmpz(x.q)
    a, b = p.isqrt(), q.isqrt()
    return fmpq(a, b) if a * a == p and b * b == q else None


def sign(x: Any) -> int:
    """-1, 0 or 1."""
    return int(x > 0) - int(x < 0)


@dataclass(frozen=True)
class Root:
    """sign * sqrt(square), irrational: made by ``root``."""

    sign: int
    square: fmpq


def root(square: fmpq, sign: int = 1) -> Any:
    """sign * sqrt(square), rational where it can be; raises ``Irrational`` for the root of a negative number."""
    if square < 0:
        raise Irrational("the square root of a negative number")
    whole = rational_root(square)
    return Root(sign, square) if whole is None else whole * sign


@dataclass(frozen=True)
class Extreme:
    """The largest (top) or smallest eigenvalue of a symmetric matrix, or, if it is >= 0, its square root."""

    matrix: Any
    top: bool
    rooted: bool


Number = Any  # fmpq | Root | Extreme


def signed_square(x: Number) -> fmpq:
    """sign(x) x^2, which orders roots and rationals."""
    if isinstance(x, Root):
        return x.square * x.sign
    return x * x * sign(x)


def negate(x: Number) -> Number:
    """-x."""
    if isinstance(x, Root):
        return Root(-x.sign, x.square)
    if isinstance(x, Extreme) and not x.rooted:
        return Extreme(-x.matrix, not x.top, False)
    return -_plain(x)


def _plain(x: Number) -> fmpq:
    if isinstance(x, Root | Extreme):
        raise Irrational(f"no exact form for an operation on {x}")
    return x


def add(x: Number, y: Number) -> Number:
    """x + y: rationals, multiples of one root, and a shifted eigenvalue."""
    if isinstance(x, Root) and isinstance(y, Root):
        return _add_roots(x, y)
    if is_zero(x) or is_zero(y):
        return y if is_zero(x) else x
    for a, b in ((x, y), (y, x)):
        if isinstance(a, Extreme) and not a.rooted and isinstance(b, fmpq):
            return Extreme(_shift(a.matrix, b), a.top, False)
    return _plain(x) + _plain(y)


def _add_roots(x: Root, y: Root) -> Number:
    ratio = rational_root(y.square / x.square)
    if ratio is None:
        raise Irrational("a sum of different roots")
    return multiply(Root(1, x.square), x.sign + ratio * y.sign)


def _shift(matrix: Any, by: fmpq) -> Any:
    out = +matrix
    for i in range(matrix.nrows()):
        out[i, i] = out[i, i] + by
    return out


def is_zero(x: Number) -> bool:
    """Whether x is the rational 0."""
    return isinstance(x, fmpq) and x == 0


def multiply(x: Number, y: Number) -> Number:
    """x * y: rationals and roots; an eigenvalue times a rational, a rooted one times a root >= 0."""
    if isinstance(y, Extreme):
        x, y = y, x
    if isinstance(x, Extreme):
        return _scale(x, y)
    if isinstance(x, Root) or isinstance(y, Root):
        product = signed_square(x) * signed_square(y)
        return root(abs(product), sign(product))
    return x * y


def _scale(x: Extreme, y: Number) -> Number:
    if is_zero(y):
        return ZERO
    if isinstance(y, Extreme):
        if x == y and x.rooted:
            return Extreme(x.matrix, x.top, False)
        raise Irrational("a product of eigenvalues")
    factor = signed_square(y) if x.rooted else _plain(y)
    if x.rooted and factor < 0:
        raise Irrational("a negative multiple of a root of an eigenvalue")
    return Extreme(x.matrix * factor, x.top == (factor > 0), x.rooted)


def reciprocal(x: Number) -> Number:
    """1 / x; raises ``ZeroDivisionError`` at 0."""
    if isinstance(x, Root):
        return Root(x.sign, 1 / x.square)
    return 1 / _plain(x)


def compare(x: Number, y: Number) -> int:
    """The sign of x - y."""
    if isinstance(x, Extreme):
        return _compare_extreme(x, y)
    if isinstance(y, Extreme):
        return -_compare_extreme(y, x)
    if isinstance(x, Root) or isinstance(y, Root):
        return sign(signed_square(x) - signed_square(y))
    return sign(x - y)


def _compare_extreme(x: Extreme, y: Number) -> int:
    if isinstance(y, Extreme):
        if x == y:
            return 0
        raise Irrational("two different eigenvalues")
    if x.rooted and sign(signed_square(y)) < 0:
        return 1
    level = signed_square(y) if x.rooted else _plain(y)
    below = definiteness(_shift(x.matrix if not x.top else -x.matrix, -level if not x.top else level))
    gap = {2: 1, 1: 0, 0: -1}[below]
    return -gap if x.top else gap


__all__ = [
    "Extreme", "Irrational", "Number", "Root", "add", "compare", "is_zero", "multiply", "negate", "rational_root",
    "reciprocal", "root", "sign", "signed_square",
]
