"""Expressions on which every rule of the norm calculus is exercised, and the exact values of what rules ask for."""

from fractions import Fraction
from itertools import product

import certify as ct
from certify.bounds.facts import readable
from certify.bounds.rules.moments import is_softmax
from certify.bounds.rules.own_moves import derivative
from certify.language import Expr, Relation, coerce, make

n, m = ct.dims("n m")
u, v, w = ct.vectors("u v w", n)
x, y = ct.vectors("x y", m)
A, B = ct.matrices("A B", n, m)
C = ct.matrix("C", m, n)
S, T = ct.matrices("S T", n, n)
s, t = ct.scalars("s t")
p, q, e, E, r, o = ct.softmax(u), ct.softmax(v), ct.exp(u), ct.exp(A), ct.exp(s), ct.exp(t)
ARRAYS = (u, v, e, p, A, E, s, r)
ORDER, LONG = coerce(Fraction(3, 2)), ct.vectors("g h", 2 * m)
FUNCTIONS = ("neg", "abs", "exp", "cosh", "sinh", "tanh", "erf")


def _unary():
    yield from (make(op, (a,)) for op, a in product(FUNCTIONS, ARRAYS))
    yield from (make("sqrt", (a,)) for a in (e, p, E, r))
    yield from (make("pow", (a, coerce(k))) for a, k in product(ARRAYS, (0, 1, 2, 3)))
    powers = (Fraction(1, 2), Fraction(3, 2), -1, -2, Fraction(-1, 2))
    yield from (make("pow", (a, coerce(k))) for a, k in product((e, E, r), powers))
    for a in (A, E, S):
        yield from (make("transpose", (a,)), make("vec", (a,), ("C",)), make("vec", (a,), ("F",)))
        yield from (make("take", (a, coerce(0)), (axis,)) for axis in (0, 1))
        yield from (make(op, (a,), (axis,)) for op, axis in product(("sum", "max", "min"), (None, 0, 1)))
        yield from (make("norm", (a,), (order,)) for order in ("1", "2", "inf", "fro"))
        yield make("sigmin", (a,))
    for a in (u, e, p):
        yield from (make("take", (a, coerce(0)), (0,)), make("diag", (a,)))
        yield from (make(op, (a,), (None,)) for op in ("sum", "max", "min"))
        yield from (make("norm", (a,), (order,)) for order in ("1", "2", "inf"))
    gram = A @ A.T
    yield from (make(op, (a,)) for op, a in product(("eigmin", "eigmax"), (gram, -gram, ct.outer(u, u))))
    yield from (make(op, (a,)) for op, a in product(("trace", "diagonal"), (S, gram, ct.exp(S))))
    yield from (make("softmax", (A,), (axis,)) for axis in (0, 1))


def _binary():
    pairs = ((u, v), (u, u), (e, ct.exp(v)), (p, u), (u, p), (A, B), (A, A), (E, ct.exp(B)), (s, t), (s, s), (r, o))
    numbers = ((coerce(-2), u), (u, coerce(3)), (coerce(-2), A), (s, coerce(2)))
    mixed = ((s, u), (r, e), (s, A), (A, s), (u, s), (p, r), *numbers)
    yield from (make(op, pair) for op, pair in product(("add", "mul", "maximum", "minimum"), pairs + mixed))
    yield from (a - b for a, b in (*pairs, (u, w), (A @ x, B @ y), (S @ u, T @ v)))
    yield from (make("dot", (e, ct.ones(n))), ct.sum(ct.exp(u + v)))
    near = ct.exp(u + ct.ones(n) / 100)
    yield from (near - e, e - near)
    yield from (make("div", pair) for pair in ((u, e), (e, ct.exp(v)), (A, E), (A, r), (s, r), (u, r), (r, o), (p, r)))
    images = ((A, x), (S, u), (S, v), (A, C), (S, T), (E, ct.exp(C)), (E, ct.exp(x)))
    yield from (make("matmul", pair) for pair in images)
    yield from (make("dot", pair) for pair in ((u, v), (u, u), (p, u), (u, p), (e, ct.exp(v)), (p, q)))
    yield from (make("dot", (a * b, b)) for a, b in ((e, u), (p, u), (abs(u), v)))
    yield from (make("outer", pair) for pair in ((u, v), (u, u), (u, x), (e, ct.exp(x)), (p, p)))
    yield from (make("kron", pair) for pair in ((A, C), (S, T), (E, ct.exp(B))))
    yield from (make("concat", (u, x), (0,)), make("concat", (A, B), (0,)), make("concat", (A, S), (1,)))


