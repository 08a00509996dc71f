"""The checker file: that the theorem of a claim proves exactly its printed statement, and what it assumes.

Exit code 0 of coqc is no proof: a statement can be weakened, a notation redefined, a lemma admitted. So the statement
is a file of its own that sees nothing of the proof, and a third file says ``Definition pinned : statement := theorem``
and prints the assumptions, which must be among those of the classical real numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CLASSICAL = frozenset([
    "ClassicalDedekindReals.sig_not_dec", "ClassicalDedekindReals.sig_forall_dec",
    "FunctionalExtensionality.functional_extensionality_dep", "Classical_Prop.classic",
])
CLOSED = "Closed under the global context"
_ENTRY = re.compile(r"([\w.']+)\s*(?::.*)?$")


@dataclass(frozen=True)
class Pin:
    """A theorem by its file and name with the printed statement that it has to prove, or to refute (``negates``)."""

    statements: str
    proofs: str
    name: str
    negates: bool = False

    @property
    def said(self) -> str:
        """What the theorem has to be a proof of, in names that no other file can give another meaning."""
        statement = f"{self.statements}.{self.name}"
        return f"Coq.Init.Logic.not {statement}" if self.negates else statement


def checker(pins: Sequence[Pin], output: str) -> str:
    """A file that pins theorems and writes what they assume together to a file.

    One list for all of them: to go through the proofs takes seconds, most of which theorems have in common.
    """
    files = dict.fromkeys(name for pin in pins for name in (pin.statements, pin.proofs))
    lines = [f"Require {name}." for name in files]
    lines += [f"Definition pinned_{k} : {pin.said} := {pin.proofs}.{pin.name}." for k, pin in enumerate(pins)]
    pinned = "Coq.Init.Logic.I"
    for k in range(len(pins)):
        pinned = f"(Coq.Init.Logic.conj pinned_{k} {pinned})"
    return "\n".join([*lines, f"Definition pinned := {pinned}.",
                      f'Redirect "{output}" Print Assumptions pinned.', ""])


def axioms(path: Path) -> list[str]:
    """The names of what a theorem assumes, from the file that the checker wrote."""
    text = path.read_text(encoding="utf-8")
    if text.strip() == CLOSED:
        return []
    head, _, body = text.partition("Axioms:")
    lines = [line for line in (head + body).splitlines() if line.strip() and not line[0].isspace()]
    return sorted({_named(line) for line in lines}) or [" ".join(text.split())]


def _named(line: str) -> str:
    """The name of an axiom; any other line as it stands: it tells of checks that are off, or is new to us."""
    found = _ENTRY.match(line)
    return found.group(1) if found else line


def unknown(found: list[str]) -> list[str]:
    """The assumptions that are not those of the classical real numbers."""
    return [name for name in found if name not in CLASSICAL]


__all__ = ["CLASSICAL", "Pin", "axioms", "checker", "unknown"]
