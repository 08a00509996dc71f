"""Claims that assert a constant, for people: the one that was found and the rate, or the family that has none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from certify.report.numbers import entry


def constants(existence: Mapping[str, Any] | None) -> str:
    """``C = 2/5, delta = 1``; empty where no constant was found."""
    found = (existence or {}).get("constants") or {}
    return ", ".join(f"{name} = {entry(value)}" for name, value in found.items())


def rate(value: Mapping[str, Any] | None, side: str) -> str:
    """``left side like t^4 (slopes 3.618 to 4.0000)``; empty where nothing was measured."""
    if not value or (value["exact"] is None and value["exponent"] is None):
        return ""
    slopes = "" if value["exponent"] is None else f"slopes from {value['least']} to {value['most']}"
    if value["exact"] is not None:
        return f"{side} like t^{value['exact']}" + (f" (proved by a series; {slopes})" if slopes else "")
    return f"{side} with {slopes} ({value['exponent']} at the finest t)"


def described(existence: Mapping[str, Any] | None) -> str:
    """One line: constants, family and rates as far as they are there."""
    if not existence:
        return ""
    parts = [constants(existence)]
    if existence.get("family"):
        parts.append(f"no constant along {existence['family']}" if existence.get("proof")
                     else f"growth seen along {existence['family']}")
    sides = [rate(existence.get("rate"), "left side"), rate(existence.get("bound_rate"), "bound without the constant")]
    along = (existence.get("rate") or {}).get("family")
    measured = "; ".join(side for side in sides if side)
    if measured:
        parts.append(measured if existence.get("family") else f"along {along}: {measured}")
    return "; ".join(part for part in parts if part)


__all__ = ["constants", "described", "rate"]
