"""Proofs as JSON: one table of expressions, steps in order, and how the left side was reduced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from certify.bounds.prove import Proof
from certify.bounds.steps import Step
from certify.language import Expr, postorder
from certify.language.statements import attrs_json


class _Table:
    """Expressions by their place in one list of nodes."""

    def __init__(self, roots: Iterable[Expr]):
        self.nodes = list(postorder(*roots))
        self.place = {node: k for k, node in enumerate(self.nodes)}

    def to_json(self) -> list[Any]:
        return [[node.op, [self.place[arg] for arg in node.args], attrs_json(node.attrs)] for node in self.nodes]

    def at(self, node: Expr | None) -> int | None:
        return None if node is None else self.place[node]


def proof_json(proof: Proof) -> dict[str, Any]:
    """What a certificate holds of a proof: everything that is needed to go over it without this package.

    ``goal`` is the quantity that is bounded in place of the left side ``lhs``; ``moves`` lists x, y, v, z with
    v = x - y and z between x and y, ``first`` is g(x) for a left side ||g(x) - g(y)||; ``form`` is the scalar, the
    variable, the unit vector and the order of the derivative taken along it. A step is [kind, node, value, rule,
    premises]; ``bound`` and ``below`` are the steps that bound the goal and, from below, the right side.
    """
    trees = [tree for tree in (proof.bound, proof.below) if tree is not None]
    steps = list(_once(step for tree in trees for step in tree.steps()))
    table, number = _Table(_roots(proof, steps)), {id(step): k for k, step in enumerate(steps)}
    goal, at = proof.goal, table.at
    return {
        "nodes": table.to_json(), "lhs": at(proof.lhs), "rhs": at(proof.rhs),
        "goal": [goal.query.kind, at(goal.query.node)], "factor": at(goal.factor),
        "moves": [[at(node) for node in move] for move in goal.moves], "first": at(goal.first),
        "form": goal.form and [at(goal.form.scalar), at(goal.form.x), at(goal.form.unit), goal.form.order],
        "steps": [[step.query.kind, at(step.query.node), at(step.value), step.rule,
                   [number[id(premise)] for premise in step.premises]] for step in steps],
        "bound": proof.bound and number[id(proof.bound)], "below": proof.below and number[id(proof.below)],
        "reasons": list(goal.reasons),
    }


def _once(steps: Iterable[Step]) -> Iterator[Step]:
    seen: set[int] = set()
    for step in steps:
        if id(step) not in seen:
            seen.add(id(step))
            yield step


def _roots(proof: Proof, steps: Iterable[Step]) -> Iterator[Expr]:
    goal = proof.goal
    yield from (proof.lhs, proof.rhs, goal.query.node)
    if goal.factor is not None:
        yield goal.factor
    if goal.first is not None:
        yield goal.first
    for move in goal.moves:
        yield from move
    if goal.form is not None:
        yield from (goal.form.scalar, goal.form.x, goal.form.unit)
    for step in steps:
        yield from (step.query.node, step.value)


__all__ = ["proof_json"]
