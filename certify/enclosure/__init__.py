"""Rigorous numbers: enclosures of expressions, and verdicts on relations between them."""

from certify.enclosure.arb import ArbBackend
from certify.enclosure.arb_bounds import decimal_down, decimal_up
from certify.enclosure.backend_balls import BallBackend
from certify.enclosure.ball import Ball
from certify.enclosure.compare import log2_enclosure, log10_enclosure, ratio
from certify.enclosure.evaluate import Plan, compile_plan, session
from certify.enclosure.exact import ExactBackend, Irrational
from certify.enclosure.lowering import PlanError
from certify.enclosure.protocol import Backend
from certify.enclosure.structured import Structured
from certify.enclosure.verdicts import (
    Enclosed,
    Verdict,
    decide,
    decide_relation,
    enclose,
    exact_compare,
    ratio_bounds,
    ratio_lower,
    ratio_upper,
)

__all__ = [
    "ArbBackend", "Backend", "Enclosed", "ExactBackend", "Irrational", "Plan", "PlanError", "Verdict", "compile_plan",
    "decide", "decide_relation", "decimal_down", "decimal_up", "enclose", "exact_compare", "ratio_bounds",
    "ratio_lower", "ratio_upper", "session",
    "Ball", "BallBackend", "Structured", "log10_enclosure", "log2_enclosure", "ratio",
]
