"""Compiling files in a tree of our own, in parallel, each one only when something it depends on has changed."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path

from certify.rocq import coq
from certify.rocq.scan import faults
from certify.rocq.sources import ROOTS, Sources, Unit

VOCABULARY = "Certify.Lang"  # the file that defines the names which no other may redefine
STATEMENTS = "Statements."  # files that are printed from claims


class Tree:
    """The folder that holds the files and what coqc makes of them; one process at a time works in it."""

    def __init__(self, folder: Path, sources: Sources, limit: float, jobs: int):
        self.folder, self.sources, self.limit, self.jobs = folder, sources, limit, jobs
        self.failures: dict[str, str] = {}
        self.seconds: dict[str, float] = {}

    @property
    def paths(self) -> list[str]:
        """Where coqc finds the files by their logical names."""
        return [text for root in ROOTS for text in ("-Q", str(self.folder / root), root)]

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keeps other processes out of the tree."""
        for root in ROOTS:
            (self.folder / root).mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def build(self, units: Sequence[Unit]) -> None:
        """Compiles the units and what they need; what fails, or needs what failed, is in ``failures``."""
        order = self.sources.order(units)
        order.prepare()
        running: dict[Future[None], str] = {}
        with ThreadPoolExecutor(self.jobs) as pool:
            while order.is_active():
                running |= {pool.submit(self._unit, self.sources.units[name]): name for name in order.get_ready()}
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    future.result()
                    order.done(running.pop(future))

    def _unit(self, unit: Unit) -> None:
        broken = [other.name for other in self.sources.needs(unit) if other.name in self.failures]
        wrong = [] if unit.name == VOCABULARY or unit.name.startswith(STATEMENTS) else faults(unit.text)
        if broken:
            self.failures[unit.name] = f"{broken[0]} does not compile: {self.failures[broken[0]]}"
        elif wrong:
            self.failures[unit.name] = "; ".join(wrong)
        elif not self._is_built(unit):
            self._compile(unit)
        else:
            self.seconds[unit.name] = float(self._mark(unit).read_text().split()[1])

    def _mark(self, unit: Unit) -> Path:
        return (self.folder / unit.file).with_suffix(".key")

    def _is_built(self, unit: Unit) -> bool:
        mark = self._mark(unit)
        return (mark.is_file() and mark.with_suffix(".vo").is_file()
                and mark.read_text().split()[:1] == [self.sources.key(unit)])

    def _compile(self, unit: Unit) -> None:
        path, mark = self.folder / unit.file, self._mark(unit)
        path.parent.mkdir(parents=True, exist_ok=True)
        mark.unlink(missing_ok=True)
        path.with_suffix(".vo").unlink(missing_ok=True)
        path.write_text(unit.text, encoding="utf-8")
        done = self.coqc(path)
        self.seconds[unit.name] = done.seconds
        if done.failure:
            self.failures[unit.name] = done.failure
        else:
            mark.write_text(f"{self.sources.key(unit)} {done.seconds:.3f}\n")

    def coqc(self, path: Path) -> coq.Result:
        """One file, in the folder where it lies."""
        return coq.run(["coqc", "-q", "-w", "-ambiguous-paths", *self.paths, path.name], path.parent, self.limit)


__all__ = ["Tree"]
