"""The command: exit codes, files it leaves, messages for bad input, resuming."""

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from click.testing import CliRunner

from certify.cli import main

HEAD = """
import certify as ct
P = ct.Paper("mine", title="A paper")
n = ct.dim("n")
x, y = ct.vectors("x y", n)
R = ct.scalar("R")
"""
TRUE = 'tanh = ct.Claim(P, "tanh is 1-Lipschitz", says=ct.norm(ct.tanh(x) - ct.tanh(y)) <= ct.norm(x - y))\n'
FALSE = 'small = ct.Claim(P, "too small", says=ct.norm(ct.tanh(x) - ct.tanh(y)) <= 0.9 * ct.norm(x - y){more})\n'
LINE = 'line = ct.Claim(P, "exp is above its tangent at 0", says=1 + R <= ct.exp(R))\n'  # no rule proves that
GRADIENT = 'g = ct.Claim(P, "gradient", says=ct.equal(ct.grad(ct.log(ct.sum(ct.exp(x))), x), ct.softmax(x)))\n'
EMPTY = 'empty = ct.Claim(P, "nothing", given=[R >= 4, R <= 3], says=ct.norm(x) <= R)\n'


def write(folder: Path, body: str) -> str:
    path = folder / "user.py"
    path.write_text(textwrap.dedent(HEAD) + body)
    return str(path)


def run(folder: Path, *arguments: str):
    options = ["--out", str(folder / "out"), "--jobs", "1", "--budget", "1500"]
    return CliRunner().invoke(main, ["run", *arguments, *options])


@pytest.mark.parametrize("body, code, status", [
    (TRUE, 0, "proved"), (LINE, 0, "supported"), (GRADIENT, 0, "proved"), (FALSE.format(more=""), 1, "refuted"),
    (FALSE.format(more=', expected="refuted"'), 0, "refuted"), (EMPTY, 3, "vacuous"),
])
def test_exit_codes(tmp_path, body, code, status):
    result = run(tmp_path, write(tmp_path, body))
    assert result.exit_code == code, result.output
    results = json.loads((tmp_path / "out" / "results.json").read_text())
    assert [claim["status"] for claim in results["claims"]] == [status]


def test_output_folder_holds_results_report_and_checkable_certificates(tmp_path):
    run(tmp_path, write(tmp_path, TRUE + GRADIENT + FALSE.format(more="")))
    out = tmp_path / "out"
    for name in ("results.json", "index.html", "report.md", "tables.tex"):
        assert (out / name).stat().st_size > 0
    claims = json.loads((out / "results.json").read_text())["claims"]
    listed = {path for claim in claims for path in claim["certificates"]}
    assert listed == {f"certificates/{path.name}" for path in (out / "certificates").glob("*.json")}
    copy = subprocess.run([sys.executable, "-I", str(out / "certificates" / "check.py"), str(out / "certificates")],
                          capture_output=True, text=True, check=False)
    assert copy.returncode == 0, copy.stdout + copy.stderr
    assert CliRunner().invoke(main, ["check", *(str(out / path) for path in sorted(listed))]).exit_code == 0


def test_a_refutation_comes_with_worst_and_simplest_counterexample(tmp_path):
    run(tmp_path, write(tmp_path, FALSE.format(more="")))
    (claim,) = json.loads((tmp_path / "out" / "results.json").read_text())["claims"]
    assert claim["counterexample"]["simplest"]["dims"] == {"n": 1}
    assert float(claim["counterexample"]["worst"]["ratio"]) > 1
    kinds = [path.split(".")[-2] for path in claim["certificates"]]
    assert sorted(kinds) == ["bound0", "simplest", "worst"]


@pytest.mark.parametrize("arguments, words", [
    (["nonsense"], "nonsense"), (["nowhere.py"], "no such file"), (["lsxyz23", "--budget", "0"], "budget of 0"),
    (["lsxyz23", "--time-limit", "-1"], "time limit"),
])
def test_bad_input_is_refused_without_a_traceback(tmp_path, arguments, words):
    result = CliRunner().invoke(main, ["run", *arguments, "--out", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert words in result.output
    assert "Traceback" not in result.output


def test_an_output_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    result = CliRunner().invoke(main, ["run", "lsxyz23", "--out", str(tmp_path / "file" / "out")])
    assert result.exit_code == 2
    assert "cannot be written" in result.output


def test_a_tampered_certificate_is_invalid_and_a_truncated_one_unreadable(tmp_path):
    run(tmp_path, write(tmp_path, FALSE.format(more="")))
    path = next((tmp_path / "out" / "certificates").glob("*.simplest.json"))
    text = path.read_text()
    path.write_text(text.replace('"9/10"', '"11/10"'))
    assert CliRunner().invoke(main, ["check", str(path)]).exit_code == 1
    path.write_text(text[: len(text) // 2])
    assert CliRunner().invoke(main, ["check", str(path)]).exit_code == 2


def test_resume_keeps_what_is_decided(tmp_path):
    path = write(tmp_path, TRUE + GRADIENT)
    run(tmp_path, path)
    before = json.loads((tmp_path / "out" / "results.json").read_text())["claims"]
    assert run(tmp_path, path, "--resume").exit_code == 0
    assert json.loads((tmp_path / "out" / "results.json").read_text())["claims"] == before


def test_decisions_do_not_depend_on_the_number_of_jobs(tmp_path):
    path = write(tmp_path, TRUE + FALSE.format(more=""))
    entries = []
    for jobs in ("1", "2"):
        out = tmp_path / jobs
        CliRunner().invoke(main, ["run", path, "--out", str(out), "--jobs", jobs, "--budget", "1500"])
        claims = json.loads((out / "results.json").read_text())["claims"]
        entries.append([{**claim, "seconds": None} for claim in claims])
    assert entries[0] == entries[1]


def test_list_and_show():
    runner = CliRunner()
    listed = runner.invoke(main, ["list", "lsxyz23"])
    assert listed.exit_code == 0
    assert "lsxyz23.facts.hadamard" in listed.output
    shown = runner.invoke(main, ["show", "lsxyz23.facts.hadamard"])
    assert "sha256" in shown.output
    assert "1.1.1" in listed.output
    assert runner.invoke(main, ["show", "nonsense"]).exit_code == 2
