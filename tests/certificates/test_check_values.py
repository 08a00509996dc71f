"""The numbers of the checker against mpmath: every operation is pinned to 30 digits from both sides."""

import random
from fractions import Fraction
from itertools import product

import mpmath
import pytest
from handmade import certificate

import certify as ct
from certify.check import Invalid, check

mpmath.mp.dps = 60
F = Fraction
U, V = [F(1, 3), F(-2), F(5, 7)], [F(2), F(1, 5), F(3, 4)]
M = [[F(1, 2), F(-3), F(2)], [F(4, 3), F(1), F(-1, 7)]]
N = [[F(3), F(1, 2), F(-1)], [F(0), F(2), F(1, 3)], [F(1), F(-1, 5), F(5, 2)]]
S = [[F(3), F(1, 2), F(-1)], [F(1, 2), F(-2), F(1, 3)], [F(-1), F(1, 3), F(5, 2)]]
VALUES = {"u": U, "v": V, "M": M, "N": N, "S": S, "t": F(7, 5)}
u, v = ct.vectors("u v", 3)
m, n, s, t = ct.matrix("M", 2, 3), ct.matrix("N", 3, 3), ct.matrix("S", 3, 3), ct.scalar("t")


def mp(x):
    return (
        mpmath.mpf(x.numerator) / x.denominator
        if isinstance(x, Fraction)
        else mpmath.matrix([[mp(y) for y in row] if isinstance(row, list) else mp(row) for row in x])
    )


mu, mv, mm, mn, ms, mt = map(mp, (U, V, M, N, S, VALUES["t"]))


def entries(f, *xs):
    return [f(*map(mp, row)) for row in zip(*xs, strict=True)]


def pinned(expression, value, digits=30):
    """Both wrong bounds are refuted, neither right one is."""
    slack = F(10) ** -digits * max(1, abs(F(int(mpmath.nint(value * 10**40)), 10**40)))
    near = F(int(mpmath.nint(value * mpmath.mpf(10) ** 50)), 10**50)
    values = {
        name: x
        for name, x in VALUES.items()
        if name in ct.Claim(ct.Paper("p"), "", says=ct.equal(expression, 0)).statement.symbols
    }
    for says, true in (
        (expression <= ct.rational(*(near - slack).as_integer_ratio()), False),
        (expression >= ct.rational(*(near + slack).as_integer_ratio()), False),
        (expression <= ct.rational(*(near + slack).as_integer_ratio()), True),
    ):
        data = certificate("refutation", says, values=values)
        if true:
            with pytest.raises(Invalid, match="it is false that"):
                check(data)
        else:
            assert "says[0] fails" in check(data)


def total(xs):
    return mpmath.fsum((k + 1) * x for k, x in enumerate(xs))


def weighed(expression):
    """A scalar that depends on the place of every entry."""
    if not expression.shape:
        return expression
    flat = ct.vec(expression, "C") if len(expression.shape) == 2 else expression
    return ct.dot(flat, [k + 1 for k in range(int(str(flat.shape[0])))])


def flat(matrix):
    return [matrix[i, j] for i in range(matrix.rows) for j in range(matrix.cols)]


