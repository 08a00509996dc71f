"""What occurs in expressions: free symbols, free indices, dimensions; substitution."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from certify.language.errors import ShapeError
from certify.language.expr import Expr, coerce, make, postorder, rebuild
from certify.language.sizes import Size, show_shape


def free_symbols(*roots: Expr) -> set[Expr]:
    """Symbols that occur (a variable of differentiation occurs)."""
    return {node for node in postorder(*roots) if node.op == "sym"}


def free_indices(*roots: Expr) -> set[Expr]:
    """Index symbols that occur outside of the sums that bind them."""
    free: dict[Expr, frozenset[Expr]] = {}
    for node in postorder(*roots):
        below: frozenset[Expr] = frozenset().union(*(free[arg] for arg in node.args))
        if node.op == "idx":
            below |= {node}
        free[node] = below - {node.args[1]} if node.op == "sumover" else below
    return set().union(*(free[root] for root in roots))


def bound_names(*roots: Expr) -> set[str]:
    """Names of the indices that a sum binds."""
    return {node.args[1].attrs[0] for node in postorder(*roots) if node.op == "sumover"}


def dim_names(*roots: Expr) -> set[str]:
    """Dimension names that occur, in shapes or as numbers."""
    return {name for node in postorder(*roots) for size in _sizes(node) for name in size.names}


def _sizes(node: Expr) -> Iterator[Size]:
    yield from node.shape
    if node.op == "dim":
        yield Size.of(node.attrs[0])
    if node.op == "idx":
        yield node.attrs[1]


def subs(root: Expr, changes: Mapping[Expr, Any]) -> Expr:
    """``root`` with symbols replaced by expressions of their shapes, all at once.

    Derivatives by a replaced symbol are carried out first, so ``grad(L, x).subs({x: y + z})`` is the
    gradient at y + z. Names of definitions inside are dropped where something below them changes.
    """
    table = {old: coerce(new) for old, new in changes.items()}
    for old, new in table.items():
        if old.op != "sym" or old.shape != new.shape:
            raise ShapeError(f"subs replaces a symbol by an expression of its shape, not {old!r} "
                             f"by one of shape {show_shape(new.shape)}")
    return rebuild((_expand(root, table),), lambda node, args: _replace(node, args, table))[0]


def _replace(node: Expr, args: tuple[Expr, ...], table: Mapping[Expr, Expr]) -> Expr:
    if node in table:
        return table[node]
    return make(node.op, args, node.attrs)


def _expand(root: Expr, table: Mapping[Expr, Expr]) -> Expr:
    if not any(node.op in ("deriv", "jvp") and node.args[1] in table for node in postorder(root)):
        return root
    from certify.calculus import expand

    return expand(root)
