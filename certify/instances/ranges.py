"""What hypotheses say about single numbers: exact intervals for every entry of every subexpression.

Forward, an operation bounds its value by the ranges of its operands; a hypothesis narrows its two sides;
backward, a narrowed value narrows the operands of sums, products and the like (HC4: Benhamou et al.,
Revising hull and box consistency, 1999). Every step keeps all numbers that some instance takes, so an empty
range proves that no instance meets the hypotheses, provided that all of them are defined there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from math import isqrt

from certify.instances.intervals import INF, Interval, point
from certify.language import Expr, Relation, postorder

SWEEPS = 6
ANY = Interval()
NONNEGATIVE = Interval(Fraction(0))
POSITIVE = Interval(Fraction(0), INF, lo_open=True)
UNIT = Interval(Fraction(0), Fraction(1))
INSIDE = Interval(Fraction(-1), Fraction(1), True, True)
_FIXED = {
    "pi": Interval(Fraction(314, 100), Fraction(315, 100)), "cosh": Interval(Fraction(1)), "tanh": INSIDE,
    "erf": INSIDE, "sqrt": NONNEGATIVE, "norm": NONNEGATIVE, "normp": NONNEGATIVE, "sigmin": NONNEGATIVE,
    "softmax": Interval(Fraction(0), Fraction(1), True), "unit": UNIT, "eye": UNIT, "ones": point(Fraction(1)),
    "zeros": point(Fraction(0)),
}
_SAME = ("transpose", "vec", "take", "diagonal", "max", "min")
Ranges = dict[Expr, Interval]


def narrow(given: Iterable[Relation], dims: Mapping[str, int] | None = None) -> Ranges | None:
    """Ranges of all subexpressions of the hypotheses; None where they are proved to contradict each other.

    Dimensions are any integers from 1, or those given.
    """
    rules = [rel for rel in given if rel.op != "psd"]
    nodes = list(postorder(*(side for rel in rules for side in (rel.lhs, rel.rhs))))
    ranges: Ranges = {node: _leaf(node, dims or {}) for node in nodes}
    for _ in range(SWEEPS):
        before = dict(ranges)
        _forward(nodes, ranges)
        for rel in rules:
            _relate(rel, ranges)
        for node in reversed(nodes):
            _backward(node, ranges)
        if any(value.empty for value in ranges.values()):
            return None
        if before == ranges:
            break
    return ranges


def _leaf(node: Expr, dims: Mapping[str, int]) -> Interval:
    if node.op == "const":
        return point(Fraction(node.attrs[0]))
    if node.op == "dim":
        value = dims.get(node.attrs[0])
        return Interval(Fraction(1)) if value is None else point(Fraction(value))
    return ANY


def _forward(nodes: Sequence[Expr], ranges: Ranges) -> None:
    for node in nodes:
        if node.op in _FIXED:
            ranges[node] = ranges[node].meet(_FIXED[node.op])
        rule = _FORWARD.get(node.op)
        if rule is not None:
            ranges[node] = ranges[node].meet(rule(node, ranges))


def _power(node: Expr, ranges: Ranges) -> Interval:
    base, exponent = ranges[node.args[0]], ranges[node.args[1]]
    if exponent.lo == exponent.hi and Fraction(exponent.lo).denominator == 1:
        k = int(exponent.lo)
        if k > 0:
            return base.power(k)
        return point(Fraction(1)) if k == 0 else base.power(-k).reciprocal()
    return POSITIVE if base.lo > 0 else (NONNEGATIVE if base.lo >= 0 else ANY)


def _root(node: Expr, ranges: Ranges) -> Interval:
    """sqrt(p / q) = sqrt(p q) / q, rounded down."""
    low = ranges[node.args[0]].lo
    if not 0 < low < INF:
        return NONNEGATIVE
    low = Fraction(low)
    return Interval(Fraction(isqrt(low.numerator * low.denominator), low.denominator))


def _exponential(node: Expr, ranges: Ranges) -> Interval:
    inner = ranges[node.args[0]]
    if inner.lo >= 0:
        return Interval(Fraction(1))
    return Interval(Fraction(0), Fraction(1), True) if inner.hi <= 0 else POSITIVE


def _total(node: Expr, ranges: Ranges) -> Interval:
    """A sum of one or more terms from a range."""
    term = ranges[node.args[0]]
    if term.hi <= 0:
        return Interval(-INF, term.hi, False, term.hi_open)
    return Interval(term.lo, INF, term.lo_open) if term.lo >= 0 else ANY


def _dot(node: Expr, ranges: Ranges) -> Interval:
    return NONNEGATIVE if node.args[0] is node.args[1] else _products(node, ranges)


def _products(node: Expr, ranges: Ranges) -> Interval:
    """A sum of one or more products."""
    both = ranges[node.args[0]] * ranges[node.args[1]]
    return Interval(both.lo, INF, both.lo_open) if both.lo >= 0 else ANY


def _with_zero(node: Expr, ranges: Ranges) -> Interval:
    return ranges[node.args[0]].hull(point(Fraction(0)))


def _array(node: Expr, ranges: Ranges) -> Interval:
    leaves = [Fraction(text) for text in _flat(node.attrs[0])]
    return Interval(min(leaves), max(leaves))


def _flat(rows: object) -> list[str]:
    return [leaf for row in rows for leaf in _flat(row)] if isinstance(rows, tuple) else [str(rows)]


def _extremum(node: Expr, ranges: Ranges) -> Interval:
    a, b = (ranges[arg] for arg in node.args)
    if node.op == "minimum":
        a, b = -a, -b
    lo, lo_open = max((a.lo, a.lo_open), (b.lo, b.lo_open))
    hi, closed = max((a.hi, not a.hi_open), (b.hi, not b.hi_open))
    out = Interval(lo, hi, lo_open, not closed)
    return -out if node.op == "minimum" else out


def _square_or_product(node: Expr, ranges: Ranges) -> Interval:
    left, right = node.args
    return ranges[left].power(2) if left is right else ranges[left] * ranges[right]


_FORWARD: dict[str, Callable[[Expr, Ranges], Interval]] = {
    "add": lambda node, r: r[node.args[0]] + r[node.args[1]],
    "neg": lambda node, r: -r[node.args[0]],
    "mul": _square_or_product, "outer": lambda node, r: r[node.args[0]] * r[node.args[1]],
    "div": lambda node, r: r[node.args[0]] * r[node.args[1]].reciprocal(),
    "abs": lambda node, r: r[node.args[0]].absolute(),
    "pow": _power, "sqrt": _root, "exp": _exponential, "sum": _total, "dot": _dot, "matmul": _products,
    "diag": _with_zero,
    "concat": lambda node, r: reduce(Interval.hull, (r[arg] for arg in node.args)),
    "array": _array, "maximum": _extremum, "minimum": _extremum,
    **dict.fromkeys(_SAME, lambda node, r: r[node.args[0]]),
}


def _relate(rel: Relation, ranges: Ranges) -> None:
    lhs, rhs = ranges[rel.lhs], ranges[rel.rhs]
    if rel.op == "eq":
        ranges[rel.lhs] = ranges[rel.rhs] = lhs.meet(rhs)
        return
    strict = rel.op == "lt"
    ranges[rel.lhs] = lhs.meet(Interval(-INF, rhs.hi, False, strict or rhs.hi_open))
    ranges[rel.rhs] = rhs.meet(Interval(lhs.lo, INF, strict or lhs.lo_open, False))


def _backward(node: Expr, ranges: Ranges) -> None:
    value = ranges[node]
    if value.empty:
        return

    def cut(arg: Expr, new: Interval) -> None:
        ranges[arg] = ranges[arg].meet(new)

    if node.op == "concat":
        for arg in node.args:
            cut(arg, value)
    elif node.op == "neg":
        cut(node.args[0], -value)
    elif node.op in ("transpose", "vec"):
        cut(node.args[0], value)
    elif node.op == "max":
        cut(node.args[0], Interval(-INF, value.hi, False, value.hi_open))
    elif node.op == "min":
        cut(node.args[0], Interval(value.lo, INF, value.lo_open, False))
    elif node.op == "abs":
        cut(node.args[0], Interval(-value.hi, value.hi, value.hi_open, value.hi_open))
    elif node.op in ("add", "mul", "div"):
        _backward_binary(node, value, ranges, cut)


def _backward_binary(node: Expr, value: Interval, ranges: Ranges, cut: Callable[[Expr, Interval], None]) -> None:
    a, b = node.args
    if node.op == "add":
        cut(a, value + -ranges[b])
        cut(b, value + -ranges[a])
    elif node.op == "mul" and a is not b:
        for this, other in ((a, b), (b, a)):
            if not _touches_zero(ranges[other]):
                cut(this, value * ranges[other].reciprocal())
    elif node.op == "div" and not ranges[b].empty:
        cut(a, value * ranges[b])


def _touches_zero(value: Interval) -> bool:
    return value.lo <= 0 <= value.hi


__all__ = ["Ranges", "narrow"]
