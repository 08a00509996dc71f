"""The float64 reading against mpmath and NumPy, and its gradients against central differences."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest

import certify as ct
from certify.enclosure.evaluate import compile_plan
from certify.enclosure.floats import Float, FloatBackend
from certify.enclosure.floats.value import settle
from certify.enclosure.gradients import Program, value_and_gradient
from certify.enclosure.pullbacks import PULLBACKS
from certify.instances.data import Batch

BACKEND = FloatBackend()
n, d = ct.dims("n d")
A, B, N = ct.matrix("A", n, d), ct.matrix("B", d, n), ct.matrix("N", d, n)
S = ct.matrix("S", d, d)
x, y = ct.vectors("x y", d)
b = ct.vector("b", n)
s, p = ct.scalars("s p")
K = ct.matrix("K", n * d, 2)
DIMS = {"n": 4, "d": 3}
SHAPES = {"K": (12, 2), "A": (4, 3), "B": (3, 4), "N": (3, 4),
          "S": (3, 3), "x": (3,), "y": (3,), "b": (4,), "s": (), "p": ()}


def numbers(size: int, seed: int = 0) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    values = {name: rng.normal(size=(size, *shape)) for name, shape in SHAPES.items()}
    values["s"] = 0.5 + np.abs(values["s"])
    values["p"] = 1.5 + np.abs(values["p"])
    return values


def positive(v: ct.Expr) -> ct.Expr:
    return v * v + ct.rational(1, 2)


CASES = {  # every operation of the table, with the operands that have to be told apart
    "add": [x + y, s + A, A + s], "mul": [x * y, s * A, A * s], "neg": [-x],
    "div": [x / positive(y), 1 / positive(s) / positive(A), A / positive(s)],
    "power": [positive(x) ** 2, positive(A) ** -3, positive(x) ** ct.rational(1, 3), x**3, positive(s) ** -1],
    "pow": [positive(x) ** s, positive(x) ** p, positive(A) ** s],
    "exp": [ct.exp(A)], "log": [ct.log(positive(x))], "sqrt": [ct.sqrt(positive(A))], "cosh": [ct.cosh(x)],
    "sinh": [ct.sinh(A)], "tanh": [ct.tanh(x)], "erf": [ct.erf(x)], "abs": [abs(A)],
    "maximum": [ct.maximum(x, y), ct.maximum(A, s)], "minimum": [ct.minimum(x, y), ct.minimum(s, A)],
    "matmul": [A @ x, A @ B, B @ b], "transpose": [A.T], "dot": [ct.dot(x, y), ct.dot(x, x)],
    "outer": [ct.outer(x, b)], "diag": [ct.diag(x)], "diagonal": [ct.diag(S)], "trace": [ct.trace(S)],
    "inv": [ct.inv(S + 5 * ct.eye(d))], "kron": [ct.kron(A, B)],
    "kron_product": [ct.kron(A, B) @ ct.vec(A, "C"), ct.kron(B, A) @ K], "vec": [ct.vec(A, "C"), ct.vec(A, "F")],
    "sum": [ct.sum(A), ct.sum(A, axis=0), ct.sum(A, axis=1), ct.sum(x)],
    "max": [ct.max(A), ct.max(A, axis=0), ct.max(A, axis=1), ct.max(x)],
    "min": [ct.min(A), ct.min(A, axis=0), ct.min(A, axis=1), ct.min(x)],
    "take": [x[1], A[2], A[:, 1]], "softmax": [ct.softmax(x), ct.softmax(A, axis=0), ct.softmax(A, axis=1)],
    "stacked": [ct.hstack([x, b, y]), ct.vstack([A, x, B.T]), ct.norm(ct.hstack([x, 1000 ** s, b]))],
    "beside": [ct.hstack([A, N.T, A]), ct.block([[ct.exp(S), S], [S, S @ S]])],
    "logsumexp": [ct.log(ct.sum(ct.exp(x)))],
    "norm": [ct.norm(x), ct.norm(x, 1), ct.norm(x, float("inf")), ct.norm(A, 1), ct.norm(A, 2), ct.norm(B, 2),
             ct.norm(A, float("inf")), ct.norm(A, "fro")],
    "normp": [ct.norm(x, 3), ct.norm(x, p)],
    "eigmin": [ct.eigmin(S + S.T)], "eigmax": [ct.eigmax(S + S.T)], "sigmin": [ct.sigmin(A), ct.sigmin(B)],
}


def test_every_rule_has_a_case():
    assert set(CASES) == set(PULLBACKS)


@pytest.mark.parametrize("op", sorted(PULLBACKS))
def test_pullbacks_against_central_differences(op):
    for expr in CASES[op]:
        _check_gradient(expr, numbers(2, 1))


def _check_gradient(expr: ct.Expr, values: dict[str, np.ndarray], tolerance: float = 1e-6) -> None:
    program = Program([expr], DIMS, {}, list(SHAPES))
    (out,) = program.run(values)
    weights = np.random.default_rng(5).normal(size=(2, *out.mant.shape[1:]))
    gradients = program.pull([Float(weights)])

    def total(changed: dict[str, np.ndarray]) -> np.ndarray:
        (value,) = program.run(changed)
        return (weights * value.plain()).reshape(2, -1).sum(1)

    for name, gradient in gradients.items():
        expected = _differences(total, values, name)
        np.testing.assert_allclose(gradient.plain(), expected, rtol=tolerance, atol=tolerance, err_msg=repr(expr))


def _differences(total, values, name, h=1e-5):
    out = np.zeros_like(values[name])
    for place in np.ndindex(*out.shape[1:]):
        moved = []
        for sign in (1, -1):
            changed = values[name].copy()
            changed[(slice(None), *place)] += sign * h
            moved.append(total({**values, name: changed}))
        out[(slice(None), *place)] = (moved[0] - moved[1]) / (2 * h)
    return out


def softmax(v):
    u = ct.exp(A @ v)
    return u / ct.sum(u)


LOSS = ct.dot(softmax(x) - b, softmax(x) - b) / 2


@pytest.mark.parametrize("expr", [
    ct.norm(softmax(x) - softmax(y)) / ct.norm(x - y), LOSS,
    ct.norm(ct.hessian(LOSS, x), 2), ct.eigmin(ct.hessian(LOSS, x)), ct.norm(ct.jacobian(softmax(x), x), "fro"),
    ct.sum(ct.grad(LOSS, A)), n**1.5 * ct.exp(2 * s**2) * ct.norm(A, 2),
    ct.dot(ct.jvp(LOSS, x, y) * x, y),
], ids=range(8))
def test_whole_expressions_against_central_differences(expr):
    _check_gradient(expr, numbers(2, 3), 2e-6)


def test_a_wrong_rule_is_noticed(monkeypatch):
    monkeypatch.setitem(PULLBACKS, "exp", (lambda ops, g, out, a: g,))
    with pytest.raises(AssertionError):
        _check_gradient(ct.exp(x), numbers(2))


@pytest.mark.parametrize("name", ["exp", "cosh", "sinh", "tanh", "erf", "log", "sqrt"])
def test_entrywise_functions_against_mpmath(name):
    rng = np.random.default_rng(2)
    scale = 1.0 if name in ("tanh", "erf") else 900.0
    data = rng.uniform(-scale, scale, size=(8, 3))
    data = np.abs(data) if name in ("log", "sqrt") else data
    out = getattr(BACKEND, name)(BACKEND.input(data))
    with mpmath.workdps(40):
        for k in range(8):
            exact = [getattr(mpmath, name)(float(t)) for t in data[k]]
            top = max(abs(v) for v in exact)
            for mine, true in zip(_mpf(out, k), exact, strict=True):
                # entries far below the largest one of an instance are lost with its exponent
                assert abs(mine - true) <= 1e-12 * abs(true) + top * mpmath.mpf(2) ** -1000


@pytest.mark.parametrize("name", ["sinh", "cosh"])
def test_an_instance_keeps_its_digits_beside_one_that_leaves_the_range(name):
    """exp(x) - exp(-x) has none left at x = 1e-9."""
    small = np.array([[1e-9, -3e-12]])
    beside = getattr(BACKEND, name)(BACKEND.input(np.array([small[0], [900.0, 2.0]])))
    alone = getattr(BACKEND, name)(BACKEND.input(small))
    assert beside.exp2[0] == 0
    assert beside.exp2[1] > 0
    np.testing.assert_array_equal(beside.mant[0], alone.mant[0])


@pytest.mark.parametrize("size", [2.0**-150, 1.0, 2.0**150, 2.0**300, 0.0])
def test_entries_beside_an_exponent_drift_only_so_far(size):
    value = settle(np.array([[size, 0.5 * size], [1.0, 2.0]]), np.array([900, 0]))
    assert 2.0**-200 <= np.abs(value.mant).max(1)[1] <= 2.0**200
    assert size == 0 or 2.0**-200 <= np.abs(value.mant).max(1)[0] <= 2.0**200
    exact = [mpmath.ldexp(mpmath.mpf(size), 900), mpmath.ldexp(mpmath.mpf(size), 899)]
    assert _mpf(value, 0) == exact
    assert _mpf(value, 1) == [1, 2]


def _mpf(value: Float, k: int) -> list[mpmath.mpf]:
    e = 0 if value.exp2 is None else int(value.exp2[min(k, len(value.exp2) - 1)])
    return [mpmath.ldexp(mpmath.mpf(float(v)), e) for v in value.mant[min(k, len(value.mant) - 1)].ravel()]


def test_constants_of_any_size():
    for q in (Fraction(10) ** 500, Fraction(1, 7) ** 900, Fraction(-3, 8), Fraction(0)):
        (mine,) = _mpf(BACKEND.constant(q), 0)
        with mpmath.workdps(30):
            assert abs(mine - mpmath.mpf(q.numerator) / q.denominator) <= abs(mine) * 1e-15
    nested = BACKEND.array([[Fraction(10) ** 500, Fraction(1)], [Fraction(-1), Fraction(0)]])
    assert nested.mant.shape == (1, 2, 2)
    assert nested.log_abs()[0, 0, 0] == pytest.approx(500 * np.log(10))


def test_exponents_at_radius_30():
    """log of (n^1.5 exp(10 R^2) ||x - y||)^2 / exp(20 R^2) is finite and right where each factor overflows."""
    bound = (n**1.5 * ct.exp(10 * s**2) * ct.norm(x - y)) ** 2
    values = {**numbers(3), "s": np.full(3, 30.0)}
    direct = _run([bound, ct.exp(20 * s**2), bound / ct.exp(20 * s**2), ct.log(bound)], values)
    distance = 3 * np.log(4) + 2 * np.log(np.linalg.norm(values["x"] - values["y"], axis=1))
    np.testing.assert_allclose(direct[0].log_abs(), 18000 + distance, rtol=1e-12)
    np.testing.assert_allclose(direct[1].log_abs(), 18000, rtol=1e-12)
    np.testing.assert_allclose(np.log(direct[2].plain()), distance, rtol=1e-9)
    np.testing.assert_allclose(direct[3].plain(), 18000 + distance, rtol=1e-12)


def test_gradients_at_logits_of_900():
    values = numbers(3)
    values["A"] = values["A"] * 300
    size = ct.norm(ct.exp(A @ x))
    value, gradient = value_and_gradient(ct.log(size), Batch(DIMS, {}, values), ["x"])
    z = np.einsum("bij,bj->bi", values["A"], values["x"])
    w = np.exp(2 * (z - z.max(1)[:, None]))
    w /= w.sum(1)[:, None]
    expected = np.einsum("bij,bi->bj", values["A"], w)
    np.testing.assert_allclose(gradient["x"].plain(), expected, rtol=1e-9, atol=1e-9)
    assert np.isfinite(value.plain()).all()
    raw, _ = value_and_gradient(size, Batch(DIMS, {}, values), ["x"])
    np.testing.assert_allclose(raw.log_abs(), value.plain(), rtol=1e-12)


def _run(exprs, values):
    return compile_plan(tuple(exprs), DIMS, {}).run(BACKEND, {k: BACKEND.input(v) for k, v in values.items()})


def test_undefined_is_nan_and_never_infinite():
    values = numbers(2)
    values["s"] = np.array([0.0, 1.0])
    root = (-s - 1) ** ct.rational(1, 2)
    outs = _run([1 / s, ct.log(s), ct.log(-s), ct.sqrt(-s - 1), root, s**-2, (-1 - s) ** p], values)
    for out in outs[:2] + outs[5:6]:
        assert np.isnan(out.plain()[0])
        assert np.isfinite(out.plain()[1])
    for out in outs[2:5] + outs[6:]:
        assert np.isnan(out.plain()).all()
    values["x"] = np.full((2, 3), np.inf)
    assert not np.isinf(_run([ct.norm(x) * s], values)[0].plain()).any()


def test_singular_matrix_spoils_only_its_own_instance():
    values = numbers(3)
    values["S"][1] = 0.0
    (out,) = _run([ct.inv(S)], values)
    assert np.isnan(out.mant[1]).all()
    np.testing.assert_allclose(out.mant[2] @ values["S"][2], np.eye(3), atol=1e-9)


def test_comparisons_prove_nothing():
    one, two = BACKEND.constant(Fraction(1)), BACKEND.constant(Fraction(2))
    assert not BACKEND.compare("le", one, two).any()
    assert np.isinf(BACKEND.enclosure(one)).all()
    assert BACKEND.looks("le", one, two).all()
    assert not BACKEND.looks("lt", one, one).any()
    assert not BACKEND.looks("psd", BACKEND.eye(2), BACKEND.zeros((2, 2))).any()
    assert BACKEND.looks("eq", one, one).all()


def test_a_constant_expression_has_a_gradient_of_zero():
    value, gradient = value_and_gradient(ct.norm(x) * 0 + 3, Batch(DIMS, {}, numbers(2)), ["x", "y"])
    np.testing.assert_array_equal(value.plain(), 3.0)
    assert not gradient["x"].mant.any()
    assert "y" not in gradient
