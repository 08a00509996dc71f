"""False claims are never settled: each of these was, or would be, by a plausible mistake in the norm calculus."""

import math

import pytest

import certify as ct
from certify.bounds import prove
from certify.runs import load
from tests.decide.test_verify import FALSE_BOUNDS

n, d = ct.dims("n d")
u, v, w = ct.vectors("u v w", n)
x, y, b, c = ct.vectors("x y b c", d)
M, W = ct.matrices("M W", n, n)
R, s, t, p, q = ct.scalars("R s t p q")
v_taken, w_taken = ct.vector("v", d), ct.vector("w", d)
PAPER = ct.Paper("test")


LONG, HALF = ct.vectors("f g", 2 * d), ct.rational(1, 2)


def in_blocks(z, weight):
    """Exponentials over weighted sums of pairs, softmax for the weight 1."""
    sums = ct.kron(ct.eye(d), weight * ct.ones(1, 2)) @ ct.exp(z)
    return ct.kron(ct.diag(1 / sums), ct.eye(2)) @ ct.exp(z)


def statement(says, given=()):
    return ct.Claim(PAPER, "a claim", says=says, given=given).statement


#: What a mistake would prove, by the mistake.
FALSE = {
    "an exponent inside of an exponent is left out": statement(ct.exp(ct.exp(R)) <= 3, [R >= 0]),
    "a negative exponent inside of an exponent": statement(ct.exp(-ct.exp(-R)) <= ct.rational(2, 5), [R >= 0]),
    "spectral norms look at sizes of entries": statement(ct.norm(M / W, 2) <= 1, [W >= 1, ct.norm(M, 2) <= 1]),
    "a lower bound by a scalar that may be negative": statement(
        ct.norm(u - v) <= ct.sqrt(2), [s <= u, s <= v, ct.norm(u) <= 1, ct.norm(v) <= 1]),
    "the sign of a scalar that cancels": statement(1 <= ct.sqrt(s * s) / s),
    "coefficients that underflow": statement(R * ct.exp(-R * ct.rational(1, 10**400)) <= 1, [R >= 0]),
    "coefficients that overflow": statement(R * ct.rational(10**400) <= R, [R >= 0]),
    "a maximum taken for a minimum": statement(ct.exp(-1 / R) / R <= ct.rational(1, 10), [R > 0]),
    "a minimum taken for a maximum": statement(ct.exp(1 / R) * R <= 3, [R > 0]),
    "a direction named like a symbol of the right side": statement(
        ct.norm(ct.grad(ct.dot(b, x), x)) <= ct.norm(b) * ct.norm(w_taken)),
    "a step named like a symbol of the right side": statement(
        ct.norm(ct.exp(x) - ct.exp(y)) <= ct.exp(R) * ct.norm(v_taken), [ct.norm(x) <= R, ct.norm(y) <= R]),
    "a gradient whose parameters move too": statement(
        ct.norm(ct.grad(ct.dot(b, x), x) - ct.grad(ct.dot(c, y), y)) <= ct.norm(x - y)),
    "a scalar that may be negative stands for itself": statement(abs(s) <= s),
    "a square root of a square": statement(ct.sqrt(abs(t)) <= s, [abs(t) <= s * s]),
    "a jump between two points": statement(abs(s / abs(s) - t / abs(t)) <= abs(s - t)),
    "a pole between two points": statement(abs(1 / s - 1 / t) <= abs(s - t), [abs(s) >= 1, abs(t) >= 1]),
    "hypotheses on a product of two that move are not convex": statement(
        abs(ct.tanh(s * t) - ct.tanh(p * q)) <= (abs(s - p) + abs(t - q)) / 2 * (R + 1),
        [R >= 0, abs(s * t) <= R, abs(p * q) <= R]),
    "outside of a ball": statement(ct.norm(u - v) <= 0, [ct.norm(u) >= 1, ct.norm(v) >= 1]),
    "strict at zero": statement(ct.norm(u) < 2 * ct.norm(u)),
    "strict at the end of a range": statement(R < 2 * R, [R >= 0]),
    "one side of a matrix": statement(M << s * ct.eye(n), [ct.norm(M, 2) <= R]),
    "the other side of a matrix": statement(-s * ct.eye(n) << M, [ct.norm(M, 2) <= 2 * s]),
    "division by what may be small": statement(ct.norm(u / s) <= ct.norm(u), [s > 0]),
    "odd powers of negative numbers": statement(R**2 <= R**3, [R >= ct.rational(9, 10)]),
    "the least size of a dimension": statement(1 / n <= ct.rational(1, 2)),
    "strict where the right side is a difference": statement(n - 1 < 2 * (n - 1)),
    "strict at a root of a sum": statement(ct.sqrt(n - 1 + R) < 2 * ct.sqrt(n - 1 + R), [R >= 0]),
    "a multiple of a difference is compared term by term": statement(2 * n - 1 <= 2 * (n - 1)),
    "sinh of what may be negative": statement(ct.sinh(-R) * R <= 2 * ct.sinh(-R) * R, [R >= 0]),
    "roots of other sums": statement(ct.sqrt(n + R) <= ct.sqrt(n - 1 + R), [R >= 0]),
    "a power series without its first terms": statement(
        ct.norm(ct.exp(u), 1) <= n - 1 + ct.exp(R), [ct.norm(u) <= R]),
    "a power series of another norm": statement(
        ct.norm(ct.cosh(u), 1) <= n - 1 + ct.cosh(R), [ct.norm(u, math.inf) <= R]),
    "squares of a power series": statement(
        ct.norm(ct.exp(u)) <= ct.sqrt(n - 1 + ct.exp(2 * R)), [ct.norm(u) <= R]),
    "a p-norm with p below 1": statement(
        ct.norm(ct.softmax(u) - ct.softmax(v), p) <= ct.norm(u - v, p) / 2, [p > 0]),
    "a p-norm of another p": statement(
        ct.norm(ct.softmax(u) - ct.softmax(v), p) <= ct.norm(u - v, q) / 2, [p >= 1, q >= 1]),
    "reciprocals of other totals": statement(
        abs(1 / ct.sum(ct.exp(u)) - 1 / ct.sum(ct.exp(v))) <= ct.norm(u - v, math.inf), [ct.sum(ct.exp(u)) >= 1]),
    "totals that are no exponentials": statement(
        abs(1 / ct.sum(ct.cosh(u)) - 1 / ct.sum(ct.cosh(v))) <= ct.norm(u - v, math.inf) / (2 * n)),
    "blocks of weighted sums": statement(
        ct.norm(in_blocks(LONG[0], HALF) - in_blocks(LONG[1], HALF)) <= ct.norm(LONG[0] - LONG[1]) / 2),
    "exponentials beside another norm": statement(
        ct.norm(ct.exp(u) - ct.exp(v)) <= ct.norm(ct.exp(u), math.inf) * (ct.exp(ct.norm(u - v, math.inf)) - 1)),
    "an exponential without its factor": statement(
        ct.norm(ct.exp(u) - ct.exp(v)) <= ct.norm(ct.exp(u)) * ct.norm(u - v, math.inf)),
    "one entry": statement(ct.norm(u, 1) <= ct.norm(u, math.inf)),
}


