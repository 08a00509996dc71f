"""The same polynomials row by row: matrices made of entrywise products, and of sums of rows times rows.

A matrix is the polynomial that each of its rows is in the rows of its atoms; a vector of row sums is a scalar there.
A scalar is read as a total over all rows, and its polynomial is that of the summand, which is linear in what is added
up: products of totals are not taken apart.
"""

from __future__ import annotations

from functools import lru_cache

from certify.bounds.power_sums import NotTakenApart, Poly, added, atom, multiplied, number, scaled, size_of_axis, summed
from certify.calculus.algebra import constant
from certify.language import Expr


@lru_cache(maxsize=4096)
def row_sums(node: Expr) -> Poly:
    """The polynomial of one row; raises ``NotTakenApart`` where there is none."""
    return (_total, _sum_of_row, _row)[len(node.shape)](node)


def _linear(node: Expr) -> Poly | None:
    if node.op == "add" and len({arg.shape for arg in node.args}) == 1:
        return added(*map(row_sums, node.args))
    if node.op == "neg":
        return scaled(-1, row_sums(node.args[0]))
    for scale, rest in (node.args, node.args[::-1]) if node.op == "mul" else ():
        value = constant(scale)
        if value is not None:
            return scaled(value, row_sums(rest))
    below = constant(node.args[1]) if node.op == "div" else None
    return scaled(1 / below, row_sums(node.args[0])) if below else None


def _row(node: Expr) -> Poly:
    found = _linear(node)
    if found is not None:
        return found
    first, second = (*node.args, None, None)[:2]
    if node.op == "mul" and first is not None and second is not None and first.shape == second.shape:
        return multiplied(row_sums(first), row_sums(second))
    if node.op == "outer" and second is not None and second.op == "ones" and first is not None:
        return row_sums(first)
    if node.op == "matmul" and first is not None and second is not None and first.op == "diag":
        return multiplied(row_sums(first.args[0]), row_sums(second))
    return number(1) if node.op == "ones" else atom(node)


def _sum_of_row(node: Expr) -> Poly:
    found = _linear(node)
    if found is not None:
        return found
    if node.op == "matmul" and node.args[1].op == "ones":
        return _over_row(node.args[0])
    if node.op == "sum" and node.attrs[0] == 1:
        return _over_row(node.args[0])
    if node.op == "mul" and all(arg.shape for arg in node.args):
        return multiplied(*map(row_sums, node.args))
    if node.op == "ones":
        return number(1)
    raise NotTakenApart(f"{node.op} is no sum of a row")


def _over_row(matrix: Expr) -> Poly:
    return summed(row_sums(matrix), size_of_axis(matrix.shape[1]))


def _total(node: Expr) -> Poly:
    found = _linear(node)
    if found is not None:
        return found
    if node.op == "sum" and node.attrs[0] is None:
        inner = node.args[0]
        return _over_row(inner) if len(inner.shape) == 2 else row_sums(inner)
    for ones, sums in (node.args, node.args[::-1]) if node.op == "dot" else ():
        if ones.op == "ones":
            return row_sums(sums)
    raise NotTakenApart(f"{node.op} is no total of rows")


__all__ = ["row_sums"]
