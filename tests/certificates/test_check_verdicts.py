"""What the checker accepts and what it refuses: refutations, witnesses, identities, and every planted error."""

import math
import random
from fractions import Fraction as F

import pytest
from handmade import certificate, instance

import certify as ct
from certify import check as checker
from certify.check import Invalid, Unreadable, check

n, d = ct.dims("n d")
A, B = ct.matrices("A B", n, d)
S = ct.matrix("S", n, n)
x, y, w = ct.vectors("x y w", d)
a, b = ct.vectors("a b", n)
R, t = ct.scalars("R t")
i, j = ct.index("i", d), ct.index("j", d)
RADIUS = {"given": [R >= 4, ct.norm(A, 2) <= R], "says": ct.norm(A @ x) < R * ct.norm(x)}
AT = {"dims": {"n": 2, "d": 1}, "values": {"A": [[4], [0]], "x": [1], "R": 4}}


def f(z):
    u = ct.exp(A @ z)
    return u / ct.sum(u)


c = f(x) - b
loss = ct.dot(c, c) / 2


def says(data):
    return check(data)


def refused(message, *args, **kwargs):
    with pytest.raises(Invalid, match=message):
        check(certificate(*args, **kwargs))


# ---- refutations


def test_equality_refutes_a_strict_claim_at_the_boundary_of_its_hypotheses():
    assert "2 hypotheses hold, says[0] fails at n=2 d=1" in says(certificate("refutation", **RADIUS, **AT))


def test_a_norm_of_a_matrix_that_may_be_zero_is_at_least_zero():
    """exp(x) - exp(y) at x = y is 0 only up to rounding there; 0 < 0 fails all the same."""
    gap = ct.norm(ct.outer(ct.exp(x) - ct.exp(y), ct.exp(x)), 2)
    at = {"dims": {"d": 2}, "values": {"x": [F(1, 3), F(1, 2)], "y": [F(1, 3), F(1, 2)]}}
    assert "says[0] fails" in says(certificate("refutation", gap < ct.norm(x - y), **at))


def test_equality_does_not_refute_a_bound():
    refused("false that says", "refutation", ct.norm(A @ x) <= R * ct.norm(x), RADIUS["given"], **AT)


@pytest.mark.parametrize(
    "value", [F(4) + F(1, 10**60), "4000000000000000000000000000001/1000000000000000000000000000000"]
)
def test_a_hypothesis_that_is_violated_by_a_hair(value):
    at = {**AT, "values": {**AT["values"], "A": [[value], [0]]}}
    refused(r"false that given\[1\]", "refutation", **RADIUS, **at)


def test_equality_of_square_roots_is_exact():
    assert says(certificate("refutation", ct.sqrt(t) * ct.sqrt(t + 1) < ct.sqrt(t * t + t), values={"t": 2}))
    half = ct.norm(x) / 3 < 2 / (3 * ct.sqrt(2))
    assert says(certificate("refutation", half, dims={"d": 2}, values={"x": [1, 1]}))
    bound = ct.norm(x) <= ct.sqrt(d) * ct.norm(x, "inf")
    refused("false that", "refutation", bound, dims={"d": 3}, values={"x": [1, 1, 1]})
    refused("false that", "refutation", ct.equal(-ct.sqrt(t) / ct.sqrt(8), -ct.rational(1, 2)), values={"t": 2})


def test_other_equalities_are_not_decided():
    """Doubt is no refutation of a strict claim."""
    refused("not decided with 1280 digits", "refutation", ct.exp(t) * ct.exp(-t) < 1, values={"t": 2})
    roots = ct.sqrt(t) + ct.sqrt(t + 1) < ct.sqrt(2 * t + 1 + 2 * ct.sqrt(t * t + t))
    refused("not decided with 1280 digits", "refutation", roots, values={"t": 2})


def test_equations_are_refuted_by_any_entry():
    at = {"dims": {"n": 2, "d": 1}, "values": {"a": [1, 2], "b": [1, 3]}}
    assert says(certificate("refutation", ct.equal(a, b), **{**at, "dims": {"n": 2}}))
    refused("false that", "refutation", ct.equal(a, a + 0 * b), dims={"n": 2}, values={"a": [1, 2], "b": [1, 3]})


def test_one_of_several_relations():
    says_two = (t <= 2, ct.exp(t) <= 2)
    assert says(certificate("refutation", says_two, values={"t": 1}, relation=1))
    refused("false that", "refutation", says_two, values={"t": 1}, relation=0)
    refused("no relation 2", "refutation", says_two, values={"t": 1}, relation=2)


