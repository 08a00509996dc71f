"""Instances at which an operation of a statement has no value, exactly, while the hypotheses hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Any

from certify.calculus.algebra import constant
from certify.decide.wellposed.trials import trials
from certify.enclosure import ExactBackend, Irrational, PlanError, decide_relation
from certify.enclosure.definite import TooLarge
from certify.enclosure.verdicts import run
from certify.instances.data import Instance
from certify.language import Expr, ExpressionError, Statement, free_indices, postorder

TRIALS = 400


@dataclass(frozen=True)
class Undefined:
    """``node`` has no value at the instance, on which every hypothesis holds that does not rest on it.

    ``place`` is its number among the nodes of the serialised statement.
    """

    instance: Instance
    node: Expr
    place: int

    def to_json(self) -> dict[str, Any]:
        """The instance, exactly, and what has no value there."""
        from certify.language.printing import unicode

        return {**self.instance.to_json(), "node": self.place, "operation": unicode(self.node)}


def look_for(statement: Statement, left: Iterable[Expr], budget: int = TRIALS) -> Undefined | None:
    """An instance at which one of these operations has no value; None where a limited search finds none.

    Only values that are exactly known to be bad count: 0 as a divisor, a root of a negative rational.
    """
    nodes = [node for node in left if _is_plain(statement, node)]
    if not nodes:
        return None
    for instance in islice(trials(statement), budget):
        for node in nodes:
            if _has_no_value(node, instance) and _meets_the_rest(statement, node, instance):
                return Undefined(instance, node, _place(statement, node))
    return None


def _place(statement: Statement, node: Expr) -> int:
    return next(k for k, other in enumerate(postorder(*statement.roots)) if other is node)


def _is_plain(statement: Statement, node: Expr) -> bool:
    """Whether an instance tells all that the operation rests on: no derivatives, no index that is summed over."""
    bound = {index.attrs[0] for index in free_indices(node)} - set(statement.indices)
    return node.op in _BAD and not bound and not any(inner.op in ("deriv", "jvp") for inner in postorder(node))


def _has_no_value(node: Expr, instance: Instance) -> bool:
    operand = node.args[1 if node.op == "div" else 0]
    try:
        (value,) = run((operand,), ExactBackend(), instance)
        numbers = ExactBackend().fractions(value)
    except (Irrational, TooLarge, PlanError, ExpressionError):
        return False
    return _BAD[node.op](node, numbers)


def _meets_the_rest(statement: Statement, node: Expr, instance: Instance) -> bool:
    rest = (rel for rel in statement.given if node not in set(postorder(rel.lhs, rel.rhs)))
    return all(decide_relation(rel, instance)[0] == 1 for rel in rest)


def _entries(numbers: Any) -> Iterator[Fraction]:
    if isinstance(numbers, list | tuple):
        for item in numbers:
            yield from _entries(item)
    else:
        yield numbers


def _is_singular(rows: Sequence[Sequence[Fraction]]) -> bool:
    """Elimination with rationals."""
    table = [list(row) for row in rows]
    while table:
        pivot = next((row for row in table if row[0]), None)
        if pivot is None:
            return True
        rest = [row for row in table if row is not pivot]
        table = [[x - row[0] / pivot[0] * y for x, y in zip(row[1:], pivot[1:], strict=True)] for row in rest]
    return False


def _bad_power(node: Expr, numbers: Any) -> bool:
    exponent = constant(node.args[1])
    if exponent is None:
        return False
    return any((x == 0 and exponent < 0) or (x < 0 and exponent.denominator > 1) for x in _entries(numbers))


_BAD: dict[str, Callable[[Expr, Any], bool]] = {
    "div": lambda node, numbers: 0 in list(_entries(numbers)),
    "log": lambda node, numbers: min(_entries(numbers)) <= 0,
    "sqrt": lambda node, numbers: min(_entries(numbers)) < 0,
    "inv": lambda node, numbers: _is_singular(numbers),
    "pow": _bad_power,
}

__all__ = ["Undefined", "look_for"]
