"""The store of witnesses: for each statement, conclusion and sizes the instance with the largest certified ratio.

SQLite, one file, kept from run to run. Nothing that is read from it is believed: whoever uses an instance certifies
it anew (``recall``). Every change is one transaction on disk before ``put`` returns, so a crash loses nothing that
was put; an instance replaces another one only with a larger ratio.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from certify.instances.data import Instance
from certify.language import CertifyError

SCHEMA = 1
FILE = "witnesses.sqlite"
_APPLICATION = 0x43455254  # marks the file as ours
_WAIT = 30.0  # seconds for which another process may hold the file
_TABLES = """
CREATE TABLE witnesses (
    sha256 TEXT NOT NULL,         -- of the statement whose instances these are
    conclusion INTEGER NOT NULL,  -- its number, from 0
    sizes TEXT NOT NULL,          -- dimensions and free indices, canonical JSON
    ratio TEXT,                   -- certified lower bound of lhs / rhs, a decimal; NULL where there is none
    violates INTEGER NOT NULL,    -- whether the conclusion is certified to fail
    instance TEXT NOT NULL,       -- exact entries, as in certificates
    PRIMARY KEY (sha256, conclusion, sizes)
) STRICT
"""


class StoreError(CertifyError):
    """A file that is no store of witnesses, or one that cannot be used."""


@dataclass(frozen=True)
class Record:
    """One row: what the store says of an instance."""

    conclusion: int
    instance: Instance
    ratio: str | None
    violates: bool

    @property
    def rank(self) -> tuple[bool, Decimal]:
        """Orders records: counterexamples first, then by ratio."""
        return self.violates, Decimal("-Infinity") if self.ratio is None else Decimal(self.ratio)


def default_path() -> Path:
    """``certify/witnesses.sqlite`` in the user's data directory."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "certify" / FILE


class Store:
    """An open store; use it in a ``with`` statement. Raises ``StoreError`` for a file that cannot be used."""

    def __init__(self, path: Path):
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"the store {path} cannot be opened: {error}; name another one with --store") from error
        try:
            with self._guarded():
                self._prepare()
        except BaseException:
            self._db.close()
            raise

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(f"the store {self.path} is damaged or no store of witnesses ({error}); move it away, or "
                             "name another one with --store") from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _prepare(self) -> None:
        self._db.execute("PRAGMA synchronous = FULL")
        with self._transaction():
            version = self._pragma("user_version")
            if version == 0 and not self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                self._db.execute(_TABLES)
                self._db.execute(f"PRAGMA application_id = {_APPLICATION}")
                self._db.execute(f"PRAGMA user_version = {SCHEMA}")
                return
            if self._pragma("application_id") != _APPLICATION:
                raise StoreError(f"{self.path} is a database of another program; name another store with --store")
            if version > SCHEMA:
                raise StoreError(f"the store {self.path} was written by a newer version of certify (schema {version}, "
                                 f"this one reads up to {SCHEMA}); update certify, or name another one with --store")
            found = self._db.execute("PRAGMA quick_check(1)").fetchone()[0]
            if found != "ok":
                raise sqlite3.DatabaseError(found)

    def _pragma(self, name: str) -> int:
        return int(self._db.execute(f"PRAGMA {name}").fetchone()[0])

    def get(self, sha256: str, conclusion: int) -> tuple[list[Record], int]:
        """What is stored for a conclusion at all sizes, and how many rows made no sense and are deleted now."""
        with self._guarded(), self._transaction():
            rows = self._db.execute("SELECT rowid, sizes, ratio, violates, instance FROM witnesses WHERE sha256 = ? "
                                    "AND conclusion = ? ORDER BY sizes", (sha256, conclusion)).fetchall()
            found = [(rowid, sizes, _record(conclusion, *row)) for rowid, sizes, *row in rows]
            good = [record for _, sizes, record in found if record and sizes_text(record.instance) == sizes]
            for rowid, _, record in found:
                if record not in good:
                    self._db.execute("DELETE FROM witnesses WHERE rowid = ?", (rowid,))
        return good, len(found) - len(good)

    def put(self, sha256: str, record: Record) -> bool:
        """Stores a certified instance unless a better one is there; returns whether it did."""
        key = (sha256, record.conclusion, sizes_text(record.instance))
        data = json.dumps(record.instance.to_json(), sort_keys=True)
        with self._guarded(), self._transaction():
            had = self._db.execute("SELECT ratio, violates, instance FROM witnesses WHERE sha256 = ? AND "
                                   "conclusion = ? AND sizes = ?", key).fetchone()
            known = _record(record.conclusion, *had) if had else None
            if known is not None and known.rank >= record.rank:
                return False
            self._db.execute("INSERT OR REPLACE INTO witnesses VALUES (?, ?, ?, ?, ?, ?)",
                             (*key, record.ratio, int(record.violates), data))
        return True

    def drop(self, sha256: str, record: Record) -> None:
        """Deletes a record that does not stand; one that another process has put in its place stays."""
        key = (sha256, record.conclusion, sizes_text(record.instance))
        with self._guarded():
            self._db.execute("DELETE FROM witnesses WHERE sha256 = ? AND conclusion = ? AND sizes = ? AND ratio IS ?",
                             (*key, record.ratio))


def _record(conclusion: int, ratio: Any, violates: Any, instance: Any) -> Record | None:
    """The record of a row, None where the row says nothing that makes sense."""
    try:
        if ratio is not None and not Decimal(ratio).is_finite():
            return None
        return Record(conclusion, Instance.from_json(json.loads(instance)), ratio, bool(violates))
    except (ValueError, TypeError, KeyError, AttributeError, InvalidOperation, ZeroDivisionError, CertifyError):
        return None


def sizes_text(instance: Instance) -> str:
    """The sizes of an instance as a key."""
    parts: tuple[Mapping[str, int], ...] = (instance.dims, instance.indices)
    return json.dumps([dict(part) for part in parts], sort_keys=True, separators=(",", ":"))


__all__ = ["Record", "Store", "StoreError", "default_path", "sizes_text"]
