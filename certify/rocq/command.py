"""``certify prove``: the check of proofs, its table and ``proofs.json``."""

from __future__ import annotations

import json
import platform
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from certify.language import CertifyError, Claim
from certify.rocq import coq
from certify.rocq.checking import LIMIT, check
from certify.rocq.records import NONE, PROVED, REFUSED, REFUTATION, SCHEMA, UNPRINTABLE, WRITTEN, Record
from certify.rocq.sources import modules

if TYPE_CHECKING:
    from rich.table import Table

ACCEPTED, REFUSAL, MISSING = 0, 1, 4
COLOURS = {PROVED: "green", REFUSED: "red"}


def prove_claims(claims: list[Claim], folder: Path, *, jobs: int = 1, limit: float = LIMIT, fresh: bool = False,
                 coqchk: bool = False) -> int:
    """Checks, prints a table of the claims that have a proof or a refutation, writes ``proofs.json``; returns the exit
    code: that of a refusal where a proof that is shipped was refused (what is emitted here and is not accepted proves
    nothing, and says so)."""
    from rich.console import Console

    console = Console()
    if coq.version() is None:
        console.print(f"Rocq is not installed: no proof was checked. To check them: {coq.INSTALL}")
        return MISSING
    with console.status("checking proofs") as status:
        records = check(claims, jobs=jobs, limit=limit, fresh=fresh, coqchk=coqchk,
                        watch=lambda record: status.update(f"{record.outcome} {record.id}"))
    save(records, folder, coqchk)
    console.print(table(records))
    console.print(summary(records) + ".", assumed(records), soft_wrap=True)
    return REFUSAL if any(record.outcome == REFUSED and record.origin == WRITTEN for record in records) else ACCEPTED


def save(records: Iterable[Record], folder: Path, coqchk: bool) -> None:
    """Writes ``proofs.json``; raises ``CertifyError`` where that is not possible."""
    content = {"schema": SCHEMA, "environment": {"coq": coq.version(), "machine": platform.machine()},
               "coqchk": coqchk, "claims": [record.to_json() for record in records]}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "proofs.json").write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise CertifyError(f"the output folder {folder} cannot be written: {error.strerror}; "
                           "choose another one with --out") from error


def table(records: Iterable[Record]) -> Table:
    """Claims with a proof or a refutation: accepted or why not, seconds of the file that holds it."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    out = Table(box=SIMPLE_HEAD)
    for name in ("claim", "kernel", "seconds"):
        out.add_column(name, overflow="fold", justify="right" if name == "seconds" else "left")
    for record in records:
        if record.outcome in (NONE, UNPRINTABLE):
            continue
        seconds = "" if record.seconds is None else f"{record.seconds:.1f}"
        said = outcome(record) + (f": {record.reason}" if record.reason else "")
        out.add_row(Text(record.id), Text(said, style=COLOURS.get(record.outcome, "")), seconds)
    return out


def outcome(record: Record) -> str:
    """The outcome in words: what is proved of the negation is refuted; what was emitted says so."""
    if record.outcome == PROVED and record.kind == REFUTATION:
        return "refuted"
    return f"{record.outcome} ({record.origin})" if record.origin != WRITTEN else record.outcome


def assumed(records: Iterable[Record]) -> str:
    """The axioms that the accepted proofs rest on, all together."""
    names = {name.rpartition(".")[2] for record in records if record.outcome == PROVED for name in record.axioms}
    return f"Axioms that they rest on, no proof on others: {', '.join(sorted(names)) or 'none'}."


def summary(records: Iterable[Record]) -> str:
    """How many claims had each outcome."""
    found = Counter(map(outcome, records))
    return ", ".join(f"{count} {outcome}" for outcome, count in found.items())


def write_statements(claims: list[Claim], folder: Path) -> int:
    """The modules of statements as files, for those who write proofs; returns how many claims print."""
    count = 0
    for module in modules(claims):
        path = folder / module.statements.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(module.statements.text, encoding="utf-8")
        count += len(module.claims) - len(module.unprintable)
    return count


__all__ = ["ACCEPTED", "MISSING", "REFUSAL", "assumed", "prove_claims", "save", "summary", "table", "write_statements"]
