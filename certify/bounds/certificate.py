"""Certificates of proved bounds and equalities of norms, and what the independent checker says of them."""

from __future__ import annotations

from typing import Any

from certify import check
from certify.bounds.equalities import NormEquality, Reached, Vector
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


def norm_certificate(claim_id: str, statement: Statement, found: NormEquality) -> dict[str, Any]:
    """The certificate that an equality of norms holds for all sizes."""
    return {"schema": SCHEMA, "kind": "norm", "claim": claim_id, "sha256": statement.sha256,
            "statement": statement.to_json(), "relation": found.relation,
            "proof": found.reached and _reached_json(found.reached)}


def _reached_json(found: Reached) -> dict[str, Any]:
    return {"side": found.side, "upper": proof_json(found.upper),
            "left": _vector_json(found.left), "right": _vector_json(found.right)}


def _vector_json(vector: Vector) -> list[Any]:
    return [vector.all, list(vector.more)]


def refusal(certificate: dict[str, Any]) -> str | None:
    """Why the independent checker does not accept a certificate; None where it does."""
    try:
        check.check(certificate)
    except Exception as error:  # whatever stops the checker, the proof is not checked
        return str(error) or type(error).__name__
    return None


__all__ = ["bound_certificate", "norm_certificate", "refusal"]
