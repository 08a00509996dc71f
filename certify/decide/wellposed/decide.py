"""The decision: well posed where every operation is proved to have a value, not where an instance shows one without."""

from __future__ import annotations

from dataclasses import dataclass

from certify.decide.wellposed.needs import unproved
from certify.decide.wellposed.undefined import Undefined, look_for
from certify.instances.derived import derivation
from certify.language import Claim


@dataclass(frozen=True)
class WellPosed:
    """``holds`` is None where it is open; ``undefined_at`` shows why it does not hold."""

    holds: bool | None
    undefined_at: Undefined | None = None


def well_posed(claim: Claim) -> WellPosed:
    """Whether everything in hypotheses and conclusions has a value wherever the hypotheses hold.

    Instances are looked for where a claim has no derived entries and asserts no constant.
    """
    left = unproved(claim.statement)
    if left is None:
        return WellPosed(None)
    if not left:
        return WellPosed(True)
    if claim.exists is not None or derivation(claim) is not None:
        return WellPosed(None)
    found = look_for(claim.statement, left)
    return WellPosed(None if found is None else False, found)


__all__ = ["WellPosed", "well_posed"]