SCALARS = {
    "pi": (ct.PI * t, mpmath.pi * mt),
    "exp": (ct.exp(u), entries(mpmath.exp, U)),
    "log": (ct.log(v), entries(mpmath.log, V)),
    "log near 1": (ct.log(1 + v / 10**9), [mpmath.log1p(x / 10**9) for x in mv]),
    "sqrt": (ct.sqrt(v), entries(mpmath.sqrt, V)),
    "cosh": (ct.cosh(u), entries(mpmath.cosh, U)),
    "sinh": (ct.sinh(u), entries(mpmath.sinh, U)),
    "tanh": (ct.tanh(u), entries(mpmath.tanh, U)),
    "tanh far": (ct.tanh(20 * u), [mpmath.tanh(20 * x) for x in mu]),
    "erf": (ct.erf(u), entries(mpmath.erf, U)),
    "erf near 0": (10**9 * ct.erf(u / 10**9), [10**9 * mpmath.erf(x / 10**9) for x in mu]),
    "erf far": (1 - ct.erf(3 * v), [mpmath.erfc(3 * x) for x in mv]),
    "abs": (abs(u), entries(abs, U)),
    "neg": (-ct.exp(u), [-mpmath.exp(x) for x in mu]),
    "arithmetic": ((u * v - u / v + t) / 3, [(x * y - x / y + mt) / 3 for x, y in zip(mu, mv, strict=True)]),
    "integer power": (u**3 - u**-2 + u**0, [x**3 - x**-2 + 1 for x in mu]),
    "half power": (v**1.5 + v**-0.5, [mpmath.power(x, 1.5) + 1 / mpmath.sqrt(x) for x in mv]),
    "power": (v ** ct.rational(1, 3) + v**t, [mpmath.cbrt(x) + x**mt for x in mv]),
    "irrational power": (v ** ct.sqrt(t), [x ** mpmath.sqrt(mt) for x in mv]),
    "maximum": (ct.maximum(u, v), entries(max, U, V)),
    "minimum": (ct.minimum(ct.exp(u), v), [min(mpmath.exp(x), y) for x, y in zip(mu, mv, strict=True)]),
    "matmul": (m @ n, flat(mm * mn)),
    "matmul vector": (m @ u, list(mm * mu)),
    "transpose": (m.T, flat(mm.T)),
    "dot": (u @ v, (mu.T * mv)[0]),
    "outer": (ct.outer(u, v), flat(mu * mv.T)),
    "diag": (ct.diag(u), flat(mpmath.diag(list(mu)))),
    "diagonal": (ct.diag(n), [mn[i, i] for i in range(3)]),
    "trace": (ct.trace(n), mn[0, 0] + mn[1, 1] + mn[2, 2]),
    "inv": (ct.inv(n), flat(mn**-1)),
    "inv of enclosures": (ct.inv(ct.exp(n)), flat(mn.apply(mpmath.exp) ** -1)),
    "kron": (ct.kron(m, n), [mm[i, j] * mn[k, c] for i, k, j, c in product(range(2), range(3), range(3), range(3))]),
    "concat": (ct.hstack([u, v, t]), [*mu, *mv, mt]),
    "block": (ct.block([[m, m], [n, ct.outer(u, v)]]), [x for rows in ((mm, mm), (mn, mu * mv.T))
                                                       for i in range(rows[0].rows) for b in rows for x in b[i, :]]),
    "vec": (ct.vec(m, "F") - 2 * ct.vec(m, "C"), [x - 2 * y for x, y in zip(flat(mm.T), flat(mm), strict=True)]),
    "sum": (ct.sum(m), mpmath.fsum(flat(mm))),
    "sum 0": (ct.sum(m, axis=0), [sum(mm[:, j]) for j in range(3)]),
    "sum 1": (ct.sum(m, axis=1), [sum(mm[i, :]) for i in range(2)]),
    "max": (ct.max(ct.exp(m)), max(map(mpmath.exp, flat(mm)))),
    "max 0": (ct.max(m, axis=0), [max(mm[:, j]) for j in range(3)]),
    "min": (ct.min(u), min(mu)),
    "min 1": (ct.min(m, axis=1), [min(mm[i, :]) for i in range(2)]),
    "norm": (ct.norm(u), mpmath.norm(mu)),
    "norm 1": (ct.norm(u, 1), mpmath.norm(mu, 1)),
    "norm inf": (ct.norm(u, float("inf")), mpmath.norm(mu, mpmath.inf)),
    "norm p": (
        ct.norm(u, 3) + ct.norm(u, t),
        sum(mpmath.fsum(abs(x) ** p for x in mu) ** (1 / p) for p in (mpmath.mpf(3), mt)),
    ),
    "norm p beside enclosures of 0": (ct.norm(ct.hstack([ct.log(ct.exp(u)) - u, t]), ct.sqrt(t) + 1), mt),
    "matrix norm 1": (ct.norm(m, 1), mpmath.mnorm(mm, 1)),
    "matrix norm inf": (ct.norm(m, "inf"), mpmath.mnorm(mm, mpmath.inf)),
    "fro": (ct.norm(m, "fro"), mpmath.mnorm(mm, "f")),
    "spectral": (ct.norm(m, 2), max(mpmath.svd_r(mm, compute_uv=False))),
    "spectral tall": (ct.norm(m.T, 2), max(mpmath.svd_r(mm, compute_uv=False))),
    "spectral of enclosures": (ct.norm(ct.exp(n), 2), max(mpmath.svd_r(mn.apply(mpmath.exp), compute_uv=False))),
    "eigmax": (ct.eigmax(s), max(mpmath.eigsy(ms, eigvals_only=True))),
    "eigmin": (ct.eigmin(s), min(mpmath.eigsy(ms, eigvals_only=True))),
    "sigmin": (ct.sigmin(m), min(mpmath.svd_r(mm, compute_uv=False))),
    "softmax": (ct.softmax(u), [mpmath.exp(x) / mpmath.fsum(map(mpmath.exp, mu)) for x in mu]),
    "softmax rows": (
        ct.softmax(m),
        [mpmath.exp(x) / mpmath.fsum(map(mpmath.exp, mm[i, :])) for i in range(2) for x in mm[i, :]],
    ),
    "softmax columns": (
        ct.softmax(m, axis=0),
        [mpmath.exp(mm[i, j]) / mpmath.fsum(map(mpmath.exp, mm[:, j])) for i in range(2) for j in range(3)],
    ),
    "take": (m[1] + 2 * m[0, 1], [x + 2 * mm[0, 1] for x in mm[1, :]]),
    "take column": (m[:, 2], list(mm[:, 2])),
    "constants": (ct.eye(2) + ct.ones(2, 2) + 3 * ct.zeros(2, 2) + t, [2 + mt, 1 + mt, 1 + mt, 2 + mt]),
    "unit": (t * ct.unit(3, 1), [0, mt, 0]),
    "array": (t + ct.eye(2) * [[1, 2], [3, 4]], [mt + 1, mt, mt, mt + 4]),
    "huge": (ct.log(ct.exp(10**4 * v)) / 10**4, list(mv)),
}


