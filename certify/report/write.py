"""Reports on disk: a page, Markdown and LaTeX, and errata in both."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from certify.report.rendering import environment, render
from certify.report.view import View

FILES = {"index.html": "index.html.j2", "report.md": "report.md.j2", "tables.tex": "tables.tex.j2",
         "errata.md": "errata.md.j2", "errata.tex": "errata.tex.j2"}


def write_report(results: Mapping[str, Any], folder: Path) -> list[Path]:
    """Writes ``index.html`` (self-contained: nothing is loaded), ``report.md``, ``tables.tex``, errata.

    Raises ``ResultsError`` where the results do not follow the schema. Returns the paths written.
    """
    view = View(results)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, template in FILES.items():
        path = folder / name
        path.write_text(render(template, view), encoding="utf-8")
        paths.append(path)
    return paths


def decision_html(entry: Mapping[str, Any]) -> str:
    """One claim as an HTML fragment with its own style, for notebooks."""
    template = environment().get_template("decision.html.j2")
    return template.render(claim=entry, corrected_by=entry.get("corrected_by") or [])
