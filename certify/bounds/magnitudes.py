"""Rough sizes of scalar expressions, to choose between bounds. Nothing here is trusted.

A value is a natural logarithm in float arithmetic, so that exp(10 R^2) has one too; sums are logarithms of sums.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

from certify.instances.intervals import INF, Interval
from certify.language import Expr

#: Factors of dimensions and of scalars, and lengths of moves: a bound by the length wins where the move is small.
TYPICAL = ((1.0, 1.0, 1e-9), (4.0, 2.0, 1e-9), (30.0, 1.0, 1.0), (3.0, 6.0, 1e-9))


class Magnitudes:
    """Logarithms of scalar expressions at a few sizes of dimensions and scalars inside their ranges."""

    def __init__(self, ranges: Mapping[Expr, Interval], length: float | None = None):
        self.ranges, self.length = ranges, length
        self._known: dict[Expr, tuple[float, ...]] = {}

    @property
    def count(self) -> int:
        """How many sizes are looked at."""
        return len(TYPICAL)

    def logs(self, node: Expr) -> tuple[float, ...]:
        """One logarithm a size; nan where there is none."""
        if node not in self._known:
            self._known[node] = tuple(self._log(node, k) for k in range(self.count))
        return self._known[node]

    def _log(self, node: Expr, k: int) -> float:
        rule = _RULES.get(node.op)
        if rule is None:
            return self._generator(node, k)
        try:
            return rule(node, [self.logs(arg)[k] for arg in node.args])
        except (OverflowError, ValueError):
            return math.nan

    def _generator(self, node: Expr, k: int) -> float:
        if node.op == "const":
            value = abs(Fraction(node.attrs[0]))
            return math.log(value.numerator) - math.log(value.denominator) if value else -math.inf
        dimension, scalar, length = TYPICAL[k]
        if node.op not in ("dim", "sym"):
            return math.log(self.length or length)
        interval = self.ranges.get(node, Interval(Fraction(1 if node.op == "dim" else 0)))
        low = max(float(interval.lo), 1e-3 if interval.hi != INF else 0.0)
        guess = low * scalar + (scalar - 1 if low == 0 else 0.0) if node.op != "dim" else low * dimension
        guess = max(guess, 1e-2)
        return math.log(guess if interval.hi == INF else min(guess, 0.9 * float(interval.hi) + 0.1 * low))


def _sum(node: Expr, logs: Sequence[float]) -> float:
    top = max(logs)
    if math.isinf(top):
        return top
    signs = [-1 if _is_negative(arg) else 1 for arg in node.args]
    total = sum(sign * math.exp(value - top) for sign, value in zip(signs, logs, strict=True))
    return top + math.log(abs(total)) if abs(total) > 1e-9 else -math.inf


def _is_negative(node: Expr) -> bool:
    return node.op == "neg" or (node.op == "const" and Fraction(node.attrs[0]) < 0)


def _power(node: Expr, logs: Sequence[float]) -> float:
    exponent = node.args[1]
    return logs[0] * float(Fraction(exponent.attrs[0])) if exponent.op == "const" else math.nan


def _exp(node: Expr, logs: Sequence[float]) -> float:
    inner = node.args[0]
    return -math.exp(logs[0]) if inner.op == "neg" else math.exp(logs[0])


def _cosh(log: float) -> float:
    return math.exp(log) + math.log1p(math.exp(-2 * math.exp(log))) - math.log(2)


_RULES = {
    "add": _sum, "mul": lambda node, logs: logs[0] + logs[1], "div": lambda node, logs: logs[0] - logs[1],
    "neg": lambda node, logs: logs[0], "pow": _power, "sqrt": lambda node, logs: logs[0] / 2, "exp": _exp,
    "cosh": lambda node, logs: _cosh(logs[0]),
    "sinh": lambda node, logs: math.log(math.tanh(math.exp(logs[0]))) + _cosh(logs[0]),
    "maximum": lambda node, logs: max(logs), "minimum": lambda node, logs: min(logs),
}

__all__ = ["Magnitudes"]
