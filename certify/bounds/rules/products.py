"""Products of arrays: Hoelder's inequality, Cauchy-Schwarz, and norms of rank-one and Kronecker matrices.

Horn and Johnson, Topics in Matrix Analysis, section 4.2 (Kronecker products) and 5.5 (entrywise products).
"""

from __future__ import annotations

from collections.abc import Callable

from certify.bounds.rules.common import ask, mul, quotient
from certify.bounds.steps import Query, Rule
from certify.language import Expr

Ask = Callable[[Expr], "list[Query] | None"]


def _product(node: Expr, *bounds: Expr) -> Expr:
    out = bounds[0]
    for bound in bounds[1:]:
        out = mul(out, bound)
    return out


def _split(kind: str, left: str, right: str, swap: bool = False) -> Ask:
    """Kinds for the two operands of an entrywise or inner product; a scalar operand is asked for its size."""
    def premises(node: Expr) -> list[Query] | None:
        a, b = node.args[::-1] if swap else node.args
        if not a.shape and not b.shape:
            return None
        if not a.shape or not b.shape:
            if left != "size" or right != kind:
                return None
            scalar, array = (a, b) if not a.shape else (b, a)
            return [Query("size", scalar), Query(kind, array)]
        return [Query(left, a), Query(right, b)]
    return premises


def _scaled(kind: str) -> Rule:
    """A scalar times a matrix, or a vector of which the spread is asked."""
    def premises(node: Expr) -> list[Query] | None:
        scalars = [arg for arg in node.args if not arg.shape]
        arrays = [arg for arg in node.args if arg.shape]
        return [Query("size", scalars[0]), Query(kind, arrays[0])] if len(scalars) == len(arrays) == 1 else None
    return Rule(f"scaling, {kind}", kind, ("mul",), premises, _product, "||s M|| = |s| ||M||")


def _over_scalar(kind: str) -> Rule:
    """Division by a scalar; entry by entry where the norm looks at sizes of entries only (the spectral does not)."""
    def premises(node: Expr) -> list[Query] | None:
        above, below = node.args
        if not above.shape or (below.shape and kind == "spectral"):
            return None
        return [Query(kind, above), Query("floor", below)]
    return Rule(f"division, {kind}", kind, ("div",), premises,
                lambda node, a, b: quotient(a, b), "||v / s|| <= ||v|| / min s")


def _entrywise(name: str, kind: str, left: str, right: str, because: str) -> list[Rule]:
    return [Rule(f"{name}, {side}", kind, ("mul",), _split(kind, left, right, side == "second"), _product, because)
            for side in ("first", "second")]


def _inner(name: str, left: str, right: str, because: str) -> Rule:
    return Rule(name, "size", ("dot",), lambda node: [Query(left, node.args[0]), Query(right, node.args[1])], _product,
                because)


def _outer(kind: str, left: str, right: str) -> Rule:
    return Rule(f"rank one, {kind}", kind, ("outer",),
                lambda node: [Query(left, node.args[0]), Query(right, node.args[1])], _product,
                "||a b^T|| = ||a|| ||b|| in dual norms")


TABLE = (
    Rule("product of sizes", "size", ("mul", "outer", "kron"), lambda node: ask("size", *node.args), _product,
         "|ab| = |a| |b|"),
    *_entrywise("Hoelder for l2", "l2", "size", "l2", "||a o b||_2 <= ||a||_inf ||b||_2"),
    *_entrywise("Hoelder for l1", "l1", "size", "l1", "||a o b||_1 <= ||a||_inf ||b||_1"),
    Rule("Cauchy-Schwarz for l1", "l1", ("mul",), _split("l1", "l2", "l2"), _product, "||a o b||_1 <= ||a||_2 ||b||_2"),
    *_entrywise("Hoelder for fro", "fro", "size", "fro", "||A o B||_F <= max |A_ij| ||B||_F"),
    *(_scaled(kind) for kind in ("spectral", "rows", "columns", "spread")),
    *(_over_scalar(kind) for kind in ("l1", "l2", "fro", "spectral", "rows", "columns")),
    _inner("Cauchy-Schwarz", "l2", "l2", "|<a, b>| <= ||a||_2 ||b||_2"),
    _inner("Hoelder, first in l1", "l1", "size", "|<a, b>| <= ||a||_1 ||b||_inf"),
    _inner("Hoelder, second in l1", "size", "l1", "|<a, b>| <= ||a||_inf ||b||_1"),
    *(_outer(kind, left, right) for kind, left, right in (
        ("spectral", "l2", "l2"), ("fro", "l2", "l2"), ("rows", "size", "l1"), ("columns", "l1", "size"))),
    *(Rule(f"Kronecker product, {kind}", kind, ("kron",), lambda node, kind=kind: ask(kind, *node.args), _product,  # type: ignore[misc]
           "||A kron B|| = ||A|| ||B||") for kind in ("spectral", "fro", "rows", "columns")),
)
