"""From expressions to forms: one rule an operation.

The form of a node of rank r is its entry at the slots $0 .. $(r-1); further slots serve as summation indices.
Every node is translated once, whatever index it is read at later.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import floor

from certify.calculus.indexform import functions, inverses, powers, products, renaming, sums
from certify.calculus.indexform.derive import Derivation
from certify.calculus.indexform.indices import Index, const, major, minor, plain, slot
from certify.calculus.indexform.outside import Outside
from certify.calculus.indexform.terms import (
    ONE, UNIT, ZERO, Form, Number, add, constant, number, scale, single, symbol,
)
from certify.language.expr import Expr, postorder, strip
from certify.language.sizes import Size

Rule = Callable[[Expr, tuple[Form, ...]], Form]
HALF = Fraction(1, 2)
_FORMS: dict[Expr, Form] = {}


def form_of(root: Expr) -> Form:
    """The form of an expression at the slots of its axes; raises ``Outside``."""
    (root,) = strip(root)
    for node in postorder(root):
        if node not in _FORMS:
            _FORMS[node] = _translate(node)
    return _FORMS[root]


def _translate(node: Expr) -> Form:
    rule = RULES.get(node.op)
    if rule is None:
        raise Outside(f"{node.op} is no polynomial operation")
    return rule(node, tuple(_FORMS[arg] for arg in node.args))


def axes(node: Expr) -> tuple[Index, ...]:
    """The slots of a node."""
    return tuple(slot(k, size) for k, size in enumerate(node.shape))


def read(form: Form, node: Expr, *at: Index) -> Form:
    """The entry of a node at the given indices."""
    return renaming.substitute(form, dict(zip(axes(node), at, strict=True)))


def index_of(node: Expr) -> Index:
    """The index that an index symbol or an integer stands for."""
    if node.op == "idx":
        return plain("free", node.attrs[0], node.attrs[1])
    return const(int(Fraction(node.attrs[0])))


def rational_of(node: Expr) -> Number | None:
    """The rational that an expression of constants is, or None."""
    one = _FORMS[node].single()
    if one is None:
        return None if _FORMS[node] else 0
    return one[1] if one[0] is UNIT else None


# leaves

def _literal(node: Expr, args: tuple[Form, ...]) -> Form:
    (rows,), at = node.attrs, axes(node)
    cells = [((i, j), x) for i, row in enumerate(rows) for j, x in enumerate(row)] if len(at) == 2 \
        else [((i,), x) for i, x in enumerate(rows)]
    return add(scale(products.product(map(products.delta, at, map(const, where))), _number(Fraction(value)))
               for where, value in cells)


def _number(value: Fraction) -> Number:
    return int(value) if value.denominator == 1 else value


# powers and quotients

def power_of(node: Expr, exponent: Number) -> Form:
    """An entry to a power; reciprocals of powers and products are taken factor by factor."""
    if exponent == floor(exponent):
        if node.op == "mul":
            return products.product(power_of(arg, exponent) for arg in node.args)
        if node.op == "div":
            return products.multiply(power_of(node.args[0], exponent), power_of(node.args[1], -exponent))
        if node.op in ("pow", "sqrt"):
            inner = rational_of(node.args[1]) if node.op == "pow" else HALF
            if inner is not None:
                return power_of(node.args[0], inner * exponent) if inner == floor(inner) \
                    else powers.power(powers.power(_FORMS[node.args[0]], inner), exponent)
    return powers.power(_FORMS[node], exponent)


def _pow(node: Expr, args: tuple[Form, ...]) -> Form:
    exponent = rational_of(node.args[1])
    if exponent is not None:
        return power_of(node.args[0], exponent)
    if not args[0].positive:
        raise Outside("a power with a symbolic exponent of a base that is not seen to be positive")
    return functions.apply("exp", products.multiply(args[1], functions.apply("log", args[0])))


def log_of(node: Expr) -> Form:
    """The logarithm of an entry; of products and powers of what is positive, factor by factor."""
    if node.op in ("mul", "div") and all(_FORMS[arg].positive for arg in node.args):
        sign = 1 if node.op == "mul" else -1
        return add((log_of(node.args[0]), scale(log_of(node.args[1]), sign)))
    exponent = rational_of(node.args[1]) if node.op == "pow" else HALF if node.op == "sqrt" else None
    if exponent is not None and _FORMS[node.args[0]].positive:
        return scale(log_of(node.args[0]), exponent)
    return functions.apply("log", _FORMS[node])


# linear algebra

def _matmul(node: Expr, args: tuple[Form, ...]) -> Form:
    (left, right), (first, second) = node.args, args
    middle = slot(len(node.shape), left.shape[1])
    first = read(first, left, slot(0, left.shape[0]), middle)
    second = read(second, right, middle, *axes(node)[1:])
    return sums.contract(products.multiply(first, second), (middle,))


def _diag(node: Expr, args: tuple[Form, ...]) -> Form:
    return products.multiply(args[0], products.delta(*axes(node)))


def _diagonal(node: Expr, args: tuple[Form, ...]) -> Form:
    here = slot(0, node.args[0].shape[0])
    return read(args[0], node.args[0], here, here)


def _trace(node: Expr, args: tuple[Form, ...]) -> Form:
    return sums.contract(_diagonal(node, args), (slot(0, node.args[0].shape[0]),))


def _kron(node: Expr, args: tuple[Form, ...]) -> Form:
    left, right = node.args
    blocks = tuple(zip(left.shape, right.shape, strict=True))
    first = read(args[0], left, *map(major, axes(node), blocks))
    return products.multiply(first, read(args[1], right, *map(minor, axes(node), blocks)))


def parts_of(flat: Index, shape: tuple[Size, ...], order: str) -> tuple[Index, Index]:
    """The row and the column at a position of a flattened matrix."""
    rows, columns = shape
    if order == "C":
        return major(flat, (rows, columns)), minor(flat, (rows, columns))
    return minor(flat, (columns, rows)), major(flat, (columns, rows))


def _vec(node: Expr, args: tuple[Form, ...]) -> Form:
    (matrix,), (order,) = node.args, node.attrs
    return read(args[0], matrix, *parts_of(axes(node)[0], matrix.shape, order))


def _inverse(node: Expr, args: tuple[Form, ...]) -> Form:
    size = node.shape[0]
    return inverses.inverse(read(args[0], node.args[0], *inverses.holes(size)), size, (slot(0, size), slot(1, size)))


# reductions

def _sum(node: Expr, args: tuple[Form, ...]) -> Form:
    (whole,), (axis,) = node.args, node.attrs
    if axis is None or not node.shape:
        return sums.contract(args[0], axes(whole))
    gone = slot(2, whole.shape[axis])
    at = [gone, slot(0, node.shape[0])] if axis == 0 else [slot(0, node.shape[0]), gone]
    return sums.contract(read(args[0], whole, *at), (gone,))


def _softmax(node: Expr, args: tuple[Form, ...]) -> Form:
    entry, at = functions.apply("exp", args[0]), axes(node)
    total = sums.contract(entry, at[node.attrs[0]:][:1])
    return products.multiply(entry, powers.power(total, -1))


def _norm(node: Expr, args: tuple[Form, ...]) -> Form:
    (v,), (order,) = node.args, node.attrs
    if order == "inf" or (len(v.shape) == 2 and order != "fro"):
        raise Outside(f"the norm {order} of a {'vector' if len(v.shape) == 1 else 'matrix'} is no power of a sum")
    return _p_norm(args[0], v, 1 if order == "1" else 2)


def _p_norm(form: Form, node: Expr, p: Number) -> Form:
    entry = powers.power(form, 2) if p == 2 else powers.power(functions.apply("abs", form), p)
    return powers.power(sums.contract(entry, axes(node)), _number(1 / Fraction(p)))


def _normp(node: Expr, args: tuple[Form, ...]) -> Form:
    p = rational_of(node.args[1])
    if p is None:
        raise Outside("a norm of symbolic order")
    return _p_norm(args[0], node.args[0], p)


def _take(node: Expr, args: tuple[Form, ...]) -> Form:
    (whole, index), (axis,) = node.args, node.attrs
    at = list(axes(node))
    at.insert(axis or 0, index_of(index))
    return read(args[0], whole, *at)


# derivatives

def _deriv(node: Expr, args: tuple[Form, ...]) -> Form:
    (of, by), (order,) = node.args, node.attrs
    at: tuple[Index, ...] = axes(node)[len(of.shape):]
    if order and len(by.shape) == 2:
        at = parts_of(at[0], by.shape, order)

    def seed(here: tuple[Index, ...]) -> Form:
        return products.product(map(products.delta, here, at))

    around = frozenset[Index]().union(*(index.leaves for index in at))
    return Derivation(by.attrs[0], seed, around)(args[0])


def _jvp(node: Expr, args: tuple[Form, ...]) -> Form:
    direction = node.args[2]

    def seed(here: tuple[Index, ...]) -> Form:
        return read(args[2], direction, *here)

    return Derivation(node.args[1].attrs[0], seed, args[2].free)(args[0])


def _transposed(node: Expr, args: tuple[Form, ...]) -> Form:
    return read(args[0], node.args[0], *axes(node)[::-1])


def _function(node: Expr, args: tuple[Form, ...]) -> Form:
    return functions.apply(node.op, args[0])


RULES: dict[str, Rule] = {
    "const": lambda node, args: number(_number(Fraction(node.attrs[0]))),
    "pi": lambda node, args: single(constant("π")),
    "dim": lambda node, args: single(constant(node.attrs[0])),
    "idx": lambda node, args: ZERO,  # only read as an index
    "sym": lambda node, args: single(symbol(node.attrs[0], axes(node))),
    "array": _literal,
    "ones": lambda node, args: ONE,
    "zeros": lambda node, args: ZERO,
    "eye": lambda node, args: products.delta(*axes(node)),
    "unit": lambda node, args: products.delta(axes(node)[0], index_of(node.args[0])),
    "add": lambda node, args: add(args),
    "neg": lambda node, args: scale(args[0], -1),
    "mul": lambda node, args: products.multiply(*args),
    "div": lambda node, args: products.multiply(args[0], power_of(node.args[1], -1)),
    "pow": _pow,
    "sqrt": lambda node, args: powers.power(args[0], HALF),
    "log": lambda node, args: log_of(node.args[0]),
    **dict.fromkeys(("exp", "cosh", "sinh", "tanh", "erf", "abs"), _function),
    "matmul": _matmul,
    "transpose": _transposed,
    "dot": lambda node, args: sums.contract(products.multiply(*args), axes(node.args[0])),
    "outer": lambda node, args: products.multiply(args[0], read(args[1], node.args[1], axes(node)[1])),
    "diag": _diag,
    "diagonal": _diagonal,
    "trace": _trace,
    "kron": _kron,
    "vec": _vec,
    "inv": _inverse,
    "sum": _sum,
    "sumover": lambda node, args: sums.contract(args[0], (index_of(node.args[1]),)),
    "softmax": _softmax,
    "norm": _norm,
    "normp": _normp,
    "take": _take,
    "deriv": _deriv,
    "jvp": _jvp,
}
