"""The check of proofs: statements printed, files compiled, theorems pinned, assumptions compared."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from certify.language import Claim
from certify.rocq import coq
from certify.rocq.building import Tree
from certify.rocq.pinning import axioms, checker, unknown
from certify.rocq.records import (
    PROVED,
    REFUSED,
    UNCHECKED,
    Record,
    blank,
    cache_folder,
    recall,
    remember,
)
from certify.rocq.sources import Module, Sources, modules, proof_path
from certify.rocq.statements import name_of

LIMIT, CHECKER_LIMIT = 300.0, 1800.0
AGAIN = (UNCHECKED, REFUSED)  # a refusal may be due to a time limit, so that it is tried again
Watch = Callable[[Record], None]


def check(claims: Iterable[Claim], *, jobs: int = 1, limit: float = LIMIT, fresh: bool = False,
          coqchk: bool = False, watch: Watch = lambda record: None) -> list[Record]:
    """A record a claim, in their order. What was checked before on this machine is not checked again, unless ``fresh``.

    ``limit`` is in seconds for each call of coqc. ``coqchk`` has the independent checker of Rocq go over all compiled
    files at the end. Raises ``ProofError`` where coqc is missing.
    """
    wanted = list(claims)
    coq.require()
    sources = Sources(modules(whole_modules(wanted)))
    known = {claim.id: blank(module, claim) if fresh else recall(sources, module, claim)
             for module in sources.modules for claim in module.claims}
    ids = {claim.id for claim in wanted}
    todo = [module for module in sources.modules
            if any(known[claim.id].outcome in AGAIN and claim.id in ids for claim in module.claims)]
    tree = Tree(cache_folder() / "tree", sources, limit, jobs)
    with tree.locked():
        tree.build([unit for module in todo for unit in (module.statements, module.proofs) if unit is not None])
        with ThreadPoolExecutor(jobs) as pool:
            for found in pool.map(lambda module: _module(tree, module, known, ids), todo):
                for record in found:
                    known[record.id] = record
                    watch(record)
        if coqchk:
            _recheck(tree, known, sources, ids)
    return [known[claim.id] for claim in wanted]


def whole_modules(claims: list[Claim]) -> list[Claim]:
    """The claims with all others of the library whose module has proofs, so that a module's statements do not depend
    on what is asked for and proofs may rest on those of other modules."""
    from certify.runs.loading import LIBRARY, load

    if not any(claim._module.split(".")[0] == LIBRARY for claim in claims):
        return claims
    beside = {claim.id: claim for claim in load() if proof_path(claim._module) is not None}
    asked = {claim.id: claim for claim in claims}
    return list({**beside, **asked}.values())


def known_checks(claims: Iterable[Claim]) -> dict[str, Record]:
    """What is known on this machine of the shipped proofs of these claims, without any check: by id, for those that
    have one."""
    asked = {claim.id for claim in claims if proof_path(claim._module) is not None}
    if not asked:
        return {}
    sources = Sources(modules(whole_modules([claim for claim in claims if claim.id in asked])))
    return {claim.id: recall(sources, module, claim) for module in sources.modules for claim in module.claims
            if claim.id in asked and module.has_proof(claim)}


def _module(tree: Tree, module: Module, known: dict[str, Record], ids: set[str]) -> list[Record]:
    claims = [claim for claim in module.claims if known[claim.id].outcome in AGAIN and claim.id in ids]
    records = _judged(tree, module, claims)
    for claim, record in zip(claims, records, strict=True):
        remember(tree.sources, module, claim, record)
    return records


def _judged(tree: Tree, module: Module, claims: list[Claim]) -> list[Record]:
    assert module.proofs is not None
    for unit in (module.statements, module.proofs):
        if unit.name in tree.failures:
            return [refused(blank(module, claim), tree.failures[unit.name]) for claim in claims]
    if _pin(tree, module, [name_of(claim) for claim in claims]).failure == "":
        return [_pinned(tree, module, claim) for claim in claims]
    out = []
    for claim in claims:  # one by one, to see which it is
        done = _pin(tree, module, [name_of(claim)])
        out.append(refused(blank(module, claim), f"the theorem is no proof of the printed statement: {done.failure}")
                   if done.failure else _pinned(tree, module, claim))
    return out


def refused(record: Record, reason: str) -> Record:
    """The record of a proof that is none."""
    return replace(record, outcome=REFUSED, reason=reason, coq=coq.version())


def _pin(tree: Tree, module: Module, names: list[str]) -> coq.Result:
    folder = tree.folder / "Pins" / module.name
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "axioms").mkdir(parents=True)
    (folder / "pin.v").write_text(checker(module, names, "axioms"), encoding="utf-8")
    return tree.coqc(folder / "pin.v")


def _pinned(tree: Tree, module: Module, claim: Claim) -> Record:
    assert module.proofs is not None
    found = axioms(tree.folder / "Pins" / module.name / "axioms" / f"{name_of(claim)}.out")
    record = replace(blank(module, claim), axioms=tuple(found), coq=coq.version(),
                     seconds=round(tree.seconds[module.proofs.name], 2))
    if unknown(found):
        return refused(record, f"rests on {', '.join(unknown(found))}")
    return replace(record, outcome=PROVED, reason="")


def _recheck(tree: Tree, known: dict[str, Record], sources: Sources, ids: set[str]) -> None:
    """Runs coqchk over the files of proofs that passed; raises where it does not accept them."""
    passed = [module for module in sources.modules
              if any(known[claim.id].outcome == PROVED and claim.id in ids for claim in module.claims)]
    names = [module.proofs.name for module in passed if module.proofs is not None]
    if not names:
        return
    done = coq.run(["coqchk", "-silent", "-o", *tree.paths, *names], tree.folder, CHECKER_LIMIT)
    if done.failure:
        for module in passed:
            for claim in module.claims:
                if known[claim.id].outcome == PROVED:
                    known[claim.id] = refused(known[claim.id], f"coqchk: {done.failure}")


__all__ = ["LIMIT", "check", "known_checks"]
