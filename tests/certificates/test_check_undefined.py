"""Certificates that an operation has no value: what the checker accepts, and what it does not."""

import copy
import hashlib
import json

import pytest

import certify as ct
from certify import check

n, d = ct.dims("n d")
A = ct.matrix("A", n, d)
x, y = ct.vectors("x y", d)
s, t = ct.scalars("s t")
i = ct.index("i", d)
PAPER = ct.Paper("tests")
ZERO = {"A": [["0", "0"]], "x": ["1", "2"]}
SIZES = {"n": 1, "d": 2}


def certificate(says, op, values, dims=None, given=(), indices=None):
    """The first node with this operation has no value at the instance."""
    claim = ct.Claim(PAPER, "a lemma", says=says, given=list(given))
    statement = claim.statement.to_json()
    node = next(k for k, (found, _, _) in enumerate(statement["nodes"]) if found == op)
    return {"schema": "certify.certificate/1", "kind": "undefined", "claim": claim.id, "sha256": claim.sha256,
            "statement": statement, "node": node,
            "instance": {"dims": dims or {}, "indices": indices or {}, "values": values}}


alpha = ct.sum(ct.sinh(A @ x))
VALID = {
    "division": certificate(1 / t + s >= 1, "div", {"s": "1", "t": "0"}),
    "numerator is irrational": certificate(ct.exp(s) / t <= 1, "div", {"s": "1", "t": "0"}),
    "power": certificate(alpha**-1 <= 1, "pow", ZERO, SIZES),
    "under a derivative": certificate(ct.equal(ct.partial(alpha**-1, x, i), x[i]), "pow", ZERO, SIZES, (), {"i": 1}),
    "entry of an array": certificate(ct.norm(x / y) <= 1, "div", {"x": ["1", "2"], "y": ["3", "0"]}, {"d": 2}),
    "root": certificate(ct.sqrt(s - 1) <= 1, "sqrt", {"s": "1/2"}),
    "fractional power": certificate(s**0.3 <= 1, "pow", {"s": "-1"}),
    "logarithm of 0": certificate(ct.log(s) <= 1, "log", {"s": "0"}),
    "logarithm of an irrational number": certificate(ct.log(s - ct.exp(s)) <= 1, "log", {"s": "1"}),
    "smallest singular value": certificate(s / ct.sigmin(A) <= 1, "div", {"A": [["0"]], "s": "1"},
                                           {"n": 1, "d": 1}),
    "inverse": certificate(ct.norm(ct.inv(A.T @ A), 2) <= 1, "inv", {"A": [["1", "2"]]}, SIZES),
    "in a hypothesis": certificate(s <= 1, "div", {"s": "2", "t": "0"}, given=[s <= 1 / t, s >= 2]),
}


def verdict(data, tmp_path):
    path = tmp_path / "one.json"
    path.write_text(json.dumps(data))
    return check.main([str(path)])


@pytest.mark.parametrize("name", VALID)
def test_certificates_are_valid(name, tmp_path, capsys):
    assert verdict(VALID[name], tmp_path) == 0, capsys.readouterr().out


def changed(name, **values):
    """The instance with other numbers."""
    data = copy.deepcopy(VALID[name])
    data["instance"]["values"].update(values)
    return data


WRONG_NUMBERS = {
    "division": changed("division", t="1/1000000"),
    "power": changed("power", A=[["0", "1/1000"]]),
    "entry of an array": changed("entry of an array", y=["3", "1"]),
    "root": changed("root", s="1"),
    "fractional power": changed("fractional power", s="0"),
    "logarithm of 0": changed("logarithm of 0", s="1/1000"),
    "logarithm of an irrational number": certificate(ct.log(ct.exp(s) - s) <= 1, "log", {"s": "1"}),
    "inverse": certificate(ct.norm(ct.inv(A.T @ A), 2) <= 1, "inv", {"A": [["1", "0"], ["0", "1"]]}, {"n": 2, "d": 2}),
    "a hypothesis fails": changed("in a hypothesis", s="1"),
}


@pytest.mark.parametrize("name", WRONG_NUMBERS)
def test_planted_errors_in_the_numbers_are_caught(name, tmp_path):
    assert verdict(WRONG_NUMBERS[name], tmp_path) == 1


def test_undecided_is_not_valid(tmp_path, capsys):
    """A divisor that is 0 only because two irrational numbers cancel."""
    data = certificate(1 / (ct.exp(s) * ct.exp(t) - ct.exp(s + t)) <= 1, "div", {"s": "1", "t": "1"})
    assert verdict(data, tmp_path) == 1
    assert "not decided" in capsys.readouterr().out


@pytest.mark.parametrize(("says", "op", "why"), [
    (ct.equal(ct.grad(ct.sqrt(s), s) / (2 + s), s), "add", "always has a value"),
    (1 / ct.grad(ct.sqrt(s), s) <= t, "div", "derivatives"),
    (ct.sum(1 / x[i], over=i) <= s, "div", "summed over"),
])
def test_only_operations_that_the_checker_evaluates_at_the_instance(says, op, why, tmp_path, capsys):
    """A derivative that dual numbers miss says nothing about the function."""
    names = ct.Claim(PAPER, "a lemma", says=says).statement.to_json()["symbols"]
    values = {name: ["0"] if shape else "0" for name, shape in names.items()}
    assert verdict(certificate(says, op, values, {"d": 1} if "x" in names else None), tmp_path) == 1
    assert why in capsys.readouterr().out


def test_a_node_that_no_relation_rests_on_is_no_evidence(tmp_path, capsys):
    data = copy.deepcopy(VALID["division"])
    nodes = data["statement"]["nodes"]
    nodes.append(["log", [next(k for k, node in enumerate(nodes) if node[0] == "sym" and node[2][0] == "t")], []])
    data["node"] = len(nodes) - 1
    text = json.dumps(data["statement"], sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    data["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    assert verdict(data, tmp_path) == 1
    assert "no relation rests on" in capsys.readouterr().out


@pytest.mark.parametrize("node", [-1, 10**6, "3", None, True])
def test_a_node_that_is_not_there_is_unreadable(node, tmp_path):
    assert verdict({**VALID["division"], "node": node}, tmp_path) == 2


def test_a_certificate_of_another_statement_is_refused(tmp_path):
    assert verdict({**VALID["division"], "sha256": VALID["root"]["sha256"]}, tmp_path) == 1
