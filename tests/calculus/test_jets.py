"""Derivatives by Taylor arithmetic: exact on polynomials, near differences at 200 digits."""

from fractions import Fraction

import numpy as np
import pytest
from flint import arb
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from random_expressions import SYMBOLS, arrays, expressions

import certify as ct
from certify.calculus import prepare
from certify.calculus.jets import JetError, jet_evaluate, jets_agree
from certify.calculus.jets.rules import Functions, Kinks
from certify.enclosure.arb import ArbBackend
from certify.enclosure.evaluate import evaluate
from certify.enclosure.exact import ExactBackend
from certify.enclosure.oracle import MpmathBackend
from certify.instances.data import Instance

n, d = ct.dims("n d")
A = ct.matrix("A", n, d)
M, V = ct.matrices("M V", n, n)
x, v = ct.vectors("x v", d)
b = ct.vector("b", n)
t, s = ct.scalars("t s")
i = ct.index("i", d)
DIMS = {"n": 3, "d": 2}
DATA = {"A": [[1, 2], [0, "-1/2"], [3, 1]], "M": [[2, 1, 0], [0, 1, "1/3"], [1, 0, 4]],
        "V": [[0, 1, 0], [2, 0, "1/5"], [1, 1, -1]], "x": [2, "-1/3"], "v": ["1/2", 3], "b": [1, "1/4", -2],
        "t": "3/2", "s": "-2"}
z = A @ x
f = ct.softmax(z)


def exact_pair(*exprs):
    """Values of expressions on DATA, by jets over exact rationals."""
    backend = ExactBackend()
    values = {name: backend.input(data) for name, data in DATA.items()}
    return [backend.fractions(value) for value in jet_evaluate(exprs, backend, DIMS, {"i": 1}, values)]


POLYNOMIALS = {
    "linear": (ct.grad(ct.dot(A @ x, b), x), A.T @ b),
    "quadratic": (ct.grad(ct.dot(z, z) / 2, x), A.T @ z),
    "hessian": (ct.hessian(ct.dot(z, z), x), 2 * (A.T @ A)),
    "jacobian": (ct.jacobian(x * x, x), 2 * ct.diag(x)),
    "cubic along v": (ct.jvp(ct.jvp(ct.jvp(ct.dot(x, v) ** 3, x, v), x, v), x, v), 6 * ct.dot(v, v) ** 3),
    "inverse": (ct.jvp(ct.inv(M), M, V), -(ct.inv(M) @ V @ ct.inv(M))),
    "inverse twice": (ct.jvp(ct.jvp(ct.inv(M), M, V), M, V),
                      2 * (ct.inv(M) @ V @ ct.inv(M) @ V @ ct.inv(M))),
    "by a matrix": (ct.grad(ct.dot(b, z), A), ct.outer(b, x)),
    "by a matrix, flat": (ct.grad(ct.dot(b, z), A, order="C"), ct.vec(ct.outer(b, x), "C")),
    "by a matrix, flat columns": (ct.grad(ct.dot(b, z), A, order="F"), ct.vec(ct.outer(b, x), "F")),
    "hessian by a matrix": (ct.hessian(ct.dot(b, z) ** 2, A, order="F"),
                            2 * ct.outer(ct.vec(ct.outer(b, x), "F"), ct.vec(ct.outer(b, x), "F"))),
    "trace": (ct.grad(ct.trace(M @ M), M), 2 * M.T),
    "kron": (ct.jvp(ct.kron(M, M), M, V), ct.kron(M, V) + ct.kron(V, M)),
    "by a scalar": (ct.jvp(t**3 * x, t, s), 3 * t**2 * s * x),
    "symbolic power": (ct.jvp(t ** (s * s), t, 1 + 0 * t), s * s * t ** (s * s - 1)),
    "division": (ct.grad(1 / t + t**-2, t), -(t**-2) - 2 * t**-3),
    "partial": (ct.partial(ct.dot(x, x), x, i), 2 * x[i]),
    "sum over": (ct.grad(ct.sum(x[i] ** 3, over=i), x), 3 * x * x),
    "absolute value": (ct.grad(ct.sum(ct.abs(x) * x), x), 2 * ct.abs(x)),
    "maximum": (ct.jvp(ct.maximum(x, v), x, x), x * ct.unit(d, 0)),
    "minimum": (ct.jvp(ct.minimum(x, v), x, x), x * ct.unit(d, 1)),
    "largest entry": (ct.grad(ct.max(z), x), A[2]),
    "largest of a row": (ct.jvp(ct.max(A, axis=1), A, A), ct.max(A, axis=1)),
    "smallest of a column": (ct.jvp(ct.min(A, axis=0), A, A), ct.min(A, axis=0)),
    "norms": (ct.jvp(ct.norm(A, 1) + ct.norm(A, "inf") + ct.norm(x, 1) + ct.norm(x, "inf"), x, v),
              v[0] - v[1] + v[0]),
    "does not depend": (ct.jacobian(z, v), ct.zeros(n, d)),
    "direction varies": (ct.jvp(ct.jvp(t**3, t, t), t, 1 + 0 * t), 9 * t**2),
    "nested in one variable": (ct.jvp(t * ct.jvp(t * t, t, 1 + 0 * s), t, 1 + 0 * s), 4 * t),
    "nested in two variables": (ct.jvp(t * ct.jvp(t * s, s, 1 + 0 * s), t, 1 + 0 * s), 2 * t),
    "newton step": (ct.jvp(ct.grad(ct.dot(z, z) / 2, x), x, ct.grad(ct.dot(z, z) / 2, x)), A.T @ A @ (A.T @ z)),
    "scaling": (ct.jvp(ct.diag(b) @ M @ ct.diag(b), b, b), 2 * (ct.diag(b) @ M @ ct.diag(b))),
}


