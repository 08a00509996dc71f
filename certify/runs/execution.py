"""Deciding many claims: one process a job, every finished decision on disk at once, resumable."""

from __future__ import annotations

import json
import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from certify.language import CertifyError, Claim

if TYPE_CHECKING:
    from certify.instances.data import Instance

PROGRESS = "decisions.jsonl"
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
Entry = dict[str, Any]


@dataclass(frozen=True)
class Settings:
    """What a run was asked to do; the same settings and statement give the same decision."""

    profile: str = "quick"
    evaluations: int | None = None
    seed: int = 0
    time_limit: float | None = None
    store: str | None = None
    review: bool = False


@dataclass(frozen=True)
class Run:
    """The claims of a run, its settings, and the folder it writes to."""

    claims: list[Claim]
    targets: list[str]
    settings: Settings
    folder: Path
    jobs: int = 1
    resume: bool = False

    def execute(self, finished: Callable[[Entry], None]) -> list[Entry]:
        """Decides every claim; calls ``finished`` with each entry as it comes, and appends it to the folder.

        Entries come back in the order of the claims, whatever the number of jobs.
        """
        prepare_folder(self.folder)
        done = self._earlier() if self.resume else {}
        lift = lifting(self.claims)
        for entry in done.values():
            finished(lift(entry))
        with (self.folder / PROGRESS).open("a" if self.resume else "w", encoding="utf-8") as log:
            for entry in self._fresh([claim for claim in self.claims if claim.id not in done]):
                log.write(json.dumps({"settings": asdict(self.settings), "entry": entry}) + "\n")
                log.flush()
                done[entry["id"]] = entry
                finished(lift(entry))
        return [lift(done[claim.id]) for claim in self.claims if claim.id in done]

    def _fresh(self, claims: list[Claim]) -> Iterator[Entry]:
        deadline = None if self.settings.time_limit is None else time.time() + self.settings.time_limit
        if self.jobs == 1:
            yield from (decide_entry(claim, self.settings, self.folder, deadline) for claim in claims)
        elif claims:
            yield from self._parallel(claims, deadline)

    def _parallel(self, claims: list[Claim], deadline: float | None) -> Iterator[Entry]:
        for name in THREADS:  # one BLAS thread a process, set before the workers import NumPy
            os.environ[name] = "1"
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(self.jobs, context, _start_worker, (self.targets,)) as pool:
            futures: list[Future[Entry]] = [
                pool.submit(_work, claim.id, self.settings, self.folder, deadline) for claim in claims]
            try:
                for future in as_completed(futures):
                    yield future.result()
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    def _earlier(self) -> dict[str, Entry]:
        """Entries of an interrupted run that still apply: same settings, same statement, not cut."""
        path, wanted = self.folder / PROGRESS, {claim.id: claim.sha256 for claim in self.claims}
        found: dict[str, Entry] = {}
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
            try:
                record = json.loads(line)
            except json.JSONDecodeError:  # the line that an interruption cut off
                continue
            entry = record["entry"]
            fits = record["settings"] == asdict(self.settings) and wanted.get(entry["id"]) == entry["sha256"]
            if fits and not entry["cut"] and self._has_files(entry):
                found[entry["id"]] = entry
        return found

    def _has_files(self, entry: Entry) -> bool:
        return all((self.folder / name).is_file() for name in entry["certificates"])


def prepare_folder(folder: Path) -> None:
    """Creates the output folder; raises ``CertifyError`` where it cannot be written."""
    try:
        (folder / "certificates").mkdir(parents=True, exist_ok=True)
        with (folder / PROGRESS).open("a"):
            pass
    except OSError as error:
        raise CertifyError(f"the output folder {folder} cannot be written: {error.strerror}; "
                           "choose another one with --out") from error


def lifting(claims: list[Claim]) -> Callable[[Entry], Entry]:
    """What adds to an entry what is known on this machine of the kernel proof of its claim.

    That is looked up when the first entry comes, so that the workers need not wait for it.
    """
    from certify.rocq import known_checks, lifted

    by_id = {claim.id: claim for claim in claims}
    checks = cache(lambda: known_checks(claims))

    def lift(entry: Entry) -> Entry:
        says = by_id[entry["id"]].says
        return lifted(entry, checks().get(entry["id"]), all(relation.op != "eq" for relation in says))

    return lift


def decide_entry(claim: Claim, settings: Settings, folder: Path, deadline: float | None) -> Entry:
    """Decides one claim, writes its certificates, and returns its entry of ``results.json``."""
    from certify.certificates import save_certificates
    from certify.decide import budget_of, entry_of, verify

    seconds = None if deadline is None else max(deadline - time.time(), 1e-3)
    decision = verify(claim, settings.seed, budget_of(settings.profile, settings.evaluations, seconds),
                      review=settings.review, known=_known(claim, settings))
    return entry_of(decision, save_certificates(decision, folder / "certificates"))


def _known(claim: Claim, settings: Settings) -> list[Instance]:
    """What the store of witnesses holds on a claim; it is not believed, see ``certify.decide.known``."""
    if settings.store is None or claim.statement.exists is not None:
        return []
    from certify.decide.verify import sampled
    from certify.hunt import Store

    statement = sampled(claim)
    with Store(Path(settings.store)) as store:
        return [record.instance for k in range(len(statement.says)) for record in store.get(statement.sha256, k)[0]]


_CLAIMS: dict[str, Claim] = {}


def _start_worker(targets: list[str]) -> None:
    import signal

    from certify.runs.loading import load

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent takes Ctrl-C and cancels what has not begun
    _CLAIMS.update({claim.id: claim for claim in load(targets)})


def _work(claim_id: str, settings: Settings, folder: Path, deadline: float | None) -> Entry:
    return decide_entry(_CLAIMS[claim_id], settings, folder, deadline)
