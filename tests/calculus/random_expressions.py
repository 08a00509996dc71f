"""Random expressions over a few symbols, and their values by plain NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

import certify as ct
from certify.language import Expr, postorder

n, d = ct.dims("n d")
SYMBOLS = {(): ct.scalars("r s"), ("n",): ct.vectors("p q", n), ("d",): ct.vectors("x y", d),
           ("n", "d"): ct.matrices("A B", n, d), ("d", "n"): (ct.matrix("C", d, n),),
           ("n", "n"): (ct.matrix("M", n, n),), ("d", "d"): (ct.matrix("N", d, d),)}
Shape = tuple[str, ...]


@st.composite
def expressions(draw: Any, shape: Shape = (), depth: int = 3) -> Expr:
    """An expression of the given shape, defined and of moderate size on entries in (0, 1)."""
    if depth == 0:
        return draw(st.sampled_from(SYMBOLS[shape]))
    rules = [_entrywise, _add, _multiply, _divide, *_OWN[len(shape)]]
    return draw(st.sampled_from(rules))(draw, shape, depth - 1)


def _sub(draw: Any, shape: Shape, depth: int) -> Expr:
    return draw(expressions(shape, draw(st.integers(0, depth))))


def _add(draw: Any, shape: Shape, depth: int) -> Expr:
    return _sub(draw, shape, depth) + draw(st.sampled_from([-2, 1, 3])) * _sub(draw, shape, depth)


def _multiply(draw: Any, shape: Shape, depth: int) -> Expr:
    return _sub(draw, draw(st.sampled_from([(), shape])), depth) * _sub(draw, shape, depth)


def _divide(draw: Any, shape: Shape, depth: int) -> Expr:
    below = _sub(draw, draw(st.sampled_from([(), shape])), depth)
    positive = draw(st.sampled_from([ct.exp(below / 4), 1 + below ** 2, ct.sum(ct.exp(below / 4)) if below.shape
                                     else ct.cosh(below)]))
    return _sub(draw, shape, depth) / positive


def _entrywise(draw: Any, shape: Shape, depth: int) -> Expr:
    below = _sub(draw, shape, depth)
    name = draw(st.sampled_from(["exp", "cosh", "sinh", "tanh", "erf", "log", "sqrt", "abs", "pow"]))
    if name in ("log", "sqrt"):
        return getattr(ct, name)(1 + below * below)
    return below ** 2 if name == "pow" else getattr(ct, name)(below / 4)


def _softmax(draw: Any, shape: Shape, depth: int) -> Expr:
    return ct.softmax(_sub(draw, shape, depth))


def _matvec(draw: Any, shape: Shape, depth: int) -> Expr:
    inner = draw(st.sampled_from(["n", "d"]))
    return _sub(draw, (shape[0], inner), depth) @ _sub(draw, (inner, *shape[1:]), depth)


def _by_blocks(draw: Any, shape: Shape, depth: int) -> Expr:
    """A product over an axis of size n + d, of arrays joined from two parts."""
    left = ct.concatenate([_sub(draw, (*shape[:1], size), depth) for size in ("n", "d")], axis=-1)
    right = ct.concatenate([_sub(draw, (size, *shape[1:]), depth) for size in ("n", "d")])
    return ct.softmax(left) @ right if draw(st.booleans()) else left @ ct.tanh(right)


def _diagonal(draw: Any, shape: Shape, depth: int) -> Expr:
    return ct.diag(_sub(draw, shape * 2, depth))


def _transpose(draw: Any, shape: Shape, depth: int) -> Expr:
    return _sub(draw, shape[::-1], depth).T


def _outer(draw: Any, shape: Shape, depth: int) -> Expr:
    if shape[0] == shape[1] and draw(st.booleans()):
        return ct.diag(_sub(draw, shape[:1], depth))
    return ct.outer(_sub(draw, shape[:1], depth), _sub(draw, shape[1:], depth))


def _row_sum(draw: Any, shape: Shape, depth: int) -> Expr:
    return ct.sum(_sub(draw, (shape[0], draw(st.sampled_from(["n", "d"]))), depth), axis=1)


def _to_scalar(draw: Any, shape: Shape, depth: int) -> Expr:
    size = draw(st.sampled_from(["n", "d"]))
    kind = draw(st.sampled_from(["dot", "sum", "trace", "norm", "fro"]))
    if kind == "dot":
        return ct.dot(_sub(draw, (size,), depth), _sub(draw, (size,), depth))
    if kind == "norm":
        return ct.norm(1 + _sub(draw, (size,), depth) ** 2)
    if kind == "fro":
        return ct.norm(1 + _sub(draw, (size, "n"), depth) ** 2, "fro")
    return (ct.trace if kind == "trace" else ct.sum)(_sub(draw, (size, size), depth))


_OWN: dict[int, list[Any]] = {0: [_to_scalar, _by_blocks], 1: [_matvec, _diagonal, _row_sum, _softmax, _by_blocks],
                              2: [_matvec, _outer, _transpose, _softmax, _by_blocks]}


def arrays(seed: int, dims: dict[str, int]) -> dict[str, Any]:
    """Entries in (0, 1) for all symbols."""
    rng = np.random.default_rng(seed)
    return {node.attrs[0]: rng.uniform(0.1, 0.9, [size.value(dims) for size in node.shape])
            for nodes in SYMBOLS.values() for node in nodes}


def value(root: Expr, values: dict[str, Any], dims: dict[str, int]) -> Any:
    """The value of an expression without derivatives, by NumPy."""
    done: dict[Expr, Any] = {}
    for node in postorder(root):
        done[node] = _NUMPY[node.op](node, *(done[arg] for arg in node.args)) if node.op in _NUMPY \
            else _leaf(node, values, dims)
    return done[root]


def _leaf(node: Expr, values: dict[str, Any], dims: dict[str, int]) -> Any:
    if node.op == "sym":
        return values[node.attrs[0]]
    if node.op == "const":
        from fractions import Fraction

        return float(Fraction(node.attrs[0]))
    raise AssertionError(node.op)


def _np_softmax(node: Expr, a: Any) -> Any:
    e = np.exp(a)
    return e / e.sum(axis=node.attrs[0], keepdims=True)


def _erf(node: Expr, a: Any) -> Any:
    import math

    return np.vectorize(math.erf)(a)


_NUMPY: dict[str, Any] = {
    "add": lambda node, a, b: a + b, "mul": lambda node, a, b: a * b, "div": lambda node, a, b: a / b,
    "neg": lambda node, a: -a, "pow": lambda node, a, b: a ** b, "erf": _erf, "softmax": _np_softmax,
    **{name: (lambda f: lambda node, a: f(a))(getattr(np, name))
       for name in ("exp", "log", "sqrt", "cosh", "sinh", "tanh", "abs", "diag", "trace", "transpose")},
    "concat": lambda node, *parts: np.concatenate(parts, axis=node.attrs[0]),
    "diagonal": lambda node, a: np.diag(a), "outer": lambda node, a, b: np.outer(a, b),
    "matmul": lambda node, a, b: a @ b, "dot": lambda node, a, b: a @ b,
    "sum": lambda node, a: a.sum(axis=node.attrs[0]), "norm": lambda node, a: np.sqrt((a * a).sum()),
}
