"""Constructors that drop zeros and ones, so that derivatives come out as one would write them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from certify.language import Expr, coerce, make
from certify.language.expr import negative, product
from certify.language.sizes import Shape, Size

ZERO, ONE, TWO = coerce(0), coerce(1), coerce(2)


def constant(node: Expr) -> Fraction | None:
    """The rational that a constant scalar is, else None."""
    return Fraction(node.attrs[0]) if node.op == "const" else None


def zeros_of(shape: Shape) -> Expr:
    """The zero of a shape."""
    return make("zeros", (), (shape,)) if shape else ZERO


def ones_of(shape: Shape) -> Expr:
    """The all-ones array of a shape."""
    return make("ones", (), (shape,)) if shape else ONE


def is_zero(node: Expr) -> bool:
    """Whether the node is zero by its form."""
    return node.op == "zeros" or constant(node) == 0


def add(a: Expr, b: Expr) -> Expr:
    """a + b of equal shapes."""
    if is_zero(a):
        return b
    if a is b:
        return mul(TWO, a)
    return a if is_zero(b) else make("add", (a, b))


def neg(a: Expr) -> Expr:
    """-a, with double signs removed."""
    if is_zero(a):
        return a
    return a.args[0] if a.op == "neg" else negative(a)


def sub(a: Expr, b: Expr) -> Expr:
    """a - b."""
    return add(a, neg(b))


def mul(a: Expr, b: Expr) -> Expr:
    """Entrywise a * b, a scalar broadcasting; signs and constants move to the front."""
    if is_zero(a) or is_zero(b):
        return zeros_of(a.shape or b.shape)
    if _is_one(a, b):
        return b
    if _is_one(b, a):
        return a
    if a.op == "neg" or b.op == "neg":
        return _signed_product(a, b)
    for one, other in ((a, b), (b, a)):
        if one.op == "mul" and one.args[1].op == "ones" and not one.args[0].shape and one.shape == other.shape:
            return mul(one.args[0], other)
    if constant(b) is not None:
        a, b = b, a
    return _scaled(a, b) if constant(a) is not None else make("mul", (a, b))


def _scaled(number: Expr, b: Expr) -> Expr:
    """A constant times b, merged with a constant that b begins with."""
    value = Fraction(number.attrs[0])
    if constant(b) is not None:
        return coerce(value * Fraction(b.attrs[0]))
    if b.op == "mul" and constant(b.args[0]) is not None:
        return mul(coerce(value * Fraction(b.args[0].attrs[0])), b.args[1])
    return make("mul", (number, b))


def _is_one(a: Expr, other: Expr) -> bool:
    return constant(a) == 1 or (a.op == "ones" and a.shape == other.shape)


def _signed_product(a: Expr, b: Expr) -> Expr:
    if a.op == "neg":
        return neg(mul(a.args[0], b))
    return neg(mul(a, b.args[0]))


def div(a: Expr, b: Expr) -> Expr:
    """Entrywise a / b."""
    if is_zero(a):
        return zeros_of(a.shape or b.shape)
    if constant(b):
        return mul(coerce(1 / Fraction(b.attrs[0])), a)
    if a.op == "neg":
        return neg(div(a.args[0], b))
    return make("div", (a, b))


def power(a: Expr, exponent: Expr) -> Expr:
    """a ** exponent."""
    if constant(exponent) == 1:
        return a
    return ones_of(a.shape) if constant(exponent) == 0 else make("pow", (a, exponent))


def matmul(a: Expr, b: Expr) -> Expr:
    """a @ b of a matrix with a matrix or a vector."""
    if is_zero(a) or is_zero(b):
        return zeros_of(a.shape[:1] + b.shape[1:])
    if a.op == "eye":
        return b
    if b.op == "eye":
        return a
    if a.op == "neg":
        return neg(matmul(a.args[0], b))
    return neg(matmul(a, b.args[0])) if b.op == "neg" else product(a, b)


def transpose(a: Expr) -> Expr:
    """The transpose of a matrix."""
    if a.op == "transpose":
        return a.args[0]
    if a.op in ("eye", "diag"):
        return a
    if a.op == "zeros":
        return zeros_of(a.shape[::-1])
    if a.op == "outer":
        return make("outer", a.args[::-1])
    if a.op == "concat":
        return concat([transpose(arg) for arg in a.args], 1 - a.attrs[0])
    return neg(transpose(a.args[0])) if a.op == "neg" else make("transpose", (a,))


def dot(a: Expr, b: Expr) -> Expr:
    """Inner product of two vectors."""
    if is_zero(a) or is_zero(b):
        return ZERO
    if a.op == "neg":
        return neg(dot(a.args[0], b))
    if b.op == "neg":
        return neg(dot(a, b.args[0]))
    if a.op == b.op == "ones" and a.shape[0].constant is not None:
        return coerce(a.shape[0].constant)
    for one, other in ((a, b), (b, a)):
        if one.op == "ones":
            return make("sum", (other,), (None,))
        if one.op == "unit":
            return make("take", (other, one.args[0]), (0,))
    return make("dot", (a, b))


def outer(a: Expr, b: Expr) -> Expr:
    """The matrix a b^T."""
    if is_zero(a) or is_zero(b):
        return zeros_of(a.shape + b.shape)
    if a.op == "neg":
        return neg(outer(a.args[0], b))
    return neg(outer(a, b.args[0])) if b.op == "neg" else make("outer", (a, b))


def total(a: Expr, axis: int | None = None) -> Expr:
    """Sum of the entries of an array, or along an axis."""
    if is_zero(a):
        return zeros_of(() if axis is None else a.shape[:axis] + a.shape[axis + 1 :])
    if a.op == "mul" and len(a.shape) == 1 and all(arg.shape for arg in a.args):
        return dot(*a.args)
    return neg(total(a.args[0], axis)) if a.op == "neg" else make("sum", (a,), (axis,))


def concat(parts: Sequence[Expr], axis: int) -> Expr:
    """Arrays joined along an axis."""
    whole = parts[0] if len(parts) == 1 else make("concat", tuple(parts), (axis,))
    return zeros_of(whole.shape) if all(map(is_zero, parts)) else whole


def part(whole: Expr, sizes: Sequence[Size], axis: int, k: int) -> Expr:
    """The k-th of the parts of the given sizes along an axis; by a matrix of zeros and ones at last."""
    if whole.op == "concat" and whole.attrs[0] == axis and [arg.shape[axis] for arg in whole.args] == list(sizes):
        return whole.args[k]
    if whole.op in ("zeros", "ones"):
        return make(whole.op, (), ((*whole.shape[:axis], sizes[k], *whole.shape[axis + 1 :]),))
    if whole.op == "neg":
        return neg(part(whole.args[0], sizes, axis, k))
    if whole.op in ("matmul", "outer") and (whole.op == "outer" or whole.args[axis].op == "concat"):
        build, (left, right) = {"matmul": matmul, "outer": outer}[whole.op], whole.args
        cut = 0 if whole.op == "outer" else axis
        return build(part(left, sizes, 0, k), right) if axis == 0 else build(left, part(right, sizes, cut, k))
    if whole.op == "mul":
        return mul(*(part(arg, sizes, axis, k) if arg.shape else arg for arg in whole.args))
    blocks = [make("eye", (), (size,)) if j == k else zeros_of((sizes[k], size)) for j, size in enumerate(sizes)]
    choice = concat(blocks, 1)
    return matmul(choice, whole) if axis == 0 else matmul(whole, transpose(choice))


def linear(op: str, a: Expr, *rest: Expr, attrs: tuple[object, ...] = ()) -> Expr:
    """A linear operation of its first operand, zero where that is zero."""
    node = make(op, (a, *rest), attrs)
    return zeros_of(node.shape) if is_zero(a) else node
