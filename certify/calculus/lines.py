"""Rows and columns of a matrix from those of its factors, so that one row does not cost the whole matrix.

Only through operations that are defined everywhere: leaving out the other rows must not make an undefined
expression defined.
"""

from __future__ import annotations

from collections.abc import Callable

from certify.calculus.algebra import add, mul, neg
from certify.calculus.multiplication import multiply, transposed
from certify.calculus.patterns import matrix_softmax
from certify.language import Expr, make

_TOTAL = frozenset(["exp", "cosh", "sinh", "tanh", "erf", "abs", "neg", "add", "mul", "maximum", "minimum"])
_BUILD: dict[str, Callable[..., Expr]] = {"neg": neg, "add": add, "mul": mul}


def line(matrix: Expr, k: Expr, axis: int) -> Expr:
    """Row k (axis 0) or column k (axis 1) of a matrix; k is an index symbol or an integer."""
    softmax = matrix_softmax(matrix)
    if softmax is not None:
        logits, along = softmax
        return _taken(matrix, k, axis) if along == axis else make("softmax", (line(logits, k, axis),), (0,))
    if matrix.op == "transpose":
        return line(matrix.args[0], k, 1 - axis)
    if matrix.op == "matmul":
        left, right = matrix.args
        return _of_product(left, right, k) if axis == 0 else _of_product(transposed(right), transposed(left), k)
    if matrix.op == "outer":
        picked, kept = matrix.args if axis == 0 else matrix.args[::-1]
        return mul(_taken(picked, k, 0), kept)
    if matrix.op == "eye":
        return make("unit", (k,), matrix.shape[:1])
    return _entrywise(matrix, k, axis) if matrix.op in _TOTAL else _taken(matrix, k, axis)


def _of_product(left: Expr, right: Expr, k: Expr) -> Expr:
    """Row k of left @ right."""
    if left.op == "diag":
        return mul(_taken(left.args[0], k, 0), line(right, k, 0))
    return multiply(transposed(right), line(left, k, 0))


def _taken(array: Expr, k: Expr, axis: int) -> Expr:
    return make("take", (array, k), (axis,))


def _entrywise(matrix: Expr, k: Expr, axis: int) -> Expr:
    parts = tuple(line(arg, k, axis) if arg.shape else arg for arg in matrix.args)
    build = _BUILD.get(matrix.op)
    return build(*parts) if build else make(matrix.op, parts, matrix.attrs)
