"""Counting instances and keeping the few that matter: counterexamples, the worst, the undecided ones."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field

import numpy as np

from certify.decide.decision import Counts
from certify.decide.reading import Judged
from certify.instances import Batch, Instance

KEPT = 8


@dataclass
class Tally:
    """What a run over batches found about one conclusion."""

    counts: Counts = Counts()
    undefined: int = 0
    violations: list[tuple[float, int, Instance]] = field(default_factory=list)
    best: list[tuple[float, int, Instance]] = field(default_factory=list)
    open: list[tuple[float, int, Instance]] = field(default_factory=list)
    _serial: int = 0

    def add(self, batch: Batch, judged: Judged) -> None:
        """Counts a batch whose instances all meet the hypotheses."""
        verdicts = judged.verdicts
        touching = (verdicts == 0) & ~judged.undefined
        self.counts += Counts(int((verdicts == 1).sum()), int((verdicts == -1).sum()), int(touching.sum()))
        self.undefined += int(judged.undefined.sum())
        score = np.where(np.isnan(judged.guide), -np.inf, judged.guide)
        self._keep(self.violations, batch, score, verdicts == -1)
        self._keep(self.open, batch, score, touching)
        self._keep(self.best, batch, score, np.isfinite(score))

    def _keep(self, heap: list[tuple[float, int, Instance]], batch: Batch, score: np.ndarray, mask: np.ndarray) -> None:
        """The instances of highest score, the earlier one where scores are equal."""
        places = np.flatnonzero(mask)
        for k in places[np.argsort(-score[places], kind="stable")][:KEPT]:
            self._serial += 1
            entry = (float(score[k]), -self._serial)
            if len(heap) < KEPT:
                heapq.heappush(heap, (*entry, batch.instance(int(k))))
            elif entry > heap[0][:2]:
                heapq.heapreplace(heap, (*entry, batch.instance(int(k))))

    def settle(self, instance: Instance) -> None:
        """Takes a touching instance off the list of open ones: it is decided, and must not be counted twice."""
        known = instance.to_json()
        self.open = [entry for entry in self.open if entry[2].to_json() != known]
        heapq.heapify(self.open)

    def resolve(self, verdict: int) -> None:
        """One touching instance turned out satisfied (+1) or violated (-1) at higher precision."""
        moved = Counts(verdict == 1, verdict == -1, -1)
        self.counts += moved

    @staticmethod
    def ranked(heap: list[tuple[float, int, Instance]]) -> list[Instance]:
        """Instances from the highest score down."""
        return [instance for _, _, instance in sorted(heap, key=lambda entry: entry[:2], reverse=True)]
