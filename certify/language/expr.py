"""Expressions: immutable, shared (equal expressions are one object), shape-checked when built."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any, NoReturn
from weakref import WeakValueDictionary

from certify.language.errors import ExpressionError, LiteralError, ShapeError
from certify.language.shapes import RULES, Attrs
from certify.language.sizes import Shape, Size, show_shape

_POOL: WeakValueDictionary[tuple[Any, ...], Expr] = WeakValueDictionary()
_MAX_DIGITS = 12


class Expr:
    """A node ``op(args; attrs)`` with a symbolic shape; build it with symbols, operators and atoms."""

    __slots__ = ("op", "args", "attrs", "shape", "__weakref__")
    __array_ufunc__ = None  # NumPy hands its operators over to ours
    op: str
    args: tuple[Expr, ...]
    attrs: Attrs
    shape: Shape

    __hash__ = object.__hash__

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise ExpressionError("expressions are immutable; build a new one instead")

    def __reduce__(self) -> tuple[Any, ...]:
        return make, (self.op, self.args, self.attrs)

    def __bool__(self) -> NoReturn:
        raise ExpressionError("an expression has no truth value; claims compare with <=, >=, <, > or ct.equal")

    def __eq__(self, other: object) -> NoReturn:  # type: ignore[override]
        raise ExpressionError("== does not build a relation; write ct.equal(a, b), or `a is b` for one expression")

    def __ne__(self, other: object) -> NoReturn:  # type: ignore[override]
        raise ExpressionError("!= is no relation of the language; state what holds with <, > or ct.equal")

    def __iter__(self) -> NoReturn:
        raise ExpressionError("an expression of symbolic size cannot be iterated over; use ct.index and sum(over=)")

    def __add__(self, other: Any) -> Expr:
        return make("add", (self, coerce(other)))

    def __radd__(self, other: Any) -> Expr:
        return make("add", (coerce(other), self))

    def __sub__(self, other: Any) -> Expr:
        return make("add", (self, negative(coerce(other))))

    def __rsub__(self, other: Any) -> Expr:
        return make("add", (coerce(other), negative(self)))

    def __mul__(self, other: Any) -> Expr:
        return make("mul", (self, coerce(other)))

    def __rmul__(self, other: Any) -> Expr:
        return make("mul", (coerce(other), self))

    def __truediv__(self, other: Any) -> Expr:
        return make("div", (self, coerce(other)))

    def __rtruediv__(self, other: Any) -> Expr:
        return make("div", (coerce(other), self))

    def __pow__(self, other: Any) -> Expr:
        return make("pow", (self, coerce(other)))

    def __rpow__(self, other: Any) -> Expr:
        return make("pow", (coerce(other), self))

    def __neg__(self) -> Expr:
        return negative(self)

    def __abs__(self) -> Expr:
        return make("abs", (self,))

    def __matmul__(self, other: Any) -> Expr:
        return product(self, coerce(other))

    def __rmatmul__(self, other: Any) -> Expr:
        return product(coerce(other), self)

    def __getitem__(self, key: Any) -> Expr:
        return subscript(self, key)

    @property
    def T(self) -> Expr:
        """The transpose of a matrix; a vector is its own transpose, as in NumPy."""
        return self if len(self.shape) < 2 else make("transpose", (self,))

    def subs(self, changes: Mapping[Expr, Any]) -> Expr:
        """This expression with symbols replaced, all at once; see ``certify.language.variables.subs``."""
        from certify.language.variables import subs

        return subs(self, changes)

    def __le__(self, other: Any) -> Any:
        return _relation("le", self, other)

    def __ge__(self, other: Any) -> Any:
        return _relation("ge", self, other)

    def __lt__(self, other: Any) -> Any:
        return _relation("lt", self, other)

    def __gt__(self, other: Any) -> Any:
        return _relation("gt", self, other)

    def __lshift__(self, other: Any) -> Any:
        return _relation("psd", self, other)

    def __rshift__(self, other: Any) -> Any:
        return _relation("psd", coerce(other), self)

    def __rlshift__(self, other: Any) -> Any:
        return _relation("psd", coerce(other), self)

    def __rrshift__(self, other: Any) -> Any:
        return _relation("psd", self, other)

    def __str__(self) -> str:
        from certify.language.printing import unicode

        return unicode(self)

    def __repr__(self) -> str:
        return f"<{self} : {show_shape(self.shape)}>"

    def _repr_latex_(self) -> str:
        from certify.language.printing import latex

        return f"$\\displaystyle {latex(self)}$"


def _relation(op: str, lhs: Any, rhs: Any) -> Any:
    from certify.language.relations import Relation

    return Relation(op, coerce(lhs), coerce(rhs))


def make(op: str, args: tuple[Expr, ...] = (), attrs: Attrs = ()) -> Expr:
    """The one expression ``op(args; attrs)``; raises ``ShapeError`` where the shapes do not fit."""
    key = (op, tuple(map(id, args)), attrs)
    found = _POOL.get(key)
    return found if found is not None else _create(key, op, args, attrs)


def _create(key: tuple[Any, ...], op: str, args: tuple[Expr, ...], attrs: Attrs) -> Expr:
    try:
        shape = RULES[op](tuple(arg.shape for arg in args), attrs)
    except ShapeError as error:
        operands = ", ".join(f"{_short(arg)} of shape {show_shape(arg.shape)}" for arg in args)
        raise ShapeError(f"{op}({operands}): {error}") from None
    node = object.__new__(Expr)
    for name, value in (("op", op), ("args", args), ("attrs", attrs), ("shape", shape)):
        object.__setattr__(node, name, value)
    return _POOL.setdefault(key, node)


def _short(node: Expr) -> str:
    text = str(node)
    return text if len(text) <= 40 else text[:37] + "..."


def coerce(value: Any) -> Expr:
    """An expression from a number, a nested list of numbers, or an expression."""
    if isinstance(value, Expr):
        return value
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return make("array", (), (_literal(value),))
    return make("const", (), (str(exact(value)),))


def _literal(rows: Any) -> tuple[Any, ...]:
    if not rows or any(isinstance(row, list | tuple) != isinstance(rows[0], list | tuple) for row in rows):
        raise LiteralError(f"a literal array needs one or more rows of numbers, got {rows!r}")
    return tuple(_literal(row) if isinstance(row, list | tuple) else str(exact(row)) for row in rows)


def exact(value: Any) -> Fraction:
    """The rational that a literal means: ``0.499`` is 499/1000. Raises ``LiteralError`` for inf, nan,
    floats of more than 12 significant digits (they are no decimals that a paper prints) and non-numbers."""
    if isinstance(value, Fraction | int) and not isinstance(value, bool):
        return Fraction(value)
    if not isinstance(value, float):
        raise LiteralError(f"{value!r} is not a number; use int, float, Fraction, ct.rational or an expression")
    text = repr(value)
    if not re.fullmatch(r"[-+0-9.e]+", text):
        raise LiteralError(f"{text} is no number that a statement can contain; write a finite one")
    digits = re.sub(r"e.*|[-+.]", "", text).strip("0")
    if len(digits) > _MAX_DIGITS:
        raise LiteralError(f"the float {text} has {len(digits)} significant digits; a literal means its decimal: "
                           "write a short decimal, ct.rational(p, q), or an expression such as 1 / ct.sqrt(2)")
    return Fraction(text)


def negative(node: Expr) -> Expr:
    """``-node``, folded into a constant where it is one."""
    if node.op == "const":
        return make("const", (), (str(-Fraction(node.attrs[0])),))
    return make("neg", (node,))


def product(left: Expr, right: Expr) -> Expr:
    """``left @ right`` as NumPy reads it: vector @ vector is the inner product, vector @ matrix is M^T v."""
    if len(left.shape) == 1 and len(right.shape) == 1:
        return make("dot", (left, right))
    if len(left.shape) == 1 and len(right.shape) == 2:
        return make("matmul", (right.T, left))
    return make("matmul", (left, right))


def subscript(node: Expr, key: Any) -> Expr:
    """``v[i]``, ``A[i, j]``, ``A[i]``, ``A[i, :]``, ``A[:, j]``; an index is an index symbol or an integer."""
    keys = key if isinstance(key, tuple) else (key,)
    if len(keys) > len(node.shape):
        raise ShapeError(f"{_short(node)} of shape {show_shape(node.shape)} takes {len(node.shape)} indices, "
                         f"not {len(keys)}")
    for axis in reversed(range(len(keys))):
        if not (isinstance(keys[axis], slice) and keys[axis] == slice(None)):
            node = make("take", (node, as_index(keys[axis], node.shape[axis])), (axis,))
    return node


def as_index(key: Any, size: Size) -> Expr:
    """An index symbol or integer that fits an axis of the given size."""
    if isinstance(key, Expr) and key.op == "idx":
        if key.attrs[1] != size:
            raise ShapeError(f"index {key.attrs[0]} runs over {key.attrs[1]}, the axis has size {size}")
        return key
    if isinstance(key, Expr) and key.op == "const" and Fraction(key.attrs[0]).denominator == 1:
        key = int(Fraction(key.attrs[0]))
    if not isinstance(key, int) or isinstance(key, bool) or key < 0:
        raise ExpressionError(f"{key!r} is no index; use ct.index(name, size) or an integer from 0")
    if size.constant is not None and key >= size.constant:
        raise ShapeError(f"index {key} is out of range for an axis of size {size}")
    return coerce(key)


def postorder(*roots: Expr) -> Iterator[Expr]:
    """Every node below the roots once, operands before what uses them."""
    seen: set[int] = set()
    stack = [(root, False) for root in reversed(roots)]
    while stack:
        node, ready = stack.pop()
        if id(node) in seen:
            continue
        if ready:
            seen.add(id(node))
            yield node
        else:
            stack.append((node, True))
            stack.extend((arg, False) for arg in reversed(node.args))


def rebuild(roots: tuple[Expr, ...], change: Callable[[Expr, tuple[Expr, ...]], Expr]) -> tuple[Expr, ...]:
    """Rewrites bottom-up: ``change(node, new_args)`` gives what replaces a node."""
    done: dict[Expr, Expr] = {}
    for node in postorder(*roots):
        done[node] = change(node, tuple(done[arg] for arg in node.args))
    return tuple(done[root] for root in roots)


def strip(*roots: Expr) -> tuple[Expr, ...]:
    """The expressions without the names that only printers keep."""
    return rebuild(roots, lambda node, args: args[0] if node.op == "named" else make(node.op, args, node.attrs))
