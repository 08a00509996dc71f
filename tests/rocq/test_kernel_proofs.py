"""Proofs of small claims through coqc: accepted where they prove the printed statement, refused otherwise.

Skipped where coqc is not installed: then no proof was checked.
"""

import importlib.util
import json

import pytest

from certify.decide import entry_of, verify
from certify.decide.proved import Contradiction
from certify.report import decision_html
from certify.rocq import PROVED, REFUSED, UNCHECKED, check, known_checks, lifted, version
from certify.rocq.command import prove_claims
from certify.rocq.pinning import CLASSICAL
from certify.runs import load

needs_coqc = pytest.mark.skipif(version() is None, reason="coqc is not installed: proofs were not checked")
CLAIMS = """
import certify as ct
P = ct.Paper("small")
(n,) = ct.dims("n")
x = ct.vector("x", n)
a, b = ct.scalars("a b")
doubled = ct.Claim(P, "doubling", given=[a >= 1], says=a <= a + a)
other = ct.Claim(P, "another", says={other})
"""
HEAD = "From Coq Require Import Reals Lra.\nFrom Certify Require Import Lang.\nLocal Open Scope R_scope.\n"
SAYS = "Theorem doubled : forall a : R, 1 <= a -> a <= a + a.\n"
GOOD = SAYS + "Proof. intros; lra. Qed.\n"
OTHER = "Theorem other : forall a : R, a < a + 1.\nProof. intros; lra. Qed.\n"


@pytest.fixture
def proved(tmp_path, cache):
    """Writes claims with a file of proofs beside them and checks these."""

    def run(proofs, other="a < a + 1", head=HEAD, **options):
        (tmp_path / "small.py").write_text(CLAIMS.format(other=other))
        (tmp_path / "small.v").write_text(head + proofs)
        claims = load([str(tmp_path / "small.py")])
        return {record.id.rpartition(".")[2]: record for record in check(claims, **options)}

    return run


@needs_coqc
def test_a_proof_of_the_printed_statement_is_accepted(proved):
    found = proved(GOOD + OTHER)
    assert [record.outcome for record in found.values()] == [PROVED, PROVED]
    assert set(found["other"].axioms) <= CLASSICAL
    assert "a <= a + a" in found["doubled"].statement


REFUSALS = {
    "admitted": SAYS + "Admitted.\n",
    "an axiom": "Axiom gap : forall a : R, 1 <= a -> a <= a + a.\n" + SAYS + "Proof. exact gap. Qed.\n",
    "a guard that is off": "Unset Guard Checking.\nFixpoint gap (n : nat) : forall a : R, 1 <= a -> a <= a + a := "
                           "gap n.\n" + SAYS + "Proof. exact (gap 0%nat). Qed.\n",
    "a notation": 'Notation "x <= y" := True.\n' + SAYS + "Proof. intros; exact I. Qed.\n",
    "a weaker statement": "Theorem doubled : forall a : R, 2 <= a -> a <= a + a.\nProof. intros; lra. Qed.\n",
    "another claim": "Theorem doubled : forall a : R, a < a + 1.\nProof. intros; lra. Qed.\n",
    "an error": SAYS + "Proof. intros. reflexivity. Qed.\n",
}


@needs_coqc
@pytest.mark.parametrize("name", REFUSALS)
def test_anything_else_is_refused(proved, name):
    assert proved(REFUSALS[name])["doubled"].outcome == REFUSED


@needs_coqc
@pytest.mark.parametrize("name", ["admitted", "an axiom", "a guard that is off", "a notation"])
def test_the_pinning_alone_refuses_it_too(proved, name, monkeypatch):
    monkeypatch.setattr("certify.rocq.building.faults", lambda source: [])
    found = proved(REFUSALS[name])["doubled"]
    assert found.outcome == REFUSED
    assert ("gap" in found.reason or "doubled" in found.reason or "no proof of the printed" in found.reason)


@needs_coqc
def test_one_bad_theorem_does_not_spoil_the_others(proved):
    found = proved(GOOD + "Theorem other : True.\nProof. exact I. Qed.\n")
    assert (found["doubled"].outcome, found["other"].outcome) == (PROVED, REFUSED)


@needs_coqc
def test_a_claim_that_changed_has_no_proof_any_more(proved):
    assert proved(GOOD + OTHER)["other"].outcome == PROVED
    found = proved(GOOD + OTHER, other="a < a + 2")
    assert (found["doubled"].outcome, found["other"].outcome) == (PROVED, REFUSED)


@needs_coqc
def test_a_proof_that_takes_too_long_is_refused(proved):
    slow = SAYS + "Proof. do 1000000000 idtac. intros; lra. Qed.\n"
    found = proved(slow, limit=20)["doubled"]
    assert found.outcome == REFUSED
    assert "20 s" in found.reason


@needs_coqc
def test_a_check_is_made_once_and_lifts_the_decision(proved, tmp_path, monkeypatch):
    record = proved(GOOD)["doubled"]
    claims = load([str(tmp_path / "small.py")])
    monkeypatch.setattr("certify.rocq.building.Tree.coqc", None)  # nothing is compiled again
    known = known_checks(claims)
    assert known[record.id] == record
    entry = lifted(entry_of(verify(claims[0], budget=500)), known[record.id], bounds=True)
    assert (entry["status"], entry["trust"]) == ("proved", "kernel")
    assert "a &lt;= a + a" in decision_html(entry)
    assert json.loads(json.dumps(entry))["kernel"]["sha256"] == claims[0].sha256


@pytest.fixture
def shipped(tmp_path, cache):
    """Claims with a file of proofs beside them that nobody has checked."""
    (tmp_path / "small.py").write_text(CLAIMS.format(other="a < a + 1"))
    (tmp_path / "small.v").write_text(HEAD + GOOD)
    return load([str(tmp_path / "small.py")])


def test_a_shipped_proof_lifts_nothing(shipped):
    (record,) = known_checks(shipped).values()
    assert record.outcome == UNCHECKED
    before = entry_of(verify(shipped[0], budget=500))
    entry = lifted(before, record, bounds=True)
    assert {name: entry[name] for name in before} == before
    assert "not re-checked here" in decision_html(entry)


def test_without_coqc_nothing_is_checked_and_that_is_said(shipped, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("certify.rocq.coq.version", lambda: None)
    assert prove_claims(shipped, tmp_path) == 4
    assert "no proof was checked" in capsys.readouterr().out
    assert [record.outcome for record in known_checks(shipped).values()] == [UNCHECKED]


def test_a_record_of_another_statement_and_a_refuted_claim_are_not_lifted(shipped):
    (record,) = known_checks(shipped).values()
    entry = entry_of(verify(shipped[0], budget=500))
    accepted = type(record)(**{**vars(record), "outcome": PROVED})
    with pytest.raises(ValueError, match="another statement"):
        lifted({**entry, "sha256": "0" * 64}, accepted, bounds=True)
    with pytest.raises(Contradiction):
        lifted({**entry, "status": "refuted"}, accepted, bounds=True)
    with pytest.raises(Contradiction):
        lifted({**entry, "factor": {**entry["factor"], "lo": "1.5"}}, accepted, bounds=True)


def test_the_theory_and_the_proofs_are_part_of_the_package():
    import tomllib
    from pathlib import Path

    root = Path(importlib.util.find_spec("certify").origin).parents[1]
    if not (root / "pyproject.toml").is_file():
        pytest.skip("an installed package has no pyproject.toml beside it")
    data = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]
    assert "rocq/theory/**/*.v" in data["certify"]
    assert "**/*.v" in data["lemmas"]
