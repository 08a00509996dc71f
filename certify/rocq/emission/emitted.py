"""The emitted proof of a claim, if there is one; kept on this machine, since to look for bounds takes time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from certify.language import Claim
from certify.rocq.emission.errors import NotEmitted
from certify.rocq.emission.script import script
from certify.rocq.errors import NotPrintable
from certify.rocq.folders import cache_folder, keep, kept

STATEMENTS, LIBRARY = "Statements.", "lemmas."
PACKAGE = Path(__file__).parents[2]
PARTS = ("bounds", "calculus", "instances", "language", "rocq")  # on which the text of a proof depends


def emitted(claim: Claim, search: bool = True) -> str | None:
    """A Rocq file with a theorem of the claim's name, None where no proof of it can be written.

    With ``search`` false only what was found before on this machine, by the same code, is given.
    """
    path = cache_folder() / "emitted" / f"{_key(claim)}.json"
    known = kept(path)
    if known is None and search:
        known = {"text": _written(claim)}
        keep(path, known)
    return None if known is None else known["text"]


def _written(claim: Claim) -> str | None:
    try:
        return script(claim, STATEMENTS + claim._module.removeprefix(LIBRARY))
    except (NotEmitted, NotPrintable):
        return None


def _key(claim: Claim) -> str:
    return hashlib.sha256("\0".join([_code(), claim.id, claim.sha256]).encode()).hexdigest()


@lru_cache(maxsize=1)
def _code() -> str:
    """A digest of the code that finds and writes proofs."""
    content = hashlib.sha256()
    for path in _files():
        content.update(path.read_bytes())
    return content.hexdigest()


def _files() -> Iterator[Path]:
    for part in PARTS:
        yield from sorted((PACKAGE / part).rglob("*.py"))


__all__ = ["emitted"]
