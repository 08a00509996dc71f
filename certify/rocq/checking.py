"""The check of proofs: statements printed, files compiled, theorems pinned, assumptions compared."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from certify.language import Claim
from certify.rocq import coq
from certify.rocq.building import Tree
from certify.rocq.emission.units import with_emitted
from certify.rocq.folders import cache_folder
from certify.rocq.pinning import Pin, axioms, checker, unknown
from certify.rocq.records import EMITTED, PROVED, REFUSED, REFUTATION, UNCHECKED, Record, blank, recall, remember
from certify.rocq.sources import Module, Sources, Unit, digest, modules, proof_path, with_refutations
from certify.rocq.statements import name_of

LIMIT, CHECKER_LIMIT = 300.0, 1800.0
Watch = Callable[[Record], None]


@dataclass(frozen=True, eq=False)
class Task:
    """A theorem to check: the claim, its module and the file that holds the theorem."""

    module: Module
    claim: Claim
    unit: Unit

    @property
    def pin(self) -> Pin:
        """What the checker file says of it."""
        return Pin(self.module.statements.name, self.unit.name, name_of(self.claim), self.module.negates(self.claim))


def check(claims: Iterable[Claim], *, jobs: int = 1, limit: float = LIMIT, fresh: bool = False,
          coqchk: bool = False, watch: Watch = lambda record: None) -> list[Record]:
    """A record a claim, in their order. What was checked before on this machine is not checked again, unless ``fresh``.

    A claim without a shipped proof gets one from the norm calculus where that bounds it, see
    ``certify.rocq.emission``. Claims that are false are refuted: a counterexample is looked for and written as a proof
    of the negation, see ``certify.rocq.refutations``. ``limit`` is in seconds for each call of coqc. ``coqchk`` has
    the independent checker of Rocq go over all compiled files at the end. Raises ``ProofError`` where coqc is missing.
    """
    wanted = list(claims)
    coq.require()
    ids = {claim.id for claim in wanted}
    sources = Sources(with_written(module, ids, search=True) for module in modules(whole_modules(wanted)))
    known = {claim.id: blank(module, claim) if fresh else recall(sources, module, claim)
             for module in sources.modules for claim in module.claims}
    todo = [Task(module, claim, unit) for module in sources.modules for claim in module.claims
            if claim.id in ids and _is_open(known[claim.id]) and (unit := module.unit(claim)) is not None]
    tree = Tree(cache_folder() / "tree", sources, limit, jobs)
    with tree.locked():
        for found in _checked(tree, todo):
            for task, record in found.items():
                known[task.claim.id] = record
                remember(sources, task.module, task.claim, record)
                watch(record)
        if coqchk:
            _recheck(tree, known, sources, ids)
    return [known[claim.id] for claim in wanted]


def _is_open(record: Record) -> bool:
    """Whether a check is worth making: a proof that was refused may have run out of time and is tried again, but not a
    refutation that was emitted, which nobody is waiting for."""
    return record.outcome == UNCHECKED or (
        record.outcome == REFUSED and (record.kind, record.origin) != (REFUTATION, EMITTED))


def whole_modules(claims: list[Claim]) -> list[Claim]:
    """The claims with all others of the library whose module has proofs, so that a module's statements do not depend
    on what is asked for and proofs may rest on those of other modules."""
    from certify.runs.loading import LIBRARY, load

    if not any(claim._module.split(".")[0] == LIBRARY for claim in claims):
        return claims
    asked = {claim.id: claim for claim in claims}
    wanted = {claim._module for claim in claims}
    beside = {claim.id: claim for claim in load() if claim._module in wanted or proof_path(claim._module) is not None}
    return list({**beside, **asked}.values())


def with_written(module: Module, ids: Collection[str], search: bool) -> Module:
    """The module with what is written for single claims: proofs by the norm calculus, refutations by instances."""
    return with_refutations(with_emitted(module, ids, search), ids, search)


def known_checks(claims: Iterable[Claim]) -> dict[str, Record]:
    """What is known on this machine of the proofs and refutations of these claims, without any check or search: by id,
    for those that have one."""
    asked = {claim.id: claim for claim in claims}
    found = modules(whole_modules(list(asked.values())))
    sources = Sources(with_written(module, asked.keys(), search=False) for module in found)
    return {claim.id: recall(sources, module, claim) for module in sources.modules for claim in module.claims
            if claim.id in asked and module.unit(claim) is not None}


def _checked(tree: Tree, todo: list[Task]) -> Iterable[dict[Task, Record]]:
    """Records of tasks, group by group: the theorems of one file together, all that is written here together."""
    tree.build([unit for task in todo for unit in (task.module.statements, task.unit)])
    groups: dict[str, list[Task]] = {}
    for task in todo:
        groups.setdefault(task.unit.name if task.unit.path else task.unit.name.split(".")[0], []).append(task)
    with ThreadPoolExecutor(tree.jobs) as pool:
        yield from pool.map(lambda tasks: _judged(tree, tasks), groups.values())


def _judged(tree: Tree, tasks: list[Task]) -> dict[Task, Record]:
    broken = {task: refused(task, tree.failures[unit.name]) for task in tasks
              for unit in (task.module.statements, task.unit) if unit.name in tree.failures}
    return {**broken, **_pinned(tree, [task for task in tasks if task not in broken])}


def refused(task: Task, reason: str) -> Record:
    """The record of a proof that is none."""
    return replace(blank(task.module, task.claim), outcome=REFUSED, reason=reason, coq=coq.version())


def _pinned(tree: Tree, tasks: list[Task]) -> dict[Task, Record]:
    """Records of tasks whose files compile: all at once, and by halves where something is wrong with one of them."""
    if not tasks:
        return {}
    failure, found = _pin(tree, tasks)
    if not failure and not unknown(found):
        return {task: _accepted(tree, task, found) for task in tasks}
    if len(tasks) > 1:
        half = len(tasks) // 2
        return {**_pinned(tree, tasks[:half]), **_pinned(tree, tasks[half:])}
    wanted = "refutation" if tasks[0].pin.negates else "proof"
    reason = (f"the theorem is no {wanted} of the printed statement: {failure}" if failure
              else f"rests on {', '.join(unknown(found))}")
    return {tasks[0]: refused(tasks[0], reason)}


def _pin(tree: Tree, tasks: list[Task]) -> tuple[str, list[str]]:
    """Why the checker file does not compile, empty where it does, and what all theorems assume together."""
    pins = [task.pin for task in tasks]
    folder = tree.folder / "Pins" / digest(*(f"{pin.proofs}.{pin.name}" for pin in pins))[:16]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "axioms.out").unlink(missing_ok=True)
    (folder / "pin.v").write_text(checker(pins, "axioms"), encoding="utf-8")
    failure = tree.coqc(folder / "pin.v").failure
    return failure, [] if failure else axioms(folder / "axioms.out")


def _accepted(tree: Tree, task: Task, found: list[str]) -> Record:
    return replace(blank(task.module, task.claim), outcome=PROVED, reason="", axioms=tuple(found), coq=coq.version(),
                   seconds=round(tree.seconds[task.unit.name], 2),
                   requires=tuple(unit.name for unit in tree.sources.needs(task.unit)))


def _recheck(tree: Tree, known: dict[str, Record], sources: Sources, ids: set[str]) -> None:
    """Runs coqchk over the files of theorems that passed; where it does not accept them, all are refused."""
    passed = [Task(module, claim, unit) for module in sources.modules for claim in module.claims
              if claim.id in ids and known[claim.id].outcome == PROVED and (unit := module.unit(claim)) is not None]
    names = dict.fromkeys(task.unit.name for task in passed)
    if not names:
        return
    done = coq.run(["coqchk", "-silent", "-o", *tree.paths, *names], tree.folder, CHECKER_LIMIT)
    if done.failure:
        for task in passed:
            known[task.claim.id] = refused(task, f"coqchk: {done.failure}")


__all__ = ["LIMIT", "check", "known_checks"]
