"""What hypotheses say about the quantities that are bounded: the leaves of every proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from certify.bounds.differences import opposite, oriented, settled
from certify.bounds.monomials import NoMonomials, monomials, range_of
from certify.bounds.positivity import generators, is_nonnegative, usable
from certify.bounds.steps import NORM_KINDS, Query, Step
from certify.calculus import prepare
from certify.calculus.algebra import constant
from certify.calculus.patterns import matrix_softmax, softmax_argument
from certify.instances.intervals import INF, Interval
from certify.instances.ranges import narrow
from certify.language import Expr, Relation, make, postorder, rebuild

Facts = Mapping[Query, Sequence[Step]]


def read(given: Iterable[Relation], ranges: Mapping[Expr, Interval]) -> dict[Query, list[Step]]:
    """Bounds by hypotheses, from relations in canonical form without derivatives; ``ranges`` are those of scalars.

    A bound that is made of scalars which may be negative is left out: neither s <= u nor |t| <= s s is calculated
    with where s may be negative.
    """
    facts: dict[Query, list[Step]] = {}
    relations = tuple(given)
    for relation in relations:
        for query, value in stated(relation):
            if not (is_nonnegative(value, ranges) if value.op == "sym" else usable(value, ranges)):
                continue
            facts.setdefault(query, []).append(Step(query, value, f"hypothesis {relation}"))
    for query, value in _masses(relations, {query.node for query in facts if query.kind == "floor"}):
        if not usable(value, ranges):
            continue
        facts.setdefault(query, []).append(Step(query, value, "nonnegative entries of a given sum"))
    return facts


def ready(relation: Relation) -> Relation:
    """The relation as facts and queries are read: canonical, derivatives carried out, structure recognised."""
    relation = relation.canonical()
    return Relation(relation.op, readable(relation.lhs), readable(relation.rhs))


@lru_cache(maxsize=4096)
def readable(node: Expr) -> Expr:
    """The expression with derivatives carried out and quotients of exponentials written as a softmax."""
    return rebuild(prepare(node), _as_softmax)[0]


def _as_softmax(node: Expr, args: tuple[Expr, ...]) -> Expr:
    new = make(node.op, args, node.attrs)
    if node.op in ("norm", "abs"):
        return make(node.op, (oriented(args[0]),), node.attrs)
    argument, whole = softmax_argument(new), matrix_softmax(new)
    if whole is not None:
        return make("softmax", (whole[0],), (whole[1],))
    return new if argument is None else make("softmax", (argument,), (0,))


def stated(relation: Relation) -> Iterator[tuple[Query, Expr]]:
    """The bounds that a hypothesis states as it is, in the form of ``ready``."""
    if relation.op not in ("le", "lt", "eq"):
        return
    lhs, rhs = relation.lhs, relation.rhs
    for this, other in ((lhs, rhs), (rhs, lhs)) if relation.op == "eq" else ((lhs, rhs),):
        if this.op == "norm" and not other.shape:
            (inner,) = this.args
            yield Query(NORM_KINDS[len(inner.shape)][this.attrs[0]], inner), other
        if this.op == "abs" and not other.shape:
            yield Query("size", this.args[0]), other
    number = constant(lhs) if relation.op != "eq" else None
    is_scalar = relation.op != "eq" and not lhs.shape and constant(rhs) is None
    is_scalar = is_scalar and (lhs.op == "sym" or (bool(rhs.shape) and _is_positive_sum(lhs)))
    if (number is not None and number >= 0) or is_scalar:
        yield Query("floor", rhs), lhs


def _is_positive_sum(value: Expr) -> bool:
    """Whether a scalar is a sum of products of its generators, all with coefficients > 0."""
    try:
        return not any(node.shape for node in generators(value)) and all(t.sign > 0 for t in monomials(value))
    except NoMonomials:
        return False


def _masses(relations: Sequence[Relation], nonnegative: set[Expr]) -> Iterator[tuple[Query, Expr]]:
    """sum(b) <= 1 or = 1 with b >= 0 bounds the l1 norm of b; sums of rows or columns those of a matrix."""
    for relation in relations:
        sides = ((relation.lhs, relation.rhs), (relation.rhs, relation.lhs))
        for this, other in sides if relation.op == "eq" else sides[:1] if relation.op in ("le", "lt") else ():
            if this.op == "sum" and this.args[0] in nonnegative and not other.shape:
                rank = len(this.args[0].shape)
                yield Query("l1" if rank == 1 else ("columns", "rows")[this.attrs[0]], this.args[0]), other


def scalar_ranges(given: Iterable[Relation]) -> dict[Expr, Interval] | None:
    """Exact ranges of dimensions and scalar symbols; None where the hypotheses contradict each other."""
    found = narrow(given)
    if found is None:
        return None
    return {node: value for node, value in found.items() if not node.shape and (node.op in ("sym", "dim"))}


def about_scalars(roots: Iterable[Expr], ranges: Mapping[Expr, Interval]) -> dict[Query, list[Step]]:
    """A scalar symbol that cannot be negative stands for itself, from both sides; any other by its size."""
    facts: dict[Query, list[Step]] = {}
    for node in postorder(*roots):
        if node.op == "sym" and not node.shape:
            nonnegative = ranges.get(node, Interval()).lo >= 0
            itself = node if nonnegative else make("abs", (node,))
            facts[Query("size", node)] = [Step(Query("size", node), itself, "a scalar of the claim")]
            if nonnegative:
                facts[Query("floor", node)] = [Step(Query("floor", node), node, "a scalar of the claim")]
    return facts


def about_norms(kept: Iterable[Expr]) -> dict[Query, list[Step]]:
    """Norms and absolute values on the right side stand for themselves."""
    facts: dict[Query, list[Step]] = {}
    for node in kept:
        if node.op == "dot" and node.args[0] is node.args[1]:
            square = Query("l2", node.args[0])
            facts[square] = [Step(square, make("sqrt", (node,)), "its own norm")]
        array = range_of(node)
        if array is not None:
            facts[Query("spread", array)] = [Step(Query("spread", array), node, "its own range")]
        if node.op == "normp":
            vector, p = node.args
            for side in (vector, oriented(settled(vector)), opposite(vector)):
                if side is not None:
                    query = Query("size", make("normp", (side, p)))
                    facts[query] = [Step(query, node, "its own norm")]
        if node.op not in ("norm", "abs"):
            continue
        inner = node.args[0]
        kind = NORM_KINDS[len(inner.shape)][node.attrs[0]] if node.op == "norm" else "size"
        turned = {Query(kind, transposed(inner))} if kind in ("spectral", "fro") else set()
        other = opposite(inner)
        if other is not None:
            turned |= {Query(kind, other)}
        for query in {Query(kind, inner), Query(kind, oriented(settled(inner))), *turned}:
            facts[query] = [Step(query, node, "its own norm")]
    return facts


def transposed(matrix: Expr) -> Expr:
    """The transpose, carried out on products."""
    if matrix.op == "matmul" and len(matrix.args[1].shape) == 2:
        return make("matmul", tuple(transposed(part) for part in matrix.args[::-1]))
    return matrix.args[0] if matrix.op == "transpose" else make("transpose", (matrix,))


def joined(*tables: Mapping[Query, Sequence[Step]]) -> dict[Query, list[Step]]:
    """One table of several."""
    out: dict[Query, list[Step]] = {}
    for table in tables:
        for query, steps in table.items():
            out.setdefault(query, []).extend(steps)
    return out


__all__ = ["INF", "Facts", "about_norms", "about_scalars", "joined", "read", "readable", "ready", "scalar_ranges",
           "stated"]
