"""Proved upper bounds of lhs / rhs for all sizes and all values that meet the hypotheses."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from flint import arb

from certify.bounds.closed_form import closed_form
from certify.bounds.comparison import Ratio, ratio_bound
from certify.bounds.engine import Prover, replay
from certify.bounds.facts import about_norms, about_scalars, joined, read, readable, ready, scalar_ranges
from certify.bounds.magnitudes import Magnitudes
from certify.bounds.monomials import is_fine, monomials
from certify.bounds.positivity import generators, is_nonnegative
from certify.bounds.quadratic import Reading, quadratic_form
from certify.bounds.reductions import Goal, goals
from certify.bounds.steps import Query, Step
from certify.calculus.algebra import div, mul, neg
from certify.instances.intervals import Interval
from certify.language import Expr, Relation, Statement, coerce, make, postorder


@dataclass(frozen=True)
class Proof:
    """lhs <= ratio * rhs under the hypotheses ``given`` (those of the goal).

    ``goal`` is what the left side was reduced to, ``bound`` the tree that bounds it (None where the left side is its
    own bound), ``below`` the tree that bounds the right side from below (None where it is used as it is). ``positive``:
    the right side is certainly > 0, as strict inequalities need it.
    """

    ratio: Ratio
    positive: bool
    lhs: Expr
    rhs: Expr
    given: tuple[Relation, ...]
    goal: Goal
    bound: Step | None
    below: Step | None

    @property
    def length(self) -> int:
        """How many steps the trees have."""
        return sum(len(list(tree.steps())) for tree in (self.bound, self.below) if tree is not None)

    @property
    def form(self) -> Expr:
        """The bound of the left side, in closed form; of a quadratic form, against the square of the vector."""
        value = self.goal.query.node if self.bound is None else self.bound.value
        if self.goal.form is not None and not self.goal.form.order:
            value = div(value, make("dot", (self.goal.form.unit, self.goal.form.unit)))
        return closed_form(value if self.goal.factor is None else mul(value, readable(self.goal.factor)))


def prove(statement: Statement, k: int) -> Proof | None:
    """The smallest ratio found for conclusion k, an inequality between scalars or with a multiple of the identity."""
    return min(proofs(statement, k), key=lambda proof: _size(proof.ratio), default=None)


def proofs(statement: Statement, k: int) -> list[Proof]:
    """All proofs found for conclusion k, by other rules and of other ratios."""
    relation, given = statement.says[k], statement.given
    if relation.op not in ("le", "lt", "psd"):
        return []
    found = [proof for lhs, rhs in _scalar_forms(relation) for proof in _proofs(lhs, rhs, given)]
    reading = quadratic_form(relation.canonical(), tuple(given)) if relation.op == "psd" else None
    return found if reading is None else [*found, *_of_forms(reading)]


def _of_forms(reading: Reading) -> Iterator[Proof]:
    """Proofs of an order of matrices. Where the sides are rearranged, their ratio is not that of the matrices: M << N
    is all that is known of these."""
    for proof in _of(reading.goal, reading.lhs, reading.rhs):
        if not reading.rearranged:
            yield proof
        elif proof.ratio.at_most_one:
            yield replace(proof, ratio=Ratio(Fraction(1)))


def _size(ratio: Ratio) -> float:
    try:
        return float(ratio.value) if isinstance(ratio.value, Fraction) else float(ratio.value.upper())
    except OverflowError:
        return math.inf


def _scalar_forms(relation: Relation) -> Iterator[tuple[Expr, Expr]]:
    """The relation as inequalities between scalars of which each implies it; an array may be on the left side."""
    relation = relation.canonical()
    lhs, rhs = relation.lhs, relation.rhs
    if relation.op != "psd":
        if not rhs.shape:
            yield lhs, rhs
        elif not lhs.shape:
            yield neg(rhs), neg(lhs)
        return
    above, below = _multiple_of_identity(rhs), _multiple_of_identity(lhs)
    if above is not None:
        yield make("norm", (lhs,), ("2",)), above
    if below is not None:
        yield make("norm", (rhs,), ("2",)), neg(below)


def _multiple_of_identity(matrix: Expr) -> Expr | None:
    """s for s I; the spectral norm of M is at least every eigenvalue of M and of -M."""
    if matrix.op == "eye":
        return coerce(1)
    if matrix.op == "neg":
        inner = _multiple_of_identity(matrix.args[0])
        return None if inner is None else neg(inner)
    if matrix.op == "div" and not matrix.args[1].shape:
        inner = _multiple_of_identity(matrix.args[0])
        return None if inner is None else div(inner, matrix.args[1])
    if matrix.op == "mul":
        for scale, other in (matrix.args, matrix.args[::-1]):
            inner = None if scale.shape else _multiple_of_identity(other)
            if inner is not None:
                return mul(scale, inner)
    return None


def _proofs(lhs: Expr, rhs: Expr, given: Sequence[Relation]) -> Iterator[Proof]:
    for goal in goals(lhs, rhs, tuple(given), generators(readable(rhs))):
        yield from _of(goal, lhs, rhs)


def _of(goal: Goal, lhs: Expr, rhs: Expr) -> Iterator[Proof]:
    right = readable(rhs)
    found_prover = prover_of(goal, right)
    if found_prover is None:
        return
    prover, known, given_here = found_prover
    for bound in (None, *prover.bounds(goal.query)):
        for found in _compared(goal, bound, right, prover, known):
            yield replace(found, lhs=lhs, rhs=rhs, given=given_here)


def prover_of(goal: Goal, right: Expr) -> tuple[Prover, dict[Expr, Interval], tuple[Relation, ...]] | None:
    """What bounds the quantity of a goal, the ranges of scalars and the hypotheses as they are read; None where they
    contradict each other. ``right`` is the right side, whose generators stand for themselves."""
    given, kept = tuple(map(ready, goal.given)), generators(right)
    known = scalar_ranges(given)
    if known is None:
        return None
    lengths = {query: [Step(query, value, "length of a direction")] for query, value in _prepared(goal)}
    facts = joined(read(given, known), lengths, about_scalars((goal.query.node, right), known), about_norms(kept))
    return Prover(facts, kept, Magnitudes(known), is_fine(right)), known, given


def _prepared(goal: Goal) -> Iterator[tuple[Query, Expr]]:
    for query, value in goal.bounded:
        yield query, readable(value)


def _compared(goal: Goal, bound: Step | None, right: Expr, prover: Prover,
              ranges: dict[Expr, Interval]) -> Iterator[Proof]:
    if bound is None and (goal.reasons or _has_arrays(goal.query.node)):
        return
    left = goal.query.node if bound is None else bound.value
    if goal.factor is not None:
        left = mul(left, readable(goal.factor))
    floors = prover.bounds(Query("floor", right))
    plain = all(is_nonnegative(g, ranges) for g in generators(right, prover.kept))
    belows: list[Step | None] = [None, *floors] if plain else [*floors, None]  # a sign that takes a step is shown
    for below in belows:
        other = right if below is None else below.value
        found = ratio_bound(left, other, ranges, prover.kept)
        if found is not None and _all_nonnegative(left, prover, ranges) and _all_nonnegative(other, prover, ranges):
            for tree in (bound, below):
                if tree is not None:
                    replay(tree, prover.facts, prover.kept)
            yield Proof(found, _all_positive(other, prover, ranges), left, right, (), goal, bound, below)


def _all_nonnegative(side: Expr, prover: Prover, ranges: dict[Expr, Interval]) -> bool:
    """Whether every generator of a side is certainly >= 0, as the comparison of monomials takes them to be."""
    return all(_nonnegative(g, prover, ranges) for g in generators(side, prover.kept))


def _nonnegative(g: Expr, prover: Prover, ranges: dict[Expr, Interval]) -> bool:
    return is_nonnegative(g, ranges) or (g.op != "sym" and bool(prover.bounds(Query("floor", g))))


def _positive(g: Expr, prover: Prover, ranges: dict[Expr, Interval]) -> bool:
    """Whether a generator is certainly > 0."""
    if g.op == "dim":
        return True
    if g.op == "sym":
        return g in ranges and (ranges[g].lo > 0 or (ranges[g].lo == 0 and ranges[g].lo_open))
    return any(_all_positive(step.value, prover, ranges) for step in prover.bounds(Query("floor", g))
               if step.value is not g)


def _all_positive(side: Expr, prover: Prover, ranges: dict[Expr, Interval]) -> bool:
    """Whether a sum of positive terms is certainly > 0: a term of it is."""
    terms = monomials(side)
    return all(term.sign > 0 for term in terms) and any(
        all(_positive(g, prover, ranges) for g, _ in term.variables if isinstance(g, Expr)) for term in terms)


def _has_arrays(node: Expr) -> bool:
    return any(inner.shape for inner in postorder(node))


__all__ = ["Proof", "Ratio", "arb", "proofs", "prove", "prover_of"]
