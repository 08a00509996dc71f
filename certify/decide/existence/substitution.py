"""A statement that asserts a constant, with explicit numbers in its place."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from certify.language import Expr, Relation, Statement, coerce, free_symbols, make, subs


def substituted(statement: Statement, numbers: Mapping[str, Fraction]) -> Statement:
    """The ordinary statement with these numbers for the symbols that are said to exist."""
    table = {node: coerce(numbers[name]) for name, node in statement.symbols.items() if name in numbers}
    return Statement.of([_changed(rel, table) for rel in statement.given],
                        [_changed(rel, table) for rel in statement.says])


def _changed(relation: Relation, table: Mapping[Expr, Expr]) -> Relation:
    return Relation(relation.op, subs(relation.lhs, table), subs(relation.rhs, table))


def without_neighbourhood(statement: Statement) -> tuple[Relation, ...]:
    """The hypotheses that do not speak of the radius or the threshold."""
    names = set(statement.exists.neighbourhood) if statement.exists else set()
    return tuple(rel for rel in statement.given
                 if not names & {node.attrs[0] for node in free_symbols(rel.lhs, rel.rhs)})


def cofactor(side: Expr, constant: Expr) -> Expr | None:
    """g where the side is constant * g as it is written; None where it is not."""
    if side is constant:
        return coerce(1)
    if side.op not in ("mul", "div", "add"):
        return None
    holds = [constant in free_symbols(arg) for arg in side.args]
    parts = [cofactor(arg, constant) if held else arg for arg, held in zip(side.args, holds, strict=True)]
    fits = holds == [True, True] if side.op == "add" else sum(holds) == 1 and (side.op == "mul" or holds[0])
    return make(side.op, (parts[0], parts[1])) if fits and parts[0] is not None and parts[1] is not None else None


__all__ = ["cofactor", "substituted", "without_neighbourhood"]
