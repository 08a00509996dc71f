"""What a decision says: status, trust, counts, factor, and the instances it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NoReturn

from certify.decide.asserted import Existence
from certify.instances.data import Instance

if TYPE_CHECKING:
    from certify.bounds import NormEquality
    from certify.decide.upper import UpperBound
    from certify.decide.wellposed import Undefined
    from certify.language import Claim
    from certify.review import Review


class Status(str, Enum):
    """The verdict on a claim."""

    PROVED = "proved"
    REFUTED = "refuted"
    SUPPORTED = "supported"
    UNDECIDED = "undecided"
    VACUOUS = "vacuous"


class Trust(str, Enum):
    """What a verdict rests on, from strong to weak."""

    KERNEL = "kernel"
    EXACT = "exact"
    ARB = "arb"
    FLOAT64 = "float64"
    SAMPLED = "sampled"


@dataclass(frozen=True)
class Counts:
    """Instances on which every hypothesis is certified, by what the conclusion does there."""

    satisfied: int = 0
    violated: int = 0
    touching: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.satisfied + self.violated + self.touching

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.satisfied + other.satisfied, self.violated + other.violated, self.touching + other.touching)


@dataclass(frozen=True)
class Witness:
    """An exact instance with certified values of one relation there.

    ``lhs`` and ``rhs`` are enclosures as pairs of decimal texts (None where a side is no scalar);
    ``ratio`` is a lower bound of lhs / rhs as a decimal text, None where it has no meaning. For the
    semidefinite order the sides are quadratic forms at ``direction``. ``derived`` shows derived entries to people:
    by symbol its ``formula`` and ``entries`` (pairs of decimal texts).
    """

    instance: Instance
    relation: int
    trust: Trust
    lhs: tuple[str, str] | None = None
    rhs: tuple[str, str] | None = None
    ratio: str | None = None
    direction: tuple[Fraction, ...] | None = None
    derived: Mapping[str, Any] | None = None

    def to_json(self) -> dict[str, Any]:
        """Serialised, with exact entries; of derived ones formulas and enclosures."""
        return {**self.instance.to_json(), "relation": self.relation, "trust": self.trust.value,
                "lhs": self.lhs and list(self.lhs), "rhs": self.rhs and list(self.rhs), "ratio": self.ratio,
                **({"derived": dict(self.derived)} if self.derived else {})}


def by_ratio(item: Witness) -> Decimal:
    """Orders witnesses by their certified ratio, of any size; those without one come first."""
    return Decimal("-Infinity") if item.ratio is None else Decimal(item.ratio)


@dataclass(frozen=True)
class Factor:
    """Certified enclosure of sup lhs / rhs; ``hi`` is None where nothing is proved from above."""

    lo: str | None
    hi: str | None = None
    trust_lo: Trust | None = None
    trust_hi: Trust | None = None

    def to_json(self) -> dict[str, Any]:
        """Serialised."""
        return {"lo": self.lo, "hi": self.hi, "trust_lo": self.trust_lo and self.trust_lo.value,
                "trust_hi": self.trust_hi and self.trust_hi.value}


@dataclass(frozen=True)
class Outcome:
    """A status with what it rests on: what a decider returns for a statement.

    ``escalated`` touching instances were looked at beyond float64, ``beyond`` instances have sizes beyond 64;
    ``upper`` are proved upper bounds of conclusions, ``norms`` proofs of equalities of norms.
    """

    status: Status
    trust: Trust | None
    reason: str
    counts: Counts = Counts()
    factor: Factor | None = None
    worst: Witness | None = None
    simplest: Witness | None = None
    escalated: int = 0
    beyond: int = 0
    cut: bool = False
    canonical_form: str | None = None
    existence: Existence | None = None
    upper: tuple[UpperBound, ...] = ()
    norms: tuple[NormEquality, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Decision(Outcome):
    """The outcome for a claim and for the steps of its printed proof. It has no truth value: ask for ``status``.

    ``well_posed``: whether the claim has a meaning wherever its hypotheses hold, None where that is open;
    ``undefined_at`` is an instance where it has none, and the verdict is on all others.
    ``review`` tells which hypotheses matter, where the bound says nothing, how it grows; None where nobody asked.
    """

    claim: Claim
    chain: tuple[Decision, ...] = ()
    well_posed: bool | None = None
    undefined_at: Undefined | None = None
    review: Review | None = None
    seconds: float = 0.0
    settings: Mapping[str, Any] = field(default_factory=dict)

    def __bool__(self) -> NoReturn:
        raise TypeError("a Decision has no truth value; look at .status "
                        "(proved, refuted, supported, undecided or vacuous)")

    def __str__(self) -> str:
        trust = f" (trust: {self.trust.value})" if self.trust else ""
        return f"{self.claim.id}: {self.status.value}{trust}. {self.reason}"

    __repr__ = __str__

    def _repr_html_(self) -> str:
        from certify.decide.entry import entry_of
        from certify.report import decision_html

        return decision_html(entry_of(self))
