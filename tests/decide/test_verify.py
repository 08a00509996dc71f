"""Decisions: true claims are never refuted, false ones are, and nothing that fails counts as evidence."""

import json
import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

import certify as ct
from certify import check
from certify.certificates import certificates_of
from certify.decide import Status, Trust, entry_of, verify
from certify.decide import bounds as bound_decider
from certify.decide import identities as identity_decider
from certify.decide.budget import SPARED, budget_of
from certify.decide.identities import Disagreement
from certify.decide.sampling import LARGEST
from certify.decide.witnesses import violates

n, d = ct.dims("n d")
A = ct.matrix("A", n, d)
x, y = ct.vectors("x y", d)
u, v = ct.vectors("u v", n)
b = ct.vector("b", n)
R, beta = ct.scalars("R beta")
PAPER = ct.Paper("test")
BUDGET = 2_000


def f(x):
    return ct.exp(A @ x) / ct.sum(ct.exp(A @ x))


def claim(says, given=(), **more):
    return ct.Claim(PAPER, "a claim", given=given, says=says, **more)


L = ct.dot(f(x) - b, f(x) - b) / 2
BALL = [ct.norm(A, 2) <= R, ct.norm(x) <= R, ct.norm(y) <= R]
gradient = A.T @ (f(x) * (f(x) - b) - ct.dot(f(x), f(x) - b) * f(x))
TRUE_BOUNDS = {
    "softmax": claim(ct.norm(ct.softmax(u) - ct.softmax(v)) <= ct.norm(u - v) / 2),
    "hypotheses": claim(ct.norm(f(x) - f(y)) <= R / 2 * ct.norm(x - y), BALL),
    "beyond float64": claim(ct.norm(ct.exp(A @ x)) <= ct.sqrt(n) * ct.exp(R**2), [R >= 26, *BALL]),
    "order": claim(ct.outer(u, u) << ct.dot(u, u) * ct.eye(n)),
    "entrywise": claim(ct.softmax(u) >= 0),
    "attained": claim(ct.norm(u, 1) <= ct.sqrt(n) * ct.norm(u)),
    "on dimensions": claim(1 / n <= ct.rational(1, 3), [n >= 3]),
}
PROVED = {"softmax", "entrywise", "hypotheses", "beyond float64", "order", "attained", "on dimensions"}
FALSE_BOUNDS = {
    "one in a hundred": claim(ct.norm(ct.softmax(u) - ct.softmax(v)) <= 0.495 * ct.norm(u - v)),
    "one in a thousand": claim(ct.norm(u, 1) <= 0.999 * ct.sqrt(n) * ct.norm(u)),
    "wrong norm": claim(ct.norm(u) <= ct.norm(u, math.inf)),
    "dropped hypothesis": claim(ct.norm(ct.exp(A @ x)) <= ct.sqrt(n) * ct.exp(R**2), [ct.norm(A, 2) <= R, R > 0]),
    "equality is not strict": claim(ct.norm(u, math.inf) < ct.norm(u, 1)),
    "order": claim(ct.outer(u, u) << 0.9 * ct.dot(u, u) * ct.eye(n)),
    "entrywise": claim(u * u >= u),
    "beyond float64": claim(ct.norm(ct.exp(A @ x)) <= ct.exp(0.9 * R**2), [R >= 27, *BALL]),
}
TRUE_IDENTITIES = {
    "gradient": claim(ct.equal(ct.grad(L, x), gradient)),
    "cosh": claim(ct.equal(ct.cosh(u) * ct.cosh(u) - ct.sinh(u) * ct.sinh(u), ct.ones(n))),
}
FALSE_IDENTITIES = {
    "sign": claim(ct.equal(ct.grad(L, x), A.T @ (f(x) * (f(x) - b) + ct.dot(f(x), f(x) - b) * f(x)))),
    "factor": claim(ct.equal(ct.grad(L, x), 2 * gradient)),
    "dropped term": claim(ct.equal(ct.jacobian(f(x), x), ct.diag(f(x)) @ A)),
}


def check_all(decision, tmp_path):
    paths = []
    for name, data in certificates_of(decision).items():
        paths.append(tmp_path / name)
        paths[-1].write_text(json.dumps(data))
    return check.main([str(path) for path in paths]) if paths else None


