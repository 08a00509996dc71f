"""Symbols: dimensions, scalars, vectors, matrices and indices. Same name and shape: same symbol."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from certify.language.errors import ExpressionError, ShapeError
from certify.language.expr import Expr, make
from certify.language.sizes import Size

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*'*")


def _names(text: str) -> list[str]:
    names = text.replace(",", " ").split()
    for name in names:
        if not _NAME.fullmatch(name):
            raise ExpressionError(f"{name!r} is no symbol name; use letters and digits, "
                                  "_ for a subscript, ' for a prime")
    return names


def as_size(value: Any) -> Size:
    """A size from an integer, a size, or an expression made of dimensions, integers, + and *."""
    if isinstance(value, int | Size) and not isinstance(value, bool):
        size = Size.of(value)
        if size.constant is not None and size.constant < 1:
            raise ShapeError(f"a size must be at least 1, not {size}")
        return size
    if isinstance(value, Expr):
        return _size_of(value)
    raise ShapeError(f"{value!r} is no size; use an integer or ct.dims")


def _size_of(node: Expr) -> Size:
    if node.op == "dim":
        return Size.of(node.attrs[0])
    if node.op == "const" and Fraction(node.attrs[0]).denominator == 1 and Fraction(node.attrs[0]) >= 0:
        return Size.of(int(Fraction(node.attrs[0])))
    if node.op in ("add", "mul"):
        left, right = map(_size_of, node.args)
        return left + right if node.op == "add" else left * right
    raise ShapeError(f"{node} is no size; sizes are made of ct.dims, integers, + and *")


def dim(name: str) -> Expr:
    """A dimension: a positive integer that the claim leaves open."""
    (only,) = _names(name)
    return make("dim", (), (only,))


def dims(names: str) -> tuple[Expr, ...]:
    """Several dimensions, ``n, d = dims("n d")``."""
    return tuple(map(dim, _names(names)))


def scalar(name: str) -> Expr:
    """A real number."""
    (only,) = _names(name)
    return make("sym", (), (only, ()))


def scalars(names: str) -> tuple[Expr, ...]:
    """Several real numbers."""
    return tuple(map(scalar, _names(names)))


def vector(name: str, size: Any) -> Expr:
    """A real vector of the given size."""
    (only,) = _names(name)
    return make("sym", (), (only, (as_size(size),)))


def vectors(names: str, size: Any) -> tuple[Expr, ...]:
    """Several real vectors of one size."""
    return tuple(vector(name, size) for name in _names(names))


def matrix(name: str, rows: Any, columns: Any) -> Expr:
    """A real matrix of shape (rows, columns)."""
    (only,) = _names(name)
    return make("sym", (), (only, (as_size(rows), as_size(columns))))


def matrices(names: str, rows: Any, columns: Any) -> tuple[Expr, ...]:
    """Several real matrices of one shape."""
    return tuple(matrix(name, rows, columns) for name in _names(names))


def index(name: str, size: Any) -> Expr:
    """An index over an axis of the given size, from 0; a claim that leaves it unbound holds for each value."""
    (only,) = _names(name)
    return make("idx", (), (only, as_size(size)))
