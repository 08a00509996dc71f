"""The checker file: that the theorem of a claim proves exactly its printed statement, and what it assumes.

Exit code 0 of coqc is no proof: a statement can be weakened, a notation redefined, a lemma admitted. So the statement
is a file of its own that sees nothing of the proof, and a third file says ``Definition pinned : statement := theorem``
and prints the assumptions, which must be among those of the classical real numbers.
"""

from __future__ import annotations

import re
from pathlib import Path

from certify.rocq.sources import Module

CLASSICAL = frozenset([
    "ClassicalDedekindReals.sig_not_dec", "ClassicalDedekindReals.sig_forall_dec",
    "FunctionalExtensionality.functional_extensionality_dep", "Classical_Prop.classic",
])
CLOSED = "Closed under the global context"
_ENTRY = re.compile(r"([\w.']+)\s*(?::.*)?$")


def checker(module: Module, names: list[str], folder: str) -> str:
    """A file that pins theorems; each one's assumptions go to a file of their own in the folder."""
    assert module.proofs is not None
    lines = [f"Require {module.statements.name}.", f"Require {module.proofs.name}."]
    for k, name in enumerate(names):
        lines.append(f"Definition pinned_{k} : {module.statements.name}.{name} := {module.proofs.name}.{name}.")
        lines.append(f'Redirect "{folder}/{name}" Print Assumptions pinned_{k}.')
    return "\n".join(lines) + "\n"


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


__all__ = ["CLASSICAL", "axioms", "checker", "unknown"]
