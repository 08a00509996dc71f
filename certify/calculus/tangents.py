"""Directional derivatives: the tangent of each operation, as an expression.

The rule of an operation takes the node and the tangents of its operands (zeros where constant) and
returns the tangent of the node. Operations without a rule are constant or have no derivative that the
language can write; the latter say so.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from certify.calculus.algebra import (
    TWO,
    add,
    concat,
    constant,
    div,
    dot,
    is_zero,
    linear,
    matmul,
    mul,
    neg,
    ones_of,
    outer,
    power,
    sub,
    total,
    transpose,
    zeros_of,
)
from certify.calculus.patterns import log_sum_exp
from certify.language import PI, Expr, ExpressionError, coerce, make, postorder

Rule = Callable[[Expr, tuple[Expr, ...]], Expr]


def tangent(root: Expr, x: Expr, v: Expr) -> Expr:
    """d/dt root(x + t v) at t = 0, for a derivative-free root; v may be any expression of x's shape."""
    tangents: dict[Expr, Expr] = {}
    for node in postorder(root):
        tangents[node] = v if node is x else _tangent(node, tuple(tangents[arg] for arg in node.args))
    return tangents[root]


def _tangent(node: Expr, tangents: tuple[Expr, ...]) -> Expr:
    if all(map(is_zero, tangents)):
        return zeros_of(node.shape)
    if node.op not in RULES:
        raise ExpressionError(f"the derivative of {node.op} is no expression of this language (in {node}); "
                              "state the claim through norms or smooth functions of it")
    return RULES[node.op](node, tangents)


def _each(slope: Callable[[Expr], Expr]) -> Rule:
    """The rule of an entrywise function with the given derivative."""
    return lambda node, t: mul(slope(node), t[0])


def _mul(node: Expr, t: tuple[Expr, ...]) -> Expr:
    a, b = node.args
    if a is b:
        return mul(TWO, mul(a, t[0]))
    return add(_broadcast(mul(t[0], b), node), _broadcast(mul(a, t[1]), node))


def _broadcast(value: Expr, node: Expr) -> Expr:
    """A zero scalar stands for the zero of the node's shape; anything else has that shape."""
    return zeros_of(node.shape) if is_zero(value) else value


def _add(node: Expr, t: tuple[Expr, ...]) -> Expr:
    return add(*(_spread(side, node) for side in t))


def _spread(side: Expr, node: Expr) -> Expr:
    """The tangent of a scalar operand of an array sum reaches every entry."""
    if is_zero(side):
        return zeros_of(node.shape)
    return side if side.shape == node.shape else mul(side, ones_of(node.shape))


def _div(node: Expr, t: tuple[Expr, ...]) -> Expr:
    """(a / b)' = (a' - (a / b) b') / b, which keeps the quotient as one term."""
    return _broadcast(div(sub(_broadcast(t[0], node.args[0]), _moved(node, t[1])), node.args[1]), node)


def _moved(node: Expr, slope: Expr) -> Expr:
    return zeros_of(node.args[0].shape) if is_zero(slope) else mul(node, slope)


def _pow(node: Expr, t: tuple[Expr, ...]) -> Expr:
    base, exponent = node.args
    value = constant(exponent)
    less = coerce(value - 1) if value is not None else sub(exponent, coerce(1))
    slope = mul(mul(exponent, power(base, less)), t[0])
    if is_zero(t[1]):
        return slope
    return add(_broadcast(slope, node), mul(mul(node, make("log", (base,))), t[1]))


def _matmul(node: Expr, t: tuple[Expr, ...]) -> Expr:
    a, b = node.args
    return add(matmul(t[0], b), matmul(a, t[1]))


def _bilinear(build: Callable[[Expr, Expr], Expr]) -> Rule:
    return lambda node, t: add(build(t[0], node.args[1]), build(node.args[0], t[1]))


def _dot(node: Expr, t: tuple[Expr, ...]) -> Expr:
    a, b = node.args
    return mul(TWO, dot(a, t[0])) if a is b else add(dot(t[0], b), dot(a, t[1]))


def _kron(a: Expr, b: Expr) -> Expr:
    node = make("kron", (a, b))
    return zeros_of(node.shape) if is_zero(a) or is_zero(b) else node


def _keep(node: Expr, t: tuple[Expr, ...]) -> Expr:
    """The rule of operations that are linear in their first operand."""
    return linear(node.op, t[0], *node.args[1:], attrs=node.attrs)


