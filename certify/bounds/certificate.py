"""Certificates of proved bounds, and what the independent checker says of them."""

from __future__ import annotations

from typing import Any

from certify import check_bounds
from certify.bounds.prove import Proof
from certify.bounds.serial import proof_json
from certify.language import Statement

SCHEMA = "certify.certificate/1"


def bound_certificate(claim_id: str, statement: Statement, relation: int, hi: str, settles: bool,
                      proof: Proof) -> dict[str, Any]:
    """The certificate that lhs <= hi * rhs in conclusion ``relation`` for all sizes."""
    return {"schema": SCHEMA, "kind": "bound", "claim": claim_id, "sha256": statement.sha256,
            "statement": statement.to_json(), "relation": relation, "ratio": {"hi": hi}, "settles": settles,
            "proof": proof_json(proof)}


def refusal(certificate: dict[str, Any]) -> str | None:
    """Why the independent checker does not accept a certificate; None where it does."""
    try:
        check_bounds.check(certificate)
    except Exception as error:  # whatever stops the checker, the proof is not checked
        return str(error) or type(error).__name__
    return None


__all__ = ["bound_certificate", "refusal"]
