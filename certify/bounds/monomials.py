"""Scalar expressions as sums of monomials c g_1^a_1 ... g_k^a_k exp(e): the form in which bounds are compared.

The generators g are dimensions, scalar symbols and whatever scalar expression is not taken apart (a norm, alpha(x)),
all of them >= 0; exponents a are rational; e is a sum of such monomials itself. A rational c is kept as a sign and
its prime factors, which are generators too, so that sqrt(2) sqrt(2) is exactly 2. The root of a sum, and cosh or sinh
of one, are generators as well: the same one where the sums have the same monomials.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from certify.language import Expr

Generator = Expr | int  # an int is a prime
Factors = tuple[tuple[Generator, Fraction], ...]


class NoMonomials(ValueError):
    """The expression is not a sum of monomials."""


@dataclass(frozen=True, eq=False)
class Monomial:
    """sign * product of g ** a * exp(sum of the terms of ``exponent``); factors are sorted and nonzero."""

    sign: int
    factors: Factors
    exponent: tuple[Monomial, ...] = ()

    def __mul__(self, other: Monomial) -> Monomial:
        return Monomial(self.sign * other.sign, _joined(self.factors + other.factors),
                        collected(self.exponent + other.exponent))

    def __pow__(self, power: Fraction) -> Monomial:
        if self.sign < 0 and power.denominator != 1:
            raise NoMonomials("a root of a negative term")
        sign = self.sign if power % 2 == 1 else 1
        scale = number(power)
        return Monomial(sign, tuple((g, a * power) for g, a in self.factors if power),
                        collected(scale * term for term in self.exponent) if power else ())

    def over(self, other: Monomial) -> Monomial:
        """self / other."""
        return self * other ** Fraction(-1)

    @property
    def coefficient(self) -> Factors:
        """The factors that are powers of primes."""
        return tuple((g, a) for g, a in self.factors if isinstance(g, int))

    @property
    def variables(self) -> Factors:
        """The factors that are not numbers."""
        return tuple((g, a) for g, a in self.factors if not isinstance(g, int))


ONE = Monomial(1, ())


def _joined(factors: Iterable[tuple[Generator, Fraction]]) -> Factors:
    table: dict[Generator, Fraction] = {}
    for g, a in factors:
        table[g] = table.get(g, Fraction(0)) + a
    return tuple(sorted(((g, a) for g, a in table.items() if a), key=lambda item: _order(item[0])))


def _order(g: Generator) -> tuple[int, int, str]:
    return (0, g, "") if isinstance(g, int) else (1, id(g), "")


@lru_cache(maxsize=4096)
def number(value: Fraction) -> Monomial:
    """A nonzero rational as a monomial."""
    factors = [(p, Fraction(k)) for p, k in _primes(abs(value.numerator))]
    factors += [(p, Fraction(-k)) for p, k in _primes(value.denominator)]
    return Monomial(1 if value > 0 else -1, _joined(factors))


def _primes(n: int) -> list[tuple[int, int]]:
    from flint import fmpz

    return [(int(p), int(k)) for p, k in fmpz(n).factor()] if n > 1 else []


def rational(term: Monomial) -> Fraction | None:
    """The rational that a monomial without variables is, None for others and for roots."""
    if term.variables or term.exponent or any(a.denominator != 1 for _, a in term.factors):
        return None
    out = Fraction(term.sign)
    for g, a in term.factors:
        out *= Fraction(g) ** int(a)  # type: ignore[arg-type]
    return out


def collected(terms: Iterable[Monomial]) -> tuple[Monomial, ...]:
    """Equal terms added up where their coefficients are rational."""
    table: dict[object, tuple[Fraction, Monomial]] = {}
    for term in terms:
        value, root = split(term)
        key = _key(root)
        total = table.get(key, (Fraction(0), root))[0] + value
        table[key] = (total, root)
    return tuple(number(value) * root for value, root in table.values() if value)


def _key(term: Monomial) -> object:
    """Equal for equal monomials; expressions are compared by identity."""
    return (term.sign, tuple((g if isinstance(g, int) else (id(g),), a) for g, a in term.factors),
            frozenset(map(_key, term.exponent)))


def split(term: Monomial) -> tuple[Fraction, Monomial]:
    """A rational coefficient and the rest, whose powers of primes lie in [0, 1)."""
    value, rest = Fraction(term.sign), []
    for g, a in term.factors:
        if isinstance(g, int):
            whole = a.numerator // a.denominator
            value *= Fraction(g) ** whole
            a -= whole
        if a:
            rest.append((g, a))
    return value, Monomial(1, tuple(rest), term.exponent)


def monomials(node: Expr, kept: frozenset[Expr] = frozenset()) -> tuple[Monomial, ...]:
    """The terms of a scalar expression; nodes in ``kept`` and what cannot be taken apart are generators.

    Raises ``NoMonomials`` for powers of sums and for exponents that are not rational.
    """
    if node in kept or node.op not in _RULES or range_of(node) is not None:
        return (Monomial(1, ((node, Fraction(1)),)),)
    return collected(_RULES[node.op](node, kept))


def range_of(node: Expr) -> Expr | None:
    """v where a scalar is written max v - min v: one generator, as its parts may be negative."""
    for high, low in (node.args, node.args[::-1]) if node.op == "add" and not node.shape else ():
        if high.op == "max" and low.op == "neg" and low.args[0].op == "min" and not low.args[0].shape:
            return high.args[0] if high.args[0] is low.args[0].args[0] else None
    return None


def _const(node: Expr, kept: frozenset[Expr]) -> Iterable[Monomial]:
    value = Fraction(node.attrs[0])
    return (number(value),) if value else ()


def _add(node: Expr, kept: frozenset[Expr]) -> Iterable[Monomial]:
    return monomials(node.args[0], kept) + monomials(node.args[1], kept)


def _neg(node: Expr, kept: frozenset[Expr]) -> Iterable[Monomial]:
    return tuple(number(Fraction(-1)) * term for term in monomials(node.args[0], kept))


def _mul(node: Expr, kept: frozenset[Expr]) -> Iterable[Monomial]:
    left, right = (monomials(arg, kept) for arg in node.args)
    return tuple(a * b for a in left for b in right)


def _single(node: Expr, kept: frozenset[Expr]) -> Monomial:
    terms = monomials(node, kept)
    if len(terms) != 1:
        raise NoMonomials(f"{node} is a sum")
    return terms[0]


def _div(node: Expr, kept: frozenset[Expr]) -> Iterable[Monomial]:
    below = _single(node.args[1], kept) ** Fraction(-1)
    return tuple(term * below for term in monomials(node.args[0], kept))


def _pow(node: Expr, kept: frozenset[Expr]) -> Iterable[Monomial]:
    base, exponent = node.args
    if exponent.op != "const":
        raise NoMonomials(f"the exponent of {node} is not rational")
    power = Fraction(exponent.attrs[0])
    if power.denominator == 1 and 2 <= power <= 4:
        terms = out = monomials(base, kept)
        for _ in range(int(power) - 1):
            out = tuple(a * b for a in out for b in terms)
        return out
    return (_single(base, kept) ** power,)


def _exp(node: Expr, kept: frozenset[Expr]) -> Iterable[Monomial]:
    return (Monomial(1, (), monomials(node.args[0], kept)),)


def _sqrt(node: Expr, kept: frozenset[Expr]) -> Iterable[Monomial]:
    terms = monomials(node.args[0], kept)
    return (terms[0] ** Fraction(1, 2),) if len(terms) == 1 else _generator(node, terms)


def _hyperbolic(node: Expr, kept: frozenset[Expr]) -> Iterable[Monomial]:
    terms = monomials(node.args[0], kept)
    if node.op == "sinh" and any(term.sign < 0 for term in terms):
        raise NoMonomials(f"{node} may be negative")
    return _generator(node, terms)


_GENERATORS: dict[object, tuple[Expr, tuple[Monomial, ...]]] = {}


def _generator(node: Expr, terms: tuple[Monomial, ...]) -> Iterable[Monomial]:
    """One generator for a function of equal sums; nothing for the root and sinh of 0."""
    if not terms and node.op != "cosh":
        return ()
    known, _ = _GENERATORS.setdefault((node.op, key_of(terms)), (node, terms))
    return (Monomial(1, ((known, Fraction(1)),)),)


def key_of(terms: Iterable[Monomial]) -> object:
    """Equal for equal sums of collected terms."""
    return frozenset((value, _key(root)) for value, root in map(split, terms))


def is_fine(node: Expr) -> bool:
    """Whether a scalar is no sum of positive monomials but made of differences, roots of sums, cosh or sinh."""
    try:
        terms = monomials(node)
    except NoMonomials:
        return False
    return any(term.sign < 0 or any(isinstance(g, Expr) and g.op in ("sqrt", "cosh", "sinh") for g, _ in term.factors)
               for term in terms)


_RULES = {
    "const": _const, "add": _add, "neg": _neg, "mul": _mul, "div": _div, "pow": _pow, "exp": _exp,
    "sqrt": _sqrt, "cosh": _hyperbolic, "sinh": _hyperbolic,
}

#: Operations that are no generators: monomials look at their operands.
TAKEN_APART = frozenset(_RULES)

__all__ = ["ONE", "TAKEN_APART", "Factors", "Generator", "Monomial", "NoMonomials", "collected", "is_fine", "key_of",
           "monomials", "number", "range_of", "rational", "split"]
