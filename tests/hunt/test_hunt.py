"""certify hunt: what it finds, what its store keeps through crashes, and what it does not believe."""

import json
import signal
import sqlite3
import subprocess
import sys
import time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

from certify.cli import main
from certify.hunt import Hunt, Record, Store, StoreError, certified, default_path, effort_of
from certify.hunt.plan import pieces
from certify.instances import Instance
from certify.language import CertifyError
from certify.runs import load

HALF = """
import certify as ct
P = ct.Paper("mine", title="A paper")
n = ct.dim("n")
x, y = ct.vectors("x y", n)
half = ct.Claim(P, "half", says=ct.norm(ct.softmax(x) - ct.softmax(y)) <= {constant} * ct.norm(x - y))
other = ct.Claim(P, "gradient", says=ct.equal(ct.grad(ct.log(ct.sum(ct.exp(x))), x), ct.softmax(x)))
"""


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "user.py"
    path.write_text(HALF.format(constant="ct.rational(1, 2)"))
    return path


def hunt(paper, store, *options, name="half", budget="3000"):
    arguments = ["hunt", f"{paper}::{name}", "--budget", budget, "--jobs", "1", "--store", str(store), *options]
    return CliRunner().invoke(main, arguments)


def found(paper, store, *options, **more):
    result = hunt(paper, store, "--json", *options, **more)
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def half(paper):
    (claim,) = [claim for claim in load([str(paper)]) if claim.label == "half"]
    return claim


def rows(store):
    with sqlite3.connect(store) as db:
        return db.execute("SELECT sizes, ratio, instance FROM witnesses ORDER BY sizes").fetchall()


def change(store, text):
    with sqlite3.connect(store) as db:
        db.execute(text)
    db.close()


def test_finds_are_certified_and_kept(paper, tmp_path):
    store = tmp_path / "s.sqlite"
    first = found(paper, store)
    (conclusion,) = first["conclusions"]
    assert Decimal("0.9999") < Decimal(conclusion["lo"]) <= 1
    assert conclusion["lo_before"] is None
    assert max(Decimal(ratio) for _, ratio, _ in rows(store)) == Decimal(conclusion["lo"])
    again = certified(half(paper).statement, 0, Instance.from_json(conclusion["witness"]))
    assert again is not None
    assert again.witness.ratio == conclusion["lo"]


def test_never_less_than_the_store_has(paper, tmp_path):
    store = tmp_path / "s.sqlite"
    much = Decimal(found(paper, store)["conclusions"][0]["lo"])
    little = found(paper, store, "--seed", "5", budget="200")["conclusions"][0]
    assert Decimal(little["lo_before"]) == much
    assert Decimal(little["lo"]) >= much


def test_evaluations_decide_the_finds_whatever_the_jobs(paper, tmp_path):
    one = found(paper, tmp_path / "1.sqlite", "--jobs", "1", budget="4000")
    two = found(paper, tmp_path / "2.sqlite", "--jobs", "2", budget="4000")
    assert one["conclusions"] == two["conclusions"]
    assert one["evaluations"] == two["evaluations"] <= 4000


def test_a_time_is_kept(paper, tmp_path):
    assert found(paper, tmp_path / "s.sqlite", budget="1.5s")["seconds"] < 6


def test_output_for_people(paper, tmp_path):
    first, second = hunt(paper, tmp_path / "s.sqlite").output, hunt(paper, tmp_path / "s.sqlite", budget="200").output
    for words in ("left / right >= 0.999", "the store had none before", "best by sizes", "x = [", "evaluations in"):
        assert words in first
    assert "no better than the store had" in second or "improved" in second


def test_a_violation_is_told_by_the_exit_code(paper, tmp_path):
    paper.write_text(HALF.format(constant="ct.rational(49, 100)"))
    result = hunt(paper, tmp_path / "s.sqlite")
    assert result.exit_code == 1
    assert "violated" in result.output


@pytest.mark.parametrize("options, words", [
    ({"name": "other"}, "only equalities"), ({"name": "nothing"}, "names no claim"),
    ({"budget": "soon"}, "such as 60s"), ({"budget": "0"}, "at least 1"), ({"budget": "0s"}, "no time"),
])
def test_bad_input(paper, tmp_path, options, words):
    result = hunt(paper, tmp_path / "s.sqlite", **options)
    assert result.exit_code == 2, result.output
    assert words in result.output


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\0" + bytes(3000)])
def test_corrupted_store(paper, tmp_path, content):
    store = tmp_path / "s.sqlite"
    store.write_bytes(content)
    result = hunt(paper, store)
    assert result.exit_code == 2, result.output
    assert "move it away" in result.output
    assert store.read_bytes() == content


