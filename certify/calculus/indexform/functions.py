"""exp, log, erf and the hyperbolic functions of forms.

exp turns sums into products: exp(c1 T1 + c2 T2) = exp(T1)^c1 exp(T2)^c2, one factor for each term, so that
products of exponentials combine and cancel. log turns powers of positive factors into sums.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from certify.calculus.indexform import powers, products
from certify.calculus.indexform.factors import Factor, Function, Number, constant, function
from certify.calculus.indexform.outside import Outside
from certify.calculus.indexform.terms import ONE, Form, Term, add, number, scale, single

_APPLIED: dict[tuple[str, Form], Form] = {}


def apply(op: str, arg: Form) -> Form:
    """The function named ``op`` of a form."""
    key = (op, arg)
    found = _APPLIED.get(key)
    if found is None:
        found = _APPLIED[key] = _apply(op, arg)
    return found


def _apply(op: str, arg: Form) -> Form:
    rule = _FUNCTIONS[op]
    if op not in _BY_EXP:
        split = powers.delta_of(arg)
        if split is not None:
            return powers.by_cases(arg, split, lambda form: apply(op, form))
    return rule(arg)


def _exp(arg: Form) -> Form:
    return products.product(_exp_of_term(one, coef) for one, coef in arg)


def _exp_of_term(one: Term, coef: Number) -> Form:
    if len(one.powers) == 1:
        (factor, value), = one.powers.items()
        if isinstance(factor, Function) and factor.op == "log" and value == 1:
            return powers.power(factor.arg, coef)
    return single(function("exp", Form({one: 1})), coef)


def _log(arg: Form) -> Form:
    if not arg:
        raise Outside("the logarithm of zero")
    content, common, rest = powers.take_out(arg, signed=False)
    parts = [_log_of_number(content)]
    parts += [scale(_log_of_factor(factor), value) for factor, value in common.items()]
    return add(parts if rest == ONE else [*parts, _log_of_rest(rest)])


def _log_of_rest(rest: Form) -> Form:
    return single(function("log", rest))


def _log_of_number(value: Number) -> Form:
    ratio = Fraction(value)
    tops = [(prime, times) for prime, times in powers.prime_factors(ratio.numerator)]
    tops += [(prime, -times) for prime, times in powers.prime_factors(ratio.denominator)]
    return add(single(function("log", number(prime)), 1, times) for prime, times in tops)


def _log_of_factor(factor: Factor) -> Form:
    if isinstance(factor, Function) and factor.op == "exp":
        return factor.arg
    if isinstance(factor, Function) and factor.op == "base":
        return apply("log", factor.arg)
    return single(function("log", single(factor)))


def _erf(arg: Form) -> Form:
    """erf is odd: the sign comes out."""
    if not arg:
        return arg
    content, _, _ = powers.take_out(arg, signed=True)
    if content < 0:
        return scale(single(function("erf", scale(arg, -1))), -1)
    return single(function("erf", arg))


def _hyperbolic(sign: int) -> Callable[[Form], Form]:
    def rule(arg: Form) -> Form:
        plus, minus = apply("exp", arg), apply("exp", scale(arg, -1))
        return scale(add((plus, scale(minus, sign))), Fraction(1, 2))

    return rule


def _tanh(arg: Form) -> Form:
    square = apply("exp", scale(arg, 2))
    return products.multiply(add((square, number(-1))), powers.power(add((square, ONE)), -1))


def _absolute(arg: Form) -> Form:
    return powers.power(powers.power(arg, 2), Fraction(1, 2))


_BY_EXP = {"cosh", "sinh", "tanh", "abs"}
_FUNCTIONS: dict[str, Callable[[Form], Form]] = {
    "exp": _exp, "log": _log, "erf": _erf, "cosh": _hyperbolic(1), "sinh": _hyperbolic(-1), "tanh": _tanh,
    "abs": _absolute,
}


def gaussian(arg: Form) -> Form:
    """The derivative of erf, 2 / sqrt(pi) exp(-arg^2)."""
    root = single(constant("π"), Fraction(-1, 2), 2)
    return products.multiply(root, apply("exp", scale(powers.power(arg, 2), -1)))

