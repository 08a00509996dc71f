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
    """Claims with verdict, trust, factor and instances, a line each, as a Rich table."""
    from rich.table import Table
    from rich.text import Text

    view = View(results)
    summary = ", ".join(f"{count} {status}" for status, count in view.counts.items() if count) or "no claims"
    table = Table(title=summary + (" (cut by a time limit)" if view.results.get("cut") else ""))
    table.add_column("claim", overflow="ellipsis", no_wrap=True, min_width=38)
    table.add_column("verdict", no_wrap=True)
    for heading in ("trust", "factor, at least", "instances"):
        table.add_column(heading, justify="right" if heading != "trust" else "left", no_wrap=True)
    for claim in view.claims:
        table.add_row(Text(claim["id"]), _verdict(claim), claim["trust"] or "", _factor(claim), _instances(claim))
    return table


def _verdict(claim: Entry) -> Any:
    from rich.text import Text

    expected = claim["status"] == "refuted" and claim.get("expected") == "refuted"
    return Text(claim["status"] + (", known" if expected else ""), style=COLOURS[claim["status"]])


def _factor(claim: Entry) -> str:
    """The certified lower end, with the upper one where it is proved."""
    factor = claim.get("factor")
    if not factor or factor["lo"] is None:
        return ""
    upper = "" if factor["hi"] is None else " to " + plain(factor["hi"], "up")
    return plain(factor["lo"], "down") + upper


def _instances(claim: Entry) -> str:
    """Instances that met the hypotheses; of them violated ones where there are any."""
    counts = claim.get("instances") or {}
    met = sum(counts.get(kind, 0) for kind in ("satisfied", "touching", "violated"))
    violated = counts.get("violated", 0)
    return "" if not met else f"{met} ({violated} violate)" if violated else str(met)
