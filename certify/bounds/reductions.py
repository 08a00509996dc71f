"""Bounds on differences and on derivatives of scalars, reduced to directional derivatives.

- Mean value inequality: for convex hypotheses, ||g(x) - g(y)|| <= sup ||Dg(z)[x - y]|| over z between x and y, in any
  norm (Dieudonne, Foundations of Modern Analysis, 8.5.4).
- The derivatives of a scalar are symmetric forms, so ||D^k s||, over unit vectors in the Euclidean norm, is the
  supremum of |D^k s[w, ..., w]| over one unit vector w (Banach 1938; Harris, Bull. LMS 29, 1997).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from certify.bounds.differences import cancelled, settled
from certify.bounds.facts import readable
from certify.bounds.steps import NORM_KINDS, Query
from certify.language import Expr, ExpressionError, Relation, free_symbols, make, rebuild

Move = tuple[Expr, Expr]  # a symbol and what it moves to


@dataclass(frozen=True)
class Form:
    """The derivative of order ``order`` of a scalar by x along the unit vector ``unit``, instead of all directions.

    Order 0: the scalar is a quadratic form in ``unit``, any vector.
    """

    scalar: Expr
    x: Expr
    unit: Expr
    order: int


@dataclass(frozen=True)
class Goal:
    """Bound the quantity of ``query`` under the hypotheses ``given`` and ``bounded`` (norms of new directions); the
    left side is at most the bound times ``factor``.

    How one got here: ``moves`` lists x, y, the direction that stands for x - y and the point between them where the
    mean value inequality was used for g(x) - g(y), ``first`` is g(x); ``form`` the symmetric form whose values along
    one unit vector serve; ``reasons`` say so in words.
    """

    query: Query
    given: tuple[Relation, ...]
    bounded: tuple[tuple[Query, Expr], ...] = ()
    factor: Expr | None = None
    moves: tuple[tuple[Expr, Expr, Expr, Expr], ...] = ()
    first: Expr | None = None
    form: Form | None = None
    reasons: tuple[str, ...] = ()


def goals(lhs: Expr, rhs: Expr, given: tuple[Relation, ...], kept: frozenset[Expr] = frozenset()) -> Iterator[Goal]:
    """Ways to bound the left side of a relation, the direct one first; derivatives are still in ``lhs``.

    ``kept`` are scalars of the right side ``rhs``: norms among them also bound what becomes of their argument. New
    symbols (directions, points of a segment) have names that occur nowhere in the relation or in ``given``.
    """
    taken = (lhs, rhs, *_sides(given))
    if not lhs.shape:
        yield Goal(Query("size", readable(lhs)), given)
    if lhs.op not in ("norm", "abs"):
        yield Goal(Query("above", readable(lhs)), given)
    if lhs.shape:
        return
    lhs = cancelled(lhs)
    yield Goal(Query("size", settled(readable(lhs))), given, reasons=("differences of like terms are taken inside",))
    inner, kind = _measured(lhs)
    if inner is None:
        return
    yield from _symmetric(inner, kind, given, taken)
    for moved, first in _differences(inner):
        yield from _moved(first, kind, moved, given, kept, taken)


def _measured(lhs: Expr) -> tuple[Expr | None, str]:
    if lhs.op == "norm":
        return lhs.args[0], NORM_KINDS[len(lhs.args[0].shape)][lhs.attrs[0]]
    return (lhs.args[0], "size") if lhs.op == "abs" and not lhs.shape else (None, "")


def moved_symbols(lhs: Expr) -> tuple[Move, ...]:
    """Pairs (x, y) for which the left side is a norm of g(x) - g(y); empty where it is none."""
    inner, _ = _measured(cancelled(lhs))
    return () if inner is None else next((moves for moves, _ in _differences(inner)), ())


def _differences(node: Expr) -> Iterator[tuple[tuple[Move, ...], Expr]]:
    """The moves (x, y) for which the node is e - e[x -> y], with e."""
    if node.op != "add":
        return
    for first, other in (node.args, node.args[::-1]):
        if other.op == "neg":
            second = other.args[0]
            moves = _moves(first, second)
            if moves:
                yield moves, first


def _moves(first: Expr, second: Expr) -> tuple[Move, ...]:
    """Pairs of symbols in which two expressions differ, if exchanging them turns one into the other."""
    mine, theirs = free_symbols(first), free_symbols(second)
    old, new = (sorted(part, key=lambda node: node.attrs[0]) for part in (mine - theirs, theirs - mine))
    if not old or [node.shape for node in old] != [node.shape for node in new]:
        return ()
    moves = tuple(zip(old, new, strict=True))
    return moves if renamed(first, dict(moves)) is second else ()


def renamed(node: Expr, table: dict[Expr, Expr]) -> Expr:
    """The node with symbols exchanged, also where they are variables of differentiation."""
    return rebuild((node,), lambda old, args: _exchanged(old, args, table))[0]


def _exchanged(old: Expr, args: tuple[Expr, ...], table: dict[Expr, Expr]) -> Expr:
    """The entry of the table for a node, or for what has become of it."""
    if old in table:
        return table[old]
    new = make(old.op, args, old.attrs)
    return table.get(new, new)


def _symmetric(inner: Expr, kind: str, given: tuple[Relation, ...], taken: tuple[Expr, ...]) -> Iterator[Goal]:
    """A gradient in l2 (by a matrix, in the Frobenius norm) or a Hessian in the spectral norm."""
    scalar, x, order = derivative_of_scalar(inner)
    if scalar is not None and x is not None and _is_euclidean(kind, x):
        w = direction(x, "w", taken)
        yield _along_one(Form(scalar, x, w, order), given)


def _along_one(form: Form, given: tuple[Relation, ...], **rest: Any) -> Goal:
    unit = (Query("fro" if len(form.x.shape) == 2 else "l2", form.unit), make("const", (), ("1",)))
    reasons = (*rest.pop("reasons", ()),
               f"derivatives of a scalar are symmetric forms: one unit vector {form.unit} serves")
    query = Query("size", along(form.scalar, form.x, form.unit, form.order))
    return Goal(query, given, (unit,), form=form, reasons=reasons, **rest)


def derivative_of_scalar(node: Expr) -> tuple[Expr | None, Expr | None, int]:
    """s, x and k where the node is the k-th derivative of a scalar s by x, k = 1 or 2 (1 where x is a matrix)."""
    order, x = 0, None
    if node.op == "deriv" and len(node.args[1].shape) == 2:
        return (node.args[0], node.args[1], 1) if not node.args[0].shape and node.shape else (None, None, 0)
    while node.op == "deriv" and len(node.args[1].shape) == 1 and (x is None or node.args[1] is x):
        node, x, order = node.args[0], node.args[1], order + 1
    return (node, x, order) if order and not node.shape else (None, None, 0)


def _is_euclidean(kind: str, x: Expr) -> bool:
    return kind in (("l2", "spectral") if len(x.shape) == 1 else ("fro",))


def along(scalar: Expr, x: Expr, w: Expr, order: int) -> Expr:
    """The derivative of some order along one direction, carried out."""
    for _ in range(order):
        scalar = make("jvp", (scalar, x, w))
    return readable(scalar)


def direction(like: Expr, name: str, taken: Iterable[Expr]) -> Expr:
    """A new symbol of the shape of another, with primes where the name is taken."""
    used = {node.attrs[0] for node in free_symbols(*taken)}
    while name in used:
        name += "'"
    return make("sym", (), (name, like.shape))


def _sides(given: Iterable[Relation]) -> tuple[Expr, ...]:
    return tuple(side for relation in given for side in (relation.lhs, relation.rhs))


def _moved(first: Expr, kind: str, moves: tuple[Move, ...], given: tuple[Relation, ...],
           kept: frozenset[Expr], taken: tuple[Expr, ...]) -> Iterator[Goal]:
    table = dict(moves)
    steps, points = _new_symbols(moves, taken)
    along_segment = tuple(_on_segment(given, table, steps, points))
    bounded = (*_lengths(table, steps, kept), *_kept_lengths(kept, table, steps))
    between = renamed(first, points)
    whole: Expr | None = None
    for old in table:
        term = make("jvp", (between, points[old], steps[old]))
        whole = term if whole is None else whole + term
    assert whole is not None
    why = f"mean value inequality from {', '.join(f'{old} to {new}, {points[old]} between them' for old, new in moves)}"
    try:
        slope = readable(whole)
    except ExpressionError:  # no derivative, as of a largest entry
        return
    placed = tuple((old, new, steps[old], points[old]) for old, new in moves)
    yield Goal(Query(kind, slope), along_segment, bounded, None, placed, first, None, (why,))
    scalar, x, order = derivative_of_scalar(first)
    if scalar is not None and x is not None and set(table) == {x} and _is_euclidean(kind, x):
        w = direction(x, "w", (*taken, *points.values()))
        form = Form(renamed(scalar, points), points[x], w, order + 1)
        length = _length(x, table[x], "2" if len(x.shape) == 1 else "fro")
        yield _along_one(form, along_segment, factor=length, moves=placed, first=first, reasons=(why,))


def _new_symbols(moves: tuple[Move, ...], taken: tuple[Expr, ...]) -> tuple[dict[Expr, Expr], dict[Expr, Expr]]:
    """For every symbol that moves, a step that stands for x - y, and a point between x and y."""
    steps: dict[Expr, Expr] = {}
    points: dict[Expr, Expr] = {}
    for old, _ in moves:
        steps[old] = direction(old, "v", (*taken, *steps.values()))
        points[old] = direction(old, "z", (*taken, *points.values()))
    return steps, points


def _lengths(table: dict[Expr, Expr], steps: dict[Expr, Expr], kept: frozenset[Expr]) -> Iterator[tuple[Query, Expr]]:
    """How long the steps are, in the norms of the right side where it measures the move, else in all norms."""
    for old, step in steps.items():
        norms = NORM_KINDS[len(old.shape)] if old.shape else {}
        lengths = {kind: _length(old, table[old], order) for order, kind in norms.items()}
        measured = {kind: length for kind, length in lengths.items() if readable(length) in kept}
        for kind, length in (measured or lengths).items():
            yield Query(kind, step), length
        if not old.shape:
            yield Query("size", step), make("abs", (old - table[old],))


def _kept_lengths(kept: frozenset[Expr], table: dict[Expr, Expr],
                  steps: dict[Expr, Expr]) -> Iterator[tuple[Query, Expr]]:
    """Norms of the right side of terms that are linear in the step."""
    for node in kept:
        if node.op in ("norm", "abs"):
            inner = settled(_with_steps(settled(node.args[0]), table, steps))
            if not free_symbols(inner) & set(table.values()):
                kind = NORM_KINDS[len(inner.shape)][node.attrs[0]] if node.op == "norm" else "size"
                yield Query(kind, inner), node


def _length(old: Expr, new: Expr, order: str) -> Expr:
    return make("norm", (old - new,), (order,))


def _on_segment(given: tuple[Relation, ...], table: dict[Expr, Expr], steps: dict[Expr, Expr],
                points: dict[Expr, Expr]) -> Iterator[Relation]:
    """All that is given, what holds of every point between x and y, and what is given of x - y, of the step."""
    stated = {(relation.op, relation.lhs, relation.rhs) for relation in given}
    changed = set(table) | set(table.values())
    for relation in given:
        yield relation
        names = free_symbols(relation.lhs, relation.rhs)
        if names & set(table) and not names & set(table.values()):
            twin = (relation.op, renamed(relation.lhs, table), renamed(relation.rhs, table))
            if twin in stated and _is_convex(relation, table):
                yield Relation(relation.op, renamed(relation.lhs, points), renamed(relation.rhs, points))
        elif names & changed:
            stepped = [_with_steps(side, table, steps) for side in (relation.lhs, relation.rhs)]
            if not free_symbols(*stepped) & changed:
                yield Relation(relation.op, *stepped)


def _with_steps(node: Expr, table: dict[Expr, Expr], steps: dict[Expr, Expr]) -> Expr:
    differences = {old - new: steps[old] for old, new in table.items()}
    differences |= {new - old: make("neg", (steps[old],)) for old, new in table.items()}
    return rebuild((node,), lambda old, args: _exchanged(old, args, differences))[0]


def _is_convex(relation: Relation, table: dict[Expr, Expr]) -> bool:
    """Norms and absolute values of affine terms, and affine terms, below affine terms."""
    if relation.op not in ("le", "lt", "eq"):
        return False
    lhs = relation.lhs.args[0] if relation.lhs.op in ("norm", "abs") and relation.op != "eq" else relation.lhs
    return all(_is_affine(side, frozenset(table)) for side in (lhs, relation.rhs))


def _is_affine(node: Expr, moved: frozenset[Expr]) -> bool:
    """Affine in all moved symbols at once (a product of two of them is not): no slope depends on any of them."""
    slopes = []
    for x in free_symbols(node) & moved:
        step = make("sym", (), (f"{x.attrs[0]} step", x.shape))
        try:
            slopes.append(readable(make("jvp", (node, x, step))))
        except ExpressionError:  # no derivative, as of a largest entry
            return False
    return not any(free_symbols(slope) & moved for slope in slopes)


__all__ = ["Form", "Goal", "along", "derivative_of_scalar", "direction", "goals", "moved_symbols"]
