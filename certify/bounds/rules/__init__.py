"""The rules of the norm calculus, each an inequality for all sizes; see the modules for the reasons."""

from __future__ import annotations

from functools import lru_cache

from certify.bounds.rules import (
    attention,
    blocks,
    conversions,
    entries,
    exponentials,
    linear,
    moments,
    own_moves,
    p_norms,
    power_series,
    products,
    second_moves,
    signs,
    softmax,
    sums,
)
from certify.bounds.steps import Rule

_ALL = (*conversions.TABLE, *entries.TABLE, *sums.TABLE, *products.TABLE, *linear.TABLE, *softmax.TABLE,
        *second_moves.TABLE, *own_moves.TABLE, *moments.TABLE, *attention.TABLE, *signs.TABLE,
        *power_series.TABLE, *p_norms.TABLE, *blocks.TABLE, *exponentials.TABLE)
RULES: dict[str, Rule] = {rule.name: rule for rule in _ALL}
#: Rules whose premise is another quantity of the same expression, by the kind that they bound.
CONVERSIONS: dict[str, list[Rule]] = {}
for _rule in _ALL:
    if not _rule.ops:
        CONVERSIONS.setdefault(_rule.kind, []).append(_rule)


@lru_cache(maxsize=4096)
def rules_for(kind: str, op: str, fine: bool = False) -> tuple[Rule, ...]:
    """The rules that bound a kind of quantity of nodes of an operation from their operands; the fine ones on demand."""
    return tuple(rule for rule in _ALL if rule.kind == kind and op in rule.ops and fine >= rule.fine)


__all__ = ["CONVERSIONS", "RULES", "rules_for"]
