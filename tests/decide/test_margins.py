"""A bound whose constant is a thousandth below the best one known is refuted, with the budget that anyone gets."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path

import pytest

import certify as ct
from certify.decide import Status
from certify.language import Relation, coerce
from certify.runs import load

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
KNOWN = tomllib.loads((BENCHMARKS / "best_known.toml").read_text(encoding="utf-8"))
CORE = ("f", "gradient", "gradient_lipschitz", "hessian", "hessian_lipschitz", "alpha", "exp")
BELOW = Fraction(999, 1000)


@pytest.mark.parametrize("name", CORE)
def test_a_thousandth_below_the_best_known_constant(name):
    (claim,) = load([KNOWN[name]["claim"]])
    relation = claim.says[0].canonical()
    smaller = Relation(relation.op, relation.lhs, coerce(BELOW * Fraction(KNOWN[name]["lo"])) * relation.rhs)
    decision = ct.verify(ct.Claim(ct.Paper("margins"), name, given=claim.given, says=smaller))
    assert decision.status is Status.REFUTED, decision.reason