def test_free_indices_are_part_of_the_instance():
    claim = {"says": A[0, i] <= x[i], "dims": {"n": 1, "d": 2}, "values": {"A": [[1, 3]], "x": [2, 2]}}
    assert "i=1" in says(certificate("refutation", **claim, indices={"i": 1}))
    refused("false that", "refutation", **claim, indices={"i": 0})
    refused("out of range", "refutation", **claim, indices={"i": 2})
    refused("the instance gives", "refutation", **claim)


def test_semidefinite_order():
    psd = ct.outer(a, b) + ct.outer(b, a)
    at = {"dims": {"n": 2}, "values": {"a": [1, 2], "b": [2, 1]}}
    assert says(certificate("refutation", psd << ct.rational(99, 100) * (ct.outer(a, a) + ct.outer(b, b)), **at))
    refused("false that", "refutation", psd << ct.outer(a, a) + ct.outer(b, b), **at)
    assert says(certificate("refutation", ct.sum(a) < 3, [psd << ct.outer(a, a) + ct.outer(b, b)], **at))


def test_semidefinite_with_exact_kernel_and_with_none():
    at = {"dims": {"n": 3}, "values": {"S": [[1, -1, 0], [-1, 2, -1], [0, -1, 1]], "a": [1, 1, 1]}}
    given = [ct.zeros(n, n) << S, ct.equal(S @ a, 0 * a), ct.equal(ct.eigmin(S), 0), ct.eigmax(S) <= 3]
    assert "4 hypotheses" in says(certificate("refutation", ct.sum(a) <= 2, given, **at))
    at["values"]["S"][2][2] = F(999999999, 10**9)
    refused(r"given\[0\]", "refutation", ct.sum(a) <= 2, given, **at)


@pytest.mark.parametrize("rows", [[[0, 1], [1, 0]], [[0, 1], [1, 5]], [[1, 2], [2, 3]], [[5, 1], [1, 0]]])
def test_indefinite_matrices(rows):
    at = {"dims": {"n": 2}, "values": {"S": rows}}
    assert says(certificate("refutation", ct.zeros(n, n) << S, **at))
    refused(r"given\[0\]", "refutation", ct.sum(S) <= -99, [ct.zeros(n, n) << S], **at)


def test_a_strict_hypothesis_is_not_met_by_an_enclosure_that_ends_at_0():
    nothing = ct.maximum(ct.exp(t) * ct.exp(-t) - 1, 0)
    refused("not decided", "refutation", t <= 1, [-nothing < 0], values={"t": 2})
    assert says(certificate("refutation", t <= 1, [-nothing <= 0], values={"t": 2}))


def test_undefined_values_are_no_evidence():
    refused("division by 0", "refutation", 1 / t <= 1, values={"t": 0})
    refused("undefined: log", "refutation", ct.log(t) >= 0, values={"t": 0})
    refused("undefined: sqrt", "refutation", ct.sqrt(t) >= 1, values={"t": -1})
    refused("division by 0", "refutation", ct.inv(S)[0, 0] <= 0, dims={"n": 2}, values={"S": [[1, 2], [2, 4]]})
    refused("not decided", "refutation", 1 / (ct.exp(t) - ct.exp(t + 0 * t) * ct.exp(0 * t)) <= 1, values={"t": 1})
    refused("tie", "refutation", ct.jvp(abs(t), t, 1) <= -2, values={"t": 0})
    refused("not symmetric", "refutation", ct.eigmin(S) >= 1, dims={"n": 2}, values={"S": [[0, 1], [0, 0]]})


def test_a_hypothesis_must_be_defined_too():
    refused("division by 0", "refutation", t <= -1, [1 / t >= -1], values={"t": 0})


def test_exponentials_of_any_size():
    claim = ct.exp(R**2 * 10) <= ct.exp(R**2 * 10 - ct.rational(1, 10**6))
    for r in (1, 30, 1000, 10**6):
        assert says(certificate("refutation", claim, values={"R": r}))
        refused(
            "false that", "refutation", ct.exp(R**2 * 10) >= ct.exp(R**2 * 10 - ct.rational(1, 10**6)), values={"R": r}
        )


def test_digits_double_until_it_is_decided():
    close = ct.exp(t) <= ct.exp(t - ct.rational(1, 10**200))
    assert "320 digits" in says(certificate("refutation", close, values={"t": 1}))


