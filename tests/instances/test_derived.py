"""Derived entries: recipes make equalities hold, planted mistakes are refused, certificates are re-checked."""

import copy
import json
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as hypothesis_given

import certify as ct
from certify import check
from certify.certificates import certificates_of
from certify.decide import Status, entry_of, verify
from certify.instances.derived import derivation
from certify.language import ClaimError
from certify.report.instances import described
from certify.strategies import instances

PAPER = ct.Paper("derived")
n, d = ct.dims("n d")
A, (x, q) = ct.matrix("A", n, d), ct.vectors("x q", d)
b, w = ct.vectors("b w", n)
t = ct.scalar("t")


def f(x):
    u = ct.exp(A @ x)
    return u / ct.sum(u)


def loss(x):
    return ct.dot(f(x) - b, f(x) - b) / 2


def regularized(x):
    z = w * (A @ x)
    return loss(x) + ct.dot(z, z) / 2


STATIONARY = ct.equal(ct.grad(regularized(x), x), ct.zeros(d))
SLOPE = A.T @ (w * w)
LEVEL = ct.dot(SLOPE, SLOPE) * q - ct.dot(SLOPE, q) * SLOPE
TARGET = f(x) + w * w * (A @ x) / f(x)
RECIPE = {x: LEVEL, b: TARGET - t}
PLANTED = {
    "sign of the regularizer": {x: LEVEL, b: f(x) - w * w * (A @ x) / f(x)},
    "no division by f": {x: LEVEL, b: f(x) + w * w * (A @ x)},
    "x* with a part along the slope": {x: q, b: TARGET},
    "weights not squared": {x: LEVEL, b: f(x) + w * (A @ x) / f(x)},
    "target only": {b: TARGET},
}


def claim(recipe, given=(STATIONARY, w >= 1), says=None, **kwargs):
    says = ct.norm(x) <= 2 * ct.norm(x) + 1 if says is None else says
    return ct.Claim(PAPER, "claim", given=given, says=says, recipe=recipe, **kwargs)


def certificate(decision):
    (data,) = [data for name, data in certificates_of(decision).items() if "worst" not in name]
    return json.loads(json.dumps(data))


def test_a_recipe_is_no_part_of_what_is_said():
    assert claim(RECIPE).sha256 == claim({}).sha256


def test_the_equality_is_gone_and_the_other_hypotheses_stay():
    found = derivation(claim(RECIPE, says=ct.norm(b) <= 1))
    assert found.given[0] is None
    assert len(found.free.given) == 1
    assert set(found.free.symbols) == {"A", "q", "w", "t"}
    assert found.names == {"x", "b"}


@pytest.mark.parametrize("mistake", PLANTED)
def test_a_recipe_that_does_not_satisfy_the_equality_is_refused(mistake):
    with pytest.raises(ClaimError, match="not proved for all numbers"):
        verify(claim(PLANTED[mistake]), budget=100)


def test_a_recipe_may_use_other_equalities():
    level = ct.equal(ct.dot(w * w, A @ x), 0)
    assert derivation(claim({b: TARGET}, given=[STATIONARY, level])).given[0] is None
    with pytest.raises(ClaimError, match="add the hypothesis"):
        derivation(claim({b: TARGET}, given=[STATIONARY]))


def test_recipes_that_make_no_sense_are_refused():
    with pytest.raises(ClaimError, match="circle"):
        derivation(claim({b: w, w: b}))
    with pytest.raises(ClaimError, match="expression of its shape"):
        claim({b: t})
    with pytest.raises(ClaimError, match="speaks of t"):
        derivation(claim(RECIPE))


def test_a_definition_needs_no_recipe_and_moves_no_derivative():
    """With b = f(x) the gradient of the loss, b held fixed, is 0: proved, as the definition is a hypothesis."""
    gradient = ct.equal(ct.grad(loss(x), x), ct.zeros(d))
    decision = verify(ct.Claim(PAPER, "minimum", given=[ct.equal(b, f(x))], says=gradient), budget=300)
    assert decision.status is Status.PROVED
    assert check.check(certificate(decision))


def test_a_formula_that_is_no_hypothesis_proves_nothing():
    gradient = ct.equal(ct.grad(loss(x), x), ct.zeros(d))
    decision = verify(ct.Claim(PAPER, "not said", says=gradient, recipe={b: f(x)}), budget=300)
    assert decision.status is not Status.PROVED


