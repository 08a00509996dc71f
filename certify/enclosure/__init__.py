"""Rigorous numbers: enclosures of expressions, and verdicts on relations between them."""

from certify.enclosure.backend_balls import BallBackend
from certify.enclosure.ball import Ball
from certify.enclosure.compare import log2_enclosure, log10_enclosure, ratio
from certify.enclosure.structured import Structured

__all__ = ["Ball", "BallBackend", "Structured", "log10_enclosure", "log2_enclosure", "ratio"]