@pytest.mark.parametrize("name", SCALARS)
def test_values(name):
    expression, value = SCALARS[name]
    pinned(weighed(expression), total(value) if isinstance(value, list) else value)


def test_sum_over_an_index():
    i, j = ct.index("i", 3), ct.index("j", 3)
    e = ct.sum(ct.exp(u[i]) * ct.sum(n[i, j] * v[j], over=j), over=i)
    pinned(e, mpmath.fsum(mpmath.exp(mu[i]) * mn[i, j] * mv[j] for i in range(3) for j in range(3)))


def along(f, x, direction):
    return mpmath.diff(lambda h: f([a + h * b for a, b in zip(x, direction, strict=True)]), 0)


DERIVATIVES = {
    "exp": (lambda z: ct.exp(z), mpmath.exp),
    "log": (lambda z: ct.log(4 + z), lambda z: mpmath.log(4 + z)),
    "sqrt": (lambda z: ct.sqrt(4 + z), lambda z: mpmath.sqrt(4 + z)),
    "cosh": (ct.cosh, mpmath.cosh),
    "sinh": (ct.sinh, mpmath.sinh),
    "tanh": (ct.tanh, mpmath.tanh),
    "erf": (ct.erf, mpmath.erf),
    "abs": (abs, abs),
    "power": (lambda z: (4 + z) ** ct.rational(2, 3), lambda z: (4 + z) ** (mpmath.mpf(2) / 3)),
    "exponent": (lambda z: z * (2 + t) ** t, lambda z: z * (2 + mt) ** mt),
    "cube": (lambda z: z**3, lambda z: z**3),
    "quotient": (lambda z: z / (4 + z * z), lambda z: z / (4 + z * z)),
    "maximum": (lambda z: ct.maximum(z, z * z), lambda z: max(z, z * z)),
}


@pytest.mark.parametrize("name", DERIVATIVES)
def test_first_and_second_derivatives(name):
    ours, theirs = DERIVATIVES[name]
    pinned(weighed(ct.jvp(ours(u), u, v)), total([mpmath.diff(theirs, x) * y for x, y in zip(mu, mv, strict=True)]))
    second = ct.jvp(ct.jvp(ours(u), u, v), u, v)
    pinned(weighed(second), total([mpmath.diff(theirs, x, 2) * y * y for x, y in zip(mu, mv, strict=True)]), 20)


