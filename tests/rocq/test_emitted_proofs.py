"""Proofs that the norm calculus writes: of claims that need nearly every rule, checked by coqc; spoiled ones refused.

What needs coqc is skipped where it is not installed. Compiled files of the theory are kept in the user's cache, as
``certify prove`` does.
"""

import sys

import pytest

from certify.bounds.rules import RULES
from certify.rocq import PROVED, REFUSED, check, version
from certify.rocq.emission import NotEmitted, emitted, rules, script, units
from certify.rocq.pinning import CLASSICAL
from certify.runs import load

needs_coqc = pytest.mark.skipif(version() is None, reason="coqc is not installed: proofs were not checked")
HEAD = """
import math
import certify as ct
P = ct.Paper("user")
m, n = ct.dims("m n")
a, b, c = ct.vectors("a b c", n)
u = ct.vector("u", m)
A, B = ct.matrix("A", m, n), ct.matrix("B", m, n)
C = ct.matrix("C", n, n)
r, s = ct.scalars("r s")
i = ct.index("i", n)
p = ct.softmax(a)
moved = p * b - ct.dot(p, b) * p

def largest(v):
    return ct.norm(v, math.inf)

def claim(*says, given=()):
    return ct.Claim(P, "a user's", given=list(given), says=says)
"""
CLAIMS = """
norms = claim(
    ct.norm(a) <= ct.sqrt(n) * largest(a), ct.norm(a) <= ct.norm(a, 1), ct.norm(a, 1) <= ct.sqrt(n) * ct.norm(a),
    ct.norm(a, 1) <= n * largest(a), largest(a) <= ct.norm(a), largest(a) <= ct.norm(a, 1))
sums = claim(
    ct.norm(a + b) <= ct.norm(a) + ct.norm(b), ct.norm(a - b, 1) <= ct.norm(a, 1) + ct.norm(b, 1),
    largest(a - b) <= largest(a) + largest(b), ct.norm(A + B, 2) <= ct.norm(A, 2) + ct.norm(B, 2),
    ct.norm(A - B, 2) <= ct.norm(A, 2) + ct.norm(B, 2), abs(ct.sum(a)) <= ct.norm(a, 1), abs(r - s) <= abs(r) + abs(s))
products = claim(
    ct.norm(a * b) <= largest(a) * ct.norm(b), ct.norm(a * b, 1) <= largest(a) * ct.norm(b, 1),
    ct.norm(a * b, 1) <= ct.norm(a) * ct.norm(b), ct.norm(r * a) <= abs(r) * ct.norm(a),
    ct.norm(r * a, 1) <= abs(r) * ct.norm(a, 1), abs(ct.dot(a, b)) <= ct.norm(a) * ct.norm(b),
    abs(ct.dot(a, b)) <= ct.norm(a, 1) * largest(b), abs(ct.dot(a, b)) <= largest(a) * ct.norm(b, 1),
    abs(r * s) <= abs(r) * abs(s), largest(a * b) <= largest(a) * largest(b))
quotients = claim(
    ct.norm(a / ct.sum(ct.exp(b))) <= ct.norm(a) * ct.exp(r) / n, ct.norm(a / r, 1) <= ct.norm(a, 1),
    abs(s / r) <= abs(s), abs(1 / ct.sum(ct.cosh(a)) - 1 / ct.sum(ct.cosh(b)))
    <= abs(ct.sum(ct.cosh(a)) - ct.sum(ct.cosh(b))), given=[largest(b) <= r, r >= 1])
matrices = claim(
    ct.norm(A @ a) <= ct.norm(A, 2) * ct.norm(a), ct.norm(A.T @ u) <= ct.norm(A, 2) * ct.norm(u),
    ct.norm(A @ C, 2) <= ct.norm(A, 2) * ct.norm(C, 2), ct.norm(ct.diag(a), 2) <= largest(a),
    ct.norm(ct.outer(u, a), 2) <= ct.norm(u) * ct.norm(a), ct.norm(r * A, 2) <= abs(r) * ct.norm(A, 2),
    ct.norm(ct.eye(n) + C, 2) <= 1 + ct.norm(C, 2), ct.norm(ct.ones(n)) <= ct.sqrt(n))
exponentials = claim(
    largest(ct.exp(a)) <= ct.exp(r), largest(ct.cosh(a)) <= ct.exp(r), largest(ct.sinh(a)) <= ct.exp(r),
    largest(ct.tanh(a)) <= 1, ct.exp(-r) <= ct.sum(ct.exp(a)), n <= ct.sum(ct.cosh(a)), given=[largest(a) <= r])
probabilities = claim(
    ct.norm(p) <= 1, ct.norm(p, 1) <= 1, ct.norm(ct.softmax(a) - ct.softmax(b)) <= ct.norm(a - b) / 2,
    ct.norm(ct.softmax(a) - ct.softmax(b), 1) <= ct.norm(a - b, 1) / 2,
    largest(ct.softmax(a) - ct.softmax(b)) <= largest(a - b) / 2, ct.norm(p - c) <= ct.sqrt(2),
    ct.norm(ct.diag(p) - ct.outer(p, p), 2) <= ct.rational(1, 2), given=[c >= 0, ct.norm(c, 1) <= 1])
covariances = claim(
    ct.norm(moved) <= ct.norm(b) / 2, ct.norm(moved, 1) <= largest(b), largest(moved) <= largest(b) / 2,
    abs(ct.dot(moved, c)) <= largest(b) * largest(c), abs(ct.dot(p, b)) <= largest(b))
lipschitz = claim(
    ct.norm(ct.exp(A @ a) - ct.exp(A @ b)) <= s * ct.exp(s * r) * ct.norm(a - b),
    abs(ct.dot(a, a) - ct.dot(b, b)) <= 2 * r * ct.norm(a - b),
    abs(ct.log(ct.sum(ct.exp(a))) - ct.log(ct.sum(ct.exp(b)))) <= largest(a - b),
    given=[ct.norm(A, 2) <= s, ct.norm(a) <= r, ct.norm(b) <= r])
against_exponentials = claim(r**3 * ct.norm(a) <= ct.exp(2 * r**2) * ct.norm(a), given=[r >= 0])
lines = claim(ct.norm(A[:, i]) <= r, ct.norm(A[0, :]) <= r, given=[ct.norm(A, 2) < r])
simplex = claim(ct.norm(b) <= 1, abs(ct.dot(b, a)) <= r, given=[b >= 0, ct.equal(ct.sum(b), 1), largest(a) < r])
order = claim(ct.outer(a, a) << (r**2) * ct.eye(n), given=[ct.norm(a) <= r])
slope = claim(abs(ct.jvp(ct.log(ct.sum(ct.exp(a))), a, b)) <= largest(b))
strict = claim(ct.norm(p) / 2 < 1, 0 < ct.sum(ct.cosh(a)))
powers = claim(
    largest(a**3) <= s**3, abs(r**-2) <= 1, abs(ct.dot(a, b) ** 2) <= (ct.norm(a) * ct.norm(b)) ** 2,
    abs(ct.sqrt(ct.dot(p, p))) <= 1, abs(ct.sum(a) ** 2 * r**-1) <= ct.norm(a, 1) ** 2,
    given=[r >= 1, s >= 0, largest(a) <= s])
frobenius = claim(
    ct.norm(A, 2) <= ct.norm(A, "fro"), ct.norm(A - B, "fro") <= ct.norm(A, "fro") + ct.norm(B, "fro"),
    ct.norm(r * A.T, "fro") <= abs(r) * ct.norm(A, "fro"), ct.norm(ct.outer(u, a), "fro") <= ct.norm(u) * ct.norm(a),
    ct.norm(A @ C, "fro") <= ct.norm(A, "fro") * ct.norm(C, 2),
    ct.norm(A @ C, "fro") <= ct.norm(A, 2) * ct.norm(C, "fro"))
"""


