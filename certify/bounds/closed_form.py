"""Bounds written as one would: sums of monomials turned back into an expression, with coefficients collected."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from certify.bounds.monomials import Factors, Monomial, NoMonomials, collected, monomials, split
from certify.calculus.algebra import add, div, mul, neg
from certify.language import Expr, coerce, make

ONE = coerce(1)


def closed_form(bound: Expr) -> Expr:
    """An equal expression in lowest terms; the bound as it is where it is no sum of monomials."""
    try:
        return _sum(collected(monomials(bound)))
    except NoMonomials:
        return bound


def _sum(terms: Sequence[Monomial]) -> Expr:
    out: Expr = coerce(0)
    for term in terms:
        out = add(out, _term(term))
    return out


def _term(term: Monomial) -> Expr:
    value, rest = split(term)
    number = abs(value)
    above = _product([(g, a) for g, a in rest.factors if a > 0])
    below = _product([(g, -a) for g, a in rest.factors if a < 0])
    if term.exponent:
        above = mul(above, make("exp", (_sum(term.exponent),)))
    out = div(_times(number.numerator, above), _times(number.denominator, below))
    return out if value > 0 else neg(out)


def _times(number: int, rest: Expr) -> Expr:
    return mul(coerce(number), rest)


def _product(factors: Sequence[tuple[object, Fraction]] | Factors) -> Expr:
    out: Expr = ONE
    for g, a in sorted(factors, key=lambda item: (not isinstance(item[0], int), item[1].denominator)):
        out = mul(out, _power(coerce(g) if isinstance(g, int) else g, a))  # type: ignore[arg-type]
    return out


def _power(base: Expr, exponent: Fraction) -> Expr:
    if base.op in ("sqrt", "cosh", "sinh"):
        base = make(base.op, (closed_form(base.args[0]),))
    if exponent == 1:
        return base
    return make("sqrt", (base,)) if exponent == Fraction(1, 2) else make("pow", (base, coerce(exponent)))


__all__ = ["closed_form"]
