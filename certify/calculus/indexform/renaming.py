"""Substitution of indices, all at once; what the substitution makes possible is carried out."""

from __future__ import annotations

from collections.abc import Mapping

from certify.calculus.indexform import functions, inverses, powers, products, sums
from certify.calculus.indexform.factors import (
    Delta,
    Factor,
    Function,
    Inverse,
    Number,
    Powers,
    Sum,
    Symbol,
    symbol,
)
from certify.calculus.indexform.indices import Index, fresh, substitute_index
from certify.calculus.indexform.terms import Form, Term, scale, single, term

Renaming = Mapping[Index, Index]
_DONE: dict[tuple[Factor, frozenset[tuple[Index, Index]]], Form] = {}
_DONE_TERMS: dict[tuple[Term, frozenset[tuple[Index, Index]]], Form] = {}


def substitute(form: Form, mapping: Renaming) -> Form:
    """The form with free indices replaced."""
    mapping = {old: new for old, new in mapping.items() if old is not new and old.kind != "const"}
    if mapping.keys().isdisjoint(form.free):
        return form
    out: dict[Term, Number] = {}
    for one, coef in form.terms.items():
        for new, value in substitute_term(one, mapping).terms.items():
            out[new] = out.get(new, 0) + coef * value
    return Form({one: coef for one, coef in out.items() if coef})


def substitute_term(one: Term, mapping: Renaming) -> Form:
    """A term with free indices replaced."""
    items = frozenset((old, new) for old, new in mapping.items() if old in one.free)
    if not items:
        return Form({one: 1})
    key = (one, items)
    found = _DONE_TERMS.get(key)
    if found is None:
        found = _DONE_TERMS[key] = substitute_powers(one.powers, dict(items))
    return found


def substitute_powers(factors: Powers, mapping: Renaming) -> Form:
    """A product of powers with free indices replaced."""
    plain: Powers = {}
    coefficient: Number = 1
    others: list[Form] = []
    for factor, power in factors.items():
        new = substitute_factor(factor, mapping)
        one = new.single()
        if one is not None and len(one[0].powers) == 1 and (one[1] == 1 or power == 1):
            (only, own), = one[0].powers.items()
            if own == 1:
                plain[only] = plain.get(only, 0) + power
                coefficient = coefficient * one[1]
                continue
        others.append(powers.power(new, power))
    special = any(factor.special for factor in plain)
    first = products.normal(plain) if special else Form({term({f: p for f, p in plain.items() if p}): 1})
    return scale(products.product([first, *others]) if others else first, coefficient)


def substitute_factor(factor: Factor, mapping: Renaming) -> Form:
    """What a factor becomes (a ``base`` becomes the form that carries its power)."""
    items = frozenset((old, new) for old, new in mapping.items() if old in factor.free)
    key = (factor, items)
    found = _DONE.get(key)
    if found is None:
        found = _DONE[key] = _substitute(factor, dict(items))
    return found


def _substitute(factor: Factor, mapping: Renaming) -> Form:
    if isinstance(factor, Symbol):
        if not mapping:
            return single(factor)
        return single(symbol(factor.name, tuple(substitute_index(index, mapping) for index in factor.at)))
    if isinstance(factor, Inverse):
        if not mapping:
            return single(factor)
        first, second = (substitute_index(index, mapping) for index in factor.at)
        return inverses.inverse(substitute(factor.of, mapping), factor.size, (first, second))
    if isinstance(factor, Delta):
        return products.delta(*(substitute_index(index, mapping) for index in factor.at))
    if isinstance(factor, Function):
        arg = substitute(factor.arg, mapping)
        if factor.op == "base":
            return arg if mapping else single(factor)
        return functions.apply(factor.op, arg)
    assert isinstance(factor, Sum)
    if not mapping:
        return single(factor)
    opened, body = open_sum(factor, frozenset(mapping.values()) | factor.free, mapping)
    return sums.contract(body, opened)


def open_sum(factor: Sum, used: frozenset[Index],
             mapping: Renaming | None = None) -> tuple[frozenset[Index], Form]:
    """The bound indices as fresh ones that are not used around, and the body in them."""
    taken = set(used).union(*(index.leaves for index in used))
    renamed: dict[Index, Index] = {}
    for index in factor.bound:
        renamed[index] = fresh(index.size, taken)
        taken.add(renamed[index])
    body = substitute_powers(factor.body.powers, {**(mapping or {}), **renamed})
    return frozenset(renamed.values()), body