def _softmaxes():
    """Derivatives of softmax along directions, differences, covariances."""
    moved, own, summed = derivative(p, v), derivative(p, p), derivative(p, v + w)
    twice = [_second(h, k) for h, k in ((v, w), (v, v))]
    yield from (moved, own, summed, derivative(p, v - w), *twice, p - q, p - ct.softmax(w))
    yield from (w + p - q, u + v + p - q, p - (q - w))
    yield from (make("dot", (first, w)) for first in (moved, own, *twice))
    yield ct.dot(moved, v)
    yield ct.diag(p) - ct.outer(p, p)
    yield 1 / r - 1 / o
    yield r ** (-1) - 1 / o
    yield 1 / ct.sum(e) - 1 / ct.sum(ct.exp(v))
    yield ct.dot(e, ct.ones(n)) ** (-1) - 1 / ct.sum(ct.exp(w))


def _p_norms():
    """Of what softmax moves by, and of multiples."""
    vectors = (p - q, p - ct.softmax(w), derivative(p, v), derivative(p, w), coerce(-2) * u, s * u, r * e)
    yield from (make("normp", (vector, order)) for vector, order in product(vectors, (ORDER, coerce(1), coerce(3))))


def _blocks():
    """Differences of softmax vectors, block by block."""
    yield from (_by_blocks(a) - _by_blocks(b) for a, b in (LONG, LONG[::-1], (LONG[0], 2 * LONG[1])))


def _by_blocks(z):
    sums = ct.kron(ct.eye(m), ct.ones(1, 2)) @ ct.exp(z)
    return ct.kron(ct.diag(1 / sums), ct.eye(2)) @ ct.exp(z)


def _moments():
    """Derivatives of least squares by a softmax and of log-sum-exp."""
    value, potential = ct.dot(p, p) / 2, ct.dot(p, v)
    for _ in range(3):
        value, potential = make("jvp", (value, u, v)), make("jvp", (potential, u, v))
        yield from (readable(sign * part) for sign, part in product((1, -1, 2), (value, potential)))
    yield from (readable(scale * ct.grad(ct.dot(p, p) / 2, u)) for scale in (1, 2))
    value = ct.dot(p - q, p - q) / 2
    yield readable(ct.grad(value, u))
    for _ in range(3):
        value = make("jvp", (value, u, w))
        yield readable(value)


def _rows():
    """A softmax of every row, its derivatives, and products of three matrices."""
    rows, value = ct.softmax(S, axis=1), ct.norm(ct.softmax(S, axis=1), "fro") ** 2 / 2
    yield from (readable(make("jvp", (rows, S, T))), rows - ct.softmax(T, axis=1))
    yield from (readable(scale * ct.grad(value, S)) for scale in (1, 2))
    for _ in range(3):
        value = make("jvp", (value, S, T))
        yield from (readable(scale * value) for scale in (1, -1))
    U, targets = ct.exp(S), ct.softmax(T, axis=1)
    yield readable(ct.grad(ct.norm(U - ct.diag(U @ ct.ones(n)) @ targets, "fro") ** 2 / 2, S))
    yield readable(ct.grad(ct.norm(rows - targets, "fro") ** 2, S))
    yield from (make("matmul", (A @ C, A)), make("matmul", (A, C @ A)), make("matmul", (S @ T, A)))


def _second(h, k):
    first = derivative(p, k)
    return first * h - (ct.dot(first, h) * p + ct.dot(p, h) * first)


def _leaves():
    yield from (coerce(-2), coerce(3), make("pi"), n, ct.eye(n), ct.unit(n, 0), ct.ones(n), ct.ones(n, m), ct.zeros(n))
    yield from (make("array", (), (("1", "-2"),)), make("array", (), ((("1", "-2"), ("0", "1/2")),)))
    yield from ARRAYS


NODES = tuple(dict.fromkeys((*_leaves(), *_unary(), *_binary(), *_softmaxes(), *_moments(), *_rows(),
                             *_p_norms(), *_blocks())))
ORDERS = {"l1": "1", "l2": "2", "fro": "fro", "spectral": "2", "rows": "inf", "columns": "1"}


def exact(query) -> Expr:
    """The quantity itself; a lower bound is the least entry."""
    node = query.node
    if query.kind == {1: "l1", 2: "rows"}.get(len(node.shape)) and is_softmax(node):
        return coerce(1)
    if query.kind in ORDERS:
        return make("norm", (node,), (ORDERS[query.kind],))
    low, high = (make(op, (node,), (None,)) if node.shape else node for op in ("min", "max"))
    if query.kind == "size":
        return make("maximum", (high, -low)) if node.shape else make("abs", (node,))
    return {"spread": high - low, "floor": low, "above": make("maximum", (high, coerce(0))),
            "under": make("maximum", (-low, coerce(0)))}[query.kind]


def premise(query) -> list[Relation]:
    """What has to hold for a premise: entries with a lower bound are >= 0."""
    return [Relation("le", coerce(0), query.node)] if query.kind == "floor" else []
