"""What a query says of an expression, as a proposition of ``Certify.Quantities``."""

from __future__ import annotations

from certify.bounds.steps import Query
from certify.rocq.emission.errors import NotEmitted
from certify.rocq.printer import Printer
from certify.rocq.syntax import Text, call, function, natural, relation

_NORMS = {"l1": "norm1", "l2": "norm2", "fro": "normfro"}
_NAMES = {"size": "size{}", "floor": "floor{}", "above": "above{}", "under": "under{}", "spread": "spread1",
          "spectral": "opbound", "rows": "rows2", "columns": "columns2"}
_RANKS = {"above": 1, "under": 1}


def bounded(p: Printer, query: Query, value: Text) -> Text:
    """That the quantity of the query is at most (for ``floor`` at least) the value."""
    sizes, term = [natural(size) for size in query.node.shape], p.term(query.node)
    if query.kind in _NORMS:
        return relation(call(_NORMS[query.kind], *sizes, term), "<=", value)
    rank = len(query.node.shape)
    if rank > _RANKS.get(query.kind, 2):
        raise NotEmitted(f"one-sided bounds of matrices ({query})")
    return call(_NAMES[query.kind].format(rank), *sizes, term, value)


def predicate(p: Printer, query: Query) -> Text:
    """The proposition as a function of the value."""
    r = p.fresh.local("r")
    return function(r, bounded(p, query, Text(r)))


__all__ = ["bounded", "predicate"]
