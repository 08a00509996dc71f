"""Certificates of refuted constants: what the checker accepts, and what it does not."""

import copy
import hashlib
import json

import pytest

import certify as ct
from certify import check
from certify.certificates import certificates_of
from certify.decide import verify

PAPER = ct.Paper("tests")
x, y, C, N = ct.scalars("x y C N")
ORIGIN = {x: 0, y: 0}
GROWING = ct.Exists(C, abs(x * y) <= C * (abs(x) ** 3 + abs(y) ** 3), limit=ORIGIN)
VANISHING = ct.Exists(C, abs(x * y) <= C * abs(x**2 - y**2), limit=ORIGIN)
FAR = ct.Exists(C, N / (N + 1) <= C / N, limit={N: float("inf")})
HOLDS = ct.Exists(C, abs(x * y) <= C * (x**2 + y**2), limit=ORIGIN)


def certificate(says):
    decision = verify(ct.Claim(PAPER, "a lemma", says=says), budget=1_000)
    (data,) = certificates_of(decision).values()
    return json.loads(json.dumps(data))


@pytest.fixture(scope="module")
def families():
    return {"growing": certificate(GROWING), "vanishing": certificate(VANISHING), "far": certificate(FAR)}


def verdict(data, tmp_path):
    path = tmp_path / "one.json"
    path.write_text(json.dumps(data))
    return check.main([str(path)])


def sealed(data):
    """With the hash of the statement that it has now."""
    text = json.dumps(data["statement"], sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return {**data, "sha256": hashlib.sha256(text.encode()).hexdigest()}


@pytest.mark.parametrize("name", ["growing", "vanishing", "far"])
def test_families_are_valid(families, name, tmp_path):
    assert families[name]["kind"] == "family"
    assert verdict(families[name], tmp_path) == 0


def test_every_constant_is_one_interval(families):
    assert {member["values"]["C"] for member in families["vanishing"]["members"]} == {None}
    assert None not in {member["values"]["C"] for member in families["growing"]["members"]}


def test_witness_of_a_supported_claim_names_its_constants(tmp_path):
    data = certificate(HOLDS)
    assert data["kind"] == "witness"
    assert {"C", "delta"} <= set(data["instance"]["values"])
    assert verdict(data, tmp_path) == 0
    data["instance"]["values"]["C"] = "300"
    assert verdict(data, tmp_path) == 1


def members(data):
    return data["members"]


def set_value(data, name, value, which=-1):
    members(data)[which]["values"][name] = value


def as_single(data):
    data["kind"], data["instance"] = "refutation", data.pop("members")[0]


def as_identity(data):
    data["kind"] = "identity"
    del data["members"], data["relation"]


TAMPERED = {
    "one refutation": (as_single, 1),
    "an identity": (as_identity, 1),
    "one member": (lambda data: members(data).__delitem__(slice(1, None)), 2),
    "no member": (lambda data: members(data).clear(), 2),
    "away from the limit": (lambda data: members(data).reverse(), 1),
    "the same member twice": (lambda data: members(data).append(copy.deepcopy(members(data)[-1])), 1),
    "a constant that serves": (lambda data: set_value(data, "C", "1000000000"), 1),
    "constants that do not grow": (lambda data: set_value(data, "C", "1/1000000"), 1),
    "every constant where the bound is not 0": (lambda data: set_value(data, "C", None), 1),
    "outside of the neighbourhood": (lambda data: set_value(data, "delta", "1/1000000000"), 1),
    "a neighbourhood for every number": (lambda data: set_value(data, "delta", None), 2),
    "another instance": (lambda data: set_value(data, "x", "0"), 1),
    "no constant": (lambda data: members(data)[-1]["values"].pop("C"), 1),
    "another relation": (lambda data: data.update(relation=1), 1),
    "another statement": (lambda data: data["statement"]["exists"].update(radius=None), 1),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_tampered_families_are_refused(families, name, tmp_path):
    change, code = TAMPERED[name]
    data = copy.deepcopy(families["growing"])
    change(data)
    assert verdict(data, tmp_path) == code


@pytest.mark.parametrize("change", [
    lambda exists: exists.pop("limit"), lambda exists: exists.update(constant=3), lambda exists: exists.update(more=1),
    lambda exists: exists.update(limit=[["x"]]), lambda exists: exists.update(radius="1delta"),
])
def test_malformed_existentials_are_unreadable(families, change, tmp_path):
    data = copy.deepcopy(families["growing"])
    change(data["statement"]["exists"])
    assert verdict(sealed(data), tmp_path) == 2


def test_a_family_refutes_no_ordinary_statement(families, tmp_path):
    data = copy.deepcopy(families["growing"])
    del data["statement"]["exists"]
    assert verdict(sealed(data), tmp_path) == 1


def test_thresholds_grow(families, tmp_path):
    data = copy.deepcopy(families["far"])
    for member in members(data):
        member["values"]["N_0"] = "1"
    assert verdict(data, tmp_path) == 1
