"""Instances for people: dimensions, short values, both sides."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from certify.report.numbers import entry, plain
from certify.report.numbers import latex as latex_number

_MAX_ENTRIES = 12


def described(instance: Mapping[str, Any] | None) -> str:
    """``n = 2, d = 1; A = [1/2; 0], x = (1), R = 4``; indices count from 1. Empty for no instance."""
    if not instance:
        return ""
    sizes = [f"{name} = {value}" for name, value in instance.get("dims", {}).items()]
    places = [f"{name} = {int(value) + 1}" for name, value in instance.get("indices", {}).items()]
    pairs = instance.get("values", {}).items()
    values = [f"{name} = {short(value)}".replace("= ≈", "≈ ") for name, value in pairs]
    made = [f"{name} = {item['formula']}{_about(item['entries'])}"
            for name, item in (instance.get("derived") or {}).items()]
    return "; ".join([", ".join(group) for group in (sizes + places, values) if group] + made)


def _about(entries: Any) -> str:
    """`` ≈ (0.25, 0.75)`` for a derived symbol: the ends of each entry where they differ in what is shown."""
    return "" if entries is None else f" {_near(entries)}"


def _near(entries: Any) -> str:
    if isinstance(entries[0], str):
        return enclosure(entries).replace("in [", "∈ [") if entries[0] != entries[1] else f"= {enclosure(entries)}"
    flat = entries if isinstance(entries[0][0], str) else [pair for row in entries for pair in row]
    if len(flat) > _MAX_ENTRIES:
        return ""
    return "≈ (" + ", ".join(plain(pair[0], "near") for pair in flat) + ")"


def sides(instance: Mapping[str, Any] | None) -> str:
    """``left side 1.2…1.3, right side 0.5``, as far as they are there."""
    if not instance:
        return ""
    found = [(word, enclosure(instance.get(key))) for word, key in (("left side", "lhs"), ("right side", "rhs"))]
    return ", ".join(f"{word} {text}" for word, text in found if text)


def enclosure(side: Any) -> str:
    """A number or a pair of ends, rounded outward."""
    if side is None:
        return ""
    if isinstance(side, str):
        return f"≈ {plain(side, 'near')}"
    lo, hi = plain(side[0], "down"), plain(side[1], "up")
    return lo if lo == hi else f"in [{lo}, {hi}]"


def short(value: Any) -> str:
    """Entries where there are few, else the shape."""
    if not isinstance(value, list | tuple):
        return entry(value)
    rows = value if value and isinstance(value[0], list | tuple) else [value]
    columns = len(rows[0])
    if len(rows) * columns > _MAX_ENTRIES:
        shape = f"{len(rows)}×{columns}" if rows is value else str(columns)
        return f"[{shape} entries, see the certificate]"
    lines = [", ".join(map(entry, row)) for row in rows]
    return f"[{'; '.join(lines)}]" if rows is value else f"({lines[0]})"


def latex(value: Any) -> str:
    r"""``= 1/2``, ``= \begin{pmatrix}...``, ``\approx`` where an entry is too long to be shown in full."""
    array = isinstance(value, list | tuple)
    rows = value if array and value and isinstance(value[0], list | tuple) else [value] if array else [[value]]
    if len(rows) * len(rows[0]) > _MAX_ENTRIES:
        return rf"\in \mathbb{{R}}^{{{len(rows)} \times {len(rows[0])}}}\text{{ of the certificate}}"
    texts = [[_latex_entry(item) for item in row] for row in rows]
    sign = r"\approx" if any(entry(item).startswith("≈") for row in rows for item in row) else "="
    if not array:
        return f"{sign} {texts[0][0]}"
    if rows is not value:
        return f"{sign} ({', '.join(texts[0])})"
    return sign + r" \begin{pmatrix} " + r" \\ ".join(" & ".join(row) for row in texts) + r" \end{pmatrix}"


def _latex_entry(item: Any) -> str:
    text = entry(item)
    if text.startswith("≈"):
        value = Fraction(str(item))
        return latex_number(f"{Decimal(value.numerator) / Decimal(value.denominator)}", "near", 4)
    return text.replace("−", "-")
