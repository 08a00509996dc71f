"""Rows: the list of statements that a library sets out to encode, in ``rows.toml`` beside its claims.

A row has an ``id`` (what claims carry as ``row``), a ``section``, the ``source`` that makes the statement (a paper
key) and a ``text``; ``planned = true`` marks one that has no claim yet. A user's file may have its own list beside it;
without one there is nothing to cover.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from certify.language import Claim, LoadError
from certify.runs.loading import USER

FILE = "rows.toml"


@dataclass(frozen=True)
class Row:
    """One statement of a source."""

    id: str
    section: str
    source: str
    text: str
    planned: bool = False

    def to_json(self) -> dict[str, Any]:
        """For ``results.json``."""
        return asdict(self)


def rows_of(claims: Iterable[Claim], whole: bool = True) -> list[Row]:
    """The rows of the lists beside these claims; unless they are whole libraries, those that a claim carries."""
    claims = list(claims)
    files = dict.fromkeys(path for path in map(_file_beside, claims) if path is not None)
    carried = {claim.row for claim in claims}
    return [row for path in files for row in read(path) if whole or row.id in carried]


def read(path: Path) -> list[Row]:
    """The rows of a file; raises ``LoadError`` where it does not have their form."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("row", [])
        found = [Row(**table) for table in tables]
    except (tomllib.TOMLDecodeError, TypeError, OSError) as error:
        names = ", ".join(field.name for field in fields(Row))
        raise LoadError(f"{path}: is no list of rows, [[row]] tables with the entries {names}: {error}") from error
    twice = {row.id for row in found if sum(row.id == other.id for other in found) > 1}
    if twice:
        raise LoadError(f"{path}: row {sorted(twice)[0]} occurs twice; give every row an id of its own")
    return found


def faults(rows: Iterable[Row], claims: Iterable[Claim]) -> list[str]:
    """What is wrong between rows and claims: a row without a claim, a mark that is untrue, a row that is unknown."""
    rows, claims = list(rows), list(claims)
    carried, known = {claim.row for claim in claims}, {row.id for row in rows}
    found = [f"row {row.id} ({row.text}) has no claim" for row in rows if not row.planned and row.id not in carried]
    found += [f"row {row.id} is marked as planned and has a claim; delete the mark"
              for row in rows if row.planned and row.id in carried]
    return found + [f"{claim.id} carries the row {claim.row}, which is in no list" for claim in claims
                    if claim.row is not None and _file_beside(claim) is not None and claim.row not in known]


def _file_beside(claim: Claim) -> Path | None:
    """``rows.toml`` in the folder of the outermost package of the claim, or beside a user's file."""
    name = claim._module if claim._module.startswith(USER + ".") else claim._module.partition(".")[0]
    home = getattr(sys.modules.get(name), "__file__", None)
    path = Path(home).parent / FILE if home else None
    return path if path is not None and path.is_file() else None


__all__ = ["Row", "faults", "read", "rows_of"]
