"""certify diff: what is told of two runs, what counts as worse, and the exit codes."""

import copy
import json

import pytest
from click.testing import CliRunner

from certify.cli import main
from certify.runs import differences

CLAIM = {"id": "p.m.a", "paper": "p", "label": "A", "provenance": "ours", "statement": "x", "sha256": "a" * 64,
         "status": "supported", "trust": "float64", "expected": None,
         "factor": {"lo": "0.5", "hi": "0.75", "trust_lo": "arb", "trust_hi": "exact"}}
OTHER = {**CLAIM, "id": "p.m.b", "sha256": "b" * 64, "status": "proved", "trust": "exact", "factor": None}


def results(*claims):
    return {"schema": "certify.results/1", "environment": {"python": "3.11"}, "claims": list(claims)}


def factor(**ends):
    return {"factor": {**CLAIM["factor"], **ends}}


def diff(tmp_path, old, new):
    for name, content in (("old.json", old), ("new.json", new)):
        (tmp_path / name).write_text(content if isinstance(content, str) else json.dumps(content))
    return CliRunner().invoke(main, ["diff", str(tmp_path / "old.json"), str(tmp_path / "new.json")])


CHANGES = {  # what a claim becomes; kind of change; whether it is for the worse
    "refuted": ({"status": "refuted", "trust": "exact"}, "status", True),
    "refuted as expected": ({"status": "refuted", "trust": "exact", "expected": "refuted"}, "status", False),
    "proved": ({"status": "proved", "trust": "arb"}, "status", False),
    "undecided": ({"status": "undecided", "trust": None}, "status", True),
    "vacuous": ({"status": "vacuous", "trust": "exact"}, "status", True),
    "stronger trust": ({"trust": "kernel"}, "trust", False),
    "weaker trust": ({"trust": "sampled"}, "trust", True),
    "no trust": ({"trust": None}, "trust", True),
    "smaller lo": (factor(lo="0.49999999999"), "lo", True),
    "larger lo": (factor(lo="0.50000000001"), "lo", False),
    "tiny lo": (factor(lo="1e-4096"), "lo", True),
    "no lo": (factor(lo=None), "lo", True),
    "smaller hi": (factor(hi="0.7"), "hi", False),
    "larger hi": (factor(hi="0.76"), "hi", True),
    "no hi": (factor(hi=None), "hi", True),
    "another statement": ({"sha256": "c" * 64}, "statement", False),
}


@pytest.mark.parametrize("name", CHANGES)
def test_changes(tmp_path, name):
    changed, what, worse = CHANGES[name]
    old, new = results(CLAIM, OTHER), results({**CLAIM, **changed}, OTHER)
    (change,) = differences(old, new)
    assert (change.id, change.what, change.worse) == ("p.m.a", what, worse)
    result = diff(tmp_path, old, new)
    assert result.exit_code == int(worse), result.output
    assert what in result.output
    assert ("worse" in result.output.partition("p.m.a")[2]) == worse


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_worse_one_way_is_not_worse_the_other(tmp_path, name):
    changed, _, worse = CHANGES[name]
    back = differences(results({**CLAIM, **changed}), results(CLAIM))
    both = worse + any(change.worse for change in back)
    assert both <= 1 or name == "refuted"


def test_nothing_changed(tmp_path):
    old = results(CLAIM, OTHER)
    same = copy.deepcopy(old)
    same["claims"][0]["factor"]["lo"] = "0.50"  # the same number
    same["claims"].reverse()
    assert differences(old, same) == []
    result = diff(tmp_path, old, same)
    assert (result.exit_code, result.output) == (0, "No changes in 2 claims.\n")


def test_claims_that_come_and_go(tmp_path):
    result = diff(tmp_path, results(CLAIM), results(OTHER))
    assert result.exit_code == 1
    assert "2 changes, 1 for the worse" in result.output
    assert "gone" in result.output
    assert diff(tmp_path, results(CLAIM), results(CLAIM, OTHER)).exit_code == 0


def test_proved_and_refuted_contradict_each_other():
    status, *_ = differences(results(OTHER), results({**OTHER, "status": "refuted", **factor(lo="2")}))
    assert status.worse
    old = {**OTHER, "status": "refuted", "expected": "refuted"}
    assert [change.worse for change in differences(results(old), results(OTHER))] == [True]


def test_factors_of_different_statements_are_not_compared():
    new = {**CLAIM, "sha256": "d" * 64, **factor(lo="0.1", hi=None)}
    assert [change.what for change in differences(results(CLAIM), results(new))] == ["statement"]


@pytest.mark.parametrize("content, words", [
    ("{", "cannot be read"), ("[]", "results"), ('{"schema": "certify.results/9"}', "schema"),
    (json.dumps(results({"id": "x"})), "results"), (json.dumps(results(CLAIM, CLAIM)), "twice"),
])
def test_bad_input(tmp_path, content, words):
    for pair in ((content, results(CLAIM)), (results(CLAIM), content)):
        result = diff(tmp_path, *pair)
        assert result.exit_code == 2, result.output
        assert words in result.output


def test_missing_file(tmp_path):
    assert CliRunner().invoke(main, ["diff", str(tmp_path / "a"), str(tmp_path / "b")]).exit_code == 2


def test_folders_of_runs_are_compared_by_the_results_in_them(tmp_path):
    for name, content in (("a", results(CLAIM)), ("b", results(OTHER))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "results.json").write_text(json.dumps(content))
    result = CliRunner().invoke(main, ["diff", str(tmp_path / "a"), str(tmp_path / "b")])
    assert result.exit_code == 1, result.output
    assert "gone" in result.output
    (tmp_path / "b" / "results.json").unlink()
    missing = CliRunner().invoke(main, ["diff", str(tmp_path / "a"), str(tmp_path / "b")])
    assert missing.exit_code == 2
    assert "cannot be read" in missing.output
