"""Claims that assert a constant, for people: "there are C and δ > 0 such that ... for all |x| ≤ δ"."""

from __future__ import annotations

from certify.language.existence import Exists
from certify.language.printing.layout import one_line
from certify.language.printing.printer import Printer


def opening(p: Printer, exists: Exists | None) -> str:
    """``there are constants C and δ > 0 such that``, with a space after it; empty without an existential."""
    if exists is None:
        return ""
    named = exists.quantified
    sign = p.style.relations["gt"]
    texts = [p.style.name(named.constant)]
    texts += [f"{p.style.name(name)} {sign} 0" if name == named.radius else p.style.name(name)
              for name in named.neighbourhood]
    words = "there is a constant " if len(texts) == 1 else "there are constants "
    return p.style.words(words) + p.style.words(" and ").join(texts) + p.style.words(" such that ")


def closing(p: Printer, exists: Exists | None) -> str:
    """`` for all |x| ≤ δ, |y| ≤ δ``; empty without a limit."""
    if exists is None or not exists.limit:
        return ""
    return p.style.words(" for all ") + ", ".join(one_line(p, relation) for relation in exists.near)
