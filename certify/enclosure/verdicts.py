"""Verdicts and enclosures at one exact instance: exact arithmetic first, then Arb with doubled precision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from flint import arb

from certify.calculus import prepare
from certify.enclosure.arb import ArbBackend
from certify.enclosure.arb_bounds import decimal_down, decimal_up
from certify.enclosure.arb_scalars import divide
from certify.enclosure.definite import TooLarge
from certify.enclosure.evaluate import compile_plan
from certify.enclosure.exact import ExactBackend, Irrational
from certify.language import Expr, Relation

if TYPE_CHECKING:
    from certify.instances.data import Instance

FIRST_BITS, LAST_BITS = 128, 2048
MANY_ROWS = 64  # elimination in Arb takes the cube of the rows: beyond these, one precision has to do
_GOOD_BITS = 70  # relative accuracy that an enclosure for people aims at


class Verdict(NamedTuple):
    """+1 holds, -1 fails, 0 undecided; ``trust`` is "exact" or "arb"; ``bits`` of Arb that were used."""

    sign: int
    trust: str
    bits: int


@dataclass(frozen=True)
class Enclosed:
    """An Arb value with the precision it was computed at."""

    value: Any
    bits: int

    def decimals(self, digits: int = 17) -> tuple[str, str] | None:
        """Lower and upper bound of a scalar, rounded outward; None where it is undefined or unbounded."""
        with ArbBackend(self.bits).session():
            if not isinstance(self.value, arb) or not self.value.is_finite():
                return None
            return decimal_down(self.value, digits), decimal_up(self.value, digits)

    def fractions(self) -> tuple[Any, Any]:
        """Lower and upper bounds as exact fractions, in the layout of the value."""
        return ArbBackend(self.bits).enclosure(self.value)


@lru_cache(maxsize=64)
def _backend(bits: int) -> ArbBackend:
    return ArbBackend(bits)


@lru_cache(maxsize=1)
def _exact() -> ExactBackend:
    return ExactBackend()


@lru_cache(maxsize=4096)
def _canonical(relation: Relation) -> Relation:
    return relation.canonical()


@lru_cache(maxsize=4096)
def _ready(exprs: tuple[Expr, ...]) -> tuple[Expr, ...]:
    return prepare(*exprs)


def run(exprs: Sequence[Expr], backend: Any, instance: Instance) -> list[Any]:
    """The values of expressions at an instance, in any backend without a batch axis."""
    plan = compile_plan(_ready(tuple(exprs)), instance.dims, instance.indices)
    with backend.session():
        inputs = {name: backend.input(instance.values[name]) for name in plan.inputs}
        return plan.run(backend, inputs)


def exact_compare(relation: Relation, instance: Instance) -> int | None:
    """The verdict in exact arithmetic; None where a side has no exact value there (see ``ExactBackend``)."""
    try:
        lhs, rhs = run((relation.lhs, relation.rhs), _exact(), instance)
        return _exact().compare(relation.op, lhs, rhs)
    except (Irrational, TooLarge):
        return None


def decide(relation: Relation, instance: Instance, last_bits: int = LAST_BITS) -> Verdict:
    """The verdict on a relation (ge and gt too) at an instance, with how it was reached."""
    relation = _canonical(relation)
    sign = exact_compare(relation, instance)
    if sign:
        return Verdict(sign, "exact", 0)
    bits = 0
    for bits in _ladder(last_bits if _rows(relation, instance) <= MANY_ROWS else FIRST_BITS):
        backend = _backend(bits)
        lhs, rhs = run((relation.lhs, relation.rhs), backend, instance)
        sign = backend.same(relation.op, lhs) if lhs is rhs else backend.compare(relation.op, lhs, rhs)
        if sign:
            break
    return Verdict(sign or 0, "arb", bits)


def _rows(relation: Relation, instance: Instance) -> int:
    """Rows of the matrix whose definiteness is asked for; 0 for the other relations."""
    return relation.lhs.shape[0].value(instance.dims) if relation.op == "psd" else 0


def _ladder(last_bits: int) -> Iterator[int]:
    bits = FIRST_BITS
    while bits <= last_bits:
        yield bits
        bits *= 2


def decide_relation(relation: Relation, instance: Instance, last_bits: int = LAST_BITS) -> tuple[int, str]:
    """``(+1 | -1 | 0, "exact" | "arb")``: certainly holds, certainly fails, or undecided up to ``last_bits``."""
    sign, trust, _ = decide(relation, instance, last_bits)
    return sign, trust


def enclose(exprs: Sequence[Expr], instance: Instance, prec: int | None = None) -> list[Enclosed]:
    """Enclosures of expressions: at ``prec`` bits, or (None) with bits doubled until scalars have 20 digits."""
    for bits in [prec] if prec else list(_ladder(LAST_BITS)):
        values = run(exprs, _backend(bits), instance)
        if all(map(_is_accurate, values)):
            break
    return [Enclosed(value, bits) for value in values]


def _is_accurate(value: Any) -> bool:
    return not isinstance(value, arb) or value.is_zero() or bool(value.rel_accuracy_bits() >= _GOOD_BITS)


def ratio_bounds(lhs: Enclosed, rhs: Enclosed, digits: int = 17) -> tuple[str, str] | None:
    """Decimal bounds of lhs / rhs, rounded outward; None unless rhs > 0 is certain and the ratio is bounded."""
    bits = max(lhs.bits, rhs.bits)
    with _backend(bits).session():
        quotient = divide(lhs.value, rhs.value)
    return Enclosed(quotient, bits).decimals(digits) if rhs.value > 0 else None


def ratio_lower(lhs: Enclosed, rhs: Enclosed, digits: int = 17) -> str | None:
    """A decimal that is at most lhs / rhs, or None (see ``ratio_bounds``)."""
    bounds = ratio_bounds(lhs, rhs, digits)
    return bounds and bounds[0]


def ratio_upper(lhs: Enclosed, rhs: Enclosed, digits: int = 17) -> str | None:
    """A decimal that is at least lhs / rhs, or None (see ``ratio_bounds``)."""
    bounds = ratio_bounds(lhs, rhs, digits)
    return bounds and bounds[1]


__all__ = [
    "Enclosed", "Verdict", "decide", "decide_relation", "enclose", "exact_compare", "ratio_bounds", "ratio_lower",
    "ratio_upper", "run",
]
