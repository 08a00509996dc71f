"""Proofs in Rocq, for people: accepted by the kernel here, refused, or shipped and not re-checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def described(found: Mapping[str, Any]) -> str:
    """One line: the outcome, the file, the axioms and the time."""
    source = f" ({found['file']})" if found.get("file") else ""
    if not found["checked"]:
        return f"{found.get('reason') or found['outcome']}{source}"
    names = ", ".join(name.rpartition(".")[2] for name in found.get("axioms") or [])
    seconds = "" if found.get("seconds") is None else f", {found['seconds']} s for the file"
    return f"accepted by Rocq {found.get('coq')}{source}{seconds}; axioms: {names or 'none'}"


__all__ = ["described"]
