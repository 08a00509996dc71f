"""Every claim of the library goes through the same tests; nobody writes tests for one claim."""

import json
import tomllib
from pathlib import Path

import pytest

import lemmas
from certify import check
from certify.certificates import save_certificates
from certify.decide import Status, entry_of, verify
from certify.runs import load

CLAIMS = {claim.id: claim for claim in load()}
ROWS = tomllib.loads((Path(lemmas.__file__).parent / "rows.toml").read_text())
BUDGET = 1_500


def known_rows():
    return {row["id"] for row in ROWS["row"]}


@pytest.fixture(scope="module")
def decisions():
    return {}


@pytest.fixture
def decision(claim_id, decisions):
    """The decision on a claim under a small budget, made once."""
    if claim_id not in decisions:
        decisions[claim_id] = verify(CLAIMS[claim_id], seed=1, budget=BUDGET)
    return decisions[claim_id]


each_claim = pytest.mark.parametrize("claim_id", CLAIMS)


@each_claim
def test_statement_is_serialised_and_readable(claim_id):
    claim = CLAIMS[claim_id]
    assert json.loads(json.dumps(claim.statement.to_json()))["says"]
    assert str(claim)
    assert claim._repr_latex_()
    assert len(claim.sha256) == 64


@each_claim
def test_row_exists_and_provenance_is_complete(claim_id):
    claim = CLAIMS[claim_id]
    if claim.provenance == "ours" and claim.row is None:
        return
    assert claim.row in known_rows()
    assert claim.provenance != "restated" or claim.via


@each_claim
def test_decision_and_its_certificates_survive_the_independent_checker(claim_id, decision, tmp_path):
    claim = CLAIMS[claim_id]
    assert decision.status in (Status.PROVED, Status.REFUTED, Status.SUPPORTED), decision.reason
    if claim.expected != "refuted":
        assert decision.status is not Status.REFUTED, decision.reason
    paths = save_certificates(decision, tmp_path / "certificates")
    assert paths or decision.status is Status.SUPPORTED
    assert check.main([str(tmp_path / path) for path in paths] or [str(tmp_path)]) == 0


@each_claim
def test_entry_is_complete_and_serialises(claim_id, decision):
    entry = entry_of(decision)
    assert json.loads(json.dumps(entry)) == entry
    assert entry["sha256"] == CLAIMS[claim_id].sha256
    counts = entry["instances"]
    if decision.status is Status.SUPPORTED:
        assert counts["satisfied"] + counts["touching"] > 0
        assert counts["violated"] == 0


def test_every_row_of_the_encoded_sections_has_a_claim():
    encoded = {claim.row for claim in CLAIMS.values() if claim.row}
    missing = [row["id"] for row in ROWS["row"] if not row.get("planned") and row["id"] not in encoded]
    assert not missing


def test_corrections_are_not_refuted_and_point_at_refuted_claims(decisions):
    for claim in CLAIMS.values():
        if claim.corrects is not None:
            assert claim.corrects.id in CLAIMS
            assert claim.corrects.expected == "refuted"
