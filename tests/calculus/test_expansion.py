"""Derivatives as expressions agree with the index form for all sizes, and with differences at numbers."""

import numpy as np
import pytest

import certify as ct
from certify.calculus import expand, prepare
from certify.calculus import tangents as tangent_rules
from certify.calculus.algebra import neg
from certify.calculus.indexform import Verdict, decide_identity
from certify.enclosure.evaluate import compile_plan
from certify.enclosure.floats import FloatBackend
from certify.language import postorder

n, d = ct.dims("n d")
A = ct.matrix("A", n, d)
x, v = ct.vectors("x v", d)
b, w = ct.vectors("b w", n)
t = ct.scalar("t")
S = ct.matrix("S", d, d)
i, j = ct.index("i", d), ct.index("j", n)
z = A @ x
f = ct.exp(z) / ct.sum(ct.exp(z))
L = ct.dot(f - b, f - b) / 2

SCALARS = {
    "loss": L, "sum of exp": ct.sum(ct.exp(z)), "log-sum-exp": ct.log(ct.sum(ct.exp(z))), "norm": ct.norm(z),
    "cosh": ct.sum(ct.cosh(z) * b), "sinh": ct.dot(ct.sinh(z), b), "power": ct.sum(ct.exp(z)) ** -1.5,
    "quotient": ct.dot(z, b) / (1 + ct.dot(z, z)), "trace": ct.trace(ct.outer(x, x) @ S @ ct.diag(x)),
    "diagonal": ct.sum(ct.diag(ct.outer(x, x)) * v), "take": x[i] ** 3 * z[j], "sqrt": ct.sqrt(1 + ct.dot(x, x)),
    "sum over": ct.sum(x[i] * x[i] * v[i], over=i), "fro": ct.norm(ct.outer(x, x), "fro"),
    "blocks": ct.dot(ct.hstack([z, x * x]), ct.vstack([A, S]) @ x + ct.hstack([b, x])),
    "block matrix": ct.trace(ct.block([[ct.outer(x, x), S], [A, ct.outer(z, v)]]).T @ ct.block([[S, S], [A, A]])) ** 2,
    "joined variable": ct.exp(ct.dot(ct.hstack([x, x]), ct.hstack([x, 2 * v]))),
    "vec": ct.dot(ct.vec(ct.outer(x, v), "F"), ct.vec(S, "C")), "softmax": ct.dot(ct.softmax(z), b) ** 2,
}
NUMERIC = {
    "tanh": ct.sum(ct.tanh(z)), "erf": ct.sum(ct.erf(z)), "1-norm": ct.norm(z, 1), "abs": ct.sum(ct.abs(z) * b),
    "p-norm": ct.norm(z, 3), "maximum": ct.sum(ct.maximum(z, b)), "minimum": ct.sum(ct.minimum(z, 0) * w),
    "inverse": ct.trace(ct.inv(ct.eye(d) + ct.outer(x, x))), "softmax rows": ct.dot(ct.softmax(ct.outer(z, x)) @ v, b),
    "softmax columns": ct.dot(ct.softmax(ct.outer(z, x), axis=0) @ v, b), "symbolic power": (1 + ct.dot(x, x)) ** x[0],
    "kron": ct.sum(ct.kron(ct.outer(x, x), S)), "axis": ct.dot(ct.sum(ct.outer(z, x) * A, axis=0), v),
}


def is_free_of_derivatives(expression):
    return all(node.op not in ("deriv", "jvp", "named") for node in postorder(*prepare(expression)))


@pytest.mark.parametrize("name", SCALARS)
def test_gradient_agrees_with_the_index_form_for_all_sizes(name):
    gradient = ct.grad(SCALARS[name], x)
    assert is_free_of_derivatives(gradient)
    assert decide_identity(ct.equal(gradient, prepare(gradient)[0])) is Verdict.AGREE


@pytest.mark.parametrize("name", ["loss", "log-sum-exp", "quotient", "take", "norm", "softmax", "joined variable"])
def test_hessian_agrees_with_the_index_form_for_all_sizes(name):
    hessian = ct.hessian(SCALARS[name], x)
    assert decide_identity(ct.equal(hessian, prepare(hessian)[0])) is Verdict.AGREE


