"""Where a bound says no more than what is known without it.

For ||g(x) - g(y)|| <= C V, with V the length of the move, the norm calculus also bounds the left side by some T that
does not speak of the move (sqrt(2) for two probability vectors): beyond V = T / C the bound says nothing. For other
bounds T is compared with the right side itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from certify.bounds.closed_form import closed_form
from certify.bounds.comparison import Ratio, ratio_bound
from certify.bounds.engine import Prover
from certify.bounds.facts import about_scalars, joined, read, readable, ready, scalar_ranges
from certify.bounds.magnitudes import Magnitudes
from certify.bounds.printed import ONE, printed, varies
from certify.bounds.reductions import moved_symbols
from certify.bounds.steps import Query, Step
from certify.bounds.suprema import BITS, ball
from certify.calculus.algebra import div
from certify.enclosure import ArbBackend, enclose
from certify.enclosure.arb_bounds import decimal_up
from certify.instances.data import Instance
from certify.instances.intervals import Interval
from certify.language import Expr, Relation, Statement, dim_names, free_symbols
from certify.language.printing import latex, unicode
from certify.review.cells import typical

DIGITS, SIZE = 6, 16  # digits of numbers, and what a dimension typically is


@dataclass(frozen=True)
class Vacuity:
    """``trivial`` bounds the left side without the move. For a move of length ``move`` the bound is weaker than that
    once the length exceeds ``radius``, at ``typical`` values ``value``; ``reach`` bounds the length where the
    hypotheses do, and ``never`` tells that the radius lies beyond. Without a move, ``always`` tells that the trivial
    bound is nowhere larger than the right side, and ``ratio`` how large it can be against it, where that is bounded.
    """

    trivial: Expr
    proof: Step
    move: Expr | None = None
    radius: Expr | None = None
    value: str | None = None
    typical: Mapping[str, str] | None = None
    reach: Expr | None = None
    never: bool = False
    always: bool = False
    ratio: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Serialised: expressions in plain text and LaTeX."""
        return {**{name: _shown(getattr(self, name)) for name in ("trivial", "move", "radius", "reach")},
                "value": self.value, "typical": self.typical and dict(self.typical), "never": self.never,
                "always": self.always, "ratio": self.ratio, "steps": len(list(self.proof.steps()))}


def _shown(node: Expr | None) -> dict[str, str] | None:
    return None if node is None else {"unicode": unicode(node), "latex": latex(node)}


def vacuity(statement: Statement, k: int) -> Vacuity | None:
    """What a bound in dimensions and scalars alone says of conclusion k; None where the norm calculus finds none."""
    relation = statement.says[k].canonical()
    if relation.op not in ("le", "lt") or relation.lhs.shape or relation.rhs.shape or not varies(relation.lhs):
        return None
    moves = moved_symbols(relation.lhs)
    given = tuple(ready(rel) for rel in statement.given if not _of_move(rel, moves))
    ranges = scalar_ranges(given)
    if ranges is None:
        return None
    found = _smallest(relation.lhs, given, ranges)
    if found is None:
        return None
    parts = printed(relation.rhs)
    if moves and parts.variable is not ONE and not varies(parts.constant):
        return _radius(found, parts.constant, parts.variable, given, ranges)
    return _against(found, relation.rhs, ranges)


def _of_move(relation: Relation, moves: tuple[tuple[Expr, Expr], ...]) -> bool:
    """Whether a hypothesis speaks of both ends of a move, so that it limits the move itself."""
    names = free_symbols(relation.lhs, relation.rhs)
    return any({old, new} <= names for old, new in moves)


def _smallest(node: Expr, given: tuple[Relation, ...], ranges: dict[Expr, Interval]) -> Step | None:
    """The best bound of a scalar in dimensions and scalars alone."""
    query = Query("size", readable(node))
    magnitudes = Magnitudes(ranges)
    prover = Prover(joined(read(given, ranges), about_scalars((query.node,), ranges)), frozenset(), magnitudes)
    found = [step for step in prover.bounds(query) if not varies(step.value)]
    return min(found, key=lambda step: sum(magnitudes.logs(step.value)), default=None)


def _radius(found: Step, constant: Expr, move: Expr, given: tuple[Relation, ...],
            ranges: dict[Expr, Interval]) -> Vacuity:
    trivial = closed_form(found.value)
    radius, reach = closed_form(div(trivial, readable(constant))), _smallest(move, given, ranges)
    never = False
    if reach is not None:
        share = ratio_bound(reach.value, radius, ranges)
        never = share is not None and share.at_most_one
    values = {node: typical(ranges.get(node, Interval())) for node in sorted(free_symbols(radius), key=str)}
    dims = dict.fromkeys(sorted(dim_names(radius)), SIZE)
    instance = Instance(dims, {}, {node.attrs[0]: value for node, value in values.items()})
    ends = enclose((radius,), instance)[0].decimals(DIGITS)
    shown = {**{name: str(size) for name, size in dims.items()},
             **{str(node.attrs[0]): str(value) for node, value in values.items()}}
    return Vacuity(trivial, found, move, radius, ends and ends[1], shown,
                   None if reach is None else closed_form(reach.value), never)


def _against(found: Step, right: Expr, ranges: dict[Expr, Interval]) -> Vacuity | None:
    ratio = ratio_bound(found.value, readable(right), ranges)
    if ratio is None:
        return None
    return Vacuity(closed_form(found.value), found, always=ratio.at_most_one, ratio=_upper(ratio))


def _upper(ratio: Ratio) -> str:
    if isinstance(ratio.value, Fraction) and ratio.value == 0:
        return "0"
    with ArbBackend(BITS).session():
        return decimal_up(ball(ratio.value), DIGITS)


__all__ = ["Vacuity", "vacuity"]
