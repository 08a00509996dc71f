"""Files that have been tampered with, cut or made up; exit codes; what the checker itself may be."""

import ast
import copy
import json
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from handmade import Sheet, certificate, instance, sealed

import certify as ct
from certify import check as checker

SOURCE = Path(checker.__file__)
n, d = ct.dims("n d")
A, x, R = ct.matrix("A", n, d), ct.vector("x", d), ct.scalar("R")
k = ct.index("k", d)
GIVEN = [R >= 4, ct.norm(A, 2) <= R]
AT = {"dims": {"n": 2, "d": 1}, "values": {"A": [["4"], ["0"]], "x": ["1"], "R": "4"}}
REFUTATION = certificate("refutation", ct.norm(A @ x) < R * ct.norm(x), GIVEN, **AT)
WITNESS = certificate("witness", ct.norm(A @ x) <= R * ct.norm(x), GIVEN, **AT, lo="1")
IDENTITY = certificate("identity", ct.equal(ct.sum(A[:, k] * x[k], over=k), A @ x))


@pytest.fixture
def run(tmp_path, capsys):
    """Exit code and output for certificates, given as data or as text."""

    def run(*contents):
        paths = []
        for number, content in enumerate(contents):
            paths.append(tmp_path / f"{number}.json")
            paths[-1].write_text(content if isinstance(content, str) else json.dumps(content))
        return checker.main([str(path) for path in paths]), capsys.readouterr().out

    return run


def changed(data, *path, to=None):
    """A copy with one place changed; without `to` the place is removed."""
    data = copy.deepcopy(data)
    place = data
    for step in path[:-1]:
        place = place[step]
    if to is None:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return data


def resealed(data, *path, to=None):
    data = changed(data, *path, to=to)
    return {**data, "sha256": sealed(data["statement"], "identity")["sha256"]}


def test_valid_files(run):
    code, out = run(REFUTATION, WITNESS, IDENTITY)
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == ["valid"] * 3


def test_exit_codes(run):
    assert run(REFUTATION, changed(WITNESS, "ratio", to={"lo": "2"}))[0] == 1
    assert run("{", REFUTATION, changed(WITNESS, "ratio", to={"lo": "2"}))[0] == 2


@pytest.mark.parametrize(
    "bad",
    [
        changed(REFUTATION, "statement", "says", 0, 0, to="le"),
        changed(REFUTATION, "statement", "given", to=[]),
        changed(IDENTITY, "statement", "dims", to=["d", "m", "n"]),
        changed(REFUTATION, "sha256", to="0" * 64),
        changed(REFUTATION, "sha256", to=WITNESS["sha256"]),
        changed(REFUTATION, "instance", "values", "R", to="3"),
        changed(REFUTATION, "instance", "values", "A", to=[["5"], ["0"]]),
        changed(REFUTATION, "relation", to=1),
        changed(REFUTATION, "instance", "dims", "d", to=0),
        changed(WITNESS, "ratio", "lo", to="1.01"),
        changed(WITNESS, "instance", "values", "x", to=["1", "2"]),
        changed(WITNESS, "instance", "values", "x"),
        {**changed(changed(REFUTATION, "instance"), "relation"), "kind": "identity"},
    ],
)
def test_tampering_is_invalid(run, bad):
    code, out = run(bad)
    assert code == 1
    assert out.startswith("INVALID")


