"""Readings for people: plain text with mathematical signs, and LaTeX."""

from certify.language.printing.claims import (
    latex_claim,
    latex_definitions,
    latex_domains,
    unicode_claim,
    unicode_definitions,
    unicode_domains,
)
from certify.language.printing.readings import latex, latex_relation, unicode, unicode_relation

__all__ = ["latex", "latex_claim", "latex_definitions", "latex_domains", "latex_relation", "unicode",
           "unicode_claim", "unicode_definitions", "unicode_domains", "unicode_relation"]
