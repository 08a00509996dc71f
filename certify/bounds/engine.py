"""Finding bounds: rules are applied backwards from a query, and the few best bounds of each query are kept.

Which bounds are kept is a guess (their values at some sizes of the scalars); that each of them is a bound is not:
every step is an instance of a rule whose premises are steps again, and ``replay`` goes over them once more.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice, product

from certify.bounds.magnitudes import Magnitudes
from certify.bounds.positivity import generators
from certify.bounds.rules import CONVERSIONS, RULES, rules_for
from certify.bounds.steps import Query, Rule, Step
from certify.language import Expr

KEPT, COMBINED, DEPTH = 3, 27, 60


class Prover:
    """Bounds under given facts: leaves of the proofs, by query; ``kept`` are scalars that may stand for themselves.

    With ``fine``, rules whose bounds are no sums of positive monomials are tried as well; what follows from them does
    not displace other bounds.
    """

    def __init__(self, facts: Mapping[Query, Sequence[Step]], kept: Iterable[Expr], magnitudes: Magnitudes,
                 fine: bool = False):
        self.facts, self.kept, self.magnitudes, self.fine = facts, frozenset(kept), magnitudes, fine
        self._fine_values: set[Expr] = set()
        self._known: dict[Query, tuple[Step, ...]] = {}
        self._from_operands: dict[Query, tuple[Step, ...]] = {}
        self._open: set[Query] = set()

    def bounds(self, query: Query) -> tuple[Step, ...]:
        """The best few bounds found, the most promising first; none where there is no rule."""
        if query not in self._known:
            found = list(self._direct(query))
            for rule in CONVERSIONS.get(query.kind, ()):
                found += self._by(rule, query, self._direct)
            self._known[query] = self._best(query.kind, found)
        return self._known[query]

    def _direct(self, query: Query) -> tuple[Step, ...]:
        """Bounds by hypotheses and from operands; conversions between norms of one node come after them."""
        if query not in self._from_operands:
            if len(self._open) >= DEPTH or query in self._open or not query.has_meaning:
                return ()
            self._open.add(query)
            found = [*self.facts.get(query, ()), *self._itself(query)]
            for rule in rules_for(query.kind, query.node.op, self.fine):
                found += self._by(rule, query, self.bounds)
            self._open.discard(query)
            self._from_operands[query] = self._best(query.kind, found)
        return self._from_operands[query]

    def _itself(self, query: Query) -> list[Step]:
        if query.kind == "size" and query.node in self.kept:
            return [Step(query, query.node, "itself", (low,)) for low in self.bounds(Query("floor", query.node))[:1]]
        return []

    def _by(self, rule: Rule, query: Query, ask: Callable[[Query], tuple[Step, ...]]) -> Iterable[Step]:
        asked = rule.premises(query.node)
        choices = [ask(premise) for premise in asked or ()]
        if asked is None or not all(choices):
            return
        for chosen in islice(product(*choices), COMBINED):
            value = rule.value(query.node, *(step.value for step in chosen))
            if value is not None:
                if rule.fine or (self._fine_values and any(step.value in self._fine_values for step in chosen)):
                    self._fine_values.add(value)
                yield Step(query, value, rule.name, chosen)

    def _best(self, kind: str, found: Sequence[Step]) -> tuple[Step, ...]:
        """Hypotheses and derived bounds that are best among their like at some sizes of the scalars."""
        given = [step for step in found if not step.premises and step.rule not in RULES]
        derived = [step for step in found if step.premises or step.rule in RULES]
        fine = [step for step in derived if step.value in self._fine_values]
        if fine:
            derived = [step for step in derived if step.value not in self._fine_values]
        best = [*self._winners(kind, given), *self._winners(kind, derived), *self._winners(kind, fine)]
        if kind == "floor":  # the best may be too fine to be compared, as n exp(-R^2 / sqrt(n)) is with exp(-R^2)
            best += self._winners(kind, [step for step in derived if step not in best])
        seen = {g for step in best for g in generators(step.value, self.kept)}
        for step in derived:  # what the right side is made of may be small there, and large here
            fresh = (generators(step.value, self.kept) & self.kept) - seen
            if fresh:
                best.append(step)
                seen |= fresh
        return tuple(best)

    def _winners(self, kind: str, found: Sequence[Step]) -> tuple[Step, ...]:
        rows = [(self.magnitudes.logs(step.value), step) for step in found]
        sign = -1 if kind == "floor" else 1
        wins: dict[int, int] = {}
        for place in range(self.magnitudes.count):
            ranked = [(sign * logs[place], k) for k, (logs, _) in enumerate(rows) if not math.isnan(logs[place])]
            if ranked:
                _, k = min(ranked)
                wins[k] = wins.get(k, 0) + 1
        order = sorted(wins, key=lambda k: (-wins[k], k))
        return tuple(rows[k][1] for k in order[:KEPT])


def replay(root: Step, facts: Mapping[Query, Sequence[Step]], kept: Iterable[Expr]) -> None:
    """Goes over a proof again, step by step; raises ``ValueError`` at the first that is no instance of its rule."""
    allowed = {(step.query, id(step.value)) for steps in facts.values() for step in steps}
    scalars = frozenset(kept)
    for step in root.steps():
        if step.rule == "itself":
            valid = step.query.kind == "size" and step.query.node is step.value and step.value in scalars
            valid = valid and [premise.query for premise in step.premises] == [Query("floor", step.value)]
        elif not step.premises and (step.query, id(step.value)) in allowed:
            valid = True
        else:
            valid = _is_instance(step)
        if not valid:
            raise ValueError(f"the step {step.query} <= {step.value} does not follow by {step.rule!r}")


def _is_instance(step: Step) -> bool:
    rule = RULES.get(step.rule)
    if rule is None or rule.kind != step.query.kind or (rule.ops and step.query.node.op not in rule.ops):
        return False
    asked = rule.premises(step.query.node)
    if asked is None or not step.query.has_meaning or list(asked) != [premise.query for premise in step.premises]:
        return False
    return rule.value(step.query.node, *(premise.value for premise in step.premises)) is step.value


__all__ = ["Prover", "replay"]