@pytest.mark.parametrize("name", TRUE_BOUNDS)
def test_true_bounds_are_supported_or_proved_with_checkable_witnesses(name, tmp_path):
    decision = verify(TRUE_BOUNDS[name], budget=BUDGET)
    assert decision.status in (Status.SUPPORTED, Status.PROVED), decision.reason
    assert (decision.status is Status.PROVED) == (name in PROVED)
    assert decision.trust in (Trust.FLOAT64, Trust.ARB, Trust.EXACT)
    assert decision.counts.violated == 0
    assert decision.counts.satisfied + decision.counts.touching > 0
    assert check_all(decision, tmp_path) in (0, None)


def test_a_counterexample_decides_and_spares_instances(monkeypatch):
    """Several shapes are looked at for the worst one all the same; what nobody certifies spares nothing."""
    budget = budget_of(evaluations=4000)
    spared = verify(FALSE_BOUNDS["beyond float64"], budget=budget)
    monkeypatch.setattr(bound_decider, "_all_refuted", lambda *_: False)
    whole = verify(FALSE_BOUNDS["beyond float64"], budget=budget)
    assert spared.status is whole.status is Status.REFUTED
    assert budget.instances // SPARED <= spared.counts.total < whole.counts.total


def test_a_step_that_no_instance_violates_keeps_all_instances():
    true, false = ct.norm(A @ x) <= R**2, ct.norm(A @ x) <= 0.5 * R**2
    budget = budget_of(evaluations=4000)
    decision = verify(ct.Claim(PAPER, "a", given=BALL, says=false, chain=[true]), budget=budget)
    assert decision.status is Status.REFUTED
    assert decision.chain[0].status is not Status.REFUTED
    assert decision.chain[0].counts.total >= budget.instances


@pytest.mark.parametrize("name", FALSE_BOUNDS)
def test_false_bounds_are_refuted_by_certified_counterexamples(name, tmp_path):
    decision = verify(FALSE_BOUNDS[name], budget=BUDGET)
    assert decision.status is Status.REFUTED, decision.reason
    statement = FALSE_BOUNDS[name].statement
    for found in (decision.worst, decision.simplest):
        assert violates(statement, found.relation, found.instance)
    assert sum(decision.simplest.instance.dims.values()) <= sum(decision.worst.instance.dims.values())
    assert check_all(decision, tmp_path) == 0


@pytest.mark.parametrize("name", TRUE_IDENTITIES)
def test_true_identities_are_proved(name, tmp_path):
    decision = verify(TRUE_IDENTITIES[name])
    assert (decision.status, decision.trust) == (Status.PROVED, Trust.EXACT)
    assert decision.canonical_form
    assert check_all(decision, tmp_path) == 0


@pytest.mark.parametrize("name", FALSE_IDENTITIES)
def test_false_identities_are_refuted_by_an_instance_that_separates(name, tmp_path):
    decision = verify(FALSE_IDENTITIES[name], budget=BUDGET)
    assert decision.status is Status.REFUTED, decision.reason
    assert check_all(decision, tmp_path) == 0


@pytest.mark.parametrize("name", FALSE_IDENTITIES)
def test_one_batch_with_a_certified_violation_is_enough(name):
    first, again = (verify(FALSE_IDENTITIES[name]) for _ in range(2))
    assert 1 <= first.counts.violated <= first.counts.total <= LARGEST
    assert entry_of(replace(first, seconds=0.0)) == entry_of(replace(again, seconds=0.0))


def test_a_violation_that_is_not_certified_is_not_enough(monkeypatch):
    monkeypatch.setattr(bound_decider, "violates", lambda *_: False)
    assert verify(FALSE_IDENTITIES["factor"], budget=BUDGET).counts.total > LARGEST


def test_hypotheses_that_contradict_each_other_are_vacuous():
    decision = verify(claim(ct.norm(u) <= R, [R >= 4, R <= 3]), budget=BUDGET)
    assert decision.status is Status.VACUOUS
    identity = verify(claim(ct.equal(u, u), [R >= 4, R <= 3]), budget=BUDGET)
    assert identity.status is Status.VACUOUS


