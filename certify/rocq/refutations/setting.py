"""A claim at one instance: the values of expressions there, exactly or enclosed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, cast

from certify.enclosure import ExactBackend
from certify.enclosure.exact import Irrational
from certify.enclosure.verdicts import enclose, run
from certify.instances.data import Exact, Instance
from certify.instances.derived import Derivation, derivation, resolved
from certify.language import Claim, Expr
from certify.rocq.errors import ProofError

BITS = 512
SHORT, NARROW = 2**10, Fraction(1, 2**100)  # denominators of short fractions, and how close a value is to one
NO_INSTANCE = ("a claim that asserts a constant is refuted by a family of instances, not by one: a theorem beside the "
               "claim has to say so")
Nested = Any  # a Fraction, or nested lists of them


class NotRefutable(ProofError):
    """An instance from which no refutation can be written, with the reason."""


@dataclass(frozen=True)
class Setting:
    """A claim with an instance that is said to refute it; ``instance`` holds the free symbols of its recipe."""

    claim: Claim
    instance: Instance

    @cached_property
    def derivation(self) -> Derivation | None:
        """Formulas for the symbols that follow from others."""
        return derivation(self.claim)

    def with_value(self, name: str, entries: Iterable[Fraction]) -> Setting:
        """The same with a vector under a name that the claim does not use."""
        values = {**self.instance.values, name: tuple(entries)}
        return replace(self, instance=replace(self.instance, values=values))

    def size(self, e: Expr, axis: int) -> int:
        """How many entries an array has along an axis."""
        return e.shape[axis].value(self.instance.dims)

    def exact(self, e: Expr) -> Nested | None:
        """The value where it is rational, as nested lists of fractions; None elsewhere."""
        backend = ExactBackend()
        try:
            (value,) = run((self._free(e),), backend, self.instance)
            with backend.session():
                return _lists(backend.fractions(value))
        except (Irrational, AttributeError):
            return None

    def root(self, e: Expr) -> Fraction | None:
        """The square of a scalar, where that is rational."""
        found = self.exact(e * e)
        return found if isinstance(found, Fraction) else None

    def short(self, e: Expr) -> Exact | None:
        """The value where all entries are short fractions, as far as an enclosure tells: the hypotheses are checked at
        these numbers."""
        return _short(*self.ends(e))

    def ends(self, e: Expr) -> tuple[Nested, Nested]:
        """Lower and upper bounds of the value, as nested lists of fractions."""
        (found,) = enclose((self._free(e),), self.instance, BITS)
        low, high = found.fractions()
        return _lists(low), _lists(high)

    def _free(self, e: Expr) -> Expr:
        return e if self.derivation is None else resolved(self.derivation, e)


def _short(low: Nested, high: Nested) -> Exact | None:
    if isinstance(low, list):
        entries = tuple(_short(a, b) for a, b in zip(low, high, strict=True))
        return None if None in entries else cast(Exact, entries)
    found = Fraction((low + high) / 2).limit_denominator(SHORT)
    return found if low <= found <= high and high - low <= NARROW else None


def _lists(value: Any) -> Nested:
    if isinstance(value, list | tuple):
        return [_lists(item) for item in value]
    return Fraction(value) if not isinstance(value, float) else value


__all__ = ["NO_INSTANCE", "Nested", "NotRefutable", "Setting"]