def test_third_derivative_of_log_sum_exp():
    e = ct.log(ct.sum(ct.exp(u)))
    third = ct.jvp(ct.jvp(ct.jvp(e, u, v), u, v), u, v)
    value = mpmath.diff(
        lambda h: mpmath.log(mpmath.fsum(mpmath.exp(x + h * y) for x, y in zip(mu, mv, strict=True))), 0, 3
    )
    pinned(third, value, 20)


def test_a_direction_is_held_constant():
    """The derivative of (d/du along u) of u.u is that of 2 u.w at w = u, not of 2 u.u."""
    e = ct.jvp(ct.jvp(ct.dot(u, u), u, u), u, v)
    pinned(e, 4 * (mu.T * mv)[0])


def test_gradients_have_the_order_that_is_asked_for():
    e = ct.dot(u, m.T @ m @ u)
    gradient = 2 * mm * mu * mu.T
    pinned(weighed(ct.grad(e, m)), total(flat(gradient)))
    pinned(weighed(ct.grad(e, m, order="C")), total(flat(gradient)))
    pinned(weighed(ct.grad(e, m, order="F")), total(flat(gradient.T)))
    pinned(
        weighed(ct.jacobian(m @ u, m, order="F")),
        total([mu[j] if i == k else 0 for k in range(2) for j in range(3) for i in range(2)]),
    )


@pytest.mark.parametrize("square, second", [
    (ct.norm(u) ** 2, 2), (ct.norm(ct.outer(u, v), "fro") ** 2, 2 * (4 + F(1, 25) + F(9, 16))), (ct.norm(u) ** 4, 0),
    (3 - ct.norm(2 * u) ** 2 / 8, -1),
])
def test_even_powers_of_norms_have_derivatives_where_the_norm_is_0(square, second):
    at_zero, total_curvature = {"values": {"u": [0, 0, 0], "v": V}}, ct.rational(*F(3 * second).as_integer_ratio())
    gradient, curvature = ct.grad(square, u) + 0 * v, ct.jacobian(ct.grad(square, u), u) + 0 * ct.outer(v, v)
    assert check(certificate("refutation", ct.sum(gradient) < 0, **at_zero))
    assert check(certificate("refutation", ct.sum(gradient) > 0, **at_zero))
    assert check(certificate("refutation", ct.trace(curvature) < total_curvature, **at_zero))
    assert check(certificate("refutation", ct.trace(curvature) > total_curvature, **at_zero))


@pytest.mark.parametrize("power", [ct.norm(u), ct.norm(u) ** 3, ct.norm(u) ** -2, ct.norm(u, 1) ** 2])
def test_other_powers_of_norms_have_none(power):
    with pytest.raises(Invalid, match=r"undefined|not decided"):
        check(certificate("refutation", ct.sum(ct.grad(power, u)) < 0, values={"u": [0, 0, 0]}))


@pytest.mark.parametrize("exponent", [0, 1, 2, 3, 4, 6, -2])
@pytest.mark.parametrize("of, value", [(ct.norm(u), mpmath.norm(mu)), (ct.norm(m, "fro"), mpmath.mnorm(mm, "f")),
                                       (ct.norm(m, 2), max(mpmath.svd_r(mm, compute_uv=False)))])
def test_powers_of_norms(of, value, exponent):
    pinned(of**exponent, value**exponent)


def test_spectral_norms_of_larger_matrices():
    draw = random.Random(5)
    rows = [[F(draw.randint(-(2**40), 2**40), 2**40) for _ in range(12)] for _ in range(14)]
    a = ct.matrix("A", 14, 12)
    value = max(mpmath.svd_r(mp(rows), compute_uv=False))
    near = F(int(mpmath.nint(value * 10**12)), 10**12)
    below, above = (ct.rational(*(near + sign * F(1, 10**11)).as_integer_ratio()) for sign in (-1, 1))
    assert check(certificate("refutation", ct.norm(a, 2) <= below, values={"A": rows}))
    assert check(certificate("refutation", ct.norm(a, 2) >= above, values={"A": rows}))
