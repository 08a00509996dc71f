"""What a proved bound says at given sizes: the ratio of the sides as a function of the dimensions."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from certify.bounds.comparison import Ratio, ratio_bound
from certify.bounds.facts import readable, scalar_ranges
from certify.bounds.prove import Proof
from certify.instances.intervals import Interval
from certify.language import make


def ratio_at(proof: Proof, dims: Mapping[str, int]) -> Ratio | None:
    """A bound of lhs / rhs at these sizes, from the same proof: only the last comparison is made anew."""
    if proof.goal.form is not None and not proof.goal.form.order:
        return proof.ratio  # the sides of a quadratic form are not those of the statement
    ranges = dict(scalar_ranges(proof.given) or {})
    ranges |= {make("dim", (), (name,)): Interval(Fraction(size), Fraction(size)) for name, size in dims.items()}
    right = readable(proof.rhs) if proof.below is None else proof.below.value
    return ratio_bound(proof.form, right, ranges)


__all__ = ["ratio_at"]
