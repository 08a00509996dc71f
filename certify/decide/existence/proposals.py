"""Explicit constants for a claim that asserts some: the first neighbourhood of a ladder, and a short C above what a
first look at instances finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from certify.decide.bounds import decide_bound
from certify.decide.budget import Budget
from certify.decide.decision import Outcome, Status
from certify.decide.existence.substitution import cofactor, substituted
from certify.language import Statement

RADII = tuple(Fraction(1, 4**k) for k in range(4))
THRESHOLDS = tuple(Fraction(4**k) for k in range(4))
SHORT = tuple(Fraction(text) for text in "1 6/5 3/2 2 5/2 3 4 5 6 8".split())
MARGIN = Fraction(51, 50)
LARGEST = Fraction(10**6)  # a constant beyond it is no answer
SHARE = 5  # the first look takes a fifth of the budget
Numbers = dict[str, Fraction]


def short_above(value: Fraction) -> Fraction:
    """The least of 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten that is 2 % above a positive value."""
    wanted, power = value * MARGIN, Fraction(1)
    while power > wanted:
        power /= 10
    while power * 10 <= wanted:
        power *= 10
    return next(q * power for q in (*SHORT, Fraction(10)) if q * power >= wanted)


def neighbourhoods(statement: Statement) -> Iterator[Numbers]:
    """Radius and threshold, from the largest neighbourhood of the limit to the smallest."""
    exists = statement.exists
    assert exists is not None
    if not exists.neighbourhood:
        yield {}
        return
    for radius, threshold in zip(RADII, THRESHOLDS, strict=True):
        pairs = ((exists.radius, radius), (exists.threshold, threshold))
        yield {name: value for name, value in pairs if name}


def propose(statement: Statement, near: Numbers, seed: int, budget: Budget) -> Numbers | None:
    """The neighbourhood with a constant that no instance of a first look violates; None where it would be absurd."""
    exists = statement.exists
    assert exists is not None
    first = replace(budget, **{name: max(1, getattr(budget, name) // SHARE)
                               for name in ("instances", "evaluations", "climb")}, beyond=0)
    constant = Fraction(1)
    tried: set[Fraction] = set()
    while constant <= LARGEST and constant not in tried:
        tried.add(constant)
        numbers = {**near, exists.constant: constant}
        outcome, _ = decide_bound(substituted(statement, numbers), seed, first)
        constant = raised(statement, constant, outcome) or constant
        if outcome.status is not Status.REFUTED:
            return {**near, exists.constant: constant}
    return None


def raised(statement: Statement, constant: Fraction, outcome: Outcome) -> Fraction | None:
    """The constant that the largest certified ratio asks for; None where there is no ratio."""
    ratio = Fraction(Decimal(outcome.factor.lo)) if outcome.factor and outcome.factor.lo else None
    exists = statement.exists
    assert exists is not None
    symbol = statement.symbols[exists.constant]
    if all(cofactor(relation.rhs, symbol) is not None for relation in statement.says):
        return short_above(ratio * constant) if ratio else None
    return 2 * constant if outcome.status is Status.REFUTED else None


__all__ = ["LARGEST", "neighbourhoods", "propose", "raised", "short_above"]
