"""Linear algebra: operator norms, and what a norm as a number is bounded by (Horn and Johnson, section 5.6)."""

from __future__ import annotations

from collections.abc import Callable

from certify.bounds.rules.common import ONE, add, ask, entries_of, mul, root, size_of, square
from certify.bounds.steps import NORM_KINDS, Query, Rule
from certify.language import Expr, make

Ask = Callable[[Expr], "list[Query] | None"]


def _image(kind: str, left: str, right: str) -> Ask:
    """Kinds for M and v in M v, asked for a norm of the image."""
    return lambda node: [Query(left, node.args[0]), Query(right, node.args[1])] if len(node.shape) == 1 else None


def _both(left: str, right: str) -> Ask:
    return lambda node: [Query(left, node.args[0]), Query(right, node.args[1])] if len(node.shape) == 2 else None


def _times(node: Expr, a: Expr, b: Expr) -> Expr:
    return mul(a, b)


def _norm(node: Expr) -> list[Query]:
    (inner,) = node.args
    return ask(NORM_KINDS[len(inner.shape)][node.attrs[0]], inner)


def _first(node: Expr, a: Expr, *rest: Expr) -> Expr:
    return a


def _column(kind: str) -> Ask:
    """A row or a column of a matrix is the image of a unit vector."""
    return lambda node: ask(kind, node.args[0]) if len(node.shape) == 1 else None


def _line(kind: str, axis: int) -> Ask:
    """l1 norm of row k (axis 0) or column k (axis 1)."""
    return lambda node: ask(kind, node.args[0]) if len(node.shape) == 1 and node.attrs[0] == axis else None


def _pair(kind: str) -> Ask:
    """Two vectors, or two matrices, that are joined."""
    rank = 1 if kind == "l2" else 2
    return lambda node: ask(kind, *node.args) if len(node.args) == 2 and len(node.shape) == rank else None


def _associated(left: str, right: str) -> Ask:
    """(a b) c as a (b c), and a (b c) as (a b) c."""
    def premises(node: Expr) -> list[Query] | None:
        first, second = node.args
        if len(node.shape) != 2:
            return None
        if first.op == "matmul" and len(first.args[0].shape) == 2:
            return [Query(left, first.args[0]), Query(right, make("matmul", (first.args[1], second)))]
        if second.op == "matmul":
            return [Query(left, make("matmul", (first, second.args[0]))), Query(right, second.args[1])]
        return None
    return premises


_TURNED = {"spectral": "spectral", "fro": "fro", "rows": "columns", "columns": "rows"}

TABLE = (
    Rule("image, l2", "l2", ("matmul",), _image("l2", "spectral", "l2"), _times, "||M v||_2 <= ||M|| ||v||_2"),
    Rule("image, l1", "l1", ("matmul",), _image("l1", "columns", "l1"), _times, "||M v||_1 <= ||M||_1 ||v||_1"),
    Rule("image, size", "size", ("matmul",), _image("size", "rows", "size"), _times,
         "||M v||_inf <= ||M||_inf ||v||_inf"),
    *(Rule(f"product, {kind}", kind, ("matmul",), _both(kind, kind), _times, "||M N|| <= ||M|| ||N||")
      for kind in ("spectral", "rows", "columns")),
    Rule("product, fro first", "fro", ("matmul",), _both("fro", "spectral"), _times, "||M N||_F <= ||M||_F ||N||"),
    Rule("product, fro second", "fro", ("matmul",), _both("spectral", "fro"), _times, "||M N||_F <= ||M|| ||N||_F"),
    *(Rule(f"product of three, {left} and {right}", kind, ("matmul",), _associated(left, right), _times,
           "products are associative") for kind, left, right in (
               ("spectral", "spectral", "spectral"), ("fro", "fro", "spectral"), ("fro", "spectral", "fro"))),
    *(Rule(f"transpose, {kind}", kind, ("transpose",), lambda node, other=other: ask(other, *node.args), _first,  # type: ignore[misc]
           "||M^T||") for kind, other in _TURNED.items()),
    Rule("diagonal matrix", "spectral", ("diag",), lambda node: ask("size", *node.args), _first,
         "||diag(v)|| = ||v||_inf"),
    Rule("rows of a diagonal matrix", "rows", ("diag",), lambda node: ask("size", *node.args), _first,
         "||diag(v)||_inf"),
    Rule("columns of a diagonal matrix", "columns", ("diag",), lambda node: ask("size", *node.args), _first,
         "||diag(v)||_1"),
    Rule("Frobenius norm of a diagonal matrix", "fro", ("diag",), lambda node: ask("l2", *node.args), _first,
         "||diag(v)||_F = ||v||_2"),
    *(Rule(f"identity, {kind}", kind, ("eye",), lambda node: [], lambda node: ONE, "||I|| = 1")
      for kind in ("spectral", "rows", "columns")),
    Rule("identity, fro", "fro", ("eye",), lambda node: [], lambda node: root(size_of(node.shape[0])),
         "||I||_F = sqrt(n)"),
    *(Rule(f"unit vector, {kind}", kind, ("unit",), lambda node: [], lambda node: ONE,
           "||e_k|| = 1") for kind in ("l1", "l2", "spread")),
    Rule("ones, l2", "l2", ("ones",), lambda node: [] if len(node.shape) == 1 else None,
         lambda node: root(entries_of(node)), "||1||_2 = sqrt(n)"),
    Rule("norm as a number", "size", ("norm",), _norm, _first, "the norm itself"),
    Rule("extreme eigenvalue", "size", ("eigmax", "eigmin", "sigmin"), lambda node: ask("spectral", *node.args),
         _first, "|lambda| <= ||M||"),
    Rule("flattened matrix", "l2", ("vec",), lambda node: ask("fro", *node.args), _first, "||vec(M)||_2 = ||M||_F"),
    Rule("line of a matrix", "l2", ("take",), _column("spectral"), _first, "||M e_k||_2 <= ||M||"),
    Rule("line of a matrix, Frobenius", "l2", ("take",), _column("fro"), _first, "||M e_k||_2 <= ||M||_F"),
    Rule("row of a matrix, l1", "l1", ("take",), _line("rows", 0), _first, "||M^T e_k||_1 <= ||M||_inf"),
    Rule("column of a matrix, l1", "l1", ("take",), _line("columns", 1), _first, "||M e_k||_1 <= ||M||_1"),
    *(Rule(f"joined vectors, {kind}", kind, ("concat",), _pair(kind),
           lambda node, a, b: root(add(square(a), square(b))), "||(a, b)||^2 <= ||a||^2 + ||b||^2")
      for kind in ("l2", "fro", "spectral")),
)
