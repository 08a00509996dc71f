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
from certify.instances.intervals import Interval, clip_into
from certify.instances.moves import Scale, Solve, spread
from certify.instances.readings import Where, met, plain, slack
from certify.instances.styles import EXACT, keeps_norm

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
            if way is _simple:
                fixed &= _kept(c, problem, where, values, bad, changed)
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


def _kept(c: Constraint, problem: Problem, where: Where, values: Mapping[str, Floats], rows: NDArray[np.intp],
          changed: Mapping[str, Floats]) -> Mask:
    """Whether the other inequalities on what was changed, and on nothing that can still give way, hold."""
    out = np.ones(len(rows), bool)
    for other in problem.inequalities:
        if set(other.symbols) & set(changed) and other.target in changed:
            part = {name: values[name][rows] for name in other.symbols} | dict(changed)
            out &= met(other.relation, slack(other.relation, where, part, len(rows)), True)
    return out


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
        yield from _conjugate(move, where, part, count)
        found = move.apply(where, {**part, **others}, count)
        yield {move.target: move.apply(where, part, count)} if not others else {**others, move.target: found}
        yield {**others, move.target: rounded(found, 20)}


def _conjugate(move: Solve, where: Where, part: dict[str, Floats], count: int) -> Iterator[dict[str, Floats]]:
    """Scalars 1 + 2^k: then 1/p + 1/q = 1 has the solution q = 1 + 2^-k."""
    if any(value.ndim > 1 for value in part.values()):
        return
    others = {name: 1.0 + np.exp2(np.round(np.log2(np.maximum(value - 1.0, 2.0**-10))))
              for name, value in part.items() if name != move.target}
    found = move.apply(where, {**part, **others}, count)
    yield {**others, move.target: rounded(found, 20)}
    yield {**others, move.target: np.round(found * 1024) / 1024}


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
        for bits in (_BITS, 20, _FEW_BITS) if len(c.symbols) == 1 else (_FEW_BITS,):
            if len(c.symbols) > 1:
                part = {other: _peaked(rounded(array, bits)) for other, array in part.items()}
            short = {**part, name: clip_into(allowed[name], _multiples(value, bits))}
            more = _missing(c, where, short, name, count)
            yield {**short, name: short[name] + np.where(_multiples(more, 45) == more, more, np.nan)}


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
    """What one entry (for vector equations one of each row or column) has to gain, found by a unit probe."""
    now = part[name]
    gap = _gap(c, where, part, count)
    out = np.zeros_like(now)
    if gap.ndim == 1:
        like = [value for other, value in part.items() if other != name and value.shape == now.shape]
        flat = np.abs((like or [now])[0]).reshape(count, -1).argmax(1)
        probe = np.zeros((count, now[0].size))
        probe[np.arange(count), flat] = 1.0
        probe = probe.reshape(now.shape)
        return np.asarray(spread(gap / _slope(c, where, part, name, probe, gap), probe))
    if now.ndim == 3 and gap.ndim == 2:
        axis = 2 if gap.shape[1] == now.shape[1] else 1
        places = np.expand_dims(np.abs(now).argmax(axis), axis)
        np.put_along_axis(out, places, np.expand_dims(gap, axis), axis)
    return out


def _slope(c: Constraint, where: Where, part: Mapping[str, Floats], name: str, probe: Floats,
           gap: Floats) -> Floats:
    slope = gap - _gap(c, where, {**part, name: part[name] + probe}, len(gap))
    return np.where(slope == 0, 1.0, slope)


def _gap(c: Constraint, where: Where, part: Mapping[str, Floats], count: int) -> Floats:
    """rhs - lhs in plain floats."""
    rhs, lhs = plain((c.relation.rhs, c.relation.lhs), where, part, count)
    rank = max(rhs.ndim, lhs.ndim)
    rhs, lhs = (side.reshape(side.shape + (1,) * (rank - side.ndim)) for side in (rhs, lhs))
    return np.asarray(rhs - lhs)


def _exact_norm(c: Constraint, allowed: Mapping[str, Interval], where: Where, part: dict[str, Floats],
                rng: np.random.Generator) -> Iterator[dict[str, Floats]]:
    """A norm equal to a scalar: arrays of exact norm, scaled."""
    for move in (move for move in c.moves if isinstance(move, Scale)):
        shape = part[move.target].shape
        if len(shape) == 1:
            continue
        sizes = {name: clip_into(allowed[name], rounded(value, _FEW_BITS))
                 for name, value in part.items() if value.ndim == 1}
        for style in (EXACT[name] for name in rng.permutation(list(EXACT))):
            unit = style(shape[0], shape[1:], rng)
            if allowed[move.target].lo >= 0:
                unit = np.abs(unit)
            factor = move.factor(where, {**part, **sizes, move.target: unit}, shape[0])
            exact = keeps_norm(factor, unit)
            yield {**sizes, move.target: spread(np.where(exact, factor, np.nan_to_num(factor) * 0.5), unit)}


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
    small = 0.5 ** np.ceil(np.log2(value[0].size))
    points = [np.zeros_like(value), np.ones_like(value), np.full_like(value, small)]
    if value.ndim == 3:
        points.append(np.broadcast_to(np.eye(*value.shape[1:]), value.shape).copy())
    return points


def rounded(value: Floats, bits: int) -> Floats:
    """Entries with ``bits`` significant bits below the largest one of their array, towards 0."""
    peak = np.abs(value).reshape(len(value), -1).max(1)
    level = np.maximum(np.floor(np.log2(np.where(peak > 0, peak, 1.0))), -900.0)
    step = np.exp2(level - bits).reshape(-1, *[1] * (value.ndim - 1))
    return np.asarray(np.trunc(value / step) * step)


def _peaked(value: Floats) -> Floats:
    """The largest entry of each array rounded down to a power of two: a divisor that keeps floats exact."""
    flat = value.reshape(len(value), -1).copy()
    rows, places = np.arange(len(flat)), np.abs(flat).argmax(1)
    peak = flat[rows, places]
    flat[rows, places] = np.sign(peak) * np.exp2(np.floor(np.log2(np.where(peak == 0, 1.0, np.abs(peak)))))
    return flat.reshape(value.shape)


def _multiples(value: Floats, bits: int) -> Floats:
    return np.asarray(np.trunc(value * 2.0**bits) / 2.0**bits)


__all__ = ["enforce_equality", "rounded"]
