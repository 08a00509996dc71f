"""Powers that stay below a multiple of an exponential: g^a <= m exp(c g^k)^s.

The least such m is (a / (s c k e))^(a/k), attained at g^k = a / (s c k). A rational above it is taken, with 2712/1000
for e.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from certify.rocq.emission.atoms import Atoms
from certify.rocq.syntax import ATOM, number, within

E_BELOW = Fraction(2712, 1000)
STEPS = 10**6


@dataclass(frozen=True)
class Tamed:
    """0 <= g^a <= multiple * exponential^power, as it is said and proved."""

    multiple: Fraction
    exponential: str
    power: int
    says: str
    proof: str


def tame(name: str, a: int, below: Mapping[str, int], atoms: Atoms) -> Tamed | None:
    """The bound of a power by an exponential in the same number, with all of its powers that are left."""
    for exponential, s in below.items():
        found = atoms.exponents.get(exponential)
        if found is None or found.base != name:
            continue
        theta = s * found.factor * found.power / a
        multiple = _above_root(1 / (theta * E_BELOW) ** a, found.power)
        base, text = f"({name}) ^ {a}" if a > 1 else name, exponential
        says = f"0 <= {base} <= {number(multiple)} * {text}{f' ^ {s}' if s > 1 else ''}"
        arguments = " ".join(within(number(value), ATOM) for value in (found.factor, theta, multiple))
        proof = f"tamed ({name}) {arguments} {a}%nat {found.power}%nat {s}%nat"
        return Tamed(multiple, exponential, s, says, proof)
    return None


def _above_root(value: Fraction, k: int) -> Fraction:
    """A rational whose k-th power is at least the value, and not much more."""
    if k == 1:
        return value
    guess = Fraction(int(float(value) ** (1 / k) * STEPS) + 1, STEPS)
    while guess**k < value:
        guess += Fraction(1, STEPS)
    return guess


__all__ = ["Tamed", "tame"]
