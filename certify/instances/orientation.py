"""Signs: a hypothesis such as beta <= <sinh(Ax), 1> fails for half of all x, and negating x puts it right.

Scaling and bisection take long to find that out, so symbols are turned round before hypotheses are enforced.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from certify.instances.constraints import Problem
from certify.instances.data import Floats
from certify.instances.homogeneity import degree
from certify.instances.readings import Where, numeric, plain
from certify.language import Expr, Relation, Statement, free_symbols, postorder

_LINEAR = frozenset(["neg", "transpose", "diag", "diagonal", "trace", "vec", "sum", "sumover", "take", "inv",
                     "sinh", "tanh", "erf"])
_PRODUCTS = frozenset(["mul", "div", "matmul", "dot", "outer", "kron"])
_EVEN = frozenset(["cosh", "abs", "norm", "normp"])


def orient(problem: Problem, where: Where, values: dict[str, Floats], settled: set[int]) -> None:
    """Negates symbols (in place) where a side that is odd in one has the wrong sign; what they touch is not settled."""
    for name, side, sign in odd_sides(problem.statement):
        value, = plain((side,), where, values, len(values[name]))
        wrong = sign * value < 0
        if wrong.any():
            column = wrong.reshape(-1, *[1] * (values[name].ndim - 1))
            values[name] = np.where(column, -values[name], values[name])
            settled.difference_update(c.number for c in problem.constraints if name in c.symbols)


@lru_cache(maxsize=512)
def odd_sides(statement: Statement) -> tuple[tuple[str, Expr, int], ...]:
    """(symbol, side, sign that the side should have) for the hypotheses that nothing but a change of sign suits."""
    relations: Iterable[Relation] = (numeric(given) for given in statement.given if given.op != "eq")
    return tuple(item for relation in relations if not relation.lhs.shape and not relation.rhs.shape
                 for item in _of_relation(relation))


def _of_relation(relation: Relation) -> Iterable[tuple[str, Expr, int]]:
    for side, other, sign in ((relation.rhs, relation.lhs, 1), (relation.lhs, relation.rhs, -1)):
        vectors = [s for s in free_symbols(side) - free_symbols(other) if len(s.shape) == 1]
        for s in sorted(vectors, key=lambda s: str(s.attrs[0]))[:1]:
            if parity(side, s) == -1 and degree(side, s) is None:
                yield str(s.attrs[0]), side, sign


@lru_cache(maxsize=4096)
def parity(root: Expr, symbol: Expr) -> int | None:
    """1 where root(-symbol) = root(symbol), -1 where it is -root(symbol), None where the form shows neither."""
    found: dict[Expr, int | None] = {}
    for node in postorder(root):
        found[node] = -1 if node is symbol else _of(node, [found[arg] for arg in node.args])
    return found[root]


def _of(node: Expr, below: list[int | None]) -> int | None:
    known = [k for k in below if k is not None]
    if len(known) < len(below):
        return None
    if all(k == 1 for k in known) or node.op in _EVEN:
        return 1
    if node.op in _LINEAR:
        return known[0]
    if node.op in _PRODUCTS:
        return known[0] * known[1]
    if node.op == "add":
        return known[0] if known[0] == known[1] else None
    if node.op == "pow" and node.args[1].op == "const" and node.args[1].attrs[0].lstrip("-").isdigit():
        return known[0] ** (int(node.args[1].attrs[0]) % 2)
    return None


__all__ = ["odd_sides", "orient", "parity"]
