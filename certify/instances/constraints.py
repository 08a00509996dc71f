"""Hypotheses sorted for sampling: which symbol gives way to each one, how, and in which order.

Scalars such as a radius come first, then matrices, then vectors, then what other symbols bound (beta below
alpha(x), weights above l / sigmin(A)^2). Each hypothesis moves the latest of its symbols.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from certify.instances.homogeneity import degree, differences, of_difference
from certify.instances.isolation import isolate
from certify.instances.moves import Move, Pull, Scale, Segment, Solve, symbol_name
from certify.instances.readings import numeric
from certify.language import Expr, Relation, Statement, free_symbols

_IDENTITIES = ((1.0,), (2.0,), (0.5,), (8.0,), (2.0**-10,))
_RATIONAL = frozenset([
    "const", "dim", "sym", "idx", "array", "ones", "zeros", "eye", "unit", "add", "mul", "div", "neg",
    "abs", "maximum", "minimum", "matmul", "transpose", "dot", "outer", "diag", "diagonal", "trace",
    "kron", "vec", "sum", "max", "min", "sumover", "take", "concat",
])


@dataclass(frozen=True, eq=False)
class Constraint:
    """One hypothesis (the ``number``-th) in its numeric reading, and the moves that may enforce it, best first."""

    number: int
    relation: Relation
    symbols: tuple[str, ...]
    moves: tuple[Move, ...]

    @property
    def target(self) -> str | None:
        """The symbol that the preferred move changes."""
        return self.moves[0].target if self.moves else None

    @property
    def ball(self) -> Scale | None:
        """The preferred move where it shrinks a symbol."""
        first = self.moves[0] if self.moves else None
        return first if isinstance(first, Scale) and first.left > first.right else None


@dataclass(frozen=True, eq=False)
class Problem:
    """The hypotheses of a statement: inequalities in the order to enforce them, equalities, order of symbols."""

    statement: Statement
    inequalities: tuple[Constraint, ...]
    equalities: tuple[Constraint, ...]
    order: tuple[str, ...]

    @property
    def constraints(self) -> tuple[Constraint, ...]:
        """All of them."""
        return self.inequalities + self.equalities


@lru_cache(maxsize=512)
def problem(statement: Statement) -> Problem:
    """The hypotheses of a statement, sorted."""
    found = [_constraint(k, relation) for k, relation in enumerate(statement.given)]
    found = [c for c in found if c.symbols]
    order = _order(statement, found)
    place = {name: k for k, name in enumerate(order)}

    def late(c: Constraint) -> tuple[int, int]:
        return (place[c.target] if c.target else -1, _KINDS.index(type(c.moves[0])) if c.moves else 0)

    inequalities = sorted((c for c in found if c.relation.op != "eq"), key=late)
    equalities = sorted((c for c in found if c.relation.op == "eq"), key=late)
    return Problem(statement, tuple(inequalities), tuple(equalities), order)


_KINDS: list[type[Move]] = [Solve, Scale, Pull, Segment]


def _constraint(number: int, given: Relation) -> Constraint:
    relation = numeric(given)
    symbols = sorted(free_symbols(relation.lhs, relation.rhs), key=_early)
    return Constraint(number, relation, tuple(map(symbol_name, symbols)), tuple(_moves(relation, symbols)))


def _early(node: Expr) -> tuple[int, str]:
    """Sampling order where nothing else decides: scalars, matrices, vectors."""
    return ((0, 2, 1)[len(node.shape)], symbol_name(node))


def _moves(relation: Relation, symbols: list[Expr]) -> Iterator[Move]:
    """All moves that fit: pull together, shrink arrays, solve, enlarge, and bisection towards simple points."""
    latest_first = symbols[::-1]
    arrays = [s for s in latest_first if s.shape]
    scalars = [s for s in latest_first if not s.shape]
    yield from _pulls(relation, arrays + scalars)
    scales = [scale for s in arrays for scale in _scale(relation, s)]
    yield from (scale for scale in scales if scale.left > scale.right)
    for s in arrays + scalars:
        way = isolate(relation, s)
        if way is not None:
            yield Solve(symbol_name(s), way)
    yield from (scale for scale in scales if scale.left < scale.right)
    yield from (scale for s in scalars for scale in _scale(relation, s))
    if relation.op != "eq":
        yield from _segments(relation, scalars + arrays, latest_first)


def _scale(relation: Relation, s: Expr) -> Iterator[Scale]:
    left, right = degree(relation.lhs, s), degree(relation.rhs, s)
    if left is not None and right is not None and left != right:
        yield Scale(symbol_name(s), relation, left, right)


def _pulls(relation: Relation, symbols: list[Expr]) -> Iterator[Pull]:
    for x, y in sorted(differences(relation.lhs, relation.rhs), key=lambda pair: tuple(map(symbol_name, pair))):
        lhs, gap = of_difference(relation.lhs, x, y)
        power = degree(lhs, gap)
        if {x, y} & free_symbols(lhs, relation.rhs) or power is None or power <= 0:
            continue
        first, second = sorted((symbol_name(x), symbol_name(y)), key=lambda name: (len(name), name))
        yield Pull(second, first, relation, power)
        yield Pull(first, second, relation, power)


def _segments(relation: Relation, movable: list[Expr], symbols: list[Expr]) -> Iterator[Segment]:
    for s in movable:
        name = symbol_name(s)
        for base in _bases(s, symbols):
            yield Segment(name, base, relation)


def _bases(s: Expr, symbols: list[Expr]) -> Iterator[str | float | tuple[float]]:
    yield from (symbol_name(other) for other in symbols if other is not s and other.shape == s.shape)
    yield 0.0
    if len(s.shape) == 2:
        yield from _IDENTITIES
    yield from (1.0, 2.0**-10, 2.0**-40, 1024.0)


def _order(statement: Statement, constraints: list[Constraint]) -> tuple[str, ...]:
    """Symbols so that the target of a hypothesis comes after its other symbols, as far as that is possible."""
    waiting = dict(sorted(statement.symbols.items(), key=lambda item: _early(item[1])))
    after: dict[str, set[str]] = {name: set() for name in waiting}
    for c in constraints:
        if c.target is not None:
            after[c.target] |= set(c.symbols) - {c.target}
    out: list[str] = []
    while waiting:
        ready = [name for name in waiting if not after[name] & set(waiting)] or list(waiting)
        out.append(ready[0])
        del waiting[ready[0]]
    return tuple(out)


def rational(relation: Relation) -> bool:
    """Whether both sides are rational numbers at rational instances, and short ones at short instances."""
    from certify.language import postorder

    return all(node.op in _RATIONAL or (node.op == "norm" and node.attrs[0] in ("1", "inf"))
               or (node.op == "pow" and node.args[1].op == "const" and node.args[1].attrs[0].isdigit())
               for node in postorder(relation.lhs, relation.rhs))


__all__ = ["Constraint", "Problem", "problem", "rational"]
