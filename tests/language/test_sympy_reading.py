"""The SymPy reading against NumPy, its two forms against each other, and its derivatives against ours."""

from __future__ import annotations

import inspect
import math
from typing import Any

import numpy as np
import pytest
import sympy as sp

import certify as ct
from certify.calculus import expand
from certify.language.sympy_reading import to_sympy

n, d = ct.dims("n d")
A = ct.matrix("A", n, d)
S = ct.matrix("S", d, d)
x, v = ct.vectors("x v", d)
y = ct.vector("y", 2)
b = ct.vector("b", n)
R = ct.scalar("R")
i, k = ct.index("i", d), ct.index("k", n)
DIMS = {"n": 3, "d": 2}
RNG = np.random.default_rng(5)
VALUES: dict[str, Any] = {"A": RNG.normal(size=(3, 2)), "S": RNG.normal(size=(2, 2)), "x": RNG.normal(size=2),
                          "v": RNG.normal(size=2), "b": RNG.normal(size=3), "y": RNG.normal(size=2), "R": 1.5,
                          **DIMS}
VALUES["S"] = VALUES["S"] + VALUES["S"].T

f = ct.exp(A @ x) / ct.sum(ct.exp(A @ x))
L = ct.dot(f - b, f - b) / 2


def shown(case: Any) -> str:
    return str(case) if isinstance(case, ct.Expr) else ""


def np_softmax(z: Any, axis: int = -1) -> Any:
    return np.exp(z) / np.exp(z).sum(axis, keepdims=True)


CASES: list[tuple[ct.Expr, Any]] = [
    (f, lambda A, x: np_softmax(A @ x)),
    (ct.softmax(A), lambda A: np_softmax(A)),
    (ct.softmax(A, axis=0), lambda A: np_softmax(A, 0)),
    (A.T @ (b * 2 - 1), lambda A, b: A.T @ (2 * b - 1)),
    (ct.outer(x, v) + ct.diag(x * v) - ct.eye(d), lambda x, v: np.outer(x, v) + np.diag(x * v) - np.eye(2)),
    (ct.kron(A, S) @ ct.vec(S, "C"), lambda A, S: np.kron(A, S) @ S.ravel()),
    (ct.vec(A, "F"), lambda A: A.ravel("F")),
    (ct.diag(A @ A.T), lambda A: np.diagonal(A @ A.T)),
    (ct.trace(S), lambda S: np.trace(S)),
    (ct.sum(A, axis=0), lambda A: A.sum(0)),
    (ct.sum(A, axis=1) + ct.ones(n), lambda A: A.sum(1) + 1),
    (ct.sum(A), lambda A: A.sum()),
    (ct.norm(A, "fro"), lambda A: np.linalg.norm(A)),
    (ct.norm(x), lambda x: np.linalg.norm(x)),
    (ct.norm(x, 1), lambda x: np.abs(x).sum()),
    (ct.norm(x, 3), lambda x: np.linalg.norm(x, 3)),
    (ct.sum(x[i] * A[:, i], over=i), lambda A, x: A @ x),
    (ct.sum(ct.sum(A[k, i] ** 2, over=i) * b[k], over=k), lambda A, b: (A**2).sum(1) @ b),
    (n**1.5 * ct.PI * ct.abs(R) + ct.cosh(R) * ct.tanh(R),
     lambda R: 3**1.5 * math.pi * R + np.cosh(R) * np.tanh(R)),
    (ct.hstack([x, R, b])[1] * R, lambda x, R: x[1] * R),
    (ct.dot(ct.hstack([x, R]), ct.hstack([2 * v, 1])), lambda x, v, R: 2 * x @ v + R),
    (ct.block([[A, ct.outer(b, ct.ones(1))], [x, R]]) @ ct.hstack([v, R]),
     lambda A, b, x, R, v: np.block([[A, b[:, None]], [x, R]]) @ np.append(v, R)),
    (ct.unit(d, 1) + ct.zeros(d), lambda: np.array([0.0, 1.0])),
]
EXPLICIT_ONLY: list[tuple[ct.Expr, Any]] = [
    (ct.norm(A, 2), lambda A: np.linalg.norm(A, 2)),
    (ct.norm(A, 1), lambda A: np.linalg.norm(A, 1)),
    (ct.norm(A, math.inf), lambda A: np.linalg.norm(A, np.inf)),
    (ct.norm(x, math.inf), lambda x: np.linalg.norm(x, np.inf)),
    (ct.sigmin(A), lambda A: np.linalg.svd(A)[1].min()),
    (ct.eigmax(S), lambda S: np.linalg.eigvalsh(S).max()),
    (ct.eigmin(S), lambda S: np.linalg.eigvalsh(S).min()),
    (ct.inv(S), lambda S: np.linalg.inv(S)),
    (ct.max(A, axis=1), lambda A: A.max(1)),
    (ct.min(A), lambda A: A.min()),
    (ct.maximum(x, v), lambda x, v: np.maximum(x, v)),
    ([[1, 2], [3, 4]] @ y,
     lambda y: np.array([[1, 2], [3, 4]]) @ y),
]


