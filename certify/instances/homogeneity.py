"""How an expression scales: e(t s) = t^k e(s) for t > 0, read off its form."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from certify.language import Expr, make, postorder, rebuild

_KEEP = frozenset([
    "neg", "abs", "transpose", "diag", "diagonal", "trace", "vec", "sum", "max", "min", "norm",
    "eigmin", "eigmax", "sigmin", "sumover", "take",
])
_ADD = frozenset(["mul", "matmul", "dot", "outer", "kron"])
_LEVEL = frozenset(["add", "maximum", "minimum", "concat"])
_ZERO = Fraction(0)


@lru_cache(maxsize=4096)
def degree(root: Expr, symbol: Expr) -> Fraction | None:
    """The k with root(t symbol) = t^k root(symbol) for all t > 0, or None where the form does not show one."""
    degrees: dict[Expr, Fraction | None] = {}
    for node in postorder(root):
        degrees[node] = Fraction(1) if node is symbol else _of(node, [degrees[arg] for arg in node.args])
    return degrees[root]


def _of(node: Expr, below: list[Fraction | None]) -> Fraction | None:
    known = [k for k in below if k is not None]
    if len(known) < len(below):
        return None
    if not any(known):
        return _ZERO
    if node.op in _KEEP:
        return known[0]
    if node.op in _ADD:
        return known[0] + known[1]
    if node.op in _LEVEL:
        return known[0] if len(set(known)) == 1 else None
    return _others(node, known)


def _others(node: Expr, known: list[Fraction]) -> Fraction | None:
    if node.op == "div":
        return known[0] - known[1]
    if node.op == "sqrt":
        return known[0] / 2
    if node.op == "inv":
        return -known[0]
    if node.op == "normp":
        return known[0] if known[1] == 0 else None
    if node.op == "pow" and node.args[1].op == "const":
        return known[0] * Fraction(node.args[1].attrs[0])
    return None


def differences(*roots: Expr) -> set[tuple[Expr, Expr]]:
    """Pairs of symbols (x, y), each on one side of a difference x - y in the expressions."""
    found = set()
    for node in postorder(*roots):
        if node.op == "add" and node.args[1].op == "neg":
            x, y = node.args[0], node.args[1].args[0]
            if x.op == y.op == "sym" and x.shape == y.shape and x is not y:
                found.add((x, y))
    return found


def of_difference(root: Expr, x: Expr, y: Expr) -> tuple[Expr, Expr]:
    """The expression with a fresh symbol in place of x - y (and its negative for y - x), and that symbol."""
    gap = make("sym", (), ("_gap", x.shape))
    forward, back = make("add", (x, make("neg", (y,)))), make("add", (y, make("neg", (x,))))

    def change(node: Expr, args: tuple[Expr, ...]) -> Expr:
        if node is forward:
            return gap
        return make("neg", (gap,)) if node is back else make(node.op, args, node.attrs)

    return rebuild((root,), change)[0], gap


__all__ = ["degree", "differences", "of_difference"]
