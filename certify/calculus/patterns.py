"""Quotients of exponentials that are evaluated as a softmax, so that nothing overflows on the way.

Each function returns the argument z where a node has the pattern, else None. All of them are identities of
expressions that are defined for every z, so the value of a node never changes.
"""

from __future__ import annotations

from fractions import Fraction

from certify.language import Expr, make


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
    """node is the sum of the entries of ``terms``."""
    if node.op == "sum":
        return node.args[0] is terms and not node.shape
    return node.op == "dot" and any(a is terms and b.op == "ones" for a, b in (node.args, node.args[::-1]))


def matrix_softmax(node: Expr) -> tuple[Expr, int] | None:
    """Z and 1 for D^-1 exp(Z) with D = diag(exp(Z) 1), the attention matrix; Z and 0 for exp(Z) D^-1 likewise with the
    sums of the columns; what is written as a softmax."""
    if node.op == "softmax" and len(node.shape) == 2:
        return node.args[0], node.attrs[0]
    if node.op != "matmul" or len(node.shape) != 2:
        return None
    for axis, (scaling, terms) in ((1, node.args), (0, node.args[::-1])):
        totals = _divisors(scaling)
        if terms.op == "exp" and totals is not None and _are_totals(totals, terms, axis):
            return terms.args[0], axis
    return None


def _divisors(matrix: Expr) -> Expr | None:
    """t for diag(t)^-1."""
    if matrix.op == "inv" and matrix.args[0].op == "diag":
        return matrix.args[0].args[0]
    return reciprocal(matrix.args[0]) if matrix.op == "diag" else None


def _are_totals(node: Expr, terms: Expr, axis: int) -> bool:
    """node holds the sums of the matrix ``terms`` along an axis."""
    if node.op == "sum":
        return node.args[0] is terms and node.attrs[0] == axis
    if node.op != "matmul" or node.args[1].op != "ones" or len(node.shape) != 1:
        return False
    summed = node.args[0]
    return summed is terms if axis == 1 else summed.op == "transpose" and summed.args[0] is terms


def squared_norm(node: Expr) -> Expr | None:
    """The sum of squares for the square of a Euclidean or Frobenius norm, and its power for an even power."""
    if node.op != "pow" or node.args[0].op != "norm" or node.args[1].op != "const":
        return None
    (array,), (order,), half = node.args[0].args, node.args[0].attrs, Fraction(node.args[1].attrs[0]) / 2
    if half.denominator != 1 or half <= 0 or not (order == "fro" or (order == "2" and len(array.shape) == 1)):
        return None
    is_vector = len(array.shape) == 1
    square = make("dot", (array, array)) if is_vector else make("sum", (make("mul", (array, array)),), (None,))
    return square if half == 1 else make("pow", (square, make("const", (), (str(half),))))


def log_sum_exp(node: Expr) -> Expr | None:
    """z for log(sum(exp(z))), z a vector, or a matrix, which is flattened."""
    if node.op != "log" or node.shape or not node.args[0].args:
        return None
    terms = next((arg for arg in node.args[0].args if arg.op == "exp"), None)
    if terms is None or not terms.shape or not _is_total(node.args[0], terms):
        return None
    return terms.args[0] if len(terms.shape) == 1 else make("vec", terms.args, ("C",))


__all__ = ["log_sum_exp", "matrix_softmax", "reciprocal", "softmax_argument", "squared_norm"]
