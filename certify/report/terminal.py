"""The table that a run prints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from certify.report.numbers import plain
from certify.report.view import Entry, View

if TYPE_CHECKING:
    from rich.table import Table

COLOURS = {"proved": "green", "refuted": "red", "supported": "cyan", "undecided": "yellow", "vacuous": "magenta"}


def terminal_table(results: Mapping[str, Any]) -> Table:
    """Claims with verdict, trust, factor and instances, as a Rich table."""
    from rich.table import Table
    from rich.text import Text

    view = View(results)
    summary = ", ".join(f"{count} {status}" for status, count in view.counts.items() if count) or "no claims"
    table = Table(title=summary + (" (cut by a time limit)" if view.results.get("cut") else ""))
    table.add_column("claim", overflow="fold")
    for heading in ("row", "verdict", "trust", "provenance"):
        table.add_column(heading)
    for heading in ("factor, at least", "at most", "satisfied", "touching", "violated"):
        table.add_column(heading, justify="right")
    for claim in view.claims:
        counts = claim.get("instances") or {}
        table.add_row(Text(claim["id"]), claim.get("row") or "", _verdict(claim), claim["trust"] or "",
                      claim["provenance"], *_factor(claim),
                      *(str(counts.get(kind, "")) for kind in ("satisfied", "touching", "violated")))
    return table


def _verdict(claim: Entry) -> Any:
    from rich.text import Text

    unexpected = claim["status"] == "refuted" and claim.get("expected") == "refuted"
    return Text(claim["status"] + (" (expected)" if unexpected else ""), style=COLOURS[claim["status"]])


def _factor(claim: Entry) -> tuple[str, str]:
    factor = claim.get("factor")
    if not factor:
        return "", ""
    lo, hi = factor["lo"], factor["hi"]
    return ("open" if lo is None else plain(lo, "down")), ("open" if hi is None else plain(hi, "up"))
