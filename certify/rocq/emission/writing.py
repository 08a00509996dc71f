"""The text of a proof: one assertion a step, under a name that says which step it is."""

from __future__ import annotations

from certify.bounds.rules import RULES
from certify.bounds.steps import Step
from certify.rocq.emission.errors import NotEmitted
from certify.rocq.emission.holes import hole, refined
from certify.rocq.emission.leaves import Leaves
from certify.rocq.emission.printing import ProofPrinter
from certify.rocq.emission.quantities import bounded, predicate
from certify.rocq.emission.rules import TABLE
from certify.rocq.syntax import ATOM, Text, within

_EXTENSIONS = {"l1": "norm1_bound_ext", "l2": "norm2_bound_ext", "spread": "spread1_ext", "spectral": "opbound_same"}


class Writer:
    """Collects the lines of a proof; steps that were proved are known by their names."""

    def __init__(self, p: ProofPrinter, leaves: Leaves):
        self.p, self.leaves = p, leaves
        self.lines: list[str] = []
        self.names: dict[int, str] = {}

    def proved(self, root: Step) -> str:
        """Writes the steps of a tree that are not yet written; the name of the last."""
        for step in root.steps():
            if id(step) not in self.names:
                self.names[id(step)] = self.asserted(bounded(self.p, step.query, self.p.term(step.value)),
                                                     self._proof(step))
        return self.names[id(root)]

    def asserted(self, proposition: Text, tactics: str) -> str:
        """Writes a fact with its proof; its name."""
        name = self.p.fresh.numbered("S")
        tactics = tactics if tactics.endswith(".") else tactics + "."
        self.lines.append(f"assert ({name} : {proposition}).\n  {{ {tactics} }}")
        return name

    def restated(self, step: Step, term: Text, proof: str, tactic: str) -> str:
        """The proof of a bound for an array from that for an array with the same entries."""
        kind = step.query.kind
        lemma = _EXTENSIONS.get(kind, f"size{len(step.query.node.shape)}_ext")
        return f"{lemma} {within(term, ATOM)} ({proof}) {hole(tactic)}"

    def _proof(self, step: Step) -> str:
        if step.rule not in RULES:
            return self.leaves.proof(step, self)
        if step.rule not in TABLE:
            raise NotEmitted(f"the rule {step.rule!r} has no lemma yet")
        names = [self.names[id(premise)] for premise in step.premises]
        term = TABLE[step.rule](self, step, names)
        return refined(f"valued {within(predicate(self.p, step.query), ATOM)} ({term}) {hole('value')}")


__all__ = ["Writer"]
