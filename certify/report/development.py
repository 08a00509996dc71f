"""The Rocq development as a graph of files: what the accepted theorems rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from certify.report.drawings import svg, written

Needs = Mapping[str, Iterable[str]]
NODE, ROW, GAP, HIGH, FOOT = 118, 62, 14, 26, 18  # width of a node, distance of rows, of nodes, height, margin
LETTER = 6.2  # width of a letter, in pixels


@dataclass(frozen=True)
class Development:
    """Files by name with those that they require, and how many accepted theorems require each one directly.

    A theorem counts as accepted only by a check on this machine, which goes through everything below it; so all that
    is drawn below an accepted theorem is checked too.
    """

    files: dict[str, tuple[str, ...]]
    direct: dict[str, int]

    @staticmethod
    def of(results: Mapping[str, Any]) -> Development | None:
        """The development behind the accepted theorems of a run; None where there is none."""
        records = [claim["kernel"] for claim in results["claims"] if (claim.get("kernel") or {}).get("checked")]
        known: Needs = results.get("theory") or {}
        wanted = [name for record in records for name in record.get("requires") or [] if name in known]
        files = {name: tuple(sorted(set(known[name]) & set(known))) for name in closed(wanted, known)}
        direct = {name: sum(name in (record.get("requires") or []) for record in records) for name in files}
        return Development(files, direct) if files else None

    @cached_property
    def above(self) -> dict[str, set[str]]:
        """For each file all those that it rests on."""
        return {name: set(closed(needs, self.files)) for name, needs in self.files.items()}

    @cached_property
    def edges(self) -> list[tuple[str, str]]:
        """From each file to those that it requires, without what follows from other edges."""
        out = []
        for name, needs in self.files.items():
            implied = {below for other in needs for below in self.above[other]}
            out += [(name, other) for other in needs if other not in implied]
        return out

    @cached_property
    def levels(self) -> list[list[str]]:
        """Files in rows, each below all that it requires, near to them in its row."""
        depth: dict[str, int] = {}
        for name in sorted(self.files, key=lambda name: len(self.above[name])):
            depth[name] = 1 + max((depth[other] for other in self.files[name]), default=-1)
        rows: list[list[str]] = []
        place: dict[str, float] = {}
        for _, names in groupby(sorted(depth, key=lambda name: (depth[name], name)), key=depth.__getitem__):
            row = sorted(names, key=lambda name: _middle([place[other] for other in self.files[name]]))
            place |= {name: (k + 0.5) / len(row) for k, name in enumerate(row)}
            rows.append(row)
        return rows


def closed(names: Iterable[str], needs: Needs) -> list[str]:
    """The names with all that they lead to, sorted."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += needs[name]
    return sorted(found)


def _middle(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.5


def graph(found: Development | None) -> str:
    """The files of the theory as boxes, what they require above them; with the number of theorems on each."""
    if found is None:
        return ""
    most = max(map(len, found.levels))
    wide = most * (NODE + GAP) + GAP
    corners = {name: ((k + 0.5) * wide / len(row) - NODE / 2, level * ROW + 4)
               for level, row in enumerate(found.levels) for k, name in enumerate(row)}
    parts = [_edge(corners[lower], corners[upper]) for lower, upper in found.edges]
    for name, (x, y) in corners.items():
        count = f" {found.direct[name]}" if found.direct[name] else ""
        parts.append(f'<rect class="file" x="{x:.1f}" y="{y}" width="{NODE}" height="{HIGH}" rx="4"/>')
        parts.append(written(x + NODE / 2, y + HIGH / 2 + 4, _cut(name.partition(".")[2], count), "middle"))
    title = "files of the theory, those that they require above them, with the number of theorems that require each"
    return svg(wide, len(found.levels) * ROW + FOOT, parts, title)


def _edge(lower: tuple[float, float], upper: tuple[float, float]) -> str:
    x, y, u, v = lower[0] + NODE / 2, lower[1], upper[0] + NODE / 2, upper[1] + HIGH
    bend = (y - v) / 2
    return f'<path class="needs" d="M{x:.1f} {y:.1f}C{x:.1f} {y - bend:.1f} {u:.1f} {v + bend:.1f} {u:.1f} {v:.1f}"/>'


def _cut(name: str, count: str) -> str:
    room = int(NODE / LETTER) - len(count)
    return (name if len(name) <= room else name[:room - 1] + "…") + count


@dataclass(frozen=True)
class ProofFile:
    """A file of proofs and refutations with its accepted theorems."""

    name: str
    count: int
    seconds: float | None


def proof_files(results: Mapping[str, Any]) -> list[ProofFile]:
    """The files that hold accepted theorems, by name. A refutation that is emitted is a file of its own."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for claim in results["claims"]:
        record = claim.get("kernel") or {}
        if record.get("checked"):
            groups.setdefault(record.get("file") or "", []).append(record)
    return [ProofFile(name, len(found), found[0].get("seconds")) for name, found in sorted(groups.items())]


__all__ = ["Development", "ProofFile", "graph", "proof_files"]
