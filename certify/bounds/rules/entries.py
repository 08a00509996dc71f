"""Bounds entry by entry: of constants and functions, from above (``size``) and from below (``floor``)."""

from __future__ import annotations

from fractions import Fraction

from certify.bounds.rules.common import ONE, add, ask, entries_of, mul, quotient, root, size_of, square
from certify.bounds.steps import Query, Rule
from certify.calculus.algebra import constant, power
from certify.language import Expr, coerce, make

ZERO = coerce(0)


def _nothing(node: Expr) -> list[Query]:
    return []


def _flat(rows: object) -> list[Fraction]:
    return [leaf for row in rows for leaf in _flat(row)] if isinstance(rows, tuple) else [Fraction(str(rows))]


def _largest(node: Expr) -> Expr:
    return coerce(max(abs(leaf) for leaf in _flat(node.attrs[0])))


def _arguments(kind: str):  # type: ignore[no-untyped-def]
    return lambda node: ask(kind, *node.args)


def _exp(node: Expr, bound: Expr) -> Expr:
    return make("exp", (bound,))


def _exponent(node: Expr) -> Fraction | None:
    return constant(node.args[1])


def _positive_power(kind: str):  # type: ignore[no-untyped-def]
    def premises(node: Expr) -> list[Query] | None:
        exponent = _exponent(node)
        if exponent is None or exponent < 0:
            return None
        whole = exponent.denominator == 1 or kind == "floor"
        return ask(kind, node.args[0]) if whole else [*ask(kind, node.args[0]), Query("floor", node.args[0])]
    return premises


def _negative_power(node: Expr) -> list[Query] | None:
    exponent = _exponent(node)
    return ask("floor", node.args[0]) if exponent is not None and exponent < 0 else None


def _even(node: Expr) -> list[Query] | None:
    exponent = _exponent(node)
    return [] if exponent is not None and exponent.denominator == 1 and exponent % 2 == 0 else None


def _weights(node: Expr) -> list[Query] | None:
    """<a o h, h>."""
    first, h = node.args
    weights = [a for a, other in (first.args, first.args[::-1]) if other is h] if first.op == "mul" else []
    return ask("floor", weights[0]) if weights and weights[0].shape == h.shape else None


def _squares(node: Expr) -> list[Query] | None:
    return [] if node.args[0] is node.args[1] else None


def _sum_floor(node: Expr, bound: Expr) -> Expr:
    """A sum over an axis has that axis' size of terms."""
    if node.attrs[0] is None:
        return mul(entries_of(node.args[0]), bound)
    return mul(size_of(node.args[0].shape[node.attrs[0]]), bound)


NONNEGATIVE_OPS = ("norm", "normp", "abs", "sigmin", "softmax", "unit", "eye", "zeros", "dim", "exp", "sqrt")

