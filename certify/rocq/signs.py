"""Signs that show in the form of an expression: they spare a statement hypotheses that always hold.

What is not seen here costs a hypothesis such as ``b <> 0`` and nothing else; what is seen must be true wherever the
expression is defined, for all entries of an array.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

from certify.language import Expr

POSITIVE, NONNEGATIVE, UNKNOWN = 2, 1, 0


@lru_cache(maxsize=2**14)
def sign(node: Expr) -> int:
    """POSITIVE or NONNEGATIVE where all entries are, UNKNOWN where that is not seen."""
    if node.op in ("mul", "dot") and node.args[0] is node.args[1]:
        return max(sign(node.args[0]) if node.op == "mul" else NONNEGATIVE, sign(node.args[0]), NONNEGATIVE)
    rule = RULES.get(node.op)
    return rule(node) if rule is not None else UNKNOWN


def _least(node: Expr) -> int:
    """Sums over entries, products, choices: the weakest of the operands."""
    return min(sign(arg) for arg in node.args if arg.op != "idx")


def _added(node: Expr) -> int:
    left, right = map(sign, node.args)
    return max(left, right) if min(left, right) >= NONNEGATIVE else UNKNOWN


def _number(node: Expr) -> int:
    value = Fraction(node.attrs[0])
    return POSITIVE if value > 0 else NONNEGATIVE if value == 0 else UNKNOWN


def _power(node: Expr) -> int:
    base, exponent = node.args
    if sign(base) == POSITIVE:
        return POSITIVE
    even = exponent.op == "const" and Fraction(exponent.attrs[0]) % 2 == 0
    return NONNEGATIVE if even else sign(base)


def _larger(node: Expr) -> int:
    return max(map(sign, node.args))


RULES: dict[str, Callable[[Expr], int]] = {
    "const": _number, "add": _added, "pow": _power, "maximum": _larger,
    **dict.fromkeys(("dim", "pi", "exp", "cosh", "ones", "softmax"), lambda node: POSITIVE),
    **dict.fromkeys(("abs", "norm", "normp", "sigmin", "zeros", "eye", "unit"), lambda node: NONNEGATIVE),
    **dict.fromkeys(("mul", "div", "dot", "outer", "matmul", "kron", "concat", "sum", "sumover", "trace", "max", "min",
                     "minimum", "take", "transpose", "vec", "diagonal", "sqrt", "sinh", "tanh", "erf"), _least),
    "diag": lambda node: min(sign(node.args[0]), NONNEGATIVE),
}

__all__ = ["NONNEGATIVE", "POSITIVE", "UNKNOWN", "sign"]
