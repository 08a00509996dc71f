"""Projections onto the norm balls that hypotheses give to symbols, and gradients that know of them.

A hypothesis ``norm(S, p) <= r``, with r free of S, confines the symbol S to a ball. Scaling S into it moves every
entry, and a climb along the boundary goes nowhere; the nearest point of the ball moves only what is too large:

- vectors, p = 2, and matrices, "fro": S min(1, r / ||S||);
- vectors, p = inf: entries cut at r;
- vectors, p = 1: |S_i| lowered by one threshold, entries below it 0;
- matrices, p = 2: singular values cut at r.

Entries of a symbol with ``S >= 0`` that are negative become 0.

At the boundary the derivative of (projection, then value) loses its part along the outward normals of the ball, and
that part is what growing r is worth.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from certify.enclosure.floats import Float
from certify.enclosure.floats.value import align
from certify.instances.data import Batch, Floats
from certify.instances.readings import MARGIN, numeric, plain
from certify.language import Expr, Statement, free_symbols

_ACTIVE = 1e-7  # relative distance within which the boundary counts as reached
_Normals = tuple[Floats, Floats]  # part of a gradient along the outward normals, and what a larger radius is worth


@dataclass(frozen=True, eq=False)
class NormBall:
    """Hypothesis ``number``: ``norm(name, kind) <= bound``; ``radius`` is the scalar that the bound is, if any."""

    number: int
    name: str
    kind: str
    bound: Expr
    radius: str | None


@lru_cache(maxsize=512)
def norm_balls(statement: Statement) -> tuple[NormBall, ...]:
    """The balls that the hypotheses give to single symbols."""
    found = []
    for number, given in enumerate(statement.given):
        relation = numeric(given)
        node, bound = relation.lhs, relation.rhs
        if relation.op not in ("le", "lt") or node.op != "norm" or node.args[0].op != "sym" or bound.shape:
            continue
        symbol = node.args[0]
        kind = _kind(len(symbol.shape), node.attrs[0])
        if kind is not None and symbol not in free_symbols(bound):
            radius = bound.attrs[0] if bound.op == "sym" else None
            found.append(NormBall(number, symbol.attrs[0], kind, bound, radius))
    return tuple(found)


@lru_cache(maxsize=512)
def nonnegative(statement: Statement) -> dict[int, str]:
    """Symbols with the hypothesis that their entries are at least 0, by the number of that."""
    return {number: rel.rhs.attrs[0] for number, rel in enumerate(statement.given)
            if rel.op in ("le", "lt") and rel.rhs.op == "sym" and rel.rhs.shape
            and rel.lhs.op == "const" and rel.lhs.attrs[0] == "0"}


@lru_cache(maxsize=512)
def seen_to(statement: Statement) -> frozenset[int]:
    """Numbers of the hypotheses that ``project`` sees to: signs, and balls of a symbol that has one ball alone.

    The radius has to stay what it was. Entries that are raised to 0 make no norm larger but the spectral norm.
    """
    signs = nonnegative(statement)
    balls = [ball for ball in norm_balls(statement) if (ball.radius or not free_symbols(ball.bound))
             and not (ball.kind == "spectral" and ball.name in signs.values())]
    often = Counter(ball.name for ball in norm_balls(statement))
    met = {number for number in signs if statement.given[number].op == "le"}
    return frozenset(met | {ball.number for ball in balls if often[ball.name] == 1})


def _kind(axes: int, order: str) -> str | None:
    if axes == 2:
        return {"2": "spectral", "fro": "length"}.get(order)
    return {"2": "length", "fro": "length", "inf": "largest", "1": "sum"}.get(order) if axes == 1 else None


def project(statement: Statement, batch: Batch) -> Batch:
    """The batch with each symbol at the nearest point of its ball, a margin inside where it was outside."""
    values = dict(batch.values)
    for ball in norm_balls(statement):
        radius = _radii(ball, batch, values) * (1.0 - MARGIN)
        value = values[ball.name]
        out = np.flatnonzero(_outside(ball, value, radius) & np.isfinite(value).reshape(len(value), -1).all(1))
        if len(out):
            values[ball.name] = value.copy()
            values[ball.name][out] = _NEAREST[ball.kind](value[out], radius[out])
    for name in nonnegative(statement).values():
        values[name] = np.maximum(values[name], 0.0)
    return Batch(batch.dims, batch.indices, values)


def reduced(statement: Statement, batch: Batch, gradients: Mapping[str, Float]) -> dict[str, Float]:
    """Gradients at instances in their balls, as those of a function that is constant beyond the boundary."""
    out = dict(gradients)
    for ball in norm_balls(statement):
        if ball.name not in out:
            continue
        radius, value, gradient = _radii(ball, batch, batch.values), batch.values[ball.name], out[ball.name]
        rows = np.flatnonzero(_outside(ball, value, radius * (1.0 - _ACTIVE))
                              & np.isfinite(gradient.mant).reshape(len(value), -1).all(1) & (radius > 0))
        if not len(rows):
            continue
        along, worth = np.zeros_like(value), np.zeros(len(value))
        along[rows], worth[rows] = _NORMALS[ball.kind](value[rows], gradient.mant[rows], radius[rows])
        out[ball.name] = Float(gradient.mant - along, gradient.exp2)
        if ball.radius is not None:
            more = Float(worth, gradient.exp2)
            out[ball.radius] = _sum(out[ball.radius], more) if ball.radius in out else more
    return out


def _sum(a: Float, b: Float) -> Float:
    x, y, e = align(a, b)
    return Float(x + y, e)


def _radii(ball: NormBall, batch: Batch, values: Mapping[str, Floats]) -> Floats:
    if ball.radius is not None:
        return np.maximum(values[ball.radius], 0.0)
    return np.maximum(plain((ball.bound,), (batch.dims, batch.indices), values, len(batch))[0], 0.0)


def _outside(ball: NormBall, value: Floats, radius: Floats) -> NDArray[np.bool_]:
    """Whether the norm exceeds the radius; for a spectral norm whether it may, by the Frobenius norm."""
    flat = np.abs(value.reshape(len(value), -1))
    if ball.kind == "sum":
        return np.asarray(flat.sum(1) > radius)
    return np.asarray((flat.max(1) if ball.kind == "largest" else np.sqrt((flat * flat).sum(1))) > radius)


def _columns(radius: Floats, value: Floats) -> Floats:
    return radius.reshape(-1, *[1] * (value.ndim - 1))


def _lengths(value: Floats) -> Floats:
    return np.asarray(np.sqrt((value.reshape(len(value), -1) ** 2).sum(1)))


def _shorten(value: Floats, radius: Floats) -> Floats:
    return value * _columns(radius / _lengths(value), value)


def _cut(value: Floats, radius: Floats) -> Floats:
    return np.clip(value, -_columns(radius, value), _columns(radius, value))


def _threshold(value: Floats, radius: Floats) -> Floats:
    """The nearest point of the ball of the 1-norm: sum_i max(|v_i| - t, 0) = r decides t."""
    size = np.abs(value)
    down = -np.sort(-size, axis=1)
    candidates = (np.cumsum(down, axis=1) - radius[:, None]) / np.arange(1, value.shape[1] + 1)
    last = np.maximum((down > candidates).sum(1) - 1, 0)
    t = candidates[np.arange(len(value)), last]
    return np.asarray(np.sign(value) * np.maximum(size - t[:, None], 0.0))


def _clip_spectrum(value: Floats, radius: Floats) -> Floats:
    u, s, vt = np.linalg.svd(value, full_matrices=False)
    over = s[:, 0] > radius
    return np.where(over[:, None, None], (u * np.minimum(s, radius[:, None])[:, None, :]) @ vt, value)


def _normals_of_length(value: Floats, gradient: Floats, radius: Floats) -> _Normals:
    unit = value / _columns(_lengths(value), value)
    worth = np.maximum((unit * gradient).reshape(len(value), -1).sum(1), 0.0)
    return unit * _columns(worth, value), worth


def _normals_of_entries(value: Floats, gradient: Floats, radius: Floats) -> _Normals:
    there = np.abs(value) >= radius[:, None] * (1.0 - _ACTIVE)
    outward = there & (gradient * value > 0)
    along = np.where(outward, gradient, 0.0)
    return along, np.abs(along).sum(1)


def _normals_of_sum(value: Floats, gradient: Floats, radius: Floats) -> _Normals:
    """c s with s the signs of the entries, anything in [-1, 1] where an entry is 0, so that what is left of the
    gradient keeps the sum of |v_i|: entries that are 0 and whose |g_i| exceeds c join the others."""
    used = value != 0
    first, size = np.where(used, np.sign(value) * gradient, 0.0).sum(1), used.sum(1)
    joining = -np.sort(-np.where(used, 0.0, np.abs(gradient)), axis=1)
    sums = np.cumsum(np.concatenate([first[:, None], joining], axis=1), axis=1)
    worth = np.maximum((sums / (size[:, None] + np.arange(sums.shape[1]))).max(1), 0.0)
    rest = np.clip(gradient, -worth[:, None], worth[:, None])
    return np.where(used, np.sign(value) * worth[:, None], rest), worth


def _normals_of_spectrum(value: Floats, gradient: Floats, radius: Floats) -> _Normals:
    """U P V^T over the singular vectors at the boundary, with P the positive part of sym(U^T G V)."""
    u, s, vt = np.linalg.svd(value, full_matrices=False)
    there = (s >= radius[:, None] * (1.0 - _ACTIVE)).astype(float)
    inner = u.transpose(0, 2, 1) @ gradient @ vt.transpose(0, 2, 1)
    inner = 0.5 * (inner + inner.transpose(0, 2, 1)) * there[:, :, None] * there[:, None, :]
    values, vectors = np.linalg.eigh(inner)
    values = np.maximum(values, 0.0)
    positive = (vectors * values[:, None, :]) @ vectors.transpose(0, 2, 1)
    return u @ positive @ vt, values.sum(1)


_NEAREST: dict[str, Callable[[Floats, Floats], Floats]] = {
    "length": _shorten, "largest": _cut, "sum": _threshold, "spectral": _clip_spectrum}
_NORMALS: dict[str, Callable[[Floats, Floats, Floats], _Normals]] = {
    "length": _normals_of_length, "largest": _normals_of_entries, "sum": _normals_of_sum,
    "spectral": _normals_of_spectrum}

__all__ = ["NormBall", "norm_balls", "project", "reduced", "seen_to"]
