"""Random well-shaped expressions over every operation, with exact instances, for tests of the numeric readings."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

import certify as ct
from certify.instances.data import Instance
from certify.language import Expr, free_symbols, make

n, d = ct.dims("n d")
SYMBOLS: dict[tuple[str, ...], tuple[Expr, ...]] = {
    (): ct.scalars("r s"), ("n",): ct.vectors("p q", n), ("d",): ct.vectors("x y", d),
    ("n", "d"): ct.matrices("A B", n, d), ("d", "n"): (ct.matrix("C", d, n),),
    ("n", "n"): (ct.matrix("M", n, n),), ("d", "d"): (ct.matrix("N", d, d),),
}
SIZES = {"n": n, "d": d}
MATRICES = [shape for shape in SYMBOLS if len(shape) == 2]
RATIONAL_FUNCTIONS = ("neg", "abs", "square")
FUNCTIONS = (*RATIONAL_FUNCTIONS, "exp", "log", "sqrt", "cosh", "sinh", "tanh", "erf", "power", "pow")


@st.composite
def expressions(draw: Any, shape: tuple[str, ...] = (), depth: int = 3, rational: bool = False) -> Expr:
    """An expression of the shape; ``rational`` keeps to operations whose value on rationals is rational."""
    if depth == 0:
        return draw(st.sampled_from([*SYMBOLS[shape], *_constants(shape)]))
    build = draw(st.sampled_from(_RULES[len(shape)]))
    return build(lambda s, down=1: draw(expressions(s, max(depth - down, 0), rational)), draw, shape, rational)


def _constants(shape: tuple[str, ...]) -> list[Expr]:
    sizes = [SIZES[name] for name in shape]
    if not sizes:
        return [ct.rational(3, 2), ct.rational(-1, 3), n, make("sym", (), ("r", ()))]
    return [ct.ones(*sizes), ct.zeros(*sizes)]


def _binary(sub: Any, draw: Any, shape: Any, rational: bool) -> Expr:
    left = sub(draw(st.sampled_from([shape, ()])))
    right = sub(shape)
    op = draw(st.sampled_from(["add", "mul", "div", "maximum", "minimum"]))
    args = (left, right) if draw(st.booleans()) else (right, left)
    return make(op, args)


def _joined(sub: Any, draw: Any, shape: Any, rational: bool) -> Expr:
    """A product over an axis of size n + d + n, or an entry, row or column of arrays joined from parts."""
    if len(shape) < 2 and draw(st.booleans()):
        axis = draw(st.integers(0, len(shape)))
        parts = [sub(shape[:axis] + (size,) + shape[axis:]) for size in "nd"]
        return make("take", (ct.concatenate(parts, axis), make("const", (), ("1",))), (axis,))
    left = ct.concatenate([sub((*shape[:1], size)) for size in "ndn"], axis=-1)
    return left @ ct.concatenate([sub((size, *shape[1:])) for size in "ndn"])


def _function(sub: Any, draw: Any, shape: Any, rational: bool) -> Expr:
    return _apply(draw(st.sampled_from(RATIONAL_FUNCTIONS if rational else FUNCTIONS)), sub(shape), draw)


def _apply(name: str, below: Expr, draw: Any) -> Expr:
    if name == "square":
        return below ** draw(st.sampled_from([2, 3, 0, -1, -2]))
    if name == "power":
        return (below * below) ** draw(st.sampled_from([0.5, 1.5, ct.rational(1, 3), -0.5, 0.07]))
    if name == "pow":
        return abs(below) ** (1 + SYMBOLS[()][0] ** 2)
    return make(name, (below,))


def _reduction(sub: Any, draw: Any, shape: Any, rational: bool) -> Expr:
    of = draw(st.sampled_from([s for s in SYMBOLS if s]))
    below = sub(of)
    if draw(st.booleans()):
        return draw(st.sampled_from([ct.sum, ct.max, ct.min]))(below)
    orders = [1, "inf"] if rational else [1, 2, "inf"]
    return ct.norm(below, draw(st.sampled_from(orders if len(of) == 1 or rational else [*orders, "fro"])))


def _scalar_other(sub: Any, draw: Any, shape: Any, rational: bool) -> Expr:
    v = draw(st.sampled_from([("n",), ("d",)]))
    square = v + v
    kinds = ["dot", "trace", "take", "entry", "sumover"]
    kind = draw(st.sampled_from(kinds if rational else [*kinds, "normp", "eigmin", "eigmax", "sigmin"]))
    if kind == "dot":
        return ct.dot(sub(v), sub(v))
    if kind == "take":
        return sub(v)[0]
    if kind == "entry":
        return sub(("n", "d"))[0, draw(st.sampled_from([ct.index("j", d), 0]))]
    if kind == "sumover":
        i = ct.index("i", n)
        return ct.sum(sub(("n", "d"))[i, 0] * sub(("n",))[i] + sub(()), over=i)
    if kind == "normp":
        return ct.norm(sub(v), ct.rational(5, 2))
    if kind == "sigmin":
        return ct.sigmin(sub(draw(st.sampled_from(MATRICES))))
    below = sub(square)
    return ct.trace(below) if kind == "trace" else make(kind, (below + below.T,))


def _vector_other(sub: Any, draw: Any, shape: Any, rational: bool) -> Expr:
    (k,) = shape
    other = draw(st.sampled_from(["n", "d"]))
    kind = draw(st.sampled_from(["matvec", "row", "sum", "diagonal", "max"] if rational else
                                ["matvec", "row", "sum", "diagonal", "max", "softmax", "quotient"]))
    if kind == "matvec":
        return sub((k, other)) @ sub((other,))
    if kind == "row":
        return sub((k, other))[:, 0] if draw(st.booleans()) else sub((other, k))[0]
    if kind == "sum":
        return ct.sum(sub((k, other)), axis=1) + ct.sum(sub((other, k)), axis=0)
    if kind == "max":
        return ct.max(sub((k, other)), axis=1) - ct.min(sub((other, k)), axis=0)
    if kind == "diagonal":
        return ct.diag(sub((k, k)))
    z = sub(shape)
    return ct.softmax(z) if kind == "softmax" else ct.exp(z) / ct.sum(ct.exp(z))


def _matrix_other(sub: Any, draw: Any, shape: Any, rational: bool) -> Expr:
    rows, columns = shape
    inner = draw(st.sampled_from(["n", "d"]))
    kinds = ["matmul", "transpose", "outer", "scaled", "unscaled"] + (["diag", "inv"] if rows == columns else [])
    kind = draw(st.sampled_from(kinds if rational else [*kinds, "softmax"]))
    if kind == "matmul":
        return sub((rows, inner)) @ sub((inner, columns))
    if kind == "transpose":
        return sub((columns, rows)).T
    if kind == "outer":
        return ct.outer(sub((rows,)), sub((columns,)))
    if kind == "scaled":
        return ct.diag(sub((rows,))) @ sub(shape)
    if kind == "unscaled":
        return sub(shape) @ ct.diag(sub((columns,)))
    if kind == "diag":
        return ct.diag(sub((rows,)))
    return ct.inv(sub(shape)) if kind == "inv" else ct.softmax(sub(shape), draw(st.sampled_from([0, 1])))


_RULES = {0: [_binary, _function, _reduction, _scalar_other, _joined],
          1: [_binary, _function, _vector_other, _vector_other, _joined],
          2: [_binary, _function, _matrix_other, _matrix_other, _joined]}


def numbers() -> st.SearchStrategy[Fraction]:
    """Short rationals, dyadic or not."""
    return st.builds(Fraction, st.integers(-24, 24), st.sampled_from([1, 2, 3, 8, 10]))


@st.composite
def instances(draw: Any, *roots: Expr) -> Instance:
    """An exact instance for the symbols and indices of some expressions."""
    dims = {"n": draw(st.integers(1, 3)), "d": draw(st.integers(1, 3))}
    values = {}
    for node in sorted(free_symbols(*roots), key=lambda node: node.attrs[0]):
        values[node.attrs[0]] = draw(_data(tuple(size.value(dims) for size in node.shape)))
    return Instance(dims, {"j": draw(st.integers(0, dims["d"] - 1))}, values)


def _data(shape: tuple[int, ...]) -> st.SearchStrategy[Any]:
    if not shape:
        return numbers()
    return st.lists(_data(shape[1:]), min_size=shape[0], max_size=shape[0]).map(tuple)


@st.composite
def cases(draw: Any, shapes: Any = tuple(SYMBOLS), rational: bool = False) -> tuple[Expr, Instance]:
    """An expression of one of the shapes with an instance."""
    expr = draw(expressions(draw(st.sampled_from(shapes)), 3, rational))
    return expr, draw(instances(expr))
