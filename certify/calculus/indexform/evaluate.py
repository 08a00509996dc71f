"""The value of a form on arrays: slow and plain, the reference that tests compare with."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import singledispatchmethod
from itertools import product
from typing import Any

import numpy as np

from certify.calculus.indexform.factors import Delta, Factor, Function, Inverse, Sum, Symbol
from certify.calculus.indexform.indices import Index
from certify.calculus.indexform.inverses import holes
from certify.calculus.indexform.terms import Form, Term

At = dict[Index, int]


@dataclass(frozen=True)
class Evaluation:
    """Arrays for the symbols, integers for the dimensions and for the free indices by name (slots as ``$0``)."""

    values: Mapping[str, Any]
    dims: Mapping[str, int]
    indices: Mapping[str, int]

    def form(self, form: Form, at: At | None = None) -> float:
        """The value of a form in floating point."""
        return math.fsum(float(coef) * self.term(one, at or {}) for one, coef in form)

    def term(self, one: Term, at: At) -> float:
        """The value of a term."""
        return math.prod(self._power(self.factor(f, at), float(power)) for f, power in one.powers.items())

    @staticmethod
    def _power(value: float, exponent: float) -> float:
        return float(value ** exponent)

    def index(self, index: Index, at: At) -> int:
        """The position that an index stands for."""
        if index.kind == "const":
            return index.value
        if not index.parts:
            return at[index] if index in at else self.indices[index.text]
        inner = index.blocks[1].value(self.dims)
        parts = [self.index(part, at) for part in index.parts]
        if index.kind == "pair":
            return parts[0] * inner + parts[1]
        return parts[0] // inner if index.kind == "major" else parts[0] % inner

    @singledispatchmethod
    def factor(self, factor: Factor, at: At) -> float:
        """The value of a factor."""
        raise TypeError(f"no value for {factor}")

    @factor.register
    def _(self, factor: Symbol, at: At) -> float:
        if factor.constant:
            return math.pi if factor.name == "π" else float(self.dims.get(factor.name) or int(factor.name))
        return float(self.values[factor.name][tuple(self.index(index, at) for index in factor.at)])

    @factor.register
    def _(self, factor: Inverse, at: At) -> float:
        size, (row, column) = factor.size.value(self.dims), holes(factor.size)
        matrix = [[self.form(factor.of, {**at, row: i, column: j}) for j in range(size)] for i in range(size)]
        return float(np.linalg.inv(matrix)[tuple(self.index(index, at) for index in factor.at)])

    @factor.register
    def _(self, factor: Delta, at: At) -> float:
        first, second = (self.index(index, at) for index in factor.at)
        return float(first == second)

    @factor.register
    def _(self, factor: Function, at: At) -> float:
        value = self.form(factor.arg, at)
        return value if factor.op == "base" else float(getattr(math, factor.op)(value))

    @factor.register
    def _(self, factor: Sum, at: At) -> float:
        ranges = [range(index.size.value(self.dims)) for index in factor.bound]
        return math.fsum(self.term(factor.body, {**at, **dict(zip(factor.bound, values, strict=True))})
                         for values in product(*ranges))


def evaluate(form: Form, values: Mapping[str, Any], dims: Mapping[str, int], indices: Mapping[str, int]) -> float:
    """The value of a form; ``indices`` gives the free indices by name, those of the axes as ``$0`` and ``$1``.

    Symbols are NumPy arrays (scalars included, as arrays of rank 0)."""
    return Evaluation(values, dims, indices).form(form)
