"""Checks of proofs as records: what was checked, of which claim, with what outcome; kept on this machine."""

from __future__ import annotations

import platform
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from certify.language import Claim
from certify.rocq import coq
from certify.rocq.folders import cache_folder, keep, kept
from certify.rocq.sources import Module, Sources, digest
from certify.rocq.statements import name_of, rocq

SCHEMA = "certify.proofs/2"
RULES = "2"  # changes with the rules of the check, so that older checks are none
PROVED, REFUSED, UNCHECKED, NONE, UNPRINTABLE = "proved", "refused", "unchecked", "no proof", "no statement"
PROOF, REFUTATION = "proof", "refutation"
WRITTEN, EMITTED = "written", "emitted"


@dataclass(frozen=True)
class Record:
    """The outcome for one claim: ``proved`` by the kernel on this machine, ``refused`` with the reason, ``unchecked``
    (shipped, not checked here), ``no proof`` or ``no statement`` (with the reason why it does not print).

    ``kind`` tells what is proved: the statement by a ``proof``, its negation by a ``refutation``; ``origin`` whether
    somebody wrote the theorem or the norm calculus (a search for instances) ``emitted`` it: a theorem that stands
    beside a claim that is said to be false is a refutation. ``axioms`` are those
    of all theorems of its file together (of all refutations that were checked together); ``requires`` are the files
    that its file requires.
    """

    id: str
    sha256: str
    outcome: str
    reason: str = ""
    kind: str = PROOF
    origin: str = WRITTEN
    statement: str | None = None
    file: str | None = None
    axioms: tuple[str, ...] = ()
    seconds: float | None = None
    coq: str | None = None
    requires: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Serialised."""
        return {**asdict(self), "axioms": list(self.axioms), "requires": list(self.requires)}


def blank(module: Module, claim: Claim) -> Record:
    """The record of a claim before any check."""
    if claim.id in module.unprintable:
        return Record(claim.id, claim.sha256, UNPRINTABLE, module.unprintable[claim.id])
    record = Record(claim.id, claim.sha256, NONE, module.unwritten.get(claim.id, ""), statement=rocq(claim))
    unit = module.unit(claim)
    if unit is None:
        return record
    record = replace(record, outcome=UNCHECKED, kind=REFUTATION if module.negates(claim) else PROOF)
    if unit.path is None:
        return replace(record, origin=EMITTED, reason="emitted, not checked here", file=unit.file)
    return replace(record, reason="shipped, not re-checked here", file=shown(unit.path))


def shown(path: Path | None) -> str | None:
    """A path for people: from the folder of the library on."""
    if path is None:
        return None
    parts = path.resolve().parts
    return "/".join(parts[parts.index("lemmas"):]) if "lemmas" in parts else path.name


def check_key(sources: Sources, module: Module, claim: Claim) -> str:
    """What a check is a check of: all files, the claim, whether its statement is proved or refuted, the rules, the
    version of Rocq (it is in the keys of files)."""
    unit = module.unit(claim)
    assert unit is not None
    return digest(RULES, sources.key(module.statements), sources.key(unit), name_of(claim), claim.sha256,
                  REFUTATION if module.negates(claim) else PROOF)


def recall(sources: Sources, module: Module, claim: Claim) -> Record:
    """The record of a check that was made on this machine, of exactly these files; else that there is none."""
    record = blank(module, claim)
    if record.outcome != UNCHECKED or coq.version() is None:
        return record
    found = kept(_path(check_key(sources, module, claim)))
    if found is None or found.get("machine") != platform.node() or found["record"]["sha256"] != claim.sha256:
        return record
    return replace(record, **{name: found["record"][name] for name in ("outcome", "reason", "seconds", "coq")},
                   axioms=tuple(found["record"]["axioms"]), requires=tuple(found["record"]["requires"]))


def remember(sources: Sources, module: Module, claim: Claim, record: Record) -> None:
    """Keeps a check for later runs on this machine."""
    keep(_path(check_key(sources, module, claim)), {"machine": platform.node(), "record": record.to_json()})


def _path(key: str) -> Path:
    return cache_folder() / "checks" / key[:2] / f"{key}.json"


__all__ = ["EMITTED", "NONE", "PROOF", "PROVED", "REFUSED", "REFUTATION", "Record", "SCHEMA", "UNCHECKED",
           "UNPRINTABLE", "WRITTEN", "blank", "recall", "remember"]
