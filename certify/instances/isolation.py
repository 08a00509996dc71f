"""Solving a hypothesis for one symbol: ``beta <= alpha(x)``, ``4 + l / sigmin(A)**2 <= w**2``, entry by entry.

Where a symbol occurs once, the operations above it are undone one at a time, from the bound on the whole
side to a bound on the symbol. What the other operands are worth is read in plain floats.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from certify.instances.data import Floats
from certify.instances.readings import MARGIN, Where, plain
from certify.language import Expr, Relation, free_symbols

_MONOTONE = ("neg", "exp", "log", "sqrt", "max", "min", "abs")


@dataclass(frozen=True, eq=False)
class Isolation:
    """A path from one side of a relation down to a symbol; each step is a node and the place of the next."""

    relation: Relation
    symbol: Expr
    left: bool  # the symbol is on the smaller side
    path: tuple[tuple[Expr, int], ...]

    def bounds(self, where: Where, values: Mapping[str, Floats], count: int) -> tuple[Floats, Floats]:
        """Lower and upper bounds of the symbol's entries, (B, *shape), given all other values."""
        others = [self._other_side(), *(operand for operand in map(_operand, self.path) if operand is not None)]
        read = plain(others, where, values, count)
        other, operands = read[0], iter(read[1:])
        lo, hi = (-np.inf, other) if self.left else (other, np.inf)
        if self.relation.op == "eq":
            lo = hi = other
        lo, hi = np.asarray(lo), np.asarray(hi)
        with np.errstate(all="ignore"):
            for step in self.path:
                beside = next(operands) if _operand(step) is not None else None
                lo, hi = _undo(step, lo, hi, beside)
            shape = values[self.symbol.attrs[0]].shape[1:]
            return _fit(lo, count, shape, np.maximum), _fit(hi, count, shape, np.minimum)

    def _other_side(self) -> Expr:
        return self.relation.rhs if self.left else self.relation.lhs

    def solve(self, where: Where, values: Mapping[str, Floats], count: int, exact: bool = False) -> Floats:
        """The symbol's values moved into the bounds where they are outside, by a margin unless ``exact``."""
        lo, hi = self.bounds(where, values, count)
        now = values[self.symbol.attrs[0]]
        margin = 0.0 if exact else MARGIN
        with np.errstate(all="ignore"):
            lo = np.where(np.isfinite(lo), lo + margin * np.abs(lo), lo)
            hi = np.where(np.isfinite(hi), hi - margin * np.abs(hi), hi)
            return np.asarray(np.minimum(np.maximum(now, lo), hi))


def isolate(relation: Relation, symbol: Expr) -> Isolation | None:
    """The way down to the symbol, or None where it occurs twice or under an operation that is not undone."""
    inside = [symbol in free_symbols(side) for side in (relation.lhs, relation.rhs)]
    if sum(inside) != 1:
        return None
    node, path = (relation.lhs if inside[0] else relation.rhs), []
    while node is not symbol:
        below = [k for k, arg in enumerate(node.args) if symbol in free_symbols(arg)]
        place = _step(node, below, symbol)
        if place is None:
            return None
        path.append((node, place))
        node = node.args[place]
    return Isolation(relation, symbol, inside[0], tuple(path))


def _step(node: Expr, below: list[int], symbol: Expr) -> int | None:
    if node.op == "mul" and node.args[0] is node.args[1]:
        return 0  # a square
    if len(below) != 1:
        return None
    place = below[0]
    if node.op in _MONOTONE:
        return place if node.op not in ("max", "min") or node.attrs == (None,) else None
    if node.op in ("add", "mul"):
        return place if node.args[place].shape == node.shape or not node.args[place].shape else None
    if node.op == "div":
        return place
    if node.op == "pow" and node.args[1].op == "const":
        return place
    return None


def _operand(step: tuple[Expr, int]) -> Expr | None:
    """What has to be read to undo a step: the other operand; for even functions the inner value (its sign)."""
    node, place = step
    if (node.op == "mul" and node.args[0] is node.args[1]) or node.op in ("abs", "pow"):
        return node.args[0]
    return node.args[1 - place] if node.op in ("add", "mul", "div") else None


