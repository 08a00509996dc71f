"""What scalar bounds are made of, and which of it is certainly >= 0: monomials may be compared only where it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from certify.bounds.monomials import TAKEN_APART, range_of
from certify.instances.intervals import Interval
from certify.language import Expr

_NEVER_NEGATIVE = ("dim", "norm", "abs", "sigmin")


def generators(side: Expr, kept: frozenset[Expr] = frozenset()) -> frozenset[Expr]:
    """The scalars that a bound is made of as it is written, also those that cancel when monomials are multiplied.

    sqrt(s s) / s is the monomial 1 only for s > 0, so s counts although the monomial does not hold it.
    """
    return frozenset(_leaves(side, kept))


def _leaves(side: Expr, kept: frozenset[Expr]) -> Iterator[Expr]:
    stack, seen = [side], set()
    while stack:
        node = stack.pop()
        if node in seen:
            continue
        seen.add(node)
        if node in kept or node.op not in TAKEN_APART or range_of(node) is not None:
            yield node
        else:
            stack.extend(node.args)


def is_nonnegative(g: Expr, ranges: Mapping[Expr, Interval]) -> bool:
    """Whether a scalar is >= 0 by its form or by its range."""
    return g.op in _NEVER_NEGATIVE or range_of(g) is not None or (g in ranges and ranges[g].lo >= 0)


def usable(value: Expr, ranges: Mapping[Expr, Interval]) -> bool:
    """Whether a bound by a hypothesis may be calculated with: what it is made of is >= 0.

    A value that is one scalar is >= 0 wherever it bounds a norm.
    """
    return value.op not in TAKEN_APART or all(is_nonnegative(g, ranges) for g in generators(value))


__all__ = ["generators", "is_nonnegative", "usable"]
