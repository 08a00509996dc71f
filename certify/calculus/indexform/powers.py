"""Powers of forms: content, sign and common factors come out, what is left is one base with one power."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from math import floor, gcd, lcm

from certify.calculus.indexform import products, renaming
from certify.calculus.indexform.factors import Delta, Factor, Number, Powers, Symbol, constant, function
from certify.calculus.indexform.outside import Outside
from certify.calculus.indexform.terms import ONE, UNIT, ZERO, Form, Term, add, number, scale, single, term

LARGEST_POWER = 24
LARGEST_ROOT = 10**12
_POWERS: dict[tuple[Form, Number], Form] = {}


def power(base: Form, exponent: Number) -> Form:
    """``base ** exponent``, equal to it wherever both are defined; raises ``Outside`` for 0 to a power <= 0."""
    if exponent == 1:
        return base
    key = (base, exponent)
    found = _POWERS.get(key)
    if found is None:
        found = _POWERS[key] = _power(base, exponent)
    return found


def _power(base: Form, exponent: Number) -> Form:
    if not base:
        if exponent > 0:
            return ZERO
        raise Outside("zero to a power that is not positive")
    if exponent == floor(exponent):
        if len(base) == 1:
            return _distribute(base, int(exponent))
        if exponent >= 0:
            return _repeated(base, int(exponent))
    split = delta_of(base)
    if split is not None:
        return by_cases(base, split, lambda form: power(form, exponent))
    return _root(base, exponent)


def _distribute(base: Form, exponent: int) -> Form:
    (one, coef), = base.terms.items()
    if exponent < 0 and any(isinstance(factor, Delta) for factor in one.powers):
        raise Outside("division by a Kronecker delta")
    raised = {factor: value * exponent for factor, value in one.powers.items()}
    form = products.normal(raised) if one.special else Form({term(raised) if exponent else term({}): 1})
    return scale(form, exact_power(coef, exponent))


def exact_power(value: Number, exponent: int) -> Number:
    """A rational to an integer power, as an int where it is one."""
    if abs(exponent) > 10_000:
        raise Outside(f"the power {exponent} is too large")
    out = Fraction(value) ** exponent
    return int(out) if out.denominator == 1 else out


def _repeated(base: Form, exponent: int) -> Form:
    if exponent > LARGEST_POWER:
        raise Outside(f"the power {exponent} of a sum of {len(base)} terms is too large to multiply out")
    half = power(base, exponent // 2) if exponent > 1 else ONE
    square = products.multiply(half, half)
    return products.multiply(square, base) if exponent % 2 else square


def _root(base: Form, exponent: Number) -> Form:
    """A fractional power, or a negative power of several terms."""
    whole = exponent == floor(exponent)
    content, common, rest = take_out(base, signed=whole)
    out = products.multiply(root_of_number(content, exponent), _raise(common, exponent))
    if rest == ONE:
        return out
    one = rest.single()
    if one == (UNIT, -1):
        raise Outside("a fractional power of a negative number")
    if one is not None and one[1] == 1 and len(one[0].powers) == 1:
        (factor, value), = one[0].powers.items()
        if value != floor(value) or value % 2:  # an odd power is nonnegative only where the factor is
            return products.multiply(out, products.normal({factor: value * exponent}))
        rest, exponent = single(factor, 2), exponent * Fraction(value) / 2
    elif one is not None and one[0].sign and one[1] > 0:  # no factor is negative: each has its own root
        parts = [power(single(factor, value), exponent) for factor, value in one[0].powers.items()]
        return products.multiply(out, products.product(parts))
    return products.multiply(out, products.normal({function("base", rest): exponent}))


def _raise(common: Powers, exponent: Number) -> Form:
    return products.normal({factor: value * exponent for factor, value in common.items()})


def take_out(form: Form, signed: bool) -> tuple[Number, Powers, Form]:
    """``form = content * common * rest``: a rational, powers of factors, and a form of content 1.

    ``signed``: any factor and the sign come out; else only what is positive. The factors come out to the
    least power in which they occur (0 where they do not), so that ``rest`` has no denominators of its own."""
    content = _content(form, signed)
    common = dict(_common(form, signed))
    divisor = products.normal({factor: -value for factor, value in common.items()})
    rest = Form(_plain(scale(products.multiply(form, divisor), Fraction(1) / content)))
    return content, common, rest


def _plain(form: Form) -> dict[Term, Number]:
    return {one: int(c) if Fraction(c).denominator == 1 else c for one, c in form}


def _content(form: Form, signed: bool) -> Number:
    coefs = [Fraction(coef) for coef in form.terms.values()]
    content = Fraction(gcd(*(abs(c.numerator) for c in coefs)), lcm(*(c.denominator for c in coefs)))
    leading = min(form.terms, key=lambda one: one.text) if signed else None
    return -content if leading is not None and form.terms[leading] < 0 else content


def _common(form: Form, signed: bool) -> Powers:
    factors = {factor for one in form.terms for factor in one.powers}
    least = {factor: min(one.powers.get(factor, 0) for one in form.terms) for factor in factors}
    return {factor: value for factor, value in least.items() if value and _may_leave(factor, signed)}


def _may_leave(factor: Factor, signed: bool) -> bool:
    if isinstance(factor, Delta):
        return False
    prime = isinstance(factor, Symbol) and factor.special
    return not prime and (signed or factor.sign == 2)


def root_of_number(value: Number, exponent: Number) -> Form:
    """A nonzero rational to a rational power: each prime gets its own."""
    value = Fraction(value)
    if exponent == floor(exponent):
        return number(exact_power(value, int(exponent)))
    if value < 0:
        raise Outside("a fractional power of a negative number")
    out = ONE
    for base, sign in ((value.numerator, 1), (value.denominator, -1)):
        for prime, times in prime_factors(base):
            out = products.multiply(out, products.normal({constant(str(prime)): exponent * times * sign}))
    return out


@lru_cache(maxsize=4096)
def prime_factors(value: int) -> tuple[tuple[int, int], ...]:
    """Primes and their powers; raises ``Outside`` where a factor beyond 10^12 would have to be split."""
    found: list[tuple[int, int]] = []
    divisor = 2
    while divisor * divisor <= value:
        times = 0
        while value % divisor == 0:
            value, times = value // divisor, times + 1
        found += [(divisor, times)] if times else []
        divisor += 1
        if divisor * divisor > LARGEST_ROOT < value:
            raise Outside("the root of a number with a large prime factor")
    return tuple(found + ([(value, 1)] if value > 1 else []))


def delta_of(form: Form) -> Delta | None:
    """A delta among the factors of the terms, or None."""
    for one in form.terms:
        if one.special:
            for factor in one.powers:
                if isinstance(factor, Delta):
                    return factor
    return None


def by_cases(form: Form, one: Delta, apply: Callable[[Form], Form]) -> Form:
    """``apply(form)`` as its value without the delta, and what changes where the two indices agree."""
    apart = apply(Form({t: c for t, c in form.terms.items() if one not in t.powers}))
    first, second = one.at
    if second.parts:
        raise Outside("a function of a delta of composite indices")
    together = apply(renaming.substitute(form, {second: first}))
    change = add((together, scale(apart, -1)))
    return add((apart, products.multiply(single(one), change)))

