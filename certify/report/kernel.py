"""Proofs and refutations in Rocq, for people: accepted by the kernel here, refused, or shipped and not re-checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def described(found: Mapping[str, Any]) -> str:
    """One line: the outcome, the file, the axioms (of all theorems that were checked together) and the time."""
    source = f" ({found['file']})" if found.get("file") else ""
    if not found["checked"]:
        return f"{found.get('reason') or found['outcome']}{source}"
    names = ", ".join(name.rpartition(".")[2] for name in found.get("axioms") or [])
    seconds = "" if found.get("seconds") is None else f", {found['seconds']} s for the file"
    kind = "refutation" if is_refutation(found) else "proof"
    if found.get("origin") == "emitted":
        kind += " from an exact instance" if is_refutation(found) else " from the norm calculus"
    return f"{kind} accepted by Rocq {found.get('coq')}{source}{seconds}; axioms: {names or 'none'}"


def is_refutation(found: Mapping[str, Any]) -> bool:
    """Whether the negation of the statement is what was proved."""
    return found.get("kind") == "refutation"


def statement(found: Mapping[str, Any]) -> str:
    """What the kernel accepted, or was given."""
    text = str(found["statement"])
    return "~ (" + text.replace("\n", "\n   ") + ")" if is_refutation(found) else text


__all__ = ["described", "is_refutation", "statement"]
