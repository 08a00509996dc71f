"""Signs that hypotheses and the form of an expression make certain, for all entries of an array at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache

from certify.calculus import expand
from certify.calculus.algebra import constant
from certify.decide.wellposed.regular import is_definite
from certify.instances.intervals import Interval
from certify.instances.ranges import narrow
from certify.language import Expr, ExpressionError, Relation, make, postorder

_OF_FIRST = ("sum", "max", "min", "transpose", "vec", "take", "diagonal", "trace", "sumover")
_OF_ALL = ("mul", "dot", "matmul", "outer", "kron", "concat")


class Signs:
    """Ranges of all subexpressions of hypotheses and of the expressions in question, and what follows from them.

    ``empty``: the hypotheses contradict each other.
    """

    def __init__(self, given: Sequence[Relation], asked: Iterable[Expr]):
        self.given = tuple(given)
        same = (Relation("eq", node, node) for node in map(_plain, asked))
        found = narrow([*(Relation(rel.op, _plain(rel.lhs), _plain(rel.rhs)) for rel in given), *same])
        self.empty = found is None
        self._ranges = found or {}
        self._known: dict[tuple[str, Expr], bool] = {}

    def range(self, node: Expr) -> Interval:
        """An interval that holds every entry."""
        return self._ranges.get(_plain(node), Interval())

    def least(self, dim: Expr) -> Fraction:
        """A whole number that a dimension does not go below."""
        return Fraction(max(Fraction(1), self._ranges[dim].lo) if dim in self._ranges else 1)

    def positive(self, node: Expr) -> bool:
        """Whether all entries are certainly > 0."""
        return self._once("positive", node)

    def nonnegative(self, node: Expr) -> bool:
        """Whether all entries are certainly >= 0."""
        return self._once("nonnegative", node)

    def nonzero(self, node: Expr) -> bool:
        """Whether no entry can be 0."""
        return self._once("nonzero", node)

    def _once(self, sign: str, node: Expr) -> bool:
        if (sign, node) not in self._known:
            rule = {"positive": self._positive, "nonnegative": self._nonnegative, "nonzero": self._nonzero}[sign]
            self._known[sign, node] = rule(_plain(node))
        return self._known[sign, node]

    def _positive(self, node: Expr) -> bool:
        op, args = node.op, node.args
        if self._is_away(node):
            return True
        if op == "add":
            return any(self.positive(a) and self.nonnegative(b) for a, b in (args, args[::-1]))
        if op in _OF_FIRST or op == "sqrt":
            return self.positive(args[0])
        if op == "matmul" and self._covers(args[0]):
            return self.positive(args[1])
        if op == "dot" and args[0] is args[1]:
            return self._has_length(args[0])
        if op in (*_OF_ALL, "div"):
            return all(map(self.positive, args))
        if op == "pow":
            return self.positive(args[0]) or (_is_even(args[1]) and self.nonzero(args[0]))
        return op in ("abs", "norm") and self.nonzero(args[0])

    def _nonnegative(self, node: Expr) -> bool:
        op, args = node.op, node.args
        if self.range(node).lo >= 0 or self.positive(node):
            return True
        if (op in ("mul", "dot") and args[0] is args[1]) or (op == "dot" and self._is_form(*args)):
            return True
        if op in ("add", "div", *_OF_ALL):
            return all(map(self.nonnegative, args))
        if op == "pow" and _is_even(args[1]):
            return True
        return op in ("pow", "diag", *_OF_FIRST) and self.nonnegative(args[0])

    def _nonzero(self, node: Expr) -> bool:
        known = self.range(node)
        if self.positive(node) or known.hi < 0 or (known.hi == 0 and known.hi_open):
            return True
        if node.op in ("neg", "pow", "transpose", "vec", "take"):
            return self.nonzero(node.args[0])
        if node.op in ("mul", "div", "outer", "kron"):
            return all(map(self.nonzero, node.args))
        return self._is_away(make("abs", (node,)))

    def _is_form(self, vector: Expr, image: Expr) -> bool:
        """Whether <v, M v> is a quadratic form of a matrix that is certainly positive semidefinite."""
        return image.op == "matmul" and image.args[1] is vector and is_definite(image.args[0], self, strictly=False)

    def _covers(self, matrix: Expr) -> bool:
        """Whether entries are certainly >= 0, and every row has one > 0."""
        if matrix.op == "kron":
            return all(map(self._covers, matrix.args))
        return matrix.op == "eye" or self.positive(matrix.args[0] if matrix.op == "diag" else matrix)

    def _has_length(self, vector: Expr) -> bool:
        return self.nonzero(vector) or self._is_away(make("norm", (vector,), ("2",)))

    def _is_away(self, size: Expr) -> bool:
        """Whether the range alone is above 0; hypotheses speak of absolute values and norms too."""
        known = self.range(size)
        return known.lo > 0 or (known.lo == 0 and known.lo_open)


def _is_even(exponent: Expr) -> bool:
    value = constant(exponent)
    return value is not None and value % 2 == 0


@lru_cache(maxsize=4096)
def _plain(node: Expr) -> Expr:
    """Without derivatives, where they can be carried out."""
    if not any(inner.op in ("deriv", "jvp") for inner in postorder(node)):
        return node
    try:
        return expand(node)
    except ExpressionError:
        return node


__all__ = ["Signs"]
