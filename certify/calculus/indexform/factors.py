"""Factors of the index form. Equal factors are one object.

    Symbol    an entry A[i,k], x[k], R, or a constant (pi, a dimension, a prime under a root)
    Delta     1 where two indices agree, else 0
    Inverse   an entry of the inverse of a matrix
    Function  exp, log, erf of a form, or ``base``: a form that carries a power of its own
    Sum       the sum of a connected term over indices, labelled canonically
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from certify.calculus.indexform.indices import Index
from certify.language.sizes import Size

if TYPE_CHECKING:
    from certify.calculus.indexform.terms import Form, Term

Number = int | Fraction
Powers = dict["Factor", Number]
NO_INDICES: frozenset[Index] = frozenset()
NO_NAMES: frozenset[str] = frozenset()


class Factor:
    """Base of all factors. ``free`` are the plain indices that occur, ``indices`` the indices as they stand
    in entries, ``names`` the symbols, ``height`` the nesting of sums; ``sign`` is 2 for what is positive wherever
    it is defined, 1 for what is not negative, 0 for the rest; ``special`` factors need laws of their own."""

    __slots__ = ("_text", "free", "height", "indices", "names", "sign", "special")
    free: frozenset[Index]
    indices: frozenset[Index]
    names: frozenset[str]
    height: int
    sign: int
    special: bool

    def __init__(self) -> None:
        self._text: str | None = None
        self.special, self.sign = False, 0

    @property
    def text(self) -> str:
        """The unambiguous text; it orders factors."""
        if self._text is None:
            self._text = self.write()
        return self._text

    def write(self) -> str:
        """The text, computed."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return self.text


class Symbol(Factor):
    """An entry of a symbol, or a constant when it has no indices and ``constant`` is set."""

    __slots__ = ("at", "constant", "inverse", "name")

    def __init__(self, name: str, at: tuple[Index, ...], constant: bool):
        super().__init__()
        self.name, self.at, self.constant, self.sign = name, at, constant, 2 * constant
        self.free = NO_INDICES.union(*(index.leaves for index in at))
        self.indices, self.height = frozenset(at), 0
        self.names = NO_NAMES if constant else frozenset((name,))
        self.special = constant and name.isdigit()

    def write(self) -> str:
        return self.name + (f"[{','.join(index.text for index in self.at)}]" if self.at else "")


class Delta(Factor):
    """1 where the two indices agree, else 0; the representative of the two comes first."""

    __slots__ = ("at",)

    def __init__(self, at: tuple[Index, ...]):
        super().__init__()
        self.at, self.special, self.sign, self.height, self.names = at, True, 1, 0, NO_NAMES
        self.indices = frozenset(at)
        self.free = at[0].leaves | at[1].leaves

    def write(self) -> str:
        return f"δ[{self.at[0].text},{self.at[1].text}]"


class Function(Factor):
    """exp, log or erf of a form; ``base`` is a form itself, kept apart because it carries a power."""

    __slots__ = ("arg", "op")

    def __init__(self, op: str, arg: Form):
        super().__init__()
        self.op, self.arg = op, arg
        self.free, self.indices, self.names, self.height = arg.free, arg.indices, arg.names, arg.height
        self.special = op == "base"
        self.sign = 2 if op == "exp" else arg.sign if op == "base" else 0

    def write(self) -> str:
        return f"{'' if self.op == 'base' else self.op}({self.arg.text})"


class Sum(Factor):
    """The sum of a term over its bound indices, which are labelled ``height.position``."""

    __slots__ = ("body", "bound")

    def __init__(self, bound: tuple[Index, ...], body: Term):
        super().__init__()
        self.bound, self.body = bound, body
        self.free, self.names, self.height = body.free - frozenset(bound), body.names, body.height + 1
        self.indices = frozenset(part for index in body.indices for part in visible(index, bound))
        self.sign = body.sign

    def write(self) -> str:
        return f"Σ[{','.join(f'{index.text}<{index.size}' for index in self.bound)}]({self.body.text})"


class Inverse(Factor):
    """An entry of the inverse of the size x size matrix ``of``, a form in the holes @0 and @1."""

    __slots__ = ("at", "of", "size")

    def __init__(self, of: Form, size: Size, at: tuple[Index, Index]):
        super().__init__()
        self.of, self.size, self.at = of, size, at
        self.free = at[0].leaves.union(at[1].leaves, (index for index in of.free if index.kind != "hole"))
        self.indices = frozenset((*at, *(index for index in of.indices if index.kind != "hole")))
        self.names, self.height = of.names, of.height

    def write(self) -> str:
        return f"inv({self.of.text})[{self.at[0].text},{self.at[1].text}]"


def visible(index: Index, bound: tuple[Index, ...]) -> Iterator[Index]:
    """What is seen of an index from outside of a sum that binds some of its leaves."""
    if index.leaves.isdisjoint(bound):
        yield index
    else:
        for part in index.parts:
            yield from visible(part, bound)


_FACTORS: dict[tuple[object, ...], Factor] = {}


def symbol(name: str, at: tuple[Index, ...] = ()) -> Factor:
    """An entry of a symbol."""
    return _FACTORS.get(("s", name, at)) or _FACTORS.setdefault(("s", name, at), Symbol(name, at, False))


def inverse_factor(of: Form, size: Size, at: tuple[Index, Index]) -> Factor:
    """An entry of the inverse of a matrix in its normal form."""
    return _FACTORS.get(("i", of, size, at)) or _FACTORS.setdefault(("i", of, size, at), Inverse(of, size, at))


def constant(name: str) -> Factor:
    """A positive constant: ``π``, a dimension, or a prime (which only carries fractional powers)."""
    return _FACTORS.get(("c", name)) or _FACTORS.setdefault(("c", name), Symbol(name, (), True))


def delta_factor(first: Index, second: Index) -> Factor:
    """The delta of two different indices that can agree; the representative (an integer, else by text) first."""
    at = tuple(sorted((first, second), key=representative))
    return _FACTORS.get(("d", at)) or _FACTORS.setdefault(("d", at), Delta(at))


def representative(index: Index) -> tuple[bool, bool, str]:
    """Sorts the index first that replaces the other: an integer, then a composite index, then by text."""
    return (index.kind != "const", not index.parts, index.text)


def function(op: str, arg: Form) -> Factor:
    """A function factor of an argument that has its normal form."""
    return _FACTORS.get(("f", op, arg)) or _FACTORS.setdefault(("f", op, arg), Function(op, arg))


def sum_factor(bound: tuple[Index, ...], body: Term) -> Factor:
    """A sum whose bound indices carry their canonical labels."""
    return _FACTORS.get(("Σ", bound, body)) or _FACTORS.setdefault(("Σ", bound, body), Sum(bound, body))


def remembered() -> int:
    """How many factors are remembered."""
    return len(_FACTORS)


def forget() -> None:
    """Forgets all factors."""
    _FACTORS.clear()