@pytest.mark.parametrize("name", POLYNOMIALS)
def test_exact_on_polynomials_and_kinks(name):
    found, expected = exact_pair(*POLYNOMIALS[name])
    assert found == expected


def instance(seed=0, dims=DIMS):
    """Random dyadic entries in (0.1, 0.9) for the symbols of random expressions."""
    values = {name: exact(value.tolist()) for name, value in arrays(seed, dims).items()}
    return Instance(dims, {}, values)


def exact(value):
    return tuple(map(exact, value)) if isinstance(value, list) else Fraction(value)


def along(expr, variable, direction, order):
    for _ in range(order):
        expr = ct.jvp(expr, variable, direction)
    return expr


def difference(expr, variable, direction, order, here):
    """The order-th derivative of t -> expr(variable + t direction), by differences at 200 digits."""
    backend = MpmathBackend(200)
    values = {name: backend.input(value) for name, value in here.values.items()}
    base, step = values[variable.attrs[0]], values[direction.attrs[0]]

    def at(h):
        moved = {**values, variable.attrs[0]: base + h * step}
        return np.atleast_1d(evaluate((expr,), backend, here.dims, {}, moved)[0])

    h = backend.mp.mpf(10) ** -40
    stencils = {1: {1: 1, -1: -1}, 2: {1: 1, 0: -2, -1: 1}, 3: {2: 1, 1: -2, -1: 2, -2: -1}}
    total = sum(weight * at(k * h) for k, weight in stencils[order].items())
    return (total / (h**order * {1: 2, 2: 1, 3: 2}[order])).ravel()


SHAPES = [(), ("n",), ("n", "d")]


@st.composite
def directional(draw):
    expr = draw(expressions(draw(st.sampled_from(SHAPES)), 3))
    variable, direction = draw(st.sampled_from([pair for pair in SYMBOLS.values() if len(pair) == 2]))
    return expr, variable, direction, draw(st.integers(1, 3)), instance(draw(st.integers(0, 50)))


