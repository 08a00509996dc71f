"""Monomials of bounds as products of integer powers of atoms: generators, roots, exponentials of single terms.

sqrt(n) and n are powers of one atom, and so are exp(2 R^2) and exp(R^2); a rational is a coefficient, the root of a
prime an atom with rational ends. Then a quotient of monomials is a coefficient and integer exponents.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, isqrt, lcm

from certify.bounds.monomials import Monomial, split
from certify.instances.intervals import INF, Interval
from certify.language import Expr
from certify.rocq.emission.errors import NotEmitted
from certify.rocq.printer import Printer
from certify.rocq.syntax import PRODUCT, Text, call, infix, number, within
from certify.rocq.terms import infix_power

HALF = Fraction(1, 2)
DIGITS = 10**12


@dataclass(frozen=True)
class Atom:
    """A number >= 0: its text, ends of its range (None where there is none), and how they are proved.

    ``square`` is what the square of a root is, so that arithmetic may use it.
    """

    text: Text
    low: Fraction
    high: Fraction | None
    below: str
    above: str
    square: Text | None = None


@dataclass(frozen=True)
class Exponent:
    """factor * base^power, a term of an exponent in one number."""

    factor: Fraction
    base: str
    power: int


@dataclass(frozen=True)
class Term:
    """coefficient * product of atom ^ exponent."""

    coefficient: Fraction
    powers: Mapping[str, int]


class Atoms:
    """The atoms of some monomials; every monomial in these generators is a ``Term`` over them."""

    def __init__(self, p: Printer, terms: Iterable[Monomial], ranges: Mapping[Expr, Interval]):
        self.p, self.ranges = p, ranges
        self.table: dict[str, Atom] = {}
        self.exponents: dict[str, Exponent] = {}
        self.halved: set[object] = set()
        self.unit: dict[object, Fraction] = {}
        for term in terms:
            self._look_at(term)

    def term(self, monomial: Monomial) -> Term:
        """The monomial over the atoms."""
        coefficient, powers = Fraction(monomial.sign), dict[str, int]()
        for g, a in monomial.factors:
            if isinstance(g, int):
                whole = a.numerator // a.denominator
                coefficient *= Fraction(g) ** whole
                if a != whole:
                    _raise(powers, self._root_of_prime(g), int((a - whole) / HALF))
            else:
                name, scale = self._generator(g)
                _raise(powers, name, int(a * scale))
        for part in monomial.exponent:
            value, root = split(part)
            name = self._exponential(root)
            _raise(powers, name, int(value / self.unit[_key(root)]))
        return Term(coefficient, {name: k for name, k in powers.items() if k})

    @property
    def equal(self) -> str:
        """The tactic that proves two forms of one monomial equal, with what the squares of roots are."""
        roots = [f"Root{k}_" for k, atom in enumerate(self.table.values()) if atom.square is not None]
        known = f" [{' '.join(roots)}]" if roots else ""
        return f"first [ring{known} | field{known}; repeat split; nonzero]"

    def fact(self, stem: str, name: str) -> str:
        """The name of what is proved of an atom."""
        return f"{stem}{list(self.table).index(name)}_"

    def unit_of(self, root: Monomial) -> Fraction:
        """Of what number times the term of an exponent the atom is the exponential."""
        return self.unit[_key(root)]

    def _look_at(self, term: Monomial) -> None:
        for g, a in term.factors:
            if a.denominator > 2:
                raise NotEmitted("a power that is no half of an integer")
            if a.denominator == 2:
                self.halved.add(g)
        for part in term.exponent:
            if part.exponent:
                raise NotEmitted("an exponential inside of an exponential")
            value, root = split(part)
            key = _key(root)
            self.unit[key] = _common(self.unit.get(key, abs(value)), abs(value))

    def _generator(self, g: Expr) -> tuple[str, int]:
        term = self.p.term(g)
        low, high = _ends(g, self.ranges)
        if g not in self.halved:
            self.table.setdefault(term, Atom(term, low, high, "range", "range"))
            return str(term), 1
        text = call("sqrt", term)
        low_root = Fraction(isqrt(int(low * DIGITS**2)), DIGITS)
        high_root = None if high is None else Fraction(isqrt(int(high * DIGITS**2)) + 1, DIGITS)
        self.table.setdefault(text, Atom(text, _short(low_root), high_root, "root", "root", term))
        return str(text), 2

    def _root_of_prime(self, prime: int) -> str:
        text = call("sqrt", Text(str(prime)))
        scaled = isqrt(prime * DIGITS**2)
        self.table.setdefault(text, Atom(text, Fraction(scaled, DIGITS), Fraction(scaled + 1, DIGITS), "root", "root",
                                         Text(str(prime))))
        return str(text)

    def _exponential(self, root: Monomial) -> str:
        text = call("exp", self.argument(root))
        self.table.setdefault(text, Atom(text, Fraction(1), None, "exponential", ""))
        if len(root.factors) == 1:
            ((g, k),) = root.factors
            if not isinstance(g, int) and g not in self.halved:
                self.exponents[text] = Exponent(self.unit_of(root), str(self.p.term(g)), int(k))
        return str(text)

    def argument(self, root: Monomial) -> Text:
        """What the atom of a term of an exponent is the exponential of."""
        out: Text | None = None
        for g, a in root.factors:
            if isinstance(g, int) or a.denominator != 1 or a < 0:
                raise NotEmitted("a root or a quotient in an exponent")
            factor = infix_power(self.p.term(g), int(a))
            out = factor if out is None else infix(out, "*", factor, PRODUCT)
        unit = self.unit[_key(root)]
        if out is None:
            return number(unit)
        return out if unit == 1 else infix(number(unit), "*", out, PRODUCT)


def _key(root: Monomial) -> object:
    return tuple((g if isinstance(g, int) else (id(g),), a) for g, a in root.factors)


def _raise(powers: dict[str, int], name: str, k: int) -> None:
    powers[name] = powers.get(name, 0) + k


def _common(a: Fraction, b: Fraction) -> Fraction:
    """The largest number of which both are multiples."""
    below = lcm(a.denominator, b.denominator)
    return Fraction(gcd(int(a * below), int(b * below)), below)


def _ends(g: Expr, ranges: Mapping[Expr, Interval]) -> tuple[Fraction, Fraction | None]:
    interval = ranges.get(g, Interval(Fraction(1 if g.op == "dim" else 0)))
    low = Fraction(interval.lo) if interval.lo > 0 else Fraction(0)
    return low, None if interval.hi == INF else Fraction(interval.hi)


def _short(value: Fraction) -> Fraction:
    """The integer below a root of a number that is at least 1, which is all that is needed of it."""
    return Fraction(value.numerator // value.denominator)


def product_text(powers: Mapping[str, int]) -> Text:
    """The product of powers of atoms; 1 for none."""
    out: Text | None = None
    for name, k in powers.items():
        factor = infix_power(Text(name, 10), abs(k))
        if k < 0:
            factor = Text(f"/ {within(factor, 30)}", 35)
        out = factor if out is None else infix(out, "*", factor, PRODUCT)
    return Text("1") if out is None else out


__all__ = ["Atom", "Atoms", "Term", "product_text"]