UNREADABLE = {
    "empty": "",
    "no JSON": "certify",
    "cut": json.dumps(REFUTATION)[:-40],
    "a list": [],
    "a number": "1",
    "nan": "NaN",
    "deep": "[" * 100_000,
    "field twice": '{"kind": "identity", "kind": "identity"}',
    "kind": changed(REFUTATION, "kind", to="proof"),
    "no kind": changed(REFUTATION, "kind"),
    "schema": changed(REFUTATION, "schema", to="certify.certificate/2"),
    "claim": changed(REFUTATION, "claim", to=3),
    "unknown field": changed(REFUTATION, "trust", to="me"),
    "no instance": changed(REFUTATION, "instance"),
    "float": json.dumps(changed(REFUTATION, "instance", "values", "R", to=4.0)),
    "infinite": changed(REFUTATION, "instance", "values", "R", to="inf"),
    "by zero": changed(REFUTATION, "instance", "values", "R", to="1/0"),
    "decimal": changed(REFUTATION, "instance", "values", "R", to="4.0"),
    "number as number": changed(REFUTATION, "instance", "values", "R", to=4),
    "other digits": changed(REFUTATION, "instance", "values", "R", to="\u0664"),
    "ragged": changed(REFUTATION, "instance", "values", "A", to=[["1"], ["1", "2"]]),
    "empty array": changed(REFUTATION, "instance", "values", "x", to=[]),
    "negative dimension": changed(REFUTATION, "instance", "dims", "d", to=-1),
    "relation": changed(REFUTATION, "relation", to="0"),
    "relation below 0": changed(REFUTATION, "relation", to=-1),
    "relation true": changed(REFUTATION, "relation", to=True),
    "ratio": changed(WITNESS, "ratio", "lo", to="nan"),
    "huge ratio": changed(WITNESS, "ratio", "lo", to="1e-10000000"),
    "ratio field": changed(WITNESS, "ratio", "hi", to="1"),
    "long number": changed(REFUTATION, "instance", "values", "R", to="1" * 200_000),
    "statement": resealed(REFUTATION, "statement", "says"),
    "extra": resealed(REFUTATION, "statement", "extra", to=1),
    "statement schema": resealed(REFUTATION, "statement", "schema", to="x"),
    "no conclusion": resealed(REFUTATION, "statement", "says", to=[]),
    "relation to nothing": resealed(REFUTATION, "statement", "says", to=[["le", 0, 99]]),
    "unknown relation": resealed(REFUTATION, "statement", "says", to=[["ge", 0, 1]]),
    "undeclared": resealed(REFUTATION, "statement", "symbols", "R"),
    "other shape": resealed(REFUTATION, "statement", "symbols", "x", to=["n"]),
    "unknown dimension": resealed(REFUTATION, "statement", "dims", to=["n", "m"]),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable_files(run, name):
    code, out = run(UNREADABLE[name])
    assert "Traceback" not in out
    assert out.startswith("unreadable") or name in ("unknown dimension",)
    assert code == 2 or name in ("unknown dimension",)


def with_node(*node):
    sheet = Sheet()
    v, m, one = sheet.sym("v", 2), sheet.sym("M", 2, 2), sheet.const(1)
    place = {"v": v, "M": m, "one": one}
    sheet.nodes.append([node[0], [place.get(arg, arg) for arg in node[1]], node[2]])
    sheet.says = [["le", len(sheet.nodes) - 1, one]]
    values = instance({"v": [1, 2], "M": [[1, 2], [3, 4]]})
    return sealed(sheet.statement(), "refutation", instance=values, relation=0)


def test_a_node_by_hand(run):
    assert run(with_node("sum", ["v"], [None]))[0] == 0


@pytest.mark.parametrize(
    "node",
    [
        ("named", ["v"], []),
        ("eval", ["v"], []),
        ("sum", ["v"], []),
        ("sum", ["v"], [2]),
        ("sum", ["v"], [True]),
        ("sum", ["v"], [None, None]),
        ("sum", ["v", "v"], [None]),
        ("sum", [7], [None]),
        ("sum", [3], [None]),
        ("sum", [-1], [None]),
        ("sum", ["0"], [None]),
        ("norm", ["v"], ["3"]),
        ("vec", ["M"], ["A"]),
        ("const", [], ["x"]),
        ("const", [], [1]),
        ("const", [], ["1/0"]),
        ("array", [], [[]]),
        ("sym", [], ["v"]),
        ("sym", [], ["v", [3]]),
        ("sym", [], ["z", []]),
        ("deriv", ["v", "one"], [""]),
        ("deriv", ["v", "v"], ["K"]),
        ("jvp", ["v", "one", "v"], []),
        ("sumover", ["v", "one"], []),
        ("idx", [], ["i", 2]),
        ("softmax", ["v"], [None]),
        ([], ["v"], []),
        ("add", "v", []),
        ("eye", [], ["2-1"]),
        ("concat", ["v"], [0]),
        ("concat", ["v", "v"], [2]),
        ("concat", ["v", "v"], [None]),
    ],
)
def test_malformed_nodes_are_unreadable(run, node):
    code, out = run(with_node(*node))
    assert (code, out.split()[0]) == (2, "unreadable")


@pytest.mark.parametrize(
    "node",
    [
        ("matmul", ["v", "M"], []),
        ("dot", ["v", "M"], []),
        ("trace", ["v"], []),
        ("diag", ["M"], []),
        ("add", ["v", "M"], []),
        ("norm", ["v"], ["fro"]),
        ("outer", ["M", "v"], []),
        ("pow", ["v", "v"], []),
        ("take", ["v", "v"], [0]),
        ("kron", ["v", "v"], []),
        ("take", ["v", "one"], [1]),
        ("sum", ["v"], [1]),
        ("sum", ["one"], [None]),
        ("normp", ["M", "one"], []),
        ("eigmax", ["v"], []),
        ("jvp", ["v", "v", "M"], []),
        ("jvp", ["v", "v", "one"], []),
        ("deriv", ["M", "v"], [""]),
        ("deriv", ["v", "M"], [""]),
        ("inv", ["v"], []),
        ("vec", ["v"], ["C"]),
        ("transpose", ["v"], []),
        ("diagonal", ["v"], []),
        ("softmax", ["v"], [1]),
        ("concat", ["v", "v"], [1]),
        ("concat", ["v", "M"], [0]),
        ("concat", ["M", "v", "M"], [1]),
        ("concat", ["one", "one"], [0]),
    ],
)
def test_shapes_that_do_not_fit_are_invalid(run, node):
    code, out = run(with_node(*node))
    assert (code, out.split()[0]) == (1, "INVALID")


def test_the_semidefinite_order_has_no_broadcasting(run):
    sheet = Sheet()
    m, zero = sheet.sym("M", 2, 2), sheet.const(0)
    sheet.says = [["psd", m, zero]]
    data = sealed(sheet.statement(), "refutation", instance=instance({"M": [[1, 0], [0, 1]]}), relation=0)
    assert run(data)[0] == 1


def test_folders_and_missing_files(tmp_path, capsys):
    for name, data in (("a", REFUTATION), ("b", IDENTITY)):
        (tmp_path / f"{name}.json").write_text(json.dumps(data))
    (tmp_path / "notes.txt").write_text("not a certificate")
    assert checker.main([str(tmp_path)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert checker.main([str(tmp_path / "nothing.json")]) == 2


@pytest.mark.parametrize("command", [["-m", "certify.check"], [str(SOURCE)], ["copy"]])
def test_it_runs_as_a_module_by_path_and_as_a_copy(tmp_path, command):
    (tmp_path / "c.json").write_text(json.dumps(REFUTATION))
    if command == ["copy"]:
        command = [shutil.copy(SOURCE, tmp_path / "check.py")]
    where = SOURCE.parents[1] if command[0] == "-m" else tmp_path
    found = subprocess.run(
        [sys.executable, *command, str(tmp_path / "c.json")], cwd=where, capture_output=True, text=True
    )
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.startswith("valid")


def test_the_checker_is_short_and_imports_only_the_standard_library():
    source = SOURCE.read_text()
    assert len(source.splitlines()) <= 700
    modules = {
        alias.name if isinstance(node, ast.Import) else node.module
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert {module.split(".")[0] for module in modules} <= sys.stdlib_module_names


def test_enclosures_never_exclude_the_value():
    """Arithmetic with few digits encloses arithmetic with many."""
    checker.set_digits(60)
    exact = checker.Reals()
    points = [Fraction(p, 7) for p in range(-60, 60, 7)] + [Fraction(1, 10**30), Fraction(10**4)]
    for name in ("exp", "erf", "cosh", "sinh", "tanh", "sqrt", "log"):
        for point in [p for p in points if p > 0 or name not in ("sqrt", "log")]:
            checker.set_digits(60)
            fine = checker.interval(checker.apply(exact, name, point))
            checker.set_digits(6)
            rough = checker.interval(checker.apply(exact, name, checker.interval(point)))
            assert rough.lo <= fine.lo <= fine.hi <= rough.hi, (name, point)
