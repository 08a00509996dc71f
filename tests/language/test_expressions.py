"""Expressions are shared, immutable, shape-checked, and their literals mean what is printed."""

import math
import pickle
from fractions import Fraction

import numpy as np
import pytest

import certify as ct
from certify.language import make, postorder

n, d = ct.dims("n d")
A, B = ct.matrices("A B", n, d)
x, y = ct.vectors("x y", d)
b = ct.vector("b", n)
R = ct.scalar("R")
i = ct.index("i", d)


def test_equal_expressions_are_one_object():
    assert ct.exp(A @ x) is ct.exp(ct.matrix("A", n, d) @ ct.vector("x", d))
    assert ct.vector("x", n) is not x


def test_pickling_keeps_identity():
    expression = ct.grad(ct.norm(A @ x - b), x)
    assert pickle.loads(pickle.dumps(expression)) is expression


def test_expressions_cannot_be_changed():
    with pytest.raises(ct.ExpressionError, match="immutable"):
        x.op = "exp"


@pytest.mark.parametrize("build, shape", [
    (lambda: A @ x, "(n,)"), (lambda: b @ A, "(d,)"), (lambda: x @ y, "()"), (lambda: A.T @ A, "(d, d)"),
    (lambda: ct.outer(b, x), "(n, d)"), (lambda: ct.diag(b), "(n, n)"), (lambda: A[:, i], "(n,)"),
    (lambda: A[0], "(d,)"), (lambda: A[0, i], "()"), (lambda: ct.kron(A, B), "(n*n, d*d)"),
    (lambda: ct.vec(A, "F"), "(d*n,)"), (lambda: ct.sum(A, axis=0), "(d,)"), (lambda: ct.sum(A, axis=-1), "(n,)"),
    (lambda: ct.grad(ct.dot(b, A @ x), A), "(n, d)"), (lambda: ct.grad(ct.dot(b, A @ x), A, order="C"), "(d*n,)"),
    (lambda: ct.jacobian(A @ x, x), "(n, d)"), (lambda: ct.hessian(ct.norm(A @ x), x), "(d, d)"),
    (lambda: ct.jvp(A @ x, A, B), "(n,)"), (lambda: ct.partial(A @ x, x, i), "(n,)"),
    (lambda: ct.softmax(A), "(n, d)"), (lambda: ct.sum(A[:, i] * x[i], over=i), "(n,)"),
    (lambda: ct.norm(x, 3), "()"), (lambda: ct.norm(A, "fro"), "()"), (lambda: ct.unit(d, i), "(d,)"),
    (lambda: x + 1, "(d,)"), (lambda: 2 / R, "()"), (lambda: np.float64(0.5) * x, "(d,)"),
    (lambda: np.array([[1.0, 2.0]]) @ ct.vector("z", 2), "(1,)"),
])
def test_shapes(build, shape):
    assert str(build().shape) == shape


@pytest.mark.parametrize("build, words", [
    (lambda: A @ b, ["matmul", "A", "b", "d", "n", "differ"]),
    (lambda: x + b, ["add", "(d,)", "(n,)"]),
    (lambda: ct.outer(A, x), ["outer", "vector"]),
    (lambda: ct.trace(A), ["trace", "square"]),
    (lambda: A[i], ["index i", "d", "n"]),
    (lambda: x[0, 1], ["takes 1"]),
    (lambda: ct.vector("z", 2)[5], ["index 5", "out of range"]),
    (lambda: ct.jacobian(A @ x, A), ["order"]),
    (lambda: ct.grad(A @ x, x), ["grad", "scalar"]),
    (lambda: ct.sum(A, axis=2), ["axis 2"]),
    (lambda: ct.jvp(A @ x, x, b), ["direction"]),
    (lambda: ct.vector("z", 0), ["at least 1"]),
    (lambda: ct.softmax(R), ["softmax"]),
])
def test_shape_errors_name_the_operands(build, words):
    with pytest.raises(ct.ShapeError) as caught:
        build()
    assert all(word in str(caught.value) for word in words), str(caught.value)


@pytest.mark.parametrize("build, words", [
    (lambda: x == y, "ct.equal"), (lambda: x != y, "ct.equal"), (lambda: bool(x), "truth value"),
    (lambda: 0 <= R <= 1, "chained"), (lambda: list(x), "iterated"), (lambda: ct.norm(A), "spectral"),
    (lambda: ct.grad(R * R, R + 1), "symbol"), (lambda: ct.norm(x, 0.5), "at least 1"),
    (lambda: ct.scalar("2x"), "symbol name"), (lambda: ct.sum(x, over=R), "index symbol"),
])
def test_misuse_says_what_to_write(build, words):
    with pytest.raises(ct.ExpressionError, match=words):
        build()


@pytest.mark.parametrize("value, meaning", [
    (0.499, Fraction(499, 1000)), (1e-12, Fraction(1, 10**12)), (3, Fraction(3)), (Fraction(1, 3), Fraction(1, 3)),
    (np.float64(0.1), Fraction(1, 10)), (np.int64(7), Fraction(7)), (-2.5, Fraction(-5, 2)),
])
def test_a_decimal_literal_means_the_decimal(value, meaning):
    assert Fraction((x * value).args[1].attrs[0]) == meaning


@pytest.mark.parametrize("value", [math.inf, math.nan, 0.1 + 0.2, 1 / 3, math.pi, "1", None, True])
def test_other_literals_are_refused(value):
    with pytest.raises(ct.LiteralError):
        x * value


def test_postorder_visits_shared_nodes_once():
    u = ct.exp(A @ x)
    nodes = list(postorder(u / ct.sum(u)))
    assert len(nodes) == len({id(node) for node in nodes}) == 6
    assert [node.op for node in nodes][-1] == "div"


def test_sizes_are_polynomials():
    size = ct.Size.of("d*n+2")
    assert size == ct.Size.of("2+n*d")
    assert size.value({"n": 3, "d": 4}) == 14
    assert ct.Size.of("n") + ct.Size.of("n") == ct.Size.of("2*n")


def test_unknown_operations_do_not_exist():
    with pytest.raises(KeyError):
        make("nonsense", (x,))
