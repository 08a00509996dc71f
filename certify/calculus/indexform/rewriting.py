"""Rewriting forms from the inside: by hypotheses that are equalities, and by writing out sums of known length."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import permutations, product
from math import prod

from certify.calculus.indexform import functions, inverses, powers, products, renaming, sums, translate
from certify.calculus.indexform.factors import Delta, Factor, Function, Inverse, Number, Sum, Symbol
from certify.calculus.indexform.indices import Index, const
from certify.calculus.indexform.outside import Outside
from certify.calculus.indexform.terms import UNIT, Form, Term, add, scale, single
from certify.language.relations import Relation

LARGEST_EXPANSION = 4_096
Change = Callable[[Factor], Form | None]
Rewrite = Callable[[Form], Form]


def rewritten(form: Form, before: Change, write_out: bool = False) -> Form:
    """The form with factors replaced where ``before`` gives something for them, outermost first.

    With ``write_out``, sums over indices of known length are written out term by term."""
    done: dict[Factor, Form] = {}

    def walk(form: Form) -> Form:
        return add(scale(products.product(powers.power(change(f), p) for f, p in one.powers.items()), coef)
                   for one, coef in form)

    def change(factor: Factor) -> Form:
        if factor not in done:
            new = before(factor)
            done[factor] = _inside(factor, walk, write_out) if new is None else new
        return done[factor]

    return walk(form)


def _inside(factor: Factor, walk: Rewrite, write_out: bool) -> Form:
    if isinstance(factor, Function):
        return walk(factor.arg) if factor.op == "base" else functions.apply(factor.op, walk(factor.arg))
    if isinstance(factor, Inverse):
        return inverses.inverse(walk(factor.of), factor.size, factor.at)
    if isinstance(factor, Sum):
        opened, body = renaming.open_sum(factor, factor.free)
        known = [index for index in opened if write_out and index.size.constant is not None]
        return sums.contract(add(walk(one) for one in written_out(body, known)), opened.difference(known))
    return single(factor)


def written_out(form: Form, known: Iterable[Index]) -> Iterable[Form]:
    """The form at each value of the given indices of known length."""
    indices = list(known)
    ranges = [range(index.size.constant or 0) for index in indices]
    if prod(map(len, ranges)) * len(form) > LARGEST_EXPANSION:
        raise Outside(f"a sum is too long to be written out ({prod(map(len, ranges))} terms)")
    for values in product(*ranges):
        yield renaming.substitute(form, dict(zip(indices, map(const, values), strict=True)))


def has_known_size(form: Form) -> bool:
    """Whether an index, free or summed, runs over a known number of values."""
    return any(index.size.constant is not None for index in form.free) or any(
        _sums_known(factor) for one in form.terms for factor in one.powers)


def _sums_known(factor: Factor) -> bool:
    if isinstance(factor, Function):
        return has_known_size(factor.arg)
    if isinstance(factor, Sum):
        return any(index.size.constant is not None for index in factor.bound) or any(
            _sums_known(inner) for inner in factor.body.powers)
    return isinstance(factor, Inverse) and has_known_size(factor.of)


def rule_of(given: Relation) -> Change | None:
    """An equality as a rule for a factor: a symbol that it defines, or a sum that it isolates; else None."""
    if given.op != "eq":
        return None
    for left, right in ((given.lhs, given.rhs), (given.rhs, given.lhs)):
        if left.op == "sym" and right.shape in (left.shape, ()):
            form = translate.form_of(right)
            if left.attrs[0] not in form.names:
                return _symbol_rule(left.attrs[0], translate.axes(left), form)
    return _isolated(add((translate.form_of(given.lhs), scale(translate.form_of(given.rhs), -1))))


def _symbol_rule(name: str, axes: tuple[Index, ...], form: Form) -> Change:
    def change(factor: Factor) -> Form | None:
        if isinstance(factor, Symbol) and not factor.constant and factor.name == name:
            return renaming.substitute(form, dict(zip(axes, factor.at, strict=True)))
        return None

    return change


def _isolated(vanishing: Form) -> Change | None:
    """From c S^p + rest = 0 with p = 1/m: S = (-rest/c)^m, for a sum or scalar S that the rest has none of."""
    candidates = [(one, coef, factor, power) for one, coef in vanishing if len(one.powers) == 1
                  for factor, power in one.powers.items() if _may_go(one, factor, power, vanishing)]
    if not candidates:
        return None
    one, coef, factor, power = max(candidates, key=lambda found: (found[2].height, found[2].text))
    rest = Form({other: c for other, c in vanishing if other is not one})
    value = powers.power(products.multiply(rest, powers.power(Form({UNIT: -coef}), -1)), Fraction(1) / power)
    return _sum_rule(factor, value)


def _may_go(one: Term, factor: Factor, power: Number, vanishing: Form) -> bool:
    others = [other for other in vanishing.terms if other is not one]
    return (isinstance(factor, Sum) or (isinstance(factor, Symbol) and not factor.at and not factor.constant)) \
        and power > 0 and Fraction(1) / power % 1 == 0 \
        and all(factor not in other.powers and other.free <= factor.free for other in others) \
        and not any(isinstance(f, Delta) for f in one.powers)


def _sum_rule(pattern: Factor, value: Form) -> Change:
    slots = sorted((i for i in pattern.free if i.kind == "slot"), key=lambda index: index.text)
    named = pattern.free.difference(slots)  # the hypothesis speaks of these values only

    def change(factor: Factor) -> Form | None:
        if factor is pattern:
            return value
        if not isinstance(factor, Sum) or len(factor.free) != len(pattern.free) or factor.names != pattern.names:
            return None
        for at in permutations(factor.free - named):
            if len(at) == len(slots) and all(a.size == b.size for a, b in zip(slots, at, strict=True)):
                mapping = dict(zip(slots, at, strict=True))
                if renaming.substitute_factor(pattern, mapping) == single(factor):
                    return renaming.substitute(value, mapping)
        return None

    return change