def _norm(node: Expr, t: tuple[Expr, ...]) -> Expr:
    (a,), (order,) = node.args, node.attrs
    if order == "fro" or (order == "2" and len(a.shape) == 1):
        return div(dot(a, t[0]) if len(a.shape) == 1 else total(mul(a, t[0])), node)
    if order == "1" and len(a.shape) == 1:
        return dot(_sign(a), t[0])
    raise ExpressionError(f"the derivative of {node} is no expression of this language")


def _sign(a: Expr) -> Expr:
    """a / |a| entrywise, undefined where an entry is zero, as the derivative of |a| is."""
    return div(a, make("abs", (a,)))


def _normp(node: Expr, t: tuple[Expr, ...]) -> Expr:
    a, p = node.args
    powers = total(power(make("abs", (a,)), p))
    long_form = power(powers, div(coerce(1), p))
    direction = {id(a): t[0], id(p): t[1]}
    return _chain(long_form, direction)


def _chain(root: Expr, known: dict[int, Expr]) -> Expr:
    """The tangent of a root above nodes whose tangents are known."""
    tangents: dict[Expr, Expr] = {}
    for node in postorder(root):
        found = known.get(id(node))
        tangents[node] = _tangent(node, tuple(tangents[arg] for arg in node.args)) if found is None else found
    return tangents[root]


def _log(node: Expr, t: tuple[Expr, ...]) -> Expr:
    """The tangent of log sum exp(z) is <softmax(z), tangent of z>, in which nothing overflows; else t / argument."""
    z = log_sum_exp(node)
    (total,) = t
    if z is not None and len(z.shape) == 1 and total.op in ("sum", "dot") and not total.shape:
        factors = total.args[0].args if total.op == "sum" and total.args[0].op == "mul" else total.args
        for terms, rest in (factors, factors[::-1]) if len(factors) == 2 else ():
            if terms.op == "exp" and terms.args[0] is z and rest.shape == z.shape:
                return dot(make("softmax", (z,), (0,)), rest)
    return div(total, node.args[0])


def _softmax(node: Expr, t: tuple[Expr, ...]) -> Expr:
    weighted = mul(node, t[0])
    if len(node.shape) == 1:
        return sub(weighted, mul(dot(node, t[0]), node))
    axis = node.attrs[0]
    sums, across = total(weighted, axis), ones_of((node.shape[axis],))
    spread = outer(sums, across) if axis == 1 else outer(across, sums)
    return sub(weighted, mul(node, spread))


def _maximum(sign: int) -> Rule:
    """max(a, b) = (a + b + |a - b|) / 2, min with a minus."""

    def rule(node: Expr, t: tuple[Expr, ...]) -> Expr:
        left, right = (_spread(side, node) for side in t)
        bend = mul(_sign(sub(*node.args)), sub(left, right))
        return mul(coerce(Fraction(1, 2)), add(add(left, right), bend if sign > 0 else neg(bend)))

    return rule


def _sumover(node: Expr, t: tuple[Expr, ...]) -> Expr:
    return linear("sumover", t[0], node.args[1])


def _erf_slope(node: Expr) -> Expr:
    x = node.args[0]
    return mul(div(TWO, make("sqrt", (PI,))), make("exp", (neg(mul(x, x)),)))


def _inv(node: Expr, t: tuple[Expr, ...]) -> Expr:
    return neg(matmul(matmul(node, t[0]), node))


RULES: dict[str, Rule] = {
    "add": _add, "mul": _mul, "div": _div, "pow": _pow, "neg": lambda node, t: neg(t[0]),
    "exp": _each(lambda node: node),
    "log": _log,
    "sqrt": lambda node, t: div(t[0], mul(TWO, node)),
    "cosh": _each(lambda node: make("sinh", node.args)),
    "sinh": _each(lambda node: make("cosh", node.args)),
    "tanh": _each(lambda node: sub(ones_of(node.shape), mul(node, node))),
    "erf": _each(_erf_slope),
    "abs": _each(lambda node: _sign(node.args[0])),
    "maximum": _maximum(1), "minimum": _maximum(-1),
    "matmul": _matmul, "dot": _dot, "outer": _bilinear(outer), "kron": _bilinear(_kron),
    "transpose": lambda node, t: transpose(t[0]),
    **dict.fromkeys(["diag", "diagonal", "trace", "vec", "sum", "take"], _keep), "sumover": _sumover,
    "concat": lambda node, t: concat(t, node.attrs[0]),
    "inv": _inv, "norm": _norm, "normp": _normp, "softmax": _softmax,
}