def _undo(step: tuple[Expr, int], lo: Floats, hi: Floats, beside: Floats | None) -> tuple[Floats, Floats]:
    node, place = step
    if node.op == "neg":
        return -hi, -lo
    if node.op == "exp":
        return np.log(np.maximum(lo, 0.0)), np.log(np.maximum(hi, 0.0))
    if node.op == "log":
        return np.exp(lo), np.exp(hi)
    if node.op == "sqrt":
        return np.where(lo > 0, lo * lo, 0.0), hi * hi
    if node.op == "max":
        return np.full_like(hi, -np.inf), hi
    if node.op == "min":
        return lo, np.full_like(lo, np.inf)
    assert beside is not None
    if node.op == "abs":
        return _even(lo, hi, 1.0, beside)
    if node.op == "pow" or (node.op == "mul" and node.args[0] is node.args[1]):
        return _root(node, lo, hi, beside)
    return _divisor(lo, hi, beside) if node.op == "div" and place == 1 else _shift(node, lo, hi, beside)


def _divisor(lo: Floats, hi: Floats, top: Floats) -> tuple[Floats, Floats]:
    """Bounds on s > 0 from those on top / s, where top > 0."""
    lo, hi, top = _level(lo, hi, top)
    return (np.where((top > 0) & (hi > 0), top / hi, -np.inf), np.where((top > 0) & (lo > 0), top / lo, np.inf))


def _shift(node: Expr, lo: Floats, hi: Floats, beside: Floats) -> tuple[Floats, Floats]:
    lo, hi, beside = _level(lo, hi, beside)
    if node.op == "add":
        return lo - beside, hi - beside
    lo, hi = (lo * beside, hi * beside) if node.op == "div" else (lo / beside, hi / beside)
    lo, hi = np.where(beside > 0, lo, hi), np.where(beside > 0, hi, lo)
    return np.where(beside == 0, -np.inf, lo), np.where(beside == 0, np.inf, hi)


def _root(node: Expr, lo: Floats, hi: Floats, inner: Floats) -> tuple[Floats, Floats]:
    power = Fraction(2) if node.op == "mul" else Fraction(node.args[1].attrs[0])
    if power < 0:
        lo, hi = np.where(hi > 0, 1 / hi, np.inf), np.where(lo > 0, 1 / lo, np.inf)
        power = -power
    if power.denominator == 1 and power % 2 == 0:
        return _even(lo, hi, float(power), inner)
    return np.sign(lo) * np.abs(lo) ** (1 / float(power)), np.sign(hi) * np.abs(hi) ** (1 / float(power))


def _even(lo: Floats, hi: Floats, power: float, inner: Floats) -> tuple[Floats, Floats]:
    """Bounds on |inner|^power as bounds on inner, on the side of 0 where it is now."""
    lo, hi, inner = _level(lo, hi, inner)
    lo, hi = np.maximum(lo, 0.0) ** (1 / power), np.maximum(hi, 0.0) ** (1 / power)
    one_sided = lo > 0
    plus = np.where(one_sided, lo, -hi), hi
    minus = -hi, np.where(one_sided, -lo, hi)
    return np.where(inner >= 0, plus[0], minus[0]), np.where(inner >= 0, plus[1], minus[1])


def _level(*arrays: Floats) -> tuple[Floats, ...]:
    """Scalars of a batch with as many axes as the arrays they meet."""
    axes = max(array.ndim for array in arrays)
    return tuple(a if a.ndim in (0, axes) else a.reshape(a.shape + (1,) * (axes - a.ndim)) for a in arrays)


def _fit(bound: Floats, count: int, shape: tuple[int, ...], over: np.ufunc) -> Floats:
    """A bound in the shape of the symbol: the sharpest entry where the symbol is a scalar beside arrays."""
    bound = np.where(np.isnan(bound), np.inf if over is np.maximum else -np.inf, bound)
    if bound.ndim == 0:
        return np.broadcast_to(bound, (count, *shape))
    if bound.ndim - 1 > len(shape):
        bound = over.reduce(bound.reshape(len(bound), -1), axis=1)
    if bound.ndim != len(shape) + 1:
        bound = bound.reshape(len(bound), *[1] * len(shape))
    return np.broadcast_to(bound, (count, *shape))


__all__ = ["Isolation", "isolate"]
