"""Hypotheses dropped in turn: what is needed, what is never used, and that neither is said without evidence."""

import json

import pytest
from bounds import MOVE, R, claim, n, x, y

import certify as ct
from certify import check
from certify.certificates.write import certificates_of
from certify.decide import Status, entry_of
from certify.decide.budget import Budget
from certify.decide.proved import Contradiction
from certify.decide.reviewed import refuted_by
from certify.decide.witnesses import verdict, violates
from certify.review.hypotheses import Effect, examine, without

SMALL = Budget("quick", instances=60, evaluations=400, climb=0, escalations=2)


def examined(statement):
    return examine(ct.verify(statement, budget=400), 0, SMALL)


def effects(statement):
    return [item.effect for item in examined(statement).dropped]


def test_needed_and_never_used():
    bound = claim(ct.norm(x) <= R, [R >= 1, ct.norm(x) <= 1, ct.norm(y) <= 3])
    found = examined(bound)
    assert [item.effect for item in found.dropped] == [Effect.NEEDED, Effect.NEEDED, Effect.UNUSED]
    assert found.suffice == (0, 1)
    assert found.satisfiable


def test_a_counterexample_violates_the_hypothesis_that_was_dropped_and_no_other():
    bound = claim(ct.norm(x) <= R, [R >= 1, ct.norm(x) <= 1])
    for k, item in enumerate(examined(bound).dropped):
        weaker = item.claim.statement
        assert violates(weaker, 0, item.witness.instance)
        assert verdict(bound.statement.given[k], item.witness.instance)[0] == -1


def test_counterexamples_are_certificates_that_the_checker_takes(tmp_path):
    decision = ct.verify(claim(ct.norm(x) <= 2, [ct.norm(x) <= 1]), budget=400, review=True)
    (simplest,) = [data for name, data in certificates_of(decision).items() if "without1.simplest" in name]
    path = tmp_path / "simplest.json"
    path.write_text(json.dumps(simplest))
    assert check.main([str(path)]) == 0
    simplest["instance"]["values"]["x"] = ["0" for _ in simplest["instance"]["values"]["x"]]  # planted
    path.write_text(json.dumps(simplest))
    assert check.main([str(path)]) == 1


def test_far_away_counterexamples_are_found():
    """Without R >= 0 the bound fails only where R is hugely negative."""
    bound = claim(MOVE <= (10**6 + R) * ct.norm(x - y), [R >= 0])
    (item,) = examined(bound).dropped
    assert item.effect is Effect.NEEDED
    assert item.witness.instance.values["R"] < -(10**5)


def test_an_identity_whose_hypothesis_matters():
    bound = claim(ct.equal(ct.sum(x) * ct.sum(y), ct.sum(y)), [ct.equal(ct.sum(x), 1), R >= 0])
    assert effects(bound) == [Effect.NEEDED, Effect.UNUSED]


@pytest.mark.parametrize("effect", ["never used"])
def test_no_effect_is_not_called_never_used(effect):
    """A hypothesis that follows from the others, in a claim that no proof is found for."""
    bound = claim(ct.log(ct.sum(ct.exp(x))) <= ct.max(x) + ct.log(n), [ct.norm(x) <= 1])
    (item,) = examined(bound).dropped
    assert item.effect in (Effect.UNSEEN, Effect.UNUSED)
    assert (item.effect.value == effect) == (item.instances == 0)


def test_false_and_empty_claims_are_left_alone():
    assert effects(claim(ct.norm(x) <= 1, [R >= 0])) == [Effect.OPEN]
    empty = examined(claim(ct.norm(x) <= 1, [R >= 1, R <= 0]))
    assert empty.satisfiable is False
    assert {item.effect for item in empty.dropped} == {Effect.OPEN}


def test_a_counterexample_that_meets_the_dropped_hypothesis_refutes_the_claim():
    """Planted: a decision that calls a false claim supported, because its search was too short."""
    false = claim(ct.norm(x) <= 1, [ct.norm(x) <= 5])
    honest = ct.verify(false, budget=400)
    blind = type(honest)(claim=false, **{**outcome_of(honest), "status": Status.SUPPORTED, "worst": None,
                                         "simplest": None})
    found = examine(blind, 0, SMALL)
    assert found.stray is not None
    assert refuted_by(blind, found.stray).status is Status.REFUTED
    proved = type(honest)(claim=false, **{**outcome_of(honest), "status": Status.PROVED})
    with pytest.raises(Contradiction):
        refuted_by(proved, found.stray)


def outcome_of(decision):
    return {name: value for name, value in vars(decision).items()
            if name not in ("claim", "chain", "seconds", "settings", "review")}


def test_the_entry_shows_effects_only_where_somebody_asked():
    bound = claim(ct.norm(x) <= 2, [ct.norm(x) <= 1])
    assert "effect" not in entry_of(ct.verify(bound, budget=200))["hypotheses"][0]
    entry = entry_of(ct.verify(bound, budget=200, review=True))
    assert entry["hypotheses"][0]["effect"] == "needed"
    assert entry["hypotheses"][0]["counterexample"]["values"]["x"]


def test_without_names_what_is_gone():
    bound = claim(ct.norm(x) <= 2, [ct.norm(x) <= 1, R >= 0])
    assert without(bound, 1).id.endswith(".without2")
    assert len(without(bound, 0, 1).given) == 0
