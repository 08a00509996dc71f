"""Terms (products of powers of factors) and forms (sums of terms). Equal terms are one object.

A form is a sum of rational coefficient times term. The laws that make forms canonical are in the modules
products, powers, sums and labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from certify.calculus.indexform import factors
from certify.calculus.indexform.factors import NO_INDICES, NO_NAMES, Factor, Number, Powers
from certify.calculus.indexform.indices import Index

_TERMS: dict[frozenset[tuple[Factor, Number]], Term] = {}


def sign_of(factor: Factor, power: Number) -> int:
    """The sign of a power, as of a factor: an even or a fractional power is not negative, a pole no zero."""
    sign = 1 if factor.sign == 0 and (power % 2 == 0 or power % 1) else factor.sign
    return 2 if sign and power < 0 else sign


class Term:
    """A product of factors to nonzero rational powers."""

    __slots__ = ("_text", "free", "height", "indices", "names", "powers", "sign", "special")

    def __init__(self, powers: Powers):
        self.powers = powers
        self.free = NO_INDICES.union(*(factor.free for factor in powers))
        self.indices = NO_INDICES.union(*(factor.indices for factor in powers))
        self.names = NO_NAMES.union(*(factor.names for factor in powers))
        self.height = max((factor.height for factor in powers), default=0)
        self.special = any(factor.special for factor in powers)
        self.sign = min((sign_of(factor, power) for factor, power in powers.items()), default=2)
        self._text: str | None = None

    @property
    def text(self) -> str:
        """The factors in the order of their texts."""
        if self._text is None:
            parts = sorted((factor.text, power) for factor, power in self.powers.items())
            self._text = " ".join(text if power == 1 else f"{text}^{power}" for text, power in parts) or "1"
        return self._text

    def __repr__(self) -> str:
        return self.text


def term(powers: Powers) -> Term:
    """The one term with these powers, none of them zero."""
    key = frozenset(powers.items())
    return _TERMS.get(key) or _TERMS.setdefault(key, Term(powers))


UNIT = term({})


def count() -> int:
    """How many terms and factors are remembered."""
    return len(_TERMS) + factors.remembered()


def forget() -> None:
    """Forgets all factors and terms but the empty product."""
    factors.forget()
    _TERMS.clear()
    _TERMS[frozenset()] = UNIT


class Form:
    """A sum of terms with rational coefficients; equal forms are equal functions, for all dimensions."""

    __slots__ = ("_facts", "_hash", "_text", "terms")

    def __init__(self, terms: Mapping[Term, Number]):
        self.terms = terms
        self._hash: int | None = None
        self._text: str | None = None
        self._facts: tuple[frozenset[Index], frozenset[Index], frozenset[str], int] | None = None

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self.terms.items()))
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Form) and self.terms == other.terms

    def __bool__(self) -> bool:
        return bool(self.terms)

    def __iter__(self) -> Iterator[tuple[Term, Number]]:
        return iter(self.terms.items())

    def __len__(self) -> int:
        return len(self.terms)

    def facts(self) -> tuple[frozenset[Index], frozenset[Index], frozenset[str], int]:
        """Free indices, indices as they stand, symbol names, height."""
        if self._facts is None:
            self._facts = (NO_INDICES.union(*(one.free for one in self.terms)),
                           NO_INDICES.union(*(one.indices for one in self.terms)),
                           NO_NAMES.union(*(one.names for one in self.terms)),
                           max((one.height for one in self.terms), default=0))
        return self._facts

    @property
    def free(self) -> frozenset[Index]:
        """The plain indices that occur."""
        return self.facts()[0]

    @property
    def indices(self) -> frozenset[Index]:
        """The indices as they stand in entries."""
        return self.facts()[1]

    @property
    def names(self) -> frozenset[str]:
        """The symbols that occur."""
        return self.facts()[2]

    @property
    def height(self) -> int:
        """The nesting of sums."""
        return self.facts()[3]

    @property
    def sign(self) -> int:
        """The sign, as of a factor: a sum of what is not negative, one of it positive, is positive."""
        if any(coef < 0 or not one.sign for one, coef in self.terms.items()):
            return 0
        return max((one.sign for one in self.terms), default=1)

    @property
    def positive(self) -> bool:
        """Positive wherever it is defined."""
        return self.sign == 2

    def single(self) -> tuple[Term, Number] | None:
        """The only term and its coefficient, or None."""
        return next(iter(self.terms.items())) if len(self.terms) == 1 else None

    @property
    def text(self) -> str:
        """The unambiguous text."""
        if self._text is None:
            parts = sorted((one.text, coef) for one, coef in self.terms.items())
            self._text = " + ".join(text if coef == 1 else f"{coef} {text}" for text, coef in parts) or "0"
        return self._text

    def __repr__(self) -> str:
        return self.text

    def __str__(self) -> str:
        from certify.calculus.indexform.show import show

        return show(self)


ZERO = Form({})
ONE = Form({UNIT: 1})


def number(value: Number) -> Form:
    """A rational number as a form."""
    return Form({UNIT: value}) if value else ZERO


def single(factor: Factor, power: Number = 1, coefficient: Number = 1) -> Form:
    """One factor to a power as a form."""
    return Form({term({factor: power}): coefficient})


def add(forms: Iterable[Form]) -> Form:
    """The sum of forms."""
    out: dict[Term, Number] = {}
    for form in forms:
        for one, coef in form.terms.items():
            out[one] = out.get(one, 0) + coef
    return Form({one: coef for one, coef in out.items() if coef})


def scale(form: Form, value: Number) -> Form:
    """A form times a rational number."""
    if value == 1:
        return form
    return Form({one: coef * value for one, coef in form.terms.items()}) if value else ZERO