# ---- witnesses

BOUND = {
    "says": ct.norm(f(x) - f(y)) <= n**1.5 * ct.exp(10 * R**2) * ct.norm(x - y),
    "given": RADIUS["given"] + [ct.norm(x) <= R],
}


@pytest.mark.parametrize("r, digits", [(4, 70), (30, 3909)])
def test_ratios_beyond_floats(r, digits):
    at = {"dims": {"n": 2, "d": 1}, "values": {"A": [[r], [0]], "x": [0], "y": [F(-1, 100)], "R": r}}
    lo = math.log10(r / 4 * math.sqrt(2) / 2**1.5) - 10 * r * r * math.log10(math.e)
    exponent = math.floor(lo) - 1
    assert "reaches" in says(certificate("witness", **BOUND, **at, lo=f"1e{exponent}"))
    refused("false that lhs / rhs", "witness", **BOUND, **at, lo=f"1e{exponent + 3}")
    assert abs(exponent + digits) < 4


def test_a_ratio_of_one_is_reached_exactly():
    claim = ct.norm(A @ x) <= R * ct.norm(x)
    assert says(certificate("witness", claim, RADIUS["given"], **AT, lo="1"))
    refused("false that", "witness", claim, RADIUS["given"], **AT, lo="1.0000000000000000000000001")


def test_the_right_hand_side_must_be_positive():
    for value in (0, -1):
        refused("false that", "witness", t - 1 <= t, values={"t": value}, lo="-5")


def test_ratios_in_the_semidefinite_order():
    psd = {"says": ct.outer(a, b) + ct.outer(b, a) << ct.outer(a, a) + ct.outer(b, b), "dims": {"n": 2}}
    values = {"a": [1, 2], "b": [2, 1]}
    assert says(certificate("witness", **psd, values=values, lo="0.9999999999"))
    assert says(certificate("witness", **psd, values=values, lo="1"))
    refused("false that", "witness", **psd, values=values, lo="1.0000000001")
    data = certificate("witness", **psd, values=values, lo="0.99")
    assert says({**data, "hints": {"direction": ["1", "1"]}})
    refused_hint = {**data, "hints": {"direction": ["1", "-1"]}}
    with pytest.raises(Invalid, match="not decided"):
        check(refused_hint)
    jacobian = ct.diag(ct.softmax(a)) - ct.outer(ct.softmax(a), ct.softmax(a))
    bohning = {"says": jacobian << (ct.eye(n) - ct.ones(n, n) / n) / 2, "dims": {"n": 3}, "values": {"a": [1, 1, 0]}}
    assert says(certificate("witness", **bohning, lo="0.84"))


def test_vectors_take_the_best_entry():
    assert says(certificate("witness", a <= b, dims={"n": 2}, values={"a": [1, 5], "b": [-1, 10]}, lo="0.5"))
    refused("false that", "witness", a <= b, dims={"n": 2}, values={"a": [1, 5], "b": [-1, 10]}, lo="0.51")


def test_hypotheses_of_a_witness():
    at = {**AT, "values": {**AT["values"], "R": 3}}
    refused(r"given\[0\]", "witness", ct.norm(A @ x) <= R * ct.norm(x), RADIUS["given"], **at, lo="0.1")


# ---- identities

