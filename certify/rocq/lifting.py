"""Decisions with the checks of kernel proofs: only a check on this machine lifts one."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from certify.decide.proved import Contradiction
from certify.rocq.records import PROVED, REFUTATION, WRITTEN, Record

Entry = dict[str, Any]
OPEN_SIGNS = ("proved", "supported", "undecided")


def lifted(entry: Entry, record: Record | None, bounds: bool) -> Entry:
    """An entry of ``results.json`` with what is known of its proof or refutation; where the kernel accepted it, with
    the status ``proved`` or ``refuted`` and the trust ``kernel``.

    ``bounds`` says that every conclusion is an inequality or a semidefinite order: then what is proved is a factor of
    at most 1, unless a smaller one is known. Raises ``Contradiction`` where an instance violates what the kernel
    accepted, and ``ValueError`` for a record of another statement.
    """
    if record is None:
        return {**entry, "kernel": None}
    if record.sha256 != entry["sha256"]:
        raise ValueError(f"the proof of {record.id} is one of another statement")
    out = {**entry, "kernel": {**record.to_json(), "checked": record.outcome == PROVED}}
    if record.outcome != PROVED:
        return out
    if record.kind == REFUTATION:
        return _refuted(out, record)
    if entry["status"] not in OPEN_SIGNS and entry["status"] != "vacuous":
        raise Contradiction(f"the kernel accepts a proof of {entry['id']}, and an instance violates it")
    if entry["status"] == "vacuous":
        return out
    return {**out, "status": "proved", "trust": "kernel", "reason": _reason(entry, record),
            "factor": _factor(entry) if bounds else entry.get("factor")}


def _refuted(entry: Entry, record: Record) -> Entry:
    if entry["status"] in ("proved", "vacuous"):
        raise Contradiction(f"the kernel refutes {entry['id']}, which is {entry['status']}")
    how = record.file if record.origin == WRITTEN else "an exact instance"
    said = f"Rocq {record.coq} accepted on this machine that the printed statement is false, by {how}."
    reason = f"{said} {entry['reason']}" if entry.get("reason") else said
    return {**entry, "status": "refuted", "trust": "kernel", "reason": reason}


def _reason(entry: Mapping[str, Any], record: Record) -> str:
    said = f"Proved for all sizes; Rocq {record.coq} accepted {record.file} on this machine."
    return f"{said} {entry['reason']}" if entry.get("reason") else said


def _factor(entry: Mapping[str, Any]) -> dict[str, Any] | None:
    """The factor with its upper end at most 1."""
    found = entry.get("factor") or {"lo": None, "hi": None, "trust_lo": None, "trust_hi": None}
    if found["lo"] is not None and Decimal(found["lo"]) > 1:
        raise Contradiction(f"{entry['id']} has an instance of ratio {found['lo']}, and the kernel proves at most 1")
    if found["hi"] is not None and Decimal(found["hi"]) <= 1:
        return dict(found)
    return {**found, "hi": "1", "trust_hi": "kernel"}


__all__ = ["lifted"]