TABLE = (
    Rule("constant", "size", ("const", "array"), _nothing,
         lambda node: coerce(abs(Fraction(node.attrs[0]))) if node.op == "const" else _largest(node), "its value"),
    Rule("pi", "size", ("pi",), _nothing, lambda node: coerce(Fraction(22, 7)), "pi < 22/7"),
    Rule("zeros and ones", "size", ("ones", "unit", "eye"), _nothing, lambda node: ONE, "entries are 0 or 1"),
    Rule("zero", "size", ("zeros",), _nothing, lambda node: ZERO, "entries are 0"),
    Rule("a dimension", "size", ("dim",), _nothing, lambda node: node, "itself"),
    Rule("bounded function", "size", ("softmax", "tanh", "erf"), _nothing, lambda node: ONE, "values in [-1, 1]"),
    Rule("odd function of slope one", "size", ("tanh",), _arguments("size"), lambda node, a: a, "|tanh t| <= |t|"),
    Rule("sign", "size", ("neg", "abs"), _arguments("size"), lambda node, a: a, "|-a| = |a|"),
    Rule("exponential", "size", ("exp", "cosh", "sinh"), _arguments("size"), _exp, "|exp, cosh, sinh t| <= exp(|t|)"),
    Rule("root", "size", ("sqrt",), _arguments("size"), lambda node, a: root(a), "the root grows"),
    Rule("power", "size", ("pow",), _positive_power("size"),
         lambda node, a, *rest: power(a, node.args[1]), "|a^k| = |a|^k; other exponents for a >= 0"),
    Rule("negative power", "size", ("pow",), _negative_power,
         lambda node, a: None if constant(a) == 0 else power(a, node.args[1]), "1/a falls"),
    Rule("quotient", "size", ("div",), lambda node: [Query("size", node.args[0]), Query("floor", node.args[1])],
         lambda node, a, b: quotient(a, b), "|a / b| <= |a| / min b"),
    Rule("extreme", "size", ("max", "min", "take", "transpose", "vec", "diagonal", "diag"), _arguments("size"),
         lambda node, *a: a[0], "an entry of the argument, or 0"),
    Rule("one of two", "size", ("maximum", "minimum"), _arguments("size"), lambda node, a, b: add(a, b),
         "|max(a, b)| <= |a| + |b|"),
    Rule("constant from below", "floor", ("const",), lambda node: [] if Fraction(node.attrs[0]) >= 0 else None,
         lambda node: node, "its value"),
    Rule("ones from below", "floor", ("ones",), _nothing, lambda node: ONE, "entries are 1"),
    Rule("dimension from below", "floor", ("dim",), _nothing, lambda node: node, "itself"),
    Rule("nonnegative", "floor", NONNEGATIVE_OPS, _nothing, lambda node: ZERO, "never negative"),
    Rule("cosh from below", "floor", ("cosh",), _nothing, lambda node: ONE, "cosh >= 1"),
    Rule("exponential from below", "floor", ("exp",), _arguments("size"),
         lambda node, a: make("exp", (make("neg", (a,)),)), "exp t >= exp(-|t|)"),
    Rule("exponential of something nonnegative", "floor", ("exp",), _arguments("floor"), _exp, "exp grows"),
    Rule("sum from below", "floor", ("add", "mul"), _arguments("floor"),
         lambda node, a, b: add(a, b) if node.op == "add" else mul(a, b), "sums and products of numbers >= 0"),
    Rule("square", "floor", ("mul", "dot"), _squares, lambda node: ZERO, "squares are >= 0"),
    Rule("even power", "floor", ("pow",), _even, lambda node: ZERO, "squares are >= 0"),
    Rule("power from below", "floor", ("pow",), _positive_power("floor"),
         lambda node, a, *rest: power(a, node.args[1]), "a^k grows for a >= 0"),
    Rule("quotient from below", "floor", ("div",),
         lambda node: [Query("floor", node.args[0]), Query("floor", node.args[1]), Query("size", node.args[1])],
         lambda node, a, b, c: quotient(a, c), "a / b >= a / max b"),
    Rule("root from below", "floor", ("sqrt",), _arguments("floor"), lambda node, a: root(a), "the root grows"),
    Rule("entries from below", "floor", ("take", "max", "min", "transpose", "vec", "diagonal"),
         lambda node: ask("floor", node.args[0]), lambda node, a: a, "an entry of the argument"),
    Rule("diagonal matrix from below", "floor", ("diag",), _arguments("floor"), lambda node, a: ZERO,
         "zeros beside it"),
    Rule("total from below", "floor", ("sum",), _arguments("floor"), _sum_floor, "a sum of terms >= their least"),
    Rule("weighted squares from below", "floor", ("dot",), _weights,
         lambda node, a: mul(a, make("dot", (node.args[1], node.args[1]))), "sum a_i h_i^2 >= min a sum h_i^2"),
    Rule("inner product from below", "floor", ("dot",), _arguments("floor"),
         lambda node, a, b: mul(entries_of(node.args[0]), mul(a, b)), "a sum of products of numbers >= 0"),
    Rule("products of nonnegative arrays", "floor", ("matmul", "outer", "kron"), _arguments("floor"),
         lambda node, a, b: mul(a, b) if node.op != "matmul" else ZERO, "products of numbers >= 0"),
    Rule("square of a size", "size", ("mul",),
         lambda node: ask("size", node.args[0]) if node.args[0] is node.args[1] else None,
         lambda node, a: square(a), "|a^2| = |a|^2"),
)
