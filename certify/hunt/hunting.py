"""The hunt for bad instances of one claim: rounds of searches, each find certified and stored at once."""

from __future__ import annotations

import math
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal

from certify.decide.proved import Contradiction, upper_bounds
from certify.decide.verify import is_identity, sampled
from certify.hunt.certified import Certified, certified, recall
from certify.hunt.plan import PIECES, explored, pieces
from certify.hunt.store import Store, sizes_text
from certify.hunt.work import Piece, work
from certify.instances.climb import Candidates
from certify.instances.data import Batch
from certify.instances.shapes import shape_grid
from certify.instances.starts import join
from certify.language import CertifyError, Claim, Statement

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_FIRST, _LEAST, _MOST = 6000, 300, 40_000  # evaluations of a piece
_ROUNDS = 8  # that a budget in evaluations is divided into
_TAIL = 0.2  # part of a round for which there has to be time left
_SHORT, _LONG, _GROWTH = 1 / 15, 1 / 6, 1.6  # shares of the time that a round should take
Map = Callable[[list[Piece]], Iterable[list[Candidates]]]


@dataclass(frozen=True)
class Effort:
    """How long to look: ``evaluations`` (the same finds on every machine, with any number of jobs) or ``seconds``."""

    evaluations: int | None = None
    seconds: float | None = None


@dataclass
class Quarry:
    """One conclusion: the best certified instance at each of the sizes, before the hunt and now."""

    statement: Statement
    k: int
    before: dict[str, Certified] = field(default_factory=dict)
    best: dict[str, Certified] = field(default_factory=dict)
    others: dict[str, Batch] = field(default_factory=dict)
    hi: str | None = None

    @property
    def ranked(self) -> list[Certified]:
        """The best instance at each of the sizes, the worst for the claim first."""
        return sorted(self.best.values(), key=lambda found: found.rank, reverse=True)

    @property
    def improved(self) -> list[str]:
        """Sizes with a better instance than the store had."""
        return [sizes for sizes, found in self.best.items()
                if sizes not in self.before or found.rank > self.before[sizes].rank]

    def known(self) -> list[Batch]:
        """The best instances with others that were found at their sizes, as starts."""
        out = []
        for found in self.ranked:
            own, more = found.witness.instance.batch(), self.others.get(sizes_text(found.witness.instance))
            out.append(own if more is None else join([own, more]))
        return out

    def admit(self, found: Certified) -> bool:
        """Whether it is the best at its sizes; raises ``Contradiction`` where it exceeds what is proved."""
        sizes = sizes_text(found.witness.instance)
        if self.hi is not None and found.witness.ratio and Decimal(found.witness.ratio) > Decimal(self.hi):
            raise Contradiction(f"an instance of {self.statement.says[self.k]} has the ratio {found.witness.ratio}, "
                                f"above the proved bound {self.hi}")
        if sizes in self.best and self.best[sizes].rank >= found.rank:
            return False
        self.best[sizes] = found
        return True


