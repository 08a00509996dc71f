"""Planted errors in one place of an expression: what a slip of the pen does to a formula.

Each operator takes a node and the names of its statement, and yields what may stand in the node's place: other
expressions of the same shape. Nothing here knows whether the outcome is true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from certify.language import Expr, ShapeError, Statement, make
from certify.language.expr import coerce, negative, postorder

Operator = Callable[[Expr, "Names"], Iterator[Expr]]
TWINS = {"cosh": "sinh", "sinh": "cosh", "max": "min", "min": "max", "maximum": "minimum", "minimum": "maximum",
         "eigmin": "eigmax", "eigmax": "eigmin", "exp": "cosh", "erf": "tanh", "tanh": "erf"}
NORMS = {1: ("1", "2", "inf"), 2: ("1", "2", "inf", "fro")}


@dataclass(frozen=True)
class Names:
    """What a statement speaks of: symbols, free indices and dimensions, each as a node."""

    nodes: tuple[Expr, ...]

    @staticmethod
    def of(statement: Statement) -> Names:
        """Every name once, in an order that does not depend on the run."""
        bound = {node.args[1] for node in postorder(*statement.roots) if node.op == "sumover"}
        found = [node for node in postorder(*statement.roots) if node.op in ("sym", "idx", "dim") and node not in bound]
        return Names(tuple(sorted(found, key=lambda node: (node.op, str(node.attrs)))))


def opposite(node: Expr) -> Expr:
    """The node with its sign changed."""
    return node.args[0] if node.op == "neg" else negative(node)


def sign(node: Expr, names: Names) -> Iterator[Expr]:
    """One term of a sum with the other sign, or a minus left out."""
    if node.op == "add":
        left, right = node.args
        yield make("add", (opposite(left), right))
        yield make("add", (left, opposite(right)))
    elif node.op == "neg":
        yield node.args[0]


def factor(node: Expr, names: Names) -> Iterator[Expr]:
    """One term of a sum twice, or a constant of a product doubled or halved."""
    if node.op == "add":
        left, right = node.args
        yield make("add", (2 * left, right))
        yield make("add", (left, 2 * right))
    elif node.op in ("mul", "div"):
        for k, arg in enumerate(node.args):
            if arg.op == "const":
                for times in (Fraction(2), Fraction(1, 2)):
                    yield make(node.op, _with(node.args, k, coerce(times * Fraction(arg.attrs[0]))))


def exponent(node: Expr, names: Names) -> Iterator[Expr]:
    """An exponent one off, or a square root left out."""
    if node.op == "pow" and node.args[1].op == "const":
        value = Fraction(node.args[1].attrs[0])
        yield from (node.args[0] ** (value + step) for step in (1, -1))
    elif node.op == "sqrt":
        yield node.args[0]


def dropped_term(node: Expr, names: Names) -> Iterator[Expr]:
    """One term of a sum left out."""
    if node.op == "add":
        yield from (arg for arg in node.args if arg.shape == node.shape)


def dropped_factor(node: Expr, names: Names) -> Iterator[Expr]:
    """One factor of a product left out, or the denominator."""
    kept = {"mul": node.args, "div": node.args[:1]}.get(node.op, ())
    yield from (arg for arg in kept if arg.shape == node.shape)


def wrong_norm(node: Expr, names: Names) -> Iterator[Expr]:
    """Another norm of the same vector or matrix."""
    if node.op in ("norm", "normp"):
        of = node.args[0]
        yield from (make("norm", (of,), (order,)) for order in NORMS[len(of.shape)] if node.attrs != (order,))


def swapped_symbol(node: Expr, names: Names) -> Iterator[Expr]:
    """Another symbol, index or dimension where one of its kind and shape belongs."""
    if node.op in ("sym", "dim"):
        yield from (other for other in names.nodes
                    if other.op == node.op and other.shape == node.shape and other is not node)
    elif node.op == "idx" and any(node is other for other in names.nodes):
        yield from (other for other in names.nodes
                    if other.op == "idx" and other.attrs[1] == node.attrs[1] and other is not node)


def swapped_operands(node: Expr, names: Names) -> Iterator[Expr]:
    """Operands the wrong way round, or a transpose left out or put in."""
    if node.op in ("div", "outer", "kron") or (node.op == "matmul" and len(node.args[1].shape) == 2):
        yield from _of_shape(node, lambda: make(node.op, node.args[::-1], node.attrs))
    if node.op == "transpose":
        yield from _of_shape(node, lambda: node.args[0])
    elif node.op == "sym":
        yield from _of_shape(node, lambda: node.T)


def wrong_function(node: Expr, names: Names) -> Iterator[Expr]:
    """A function's twin (cosh for sinh, max for min), another axis, another order of flattening."""
    if node.op in TWINS:
        yield make(TWINS[node.op], node.args, node.attrs)
    if node.op in ("sum", "max", "min", "softmax") and node.attrs[0] in (0, 1) and len(node.args[0].shape) == 2:
        yield from _of_shape(node, lambda: make(node.op, node.args, (1 - node.attrs[0],)))
    if node.op in ("vec", "deriv") and node.attrs[0] in ("C", "F"):
        yield make(node.op, node.args, ("F" if node.attrs[0] == "C" else "C",))


def _with(args: tuple[Expr, ...], k: int, new: Expr) -> tuple[Expr, ...]:
    return (*args[:k], new, *args[k + 1:])


def _of_shape(node: Expr, build: Callable[[], Expr]) -> Iterator[Expr]:
    """What ``build`` makes, where it can be made and differs from the node in nothing but its value."""
    try:
        out = build()
    except ShapeError:
        return
    if out.shape == node.shape and out is not node:
        yield out


OPERATORS: dict[str, Operator] = {
    "sign": sign, "factor": factor, "exponent": exponent, "dropped term": dropped_term,
    "dropped factor": dropped_factor, "wrong norm": wrong_norm, "swapped symbol": swapped_symbol,
    "swapped operands": swapped_operands, "wrong function": wrong_function,
}
