"""Checks of proofs as records: what was checked, of which claim, with what outcome; kept on this machine."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from certify.language import Claim
from certify.rocq import coq
from certify.rocq.sources import Module, Sources, digest
from certify.rocq.statements import name_of, rocq

SCHEMA = "certify.proofs/1"
RULES = "1"  # changes with the rules of the check, so that older checks are none
PROVED, REFUSED, UNCHECKED, NONE, UNPRINTABLE = "proved", "refused", "unchecked", "no proof", "no statement"


@dataclass(frozen=True)
class Record:
    """The outcome for one claim: ``proved`` by the kernel on this machine, ``refused`` with the reason, ``unchecked``
    (shipped, not checked here), ``no proof`` or ``no statement`` (with the reason why it does not print)."""

    id: str
    sha256: str
    outcome: str
    reason: str = ""
    statement: str | None = None
    file: str | None = None
    axioms: tuple[str, ...] = ()
    seconds: float | None = None
    coq: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Serialised."""
        return {**asdict(self), "axioms": list(self.axioms)}


def cache_folder() -> Path:
    """Where checks and compiled files are kept: ``CERTIFY_CACHE``, else the user's cache."""
    given = os.environ.get("CERTIFY_CACHE")
    base = Path(given) if given else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "certify"
    return base / "rocq"


def blank(module: Module, claim: Claim) -> Record:
    """The record of a claim before any check."""
    if claim.id in module.unprintable:
        return Record(claim.id, claim.sha256, UNPRINTABLE, module.unprintable[claim.id])
    record = Record(claim.id, claim.sha256, NONE, statement=rocq(claim))
    if not module.has_proof(claim):
        return record
    assert module.proofs is not None
    return replace(record, outcome=UNCHECKED, reason="shipped, not re-checked here", file=shown(module.proofs.path))


def shown(path: Path | None) -> str | None:
    """A path for people: from the folder of the library on."""
    if path is None:
        return None
    parts = path.resolve().parts
    return "/".join(parts[parts.index("lemmas"):]) if "lemmas" in parts else path.name


def check_key(sources: Sources, module: Module, claim: Claim) -> str:
    """What a check is a check of: all files, the claim, the rules, the version of Rocq (it is in the keys of files)."""
    assert module.proofs is not None
    return digest(RULES, sources.key(module.statements), sources.key(module.proofs), name_of(claim), claim.sha256)


def recall(sources: Sources, module: Module, claim: Claim) -> Record:
    """The record of a check that was made on this machine, of exactly these files; else that there is none."""
    record = blank(module, claim)
    if record.outcome != UNCHECKED or coq.version() is None:
        return record
    path = _path(check_key(sources, module, claim))
    if not path.is_file():
        return record
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError:
        return record
    if kept.get("machine") != platform.node() or kept["record"]["sha256"] != claim.sha256:
        return record
    return replace(record, **{name: kept["record"][name] for name in ("outcome", "reason", "seconds", "coq")},
                   axioms=tuple(kept["record"]["axioms"]))


def remember(sources: Sources, module: Module, claim: Claim, record: Record) -> None:
    """Keeps a check for later runs on this machine."""
    path = _path(check_key(sources, module, claim))
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_suffix(f".{os.getpid()}")
    scratch.write_text(json.dumps({"machine": platform.node(), "record": record.to_json()}), encoding="utf-8")
    scratch.replace(path)


def _path(key: str) -> Path:
    return cache_folder() / "checks" / key[:2] / f"{key}.json"


__all__ = ["NONE", "PROVED", "REFUSED", "Record", "SCHEMA", "UNCHECKED", "UNPRINTABLE", "blank", "cache_folder",
           "recall", "remember"]
