"""Sums and differences: the triangle inequality, and Pythagoras for what is never negative."""

from __future__ import annotations

from certify.bounds.rules.common import add, ask, entries_of, mul, root, size_of, square
from certify.bounds.steps import KINDS, Query, Rule
from certify.language import Expr


def _triangle(kind: str) -> Rule:
    return Rule(f"triangle inequality, {kind}", kind, ("add",), lambda node: _terms(kind, node), _added(kind),
                "||a + b|| <= ||a|| + ||b||")


def _terms(kind: str, node: Expr) -> list[Query] | None:
    return ask(kind, *node.args) if len({arg.shape for arg in node.args}) == 1 or kind == "size" else None


def _added(kind: str):  # type: ignore[no-untyped-def]
    return lambda node, a, b: add(a, b)


def _sign(kind: str) -> Rule:
    return Rule(f"sign, {kind}", kind, ("neg",), lambda node: ask(kind, *node.args), lambda node, a: a, "||-a|| = ||a||")


def _difference(kind: str):  # type: ignore[no-untyped-def]
    def premises(node: Expr) -> list[Query] | None:
        a, b = node.args
        if b.op != "neg" or a.shape != b.shape:
            return None
        b = b.args[0]
        return [Query(kind, a), Query(kind, b), Query("floor", a), Query("floor", b)]
    return premises


_NORMS = ("l1", "l2", "fro", "spectral", "rows", "columns", "spread")
assert set(_NORMS) | {"size", "floor"} == set(KINDS)

TABLE = (
    *(_triangle(kind) for kind in (*_NORMS, "size")),
    *(_sign(kind) for kind in _NORMS),
    Rule("difference of nonnegative vectors", "l2", ("add",), _difference("l2"),
         lambda node, a, b, *floors: root(add(square(a), square(b))), "||a - b||^2 = ||a||^2 + ||b||^2 - 2<a, b>"),
    Rule("total", "size", ("sum",), lambda node: ask("l1", *node.args) if not node.shape and len(node.args[0].shape) == 1 else None,
         lambda node, a: a, "|sum v| <= ||v||_1"),
    Rule("total of a matrix", "size", ("sum",), lambda node: ask("fro", *node.args) if not node.shape and len(node.args[0].shape) == 2 else None,
         lambda node, a: mul(root(entries_of(node.args[0])), a), "|sum M| <= sqrt(mn) ||M||_F"),
    Rule("trace", "size", ("trace",), lambda node: ask("fro", *node.args),
         lambda node, a: mul(root(size_of(node.args[0].shape[0])), a), "|tr M| <= sqrt(n) ||M||_F"),
)
