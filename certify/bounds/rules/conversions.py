"""Between norms of one array (Horn and Johnson, Matrix Analysis, sections 5.4 and 5.6)."""

from __future__ import annotations

from collections.abc import Callable

from certify.bounds.rules.common import ask, coerce, entries_of, mul, root, size_of
from certify.bounds.steps import Query, Rule
from certify.language import Expr


def _of(rank: int, kind: str) -> Callable[[Expr], list[Query] | None]:
    return lambda node: ask(kind, node) if len(node.shape) == rank else None


def _same(node: Expr, bound: Expr) -> Expr:
    return bound


def _times_root_of_entries(node: Expr, bound: Expr) -> Expr:
    return mul(root(entries_of(node)), bound)


def _times_root_of(axis: int) -> Callable[[Expr, Expr], Expr]:
    return lambda node, bound: mul(root(size_of(node.shape[axis])), bound)


def _times(axis: int) -> Callable[[Expr, Expr], Expr]:
    return lambda node, bound: mul(size_of(node.shape[axis]), bound)


TABLE = (
    Rule("l2 from size", "l2", (), _of(1, "size"), _times_root_of_entries, "||v||_2 <= sqrt(n) ||v||_inf"),
    Rule("l2 from l1", "l2", (), _of(1, "l1"), _same, "||v||_2 <= ||v||_1"),
    Rule("l1 from l2", "l1", (), _of(1, "l2"), _times_root_of_entries, "||v||_1 <= sqrt(n) ||v||_2"),
    Rule("l1 from size", "l1", (), _of(1, "size"), _times(0), "||v||_1 <= n ||v||_inf"),
    Rule("size from l2", "size", (), _of(1, "l2"), _same, "||v||_inf <= ||v||_2"),
    Rule("size from l1", "size", (), _of(1, "l1"), _same, "||v||_inf <= ||v||_1"),
    Rule("spread from size", "spread", (), _of(1, "size"), lambda node, bound: mul(coerce(2), bound),
         "max v - min v <= 2 ||v||_inf"),
    Rule("spread from l2", "spread", (), _of(1, "l2"), lambda node, bound: mul(root(coerce(2)), bound),
         "v_i - v_j <= sqrt(2) ||v||_2 (Cauchy-Schwarz)"),
    Rule("spread from l1", "spread", (), _of(1, "l1"), _same, "v_i - v_j <= |v_i| + |v_j|"),
    Rule("spectral from fro", "spectral", (), _of(2, "fro"), _same, "||M|| <= ||M||_F"),
    Rule("spectral from rows and columns", "spectral", (),
         lambda node: [Query("rows", node), Query("columns", node)] if len(node.shape) == 2 else None,
         lambda node, a, b: root(mul(a, b)), "||M||^2 <= ||M||_1 ||M||_inf"),
    Rule("fro from spectral, rows", "fro", (), _of(2, "spectral"), _times_root_of(0), "||M||_F <= sqrt(m) ||M||"),
    Rule("fro from spectral, columns", "fro", (), _of(2, "spectral"), _times_root_of(1), "||M||_F <= sqrt(n) ||M||"),
    Rule("fro from size", "fro", (), _of(2, "size"), _times_root_of_entries, "||M||_F <= sqrt(mn) max |M_ij|"),
    Rule("rows from spectral", "rows", (), _of(2, "spectral"), _times_root_of(1), "||M||_inf <= sqrt(n) ||M||"),
    Rule("columns from spectral", "columns", (), _of(2, "spectral"), _times_root_of(0), "||M||_1 <= sqrt(m) ||M||"),
    Rule("size from spectral", "size", (), _of(2, "spectral"), _same, "|M_ij| <= ||M||"),
    Rule("size from fro", "size", (), _of(2, "fro"), _same, "|M_ij| <= ||M||_F"),
)