def claims_of(tmp_path, text, name="user_claims"):
    path = tmp_path / f"{name}.py"
    path.write_text(HEAD + text)
    return load([str(path)])


@pytest.fixture(scope="module")
def claims(tmp_path_factory):
    return claims_of(tmp_path_factory.mktemp("claims"), CLAIMS)


def test_every_claim_gets_a_proof(claims):
    for claim in claims:
        text = script(claim, "Statements.user")
        assert f"Theorem {claim.id.rpartition('.')[2]} : Statements.user." in text
        assert text.endswith("Qed.\n")


def test_the_claims_need_the_rules(claims, monkeypatch):
    used = set()
    for name, apply in rules.TABLE.items():
        monkeypatch.setitem(rules.TABLE, name, lambda *args, name=name, apply=apply: used.add(name) or apply(*args))
    for claim in claims:
        script(claim, "Statements.user")
    assert len(used) > 45
    assert set(rules.TABLE) <= set(RULES)


@needs_coqc
def test_the_kernel_accepts_what_is_emitted(claims, cache):
    for record in check(claims, jobs=2):
        assert (record.outcome, record.reason, record.origin) == (PROVED, "", "emitted")
        assert set(record.axioms) <= CLASSICAL


@needs_coqc
@pytest.mark.parametrize(("right", "wrong"), [("1 / 2 *", "1 / 3 *"), ("difference_l2", "difference_l1")])
def test_a_spoiled_step_is_refused(tmp_path, cache, monkeypatch, right, wrong):
    (claim,) = claims_of(tmp_path, "half = claim(ct.norm(ct.softmax(a) - ct.softmax(b)) <= ct.norm(a - b) / 2)\n")
    text = script(claim, "Statements." + claim._module)
    spoiled = text.replace(right, wrong)
    assert spoiled != text
    monkeypatch.setattr(units, "emitted", lambda claim, search: spoiled)
    (record,) = check([claim])
    assert record.outcome == REFUSED


def test_nothing_is_emitted_for_what_is_not_bounded(tmp_path, cache):
    false, other = claims_of(tmp_path, "false = claim(ct.norm(a + b) <= ct.norm(a))\n"
                                       "other = claim(ct.equal(ct.sum(p), 1))\n")
    assert emitted(false) is None
    assert emitted(other) is None
    with pytest.raises(NotEmitted, match="no proof"):
        script(false, "Statements.user")


def test_a_proof_is_looked_for_once(tmp_path, cache, monkeypatch):
    (claim,) = claims_of(tmp_path, "short = claim(ct.norm(a) <= ct.norm(a, 1))\n")
    assert emitted(claim, search=False) is None
    text = emitted(claim)
    monkeypatch.setattr(sys.modules["certify.rocq.emission.emitted"], "script", None)
    assert emitted(claim) == emitted(claim, search=False) == text
