"""Denominators that are sums of several terms: a difference vanishes where its product with them does."""

from __future__ import annotations

from math import ceil

from certify.calculus.indexform import products
from certify.calculus.indexform.factors import Factor, Function, Number
from certify.calculus.indexform.terms import Form, add, scale

ROUNDS = 6


def cleared(form: Form) -> Form:
    """The form times the denominators of its terms (they are not zero where the form is defined)."""
    for _ in range(ROUNDS):
        factor, least = _denominator(form)
        if factor is None:
            return form
        form = _times(form, factor, ceil(-least))
    return form


def _times(form: Form, factor: Factor, power: int) -> Form:
    """The form times a power of a factor, which meets the powers of the factor before it is multiplied out."""
    return add(scale(products.normal({**one.powers, factor: one.powers.get(factor, 0) + power}), coef)
               for one, coef in form)


def _denominator(form: Form) -> tuple[Factor | None, Number]:
    lows: dict[Factor, Number] = {}
    for one in form.terms:
        for factor, power in one.powers.items():
            if isinstance(factor, Function) and factor.op == "base" and power < 0:
                lows[factor] = min(lows.get(factor, 0), power)
    first = min(lows, key=lambda factor: factor.text, default=None)
    return first, lows.get(first, 0) if first is not None else 0
