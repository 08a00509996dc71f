"""Terms of Rocq with holes, each of which a tactic fills once everything else is known."""

from __future__ import annotations

import re

_HOLE = re.compile("⟦(.*?)⟧")


def hole(tactic: str) -> str:
    """A hole in a term."""
    return f"⟦{tactic}⟧"


def refined(term: str) -> str:
    """The tactics that give a term and fill its holes, from left to right."""
    tactics = _HOLE.findall(term)
    plain = _HOLE.sub("_", term)
    if not tactics:
        return f"exact ({plain})."
    filled = tactics[0] if len(tactics) == 1 else f"[{' | '.join(tactics)}]"
    return f"refine ({plain}); {filled}."


__all__ = ["hole", "refined"]
