"""Explicit SymPy: every entry an expression in real symbols such as ``A[0,1]``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

from certify.language.errors import ExpressionError
from certify.language.expr import Expr, make, postorder
from certify.language.sizes import Shape
from certify.language.statements import substitute_index

FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "exp": sp.exp, "log": sp.log, "sqrt": sp.sqrt, "cosh": sp.cosh, "sinh": sp.sinh, "tanh": sp.tanh,
    "erf": sp.erf, "abs": sp.Abs, "neg": lambda a: -a,
}
PAIRS: dict[str, Callable[[Any, Any], Any]] = {
    "add": lambda a, b: a + b, "mul": lambda a, b: a * b, "div": lambda a, b: a / b, "pow": lambda a, b: a**b,
    "maximum": sp.Max, "minimum": sp.Min,
}
ALGEBRA: dict[str, Callable[..., Any]] = {
    "matmul": lambda a, b: a * b, "transpose": lambda a: a.T, "dot": lambda u, v: (u.T * v)[0, 0],
    "outer": lambda u, v: u * v.T, "diag": lambda v: sp.diag(*v), "diagonal": lambda m: m.diagonal().T,
    "trace": lambda m: m.trace(), "inv": lambda m: m.inv(), "kron": sp.kronecker_product,
}


def rational(text: str) -> Any:
    """An exact SymPy number."""
    value = Fraction(text)
    return sp.Rational(value.numerator, value.denominator)


class Explicit:
    """Reads expressions at given dimensions and index values; vectors are column matrices."""

    def __init__(self, dims: Mapping[str, int], indices: Mapping[str, int]):
        self.dims, self.indices = dims, indices
        self.done: dict[Expr, Any] = {}

    def read(self, root: Expr) -> Any:
        """The SymPy form of an expression without names."""
        open_names: dict[Expr, frozenset[str]] = {}
        for node in postorder(root):
            below = frozenset[str]().union(*(open_names[arg] for arg in node.args))
            if node.op == "idx" and node.attrs[0] not in self.indices:
                below |= {node.attrs[0]}
            open_names[node] = below - {node.args[1].attrs[0]} if node.op == "sumover" else below
            if not open_names[node] and node not in self.done:  # others wait for their sum
                self.done[node] = self._sum_over(node) if node.op == "sumover" else self._node(node)
        return self.done[root]

    def _sum_over(self, node: Expr) -> Any:
        body, over = node.args
        count = over.attrs[1].value(self.dims)
        terms = [self.read(substitute_index(body, over, make("const", (), (str(k),)))) for k in range(count)]
        return sum(terms[1:], terms[0])

    def _node(self, node: Expr) -> Any:
        args = [self.done[arg] for arg in node.args]
        if node.op in FUNCTIONS:
            return _entries(FUNCTIONS[node.op], *args)
        if node.op in PAIRS:
            return _entries(PAIRS[node.op], *args)
        if node.op in ALGEBRA:
            return ALGEBRA[node.op](*args)
        return getattr(self, f"_{node.op}")(node, *args)

    def sizes(self, shape: Shape) -> tuple[int, int]:
        """Rows and columns of the SymPy matrix for a shape."""
        rows, *columns = (size.value(self.dims) for size in shape)
        return rows, columns[0] if columns else 1

    def _const(self, node: Expr) -> Any:
        return rational(node.attrs[0])

    def _pi(self, node: Expr) -> Any:
        return sp.pi

    def _dim(self, node: Expr) -> Any:
        return sp.Integer(self.dims[node.attrs[0]])

    def _idx(self, node: Expr) -> Any:
        return sp.Integer(self.indices[node.attrs[0]])

    def _sym(self, node: Expr) -> Any:
        name, shape = node.attrs
        if not shape:
            return sp.Symbol(name, real=True)
        places = "{},{}" if len(shape) == 2 else "{}"
        return sp.Matrix(*self.sizes(shape), lambda i, j: sp.Symbol(f"{name}[{places.format(i, j)}]", real=True))

    def _array(self, node: Expr) -> Any:
        rows = node.attrs[0]
        return sp.Matrix([list(map(rational, row)) if isinstance(row, tuple) else [rational(row)] for row in rows])

    def _ones(self, node: Expr) -> Any:
        return sp.ones(*self.sizes(node.shape))

    def _zeros(self, node: Expr) -> Any:
        return sp.zeros(*self.sizes(node.shape))

    def _eye(self, node: Expr) -> Any:
        return sp.eye(self.sizes(node.shape)[0])

    def _unit(self, node: Expr, at: Any) -> Any:
        return sp.Matrix(self.sizes(node.shape)[0], 1, lambda i, j: sp.Integer(int(i == at)))

    def _vec(self, node: Expr, a: Any) -> Any:
        return sp.Matrix(flattened(a, node.attrs[0]))

    def _concat(self, node: Expr, *parts: Any) -> Any:
        return (sp.Matrix.vstack, sp.Matrix.hstack)[node.attrs[0]](*parts)

    def _sum(self, node: Expr, a: Any) -> Any:
        return _reduced(lambda entries: sum(entries, sp.Integer(0)), a, node.attrs[0])

    def _max(self, node: Expr, a: Any) -> Any:
        return _reduced(lambda entries: sp.Max(*entries), a, node.attrs[0])

    def _min(self, node: Expr, a: Any) -> Any:
        return _reduced(lambda entries: sp.Min(*entries), a, node.attrs[0])

    def _softmax(self, node: Expr, a: Any) -> Any:
        e = a.applyfunc(sp.exp)
        if node.attrs[0] == 0:
            totals = [sum(e[:, j]) for j in range(e.cols)]
            return sp.Matrix(*e.shape, lambda i, j: e[i, j] / totals[j])
        return sp.Matrix(*e.shape, lambda i, j: e[i, j] / sum(e[i, :]))

    def _norm(self, node: Expr, a: Any) -> Any:
        order, size = node.attrs[0], a.applyfunc(sp.Abs)
        if order == "fro" or (order == "2" and a.cols == 1):
            return sp.sqrt(sum(entry**2 for entry in a))
        if order == "2":
            return sp.sqrt(largest_eigenvalue(a.T * a if a.cols <= a.rows else a * a.T))
        if len(node.args[0].shape) == 1:
            return sum(size) if order == "1" else sp.Max(*size)
        return sp.Max(*_reduced(sum, size, 0 if order == "1" else 1))

    def _normp(self, node: Expr, a: Any, p: Any) -> Any:
        return sum(sp.Abs(entry) ** p for entry in a) ** (1 / p)

    def _eigmax(self, node: Expr, a: Any) -> Any:
        return largest_eigenvalue(a)

    def _eigmin(self, node: Expr, a: Any) -> Any:
        return -largest_eigenvalue(-a)

    def _sigmin(self, node: Expr, a: Any) -> Any:
        return sp.sqrt(-largest_eigenvalue(-(a.T * a if a.cols <= a.rows else a * a.T)))

    def _take(self, node: Expr, a: Any, at: Any) -> Any:
        if len(node.args[0].shape) == 1:
            return a[int(at), 0]
        return a[int(at), :].T if node.attrs[0] == 0 else a[:, int(at)]

    def _deriv(self, node: Expr, e: Any, x: Any) -> Any:
        of, by = (arg.shape for arg in node.args)
        if not by:
            return _entries(lambda entry: sp.diff(entry, x), e)
        if not of and len(by) == 2 and not node.attrs[0]:
            return x.applyfunc(lambda entry: sp.diff(e, entry))
        along = flattened(x, node.attrs[0] or "C")
        if not of:
            return sp.Matrix([sp.diff(e, entry) for entry in along])
        return sp.Matrix(e.rows, len(along), lambda i, j: sp.diff(e[i, 0], along[j]))

    def _jvp(self, node: Expr, e: Any, x: Any, v: Any) -> Any:
        if not node.args[1].shape:
            return _entries(lambda entry: sp.diff(entry, x) * v, e)
        pairs = list(zip(x, v, strict=True))
        return _entries(lambda entry: sum((sp.diff(entry, a) * b for a, b in pairs), sp.Integer(0)), e)


def flattened(a: Any, order: str) -> list[Any]:
    """Entries row by row ("C") or column by column ("F")."""
    return list(a) if order == "C" else list(a.T)


def _entries(function: Callable[..., Any], *args: Any) -> Any:
    """An entrywise function; scalars go with every entry."""
    shape = next((arg.shape for arg in args if isinstance(arg, sp.MatrixBase)), None)
    if shape is None:
        return function(*args)
    def at(arg: Any, i: int, j: int) -> Any:
        return arg[i, j] if isinstance(arg, sp.MatrixBase) else arg

    return sp.Matrix(*shape, lambda i, j: function(*(at(arg, i, j) for arg in args)))


def _reduced(function: Callable[[Any], Any], a: Any, axis: int | None) -> Any:
    if axis is None:
        return function(list(a))
    lines = [a[:, j] for j in range(a.cols)] if axis == 0 else [a[i, :] for i in range(a.rows)]
    return sp.Matrix([function(list(line)) for line in lines])


def largest_eigenvalue(s: Any) -> Any:
    """The largest eigenvalue of a symmetric matrix up to 2 x 2, in closed form."""
    if s.rows == 1:
        return s[0, 0]
    if s.rows == 2:
        half, gap = (s[0, 0] + s[1, 1]) / 2, (s[0, 0] - s[1, 1]) / 2
        return half + sp.sqrt(gap**2 + s[0, 1] * s[1, 0])
    raise ExpressionError(f"to_sympy: the eigenvalues of a symbolic {s.rows} x {s.rows} matrix have no useful "
                          "closed form; choose dims that make it at most 2 x 2")
