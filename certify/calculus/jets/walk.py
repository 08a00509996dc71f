"""Evaluates expressions with derivative nodes: each derivative is one more level of infinitesimals.

d/dt e(x + t v) at t = 0 is the eps-part of e at x + eps v. x and v are evaluated one level below, so that an
outer derivative still sees how they vary, and levels never mix. A gradient takes one direction an entry of x.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from typing import Any

from certify.calculus.jets.backend import Jet, JetBackend
from certify.enclosure.evaluate import session
from certify.enclosure.lowering import call_of, index_names
from certify.language import Expr, postorder

Bindings = dict[str, int]


@dataclass(eq=False)
class Level:
    """Values with one more infinitesimal than those of ``below``: ``variable`` moves along a direction."""

    backend: Any
    variable: str | None = None
    point: Any = None
    below: Level | None = None
    known: dict[Any, Any] = field(default_factory=dict)


def jet_evaluate(exprs: Sequence[Expr], backend: Any, dims: Mapping[str, int], indices: Mapping[str, int],
                 values: Mapping[str, Any]) -> list[Any]:
    """The values of expressions that may hold ``deriv``, ``jvp`` and names, in a backend without a batch axis.

    ``values`` holds the symbols as ``backend.input`` made them. Raises ``JetError`` for the derivative of a
    spectral quantity; at kinks that cannot be excluded (a tie of a maximum, the norm of 0) the value is undefined.
    """
    walk = _Walk(tuple(exprs), dims, values)
    with session(backend):
        ground = Level(backend)
        return [walk.value(expr, ground, dict(indices)) for expr in exprs]


class _Walk:
    def __init__(self, roots: tuple[Expr, ...], dims: Mapping[str, int], values: Mapping[str, Any]):
        self.dims, self.values = dims, values
        self.indices = index_names(roots)
        self.symbols = _symbol_names(roots)

    def shape(self, node: Expr) -> tuple[int, ...]:
        return tuple(size.value(self.dims) for size in node.shape)

    def value(self, node: Expr, level: Level, bound: Bindings) -> Any:
        """The value of a node on a level; computed as far below as its symbols allow, and once."""
        if level.below is not None and level.variable not in self.symbols[node]:
            return level.backend.lift(self.value(node, level.below, bound), self.shape(node))
        key = node, tuple((name, bound[name]) for name in sorted(self.indices[node]) if name in bound)
        if key not in level.known:
            level.known[key] = self._compute(node, level, bound)
        return level.known[key]

    def _compute(self, node: Expr, level: Level, bound: Bindings) -> Any:
        if node.op == "sym":
            return self.values[node.attrs[0]] if level.below is None else level.point
        if node.op == "named":
            return self.value(node.args[0], level, bound)
        if node.op == "sumover":
            return self._sum_over(node, level, bound)
        if node.op == "jvp":
            of, by, along = node.args
            return self._along(of, by, self.value(along, level, bound), level, bound)
        if node.op == "deriv":
            return self._derivative(node, level, bound)
        call = call_of(node, self.dims, bound)
        operands = [self.value(arg, level, bound) for arg in call.args]
        return getattr(level.backend, call.method)(*operands, *call.extra)

    def _sum_over(self, node: Expr, level: Level, bound: Bindings) -> Any:
        body, idx = node.args
        terms = [self.value(body, level, {**bound, idx.attrs[0]: k}) for k in range(idx.attrs[1].value(self.dims))]
        return reduce(level.backend.add, terms)

    def _along(self, of: Expr, by: Expr, direction: Any, level: Level, bound: Bindings) -> Any:
        """The eps-part of ``of`` where the symbol ``by`` is its value + eps direction."""
        point = Jet(self.value(by, level, bound), direction, self.shape(by))
        above = Level(JetBackend(level.backend), by.attrs[0], point, level)
        out = self.value(of, above, bound)
        return _zero(level.backend, self.shape(of)) if out.tangent is None else out.tangent

    def _derivative(self, node: Expr, level: Level, bound: Bindings) -> Any:
        """Sum over the entries of the variable of (directional derivative) times (the array with a 1 there)."""
        (of, by), (order,) = node.args, node.attrs
        if not by.shape:
            return self._along(of, by, level.backend.constant(Fraction(1)), level, bound)
        join = level.backend.mul if not of.shape else level.backend.outer
        terms = [join(self._along(of, by, direction, level, bound), place)
                 for direction, place in _directions(level.backend, self.shape(by), order)]
        return reduce(level.backend.add, terms)


def _symbol_names(roots: Iterable[Expr]) -> dict[Expr, frozenset[str]]:
    names: dict[Expr, frozenset[str]] = {}
    for node in postorder(*roots):
        own = frozenset({node.attrs[0]}) if node.op == "sym" else frozenset()
        names[node] = own.union(*(names[arg] for arg in node.args))
    return names


def _zero(backend: Any, shape: tuple[int, ...]) -> Any:
    return backend.zeros(shape) if shape else backend.constant(Fraction(0))


def _directions(backend: Any, shape: tuple[int, ...], order: str) -> Iterator[tuple[Any, Any]]:
    """For each entry of the variable, the direction along it, and its place in the derivative."""
    if len(shape) == 1:
        for k in range(shape[0]):
            unit = backend.unit(shape[0], k)
            yield unit, unit
        return
    m, n = shape
    for i in range(m):
        for j in range(n):
            direction = backend.outer(backend.unit(m, i), backend.unit(n, j))
            flat = i * n + j if order == "C" else j * m + i
            yield direction, backend.unit(m * n, flat) if order else direction


__all__ = ["jet_evaluate"]
