"""Quotients of exponentials that are evaluated as a softmax, so that nothing overflows on the way.

Each function returns the argument z where a node has the pattern, else None. All of them are identities of
expressions that are defined for every z, so the value of a node never changes.
"""

from __future__ import annotations

from fractions import Fraction

from certify.language import Expr


def softmax_argument(node: Expr) -> Expr | None:
    """z for exp(z) / sum(exp(z)), also written with a factor 1 / sum(exp(z)) or sum(exp(z))**-1; z a vector."""
    if node.op not in ("div", "mul") or len(node.shape) != 1:
        return None
    for top, other in (node.args, node.args[::-1]) if node.op == "mul" else (node.args,):
        bottom = other if node.op == "div" else reciprocal(other)
        if top.op == "exp" and bottom is not None and _is_total(bottom, top):
            return top.args[0]
    return None


def reciprocal(node: Expr) -> Expr | None:
    """s for 1 / s, s**-1, and entrywise so for vectors."""
    if node.op == "div" and _is_number(node.args[0], 1):
        return node.args[1]
    if node.op == "pow" and _is_number(node.args[1], -1):
        return node.args[0]
    return None


def _is_number(node: Expr, value: int) -> bool:
    if node.op in ("const", "ones"):
        return value == 1 if node.op == "ones" else Fraction(node.attrs[0]) == value
    return False


def _is_total(node: Expr, terms: Expr) -> bool:
    """node is the sum of the entries of the vector ``terms``."""
    if node.op == "sum":
        return node.args[0] is terms
    return node.op == "dot" and any(a is terms and b.op == "ones" for a, b in (node.args, node.args[::-1]))


def row_softmax(node: Expr) -> Expr | None:
    """Z for D^-1 exp(Z) with D = diag(exp(Z) 1), the attention matrix."""
    if node.op != "matmul" or node.args[1].op != "exp" or len(node.shape) != 2:
        return None
    left, terms = node.args
    totals: Expr | None = None
    if left.op == "inv" and left.args[0].op == "diag":
        totals = left.args[0].args[0]
    elif left.op == "diag":
        totals = reciprocal(left.args[0])
    return terms.args[0] if totals is not None and _are_row_totals(totals, terms) else None


def _are_row_totals(node: Expr, terms: Expr) -> bool:
    if node.op == "sum":
        return node.args[0] is terms and node.attrs[0] == 1
    return node.op == "matmul" and node.args[0] is terms and node.args[1].op == "ones" and len(node.shape) == 1


def log_sum_exp(node: Expr) -> Expr | None:
    """z for log(sum(exp(z))), z a vector."""
    if node.op != "log" or node.shape or not node.args[0].args:
        return None
    terms = next((arg for arg in node.args[0].args if arg.op == "exp"), None)
    if terms is None or len(terms.shape) != 1 or not _is_total(node.args[0], terms):
        return None
    return terms.args[0]


__all__ = ["log_sum_exp", "reciprocal", "row_softmax", "softmax_argument"]
