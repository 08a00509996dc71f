"""SymPy at symbolic sizes: an array is a function of positions, contractions are ``Sum``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp

from certify.language.errors import ExpressionError
from certify.language.expr import Expr
from certify.language.sizes import Size
from certify.language.sympy_explicit import FUNCTIONS, PAIRS, rational

At = tuple[Any, ...]
_MAX_TERMS = 8  # sums over a constant size up to this are written out


def read(root: Expr) -> Any:
    """A scalar, or a function of one or two positions, of an expression without names and derivatives."""
    reader = Indexed()
    if not root.shape:
        return reader.entry(root)
    return lambda *at: reader.entry(root, *map(sp.sympify, _checked(root, at)))


def _checked(root: Expr, at: At) -> At:
    if len(at) != len(root.shape):
        axes = len(root.shape)
        raise ExpressionError(f"an expression of {axes} axes takes {axes} positions, not {len(at)}")
    return at


def size_to_sympy(size: Size) -> Any:
    """A size as a polynomial in positive integers."""
    return sp.Add(*(factor * sp.Mul(*map(dimension, names)) for names, factor in size.terms))


def dimension(name: str) -> Any:
    """The SymPy symbol of a dimension."""
    return sp.Symbol(name, integer=True, positive=True)


class Indexed:
    """Entries of nodes, each computed once."""

    def __init__(self) -> None:
        self.known: dict[tuple[Expr, At], Any] = {}

    def entry(self, node: Expr, *at: Any) -> Any:
        """The entry of a node at a position (none for a scalar)."""
        if (node, at) not in self.known:
            self.known[node, at] = self._entry(node, at)
        return self.known[node, at]

    def _entry(self, node: Expr, at: At) -> Any:
        if node.op in FUNCTIONS or node.op in PAIRS:
            args = [self.entry(arg, *(at if arg.shape else ())) for arg in node.args]
            return (FUNCTIONS.get(node.op) or PAIRS[node.op])(*args)
        rule = getattr(self, f"_{node.op}", None)
        if rule is None:
            raise ExpressionError(f"to_sympy: {node.op} has no form at symbolic sizes ({node}); pass dims={{...}}")
        return rule(node, *at)

    def total(self, size: Size, term: Callable[[Any], Any]) -> Any:
        """The sum of term(k) for k from 0, with the first bound name k1, k2, ... that is not in use."""
        if size.constant is not None and size.constant <= _MAX_TERMS:
            return sp.Add(*(term(sp.Integer(k)) for k in range(size.constant)))
        hole = sp.Dummy("k", integer=True, nonnegative=True)
        body = term(hole)
        used = {symbol.name for symbol in body.atoms(sp.Symbol)}
        name = next(name for k in range(1, len(used) + 2) if (name := f"k{k}") not in used)
        bound = sp.Symbol(name, integer=True, nonnegative=True)
        return sp.Sum(body.xreplace({hole: bound}), (bound, 0, size_to_sympy(size) - 1))

    def _const(self, node: Expr) -> Any:
        return rational(node.attrs[0])

    def _pi(self, node: Expr) -> Any:
        return sp.pi

    def _dim(self, node: Expr) -> Any:
        return dimension(node.attrs[0])

    def _idx(self, node: Expr) -> Any:
        return sp.Symbol(node.attrs[0], integer=True, nonnegative=True)

    def _sym(self, node: Expr, *at: Any) -> Any:
        name, shape = node.attrs
        if not shape:
            return sp.Symbol(name, real=True)
        return sp.IndexedBase(name, shape=tuple(map(size_to_sympy, shape)), real=True)[at]

    def _array(self, node: Expr, *at: Any) -> Any:
        value = node.attrs[0]
        for k in at:
            if not k.is_Integer:
                raise ExpressionError(f"to_sympy: the literal {node} needs positions that are numbers, not {k}")
            value = value[int(k)]
        return rational(value)

    def _ones(self, node: Expr, *at: Any) -> Any:
        return sp.Integer(1)

    def _zeros(self, node: Expr, *at: Any) -> Any:
        return sp.Integer(0)

    def _eye(self, node: Expr, i: Any, j: Any) -> Any:
        return sp.KroneckerDelta(i, j)

    def _unit(self, node: Expr, i: Any) -> Any:
        return sp.KroneckerDelta(i, self.entry(node.args[0]))

    def _matmul(self, node: Expr, i: Any, *j: Any) -> Any:
        a, b = node.args
        return self.total(a.shape[1], lambda k: self.entry(a, i, k) * self.entry(b, k, *j))

    def _transpose(self, node: Expr, i: Any, j: Any) -> Any:
        return self.entry(node.args[0], j, i)

    def _dot(self, node: Expr) -> Any:
        u, v = node.args
        return self.total(u.shape[0], lambda k: self.entry(u, k) * self.entry(v, k))

    def _outer(self, node: Expr, i: Any, j: Any) -> Any:
        return self.entry(node.args[0], i) * self.entry(node.args[1], j)

    def _diag(self, node: Expr, i: Any, j: Any) -> Any:
        return sp.KroneckerDelta(i, j) * self.entry(node.args[0], i)

    def _diagonal(self, node: Expr, i: Any) -> Any:
        return self.entry(node.args[0], i, i)

    def _trace(self, node: Expr) -> Any:
        return self.total(node.args[0].shape[0], lambda k: self.entry(node.args[0], k, k))

    def _kron(self, node: Expr, i: Any, j: Any) -> Any:
        a, b = node.args
        p, q = map(size_to_sympy, b.shape)
        return self.entry(a, sp.floor(i / p), sp.floor(j / q)) * self.entry(b, sp.Mod(i, p), sp.Mod(j, q))

    def _vec(self, node: Expr, k: Any) -> Any:
        rows, columns = map(size_to_sympy, node.args[0].shape)
        if node.attrs[0] == "C":
            return self.entry(node.args[0], sp.floor(k / columns), sp.Mod(k, columns))
        return self.entry(node.args[0], sp.Mod(k, rows), sp.floor(k / rows))

    def _concat(self, node: Expr, *at: Any) -> Any:
        """By cases: the first part whose end lies behind the position."""
        axis, end, cases = node.attrs[0], sp.Integer(0), []
        for part in node.args:
            start, end = end, end + size_to_sympy(part.shape[axis])
            inside = (*at[:axis], at[axis] - start, *at[axis + 1 :])
            cases.append((self.entry(part, *inside), True if part is node.args[-1] else at[axis] < end))
        return sp.Piecewise(*cases)

    def _sum(self, node: Expr, *at: Any) -> Any:
        return self.reduced(node.args[0], node.attrs[0], at, lambda entry: entry)

    def reduced(self, of: Expr, axis: int | None, at: At, change: Callable[[Any], Any]) -> Any:
        """The sum of changed entries over all axes or one."""
        if len(of.shape) == 1:
            return self.total(of.shape[0], lambda k: change(self.entry(of, k)))
        if axis is None:
            rows, columns = of.shape
            return self.total(rows, lambda i: self.total(columns, lambda j: change(self.entry(of, i, j))))
        (kept,) = at
        place = (lambda k: (k, kept)) if axis == 0 else (lambda k: (kept, k))
        return self.total(of.shape[axis], lambda k: change(self.entry(of, *place(k))))

    def _sumover(self, node: Expr, *at: Any) -> Any:
        body, over = node.args
        index = self.entry(over)
        return sp.Sum(self.entry(body, *at), (index, 0, size_to_sympy(over.attrs[1]) - 1))

    def _softmax(self, node: Expr, *at: Any) -> Any:
        of, axis = node.args[0], node.attrs[0]
        kept = at[:axis] + at[axis + 1 :]
        return sp.exp(self.entry(of, *at)) / self.reduced(of, axis, kept, sp.exp)

    def _norm(self, node: Expr) -> Any:
        of, order = node.args[0], node.attrs[0]
        if order == "fro" or (order == "2" and len(of.shape) == 1):
            return sp.sqrt(self.reduced(of, None, (), lambda entry: entry**2))
        if order == "1" and len(of.shape) == 1:
            return self.reduced(of, None, (), sp.Abs)
        raise ExpressionError(f"to_sympy: {node} has no form at symbolic sizes; pass dims={{...}}")

    def _normp(self, node: Expr) -> Any:
        p = self.entry(node.args[1])
        return self.reduced(node.args[0], None, (), lambda entry: sp.Abs(entry) ** p) ** (1 / p)

    def _take(self, node: Expr, *at: Any) -> Any:
        of, k = node.args[0], self.entry(node.args[1])
        return self.entry(of, *((*at, k) if node.attrs[0] == 1 else (k, *at)))
