"""How large a term of the left side can be against one of the right side, by the ends of ranges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from certify.rocq.emission.atoms import Atoms, Term
from certify.rocq.emission.errors import NotEmitted
from certify.rocq.emission.powers import Tamed, tame

ONE = Fraction(1)


@dataclass(frozen=True)
class Quotient:
    """A term of the left side over one of the right side: their common part, what is left of both, and how large
    the quotient can be, from the ends ``high`` of what is left above and ``low`` of what is left below.

    ``tamed`` are powers above that have no end, but stay below a multiple of an exponential that is left below.
    """

    common: dict[str, int]
    above: dict[str, int]
    below: dict[str, int]
    tamed: dict[str, Tamed]
    high: Fraction
    low: Fraction
    value: Fraction


def assigned(tops: Sequence[Term], bottoms: Sequence[Term], atoms: Atoms) -> dict[int, tuple[int, Quotient]]:
    """For every positive term of the left side a term of the right side, so that no sum of quotients exceeds 1."""
    if any(term.coefficient < 0 for term in bottoms):
        raise NotEmitted("the last comparison: a negative term on the right side")
    sums = [Fraction(0)] * len(bottoms)
    out: dict[int, tuple[int, Quotient]] = {}
    for k, top in enumerate(tops):
        if top.coefficient < 0:
            continue
        found = [(sums[j] + quotient.value, j, quotient) for j, bottom in enumerate(bottoms)
                 if (quotient := quotient_of(top, bottom, atoms)) is not None]
        if not found:
            raise NotEmitted("the last comparison: a term that no end of a range bounds")
        total, j, best = min(found, key=lambda item: item[:2])
        sums[j], out[k] = total, (j, best)
    if any(total > 1 for total in sums):
        raise NotEmitted("the last comparison: ends of ranges do not settle it")
    return out


def quotient_of(top: Term, bottom: Term, atoms: Atoms) -> Quotient | None:
    """How large a term can be against another, by the ends of the ranges and by powers below exponentials."""
    names = {**top.powers, **bottom.powers}
    common = {name: min(top.powers.get(name, 0), bottom.powers.get(name, 0)) for name in names}
    above = {name: top.powers.get(name, 0) - common[name] for name in names}
    below = {name: bottom.powers.get(name, 0) - common[name] for name in names}
    above, below, common = ({name: k for name, k in part.items() if k} for part in (above, below, common))
    tamed: dict[str, Tamed] = {}
    high = low = ONE
    for name, a in above.items():
        end = atoms.table[name].high
        if end is None:
            found = tame(name, a, {e: k for e, k in below.items() if e not in used(tamed)}, atoms)
            if found is None:
                return None
            tamed[name], high = found, high * found.multiple
        else:
            high *= end ** a
    for name, b in below.items():
        if name not in used(tamed):
            low *= atoms.table[name].low ** b
    if low == 0:
        return None
    value = top.coefficient * high / (bottom.coefficient * low)
    return Quotient(common, above, below, tamed, high, low, value)


def used(tamed: Mapping[str, Tamed]) -> set[str]:
    return {found.exponential for found in tamed.values()}


__all__ = ["Quotient", "assigned", "quotient_of", "used"]
