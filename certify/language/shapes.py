"""The shape rule of each operation: shapes and attributes in, shape out, ``ShapeError`` otherwise.

This table is the list of operations of the language: an operation exists once it has an entry here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from certify.language.errors import ShapeError
from certify.language.sizes import Shape, Size, show_shape

Attrs = tuple[Any, ...]
Rule = Callable[[tuple[Shape, ...], Attrs], Shape]


def _scalar(shapes: tuple[Shape, ...], attrs: Attrs) -> Shape:
    return ()


def _same(shapes: tuple[Shape, ...], attrs: Attrs) -> Shape:
    return shapes[0]


def _entrywise(shapes: tuple[Shape, ...], attrs: Attrs) -> Shape:
    left, right = shapes
    if left != right and left and right:
        raise ShapeError(f"shapes {show_shape(left)} and {show_shape(right)} differ, and neither is a scalar")
    return left or right


def _power(shapes: tuple[Shape, ...], attrs: Attrs) -> Shape:
    _need(shapes[1] == (), f"the exponent must be a scalar, not {show_shape(shapes[1])}")
    return shapes[0]


def _need(condition: bool, message: str) -> None:
    if not condition:
        raise ShapeError(message)


def _need_rank(shape: Shape, rank: int, role: str = "the argument") -> None:
    kind = {0: "scalar", 1: "vector", 2: "matrix"}[rank]
    _need(len(shape) == rank, f"{role} must be a {kind}, not {show_shape(shape)}")


def _matmul(shapes: tuple[Shape, ...], attrs: Attrs) -> Shape:
    left, right = shapes
    _need_rank(left, 2, "the left operand")
    _need(len(right) in (1, 2), "the right operand must be a vector or a matrix; scale with *")
    _need(left[1] == right[0], f"inner sizes {left[1]} and {right[0]} differ")
    return left[:1] + right[1:]


def _transpose(shapes: tuple[Shape, ...], attrs: Attrs) -> Shape:
    _need_rank(shapes[0], 2)
    return shapes[0][::-1]


def _dot(shapes: tuple[Shape, ...], attrs: Attrs) -> Shape:
    _need(len(shapes[0]) == 1 and shapes[0] == shapes[1], "needs two vectors of one size")
    return ()


def _outer(shapes: tuple[Shape, ...], attrs: Attrs) -> Shape:
    for shape in shapes:
        _need_rank(shape, 1, "each operand")
    return shapes[0] + shapes[1]


def _diag(shapes: tuple[Shape, ...], attrs: Attrs) -> Shape:
    _need_rank(shapes[0], 1)
    return shapes[0] * 2


def _square(shapes: tuple[Shape, ...], attrs: Attrs) -> Shape:
    _need_rank(shapes[0], 2)
    _need(shapes[0][0] == shapes[0][1], f"needs a square matrix, not {show_shape(shapes[0])}")
    return shapes[0]


def _diagonal(shapes: tuple[Shape, ...], attrs: Attrs) -> Shape:
    return _square(shapes, attrs)[:1]


def _square_to_scalar(shapes: tuple[Shape, ...], attrs: Attrs) -> Shape:
    return _square(shapes, attrs)[:0]


def _matrix_to_scalar(shapes: tuple[Shape, ...], attrs: Attrs) -> Shape:
    _need_rank(shapes[0], 2)
    return ()


def _kron(shapes: tuple[Shape, ...], attrs: Attrs) -> Shape:
    for shape in shapes:
        _need_rank(shape, 2, "each operand")
    return tuple(a * b for a, b in zip(*shapes, strict=True))


def _concat(shapes: tuple[Shape, ...], attrs: Attrs) -> Shape:
    first, (axis,) = shapes[0], attrs
    _need(len(shapes) >= 2, "needs two or more arrays")
    _need(bool(first), "a scalar has no axis to join along; a literal [s] is a vector of one entry")
    _need(all(len(shape) == len(first) for shape in shapes), "joins vectors with vectors and matrices with matrices")
    _need(axis in range(len(first)), f"axis {axis} does not exist in {show_shape(first)}")
    others = {shape[:axis] + shape[axis + 1 :] for shape in shapes}
    _need(len(others) == 1, f"the sizes across axis {axis} differ: {', '.join(sorted(map(show_shape, others)))}")
    total = sum((shape[axis] for shape in shapes[1:]), first[axis])
    return (*first[:axis], total, *first[axis + 1 :])


def _vec(shapes: tuple[Shape, ...], attrs: Attrs) -> Shape:
    _need_rank(shapes[0], 2)
    _need(attrs[0] in ("C", "F"), 'order must be "C" (row by row) or "F" (column by column)')
    return (shapes[0][0] * shapes[0][1],)


def _reduce(shapes: tuple[Shape, ...], attrs: Attrs) -> Shape:
    (shape,), (axis,) = shapes, attrs
    _need(bool(shape), "a scalar has no entries to reduce over")
    if axis is None:
        return ()
    _need(axis in range(len(shape)), f"axis {axis} does not exist in {show_shape(shape)}")
    return shape[:axis] + shape[axis + 1 :]


def _norm(shapes: tuple[Shape, ...], attrs: Attrs) -> Shape:
    allowed = ("1", "2", "inf") if len(shapes[0]) == 1 else ("1", "2", "inf", "fro")
    _need(bool(shapes[0]), "a scalar has no norm; use abs")
    _need(attrs[0] in allowed, f"order must be one of {', '.join(allowed)} here, not {attrs[0]}")
    return ()


def _normp(shapes: tuple[Shape, ...], attrs: Attrs) -> Shape:
    _need_rank(shapes[0], 1)
    _need_rank(shapes[1], 0, "the order p")
    return ()


def _softmax(shapes: tuple[Shape, ...], attrs: Attrs) -> Shape:
    _reduce(shapes, attrs)
    _need(len(shapes[0]) == 1 or attrs[0] is not None, "softmax of a matrix needs an axis")
    return shapes[0]


def _take(shapes: tuple[Shape, ...], attrs: Attrs) -> Shape:
    _need(shapes[1] == (), "the index must be an index symbol or an integer")
    _need(bool(shapes[0]), "a scalar cannot be indexed")
    return _reduce(shapes[:1], attrs)


def _sum_over(shapes: tuple[Shape, ...], attrs: Attrs) -> Shape:
    return shapes[0]


def _deriv(shapes: tuple[Shape, ...], attrs: Attrs) -> Shape:
    (of, by), (order,) = shapes, attrs
    if len(by) == 2 and order:
        _vec((by,), (order,))
        by = (by[0] * by[1],)
    _need(len(of) + len(by) <= 2, f"the derivative of {show_shape(of)} by {show_shape(by)} has more than "
          "two axes; flatten a matrix variable with order=, or take a directional derivative with jvp")
    return of + by


def _jvp(shapes: tuple[Shape, ...], attrs: Attrs) -> Shape:
    of, by, along = shapes
    _need(by == along, f"the direction has shape {show_shape(along)}, the variable {show_shape(by)}")
    return of


def _declared(shapes: tuple[Shape, ...], attrs: Attrs) -> Shape:
    return attrs[-1]


def _literal(shapes: tuple[Shape, ...], attrs: Attrs) -> Shape:
    rows = attrs[0]
    if not isinstance(rows[0], tuple):
        return (Size.of(len(rows)),)
    _need(len({len(row) for row in rows}) == 1, "the rows of a literal matrix must have one length")
    return (Size.of(len(rows)), Size.of(len(rows[0])))


ENTRYWISE_FUNCTIONS = ("exp", "log", "sqrt", "cosh", "sinh", "tanh", "erf", "abs")

RULES: dict[str, Rule] = {
    "const": _scalar, "pi": _scalar, "dim": _scalar, "idx": _scalar,
    "sym": _declared, "ones": _declared, "zeros": _declared, "array": _literal,
    "eye": lambda shapes, attrs: (attrs[0], attrs[0]),
    "unit": lambda shapes, attrs: (attrs[0],),
    "add": _entrywise, "mul": _entrywise, "div": _entrywise, "maximum": _entrywise, "minimum": _entrywise,
    "neg": _same, "pow": _power, **dict.fromkeys(ENTRYWISE_FUNCTIONS, _same),
    "matmul": _matmul, "transpose": _transpose, "dot": _dot, "outer": _outer, "kron": _kron, "vec": _vec,
    "concat": _concat,
    "diag": _diag, "diagonal": _diagonal, "trace": _square_to_scalar, "inv": _square,
    "sum": _reduce, "max": _reduce, "min": _reduce, "sumover": _sum_over, "softmax": _softmax,
    "norm": _norm, "normp": _normp,
    "eigmin": _square_to_scalar, "eigmax": _square_to_scalar, "sigmin": _matrix_to_scalar,
    "take": _take, "deriv": _deriv, "jvp": _jvp, "named": _same,
}
