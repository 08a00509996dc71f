"""Enforcing hypotheses on a batch: each violated one moves its symbol, in the order of ``constraints``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from certify.instances.constraints import Constraint, Problem
from certify.instances.data import Floats
from certify.instances.equalities import enforce_equality
from certify.instances.intervals import Interval, clip_into
from certify.instances.moves import Segment
from certify.instances.readings import Where, met, slack, slacks

_SWEEPS = 4
_TRIES = 20  # moves tried for one hypothesis in one sweep
Mask = NDArray[np.bool_]


def enforce(problem: Problem, allowed: Mapping[str, Interval], where: Where, values: dict[str, Floats],
            rng: np.random.Generator, sharp: Mask | None = None, settled: Iterable[int] = (), few: float = 0.0,
            tries: int = _TRIES) -> Mask:
    """Moves ``values`` (in place) into the hypotheses; returns which instances seem to meet all of them.

    Instances of ``sharp`` may stay exactly on a boundary. ``settled`` numbers hypotheses that need no look
    until one of their symbols moves. A share of at most ``few`` instances is not worth a bisection;
    ``tries`` moves are tried for a hypothesis in a sweep.
    """
    count = len(next(iter(values.values()))) if values else 1
    edge = np.zeros(count, bool) if sharp is None else sharp
    good = {number: np.ones(count, bool) for number in settled}
    for _ in range(_SWEEPS):
        pending = [c for c in problem.constraints if c.number not in good]
        if not pending:
            break
        seen = _seen(pending, where, values, edge)
        for c in pending:
            moved: set[str] = set()
            now = seen[c.number] if c.number in seen else _met(c, where, values, edge)
            good[c.number] = _enforce(c, problem, allowed, where, values, rng, edge, now, moved, few, tries)
            for other in problem.constraints:
                if other is not c and moved & set(other.symbols):
                    good.pop(other.number, None)
                    seen.pop(other.number, None)
    good.update((c.number, _met(c, where, values, edge)) for c in problem.constraints if c.number not in good)
    return np.logical_and.reduce([np.ones(count, bool), *good.values()])


def _seen(pending: Sequence[Constraint], where: Where, values: Mapping[str, Floats], edge: Mask) -> dict[int, Mask]:
    """By number which instances seem to meet each pending hypothesis, from one evaluation."""
    rooms = slacks([c.relation for c in pending], where, values, len(edge))
    return {c.number: met(c.relation, room, _edge(c, values, edge)) for c, room in zip(pending, rooms, strict=True)}


def _met(c: Constraint, where: Where, values: Mapping[str, Floats], edge: Mask) -> Mask:
    return met(c.relation, slack(c.relation, where, values, len(edge)), _edge(c, values, edge))


def _edge(c: Constraint, values: Mapping[str, Floats], edge: Mask) -> Mask:
    """Relations between scalars are met exactly at equality."""
    return np.ones(len(edge), bool) if all(values[name].ndim == 1 for name in c.symbols) else edge


def _enforce(c: Constraint, problem: Problem, allowed: Mapping[str, Interval], where: Where,
             values: dict[str, Floats], rng: np.random.Generator, edge: Mask, good: Mask, moved: set[str],
             few: float, tries: int) -> Mask:
    """Moves what is not ``good`` yet, and tells which instances are then; names of what moved go into ``moved``."""
    count = len(edge)
    if c.relation.op == "eq":
        if not good.all():
            good = enforce_equality(c, problem, allowed, where, values, rng, good, moved)
        return good
    for move in c.moves[:tries]:
        bad = np.flatnonzero(~good)
        if not len(bad) or (isinstance(move, Segment) and len(bad) <= few * count):
            break
        part = {name: values[name][bad] for name in c.symbols}
        part[move.target] = clip(allowed, move.target, move.apply(where, part, len(bad)))
        fixed = met(c.relation, slack(c.relation, where, part, len(bad)), _edge(c, values, edge)[bad])
        if fixed.any():
            values[move.target] = values[move.target].copy()
            values[move.target][bad[fixed]] = part[move.target][fixed]
            good[bad[fixed]] = True
            moved.add(move.target)
    return good


def clip(allowed: Mapping[str, Interval], name: str, value: Floats) -> Floats:
    """Entries inside the range that the hypotheses give them."""
    return clip_into(allowed[name], value) if name in allowed else value


__all__ = ["clip", "enforce"]