def near_differences(case):
    expr, variable, direction, order, here = case
    backend = ArbBackend(256)
    with backend.session():
        values = {name: backend.input(value) for name, value in here.values.items()}
        (found,) = jet_evaluate((along(expr, variable, direction, order),), backend, here.dims, {}, values)
        entries = backend.entries(found)
        assume(all(entry.is_finite() for entry in entries))
        for entry, other in zip(entries, difference(expr, variable, direction, order, here), strict=True):
            assert abs(entry - arb(str(other))) <= (1 + abs(entry)) * arb(10) ** -25
            assert entry.rad() <= (1 + abs(entry)) * arb(10) ** -40


@settings(max_examples=60, deadline=None)
@given(directional())
def test_directional_derivatives_up_to_the_third_are_near_differences(case):
    near_differences(case)


@pytest.mark.parametrize(("owner", "name"), [
    (Functions, "tanh"), (Functions, "div"), (Functions, "softmax"), (Functions, "exp"), (Kinks, "_euclidean"),
])
def test_a_wrong_rule_is_far_from_differences(owner, name, monkeypatch):
    """Each rule in turn loses a millionth of its tangent."""
    rule = getattr(owner, name)

    def wrong(self, a, *rest):
        out = rule(self, a, *rest)
        if out.tangent is None:
            return out
        factor = self.below.constant(Fraction(999999, 1000000))
        return type(out)(out.value, self.below.mul(out.tangent, factor), out.shape)

    monkeypatch.setattr(owner, name, wrong)
    p, q = SYMBOLS[("n",)]
    expr = {"div": p / (1 + ct.dot(p, p)), "_euclidean": ct.norm(p)}.get(name)
    expr = getattr(ct, name)(p) if expr is None else expr

    @settings(max_examples=3, deadline=None, database=None, phases=[Phase.generate])
    @given(st.integers(0, 9))
    def law(seed):
        near_differences((expr, p, q, 1, instance(seed)))

    with pytest.raises(AssertionError):
        law()


@settings(max_examples=40, deadline=None)
@given(expressions((), 3), st.integers(0, 50))
def test_both_routes_to_a_gradient_overlap(expr, seed):
    """Taylor arithmetic against the symbolic derivative, which shares no rule with it."""
    variable = SYMBOLS[("n",)][0]
    gradient = ct.grad(expr, variable)
    assert jets_agree(gradient, prepare(gradient)[0], instance(seed)) != "disjoint"


def test_identities_with_derivatives():
    u = ct.exp(z)
    here = Instance(DIMS, {}, {name: exact(convert(data)) for name, data in DATA.items()})
    jacobian = ct.jacobian(f, x)
    true = (ct.diag(f) - ct.outer(f, f)) @ A
    assert jets_agree(jacobian, true, here) == "overlap"
    assert jets_agree(jacobian, ct.diag(f) @ A, here) == "disjoint"
    assert jets_agree(jacobian, true * (1 + Fraction(1, 10**60)), here, prec=128) == "overlap"
    assert jets_agree(jacobian, true * (1 + Fraction(1, 10**60)), here, prec=256) == "disjoint"
    assert jets_agree(ct.grad(ct.log(ct.sum(u)), x), A.T @ f, here) == "overlap"
    assert jets_agree(ct.grad(ct.norm(x - x), x), ct.zeros(d), here) == "undefined"
    assert jets_agree(ct.grad(ct.max(x * 0), x), ct.zeros(d), here) == "undefined"


def convert(data):
    return [convert(item) for item in data] if isinstance(data, list) else data


@pytest.mark.parametrize("quantity", [ct.norm(M, 2), ct.eigmax(M + M.T), ct.eigmin(M + M.T), ct.sigmin(M)])
def test_spectral_quantities_of_the_variable_are_refused(quantity):
    here = Instance(DIMS, {}, {name: exact(convert(data)) for name, data in DATA.items()})
    with pytest.raises(JetError, match="no derivative"):
        jets_agree(ct.grad(quantity, M), M, here)
    assert jets_agree(ct.grad(quantity * t, t), quantity, here) == "overlap"
