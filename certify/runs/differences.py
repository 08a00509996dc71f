"""What changed between two runs, from their ``results.json``.

A change is for the worse where

- a claim is gone;
- the status is weaker (proved and refuted, then supported, then undecided and vacuous), or proved became refuted or
  the other way round, or a claim is refuted now that is not marked as expected to be;
- the trust is weaker under the same status (kernel, exact, arb, float64, sampled);
- the factor is enclosed less tightly: lo smaller or hi larger than before, or no longer known.

Where a claim says something else than before (its sha256 differs) its factors are of different bounds and are not
compared. Claims that are new, and statements that changed, are changes neither for the better nor for the worse.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from certify.language import CertifyError
from certify.report.schema import TRUSTS, validate

if TYPE_CHECKING:
    from rich.table import Table

_STRENGTH = {"proved": 2, "refuted": 2, "supported": 1, "undecided": 0, "vacuous": 0}
_DIGITS = 8
Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """One thing that differs; ``old`` and ``new`` are texts, empty where there is nothing."""

    id: str
    what: str
    old: str
    new: str
    worse: bool = False


def read_results(path: Path) -> dict[str, Any]:
    """The content of a ``results.json``; raises ``CertifyError`` where the file does not have its form."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CertifyError(f"{path} cannot be read as the results of a run: {error}") from error
    try:
        validate(found)
    except CertifyError as error:
        raise CertifyError(f"{path}: {error}") from error
    return dict(found)


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """The changes from one run to another, in the order of the new one; claims that are gone come last."""
    before, after = ({entry["id"]: entry for entry in results["claims"]} for results in (old, new))
    out: list[Change] = []
    for name, entry in after.items():
        out += _changed(before[name], entry) if name in before else [Change(name, "claim", "", entry["status"])]
    return out + [Change(name, "claim", before[name]["status"], "gone", True) for name in before if name not in after]


def _changed(old: Entry, new: Entry) -> Iterator[Change]:
    same = old["sha256"] == new["sha256"]
    if not same:
        yield Change(new["id"], "statement", old["sha256"][:12], new["sha256"][:12])
    if old["status"] != new["status"]:
        yield Change(new["id"], "status", old["status"], new["status"], _weaker(old, new))
    elif old["trust"] != new["trust"]:
        worse = _place(new["trust"]) > _place(old["trust"])
        yield Change(new["id"], "trust", old["trust"] or "none", new["trust"] or "none", worse)
    if same:
        yield from _factors(new["id"], old.get("factor") or {}, new.get("factor") or {})


def _weaker(old: Entry, new: Entry) -> bool:
    if new["status"] == "refuted" and new.get("expected") != "refuted":
        return True
    turned = {old["status"], new["status"]} == {"proved", "refuted"}
    return turned or _STRENGTH[new["status"]] < _STRENGTH[old["status"]]


def _place(trust: str | None) -> int:
    return len(TRUSTS) if trust is None else TRUSTS.index(trust)


def _factors(name: str, old: Entry, new: Entry) -> Iterator[Change]:
    for end, better in (("lo", 1), ("hi", -1)):
        a, b = old.get(end), new.get(end)
        if (a is None) != (b is None):
            yield Change(name, end, a or "none", b or "none", b is None)
        elif a is not None and b is not None and Decimal(a) != Decimal(b):
            yield Change(name, end, a, b, better * (Decimal(b) - Decimal(a)) < 0)


def differences_table(changes: list[Change], width: int = 100) -> Table:
    """A line for each change, as a Rich table; those for the worse are marked and come first."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    worse = sum(change.worse for change in changes)
    table = Table(title=f"{len(changes)} change{'s' * (len(changes) != 1)}, {worse} for the worse", box=SIMPLE_HEAD)
    headings = ("what", "old", "new", "")
    changes = sorted(changes, key=lambda change: not change.worse)
    rows = [(change.what, *_pair(change), "worse" if change.worse else "") for change in changes]
    taken = sum(3 + max(map(len, (heading, *(row[k] for row in rows)))) for k, heading in enumerate(headings))
    table.add_column("claim", overflow="ellipsis", no_wrap=True, max_width=max(20, width - taken - 3))
    for heading in headings:
        table.add_column(heading, no_wrap=True)
    for change, (*cells, mark) in zip(changes, rows, strict=True):
        table.add_row(Text(change.id), *cells, Text(mark, style="red"))
    return table


def _pair(change: Change) -> tuple[str, str]:
    """Both texts; numbers short, unless that makes them the same."""
    short = [text if change.what not in ("lo", "hi") else _short(text) for text in (change.old, change.new)]
    return (short[0], short[1]) if short[0] != short[1] else (change.old, change.new)


def _short(text: str) -> str:
    return text if len(text) <= _DIGITS + 2 or text == "none" else f"{Decimal(text):.{_DIGITS}g}"


__all__ = ["Change", "differences", "differences_table", "read_results"]