def number(form: Any) -> Any:
    """A SymPy form with the test values put in."""
    table = {}
    for name, value in VALUES.items():
        for place, entry in np.ndenumerate(np.asarray(value)):
            at = f"[{','.join(map(str, place))}]" if place else ""
            table[sp.Symbol(name + at, real=True)] = float(entry)
    if isinstance(form, sp.MatrixBase):
        out = np.array(form.xreplace(table).evalf().tolist(), dtype=float)
        return out[:, 0] if out.shape[1] == 1 else out
    return float(form.xreplace(table).evalf())


def expected(rule: Any) -> Any:
    return rule(**{name: VALUES[name] for name in inspect.signature(rule).parameters})


@pytest.mark.parametrize(("expr", "rule"), CASES + EXPLICIT_ONLY, ids=shown)
def test_explicit_entries_are_numpys(expr: ct.Expr, rule: Any) -> None:
    np.testing.assert_allclose(number(to_sympy(expr, DIMS)), expected(rule), rtol=1e-12)


def indexed_value(expr: ct.Expr) -> Any:
    """The indexed form at the test dimensions: sums written out, indexed symbols replaced by their values."""
    form = to_sympy(expr)
    shape = tuple(size.value(DIMS) for size in expr.shape)
    out = np.zeros(shape)
    for place in np.ndindex(*shape):
        entry = (form(*place) if shape else form).subs({sp.Symbol("n", integer=True, positive=True): 3,
                                                        sp.Symbol("d", integer=True, positive=True): 2}).doit()
        table = {e: VALUES[str(e.base.label)][tuple(int(q) for q in e.indices)] for e in entry.atoms(sp.Indexed)}
        out[place] = float(entry.subs(table).subs(sp.Symbol("R", real=True), VALUES["R"]).evalf())
    return out


@pytest.mark.parametrize(("expr", "rule"), CASES, ids=shown)
def test_indexed_entries_are_numpys(expr: ct.Expr, rule: Any) -> None:
    np.testing.assert_allclose(indexed_value(expr), expected(rule), rtol=1e-12)


DERIVATIVES = [ct.grad(L, x), ct.hessian(L, x), ct.jacobian(f, x), ct.jvp(ct.jvp(L, x, v), x, v), ct.grad(L, A),
               ct.grad(ct.trace(S @ S), S, order="F"), ct.jvp(R**3 * x, R, ct.rational(2))]


@pytest.mark.parametrize("expr", DERIVATIVES, ids=str)
def test_sympys_derivatives_are_ours(expr: ct.Expr) -> None:
    by_sympy, by_rules = number(to_sympy(expr, DIMS)), number(to_sympy(expand(expr), DIMS))
    np.testing.assert_allclose(by_sympy, by_rules, rtol=1e-10, atol=1e-12)


def test_symbolic_derivatives_are_expanded() -> None:
    np.testing.assert_allclose(indexed_value(ct.grad(L, x)), number(to_sympy(ct.grad(L, x), DIMS)), rtol=1e-10)


def test_free_indices_take_values() -> None:
    partial = to_sympy(ct.partial(f, x, i), DIMS, {"i": 1})
    np.testing.assert_allclose(number(partial), number(to_sympy(ct.jacobian(f, x), DIMS))[:, 1], rtol=1e-12)


def test_bound_names_are_shared_and_distinct() -> None:
    form = to_sympy(ct.dot(f, b))
    assert {symbol.name for symbol in form.atoms(sp.Symbol)} >= {"k1", "k2"}
    assert to_sympy(ct.dot(b, b) - ct.dot(b, b)) == 0


@pytest.mark.parametrize(("act", "message"), [
    (lambda: to_sympy(A @ x, {"n": 3}), "dimension d has no value"),
    (lambda: to_sympy(x[i], DIMS), "index i has no value"),
    (lambda: to_sympy(ct.norm(A, 2)), "pass dims"),
    (lambda: to_sympy(ct.max(x)), "max has no form"),
    (lambda: to_sympy(ct.eigmax(ct.matrix("T", 3, 3)), {}), "at most 2 x 2"),
    (lambda: to_sympy(A)(0), "takes 2 positions, not 1"),
])
def test_errors_say_what_to_do(act: Any, message: str) -> None:
    with pytest.raises(ct.ExpressionError, match=message):
        act()
