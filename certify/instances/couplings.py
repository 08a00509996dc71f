"""Symbols that are drawn together: points that nearly merge, opposite points, vectors along rows of a matrix."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from certify.instances.constraints import Problem
from certify.instances.data import Floats
from certify.instances.enforce import clip
from certify.instances.intervals import Interval
from certify.instances.moves import spread
from certify.language import Expr, Statement, free_symbols, make, rebuild

Mask = NDArray[np.bool_]
_ALIGNED, _SOFTMAX = 0.25, 0.1


def align_vectors(raw: Floats, values: Mapping[str, Floats], exact: Mask, rng: np.random.Generator) -> Floats:
    """Some vectors along a row, a difference of rows or a sum of rows of a matrix (large logits), or a softmax."""
    if raw.ndim != 2:
        return raw
    count, size = raw.shape
    matrices = [value for value in values.values() if value.ndim == 3]
    raw = raw.copy()
    for oriented in [m for m in matrices if m.shape[2] == size] + [
            m.transpose(0, 2, 1) for m in matrices if m.shape[1] == size]:
        rows = np.flatnonzero((rng.random(count) < _ALIGNED / max(len(matrices), 1)) & ~exact)
        raw[rows] = _along(oriented[rows], rng)
    logits = [np.einsum("bij,bj->bi", m, v) for m in matrices for v in values.values()
              if v.ndim == 2 and m.shape[1] == size and m.shape[2] == v.shape[1]][:1]
    for z in logits:
        rows = np.flatnonzero((rng.random(count) < _SOFTMAX) & ~exact)
        raw[rows] = np.exp(z[rows] - z[rows].max(1, keepdims=True))
    return raw


def _along(m: Floats, rng: np.random.Generator) -> Floats:
    """u^T M for u a unit vector, a difference of two, or random signs; scaled to entries of size about 1."""
    count, height, _ = m.shape
    u = np.zeros((count, height))
    each = np.arange(count)
    u[each, rng.integers(height, size=count)] += 1.0
    u[each, rng.integers(height, size=count)] -= rng.choice([0.0, 1.0], count)
    mixed = np.flatnonzero(rng.random(count) < 0.3)
    u[mixed] = rng.choice([-1.0, 1.0], (len(mixed), height))
    out = np.einsum("bi,bij->bj", u, m)
    peak = np.abs(out).max(1)
    return spread(1.0 / np.where(peak > 0, peak, 1.0), out)


@lru_cache(maxsize=512)
def twins(statement: Statement) -> tuple[tuple[str, str], ...]:
    """Pairs of symbols of one shape with the same hypotheses of their own; each symbol is second at most once."""
    groups: dict[object, list[str]] = {}
    for name, node in statement.symbols.items():
        groups.setdefault((node.shape, _own(statement, node)), []).append(name)
    ordered = [sorted(names, key=lambda name: (len(name), name)) for names in groups.values()]
    return tuple((names[0], other) for names in ordered for other in names[1:])


def _own(statement: Statement, node: Expr) -> frozenset[object]:
    """Hypotheses in which this symbol occurs without another array, with a placeholder in its place."""
    blank = make("sym", (), ("_this", node.shape))

    def place(old: Expr, args: tuple[Expr, ...]) -> Expr:
        return blank if old is node else make(old.op, args, old.attrs)

    return frozenset((rel.op, *rebuild((rel.lhs, rel.rhs), place)) for rel in statement.given
                     if node in (found := free_symbols(rel.lhs, rel.rhs)) and not any(
                         other.shape for other in found if other is not node))


def couple(problem: Problem, values: dict[str, Floats], allowed: Mapping[str, Interval], settled: set[int],
           rng: np.random.Generator) -> None:
    """Replaces the second of some pairs by a point near the first one (1e-12 of its size and more) or opposite."""
    for first, second in twins(problem.statement):
        x, y = values[first], values[second].copy()
        if x.ndim == 1:
            continue
        kind = rng.choice(4, size=len(x), p=[0.45, 0.35, 0.12, 0.08])  # apart, near, opposite, along itself
        size = np.abs(x).reshape(len(x), -1).max(1)
        step = 10.0 ** rng.uniform(-12, -1, len(x)) * np.where(rng.random(len(x)) < 0.5, 1.0, size)
        peak = np.abs(y).reshape(len(y), -1).max(1)
        near = x + spread(step / np.where(peak > 0, peak, 1.0), y)
        for k, new in ((1, near), (2, -x), (3, spread(1.0 - np.minimum(step, 1.0), x))):
            y[kind == k] = new[kind == k]
        values[second] = clip(allowed, second, y)
        if (kind == 1).any():
            settled -= {c.number for c in problem.constraints if second in c.symbols}


__all__ = ["align_vectors", "couple", "twins"]