@dataclass
class Hunt:
    """A hunt on one claim. ``dropped`` counts rows of the store that did not stand when they were certified anew.

    Raises ``CertifyError`` for a claim that has nothing to search: only equalities, an asserted constant, no symbols,
    no sizes that its hypotheses allow.
    """

    claim: Claim
    store: Store
    effort: Effort
    seed: int = 0
    jobs: int = 1
    evaluations: int = 0
    rounds: int = 0
    dropped: int = 0
    interrupted: bool = False
    started: float = field(default_factory=time.monotonic)
    seconds: float = 0.0

    def __post_init__(self) -> None:
        statement = _searchable(self.claim)
        upper = {found.relation: found.hi for found in upper_bounds(statement)}
        self.quarries = [Quarry(statement, k, hi=upper.get(k)) for k, relation in enumerate(statement.says)
                         if relation.op != "eq"]

    @property
    def violated(self) -> bool:
        """Whether a conclusion is certified to fail."""
        return any(found.violates for quarry in self.quarries for found in quarry.best.values())

    def run(self, watch: Callable[[Hunt], None] = lambda hunt: None) -> Hunt:
        """Searches until the budget is spent; what is certified is in the store when ``watch`` hears of it."""
        self._recall()
        share = self._first_share()
        try:
            with _pool(self.jobs) as run:
                while not self._spent(share):
                    begun = time.monotonic()
                    self._round(run, share)
                    share = self._next_share(share, time.monotonic() - begun)
                    watch(self)
        except KeyboardInterrupt:
            self.interrupted = True
        self._recall(later=True)  # another process may have stored something better in the meantime
        self.seconds = self._passed()
        return self

    def _recall(self, later: bool = False) -> None:
        for quarry in self.quarries:
            found, dropped = recall(self.store, quarry.statement, quarry.k)
            self.dropped += dropped
            for item in found:
                quarry.admit(item)
            if not later:
                quarry.before = dict(quarry.best)

    def _round(self, run: Map, share: int) -> None:
        until = math.inf if self.effort.seconds is None else time.time() + self.effort.seconds - self._passed()
        plans = [(quarry, replace(piece, until=until)) for quarry in self.quarries for piece in pieces(
            quarry.statement, quarry.k, self.rounds, share, self.seed, quarry.known())]
        results = run([piece for _, piece in plans])
        for (quarry, piece), found in zip(plans, results, strict=True):
            self.evaluations += piece.evaluations
            for candidates in found:
                self._certify(quarry, candidates)
        self.rounds += 1

    def _certify(self, quarry: Quarry, candidates: Candidates) -> None:
        """Certifies what floats say is better than what is known at these sizes, and stores it."""
        place = sizes_text(candidates.batch.instance(0))
        for j, value in enumerate(candidates.values):
            had = quarry.best.get(place)
            if not value > _level(had):
                continue
            found = certified(quarry.statement, quarry.k, candidates.batch.instance(j))
            if found is not None and quarry.admit(found):
                self.store.put(quarry.statement.sha256, found.record())
        quarry.others[place] = candidates.batch

    def _first_share(self) -> int:
        if self.effort.evaluations is None:
            return _FIRST
        whole = self.effort.evaluations // (PIECES * len(self.quarries))
        return max(min(whole, _LEAST), min(_MOST, whole // _ROUNDS), 1)

    def _next_share(self, share: int, seconds: float) -> int:
        if self.effort.seconds is None:
            return share
        if seconds < _SHORT * self.effort.seconds:
            return min(_MOST, int(share * _GROWTH))
        return max(_LEAST, int(share / _GROWTH)) if seconds > _LONG * self.effort.seconds else share

    def _spent(self, share: int) -> bool:
        if self.rounds == 0:
            return False
        if self.effort.evaluations is not None:
            return self.evaluations + share * PIECES * len(self.quarries) > self.effort.evaluations
        return self._passed() + _TAIL * self._passed() / self.rounds > (self.effort.seconds or 0.0)

    def _passed(self) -> float:
        return time.monotonic() - self.started


def _searchable(claim: Claim) -> Statement:
    if claim.statement.exists is not None:
        raise CertifyError(f"{claim.id} asserts a constant without giving it; `certify run` looks for one, and a hunt "
                           "has no ratio to search")
    statement = sampled(claim)
    if is_identity(statement) or not statement.symbols:
        what = "says only equalities" if is_identity(statement) else "speaks of no symbol"
        raise CertifyError(f"{claim.id} {what}, so there is nothing to hunt; `certify run` decides it")
    if not shape_grid(statement, "quick") or not explored(statement):
        raise CertifyError(f"{claim.id}: the hypotheses on dimensions allow no sizes to look at")
    return statement


def _level(had: Certified | None) -> float:
    """log of the known ratio: what floats have to exceed to be worth certifying."""
    if had is None or had.witness.ratio is None:
        return -float("inf")
    return float(Decimal(had.witness.ratio).ln())


@contextmanager
def _pool(jobs: int) -> Iterator[Map]:
    """A map over pieces: in this process, or over several, which end when this one is killed."""
    if jobs == 1:
        yield lambda plans: map(work, plans)
        return
    for name in THREADS:  # one BLAS thread a process, set before the workers import NumPy
        os.environ[name] = "1"
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _start_worker)
    try:
        yield lambda plans: pool.map(work, plans)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _start_worker() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent takes Ctrl-C
    parent = multiprocessing.parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


__all__ = ["Effort", "Hunt", "Quarry"]