def test_no_instance_of_a_recipe_is_not_vacuous():
    decision = verify(ct.Claim(PAPER, "beside", given=[t >= 1], says=t <= 5, recipe={t: -ct.exp(w @ w)}), budget=100)
    assert decision.status is Status.UNDECIDED


@pytest.fixture(scope="module")
def supported():
    kept = claim({x: LEVEL, b: TARGET}, says=ct.sum(b) <= n * ct.sum(b * b) + 1, given=[STATIONARY, w >= 1, w <= 2])
    return verify(kept, budget=300)


@pytest.fixture(scope="module")
def refuted():
    return verify(claim({x: LEVEL, b: TARGET}, says=ct.sum(b) <= ct.rational(1, 2), expected="refuted"), budget=300)


def test_certificates_with_derived_entries_are_checked_independently(supported, refuted):
    assert supported.status is Status.SUPPORTED
    assert refuted.status is Status.REFUTED
    for decision in (supported, refuted):
        assert "derived" in certificate(decision)["instance"]
        assert "derived symbols" in check.check(certificate(decision))


def equations(data):
    return data["instance"]["derived"]


def with_formula(data, formula):
    """The certificate with another formula for b, well-formed."""
    found = ct.Claim(PAPER, "other", says=[ct.equal(x, LEVEL), ct.equal(b, formula)]).statement
    data["instance"]["derived"] = json.loads(json.dumps(found.to_json()))
    return data


@pytest.mark.parametrize("formula", [
    f(x), f(x) - w * w * (A @ x) / f(x), f(x) + w * w * (A @ x), TARGET + w, 2 * TARGET,
], ids=["no regularizer", "sign", "no division", "not constant", "doubled"])
def test_another_formula_in_a_certificate_is_rejected(refuted, formula):
    """The instance of the refutation is small and may be met by a wrong formula as well: take one that is not."""
    assert check.check(with_formula(certificate(refuted), TARGET))
    data = with_formula(certificate(refuted), formula)
    data["instance"].update(dims={"n": 2, "d": 2}, values={
        "A": [["1", "2"], ["0", "1"]], "q": ["1", "3"], "w": ["1", "2"]})
    with pytest.raises(check.Invalid):
        check.check(data)


def test_tampered_equations_are_unreadable(refuted):
    good = certificate(refuted)
    turned = copy.deepcopy(good)
    equations(turned)["says"].reverse()
    twice = copy.deepcopy(good)
    equations(twice)["says"] *= 2
    weaker = copy.deepcopy(good)
    equations(weaker)["says"][0][0] = "le"
    for bad in (turned, twice, weaker):
        with pytest.raises(check.Unreadable, match="derived entries"):
            check.check(bad)
    given = copy.deepcopy(good)
    given["instance"]["values"]["b"] = ["1"] * given["instance"]["dims"]["n"]
    with pytest.raises(check.Invalid, match="the instance gives"):
        check.check(given)
    del given["instance"]["derived"]
    with pytest.raises(check.Invalid):
        check.check(given)


def test_a_result_shows_formulas_and_enclosures(refuted):
    shown = entry_of(refuted)["counterexample"]["simplest"]
    assert set(shown["derived"]) == {"x", "b"}
    low, high = map(float, shown["derived"]["b"]["entries"][0])
    assert low <= high
    assert "b = " in described(shown)


def test_a_claim_on_numbers_derives_what_is_left_out():
    kept = claim({x: LEVEL, b: TARGET})
    found = kept.at(A=[[1, 2], [0, 1]], q=[1, 3], w=[1, 1])
    assert [verdict for _, verdict, _ in found.given] == [1, 1]
    assert set(found.derived) == {"x", "b"}
    assert "with  b" in str(found)
    own = kept.at(A=[[1, 2], [0, 1]], x=[0, 0], b=[Fraction(1, 2)] * 2, w=[1, 1])
    assert not own.derived
    assert [verdict for _, verdict, _ in own.given] == [1, 1]


def test_drawn_instances_have_derived_entries():
    kept = claim({x: LEVEL, b: TARGET})

    @settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
    @hypothesis_given(instances(kept))
    def run(instance):
        assert set(instance.values) == {"A", "q", "w"}
        assert instance.derived is not None
        with pytest.raises(ct.CertifyError, match="derived entries"):
            type(instance).from_json(instance.to_json())

    run()
