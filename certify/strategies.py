"""Hypothesis strategies: instances of a claim, for tests of your own and for shrinking.

    from hypothesis import given
    from certify.strategies import instances

    @given(instances(my_claim))
    def test_my_code(instance): ...

Every instance that is drawn is certified to meet the hypotheses of the claim.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from certify.instances.constraints import problem
from certify.instances.data import Batch, Instance
from certify.instances.derived import derivation
from certify.instances.hypotheses import certify_instance
from certify.instances.sampling import allowed_ranges, repair
from certify.instances.shapes import Shape, shape_grid
from certify.language import Claim, InstanceError, Statement

LARGEST = 40  # entries of a symbol
_DENOMINATORS = (1, 2, 4)
_DIGITS = (0, 4, 8, 16)


def instances(claim: Claim | Statement, largest: int = LARGEST) -> st.SearchStrategy[Instance]:
    """Instances that are certified to meet the hypotheses; they shrink to small sizes and small whole numbers.

    Entries are short fractions, moved into the hypotheses where they violate one; symbols with a formula follow from
    them (``Instance.derived``). Raises ``InstanceError``
    where no shape fits the hypotheses on dimensions.
    """
    found = derivation(claim) if isinstance(claim, Claim) else None
    statement = claim.statement if isinstance(claim, Claim) else claim
    if found is not None:
        return _instances(found.free, sorted(_shapes(found.free, largest), key=_size)).map(found.complete)
    shapes = sorted(_shapes(statement, largest), key=_size)
    if not shapes:
        raise InstanceError("no sizes fit the hypotheses on dimensions; check relations such as n >= 3")
    return _instances(statement, shapes)


def _shapes(statement: Statement, largest: int) -> list[Shape]:
    shapes = shape_grid(statement, "full")
    small = [shape for shape in shapes if all(_entries(statement, name, shape[0]) <= largest
                                              for name in statement.symbols)]
    return small or sorted(shapes, key=_size)[:1]


def _size(shape: Shape) -> tuple[int, list[int]]:
    return sum(shape[0].values()), list(shape[1].values())


def _entries(statement: Statement, name: str, dims: Mapping[str, int]) -> int:
    return int(np.prod([size.value(dims) for size in statement.symbols[name].shape], dtype=np.int64))


@st.composite
def _instances(draw: Any, statement: Statement, shapes: list[Shape]) -> Instance:
    dims, indices = shapes[draw(st.integers(0, len(shapes) - 1))]
    denominator = draw(st.sampled_from(_DENOMINATORS))
    values = {name: _entry_array(draw, statement, name, dims, denominator) for name in problem(statement).order}
    batch = Batch(dims, indices, values)
    repaired = repair(statement, batch)
    for candidate in (batch, *_shortened(repaired), repaired):
        instance = candidate.instance(0)
        if all(verdict == 1 for verdict in certify_instance(statement, instance)):
            return instance
    assume(False)
    raise AssertionError("unreachable")


def _entry_array(draw: Any, statement: Statement, name: str, dims: Mapping[str, int], denominator: int) -> Any:
    """Short fractions as a batch of one; scalars start at the low end of what the hypotheses allow."""
    shape = tuple(size.value(dims) for size in statement.symbols[name].shape)
    if not shape:
        interval = allowed_ranges(statement, tuple(sorted(dims.items())))[name]
        lo, hi = interval.floats()
        low = int(np.ceil(lo)) if np.isfinite(lo) else -8
        high = int(np.floor(hi)) if np.isfinite(hi) else low + 30
        if low <= high and not (low == high and interval.hi_open):
            steps = draw(st.integers(low * denominator, high * denominator))
            return np.array([steps / denominator])
        return np.array([lo + (hi - lo) * draw(st.sampled_from([0.5, 0.25, 0.75, 0.0, 1.0]))])
    count = int(np.prod(shape))
    whole = draw(st.lists(st.integers(-8, 8), min_size=count, max_size=count))
    return np.array([float(Fraction(k, denominator)) for k in whole]).reshape(1, *shape)


def _shortened(batch: Batch) -> list[Batch]:
    """The values cut to few binary digits, the shortest first; some of them still meet the hypotheses."""
    return [Batch(batch.dims, batch.indices, {name: np.trunc(value * 2.0**bits) / 2.0**bits
                                              for name, value in batch.values.items()}) for bits in _DIGITS]


__all__ = ["instances"]