H = (
    ct.dot(3 * f(x) - 2 * b, f(x)) * ct.outer(f(x), f(x))
    - ct.dot(c, f(x)) * ct.diag(f(x))
    + ct.diag((2 * f(x) - b) * f(x))
    - ct.outer((2 * f(x) - b) * f(x), f(x))
    - ct.outer(f(x), (2 * f(x) - b) * f(x))
    + 0 * ct.outer(f(x), f(x))
)
columns = [A[:, k] for k in (i, j)]
second = (
    (2 * ct.dot(f(x), columns[0]) * ct.dot(f(x), columns[1]) - ct.dot(f(x), columns[0] * columns[1])) * f(x)
    - ct.dot(f(x), columns[0]) * f(x) * columns[1]
    - ct.dot(f(x), columns[1]) * f(x) * columns[0]
    + columns[0] * f(x) * columns[1]
)
X = ct.matrix("X", d, d)
IDENTITIES = {
    "gradient": (ct.equal(ct.grad(loss, x), A.T @ (f(x) * c - f(x) * ct.dot(c, f(x)))), []),
    "its entry": (ct.equal(ct.partial(loss, x, i), ct.dot(A[:, i], f(x) * c - f(x) * ct.dot(c, f(x)))), []),
    "second derivatives": (ct.equal(ct.partial(ct.partial(f(x), x, i), x, j), second), []),
    "hessian": (ct.equal(ct.hessian(loss, x), A.T @ H @ A), []),
    "jacobian": (ct.equal(ct.jacobian(f(x), x), (ct.diag(f(x)) - ct.outer(f(x), f(x))) @ A), []),
    "by a matrix": (ct.equal(ct.grad(ct.sum(ct.exp(A @ x)), A), ct.outer(ct.exp(A @ x), x)), []),
    "flattened": (ct.equal(ct.grad(ct.sum(ct.exp(A @ x)), A, order="F"), ct.vec(ct.outer(ct.exp(A @ x), x), "F")), []),
    "hyperbolic": (ct.equal(ct.grad(ct.sum(ct.cosh(A @ x)), x), A.T @ ct.sinh(A @ x)), []),
    "tanh": (ct.equal(ct.tanh(t) * ct.cosh(t), ct.sinh(t)), []),
    "squares": (ct.equal(ct.cosh(x) ** 2 - ct.sinh(x) ** 2, 1), []),
    "exponents": (ct.equal(ct.exp(2 * t) * ct.exp(-t / 2) ** 4, 1), []),
    "log-sum-exp": (ct.equal(ct.grad(ct.log(ct.sum(ct.exp(x))), x), ct.softmax(x)), []),
    "erf": (ct.equal(ct.jvp(ct.erf(t), t, 1) * ct.sqrt(ct.PI), 2 * ct.exp(-t * t)), []),
    "norm": (ct.equal(ct.grad(ct.norm(x), x), x / ct.norm(x)), []),
    "trace": (ct.equal(ct.trace(A.T @ B), ct.sum(A * B)), []),
    "vec": (ct.equal(ct.vec(A.T @ S @ B, "C"), ct.kron(A.T, B.T) @ ct.vec(S, "C")), []),
    "inverse": (ct.equal(ct.inv(S) @ S, ct.eye(n)), []),
    "sum of b": (ct.equal(ct.sum(f(x) - b), 0), [ct.equal(ct.sum(b), 1)]),
    "symmetric": (ct.equal(ct.grad(ct.dot(a, S @ a), a), 2 * S @ a), [ct.equal(S, S.T)]),
    "an inequality is ignored": (ct.equal(ct.exp(t) ** 2, ct.exp(2 * t)), [t >= 0, ct.norm(A, 2) <= t]),
    "a sum over an index": (ct.equal(ct.sum(A[:, i] * x[i], over=i), A @ x), []),
    "dimensions": (ct.equal(ct.sum(ct.ones(n)) - 3, 0), [ct.equal(n, 3)]),
    "power": (ct.equal(ct.jvp(t**1.5, t, 1), ct.rational(3, 2) * ct.sqrt(t)), []),
    "exp of exp": (ct.equal(ct.jvp(ct.exp(ct.exp(t)), t, 1), ct.exp(t) * ct.exp(ct.exp(t))), []),
}


@pytest.mark.parametrize("name", IDENTITIES)
def test_identities_hold(name):
    relation, given = IDENTITIES[name]
    assert "error probability below 2^-" in says(certificate("identity", relation, given))


@pytest.mark.parametrize("name", IDENTITIES)
def test_planted_errors_are_caught(name):
    relation, given = IDENTITIES[name]
    slightly = ct.equal(relation.lhs, relation.rhs + ct.rational(1, 10**9) * R)
    refused("no identity|cannot be tested", "identity", slightly, given)
    twice = ct.equal(
        relation.lhs, 2 * relation.rhs + (0 if name != "dimensions" else 1) + (1 if "sum of b" in name else 0)
    )
    refused("no identity|cannot be tested", "identity", twice, given)


