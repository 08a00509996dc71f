"""The table that a run prints, and what stands below it: how to read it, and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import TYPE_CHECKING, Any, Literal

from certify.report.asserted import constants
from certify.report.instances import described, sides
from certify.report.view import Entry, View, without_instances

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

COLUMNS: tuple[tuple[str, Literal["left", "right"]], ...] = (
    ("verdict", "left"), ("trust", "left"), ("factor", "right"), ("instances", "right"))
PADDING, NARROWEST = 3, 16
SHOWN = 8  # findings below the table; the report has them all
COLOURS = {"proved": "green", "refuted": "red", "supported": "cyan", "undecided": "yellow", "vacuous": "magenta"}


def terminal_table(results: Mapping[str, Any], width: int = 100) -> Table:
    """Claims with verdict, trust, factor and instances, a line each, as a Rich table.

    Where ``width`` characters do not hold them, the ids are cut, never the verdicts.
    """
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    view = View(results)
    summary = ", ".join(f"{count} {status}" for status, count in view.counts.items() if count) or "no claims"
    table = Table(title=summary + (" (cut by a time limit)" if view.results.get("cut") else ""), box=SIMPLE_HEAD,
                  caption=_legend(view.claims), caption_justify="left")
    rows = [(_verdict(claim), claim["trust"] or "", _factor(claim), _instances(claim)) for claim in view.claims]
    widths = [max([len(heading), *(len(row[k]) for row in rows)]) for k, (heading, _) in enumerate(COLUMNS)]
    left = width - sum(widths) - PADDING * (len(widths) + 1)
    table.add_column("claim", overflow="ellipsis", no_wrap=True, max_width=max(left, NARROWEST))
    for (heading, side), size in zip(COLUMNS, widths, strict=True):
        table.add_column(heading, justify=side, no_wrap=True, min_width=size)
    for claim, row in zip(view.claims, rows, strict=True):
        table.add_row(Text(claim["id"]), *row)
    return table


def _legend(claims: list[Entry]) -> str | None:
    """What the columns say that explain themselves least, as far as they hold something."""
    lines = []
    if any(_factor(claim) for claim in claims):
        lines.append("factor: left / right side at its largest, >= by an instance, <= by a proof")
    if any(_expected(claim) for claim in claims):
        lines.append("refuted*: as expected")
    return "\n".join(lines) or None


def terminal_findings(results: Mapping[str, Any]) -> list[str]:
    """A line for each claim that needs a look: refuted without being expected to be, undecided, vacuous, proved or
    supported without an instance that meets its hypotheses, without a meaning somewhere; the first of them."""
    claims = View(results).claims
    order = ("refuted", "undecided", "vacuous", "supported", "proved")
    lines = [f"{claim['id']}: {found}" for claim in sorted(claims, key=lambda claim: order.index(claim["status"]))
             if (found := _finding(claim))]
    left = len(lines) - SHOWN
    return lines[:SHOWN] + ([f"... and {left} more in the report"] if left > 0 else [])


def _finding(claim: Entry) -> str:
    if _expected(claim):
        return ""
    if claim["status"] == "refuted":
        simplest = (claim.get("counterexample") or {}).get("simplest")
        told = "; ".join(text for text in (described(simplest), sides(simplest)) if text)
        return f"refuted at {told}" if told else str(claim.get("reason") or "refuted")
    if claim["status"] in ("undecided", "vacuous"):
        return str(claim.get("reason") or claim["status"])
    if without_instances(claim):
        return "no instance was found that meets the hypotheses; they may contradict each other"
    if claim.get("well_posed") is False and claim.get("undefined_at"):
        return f"no value at {described(claim['undefined_at'])}; decided where everything has one"
    return ""


def _expected(claim: Entry) -> bool:
    return bool(claim["status"] == "refuted" and claim.get("expected") == "refuted")


def _verdict(claim: Entry) -> Text:
    from rich.text import Text

    return Text(claim["status"] + ("*" if _expected(claim) else ""), style=COLOURS[claim["status"]])


def _factor(claim: Entry) -> str:
    """The certified lower end and the proved upper one, as far as they are there, to three digits, rounded outward;
    asserted constants."""
    factor, found = claim.get("factor") or {"lo": None, "hi": None}, constants(claim.get("existence"))
    lo = None if factor["lo"] is None else _short(factor["lo"], ROUND_FLOOR)
    hi = None if factor["hi"] is None else _short(factor["hi"], ROUND_CEILING)
    if lo is None and hi is None:
        return found
    ends = f"{lo} to {hi}" if lo and hi else f">= {lo}" if lo else f"<= {hi}"
    return ends + (f" at {found}" if found else "")


def _short(text: str, rounding: str) -> str:
    number = Decimal(text)
    digits = Decimal(1).scaleb(number.adjusted() - 2)
    short = number.quantize(digits, rounding=rounding, context=Context(prec=50, Emin=-10**9, Emax=10**9))
    return f"{short:f}" if -4 < short.adjusted() < 6 else f"{short:.2e}".replace("e+", "e")


def _instances(claim: Entry) -> str:
    """Instances that met the hypotheses; of them violated ones where there are any."""
    counts = claim.get("instances") or {}
    met = sum(counts.get(kind, 0) for kind in ("satisfied", "touching", "violated"))
    return str(met) if met else ""
