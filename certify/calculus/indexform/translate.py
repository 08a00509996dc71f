"""From expressions to forms: one rule an operation.

The form of a node of rank r is its entry at the slots $0 .. $(r-1); further slots serve as summation indices.
Every node is translated once, whatever index it is read at later.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import floor

from certify.calculus.indexform import functions, linear, powers, products, sums
from certify.calculus.indexform.factors import Number, constant, symbol
from certify.calculus.indexform.indices import const
from certify.calculus.indexform.outside import Outside
from certify.calculus.indexform.reading import axes, index_of, read
from certify.calculus.indexform.terms import ONE, UNIT, ZERO, Form, add, number, scale, single
from certify.language.expr import Expr, postorder, strip

Rule = Callable[[Expr, tuple[Form, ...]], Form]
HALF = Fraction(1, 2)
_FORMS: dict[Expr, Form] = {}


def form_of(root: Expr) -> Form:
    """The form of an expression at the slots of its axes; raises ``Outside``."""
    (root,) = strip(root)
    if root.op == "idx":
        raise Outside("an index is used as a number")
    for node in postorder(root):
        if node not in _FORMS:
            _FORMS[node] = _translate(node)
    return _FORMS[root]


INDEXED = ("take", "unit", "sumover")


def _translate(node: Expr) -> Form:
    if node.op not in INDEXED and any(arg.op == "idx" for arg in node.args):
        raise Outside("an index is used as a number")
    rule = RULES.get(node.op)
    if rule is None:
        raise Outside(f"{node.op} is no polynomial operation")
    return rule(node, tuple(_FORMS[arg] for arg in node.args))


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


# norms

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
    **dict.fromkeys(("exp", "cosh", "sinh", "tanh", "erf", "abs"), linear.function),
    "matmul": linear.matmul,
    "transpose": linear.transposed,
    "dot": lambda node, args: sums.contract(products.multiply(*args), axes(node.args[0])),
    "outer": lambda node, args: products.multiply(args[0], read(args[1], node.args[1], axes(node)[1])),
    "diag": linear.diag,
    "diagonal": linear.diagonal,
    "trace": linear.trace,
    "kron": linear.kron,
    "vec": linear.vec,
    "inv": linear.inverse,
    "sum": linear.sum,
    "sumover": lambda node, args: sums.contract(args[0], (index_of(node.args[1]),)),
    "softmax": linear.softmax,
    "norm": _norm,
    "normp": _normp,
    "take": linear.take,
    "deriv": linear.deriv,
    "jvp": linear.jvp,
}
