"""The whole review of one decided claim."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np

from certify.bounds.printed import replacement
from certify.decide.budget import Budget
from certify.decide.decision import Decision, Status, Witness
from certify.decide.reading import judge
from certify.decide.verify import is_identity, sampled
from certify.decide.witnesses import violates
from certify.instances.data import Instance
from certify.instances.derived import derivation
from certify.instances.hypotheses import certify_hypotheses
from certify.instances.sampling import sample
from certify.instances.seeds import generator
from certify.instances.shapes import shape_grid
from certify.language import CertifyError, Expr, Statement
from certify.review.cells import Cells
from certify.review.growth import Growth, growth
from certify.review.hypotheses import Hypotheses, examine
from certify.review.slack import Waterfall, waterfall
from certify.review.tightness import Tightness, grid_of, tightness
from certify.review.vacuity import Vacuity, vacuity

SHARE = 10  # a claim without a hypothesis is looked at on so many times fewer instances
CELL, LEAST, MOST = 57, 100, 2_000  # share of the evaluations for one look at a cell, and its limits
DRAWN, USUAL = 48, 6  # instances from which the typical one is taken, and how large its dimensions are at most


@dataclass(frozen=True)
class Review:
    """What is known of a claim beyond its verdict; None where a part has no meaning for it.

    ``relation`` is the conclusion that ``tightness`` and ``growth`` are about: that of the worst instance.
    ``better`` is an instance with a larger ratio than the decision has, found in a cell; ``violated``: that refutes the
    claim.
    """

    hypotheses: Hypotheses
    relation: int = 0
    tightness: Tightness | None = None
    growth: Growth | None = None
    vacuity: Vacuity | None = None
    worst: Waterfall | None = None
    typical: Waterfall | None = None
    better: Witness | None = None
    violated: bool = False

    @property
    def counterexample(self) -> Witness | None:
        """An instance that refutes the claim itself, met on the way."""
        if self.hypotheses.stray is not None:
            return self.hypotheses.stray
        return self.better if self.better is not None and self.violated else None


def review(decision: Decision, seed: int, budget: Budget) -> Review:
    """Reviews a decision with a share of its budget; nothing in it changes the verdict but a stray counterexample."""
    claim = decision.claim
    small = replace(budget, profile="quick", instances=max(50, budget.instances // SHARE), beyond=0, escalations=4,
                    evaluations=max(200, budget.evaluations // SHARE), climb=budget.climb // SHARE * 3, stride=2)
    found = examine(decision, seed, small)
    statement = sampled(claim)
    if claim.exists is not None or is_identity(statement) or decision.status is Status.VACUOUS:
        return Review(found)
    falls = _chain(decision, statement, seed)
    k = decision.worst.relation if decision.worst is not None else 0
    if statement.says[k].op == "eq":
        return Review(found, k, None, None, None, *falls)
    empty = vacuity(claim.statement, k)
    if decision.status is Status.REFUTED:
        return Review(found, k, None, None, empty, *falls)
    cells = Cells(statement, k, seed, min(MOST, max(LEAST, budget.evaluations // CELL)), budget)
    if decision.worst is not None:
        cells.start_from(decision.worst.instance)
    upper = next((item for item in decision.upper if item.relation == k), None)
    grid = grid_of(cells, upper)
    grown = growth(cells, _proved_constant(decision, k))
    tight = tightness(cells, grid, upper, grown)
    better = _better(cells, decision)
    violated = better is not None and violates(statement, k, better.instance)
    return Review(found, k, tight, grown, empty, *falls, better, violated)


def _better(cells: Cells, decision: Decision) -> Witness | None:
    """The worst instance of all cells, where it beats what was found before and nothing in it is derived."""
    best = cells.best
    known = decision.factor.lo if decision.factor is not None else None
    if best is None or best.witness is None or derivation(decision.claim) is not None:
        return None
    return best.witness if known is None or best.order > Decimal(known) else None


def _proved_constant(decision: Decision, k: int) -> Expr | None:
    upper = next((item for item in decision.upper if item.relation == k), None)
    relation = decision.claim.statement.says[k]
    return None if upper is None or relation.op == "psd" else replacement(relation.rhs, upper.form)


def _chain(decision: Decision, statement: Statement, seed: int) -> tuple[Waterfall | None, Waterfall | None]:
    """The printed proof at the worst instance of the claim and at a typical one."""
    steps = [sampled(step.claim) for step in decision.chain]
    if not steps or any(not set(step.symbols) <= set(statement.symbols) for step in steps):
        return None, None
    usual = typical_instance(statement, seed)
    return (None if decision.worst is None else waterfall(steps, decision.worst.instance),
            None if usual is None else waterfall(steps, usual))


def typical_instance(statement: Statement, seed: int) -> Instance | None:
    """The instance of median ratio among some of a middling size."""
    for dims, indices in reversed([shape for shape in shape_grid(statement, "quick")
                                   if max(shape[0].values(), default=1) <= USUAL]):
        try:
            batch = sample(statement, dims, indices, DRAWN, generator(seed, statement.sha256, "typical", dims))
        except CertifyError:
            continue
        kept = batch.select(np.flatnonzero(certify_hypotheses(statement, batch, 0) == 1))
        guide = judge(statement.says[:1], kept)[0].guide if len(kept) else np.zeros(0)
        order = np.argsort(guide)[: int(np.isfinite(guide).sum())]
        if len(order):
            return kept.instance(int(order[len(order) // 2]))
    return None


def review_json(found: Review) -> dict[str, Any]:
    """The fields of ``results.json`` that a review adds, but for what stands beside hypotheses and steps."""
    parts = {"tightness": found.tightness, "growth": found.growth, "vacuity": found.vacuity, "worst": found.worst,
             "typical": found.typical}
    return {"relation": found.relation, "hypotheses": found.hypotheses.to_json(),
            **{name: None if part is None else part.to_json() for name, part in parts.items()}}


__all__ = ["Review", "review", "review_json", "typical_instance"]
