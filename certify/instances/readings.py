"""The plain float64 reading of hypotheses: where a batch stands, never a verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from certify.calculus import prepare
from certify.enclosure.evaluate import Partial, compile_plan
from certify.enclosure.floats import FloatBackend
from certify.enclosure.floats.value import align
from certify.instances.data import Floats
from certify.language import Expr, Relation, make, postorder, rational, rebuild

MARGIN = 2.0**-30
"""Relative distance from a boundary that float64 balls are sure to see (spectral norms err by 3e-11)."""
_MOST = 2.0  # relative room of two numbers, at most
_AS_THEY_ARE = frozenset(["sym", "const", "idx", "neg", "take", "transpose", "diagonal", "vec", "zeros", "ones", "abs",
                          "max", "min", "maximum", "minimum"])
Where = tuple[Mapping[str, int], Mapping[str, int]]
_BACKEND = FloatBackend()


@lru_cache(maxsize=4096)
def numeric(relation: Relation) -> Relation:
    """The relation without derivatives; a semidefinite order as a bound on the smallest eigenvalue."""
    lhs, rhs = prepare(relation.lhs, relation.rhs)
    if relation.op == "psd":
        gap = make("add", (rhs, make("neg", (lhs,))))
        even = make("mul", (rational(1, 2), make("add", (gap, make("transpose", (gap,))))))
        lhs, rhs = rational(0), make("eigmin", (even,))
    op = "le" if relation.op == "psd" else relation.op
    return Relation(op, *rebuild((lhs, rhs), _cautious))


def _cautious(node: Expr, args: tuple[Expr, ...]) -> Expr:
    """Smallest singular values and eigenvalues lowered a little: computed ones may be positive at a true 0."""
    node = make(node.op, args, node.attrs)
    if node.op not in ("sigmin", "eigmin"):
        return node
    doubt = make("mul", (rational(1, 2**33), make("norm", args, ("fro",))))
    return make("add", (node, make("neg", (doubt,))))


def read(exprs: Sequence[Expr], where: Where, values: Mapping[str, Floats]) -> list[Any]:
    """``Float`` values of prepared expressions on a batch."""
    plan = compile_plan(tuple(exprs), where[0], where[1])
    with _BACKEND.session():
        inputs = {name: _BACKEND.input(values[name]) for name in plan.inputs}
    return plan.run(_BACKEND, inputs)


def plain(exprs: Sequence[Expr], where: Where, values: Mapping[str, Floats], count: int) -> list[Floats]:
    """Plain float64 arrays with the full batch axis; what is out of range becomes inf."""
    out = []
    with np.errstate(all="ignore"):
        for value in read(exprs, where, values):
            array = value.plain()
            out.append(np.broadcast_to(array, (count, *array.shape[1:])))
    return out


def sides(relation: Relation, where: Where, values: Mapping[str, Floats]) -> tuple[Floats, Floats]:
    """Both sides of a numeric relation over a common power of two in each instance; they broadcast to one shape."""
    return _level(*read((relation.lhs, relation.rhs), where, values))


def _level(lhs: Any, rhs: Any) -> tuple[Floats, Floats]:
    with np.errstate(all="ignore"):
        x, y, _ = align(lhs, rhs)
    return x, y


def least(entries: Floats, count: int) -> Floats:
    """(count,) the least entry of each instance; a batch of 1 stands for all."""
    return np.broadcast_to(entries.reshape(len(entries), -1).min(1), (count,))


def slack(relation: Relation, where: Where, values: Mapping[str, Floats], count: int) -> Floats:
    """(B,) least relative room (rhs - lhs) / max(|lhs|, |rhs|) over the entries, -2 to 2; -inf where undefined.

    For an equality minus the largest relative difference. Entries that are 0 on both sides of <= have all the room
    there is where nothing is rounded: b >= 0 holds at b = 0, while A x >= 0 may fail where floats see A x = 0.
    """
    return slacks((relation,), where, values, count)[0]


def slacks(relations: Sequence[Relation], where: Where, values: Mapping[str, Floats], count: int) -> list[Floats]:
    """``slack`` of several relations from one evaluation, which shares what they have in common."""
    if not relations:
        return []
    found = read([side for relation in relations for side in (relation.lhs, relation.rhs)], where, values)
    return [_room(relation, *_level(lhs, rhs), count)
            for relation, lhs, rhs in zip(relations, found[::2], found[1::2], strict=True)]


def probe(relation: Relation, where: Where, values: Mapping[str, Floats], target: str,
          count: int) -> Callable[[Floats], Floats]:
    """``slack`` as a function of one symbol: what depends on the others alone is evaluated once."""
    plan = compile_plan((relation.lhs, relation.rhs), where[0], where[1])
    with _BACKEND.session():
        fixed = {name: _BACKEND.input(values[name]) for name in plan.inputs if name != target}
    partial = Partial(plan, _BACKEND, fixed)

    def at(value: Floats) -> Floats:
        with _BACKEND.session():
            changed = {target: _BACKEND.input(value)} if target in plan.inputs else {}
        lhs, rhs = partial.run(changed)
        return _room(relation, *_level(lhs, rhs), count)

    return at


def _room(relation: Relation, x: Floats, y: Floats, count: int) -> Floats:
    with np.errstate(all="ignore"):
        size = np.maximum(np.abs(x), np.abs(y))
        room = np.where(size == 0, _MOST if relation.op == "le" and _unrounded(relation) else 0.0, (y - x) / size)
    if relation.op == "eq":
        room = -np.abs(room)
    return least(np.where(np.isnan(room), -np.inf, room), count)


@lru_cache(maxsize=4096)
def _unrounded(relation: Relation) -> bool:
    """Whether both sides are made of entries of symbols and constants as they are."""
    return all(node.op in _AS_THEY_ARE for node in postorder(relation.lhs, relation.rhs))


def met(relation: Relation, room: Floats, sharp: NDArray[np.bool_] | bool = False) -> NDArray[np.bool_]:
    """Whether a relation holds with enough room to be certified; where ``sharp``, also with none if it is <=."""
    if relation.op == "eq":
        return room == 0.0
    enough = room >= 0.5 * MARGIN
    return enough if relation.op == "lt" else enough | (sharp & (room == 0.0))


__all__ = ["MARGIN", "Where", "least", "met", "numeric", "plain", "probe", "read", "sides", "slack", "slacks"]
