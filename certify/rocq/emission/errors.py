"""Why no proof is emitted."""

from __future__ import annotations


class NotEmitted(Exception):
    """The norm calculus has no proof of the claim, or a step of it has no lemma yet; the message says which."""


__all__ = ["NotEmitted"]
