"""Deciding claims that assert a constant: an explicit one, or a family of instances that has none."""

from certify.decide.existence.decide import decide_existence

__all__ = ["decide_existence"]