def test_page_of_a_store_overwritten(paper, tmp_path):
    store = tmp_path / "s.sqlite"
    found(paper, store)
    content = bytearray(store.read_bytes())
    content[4096:8192] = b"\xff" * 4096
    store.write_bytes(content)
    result = hunt(paper, store)
    assert result.exit_code == 2, result.output
    assert "damaged" in result.output


def test_store_of_a_newer_version(paper, tmp_path):
    store = tmp_path / "s.sqlite"
    found(paper, store)
    change(store, "PRAGMA user_version = 7")
    kept = store.read_bytes()
    result = hunt(paper, store)
    assert result.exit_code == 2
    assert "newer version" in result.output
    assert store.read_bytes() == kept


def test_database_of_another_program(paper, tmp_path):
    store = tmp_path / "s.sqlite"
    change(store, "CREATE TABLE theirs (a)")
    result = hunt(paper, store)
    assert result.exit_code == 2
    assert "another program" in result.output


@pytest.mark.parametrize("altered", [
    "UPDATE witnesses SET ratio = '3.5'",
    "UPDATE witnesses SET violates = 1",
    "UPDATE witnesses SET instance = replace(instance, '\"dims\": {\"n\": 2}', '\"dims\": {\"n\": 3}')",
    "UPDATE witnesses SET instance = '{}'",
    "UPDATE witnesses SET instance = 'nonsense'",
    "UPDATE witnesses SET ratio = 'NaN'",
    "UPDATE witnesses SET sizes = '[]' WHERE sizes LIKE '%2%'",
])
def test_altered_rows_are_dropped(paper, tmp_path, altered):
    store = tmp_path / "s.sqlite"
    found(paper, store)
    change(store, altered)
    again = found(paper, store, budget="200")
    assert again["dropped"] >= 1
    assert Decimal(again["conclusions"][0]["lo"]) <= 1
    assert not again["conclusions"][0]["violated"]
    for _, ratio, instance in rows(store):
        assert Decimal(ratio) <= 1
        assert json.loads(instance)["values"]


def test_altered_entries_do_not_stand(paper, tmp_path):
    """Other numbers with the old ratio: the instance is certified for less than the row says."""
    store = tmp_path / "s.sqlite"
    found(paper, store)
    sizes, ratio, instance = max(rows(store), key=lambda row: Decimal(row[1]))
    data = json.loads(instance)
    data["values"]["x"] = [str(k + 5) for k in range(len(data["values"]["x"]))]
    with sqlite3.connect(store) as db:
        db.execute("DELETE FROM witnesses")
        db.execute("INSERT INTO witnesses SELECT ?, 0, ?, ?, 0, ?",
                   (half(paper).sha256, sizes, ratio, json.dumps(data)))
    db.close()
    again = found(paper, store, budget="200")
    assert again["dropped"] == 1
    assert again["conclusions"][0]["lo_before"] is None


PUTS = """
import sys
from fractions import Fraction
from pathlib import Path
from certify.hunt import Record, Store
from certify.instances import Instance
with Store(Path(sys.argv[1])) as store:
    for k in range(10**6):
        ratio = f"0.{k + 1:07d}"
        store.put("a" * 64, Record(0, Instance({"n": 1 + k % 7}, {}, {"x": (Fraction(k),)}), ratio, False))
        print(k, flush=True)
"""


