"""The largest certified ratio among the instances that a search found."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from certify.decide.bounds import meets_hypotheses
from certify.decide.reading import judge
from certify.decide.witnesses import witness
from certify.instances.data import Batch, Instance
from certify.language import Statement

KEPT = 2  # instances whose ratio is certified


def log2(ratio: Decimal) -> float:
    """The binary logarithm of a positive number of any size."""
    return float(ratio.ln() / Decimal(2).ln())


def alone(statement: Statement, instance: Instance) -> Batch:
    """A batch of one instance, in floats."""
    values = {name: np.array(instance.values[name], dtype=float)[None] for name in statement.symbols}
    return Batch(dict(instance.dims), dict(instance.indices), values)


def worst_first(statement: Statement, k: int, batch: Batch) -> Batch:
    """The instances whose sides have a ratio in conclusion k, the largest first."""
    guide = judge([statement.says[k]], batch)[0].guide
    order = np.argsort(-guide, kind="stable")
    return batch.select(order[np.isfinite(guide[order])])


def largest_ratio(statement: Statement, k: int, ordered: Batch) -> Decimal | None:
    """The largest certified ratio over the first instances; None where none is certified to be positive."""
    instances = [ordered.instance(j) for j in range(min(KEPT, len(ordered)))]
    ratios = [witness(statement, k, instance).ratio for instance in instances if meets_hypotheses(statement, instance)]
    return max((Decimal(ratio) for ratio in ratios if ratio is not None), default=None)


__all__ = ["alone", "largest_ratio", "log2", "worst_first"]
