"""Operations as Rocq terms over ``Certify.Lang``: one entry an operation.

A scalar is a number ``R``, a vector ``nat -> R``, a matrix ``nat -> nat -> R``. A rule gets the printer and the node
and returns the term; operands come from ``p.term(arg)``. Derivatives, inverses, spectral norms and smallest singular
values are no terms: they are quantified over, see ``quantified``.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from certify.language import Expr
from certify.language.sizes import Size
from certify.rocq import arrays
from certify.rocq.arrays import Rule
from certify.rocq.errors import NotPrintable
from certify.rocq.names import symbol
from certify.rocq.signs import NONNEGATIVE, POSITIVE, sign
from certify.rocq.syntax import (
    POWER,
    PRODUCT,
    SUM,
    Text,
    call,
    function,
    infix,
    natural,
    number,
    within,
)

if TYPE_CHECKING:
    from certify.rocq.printer import Printer

FUNCTIONS = {"exp": "exp", "log": "ln", "sqrt": "sqrt", "cosh": "cosh", "sinh": "sinh", "tanh": "tanh", "abs": "Rabs"}
SMALLEST_POWER = Fraction(1, 2)


def raised(p: Printer, node: Expr, rank: int) -> Text:
    """The term of an operand where an array of the given rank is wanted: a scalar stands for every entry."""
    term = p.term(node)
    return term if len(node.shape) == rank else call(("", "vconst", "mconst")[rank], term)


def entrywise(p: Printer, scalar_function: Text, node: Expr) -> Text:
    """A function of one number on a scalar or an array."""
    head = ("", "vmap", "mmap")[len(node.shape)]
    term = p.term(node)
    return call(head, scalar_function, term) if head else call(scalar_function, term)


def _function(p: Printer, node: Expr) -> Text:
    if node.op == "exp" and len(node.shape) == 1:
        return call("vexp", p.term(node.args[0]))
    return entrywise(p, Text(FUNCTIONS[node.op]), node.args[0])


def _erf(p: Printer, node: Expr) -> Text:
    s, t = p.fresh.local("s"), p.fresh.local("t")
    density = function(f"{s} : R", f"exp (- ({s} * {s}))")
    body = function(f"{t} : R", f"2 / sqrt PI * RInt ({density}) 0 {t}")
    return entrywise(p, body, node.args[0])


def _binary(scalar: str, level: int, vector: str, matrix: str) -> Rule:
    def rule(p: Printer, node: Expr) -> Text:
        rank = len(node.shape)
        left, right = (raised(p, arg, rank) for arg in node.args)
        return infix(left, scalar, right, level) if rank == 0 else call((vector, matrix)[rank - 1], left, right)

    return rule


def _add(p: Printer, node: Expr) -> Text:
    left, right = node.args
    if right.op != "neg":
        return _binary("+", SUM, "vadd", "madd")(p, node)
    rank = len(node.shape)
    a, b = raised(p, left, rank), raised(p, right.args[0], rank)
    return infix(a, "-", b, SUM) if rank == 0 else call(("vsub", "msub")[rank - 1], a, b)


def _mul(p: Printer, node: Expr) -> Text:
    left, right = node.args
    if left.shape == right.shape:
        return _binary("*", PRODUCT, "hmul", "mhmul")(p, node)
    scalar, array = (left, right) if not left.shape else (right, left)
    return call(("vscale", "mscale")[len(array.shape) - 1], p.term(scalar), p.term(array))


def _neg(p: Printer, node: Expr) -> Text:
    term, rank = p.term(node.args[0]), len(node.shape)
    return Text(f"(- {within(term, POWER)})") if rank == 0 else call(("vopp", "mopp")[rank - 1], term)


def _extreme(name: str) -> Rule:
    def rule(p: Printer, node: Expr) -> Text:
        rank = len(node.shape)
        left, right = (raised(p, arg, rank) for arg in node.args)
        if rank == 0:
            return call(name, left, right)
        names = [p.fresh.local(letter) for letter in "ij"[:rank]]
        entries = [call(side, *map(Text, names)) for side in (left, right)]
        return function(" ".join(names), call(name, *entries))

    return rule


def _pow(p: Printer, node: Expr) -> Text:
    base, exponent = node.args
    if exponent.op == "const":
        return _constant_power(p, base, Fraction(exponent.attrs[0]))
    if sign(base) < NONNEGATIVE or (sign(base) < POSITIVE and sign(exponent) < POSITIVE):
        raise NotPrintable(f"the power {node}: a real power wants a base that shows to be positive in its form (or "
                           "nonnegative, under a positive exponent)")
    term, t = p.term(exponent), p.fresh.local("t")
    if not base.shape:
        return call("rpow", p.term(base), term)
    return entrywise(p, function(t, call("rpow", Text(t), term)), base)


def _constant_power(p: Printer, base: Expr, exponent: Fraction) -> Text:
    if not base.shape:
        return power(p.term(base), exponent)
    t = p.fresh.local("t")
    return entrywise(p, function(t, power(Text(t), exponent)), base)


def power(base: Text, exponent: Fraction) -> Text:
    """x^k for an integer k, x^k sqrt x for a half more, a real power otherwise."""
    if exponent < 0:
        return Text(f"/ {within(power(base, -exponent), POWER)}", POWER + 5)
    whole, rest = divmod(exponent, 1)
    if rest == 0:
        return infix_power(base, int(whole))
    if rest == SMALLEST_POWER:
        root = call("sqrt", base)
        return root if whole == 0 else infix(infix_power(base, int(whole)), "*", root, PRODUCT)
    return call("rpow", base, number(exponent))


def infix_power(base: Text, exponent: int) -> Text:
    """``x ^ k``, which associates to the right."""
    return Text(f"{within(base, POWER - 1)} ^ {exponent}", POWER) if exponent != 1 else Text(str(base), base.level)


RULES: dict[str, Rule] = {
    "const": lambda p, node: number(Fraction(node.attrs[0])),
    "pi": lambda p, node: Text("PI"),
    "dim": lambda p, node: call("INR", natural(Size.of(node.attrs[0]))),
    "idx": lambda p, node: call("INR", Text(p.index_name(node))),
    "sym": lambda p, node: Text(symbol(node.attrs[0])),
    "ones": arrays.constants("vconst 1", "mconst 1"), "zeros": arrays.constants("vconst 0", "mconst 0"),
    "eye": lambda p, node: Text("meye"), "unit": arrays.unit, "array": arrays.array,
    "add": _add, "mul": _mul, "div": _binary("/", PRODUCT, "hdiv", "mhdiv"), "neg": _neg, "pow": _pow,
    "maximum": _extreme("Rmax"), "minimum": _extreme("Rmin"),
    **dict.fromkeys(FUNCTIONS, _function), "erf": _erf,
    "matmul": arrays.matmul, "transpose": arrays.plain("tr"), "dot": arrays.dot, "outer": arrays.plain("outer"),
    "kron": arrays.kron, "vec": arrays.vec, "concat": arrays.concat, "diag": arrays.plain("vdiag"),
    "diagonal": arrays.plain("mdiagonal"), "trace": arrays.plain("trace", sized=True), "sum": arrays.sum_,
    "max": arrays.reduced("vmax"), "min": arrays.reduced("vmin"), "sumover": arrays.sumover,
    "softmax": arrays.softmax, "norm": arrays.norm, "normp": arrays.normp, "take": arrays.take,
    **dict.fromkeys(("inv", "sigmin", "deriv", "jvp"), arrays.fresh),
}

__all__ = ["RULES", "power", "raised"]
