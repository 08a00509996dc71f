"""Block matrices as NumPy builds them, and layers of transformers, against NumPy."""

import math

import numpy as np
import pytest

import certify as ct
from certify.enclosure.evaluate import evaluate
from certify.enclosure.floats import FloatBackend
from certify.language import show_shape
from certify.language.printing import latex, unicode

n, d, e = ct.dims("n d e")
A, B = ct.matrix("A", n, d), ct.matrix("B", n, e)
x, b = ct.vector("x", d), ct.vector("b", n)
s = ct.scalar("s")
column = ct.outer(b, ct.ones(1))


@pytest.mark.parametrize(("expression", "shape"), [
    (ct.hstack([x, s, 1]), "(d+2,)"), (ct.hstack([A, B]), "(n, d+e)"), (ct.vstack([A, x]), "(n+1, d)"),
    (ct.vstack([x, x]), "(2, d)"), (ct.concatenate([A, A]), "(2*n, d)"), (ct.concatenate([A, B], axis=-1), "(n, d+e)"),
    (ct.block([[A, column], [x, s]]), "(n+1, d+1)"), (ct.block([[A, B], [x, ct.zeros(e)]]), "(n+1, d+e)"),
    (ct.block([x, s]), "(d+1,)"), (ct.concatenate([A]), "(n, d)"), (ct.hstack([s, 2]), "(2,)"),
    (ct.vstack([s, 2]), "(2, 1)"), (ct.block([[ct.ones(1, d), s]]), "(1, d+1)"),
])
def test_shapes(expression, shape):
    assert show_shape(expression.shape) == shape


@pytest.mark.parametrize(("build", "message"), [
    (lambda: ct.hstack([A, b]), "row or a column"), (lambda: ct.block([[A, b], [x, s]]), "different heights"),
    (lambda: ct.block([[A, 0], [x, s]]), "zeros need sizes"),
    (lambda: ct.concatenate([A, B]), r"differ: \(d,\), \(e,\)"),
    (lambda: ct.concatenate([s, x]), "hstack and block take scalars"),
    (lambda: ct.concatenate([x, A]), "vectors with vectors"),
    (lambda: ct.concatenate([A, A], axis=2), "axis 2"), (lambda: ct.hstack(x), "list of one or more"),
    (lambda: ct.vstack([]), "list of one or more"), (lambda: ct.block([[A], B]), "each of them a list"),
    (lambda: ct.vstack([A, ct.hstack([x, s])]), "across axis 0"), (lambda: ct.layernorm(s), "vector or a matrix"),
    (lambda: ct.gelu(s, "sigmoid"), "approximate"),
])
def test_mistakes_are_explained(build, message):
    with pytest.raises(ct.CertifyError, match=message):
        build()


@pytest.mark.parametrize(("expression", "plain", "tex"), [
    (ct.block([[A, column], [x, s]]), "[A, b; xᵀ, s]", r"\begin{pmatrix} A & b \\ x^{\top} & s \end{pmatrix}"),
    (ct.hstack([x, s, 1]), "[x; s; 1]", r"\begin{pmatrix} x \\ s \\ 1 \end{pmatrix}"),
    (ct.hstack([A, B]), "[A, B]", r"\begin{pmatrix} A & B \end{pmatrix}"),
    (ct.vstack([ct.hstack([A, B]), ct.ones(n, d + e)]), "[[A, B]; 1_{n×d + e}]",
     r"\begin{pmatrix} \begin{pmatrix} A & B \end{pmatrix} \\ \mathbf{1}_{n \times d + e} \end{pmatrix}"),
    (ct.hstack([A, -B]) @ ct.hstack([x, ct.ones(e)]), "[A, −B] [x; 1_e]",
     r"\begin{pmatrix} A & -B \end{pmatrix} \begin{pmatrix} x \\ \mathbf{1}_{e} \end{pmatrix}"),
])
def test_blocks_print_as_matrices(expression, plain, tex):
    assert unicode(expression) == plain
    assert latex(expression) == tex


VALUES = {"A": np.linspace(-2, 2, 6).reshape(3, 2), "x": np.array([0.5, -3.0]), "Q": np.eye(3, 2),
          "K": np.linspace(0, 1, 8).reshape(4, 2), "V": np.linspace(-1, 2, 20).reshape(4, 5)}
Q, K, V = ct.matrix("Q", n, d), ct.matrix("K", 4, d), ct.matrix("V", 4, 5)


def value(expression):
    backend = FloatBackend()
    data = {name: backend.input(array[None]) for name, array in VALUES.items()}
    return evaluate((expression,), backend, {"n": 3, "d": 2}, {}, data)[0].plain()[0]


def np_softmax(z):
    return np.exp(z) / np.exp(z).sum(1, keepdims=True)


def np_layernorm(z, eps=0.0):
    return (z - z.mean(-1, keepdims=True)) / np.sqrt(z.var(-1, keepdims=True) + eps)


ERF = np.vectorize(math.erf)
LAYERS = {
    "gelu": (ct.gelu(A), lambda A: A * (1 + ERF(A / math.sqrt(2))) / 2),
    "gelu tanh": (ct.gelu(A, approximate="tanh"),
                  lambda A: A / 2 * (1 + np.tanh(math.sqrt(2 / math.pi) * (A + 0.044715 * A**3)))),
    "layernorm": (ct.layernorm(x), lambda x: np_layernorm(x)),
    "layernorm of rows": (ct.layernorm(A), lambda A: np_layernorm(A)),
    "layernorm eps": (ct.layernorm(A, eps=ct.rational(1, 100)), lambda A: np_layernorm(A, 0.01)),
    "layernorm of a join": (ct.layernorm(ct.hstack([x, 1])), lambda x: np_layernorm(np.append(x, 1))),
    "attention": (ct.attention(Q, K, V), lambda Q, K, V: np_softmax(Q @ K.T) @ V),
    "attention scaled": (ct.attention(Q, K, V, scale=3), lambda Q, K, V: np_softmax(3 * Q @ K.T) @ V),
    "linear": (ct.linear_attention(Q, K, V), lambda Q, K, V: Q @ K.T @ V),
    "linear scaled": (ct.linear_attention(Q, K, V, scale=1 / d), lambda Q, K, V: Q @ K.T @ V / 2),
}


@pytest.mark.parametrize("name", LAYERS)
def test_layers_are_numpys(name):
    expression, rule = LAYERS[name]
    expected = rule(*(VALUES[arg] for arg in rule.__code__.co_varnames[: rule.__code__.co_argcount]))
    np.testing.assert_allclose(value(expression), expected, rtol=1e-12, atol=1e-14)
