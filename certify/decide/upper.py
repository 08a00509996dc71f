"""Proved upper bounds of lhs / rhs, as decisions report them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from certify.bounds import Proof, bound_certificate, prove, refusal
from certify.bounds.suprema import BITS, Value, ball
from certify.decide.decision import Trust
from certify.enclosure import ArbBackend
from certify.enclosure.arb_bounds import decimal_up
from certify.language import Expr, Statement

DIGITS = 17
LOOSE = Decimal("0.1")  # a bound of which this part would do is called loose


@dataclass(frozen=True)
class UpperBound:
    """lhs <= hi * rhs for all sizes and all instances of conclusion ``relation``; ``form`` bounds the left side itself.

    ``trust`` is exact where the constant is rational, arb where it is enclosed; ``settles``: it proves the conclusion.
    """

    proof: Proof
    relation: int
    hi: str
    trust: Trust
    form: Expr
    settles: bool


def upper_bound(statement: Statement, k: int) -> UpperBound | None:
    """The smallest bound that the norm calculus proves for conclusion k, None where it finds none.

    No verdict rests on a proof that nobody else can check: one that the independent checker refuses counts as none.
    A conclusion with <= is settled by a bound <= 1; a strict one needs a bound < 1 and a right side > 0.
    """
    proof = prove(statement, k)
    if proof is None:
        return None
    strict = statement.says[k].op == "lt"
    settles = proof.ratio.below_one and proof.positive if strict else proof.ratio.at_most_one
    value = proof.ratio.value
    trust = Trust.EXACT if isinstance(value, Fraction) else Trust.ARB
    hi = _decimal(value)
    if refusal(bound_certificate("", statement, k, hi, settles, proof)) is not None:
        return None
    return UpperBound(proof, k, hi, trust, proof.form, settles)


def _decimal(value: Value) -> str:
    with ArbBackend(BITS).session():
        return decimal_up(ball(value), DIGITS)


__all__ = ["UpperBound", "upper_bound"]
