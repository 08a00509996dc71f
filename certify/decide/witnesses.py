"""Rigorous values at one exact instance: verdicts, enclosures of both sides, lower bounds of the ratio."""

from __future__ import annotations

from certify.decide.decision import Trust, Witness
from certify.decide.quadratic import quadratic_relation
from certify.decide.reading import prepared, scalar_sides
from certify.enclosure import Enclosed, decide_relation, enclose, ratio_lower
from certify.instances import Instance
from certify.language import Relation, Statement

DIGITS = 17


def verdict(relation: Relation, instance: Instance) -> tuple[int, Trust]:
    """+1, -1 or 0, exactly where the values are rational, in Arb with doubled bits otherwise."""
    found, trust = decide_relation(prepared(relation), instance)
    return found, Trust(trust)


def meets_hypotheses(statement: Statement, instance: Instance) -> bool:
    """Whether every hypothesis is certified at the instance."""
    return all(verdict(relation, instance)[0] == 1 for relation in statement.given)


def violates(statement: Statement, k: int, instance: Instance) -> bool:
    """Whether the instance is a counterexample: hypotheses certified, conclusion k certified to fail."""
    return verdict(statement.says[k], instance)[0] == -1 and meets_hypotheses(statement, instance)


def witness(statement: Statement, k: int, instance: Instance) -> Witness:
    """The instance with enclosures of both sides of conclusion k, and a lower bound of their ratio.

    For M << N the ratio is that of the quadratic forms at a rational direction in which M is large
    against N, since the least t with M << t N is at least that.
    """
    relation = prepared(statement.says[k])
    if relation.op == "psd":
        relation = quadratic_relation(relation, instance)
    trust = verdict(statement.says[k], instance)[1]
    if not scalar_sides(relation):
        return Witness(instance, k, trust)
    lhs, rhs = enclose((relation.lhs, relation.rhs), instance)
    ratio = ratio_lower(lhs, rhs, DIGITS) if relation.op != "eq" else None
    return Witness(instance, k, trust, _texts(lhs), _texts(rhs), ratio)


def _texts(value: Enclosed) -> tuple[str, str]:
    return value.decimals(DIGITS)