@pytest.mark.parametrize("target", [f, ct.exp(z) * b, ct.outer(x, x) @ v, S @ x * x, x / ct.norm(x),
                                    ct.softmax(ct.hstack([x, z])), ct.vstack([S, A]) @ (x * x)])
def test_jacobian_agrees_with_the_index_form_for_all_sizes(target):
    jacobian = ct.jacobian(target, x)
    assert decide_identity(ct.equal(jacobian, prepare(jacobian)[0])) is Verdict.AGREE


@pytest.mark.parametrize("derivative", [
    ct.grad(L, A), ct.grad(L, A, order="F"), ct.jvp(f, A, A), ct.jvp(ct.jvp(ct.jvp(L, x, v), x, v), x, v),
    ct.partial(ct.partial(f, x, i), x, ct.index("k", d)), ct.grad(ct.exp(t * t), t), ct.jvp(L, x, ct.grad(L, x)),
])
def test_other_derivatives_agree_with_the_index_form(derivative):
    assert decide_identity(ct.equal(derivative, prepare(derivative)[0])) is Verdict.AGREE


def numbers(rng, batch=3):
    sizes = {"n": 3, "d": 2}
    shapes = {"A": (3, 2), "x": (2,), "v": (2,), "b": (3,), "w": (3,), "S": (2, 2), "t": ()}
    return sizes, {name: rng.standard_normal((batch, *shape)) for name, shape in shapes.items()}


def evaluate(expression, values, sizes):
    plan = compile_plan((expression,), sizes, {"i": 1, "j": 2})
    backend = FloatBackend()
    (out,) = plan.run(backend, {name: backend.input(values[name]) for name in plan.inputs})
    return np.asarray(out.plain())


def difference(expression, values, sizes, direction, h=1e-6):
    moved = [evaluate(expression, {**values, "x": values["x"] + s * h * direction}, sizes) for s in (1, -1)]
    return (moved[0] - moved[1]) / (2 * h)


@pytest.mark.parametrize("name", [*SCALARS, *NUMERIC])
def test_gradient_agrees_with_differences(name):
    expression = {**SCALARS, **NUMERIC}[name]
    sizes, values = numbers(np.random.default_rng(5))
    (gradient,) = prepare(ct.grad(expression, x))
    exact = (evaluate(gradient, values, sizes) * values["v"]).sum(-1)
    (along,) = prepare(ct.jvp(expression, x, v))
    np.testing.assert_allclose(exact, difference(expression, values, sizes, values["v"]), rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(exact, evaluate(along, values, sizes), rtol=1e-9, atol=1e-12)


def test_a_planted_error_in_a_rule_is_seen(monkeypatch):
    monkeypatch.setitem(tangent_rules.RULES, "exp", lambda node, t: neg(t[0]))
    expand.cache_clear()
    wrong = expand(ct.grad(ct.sum(ct.exp(z)), x))
    expand.cache_clear()
    assert decide_identity(ct.equal(ct.grad(ct.sum(ct.exp(z)), x), wrong)) is Verdict.DIFFER


@pytest.mark.parametrize("expression", [ct.norm(A, 2), ct.norm(z, float("inf")), ct.max(z), ct.eigmax(ct.outer(x, x))])
def test_what_has_no_derivative_in_the_language_says_so(expression):
    variable = A if expression is ct.norm(A, 2) else x
    with pytest.raises(ct.ExpressionError, match="derivative"):
        expand(ct.grad(expression, variable))


def test_names_of_definitions_come_back():
    @ct.definition("g({x})")
    def g(x):
        return ct.softmax(A @ x)

    assert str(expand(ct.grad(ct.dot(g(x), b), x))).count("g(x)") >= 2


def test_a_diagonal_matrix_is_never_formed():
    sandwich = A.T @ (ct.diag(f) - ct.outer(f, f)) @ A
    (ready,) = prepare(sandwich)
    for node in postorder(ready):
        if node.op == "outer":
            assert str(node.shape) == "(d, d)"
    assert decide_identity(ct.equal(sandwich, ready)) is Verdict.AGREE
