"""Products of forms, with the laws of deltas, roots of primes and powers of sums applied."""

from __future__ import annotations

from collections.abc import Iterable
from math import floor

from certify.calculus.indexform import powers, renaming
from certify.calculus.indexform.factors import Delta, Function, Number, Powers, Symbol, delta_factor
from certify.calculus.indexform.indices import Index, major, minor
from certify.calculus.indexform.outside import Outside
from certify.calculus.indexform.terms import ONE, UNIT, ZERO, Form, Term, scale, single, term

LARGEST = 20_000  # terms of one form; more is refused rather than waited for
_PRODUCTS: dict[tuple[Term, Term], Form] = {}


def delta(first: Index, second: Index) -> Form:
    """The Kronecker delta of two indices."""
    if first is second:
        return ONE
    if first.kind == second.kind == "const":
        return ZERO
    for index in (first, second):
        if index.kind == "pair":  # (a, b) = p where a = p // inner and b = p % inner
            rows, columns = ((part(first, index.blocks), part(second, index.blocks)) for part in (major, minor))
            return multiply(delta(*rows), delta(*columns))
    return single(delta_factor(first, second))


def multiply(left: Form, right: Form) -> Form:
    """The product, multiplied out."""
    if left is ONE or right is ONE:
        return right if left is ONE else left
    if len(left) * len(right) > LARGEST:
        raise Outside(f"a product has more than {LARGEST} terms")
    out: dict[Term, Number] = {}
    for a, p in left.terms.items():
        for b, q in right.terms.items():
            for one, coef in multiply_terms(a, b).terms.items():
                out[one] = out.get(one, 0) + p * q * coef
    return Form({one: coef for one, coef in out.items() if coef})


def product(forms: Iterable[Form]) -> Form:
    """The product of several forms."""
    out = ONE
    for form in forms:
        out = multiply(out, form)
    return out


def multiply_terms(a: Term, b: Term) -> Form:
    """The product of two terms: powers of equal factors add up."""
    if a is UNIT or b is UNIT:
        return Form({b if a is UNIT else a: 1})
    key = (a, b)
    found = _PRODUCTS.get(key)
    if found is None:
        merged = dict(a.powers)
        for factor, power in b.powers.items():
            merged[factor] = merged.get(factor, 0) + power
        special = a.special or b.special
        found = _PRODUCTS[key] = normal(merged) if special else Form({term(_nonzero(merged)): 1})
    return found


def _nonzero(merged: Powers) -> Powers:
    return {factor: power for factor, power in merged.items() if power}


def normal(merged: Powers) -> Form:
    """The form of a product of powers of factors that may be special."""
    merged = _nonzero(merged)
    for law in (_deltas, _bases, _primes):
        out = law(merged)
        if out is not None:
            return out
    return Form({term(merged): 1})


def _bases(merged: Powers) -> Form | None:
    """A form to a power of at least 1 is multiplied out; to a power that its single term bears, distributed."""
    for factor, power in merged.items():
        if isinstance(factor, Function) and factor.op == "base" and _spreads(factor.arg, power):
            rest = dict(merged)
            whole = floor(power) if power > 0 else power
            rest[factor] = power - whole
            return multiply(normal(rest), powers.power(factor.arg, whole))
    return None


def _spreads(base: Form, power: Number) -> bool:
    return power >= 1 or (power == floor(power) and len(base) == 1)


def _primes(merged: Powers) -> Form | None:
    """p^(k + r) = p^k p^r with 0 <= r < 1."""
    for factor, power in merged.items():
        if isinstance(factor, Symbol) and factor.special and not 0 < power < 1:
            rest = dict(merged)
            rest[factor] = power - floor(power)
            return scale(normal(rest), powers.exact_power(int(factor.name), floor(power)))
    return None


def _deltas(merged: Powers) -> Form | None:
    """An index that a delta equates with its representative is replaced by it in all other factors."""
    for one in [factor for factor in merged if isinstance(factor, Delta)]:
        if merged[one] <= 0:
            raise Outside("division by a Kronecker delta")
        first, second = one.at
        if not second.parts and any(second in other.free for other in merged if other is not one):
            others = {factor: power for factor, power in merged.items() if factor is not one}
            replaced = renaming.substitute_powers(others, {second: first})
            return multiply(replaced, single(one))
        if merged[one] > 1:
            return normal({**merged, one: 1})
    return _flat_delta(merged)


def _flat_delta(merged: Powers) -> Form | None:
    """delta(p // s, q // s) delta(p % s, q % s) = delta(p, q)."""
    for one in merged:
        if isinstance(one, Delta) and all(index.kind == "major" for index in one.at):
            first, second = one.at
            if first.blocks == second.blocks:
                whole = (first.parts[0], second.parts[0])
                other = delta_factor(*(minor(index, first.blocks) for index in whole))
                if other in merged:
                    rest = {factor: power for factor, power in merged.items() if factor not in (one, other)}
                    return normal({**rest, delta_factor(*whole): 1})
    return None
