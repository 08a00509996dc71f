"""What is bounded and why: queries, and steps of a proof, which form a tree with hypotheses at its leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from certify.language import Expr

#: What can be asked of an expression e. Upper bounds: of all |entries| (``size``), of norms of vectors (``l1``, ``l2``)
#: and matrices (``fro``, ``spectral``, ``rows`` = largest l1 norm of a row, ``columns`` likewise), of max - min of
#: the entries of a vector (``spread``). A lower bound >= 0 of all entries: ``floor``. One-sided:
#: all entries <= v (``above``), all entries >= -v (``under``), v >= 0.
KINDS = ("size", "l1", "l2", "fro", "spectral", "rows", "columns", "spread", "floor", "above", "under")


#: How many axes the arrays have of which a norm can be asked; the other kinds look at entries.
RANKS = {"l1": 1, "l2": 1, "spread": 1, "fro": 2, "spectral": 2, "rows": 2, "columns": 2}

#: The quantity that a norm is, by the rank of its argument and its order.
NORM_KINDS = {1: {"1": "l1", "2": "l2", "inf": "size"},
              2: {"2": "spectral", "fro": "fro", "1": "columns", "inf": "rows"}}


@dataclass(frozen=True, eq=False)
class Query:
    """One quantity of one expression; expressions are shared, so they are compared by identity."""

    kind: str
    node: Expr

    @property
    def has_meaning(self) -> bool:
        """Whether the expression has such a quantity: norms of vectors are not asked of matrices."""
        return RANKS.get(self.kind, len(self.node.shape)) == len(self.node.shape)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Query) and self.kind == other.kind and self.node is other.node

    def __hash__(self) -> int:
        return hash((self.kind, id(self.node)))

    def __str__(self) -> str:
        return f"{self.kind}({self.node})"


@dataclass(frozen=True, eq=False)
class Step:
    """``query`` is bounded by ``value`` (a scalar expression >= 0) by a rule from premises, or by a hypothesis."""

    query: Query
    value: Expr
    rule: str
    premises: tuple[Step, ...] = ()

    def steps(self) -> Iterator[Step]:
        """Every step below and including this one, premises first, each once."""
        seen: set[int] = set()
        stack: list[tuple[Step, bool]] = [(self, False)]
        while stack:
            step, ready = stack.pop()
            if ready:
                yield step
            elif id(step) not in seen:
                seen.add(id(step))
                stack.append((step, True))
                stack.extend((premise, False) for premise in step.premises)


Premises = Callable[[Expr], "Sequence[Query] | None"]


@dataclass(frozen=True)
class Rule:
    """A bound on a kind of quantity of nodes of some operations from bounds on other quantities.

    ``premises`` gives the queries that the rule rests on, None where it does not apply to the node; ``value`` is the
    bound, from the node and the bounds of the premises, None where they say nothing. ``because`` is the reason in a
    line, with its source. The bound of a ``fine`` rule is no sum of positive monomials, so it can be compared only with
    a right side that is made of the same differences, roots of sums or hyperbolic functions.
    """

    name: str
    kind: str
    ops: tuple[str, ...]
    premises: Premises
    value: Callable[..., Expr | None]
    because: str = field(compare=False, default="")
    fine: bool = False


__all__ = ["KINDS", "NORM_KINDS", "RANKS", "Query", "Rule", "Step"]
