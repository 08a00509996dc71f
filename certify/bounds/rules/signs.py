"""One-sided bounds of entries: e <= v (``above``) and e >= -v (``under``) with v >= 0, sharper than |e| <= v."""

from __future__ import annotations

from fractions import Fraction

from certify.bounds.rules.common import add, ask, mul
from certify.bounds.steps import Query, Rule
from certify.calculus.algebra import constant
from certify.language import Expr, coerce

ZERO = coerce(0)
_OTHER = {"above": "under", "under": "above"}


def _number(kind: str):  # type: ignore[no-untyped-def]
    sign = 1 if kind == "above" else -1
    return lambda node: coerce(max(sign * Fraction(node.attrs[0]), Fraction(0)))


def _scaled(kind: str):  # type: ignore[no-untyped-def]
    """A rational number times an array."""
    def premises(node: Expr) -> list[Query] | None:
        for number, rest in (node.args, node.args[::-1]):
            value = constant(number)
            if value is not None:
                return [Query(kind if value >= 0 else _OTHER[kind], rest)]
        return None
    return premises


def _times_number(node: Expr, bound: Expr) -> Expr:
    value = next(value for value in map(constant, node.args) if value is not None)
    return mul(coerce(abs(value)), bound)


def _weighted(kind: str, swap: bool):  # type: ignore[no-untyped-def]
    """a b with a >= 0, entrywise."""
    def premises(node: Expr) -> list[Query]:
        a, b = node.args[::-1] if swap else node.args
        return [Query("floor", a), Query("size", a), Query(kind, b)]
    return premises


def _mean(kind: str):  # type: ignore[no-untyped-def]
    """<a, b> with a >= 0."""
    def premises(node: Expr) -> list[Query]:
        a, b = node.args if node.args[0].op == "softmax" else node.args[::-1]
        return [Query("floor", a), Query("l1", a), Query(kind, b)]
    return premises


def _both(node: Expr) -> list[Query]:
    return [Query("above", node), Query("under", node)]


def _larger(node: Expr, a: Expr, b: Expr) -> Expr:
    """max(a, b), by a + b where they are no numbers."""
    x, y = constant(a), constant(b)
    return coerce(max(x, y)) if x is not None and y is not None else add(a, b)


def _rules(kind: str) -> list[Rule]:
    return [
        Rule(f"{kind} from size", kind, (), lambda node: ask("size", node), lambda node, a: a, "|e| <= v"),
        Rule(f"{kind}, number", kind, ("const",), lambda node: [], _number(kind), "its value"),
        Rule(f"{kind}, sum", kind, ("add",), lambda node: ask(kind, *node.args), lambda node, a, b: add(a, b),
             "bounds of terms add up"),
        Rule(f"{kind}, sign", kind, ("neg",), lambda node: ask(_OTHER[kind], *node.args), lambda node, a: a, "-e"),
        Rule(f"{kind}, multiple", kind, ("mul",), _scaled(kind), _times_number, "a number times e"),
        *(Rule(f"{kind}, weight, {side}", kind, ("mul",), _weighted(kind, side == "second"),
               lambda node, low, a, b: mul(a, b), "0 <= a <= max a") for side in ("first", "second")),
        Rule(f"{kind}, mean", kind, ("dot",), _mean(kind), lambda node, low, a, b: mul(a, b),
             "<a, b> <= ||a||_1 max b"),
    ]


TABLE = (
    *_rules("above"), *_rules("under"),
    Rule("nothing under zero", "under", (), lambda node: ask("floor", node), lambda node, low: ZERO, "e >= 0"),
    Rule("size from both sides", "size", (), _both, _larger, "|e| <= max(above, under)"),
)
