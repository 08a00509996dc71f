"""Derivation: the product and chain rule on factors. This route shares nothing with symbolic expansion."""

from __future__ import annotations

from collections.abc import Callable

from certify.calculus.indexform import functions, powers, products, renaming, sums
from certify.calculus.indexform.factors import Factor, Function, Inverse, Number, Sum, Symbol, inverse_factor
from certify.calculus.indexform.indices import Index, fresh
from certify.calculus.indexform.inverses import holes
from certify.calculus.indexform.terms import ONE, ZERO, Form, Term, add, scale, single

Seed = Callable[[tuple[Index, ...]], Form]


class Derivation:
    """d on forms, with d(x[at]) = seed(at) for one symbol x and 0 for all others.

    ``around`` are indices that the seed brings in; summed indices are kept apart from them."""

    def __init__(self, name: str, seed: Seed, around: frozenset[Index]):
        self.name, self.seed, self.around = name, seed, around
        self.factors: dict[Factor, Form] = {}
        self.forms: dict[Form, Form] = {}

    def __call__(self, form: Form) -> Form:
        """The derivative of a form."""
        if self.name not in form.names:
            return ZERO
        found = self.forms.get(form)
        if found is None:
            found = add(scale(self._term(one), coef) for one, coef in form)
            self.forms[form] = found
        return found

    def _term(self, one: Term) -> Form:
        return add(self._part(one, factor, power) for factor, power in one.powers.items()
                   if self.name in factor.names)

    def _part(self, one: Term, factor: Factor, power: Number) -> Form:
        """power * factor^(power - 1) * d(factor) * the other factors; for exp the factor itself stays."""
        if isinstance(factor, Function) and factor.op == "exp":
            return scale(products.multiply(Form({one: 1}), self(factor.arg)), power)
        others = products.normal({**one.powers, factor: power - 1})
        return scale(products.multiply(others, self._factor(factor)), power)

    def _factor(self, factor: Factor) -> Form:
        found = self.factors.get(factor)
        if found is None:
            found = self.factors[factor] = self._derive(factor)
        return found

    def _derive(self, factor: Factor) -> Form:
        if isinstance(factor, Symbol):
            return self.seed(factor.at)
        if isinstance(factor, Inverse):
            return self._inverse(factor)
        if isinstance(factor, Sum):
            opened, body = renaming.open_sum(factor, factor.free | self.around)
            return sums.contract(self(body), opened)
        assert isinstance(factor, Function), "deltas and constants have no symbol to differentiate by"
        return products.multiply(_OUTER[factor.op](factor.arg), self(factor.arg))


    def _inverse(self, factor: Inverse) -> Form:
        """d(M^{-1}) = -M^{-1} dM M^{-1}."""
        row, column = factor.at
        used = factor.free | self.around
        first = fresh(factor.size, used)
        second = fresh(factor.size, used | {first})
        left = single(inverse_factor(factor.of, factor.size, (row, first)))
        right = single(inverse_factor(factor.of, factor.size, (second, column)))
        change = renaming.substitute(self(factor.of), dict(zip(holes(factor.size), (first, second), strict=True)))
        return scale(sums.contract(products.product((left, change, right)), (first, second)), -1)


_OUTER: dict[str, Callable[[Form], Form]] = {
    "base": lambda arg: ONE,
    "log": lambda arg: powers.power(arg, -1),
    "erf": functions.gaussian,
}

