"""Derivatives as expressions again (``expand``), and what the numeric readings evaluate (``prepare``)."""

from certify.calculus.expansion import expand, prepare
from certify.calculus.structure import structured

__all__ = ["expand", "prepare", "structured"]
