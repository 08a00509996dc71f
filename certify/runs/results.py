"""``results.json`` and the exit code: what a run leaves for programs."""

from __future__ import annotations

import importlib.metadata
import json
import platform
import shutil
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from certify.language import Paper
from certify.rocq.sources import theory_needs
from certify.runs.execution import Settings
from certify.runs.rows import Row

SCHEMA = "certify.results/1"
PACKAGES = ("numpy", "python-flint", "sympy", "mpmath")


def results_of(entries: Iterable[dict[str, Any]], papers: Iterable[Paper], settings: Settings, seconds: float,
               cut: bool, rows: Iterable[Row] = ()) -> dict[str, Any]:
    """The content of ``results.json``; ``rows`` are the statements that the claims set out to cover."""
    sources = {paper.key: {"title": paper.title, "authors": paper.authors, "year": paper.year, "arxiv": paper.arxiv}
               for paper in papers}
    return {"schema": SCHEMA, "environment": environment(), "settings": asdict(settings),
            "seconds": round(seconds, 1), "cut": cut, "papers": sources,
            "rows": [row.to_json() for row in rows], "theory": theory_needs(), "claims": list(entries)}


def environment() -> dict[str, str]:
    """Versions that a reader may want when numbers differ."""
    import certify

    versions = {name: importlib.metadata.version(name) for name in PACKAGES}
    return {"certify": certify.__version__, "python": platform.python_version(), "machine": platform.machine(),
            **versions}


def save(results: dict[str, Any], folder: Path) -> None:
    """Writes ``results.json``, the report, and copies of the independent checkers beside the certificates."""
    from certify import check, check_bounds, check_norms, check_polynomials, check_rules, check_scalars
    from certify.report import write_report

    (folder / "results.json").write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for checker in (check, check_bounds, check_norms, check_polynomials, check_rules, check_scalars):
        source = Path(str(checker.__file__))
        shutil.copyfile(source, folder / "certificates" / source.name)
    write_report(results, folder)


def exit_code(entries: Iterable[dict[str, Any]]) -> int:
    """1 if something is refuted that was not expected to be, else 3 if undecided or vacuous, else 0."""
    entries = list(entries)
    if any(entry["status"] == "refuted" and entry["expected"] != "refuted" for entry in entries):
        return 1
    return 3 if any(entry["status"] in ("undecided", "vacuous") for entry in entries) else 0
