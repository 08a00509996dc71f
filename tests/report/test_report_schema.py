"""The check of results: what follows the schema passes, each planted defect is named with its place."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from made_up import results

from certify.report import ResultsError, validate

DEFECTS: list[tuple[str, Any, str]] = [
    ("schema", "certify.results/2", r"the file\.schema must be one of certify\.results/1"),
    ("claims", {}, r"the file\.claims must be a list"),
    ("claims.0.status", "true", r"claims\[0\]\.status must be one of proved, refuted"),
    ("claims.1.trust", "faith", r"claims\[1\]\.trust must be one of kernel"),
    ("claims.0.factor.lo", 0.5, r"claims\[0\]\.factor\.lo must be a decimal text"),
    ("claims.0.factor.lo", "0x12", r"claims\[0\]\.factor\.lo must be a decimal text"),
    ("claims.0.sha256", "abc", "64 hexadecimal digits"),
    ("claims.0.provenance", "rumour", r"provenance must be one of quoted"),
    ("claims.2.instances.violated", -1, r"claims\[2\]\.instances\.violated must be a count"),
    ("claims.2.counterexample.simplest.dims", [2], r"counterexample\.simplest\.dims must be an object"),
    ("claims.0.chain.1.status", None, r"chain\[1\]\.status must be one of"),
    ("claims.0.certificates", "a.json", r"certificates must be a list"),
    ("claims.3.id", "made.up.shift", "made.up.shift occurs twice"),
]


def planted(path: str, value: Any) -> dict[str, Any]:
    """Made-up results with one place changed."""
    out = copy.deepcopy(results())
    *steps, last = path.split(".")
    place: Any = out
    for step in steps:
        place = place[int(step) if step.isdigit() else step]
    place[last] = value
    return out


def test_made_up_results_follow_the_schema() -> None:
    validate(results())


def test_fields_of_later_versions_are_allowed() -> None:
    validate(planted("claims.0.sharpness", {"new": 1}))


@pytest.mark.parametrize(("path", "value", "message"), DEFECTS, ids=[f"{p}={v}" for p, v, _ in DEFECTS])
def test_a_defect_is_named_with_its_place(path: str, value: Any, message: str) -> None:
    with pytest.raises(ResultsError, match=message):
        validate(planted(path, value))


@pytest.mark.parametrize("field", ["id", "statement", "sha256", "status", "trust", "provenance"])
def test_a_missing_field_is_named(field: str) -> None:
    out = results()
    del out["claims"][0][field]
    with pytest.raises(ResultsError, match=rf"claims\[0\] lacks the field '{field}'"):
        validate(out)


def test_no_results_at_all() -> None:
    with pytest.raises(ResultsError, match="must be an object"):
        validate([])
