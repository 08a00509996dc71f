"""Certificates: the evidence for a decision in files that the independent checker re-computes.

A certificate holds the statement (with its derivative nodes), its sha256, and what shows the verdict: a
counterexample ("refutation"), an instance with a lower bound of lhs / rhs there ("witness"), the steps of a proof that
lhs <= hi rhs ("bound") or of an equality of norms ("norm") for all sizes, or nothing more than the statement for a
proved identity, which the checker tests in a way of its own ("identity"). For a claim that asserts a constant,
instances that refute ever larger constants ever closer to the limit ("family"). Where a claim has no meaning
somewhere, an instance that shows it ("undefined").
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from certify.bounds import bound_certificate, norm_certificate
from certify.decide.asserted import Existence
from certify.decide.decision import Decision, Status, Witness
from certify.decide.upper import UpperBound
from certify.decide.wellposed import Undefined

SCHEMA = "certify.certificate/1"


def certificates_of(decision: Decision) -> dict[str, dict[str, Any]]:
    """Name of the file -> certificate, for everything that the decision and the steps of its proof rest on."""
    out: dict[str, dict[str, Any]] = {}
    name = file_name(decision.claim.id)
    if decision.existence is not None and decision.existence.members:
        return {f"{name}.family.json": _family(decision, decision.existence)}
    if decision.status is Status.REFUTED:
        for label, found in (("worst", decision.worst), ("simplest", decision.simplest)):
            if found is not None:
                out[f"{name}.{label}.json"] = _refutation(decision, found)
    elif decision.status is Status.PROVED and decision.canonical_form is not None:
        out[f"{name}.identity.json"] = _base(decision, "identity")
    elif decision.worst is not None and decision.worst.ratio is not None:
        out[f"{name}.witness.json"] = _witness(decision, decision.worst)
    if decision.undefined_at is not None:
        out[f"{name}.undefined.json"] = _undefined(decision, decision.undefined_at)
    for equality in decision.norms:
        out[f"{name}.norm{equality.relation}.json"] = norm_certificate(decision.claim.id, decision.claim.statement,
                                                                       equality)
    for bound in decision.upper:
        out[f"{name}.bound{bound.relation}.json"] = _bound(decision, bound)
    for step in (*decision.chain, *_without(decision)):
        out.update(certificates_of(step))
    return out


def _without(decision: Decision) -> list[Decision]:
    """The claim with a hypothesis less, for each one that is needed."""
    dropped = decision.review.hypotheses.dropped if decision.review is not None else ()
    return [item.counterexample for item in dropped if item.counterexample is not None]


def file_name(claim_id: str) -> str:
    """The id as a file name: everything but letters, digits, ``.``, ``-`` and ``_`` becomes ``_``."""
    return "".join(c if c.isalnum() or c in ".-_" else "_" for c in claim_id)


def save_certificates(decision: Decision, folder: Path) -> tuple[str, ...]:
    """Writes the certificates of a decision; returns their paths relative to the folder's parent."""
    folder.mkdir(parents=True, exist_ok=True)
    found = certificates_of(decision)
    for name, data in found.items():
        (folder / name).write_text(json.dumps(data, indent=1, ensure_ascii=True) + "\n")
    return tuple(f"{folder.name}/{name}" for name in found)


def _base(decision: Decision, kind: str) -> dict[str, Any]:
    claim = decision.claim
    return {"schema": SCHEMA, "kind": kind, "claim": claim.id, "sha256": claim.sha256,
            "statement": claim.statement.to_json()}


def _refutation(decision: Decision, found: Witness) -> dict[str, Any]:
    return {**_base(decision, "refutation"), "instance": found.instance.to_json(), "relation": found.relation}


def _witness(decision: Decision, found: Witness) -> dict[str, Any]:
    return {**_base(decision, "witness"), "instance": found.instance.to_json(), "relation": found.relation,
            "ratio": {"lo": found.ratio}, **_hints(found)}


def _undefined(decision: Decision, found: Undefined) -> dict[str, Any]:
    """An instance at which an operation of the claim has no value."""
    return {**_base(decision, "undefined"), "instance": found.instance.to_json(), "node": found.place}


def _family(decision: Decision, found: Existence) -> dict[str, Any]:
    """Instances ever closer to the limit, each of which refutes a larger constant (null: every constant)."""
    assert decision.claim.exists is not None
    symbol = decision.claim.exists.quantified.constant
    members = [member.instance.to_json() for member in found.members]
    for data, member in zip(members, found.members, strict=True):
        data["values"][symbol] = None if member.constant is None else str(member.constant)
    return {**_base(decision, "family"), "relation": found.relation, "members": members}


def _bound(decision: Decision, found: UpperBound) -> dict[str, Any]:
    return bound_certificate(decision.claim.id, decision.claim.statement, found.relation, found.hi, found.settles,
                             found.proof)


def _hints(found: Witness) -> dict[str, Any]:
    """For M << N a direction along which to compare; the checker need not believe it."""
    return {"hints": {"direction": [str(entry) for entry in found.direction]}} if found.direction else {}
