"""Outcomes on the statement that is left once formulas are put in, as outcomes on the claim."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from typing import Any

from certify.decide.bounds import unmet
from certify.decide.decision import Outcome, Status, Witness
from certify.enclosure import enclose
from certify.instances.data import Instance
from certify.instances.derived import Derivation, derivation, resolved
from certify.language import Claim
from certify.language.printing import unicode

DIGITS = 12
_MANY = 64  # entries of a derived symbol that are shown


def completed(claim: Claim, outcome: Outcome) -> Outcome:
    """The outcome with derived entries in its instances; unchanged where the claim has none.

    That a recipe gives no instance does not make a claim vacuous: its own hypotheses have to contradict each other.
    """
    found = derivation(claim)
    if found is None:
        return outcome
    if outcome.status is Status.VACUOUS and not found.equivalent:
        return unmet(claim.statement, outcome.cut)
    made = f" Derived entries: {', '.join(sorted(found.names))}." if outcome.counts.total else ""
    return replace(outcome, reason=outcome.reason + made, worst=_complete(found, outcome.worst),
                   simplest=_complete(found, outcome.simplest))


def _complete(found: Derivation, witness: Witness | None) -> Witness | None:
    if witness is None:
        return None
    return replace(witness, instance=found.complete(witness.instance), derived=shown(found, witness.instance))


def shown(found: Derivation, instance: Instance) -> dict[str, dict[str, Any]]:
    """For every derived symbol its formula in plain text, and its entries as pairs of decimals, rounded outward."""
    out = {}
    for symbol, formula in found.formulas.items():
        size = 1
        for axis in symbol.shape:
            size *= axis.value(instance.dims)
        ends = None
        if size <= _MANY:
            low, high = enclose((resolved(found, formula),), instance)[0].fractions()
            ends = _paired(low, high, lambda lo, hi: [_decimal(lo, ROUND_FLOOR), _decimal(hi, ROUND_CEILING)])
        out[str(symbol.attrs[0])] = {"formula": unicode(formula), "entries": ends}
    return out


def _paired(low: Any, high: Any, pair: Callable[[Any, Any], Any]) -> Any:
    if isinstance(low, list | tuple):
        return [_paired(lo, hi, pair) for lo, hi in zip(low, high, strict=True)]
    return pair(low, high)


def _decimal(value: Fraction | float, rounding: str) -> str:
    """A decimal text at or beyond the value."""
    if isinstance(value, float):
        return str(Decimal(value))
    context = Context(prec=DIGITS, rounding=rounding, Emax=10**9, Emin=-(10**9))
    return str(context.divide(Decimal(value.numerator), Decimal(value.denominator)))


__all__ = ["completed", "shown"]
