"""Every command and example of the README works, but the one that runs the tests."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import certify as ct
from certify.cli import main

README = Path(__file__).parent.parent / "README.md"
TEXT = README.read_text(encoding="utf-8")
PYTHON = re.findall(r"```python\n(.*?)```", TEXT, re.S)
LEMMAS, NOTEBOOK = PYTHON
EXPECTED = {"mine.my_lemmas.gradient": "proved", "mine.my_lemmas.lipschitz": "proved",
            "mine.my_lemmas.too_good": "refuted"}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "my_lemmas.py").write_text(LEMMAS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def certify(command):
    words = shlex.split(command.split("#")[0])
    assert words[0] == "certify"
    return CliRunner().invoke(main, words[1:])


def test_the_lemma_file_is_decided_as_the_text_says(folder):
    (command,) = re.findall(r"^certify run my_lemmas.py --out my-out$", TEXT, re.M)
    result = certify(command + " --jobs 1")
    assert result.exit_code == 1, result.output
    for claim, status in EXPECTED.items():
        assert re.search(rf"{claim}\s+{status}", result.output), result.output
        assert re.search(rf"^  {claim}\s+{status}", TEXT, re.M), "the output that is shown"
    found = r"^  mine\.my_lemmas\.too_good: refuted at n = 2; x = .*left side in "
    assert re.search(found, TEXT, re.M)
    assert re.search(found, result.output, re.M), result.output


def test_the_notebook_lines_work(folder):
    scope = {}
    exec(LEMMAS + NOTEBOOK, scope)
    assert scope["decision"].status == "refuted"
    assert str(scope["step"]) == "1/2"
    assert scope["ct"].lipschitz(scope["ct"].softmax(scope["A"] @ scope["z"]), scope["z"]).at(A=[[3, 0], [0, 4]]) == "2"


def test_the_hunt_its_store_and_the_comparison_work(folder):
    assert certify("certify run my_lemmas.py --out my-out --jobs 1 --budget 2000").exit_code == 1
    hunt, run, diff = re.findall(r"^certify (?:hunt|run my_lemmas.py --store|diff) .*$", TEXT, re.M)
    found = certify(hunt)
    assert found.exit_code == 0, found.output
    assert certify(run + " --jobs 1 --budget 2000").exit_code == 1
    assert certify(diff).exit_code in (0, 1)


@pytest.mark.parametrize("command", [line for line in re.findall(r"`(certify [^`]*)`", TEXT)
                                     if not line.startswith("certify check")])
def test_inline_commands_work(command, folder):
    result = certify(command)
    assert result.exit_code == 0, result.output


def test_certificates_of_a_run_are_checked_as_the_text_says(folder):
    assert certify("certify run my_lemmas.py --out out --jobs 1 --budget 2000").exit_code == 1
    assert certify("certify check out/certificates").exit_code == 0
    script = Path(str(ct.__file__)).parent / "check.py"
    run = subprocess.run([sys.executable, "-I", str(script), "out/certificates"], capture_output=True, check=False)
    assert run.returncode == 0


def make(target, *more):
    """Runs a target in the environment of this Python, without setting one up."""
    command = ["make", target, f"VENV={sys.prefix}", "-o", f"{sys.prefix}/ready", *more]
    return subprocess.run(command, cwd=README.parent, capture_output=True, text=True, check=False)


def test_make_run_decides_and_leaves_a_report(tmp_path):
    done = make("run", f"ARGS=lsxyz23.derivatives --budget 500 --out {tmp_path}/out")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "out" / "index.html").is_file()


def test_make_bench_prints_ratios():
    done = make("bench")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "times plain NumPy" in done.stdout


def test_targets_of_make_exist():
    makefile = (README.parent / "Makefile").read_text()
    for target in set(re.findall(r"\bmake ([a-z]+)", TEXT)):
        assert re.search(rf"^{target}:", makefile, re.M), target
