"""Refutations: from an exact instance that violates a claim to a proof of the negation of its printed statement."""

from certify.rocq.refutations.setting import NotRefutable
from certify.rocq.refutations.text import refutation_text
from certify.rocq.refutations.witnesses import Refutation, refutation

__all__ = ["NotRefutable", "Refutation", "refutation", "refutation_text"]
