"""Equalities of norms: true ones are proved and checked, false ones and spoiled certificates are not."""

from __future__ import annotations

import json
from math import inf

import pytest

import certify as ct
from certify import check
from certify.bounds import norm_certificate, prove_norm_equality
from certify.decide import Status
from certify.language import Statement

n, d = ct.dims("n d")
a, b, z = ct.vector("a", n), ct.vector("b", d), ct.vector("z", n)
HALF = ct.rational(1, 2)


def covariance(p):
    return ct.diag(p) - ct.outer(p, p)


peak = covariance(ct.softmax(ct.log(n - 1) * ct.unit(n, 0)))
uniform = covariance(ct.softmax(0 * z))

TRUE = {
    "diagonal, spectral": ([], ct.equal(ct.norm(ct.diag(a), 2), ct.norm(a, inf))),
    "diagonal, largest column": ([], ct.equal(ct.norm(ct.diag(a), 1), ct.norm(a, inf))),
    "diagonal, Frobenius": ([], ct.equal(ct.norm(ct.diag(a), "fro"), ct.norm(a))),
    "rank one, spectral": ([], ct.equal(ct.norm(ct.outer(a, b), 2), ct.norm(b) * ct.norm(a))),
    "rank one, Frobenius": ([], ct.equal(ct.norm(ct.outer(a, b), "fro"), ct.norm(a) * ct.norm(b))),
    "exponential": ([], ct.equal(ct.exp(ct.max(z)), ct.norm(ct.exp(z), inf))),
    "diagonal of exponentials": ([], ct.equal(ct.norm(ct.diag(ct.exp(z)), 2), ct.max(ct.exp(z)))),
    "peak, columns": ([n >= 2], ct.equal(ct.norm(peak, 1), HALF)),
    "peak, rows": ([n >= 2], ct.equal(HALF, ct.norm(peak, inf))),
    "two equal probabilities": ([ct.equal(n, 2)], ct.equal(ct.norm(uniform, 2), HALF)),
}
FALSE = {
    "diagonal, another norm": ([], ct.equal(ct.norm(ct.diag(a), 2), ct.norm(a))),
    "rank one, largest column": ([], ct.equal(ct.norm(ct.outer(a, b), 1), ct.norm(a) * ct.norm(b))),
    "not positive": ([], ct.equal(ct.norm(z, inf), ct.max(z))),
    "smaller constant": ([n >= 2], ct.equal(ct.norm(peak, 1), ct.rational(49, 100))),
    "larger constant": ([n >= 2], ct.equal(ct.norm(peak, 1), ct.rational(51, 100))),
    "n = 3": ([ct.equal(n, 3)], ct.equal(ct.norm(uniform, 2), HALF)),
    "every n": ([], ct.equal(ct.norm(uniform, 2), HALF)),
}


def statement_of(case):
    given, says = case
    return Statement.of(given, [says])


def certificate(statement):
    found = prove_norm_equality(statement, 0)
    assert found is not None
    return json.loads(json.dumps(norm_certificate("a.claim", statement, found)))


@pytest.mark.parametrize("case", TRUE.values(), ids=TRUE)
def test_true_equalities_are_proved_and_the_independent_checker_agrees(case):
    assert "norm a.claim" in check.check(certificate(statement_of(case)))


@pytest.mark.parametrize("case", FALSE.values(), ids=FALSE)
def test_false_equalities_are_not_proved(case):
    assert prove_norm_equality(statement_of(case), 0) is None


@pytest.mark.parametrize("case", FALSE.values(), ids=FALSE)
def test_the_checker_refuses_false_equalities_with_the_proof_of_a_true_one(case):
    statement = statement_of(case)
    for other in TRUE.values():
        proof = certificate(statement_of(other))["proof"]
        data = {"schema": "certify.certificate/1", "kind": "norm", "claim": "a.claim", "sha256": statement.sha256,
                "statement": statement.to_json(), "relation": 0, "proof": proof}
        with pytest.raises((check.Invalid, check.Unreadable)):
            check.check(json.loads(json.dumps(data)))


SPOILED = {
    "another vector": {"left": [0, [1]]}, "a longer vector": {"left": [-1, [3]]},
    "a sum of all entries": {"right": [1, []]}, "the other side": {"side": 1}, "no vector": {"right": [0, []]},
    "no number": {"left": [0.5, []]},
}


@pytest.mark.parametrize("change", SPOILED.values(), ids=SPOILED)
def test_spoiled_vectors_are_refused(change):
    data = certificate(statement_of(TRUE["peak, columns"]))
    data["proof"].update(change)
    with pytest.raises((check.Invalid, check.Unreadable)):
        check.check(data)


def test_two_entries_need_two_dimensions():
    """(1, -1, 0, ..., 0) is no vector where n may be 1."""
    data = certificate(statement_of(TRUE["two equal probabilities"]))
    data["statement"] = json.loads(json.dumps(statement_of(FALSE["every n"]).to_json()))
    data["sha256"] = statement_of(FALSE["every n"]).sha256
    with pytest.raises(check.Invalid):
        check.check(data)


def test_a_decision_is_proved_and_carries_the_proof():
    claim = ct.Claim(ct.Paper("norms"), "a norm", says=ct.equal(ct.norm(ct.diag(a), 2), ct.norm(a, inf)))
    decision = ct.verify(claim, budget=60)
    assert decision.status is Status.PROVED
    assert decision.counts.total > 0
    assert [found.relation for found in decision.norms] == [0]