FALSE = {
    "gradient of DLS23 with the wrong sign": ct.equal(ct.grad(loss, x), A.T @ (f(x) * ct.dot(c, f(x)) + f(x) * c)),
    "only for n = 1": ct.equal(f(x), f(x) * f(x)),
    "only up to transposition": ct.equal(ct.vec(A, "C"), ct.vec(A, "F")),
    "exponents do not add like factors": ct.equal(ct.exp(t) + ct.exp(R), ct.exp(t + R)),
    "nearly the same exponent": ct.equal(ct.exp(t), ct.exp(t + ct.rational(1, 10**12))),
    "a multiple of a large prime": ct.equal(t * (2**127 - 1), 0),
    "log": ct.equal(ct.log(t), ct.log(R)),
    "square root of a square": ct.equal(ct.sqrt(t * t), t),
    "hidden branch": ct.equal((ct.sqrt(t * t) - t) * (ct.sqrt(R * R) - R), 0),
    "dependent roots": ct.equal(ct.sqrt(t) * ct.sqrt(R), -ct.sqrt(t * R)),
    "row and column derivative": ct.equal(ct.jacobian(S @ a, a), S.T),
}


@pytest.mark.parametrize("name", FALSE)
def test_false_identities(name):
    refused("no identity|cannot be tested", "identity", FALSE[name])


def test_a_hypothesis_with_two_branches_is_not_solved():
    """From t R = 0 it follows neither that t = 0 nor that R = 0."""
    refused("no identity", "identity", ct.equal(t, 0), [ct.equal(t * R, 0)])
    refused("no identity", "identity", ct.equal(R, 0), [ct.equal(t * R, 0)])


def test_there_are_more_points_than_independent_exponentials(monkeypatch):
    fields, build = [], checker.Field
    monkeypatch.setattr(checker, "Field", lambda *args: fields.append(build(*args)) or fields[-1])
    v = ct.vector("v", 7)
    assert says(certificate("identity", ct.equal(ct.sum(ct.exp(v) * ct.exp(2 * v)), ct.sum(ct.exp(3 * v)))))
    counted = [D for D in fields if len(D.form) > checker.rank(D.exponents, D.q)]
    assert {checker.rank(D.exponents, D.q) for D in counted} == {7}
    assert len(counted) >= 3


def test_only_equations_are_identities():
    refused("consists of equations", "identity", t <= t + 1)


@pytest.mark.parametrize(
    "relation",
    [
        ct.equal(abs(t), abs(-t)),
        ct.equal(ct.max(x), ct.max(x) + 0 * t),
        ct.equal(ct.norm(A, 2), ct.norm(A.T, 2)),
        ct.equal(ct.norm(x, 1), 0),
    ],
)
def test_orders_cannot_be_tested(relation):
    refused("cannot be tested", "identity", relation)


def test_points_follow_from_the_hash_and_the_seed():
    data = certificate("identity", *IDENTITIES["erf"])
    assert check(data) == check(data)
    assert check(data, "1").startswith("identity")


# ---- sizes


@pytest.mark.parametrize("rows, columns", [(32, 32), (64, 8)])
def test_spectral_norms_of_the_larger_shapes(rows, columns):
    draw = random.Random(rows)
    matrix = [[F(draw.randint(-9, 9), 8) for _ in range(columns)] for _ in range(rows)]
    top = sum(x * x for row in matrix for x in row)
    data = certificate(
        "refutation",
        ct.norm(A, "fro") <= ct.norm(A, 2),
        [ct.norm(A, 2) <= R],
        dims={"n": rows, "d": columns},
        values={"A": matrix, "R": math.isqrt(int(top)) + 1},
    )
    assert "says[0] fails" in says(data)


def test_limits_are_said():
    refused(
        "too many axes or entries",
        "refutation",
        ct.sum(ct.kron(S, S)) <= 0,
        dims={"n": 23},
        values={"S": [[1] * 23] * 23},
    )
    refused("exponents are limited", "refutation", t ** (10**9) <= 0, values={"t": 2})


def test_instances_must_fit():
    claim = {"says": ct.norm(A @ x) <= 0}
    good = {"A": [[1], [2]], "x": [1]}
    assert says(certificate("refutation", **claim, dims={"n": 2, "d": 1}, values=good))
    refused("has shape", "refutation", **claim, dims={"n": 1, "d": 1}, values=good)
    refused("has shape", "refutation", **claim, dims={"n": 2, "d": 1}, values={**good, "x": 1})
    refused("the instance gives", "refutation", **claim, dims={"n": 2, "d": 1}, values={"A": good["A"]})
    refused("the instance gives", "refutation", **claim, dims={"n": 2}, values=good)
    with pytest.raises(Unreadable):
        check(
            {
                **certificate("refutation", **claim, values=good),
                "instance": instance({"A": [[1], [2, 3]], "x": [1]}, {"n": 2, "d": 1}),
            }
        )
