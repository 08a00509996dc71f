"""Proposals: float64 instances in many styles, nearly all of which meet the hypotheses.

Symbols are drawn one after the other in the order of ``constraints``: scalars from their ranges, arrays in a
style, scaled into the ball that a hypothesis gives them (to its boundary, inside, or close to 0). Symbols with
the same hypotheses are coupled (y = x + tiny, y = -x). What is violated then is enforced, or drawn again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from certify.instances.constraints import Constraint, Problem, problem
from certify.instances.couplings import align_vectors, couple
from certify.instances.data import Batch, Floats
from certify.instances.enforce import clip, enforce
from certify.instances.intervals import Interval
from certify.instances.moves import spread
from certify.instances.orientation import orient
from certify.instances.projections import project, seen_to
from certify.instances.ranges import narrow
from certify.instances.readings import MARGIN, Where, met, slack
from certify.instances.scalars import draw_scalars
from certify.instances.styles import draw, keeps_norm
from certify.language import Statement, postorder

COUNT = 256
_ROUNDS, _SPARE = 8, 2  # proposals for one that is drawn again: most of a round's cost is that there is a round
_TRIES = 6  # moves that a repair tries for a hypothesis: it is made at every step of a climb
_FEW = 1 / 4  # instances that are left after the direct moves are drawn anew, if they are so few
_EDGE, _TINY, _FREE = 0, 1, 2  # all symbols of an instance at their boundaries, all tiny, each on its own
Mask = NDArray[np.bool_]


@np.errstate(all="ignore")  # what overflows is not finite, and never counts
def sample(statement: Statement, dims: Mapping[str, int], indices: Mapping[str, int], count: int = COUNT,
           rng: np.random.Generator | None = None) -> Batch:
    """``count`` proposals of one shape, all finite. That they meet the hypotheses is for the caller to certify."""
    rng = np.random.default_rng(0) if rng is None else rng
    task = _Task(problem(statement), allowed_ranges(statement, tuple(sorted(dims.items()))), (dims, indices))
    values, good = task.draw(count, rng)
    for number in range(1, _ROUNDS):
        bad = np.flatnonzero(~good)
        if not len(bad) or (number == 2 and not good.any()):
            break
        again, fine = task.draw(min(count, _SPARE * len(bad)), rng)
        fresh = np.flatnonzero(fine)[: len(bad)]
        bad = bad[: len(fresh)]
        for name, value in again.items():
            values[name] = values[name].copy()
            values[name][bad] = value[fresh]
        good[bad] = True
    return Batch(dict(dims), dict(indices), values)


@np.errstate(all="ignore")
def repair(statement: Statement, batch: Batch, rng: np.random.Generator | None = None) -> Batch:
    """The batch moved into the hypotheses, as little as the moves allow; entries that are not finite become 0."""
    return _repaired(statement, batch, rng, frozenset())


@np.errstate(all="ignore")
def confine(statement: Statement, batch: Batch, rng: np.random.Generator | None = None) -> Batch:
    """The repaired batch, each symbol first moved to the nearest point of its ball: for every step of a climb."""
    return _repaired(statement, project(statement, batch), rng, seen_to(statement))


def _repaired(statement: Statement, batch: Batch, rng: np.random.Generator | None, settled: frozenset[int]) -> Batch:
    """``settled`` numbers hypotheses that the batch is known to meet as far as its entries are finite and in range."""
    rng = np.random.default_rng(0) if rng is None else rng
    allowed = allowed_ranges(statement, tuple(sorted(batch.dims.items())))
    values = {name: clip(allowed, name, _finite(value)) for name, value in batch.values.items()}
    if not all(np.array_equal(values[name], value) for name, value in batch.values.items()):
        settled = frozenset()
    enforce(problem(statement), allowed, (batch.dims, batch.indices), values, rng, settled=settled, tries=_TRIES)
    return Batch(batch.dims, batch.indices, values)


def _finite(value: Floats) -> Floats:
    return value if np.isfinite(value).all() else np.nan_to_num(value, nan=0.0, posinf=1e300, neginf=-1e300)


@lru_cache(maxsize=4096)
def allowed_ranges(statement: Statement, dims: tuple[tuple[str, int], ...]) -> Mapping[str, Interval]:
    """The range that the hypotheses leave to the entries of every symbol; all reals where they contradict."""
    ranges = narrow(statement.given, dict(dims)) or {}
    return {name: ranges.get(node, Interval()) for name, node in statement.symbols.items()}


@lru_cache(maxsize=4096)
def orders(statement: Statement) -> frozenset[str]:
    """Scalars that are the order p of a norm."""
    return frozenset(node.args[1].attrs[0] for node in postorder(*statement.roots)
                     if node.op == "normp" and node.args[1].op == "sym")


@dataclass(frozen=True)
class _Task:
    problem: Problem
    allowed: Mapping[str, Interval]
    where: Where

    def draw(self, count: int, rng: np.random.Generator) -> tuple[dict[str, Floats], Mask]:
        """One round: values of all symbols, and which instances seem to meet the hypotheses."""
        values: dict[str, Floats] = {}
        reach = rng.choice([_EDGE, _TINY, _FREE], size=count, p=[0.2, 0.15, 0.65])
        sharp = np.zeros(count, bool)
        settled: set[int] = set()
        for name in self.problem.order:
            shape = self._shape(name)
            if not shape:
                order = name in orders(self.problem.statement)
                values[name] = draw_scalars(self.allowed[name], count, rng, order)
                continue
            raw, exact = draw(count, shape, rng)
            raw = align_vectors(raw, values, exact, rng)
            sharp |= self._place(name, raw, exact, reach, values, settled, rng)
        couple(self.problem, values, self.allowed, settled, rng)
        orient(self.problem, self.where, values, settled)
        with np.errstate(over="ignore"):
            good = enforce(self.problem, self.allowed, self.where, values, rng, sharp, settled, _FEW)
            return values, good

    def _shape(self, name: str) -> tuple[int, ...]:
        return tuple(size.value(self.where[0]) for size in self.problem.statement.symbols[name].shape)

    def _place(self, name: str, raw: Floats, exact: Mask, reach: NDArray[np.int64], values: dict[str, Floats],
               settled: set[int], rng: np.random.Generator) -> Mask:
        """Scales ``raw`` to what the hypotheses on it allow; returns which instances are exactly on a boundary."""
        raw = _into_range(self.allowed[name], raw)
        balls = [c for c in self.problem.inequalities
                 if c.ball is not None and c.target == name and set(c.symbols) <= {name, *values}]
        if not balls:
            values[name] = clip(self.allowed, name, spread(10.0 ** rng.uniform(-2, 1.3, len(raw)), raw))
            return np.zeros(len(raw), bool)
        found = [c.ball.factors(self.where, {**values, name: raw}, len(raw)) for c in balls if c.ball]
        factor = np.min([factors for factors, _ in found], axis=0)
        share = _shares(reach, exact, raw[0].size, rng)
        values[name] = clip(self.allowed, name, spread(factor * share, raw))
        arrays = {other for other, value in values.items() if value.ndim > 1 and other != name}
        strict = any(c.relation.op == "lt" or arrays & set(c.symbols) for c in balls)
        edge = exact & (share == 1.0) & keeps_norm(factor, raw)
        if strict or (edge.any() and not self._on_edge(balls, values, edge)):
            edge = np.zeros_like(edge)
        values[name][(share == 1.0) & ~edge] *= 1.0 - MARGIN
        settled.update(c.number for c, (_, sound) in zip(balls, found, strict=True) if sound)
        return edge

    def _on_edge(self, balls: list[Constraint], values: dict[str, Floats], edge: Mask) -> bool:
        """Whether scaling has really met the boundary without rounding beyond it."""
        rows = np.flatnonzero(edge)
        part = {name: value[rows] for name, value in values.items()}
        return all(met(c.relation, slack(c.relation, self.where, part, len(rows)), True).all() for c in balls)


def _into_range(allowed: Interval, raw: Floats) -> Floats:
    """Signs as the range of the entries wants them; scaling then keeps them."""
    if allowed.lo >= 0:
        return np.abs(raw)
    return -np.abs(raw) if allowed.hi <= 0 else raw


def _shares(reach: NDArray[np.int64], exact: Mask, size: int, rng: np.random.Generator) -> Floats:
    """Parts of the radius: the boundary (exactly for exact norms), uniform in the ball, log-uniform, tiny."""
    count = len(reach)
    kinds = rng.choice(5, size=count, p=[0.25, 0.2, 0.2, 0.2, 0.15])
    kinds = np.where(reach == _EDGE, 0, np.where(reach == _TINY, 4, kinds))
    shares = np.choose(kinds, [
        np.full(count, 1.0 - MARGIN), rng.random(count) ** (1.0 / size), rng.random(count),
        10.0 ** rng.uniform(-4, 0, count), 10.0 ** rng.uniform(-12, -3, count),
    ])
    shares = np.minimum(shares, 1.0 - MARGIN)
    return np.where(exact & (kinds == 0), 1.0, shares)


__all__ = ["COUNT", "confine", "repair", "sample"]
