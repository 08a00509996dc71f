"""Rows and claims: every statement that is to be encoded has a claim, and the list says so truthfully."""

from dataclasses import replace

import pytest
from click.testing import CliRunner

from certify.cli import main
from certify.language import LoadError
from certify.runs import Row, faults, load, rows_of
from certify.runs.rows import read

CLAIMS = load()
ROWS = rows_of(CLAIMS)


def test_every_row_has_a_claim_and_every_mark_is_true():
    assert faults(ROWS, CLAIMS) == []


def test_rows_belong_to_papers_of_the_library_or_are_planned():
    papers = {claim.paper.key for claim in CLAIMS}
    assert [row.id for row in ROWS if row.source not in papers and not row.planned] == []


def test_planted_faults_are_found():
    encoded = next(row for row in ROWS if not row.planned)
    missing = Row("0.0", "nowhere", "nobody", "a statement that nobody encodes")
    assert faults([*ROWS, missing], CLAIMS) == ["row 0.0 (a statement that nobody encodes) has no claim"]
    assert faults([*ROWS, replace(missing, planned=True)], CLAIMS) == []
    marked = [replace(row, planned=True) if row is encoded else row for row in ROWS]
    assert faults(marked, CLAIMS) == [f"row {encoded.id} is marked as planned and has a claim; delete the mark"]
    unknown = faults([row for row in ROWS if row is not encoded], CLAIMS)
    assert unknown
    assert all(f"carries the row {encoded.id}, which is in no list" in fault for fault in unknown)


def test_a_part_of_the_library_has_the_rows_of_its_claims():
    some = load(["nair25"])
    assert {row.id for row in rows_of(some, whole=False)} == {claim.row for claim in some if claim.row}


USER = """
import certify as ct
PAPER = ct.Paper("mine")
x = ct.vector("x", ct.dim("n"))
mine = ct.Claim(PAPER, "Lemma 1", row="A", says=ct.norm(x) >= 0)
"""
ROW = '[[row]]\nid = "{}"\nsection = "1"\nsource = "mine"\ntext = "norms"\n'


def test_a_user_without_a_list_has_nothing_to_cover(tmp_path):
    (tmp_path / "mine.py").write_text(USER)
    assert rows_of(load([str(tmp_path / "mine.py")])) == []
    outcome = CliRunner().invoke(main, ["coverage", str(tmp_path / "mine.py")])
    assert outcome.exit_code == 2
    assert "no rows.toml" in outcome.stderr


def test_a_user_may_have_a_list(tmp_path):
    (tmp_path / "mine.py").write_text(USER)
    (tmp_path / "rows.toml").write_text(ROW.format("A"))
    outcome = CliRunner().invoke(main, ["coverage", str(tmp_path / "mine.py")])
    assert outcome.exit_code == 0, outcome.output
    assert "mine.mine.mine" in outcome.stdout
    (tmp_path / "rows.toml").write_text(ROW.format("B"))
    claims = load([str(tmp_path / "mine.py")])
    assert faults(rows_of(claims), claims) == ["row B (norms) has no claim",
                                               "mine.mine.mine carries the row A, which is in no list"]


@pytest.mark.parametrize(("text", "message"), [
    ("[[row]]\nid = 1", "is no list of rows"), ("[[row]", "is no list of rows"),
    (2 * ROW.format("A"), "row A occurs twice"),
])
def test_a_list_that_is_none_is_refused(tmp_path, text, message):
    (tmp_path / "rows.toml").write_text(text)
    with pytest.raises(LoadError, match=message):
        read(tmp_path / "rows.toml")


def test_the_command_lists_rows_with_their_claims():
    outcome = CliRunner().invoke(main, ["coverage", "nair25"])
    assert outcome.exit_code == 0, outcome.output
    assert "nair25.half_lipschitz" in outcome.stdout
