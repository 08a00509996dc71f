"""Rigorous values at one exact instance: verdicts, enclosures of both sides, lower bounds of the ratio."""

from __future__ import annotations

from fractions import Fraction

from certify.decide.decision import Trust, Witness
from certify.decide.large import is_large, look
from certify.decide.quadratic import quadratic_forms
from certify.decide.reading import scalar_sides
from certify.enclosure import Enclosed, decide_relation, enclose, ratio_lower
from certify.instances.data import Instance
from certify.language import Relation, Statement

DIGITS = 17


def verdict(relation: Relation, instance: Instance) -> tuple[int, Trust]:
    """+1, -1 or 0, exactly where the values are rational, in Arb with doubled bits otherwise; in float64 balls
    where the arrays are large."""
    if is_large(relation, instance):
        return look(relation, instance).sign, Trust.FLOAT64
    found, trust = decide_relation(relation, instance)
    return found, Trust(trust)


def meets_hypotheses(statement: Statement, instance: Instance) -> bool:
    """Whether every hypothesis is certified at the instance."""
    return all(verdict(relation, instance)[0] == 1 for relation in statement.given)


def violates(statement: Statement, k: int, instance: Instance) -> bool:
    """Whether the instance is a counterexample: hypotheses certified, conclusion k certified to fail."""
    return verdict(statement.says[k], instance)[0] == -1 and meets_hypotheses(statement, instance)


def witness(statement: Statement, k: int, instance: Instance) -> Witness:
    """The instance with enclosures of both sides of conclusion k, and a lower bound of their ratio.

    For M << N the sides are the quadratic forms at a rational direction in which M is large against N:
    the least t with M << t N is at least their ratio. Sides that are arrays are not shown.
    """
    relation = statement.says[k]
    if is_large(relation, instance):
        return _large_witness(relation, k, instance)
    trust = verdict(relation, instance)[1]
    direction = None
    if relation.op == "psd":
        forms = quadratic_forms(relation, instance)
        lhs, rhs, direction = forms.lhs, forms.rhs, forms.direction
    elif scalar_sides(relation):
        lhs, rhs = enclose((relation.lhs, relation.rhs), instance)
    else:
        return Witness(instance, k, trust)
    return _shown(relation, k, instance, trust, lhs, rhs, direction)


def _shown(relation: Relation, k: int, instance: Instance, trust: Trust, lhs: Enclosed, rhs: Enclosed,
           direction: tuple[Fraction, ...] | None = None) -> Witness:
    ratio = None if relation.op == "eq" else _positive(ratio_lower(lhs, rhs, DIGITS))
    return Witness(instance, k, trust, lhs.decimals(DIGITS), rhs.decimals(DIGITS), ratio, direction)


def _large_witness(relation: Relation, k: int, instance: Instance) -> Witness:
    """Sides that are scalars, from one evaluation in balls."""
    sides = look(relation, instance).sides if scalar_sides(relation) else None
    if sides is None:
        return Witness(instance, k, Trust.FLOAT64)
    return _shown(relation, k, instance, Trust.FLOAT64, *sides)


def _positive(ratio: str | None) -> str | None:
    """A ratio that is not certified to be positive says nothing about a factor."""
    return ratio if ratio is not None and not ratio.startswith("-") and float(ratio[:18].split("e")[0]) > 0 else None


__all__ = ["meets_hypotheses", "verdict", "violates", "witness"]
