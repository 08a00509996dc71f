"""Equalities among hypotheses, met exactly: sum(b) = 1, S = S^T, x = 0, norm(x) = 1, a gradient that vanishes.

Values are rounded to a few bits (multiples of 2^-k), so that float64 evaluates rational expressions without
error, and one entry takes up the difference. Norms are met by arrays whose norms are exact. What remains is
tried at simple points: zeros, constants, unit vectors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from certify.instances.constraints import Constraint, Problem, rational
from certify.instances.data import Floats
from certify.instances.intervals import Interval
from certify.instances.moves import Scale, Solve, spread
from certify.instances.readings import Where, plain, slack
from certify.instances.styles import EXACT

_BITS = 40  # of a fraction: sums of thousands of such numbers are exact in float64
_FEW_BITS = 6
Mask = NDArray[np.bool_]
Way = Callable[..., Iterator[dict[str, Floats]]]


def enforce_equality(c: Constraint, problem: Problem, allowed: Mapping[str, Interval], where: Where,
                     values: dict[str, Floats], rng: np.random.Generator, good: Mask, moved: set[str]) -> Mask:
    """Tries every way on the instances that violate ``c``; returns which ones meet it now."""
    good = good.copy()
    for way in (_symmetric, _solved, _filled, _exact_norm, _simple):
        bad = np.flatnonzero(~good)
        if not len(bad):
            break
        part = {name: values[name][bad] for name in c.symbols}
        for changed in way(c, allowed, where, part, rng):
            fixed = _holds(c, where, {**part, **changed}, len(bad)) & ~good[bad]
            fixed &= np.logical_and.reduce([_inside(allowed, name, value) for name, value in changed.items()])
            if not fixed.any():
                continue
            for name, value in changed.items():
                values[name] = values[name].copy()
                values[name][bad[fixed]] = value[fixed]
                moved.add(name)
            good[bad[fixed]] = True
    return good


def _holds(c: Constraint, where: Where, values: Mapping[str, Floats], count: int) -> Mask:
    return np.asarray(slack(c.relation, where, values, count) == 0.0)


def _inside(allowed: Mapping[str, Interval], name: str, value: Floats) -> Mask:
    lo, hi = allowed[name].floats()
    flat = value.reshape(len(value), -1)
    return np.asarray(((flat >= lo) & (flat <= hi)).all(1))


def _symmetric(c: Constraint, allowed: Mapping[str, Interval], where: Where, part: dict[str, Floats],
               rng: np.random.Generator) -> Iterator[dict[str, Floats]]:
    """S = S^T, S = -S^T."""
    if len(c.symbols) == 1 and part[c.symbols[0]].ndim == 3 and len(set(part[c.symbols[0]].shape[1:])) == 1:
        s = part[c.symbols[0]]
        yield {c.symbols[0]: 0.5 * (s + s.transpose(0, 2, 1))}
        yield {c.symbols[0]: 0.5 * (s - s.transpose(0, 2, 1))}


def _solved(c: Constraint, allowed: Mapping[str, Interval], where: Where, part: dict[str, Floats],
            rng: np.random.Generator) -> Iterator[dict[str, Floats]]:
    """A symbol equal to an expression of the others, at values of few bits."""
    if not rational(c.relation):
        return
    for move in (move for move in c.moves if isinstance(move, Solve)):
        others = {name: rounded(value, _FEW_BITS) for name, value in part.items() if name != move.target}
        count = len(part[move.target])
        found = move.apply(where, {**part, **others}, count)
        yield {move.target: move.apply(where, part, count)} if not others else {**others, move.target: found}
        yield {**others, move.target: rounded(found, 20)}


def _filled(c: Constraint, allowed: Mapping[str, Interval], where: Where, part: dict[str, Floats],
            rng: np.random.Generator) -> Iterator[dict[str, Floats]]:
    """A linear equation: scaled, rounded to multiples of 2^-k, and one entry (or one a row) takes the rest."""
    if not rational(c.relation):
        return
    for name in reversed(c.symbols):
        scales = [move for move in c.moves if isinstance(move, Scale) and move.target == name]
        value, count = part[name], len(part[name])
        if scales:
            value = _scaled(scales[0], where, part, value, allowed[name])
        for bits in (_BITS, 20, _FEW_BITS):
            short = dict(part, **{name: _multiples(value, bits)})
            yield {name: short[name] + _missing(c, where, short, name, count)}


def _scaled(scale: Scale, where: Where, part: Mapping[str, Floats], value: Floats, allowed: Interval) -> Floats:
    """Scaled to the equation where that makes sense, else as it is; nonnegative data are positive before."""
    if allowed.lo >= 0:
        empty = ~value.reshape(len(value), -1).any(1)
        value = np.abs(value) + spread(empty.astype(float), np.ones_like(value))
    with np.errstate(all="ignore"):
        factor = scale.factor(where, {**part, scale.target: value}, len(value))
    size = np.abs(value).reshape(len(value), -1).max(1)
    return spread(np.where(factor * size < 1e6, factor, 1.0), value)


def _missing(c: Constraint, where: Where, part: Mapping[str, Floats], name: str, count: int) -> Floats:
    """What one entry (for vector equations: one entry of each row or column) has to gain, found by a unit probe."""
    now = part[name]
    (rhs, lhs) = plain((c.relation.rhs, c.relation.lhs), where, part, count)
    gap = rhs - lhs
    out = np.zeros_like(now)
    if gap.ndim == 1:
        flat = np.abs(now).reshape(count, -1).argmax(1)
        probe = np.zeros((count, now[0].size))
        probe[np.arange(count), flat] = 1.0
        probe = probe.reshape(now.shape)
        return np.asarray(spread(gap / _slope(c, where, part, name, probe, gap), probe))
    if now.ndim == 3 and gap.ndim == 2:
        axis = 2 if gap.shape[1] == now.shape[1] else 1
        places = np.expand_dims(np.abs(now).argmax(axis), axis)
        np.put_along_axis(out, places, np.expand_dims(gap, axis), axis)
    return out


def _slope(c: Constraint, where: Where, part: Mapping[str, Floats], name: str, probe: Floats, gap: Floats) -> Floats:
    moved = {**part, name: part[name] + probe}
    (rhs, lhs) = plain((c.relation.rhs, c.relation.lhs), where, moved, len(gap))
    slope = gap - (rhs - lhs)
    return np.where(slope == 0, 1.0, slope)


def _exact_norm(c: Constraint, allowed: Mapping[str, Interval], where: Where, part: dict[str, Floats],
                rng: np.random.Generator) -> Iterator[dict[str, Floats]]:
    """A norm equal to a scalar: arrays of exact norm, scaled."""
    for move in (move for move in c.moves if isinstance(move, Scale)):
        shape = part[move.target].shape
        if len(shape) == 1:
            continue
        for style in EXACT.values():
            unit = style(shape[0], shape[1:], rng)
            if allowed[move.target].lo >= 0:
                unit = np.abs(unit)
            factor = move.factor(where, {**part, move.target: unit}, shape[0])
            yield {move.target: spread(factor, unit)}


def _simple(c: Constraint, allowed: Mapping[str, Interval], where: Where, part: dict[str, Floats],
            rng: np.random.Generator) -> Iterator[dict[str, Floats]]:
    """One or two symbols at zeros, ones, a power of two or the identity, as few as will do."""
    probe = {name: value[:2] for name, value in part.items()}
    for size in (1, 2):
        for names in combinations(reversed(c.symbols), size):
            for points in product(*[_points(part[name]) for name in names]):
                few = {name: value[:2] for name, value in zip(names, points, strict=True)}
                if _holds(c, where, {**probe, **few}, len(next(iter(probe.values())))).any():
                    yield dict(zip(names, points, strict=True))


def _points(value: Floats) -> list[Floats]:
    points = [np.zeros_like(value), np.ones_like(value), np.full_like(value, 0.5 ** np.ceil(np.log2(value[0].size)))]
    if value.ndim == 3:
        points.append(np.broadcast_to(np.eye(*value.shape[1:]), value.shape).copy())
    return points


def rounded(value: Floats, bits: int) -> Floats:
    """Entries with ``bits`` significant bits below the largest one of their array, towards 0."""
    peak = np.abs(value).reshape(len(value), -1).max(1)
    step = np.exp2(np.floor(np.log2(np.where(peak > 0, peak, 1.0))) - bits).reshape(-1, *[1] * (value.ndim - 1))
    return np.asarray(np.trunc(value / step) * step)


def _multiples(value: Floats, bits: int) -> Floats:
    return np.asarray(np.trunc(value * 2.0**bits) / 2.0**bits)


__all__ = ["enforce_equality", "rounded"]
