"""The emitted proof of a claim, if there is one."""

from __future__ import annotations

from functools import lru_cache

from certify.language import Claim
from certify.rocq.emission.errors import NotEmitted
from certify.rocq.emission.script import script
from certify.rocq.errors import NotPrintable

STATEMENTS = "Statements."


@lru_cache(maxsize=4096)
def emitted(claim: Claim) -> str | None:
    """A Rocq file with a theorem of the claim's name; None where no proof of it can be written."""
    try:
        return script(claim, STATEMENTS + claim._module.removeprefix("lemmas."))
    except (NotEmitted, NotPrintable):
        return None


__all__ = ["emitted"]