def test_routes_that_contradict_each_other_are_an_error(monkeypatch):
    monkeypatch.setattr(identity_decider, "jets_agree", lambda *_: "disjoint")
    with pytest.raises(Disagreement):
        verify(TRUE_IDENTITIES["gradient"])


def test_a_wrong_index_form_cannot_prove_a_false_identity(monkeypatch):
    agree = identity_decider.compare(TRUE_IDENTITIES["cosh"].statement.says[0])
    monkeypatch.setattr(identity_decider, "compare", lambda *_: agree)
    with pytest.raises(Disagreement):
        verify(FALSE_IDENTITIES["factor"])


def test_the_same_seed_gives_the_same_decision():
    first, second = (entry_of(verify(TRUE_BOUNDS["softmax"], seed=7, budget=BUDGET)) for _ in range(2))
    assert {**first, "seconds": 0} == {**second, "seconds": 0}


def test_steps_of_a_proof_are_decided_on_their_own():
    change = ct.norm(u - v)
    chained = claim(ct.norm(ct.softmax(u) - ct.softmax(v)) <= change, chain=[
        ct.norm(ct.softmax(u) - ct.softmax(v)) <= change / 2, change / 2 <= change, change <= change / 2])
    statuses = [step.status for step in verify(chained, budget=BUDGET).chain]
    assert statuses == [Status.PROVED, Status.PROVED, Status.REFUTED]


def test_steps_may_have_other_symbols_than_their_claim(tmp_path):
    other = ct.scalar("t")
    steps = [ct.norm(u) >= 0, other * other >= 0, ct.norm(u) <= ct.norm(u) * 2]
    chained = claim(ct.norm(u) <= ct.norm(u, 1), chain=steps)
    decision = verify(chained, budget=BUDGET)
    assert [step.status for step in decision.chain] == [Status.PROVED] * 3
    wide = claim(ct.norm(u) <= ct.norm(u) + ct.norm(v), chain=[ct.norm(u) <= ct.norm(u, 1)])
    assert check_all(verify(wide, budget=BUDGET), tmp_path) == 0


def test_a_decision_has_no_truth_value():
    with pytest.raises(TypeError, match="status"):
        bool(verify(TRUE_IDENTITIES["cosh"]))


@pytest.mark.parametrize("arguments", [{"budget": 0}, {"time_limit": 0}, {"profile": "huge"}])
def test_budgets_that_decide_nothing_are_refused(arguments):
    with pytest.raises(ct.CertifyError):
        verify(TRUE_BOUNDS["softmax"], **arguments)


def test_a_time_limit_marks_the_decision_as_cut():
    assert verify(TRUE_BOUNDS["hypotheses"], time_limit=1e-3).cut


def test_a_claim_on_numbers_of_the_user():
    bound = TRUE_BOUNDS["hypotheses"]
    numbers = {"A": np.eye(2), "x": np.array([1.0, 0.0]), "y": [0, 0.5], "R": 1}
    outcome = bound.at(**numbers)
    assert [found for _, found, _ in outcome.given] == [1, 1, 1]
    assert outcome.says[0][1] == 1
    low, high = map(Fraction, outcome.says[0][2].lhs)
    p, q = (np.exp(z) / np.exp(z).sum() for z in (np.array([1.0, 0.0]), np.array([0.0, 0.5])))
    assert float(low) - 1e-12 <= np.linalg.norm(p - q) <= float(high) + 1e-12


@pytest.mark.parametrize("changes, words", [
    ({"x": [1, math.inf]}, "finite"), ({"x": [1, math.nan]}, "finite"), ({"x": [1, 2, 3]}, "d is"),
    ({"z": 1}, "no symbol 'z'"), ({"x": "one"}, "not a number"), ({"A": [1, 2]}, "shape"),
    ({"R": None}, "not a number"),
])
def test_numbers_that_do_not_fit_are_refused(changes, words):
    numbers = {"A": np.eye(2), "x": [1, 0], "y": [0, 1], "R": 1, **changes}
    with pytest.raises(ct.InstanceError, match=words):
        TRUE_BOUNDS["hypotheses"].at(**numbers)


def test_a_missing_symbol_is_named():
    with pytest.raises(ct.InstanceError, match="symbol y"):
        TRUE_BOUNDS["hypotheses"].at(A=np.eye(2), x=[1, 0], R=1)
