"""Certificates written by hand for the tests of the checker: from JSON nodes, or from a claim of the language."""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from typing import Any

import certify as ct

PAPER = ct.Paper("made_up")


class Sheet:
    """A statement as a list of nodes; every method call of the name of an operation adds one, shared if it is there."""

    def __init__(self) -> None:
        self.nodes: list[list[Any]] = []
        self.symbols: dict[str, list[Any]] = {}
        self.given: list[list[Any]] = []
        self.says: list[list[Any]] = []

    def add(self, op: str, *args: int, attrs: tuple[Any, ...] = ()) -> int:
        node = [op, list(args), list(attrs)]
        if node not in self.nodes:
            self.nodes.append(node)
        return self.nodes.index(node)

    def sym(self, name: str, *sizes: Any) -> int:
        self.symbols[name] = list(sizes)
        return self.add("sym", attrs=(name, list(sizes)))

    def const(self, value: Any) -> int:
        return self.add("const", attrs=(str(Fraction(value)),))

    def statement(self, dims: tuple[str, ...] = (), **changes: Any) -> dict[str, Any]:
        return {
            "schema": "certify.statement/1",
            "dims": list(dims),
            "symbols": self.symbols,
            "indices": {},
            "nodes": self.nodes,
            "given": self.given,
            "says": self.says,
            **changes,
        }


def sealed(statement: dict[str, Any], kind: str, **evidence: Any) -> dict[str, Any]:
    """A certificate with the hash of its statement."""
    text = json.dumps(statement, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return {
        "schema": "certify.certificate/1",
        "kind": kind,
        "claim": "made_up.claim",
        "statement": statement,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        **evidence,
    }


def instance(values: dict[str, Any], dims: dict[str, int] | None = None, indices: dict[str, int] | None = None) -> Any:
    def written(x: Any) -> Any:
        return [written(y) for y in x] if isinstance(x, list | tuple) else str(Fraction(x))

    return {"dims": dims or {}, "indices": indices or {}, "values": {name: written(x) for name, x in values.items()}}


def certificate(
    kind: str,
    says: Any,
    given: Any = (),
    values: Any = None,
    dims: Any = None,
    indices: Any = None,
    relation: int = 0,
    lo: str | None = None,
) -> dict[str, Any]:
    """A certificate for a claim of the language."""
    claim = ct.Claim(PAPER, "claim", says=says, given=given)
    evidence: dict[str, Any] = {}
    if kind != "identity":
        evidence = {"instance": instance(values or {}, dims, indices), "relation": relation}
    if lo is not None:
        evidence["ratio"] = {"lo": lo}
    return sealed(json.loads(json.dumps(claim.statement.to_json())), kind, **evidence)