@pytest.mark.parametrize("wait", [0.05, 0.2, 0.4])
def test_nothing_that_was_put_is_lost_when_the_process_is_killed(tmp_path, wait):
    path = tmp_path / "s.sqlite"
    process = subprocess.Popen([sys.executable, "-c", PUTS, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "0\n"
    time.sleep(wait)
    process.send_signal(signal.SIGKILL)
    last = max([0, *map(int, process.communicate()[0].splitlines()[:-1])])
    with Store(path) as store:
        records, dropped = store.get("a" * 64, 0)
    assert dropped == 0
    assert max(Decimal(record.ratio) for record in records) >= Decimal(f"0.{last + 1:07d}")


def test_hunt_killed_halfway(paper, tmp_path):
    path = tmp_path / "s.sqlite"
    command = [sys.executable, "-c", "from certify.cli import main; main()", "hunt", f"{paper}::half", "--budget",
               "60s", "--jobs", "2", "--store", str(path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=Path(__file__).parents[2])
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (path.exists() and path.stat().st_size > 9000 and rows(path)):
        assert process.poll() is None, process.communicate()
        time.sleep(0.2)
    process.kill()
    process.communicate()
    kept = max(Decimal(ratio) for _, ratio, _ in rows(path))
    again = found(paper, path, budget="200")
    assert again["dropped"] == 0
    assert Decimal(again["conclusions"][0]["lo"]) >= kept


def test_put_keeps_the_better_one(tmp_path):
    def record(ratio, violates=False):
        return Record(0, Instance({"n": 1}, {}, {"x": (Fraction(1, 3),)}), ratio, violates)

    with Store(tmp_path / "deep" / "s.sqlite") as store:
        assert store.put("s", record("0.5"))
        assert not store.put("s", record("0.4999"))
        assert not store.put("s", record("0.50"))
        assert store.put("s", record("1e-4096", violates=True))
        assert not store.put("s", record("0.9"))
        assert store.put("other", record("0.1"))
        ((kept,), _) = store.get("s", 0)
        assert (kept.ratio, kept.violates, kept.instance.values["x"]) == ("1e-4096", True, (Fraction(1, 3),))


def test_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(tmp_path / "file" / "s.sqlite")


def test_default_place(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_path() == tmp_path / "certify" / "witnesses.sqlite"


@pytest.mark.parametrize("text, evaluations, seconds", [
    ("60s", None, 60), ("1.5m", None, 90), ("1h", None, 3600), ("500", 500, None), (" 2 min ", None, 120)])
def test_budgets(text, evaluations, seconds):
    effort = effort_of(text)
    assert (effort.evaluations, effort.seconds) == (evaluations, seconds)


def test_claims_without_a_ratio(tmp_path):
    exists = next(claim for claim in load([]) if claim.statement.exists is not None)
    with Store(tmp_path / "s.sqlite") as store, pytest.raises(CertifyError, match="asserts a constant"):
        Hunt(exists, store, effort_of("100"))


def test_hypotheses_on_sizes_hold_in_every_piece():
    statement = next(claim for claim in load(["sharp"]) if claim.id == "sharp.softmax.strict_2").statement
    known = [Instance({"n": 3}, {}, {"x": (Fraction(0),) * 3}).batch()]
    for number in range(5):
        for piece in pieces(statement, 0, number, 100, 0, known):
            assert all(shape["n"] != 2 for shape in piece.shapes)


def run(folder, paper, store, budget="1500"):
    return CliRunner().invoke(main, ["run", str(paper), "--jobs", "1", "--budget", budget, "--out", str(folder),
                                     "--store", str(store)])


def decided(folder):
    claims = json.loads((folder / "results.json").read_text())["claims"]
    return next(claim for claim in claims if claim["label"] == "half")


def test_run_starts_from_the_store(paper, tmp_path):
    store = tmp_path / "s.sqlite"
    lo = Decimal(found(paper, store, budget="6000")["conclusions"][0]["lo"])
    assert run(tmp_path / "out", paper, store, "24").exit_code == 0
    entry = decided(tmp_path / "out")
    assert Decimal(entry["factor"]["lo"]) >= lo
    assert entry["settings"]["known"] == len(rows(store))
    listed = sorted((tmp_path / "out" / "certificates").glob("*.json"))
    assert CliRunner().invoke(main, ["check", *map(str, listed)]).exit_code == 0


def test_run_does_not_believe_the_store(paper, tmp_path):
    store = tmp_path / "s.sqlite"
    found(paper, store)
    change(store, "UPDATE witnesses SET ratio = '9', violates = 1")
    assert run(tmp_path / "out", paper, store).exit_code == 0
    assert Decimal(decided(tmp_path / "out")["factor"]["lo"]) <= 1


def test_run_takes_a_stored_counterexample(paper, tmp_path):
    """A violation so rare that 24 evaluations do not find it."""
    store = tmp_path / "s.sqlite"
    paper.write_text(HALF.format(constant="ct.rational(49999, 100000)"))
    assert hunt(paper, store, budget="6000").exit_code == 1
    assert run(tmp_path / "out", paper, store, "24").exit_code == 1
    entry = decided(tmp_path / "out")
    assert entry["status"] == "refuted"
    assert Decimal(entry["factor"]["lo"]) > 1


@pytest.mark.parametrize("content, words", [(None, "there is no store"), (b"x" * 5000, "move it away")])
def test_run_with_a_store_that_cannot_be_used(paper, tmp_path, content, words):
    store = tmp_path / "s.sqlite"
    if content is not None:
        store.write_bytes(content)
    result = run(tmp_path / "out", paper, store)
    assert result.exit_code == 2
    assert words in result.output
