"""Constants that are called sharp: with a little less on the right side the same claims are refuted.

The factor of a decision says that a bound is nearly attained; here the refutation itself is asked for, an exact
instance and all, so that a slip in how factors are computed could not pass for sharpness.
"""

import pytest

import certify as ct
from certify.runs import load

SHARP = {claim.id: claim for claim in load(["sharp.cumulants"])
         if claim.statement.symbols and claim.says[0].op == "le"}
SHARPENED = ct.rational(19, 20)


@pytest.mark.parametrize("name", SHARP)
def test_a_twentieth_less_is_refuted(name):
    claim = SHARP[name]
    (relation,) = claim.says
    less = ct.Claim(claim.paper, claim.label, given=claim.given, says=relation.lhs <= SHARPENED * relation.rhs)
    decision = ct.verify(less, seed=1, budget=20_000)
    assert decision.status.value == "refuted", decision.reason
    assert decision.simplest.instance.dims
