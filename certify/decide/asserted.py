"""What a decision says about a constant that a claim asserts to exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from certify.instances.data import Instance


@dataclass(frozen=True)
class Rate:
    """How fast one side vanishes or grows along a family, in powers of its parameter t -> 0.

    ``slopes`` are log2 ratios of certified values at neighbouring t = 2^-k, from the coarsest to the finest pair;
    ``exact`` is the power that a series with a proved remainder shows, where there is one.
    """

    family: str
    slopes: tuple[str, ...]
    exact: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Serialised: the slope at the finest t, the smallest and the largest one."""
        values = [float(slope) for slope in self.slopes]
        return {"family": self.family, "exponent": self.slopes[-1] if values else None,
                "least": f"{min(values):.4f}" if values else None, "most": f"{max(values):.4f}" if values else None,
                "exact": self.exact}


@dataclass(frozen=True)
class Member:
    """One instance of a refuting family, which violates the claim with ``constant`` (None: with every constant)."""

    instance: Instance
    constant: Fraction | None


@dataclass(frozen=True)
class Existence:
    """``constants`` that were tried, with the hash of the statement they give; or a family that refutes them all.

    ``proof`` says why the ratio along the family has no bound.
    """

    constants: Mapping[str, Fraction] | None = None
    sha256: str | None = None
    rate: Rate | None = None
    bound_rate: Rate | None = None
    family: str | None = None
    proof: str | None = None
    relation: int = 0
    members: tuple[Member, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Serialised; see the schema of results."""
        constants = None if self.constants is None else {name: str(value) for name, value in self.constants.items()}
        return {"constants": constants, "sha256": self.sha256, "rate": self.rate and self.rate.to_json(),
                "bound_rate": self.bound_rate and self.bound_rate.to_json(), "family": self.family,
                "proof": self.proof, "members": len(self.members)}


__all__ = ["Existence", "Member", "Rate"]
