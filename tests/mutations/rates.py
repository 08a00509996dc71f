"""How many of the planted errors are found: counts by operator, as a table and as a file to compare with."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from math import sqrt
from pathlib import Path
from typing import Any

from trials import OUTCOMES, Trial

FILE = Path(__file__).parent / "rates.json"
COLUMNS = ("mutants", "known false", "refuted of these", *OUTCOMES)
Counts = dict[str, int]


def counts_of(trials: Iterable[Trial]) -> Counts:
    """How many mutants, how many known to be false, how many of these refuted, and what came out overall."""
    found = list(trials)
    known = [trial for trial in found if trial.known_false]
    outcomes = Counter(trial.outcome for trial in found)
    return {"mutants": len(found), "known false": len(known),
            "refuted of these": sum(not trial.survived for trial in known), **{o: outcomes[o] for o in OUTCOMES}}


def by_operator(trials: list[Trial]) -> dict[str, Counts]:
    """The counts of every operator, in alphabetical order."""
    names = sorted({trial.operator for trial in trials})
    return {name: counts_of(trial for trial in trials if trial.operator == name) for name in names}


def rate(counts: Counts) -> float | None:
    """The share of the known-false mutants that were refuted; None where none is known to be false."""
    return counts["refuted of these"] / counts["known false"] if counts["known false"] else None


def allowance(share: float, size: int) -> float:
    """Two standard errors of a rate measured on ``size`` mutants: what other mutants may move it by."""
    return 2 * sqrt(max(share * (1 - share), 1 / size) / size)


def table(trials: list[Trial]) -> str:
    """For people: a line an operator, and what survived."""
    rows = {**by_operator(trials), "all": counts_of(trials)}
    lines = ["  ".join([f"{'planted error':<20}", f"{'rate':>7}", *(f"{name:>{len(name)}}" for name in COLUMNS)])]
    for name, counts in rows.items():
        share = rate(counts)
        text = "" if share is None else f"{100 * share:.1f} %"
        lines.append("  ".join([f"{name:<20}", f"{text:>7}", *(f"{counts[c]:>{len(c)}}" for c in COLUMNS)]))
    lines += [f"survived: {trial.claim}, {trial.operator}: {trial.says[:160]}" for trial in trials if trial.survived]
    return "\n".join(lines)


def record(trials: list[Trial], **settings: Any) -> dict[str, Any]:
    """What is kept of a run: its settings, the counts, and every known-false mutant that was not refuted."""
    survivors = [{"claim": t.claim, "operator": t.operator, "sha256": t.sha256, "outcome": t.outcome, "says": t.says}
                 for t in trials if t.survived]
    return {**settings, "claims": len({trial.claim for trial in trials}), "all": counts_of(trials),
            "rate": rate(counts_of(trials)), "operators": by_operator(trials), "survivors": survivors}


def kept() -> dict[str, Any]:
    """The file, by profile and kind."""
    return json.loads(FILE.read_text()) if FILE.exists() else {}


def keep(profile: str, kind: str, data: dict[str, Any]) -> None:
    """Replaces one record in the file."""
    found = kept()
    found.setdefault(profile, {})[kind] = data
    FILE.write_text(json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n")