@pytest.mark.parametrize("name", FALSE)
def test_false_claims_are_not_settled(name):
    proof = prove(FALSE[name], 0)
    assert proof is None or not settles(proof, FALSE[name].says[0])


@pytest.mark.parametrize("name", FALSE_BOUNDS)
def test_what_instances_refute_is_not_settled(name):
    proof = prove(FALSE_BOUNDS[name].statement, 0)
    assert proof is None or not settles(proof, FALSE_BOUNDS[name].statement.says[0])


REFUTED = {claim.id: claim for claim in load() if claim.expected == "refuted" and claim.exists is None
           and all(relation.op != "eq" for relation in claim.statement.says)}


@pytest.mark.parametrize("claim_id", REFUTED)
def test_refuted_claims_of_the_library_are_not_settled(claim_id):
    refuted = REFUTED[claim_id].statement
    proofs = [(prove(refuted, k), relation) for k, relation in enumerate(refuted.says)]
    assert not all(proof is not None and settles(proof, relation) for proof, relation in proofs)


def settles(proof, relation):
    """Whether the proof would prove the relation."""
    return proof.ratio.below_one and proof.positive if relation.op == "lt" else proof.ratio.at_most_one


@pytest.mark.parametrize("says", [
    abs(ct.max(u) - ct.max(v)) <= ct.norm(u - v, math.inf) / 2,
    ct.norm(ct.exp(u) - ct.exp(v)) <= ct.norm(u - v),
])
def test_functions_without_a_derivative_raise_nothing_and_settle_nothing(says):
    given = [ct.max(u) <= 1, ct.max(v) <= 1, ct.equal(ct.norm(u, math.inf), 1), ct.equal(ct.norm(v, math.inf), 1)]
    proof = prove(statement(says, given), 0)
    assert proof is None or not settles(proof, says)
