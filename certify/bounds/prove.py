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
from certify.bounds.monomials import monomials
from certify.bounds.positivity import generators, is_nonnegative
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
        """The bound of the left side, in closed form."""
        value = self.goal.query.node if self.bound is None else self.bound.value
        return closed_form(value if self.goal.factor is None else mul(value, readable(self.goal.factor)))


def prove(statement: Statement, k: int) -> Proof | None:
    """The smallest ratio found for conclusion k, an inequality between scalars or with a multiple of the identity."""
    relation, given = statement.says[k], statement.given
    if relation.op not in ("le", "lt", "psd"):
        return None
    proofs = [proof for lhs, rhs in _scalar_forms(relation) for proof in _proofs(lhs, rhs, given)]
    return min(proofs, key=lambda proof: _size(proof.ratio), default=None)


def _size(ratio: Ratio) -> float:
    try:
        return float(ratio.value) if isinstance(ratio.value, Fraction) else float(ratio.value.upper())
    except OverflowError:
        return math.inf


def _scalar_forms(relation: Relation) -> Iterator[tuple[Expr, Expr]]:
    """The relation as inequalities between scalars of which each implies it."""
    relation = relation.canonical()
    lhs, rhs = relation.lhs, relation.rhs
    if relation.op != "psd":
        if not lhs.shape and not rhs.shape:
            yield lhs, rhs
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
    right = readable(rhs)
    kept = generators(right)
    for goal in goals(lhs, rhs, tuple(given), kept):
        given_here = tuple(map(ready, goal.given))
        known = scalar_ranges(given_here)
        if known is None:
            continue
        lengths = {query: [Step(query, value, "length of a direction")] for query, value in _prepared(goal)}
        facts = joined(read(given_here, known), lengths, about_scalars((goal.query.node, right), known),
                       about_norms(kept))
        prover = Prover(facts, kept, Magnitudes(known))
        for bound in (None, *prover.bounds(goal.query)):
            for found in _compared(goal, bound, right, prover, known):
                yield replace(found, lhs=lhs, rhs=rhs, given=given_here)


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
    belows: list[Step | None] = [None, *prover.bounds(Query("floor", right))]
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
    return any(all(_positive(g, prover, ranges) for g, _ in term.variables if isinstance(g, Expr))
               for term in monomials(side) if term.sign > 0)


def _has_arrays(node: Expr) -> bool:
    return any(inner.shape for inner in postorder(node))


__all__ = ["Proof", "Ratio", "arb", "prove"]
