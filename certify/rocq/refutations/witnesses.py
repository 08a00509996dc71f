"""Counterexamples from which refutations are written: searched for once, and kept on this machine.

A witness is the simplest one of a decision run; where no refutation can be written from that one (a singular value
that is irrational, say), one of small sizes. The library ships those of its claims in ``witnesses.json``, which
``python -m certify.rocq.refutations`` writes; a claim that changes is searched anew. Nothing that is kept or shipped is
believed: the kernel goes over what is written from it.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

from certify.decide import verify
from certify.decide.decision import Witness
from certify.decide.verify import sampled
from certify.decide.witnesses import violates
from certify.instances.data import Exact, Instance
from certify.language import CertifyError, Claim, free_symbols, postorder
from certify.rocq.errors import NotPrintable
from certify.rocq.folders import cache_folder, keep, kept
from certify.rocq.refutations.setting import NO_INSTANCE, NotRefutable
from certify.rocq.refutations.text import refutation_text

SMALL = (1, 2)  # sizes at which another witness is looked for
SINGULAR = ("sigmin",)
VERSION = 1  # changes with what is searched
LIBRARY = "lemmas"
Known = dict[str, Any]  # the instance as JSON, None where there is none for the reason given, and what fails there
Candidate = tuple[Instance, int]  # with the number of the conclusion that fails


@dataclass(frozen=True)
class Refutation:
    """The text of a file that refutes a claim, or the reason why there is none; None where nobody has looked."""

    text: str | None
    reason: str | None


def refutation(claim: Claim, module: str, search: bool) -> Refutation:
    """The refutation of a claim from the witness that is kept, else, with ``search``, from one that is found now."""
    if claim.statement.exists is not None:
        return Refutation(None, NO_INSTANCE)
    path = _path(claim)
    known = kept(path) or shipped().get(claim.sha256)
    if known is None and search:
        known = _found(claim, module)
        keep(path, known)
    if known is None:
        return Refutation(None, None)
    if known["instance"] is None:
        return Refutation(None, known["reason"])
    try:
        instance = Instance.from_json(known["instance"])
        return Refutation(refutation_text(claim, instance, known["relation"], module), None)
    except (NotRefutable, NotPrintable) as error:
        return Refutation(None, str(error))


@lru_cache(maxsize=1)
def shipped() -> dict[str, Known]:
    """The witnesses of the library by the identity of the claim."""
    found: dict[str, Known] = kept(shipped_path()) or {}
    return found


def shipped_path() -> Path:
    """Beside the lemmas."""
    spec = importlib.util.find_spec(LIBRARY)
    folders = list(spec.submodule_search_locations or []) if spec else []
    return Path(folders[0] if folders else ".") / "witnesses.json"


def ship(claims: Iterable[Claim]) -> int:
    """Writes the witnesses of all claims that are known to be false and can be refuted from one, searched for where
    they are not known; returns how many there are."""
    found = {}
    for claim in claims:
        if claim.expected == "refuted" and refutation(claim, claim._module, search=True).text is not None:
            known = kept(_path(claim)) or shipped()[claim.sha256]
            found[claim.sha256] = {"relation": known["relation"], "instance": known["instance"], "claim": claim.id}
    lines = [f"{json.dumps(sha256)}: {json.dumps(known)}" for sha256, known in sorted(found.items())]
    shipped_path().write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    return len(found)


def _path(claim: Claim) -> Path:
    return cache_folder() / "witnesses" / str(VERSION) / f"{claim.sha256}.json"


def _found(claim: Claim, module: str) -> Known:
    """The first witness from which a refutation can be written, as it is kept."""
    reason = "no instance that violates it was found"
    for instance, relation in _candidates(claim):
        try:
            refutation_text(claim, instance, relation, module)
        except (NotRefutable, NotPrintable) as error:
            reason = f"no refutation could be written from a counterexample: {error}"
            continue
        return {"instance": instance.to_json(), "relation": relation, "reason": None}
    return {"instance": None, "relation": 0, "reason": reason}


def _candidates(claim: Claim) -> Iterator[Candidate]:
    """The simplest witness of a decision, then those at small sizes, from the smallest on; each one also with diagonal
    matrices where singular values occur, which then are rational."""
    first = verify(claim, review=False).simplest
    if first is None:
        return
    yield from _variants(claim, first)
    names = claim.statement.dims
    for sizes in sorted(product(SMALL, repeat=len(names)), key=sum):
        try:
            found = verify(claim, dims=dict(zip(names, sizes, strict=True)), review=False).simplest
        except CertifyError:  # sizes that the hypotheses exclude
            continue
        if found is not None:
            yield from _variants(claim, found)


def _variants(claim: Claim, found: Witness) -> Iterator[Candidate]:
    instance = replace(found.instance, derived=None)  # formulas are put in anew
    yield instance, found.relation
    inside = free_symbols(*(node for node in postorder(*claim.statement.roots) if node.op in SINGULAR))
    names = [node.attrs[0] for node in inside if len(node.shape) == 2 and node.attrs[0] in instance.values]
    if names:
        changed = {name: _diagonal(instance.values[name]) for name in names}
        variant = replace(instance, values={**instance.values, **changed})
        if violates(sampled(claim), found.relation, variant):
            yield variant, found.relation


def _diagonal(rows: Exact) -> Exact:
    return tuple(tuple(entry if i == j else Fraction(0) for j, entry in enumerate(row)) for i, row in enumerate(rows))


__all__ = ["Refutation", "refutation", "ship"]
