"""Symbolic sizes: polynomials with integer coefficients in dimension names, in one normal form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from certify.language.errors import ShapeError

Monomial = tuple[str, ...]
_FACTOR = re.compile(r"[A-Za-z_][A-Za-z_0-9]*|[0-9]+")


class Size:
    """A size such as ``n``, ``n*d`` or ``2*n+1``; equal sizes are equal polynomials."""

    __slots__ = ("terms", "_hash")

    def __init__(self, terms: Mapping[Monomial, int]):
        kept = {mono: coef for mono, coef in terms.items() if coef}
        self.terms = tuple(sorted(kept.items(), key=lambda term: (-len(term[0]), term[0])))
        self._hash = hash(self.terms)

    @staticmethod
    def of(value: int | str | Size) -> Size:
        """The size that an integer, a text such as ``"2*n+1"`` or a size stands for."""
        if isinstance(value, Size):
            return value
        return _parse(value) if isinstance(value, str) else Size({(): int(value)})

    def __add__(self, other: int | Size) -> Size:
        out = dict(self.terms)
        for mono, coef in Size.of(other).terms:
            out[mono] = out.get(mono, 0) + coef
        return Size(out)

    def __mul__(self, other: int | Size) -> Size:
        out: dict[Monomial, int] = {}
        for left, a in self.terms:
            for right, b in Size.of(other).terms:
                mono = tuple(sorted(left + right))
                out[mono] = out.get(mono, 0) + a * b
        return Size(out)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, int):
            other = Size.of(other)
        return isinstance(other, Size) and self.terms == other.terms

    def __hash__(self) -> int:
        return self._hash

    @property
    def names(self) -> frozenset[str]:
        """The dimension names that occur."""
        return frozenset(name for mono, _ in self.terms for name in mono)

    @property
    def constant(self) -> int | None:
        """The integer this size is, or None if it depends on a dimension."""
        if not self.terms:
            return 0
        return self.terms[0][1] if self.terms[0][0] == () else None

    def value(self, dims: Mapping[str, int]) -> int:
        """The integer at concrete dimensions; raises ``ShapeError`` naming a missing one."""
        total = 0
        for mono, coef in self.terms:
            for name in mono:
                if name not in dims:
                    raise ShapeError(f"dimension {name} has no value; give one for it")
                coef *= dims[name]
            total += coef
        return total

    def __str__(self) -> str:
        return "+".join(map(_monomial_text, self.terms)) or "0"

    __repr__ = __str__

    def to_json(self) -> int | str:
        """An integer where the size is constant, else its canonical text."""
        return str(self) if self.constant is None else self.constant


def _monomial_text(term: tuple[Monomial, int]) -> str:
    mono, coef = term
    factors = ([] if coef == 1 and mono else [str(coef)]) + list(mono)
    return "*".join(factors)


@lru_cache(maxsize=None)
def _parse(text: str) -> Size:
    total = Size({})
    for part in text.replace(" ", "").split("+"):
        factors = part.split("*")
        if not all(_FACTOR.fullmatch(factor) for factor in factors):
            raise ShapeError(f"size {text!r} is not a sum of products of names and integers")
        total = total + _product(factors)
    return total


def _product(factors: Iterable[str]) -> Size:
    out = Size.of(1)
    for factor in factors:
        out = out * (Size.of(int(factor)) if factor.isdigit() else Size({(factor,): 1}))
    return out


Shape = tuple[Size, ...]


def show_shape(shape: Shape) -> str:
    """A shape for messages: ``scalar``, ``(n,)``, ``(n, d)``."""
    if not shape:
        return "scalar"
    return "(" + ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "") + ")"
