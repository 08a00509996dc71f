"""One instance of a large size: float64 balls alone, since exact and Arb arithmetic would take minutes.

What balls certify is certified; what they leave undecided stays undecided.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from flint import arb

from certify.calculus import prepare
from certify.enclosure import ArbBackend, Enclosed
from certify.enclosure.ball import Ball
from certify.enclosure.evaluate import compile_plan
from certify.enclosure.lowering import formed
from certify.enclosure.structured import dense
from certify.instances.data import Instance
from certify.instances.hypotheses import balls, prepared
from certify.language import Expr, Relation, Size

LARGE = 2**15
"""Entries of an array from which on only float64 balls look at an instance."""
_BITS = 128


def is_large(relation: Relation, instance: Instance) -> bool:
    """Whether an evaluation of the relation forms an array of more than ``LARGE`` entries."""
    return any(_entries(shape, instance) > LARGE for shape in _shapes(relation))


@lru_cache(maxsize=4096)
def _shapes(relation: Relation) -> frozenset[tuple[Size, ...]]:
    return frozenset(node.shape for node in formed(*prepare(relation.lhs, relation.rhs)) if len(node.shape) > 0)


def _entries(shape: tuple[Size, ...], instance: Instance) -> int:
    entries = 1
    for size in shape:
        entries *= size.value(instance.dims)
    return entries


class Seen(NamedTuple):
    """A verdict, +1 certainly holds, -1 certainly fails, 0 undecided, with enclosures of sides that are scalars."""

    sign: int
    sides: tuple[Enclosed, Enclosed] | None


def look(relation: Relation, instance: Instance) -> Seen:
    """One relation (ge and gt too) in float64 balls."""
    ready = prepared(relation.canonical())
    lhs, rhs = _values((ready.lhs, ready.rhs), instance)
    sign = int(balls().compare(ready.op, lhs, rhs)[0])
    if ready.lhs.shape or ready.rhs.shape:
        return Seen(sign, None)
    sides = (_enclosed(dense(lhs)), _enclosed(dense(rhs)))
    return Seen(sign, sides if relation.op not in ("ge", "gt") else sides[::-1])


def _values(exprs: tuple[Expr, ...], instance: Instance) -> list[Any]:
    """The values in a batch of one."""
    plan, backend = compile_plan(exprs, instance.dims, instance.indices), balls()
    inputs = {}
    for name in plan.inputs:
        floats = instance.floats(name)
        inputs[name] = backend.input(instance.values[name] if floats is None else floats[None])
    return plan.run(backend, inputs)


def _enclosed(value: Ball) -> Enclosed:
    """A scalar ball in Arb: mid, rad and exponent are exact there, but for the radius, which is rounded up."""
    exponent = 0 if value.exp2 is None else int(value.exp2[0])
    with ArbBackend(_BITS).session():
        rad = 0.0 if value.rad is None else float(value.rad.reshape(-1)[0])
        return Enclosed(arb(float(value.mid.reshape(-1)[0]), rad) * arb(2) ** exponent, _BITS)
