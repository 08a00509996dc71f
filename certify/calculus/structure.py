"""Equal expressions in which no matrix is formed that is known by its parts.

One pass bottom-up over a table from operations to rules: products go by ``multiplication``, Kronecker products
under other operations by ``kronecker``, flattened matrices by ``vectorisation``. Every rule is an identity for all
sizes, and defined wherever the expression that it replaces is.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from certify.calculus import kronecker, vectorisation
from certify.calculus.algebra import dot, mul, total
from certify.calculus.lines import line
from certify.calculus.multiplication import distribute, is_linear_node, multiply, transposed
from certify.calculus.patterns import softmax_argument
from certify.language import Expr, make, rebuild
from certify.language.shapes import ENTRYWISE_FUNCTIONS

Rule = Callable[[Expr, tuple[Expr, ...]], Expr | None]


@lru_cache(maxsize=4096)
def structured(root: Expr) -> Expr:
    """An equal expression in which no product with a diagonal, rank-one or Kronecker matrix is formed."""
    return rebuild((root,), _rewrite)[0]


def _rewrite(node: Expr, args: tuple[Expr, ...]) -> Expr:
    rule = RULES.get(node.op)
    found = None if rule is None else rule(node, args)
    return make(node.op, args, node.attrs) if found is None else found


def _entrywise(node: Expr, args: tuple[Expr, ...]) -> Expr | None:
    kinds = {arg.op for arg in args}
    if "vec" in kinds:
        softmax = _softmax_of_all(node, args)
        return vectorisation.entrywise(node.op, args) if softmax is None else softmax
    return kronecker.entrywise(node.op, args) if "kron" in kinds and node.op in _ON_FACTORS else None


_ON_FACTORS = ("neg", "abs", "add", "mul", "div")


def _softmax_of_all(node: Expr, args: tuple[Expr, ...]) -> Expr | None:
    """exp(z) / sum(exp(z)) of a flattened matrix z stays a softmax, which keeps it in range."""
    if softmax_argument(node) is None:
        return None
    (matrix,), attrs = next((arg.args, arg.attrs) for arg in args if arg.op == "vec")
    return make("softmax", (make("vec", matrix.args, attrs),), (0,)) if matrix.op == "exp" else None


def _diagonal(matrix: Expr) -> Expr:
    if matrix.op == "outer":
        return mul(*matrix.args)
    if matrix.op == "diag":
        return matrix.args[0]
    if matrix.op == "matmul":
        return total(mul(matrix.args[0], transposed(matrix.args[1])), 1)
    found = kronecker.diagonal(matrix) if matrix.op == "kron" else None
    kept = make("diagonal", (matrix,)) if found is None else found
    return distribute(matrix, _diagonal, kept) if is_linear_node(matrix) else kept


def _trace(matrix: Expr) -> Expr:
    if matrix.op == "outer":
        return dot(*matrix.args)
    if matrix.op == "matmul":
        return total(mul(matrix.args[0], transposed(matrix.args[1])))
    found = kronecker.trace(matrix) if matrix.op == "kron" else None
    kept = make("trace", (matrix,)) if found is None else found
    return distribute(matrix, _trace, kept) if is_linear_node(matrix) else kept


def _norm(node: Expr, args: tuple[Expr, ...]) -> Expr | None:
    if args[0].op == "vec":
        return vectorisation.norm(args[0], node.attrs[0])
    return kronecker.norm(args[0], node.attrs[0]) if args[0].op == "kron" else None


def _sum(node: Expr, args: tuple[Expr, ...]) -> Expr | None:
    if args[0].op == "vec":
        return total(args[0].args[0])
    return kronecker.sums(args[0], node.attrs[0]) if args[0].op == "kron" else None


def _extreme(node: Expr, args: tuple[Expr, ...]) -> Expr | None:
    return make(node.op, args[0].args, (None,)) if args[0].op == "vec" else None


def _take(node: Expr, args: tuple[Expr, ...]) -> Expr | None:
    whole, k = args
    return line(whole, k, node.attrs[0]) if len(whole.shape) == 2 else None


def _dot(node: Expr, args: tuple[Expr, ...]) -> Expr | None:
    return vectorisation.dot(*args) if any(arg.op == "vec" for arg in args) else None


def _kron(node: Expr, args: tuple[Expr, ...]) -> Expr | None:
    return make("eye", (), node.shape[:1]) if all(arg.op == "eye" for arg in args) else None


RULES: dict[str, Rule] = {
    "matmul": lambda node, args: multiply(*args),
    "transpose": lambda node, args: transposed(args[0]),
    "inv": lambda node, args: kronecker.inverse(args[0]),
    "diagonal": lambda node, args: _diagonal(args[0]), "trace": lambda node, args: _trace(args[0]),
    "norm": _norm, "sum": _sum, "max": _extreme, "min": _extreme,
    "dot": _dot, "kron": _kron, "take": _take,
    "outer": lambda node, args: vectorisation.joined_outer(*args),
    "vec": lambda node, args: vectorisation.flattened(args[0], node.attrs[0]),
    "sigmin": lambda node, args: kronecker.smallest_singular_value(args[0]) if args[0].op == "kron" else None,
    **dict.fromkeys((*ENTRYWISE_FUNCTIONS, "neg", "pow", "add", "mul", "div", "maximum", "minimum"), _entrywise),
}

__all__ = ["RULES", "structured"]
