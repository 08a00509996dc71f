"""Rigorous comparison of Arb values, and the sign of a difference in the semidefinite order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import arb

from certify.enclosure.arb_definite import definite_sign
from certify.enclosure.arb_scalars import is_exact
from certify.enclosure.arb_spectral import symmetric_part
from certify.enclosure.flint_arrays import Array, FlintArrays


def _le(a: arb, b: arb) -> int:
    return 1 if a <= b else -1 if a > b else 0


def _lt(a: arb, b: arb) -> int:
    return 1 if a < b else -1 if a >= b else 0


def _eq(a: arb, b: arb) -> int:
    if is_exact(a) and is_exact(b):
        return 1 if a == b else -1
    return 0 if a.overlaps(b) else -1


_TESTS: dict[str, Callable[[arb, arb], int]] = {"le": _le, "lt": _lt, "eq": _eq}


def compare(backend: FlintArrays, rel: str, lhs: Array, rhs: Array) -> int:
    """+1 where every entry certainly compares, -1 where one certainly does not, else 0.

    Anything undefined or infinite gives 0. For ``psd`` the difference must be symmetric for the relation to have
    a meaning: a difference that certainly is not gives 0.
    """
    if not all(x.is_finite() for side in (lhs, rhs) for x in backend.entries(side)):
        return 0
    if rel == "psd":
        return _semidefinite(rhs - lhs)
    signs = backend.entries(_signs(backend, _TESTS[rel], lhs, rhs))
    return -1 if -1 in signs else min(signs)


def _signs(backend: FlintArrays, test: Callable[[arb, arb], int], lhs: Array, rhs: Array) -> list[int]:
    left, right = backend.entries(lhs), backend.entries(rhs)
    count = max(len(left), len(right))
    left, right = (side * count if len(side) < count else side for side in (left, right))
    return [test(a, b) for a, b in zip(left, right, strict=True)]


def _semidefinite(difference: Any) -> int:
    if not difference.overlaps(difference.transpose()):
        return 0
    return definite_sign(symmetric_part(difference))


__all__ = ["compare"]
