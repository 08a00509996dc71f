"""The files of a check: theory, statements that are printed from claims, proofs beside the lemmas, and those that are
written for single claims: refutations of what is false.

Each is a unit with a logical name (``Certify.Lang``, ``Statements.lsxyz23.facts``, ``Lemmas.lsxyz23.facts``,
``Refutations.asa22.sgd.list_whole``) and a key: the hash of its text, of the keys of what it requires, and of the
version of Rocq.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from graphlib import TopologicalSorter
from pathlib import Path

from certify.language import Claim
from certify.rocq import coq
from certify.rocq.errors import ProofError
from certify.rocq.scan import sentences, theorems, without_comments
from certify.rocq.statements import module_text, name_of

THEORY = Path(__file__).parent / "theory"
EMITTED, REFUTATIONS = "Emitted", "Refutations"
ROOTS = ("Certify", "Statements", "Lemmas", EMITTED, REFUTATIONS)
LIBRARY = "lemmas."
_REQUIRE = re.compile(r"(?:From\s+([\w.]+)\s+)?Require\s+(?:(?:Import|Export)\s+)?(?:-?\([^)]*\)\s*)?([\w.\s]+)")


@dataclass(frozen=True)
class Unit:
    """A Rocq file by its logical name; ``path`` is None for what is printed."""

    name: str
    text: str
    path: Path | None = None

    @property
    def file(self) -> str:
        """Where it goes in the build tree."""
        return self.name.replace(".", "/") + ".v"


@dataclass(frozen=True)
class Module:
    """The claims of one Python module, their statements, the file of proofs beside it, if there is one, and what is
    ``written`` for single claims, by id, or the reason why that was not possible (``unwritten``)."""

    name: str
    claims: tuple[Claim, ...]
    statements: Unit
    unprintable: dict[str, str]
    proofs: Unit | None
    written: Mapping[str, Unit] = field(default_factory=dict)
    unwritten: Mapping[str, str] = field(default_factory=dict)

    def has_proof(self, claim: Claim) -> bool:
        """Whether the file beside the module has a theorem of the claim's name."""
        return self.proofs is not None and name_of(claim) in theorems(self.proofs.text)

    def unit(self, claim: Claim) -> Unit | None:
        """The file with a theorem for the claim: that beside the module before one that is written."""
        return self.proofs if self.has_proof(claim) else self.written.get(claim.id)

    def negates(self, claim: Claim) -> bool:
        """Whether the theorem has to be one of the negation of the statement: a refutation that is written here, or a
        theorem beside the module for a claim that is said to be false."""
        unit = self.unit(claim)
        if unit is None:
            return False
        return claim.expected == "refuted" if self.has_proof(claim) else unit.name.startswith(REFUTATIONS + ".")


def modules(claims: Iterable[Claim]) -> list[Module]:
    """The claims by the modules that define them, with all claims of a module that are given."""
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(claim._module, []).append(claim)
    return [_module(name, tuple(found)) for name, found in groups.items()]


def _module(python: str, claims: tuple[Claim, ...]) -> Module:
    name, path = python.removeprefix(LIBRARY), proof_path(python)
    text, reasons = module_text(claims)
    proofs = None if path is None else Unit("Lemmas." + name, path.read_text(encoding="utf-8"), path)
    return Module(name, claims, Unit("Statements." + name, text), reasons, proofs)


def with_refutations(module: Module, ids: Collection[str], search: bool) -> Module:
    """The module with refutations of those claims that are known to be false, or are no claims of the library, and
    have no theorem: from witnesses that are kept, else, with ``search``, from those that are found now."""
    from certify.rocq.refutations import refutation  # it decides claims, which those who only check proofs need not

    units: dict[str, Unit] = {}
    reasons: dict[str, str] = {}
    for claim in module.claims:
        if claim.id not in ids or module.unit(claim) or claim.id in module.unprintable or not may_fail(claim):
            continue
        found = refutation(claim, module.name, search)
        if found.text is not None:
            units[claim.id] = Unit(f"{REFUTATIONS}.{module.name}.{name_of(claim)}", found.text)
        elif found.reason is not None:
            reasons[claim.id] = found.reason
    return replace(module, written={**module.written, **units}, unwritten={**module.unwritten, **reasons})


def may_fail(claim: Claim) -> bool:
    """Whether a counterexample is worth looking for: a claim that is said to be false, or one of a user."""
    return claim.expected == "refuted" or not claim._module.startswith(LIBRARY)


def proof_path(python: str) -> Path | None:
    """The file of proofs beside a Python module, if there is one."""
    home = getattr(sys.modules.get(python), "__file__", None)
    path = Path(home).with_suffix(".v") if home else None
    return path if path is not None and path.is_file() else None


@lru_cache(maxsize=1)
def theory() -> dict[str, Unit]:
    """The files of the theory by name; folders group them for readers and are no part of a name."""
    units: dict[str, Unit] = {}
    for path in sorted(THEORY.rglob("*.v")):
        name = f"Certify.{path.stem}"
        if name in units:
            raise ProofError(f"two files of the theory are called {name}: {units[name].path} and {path}; rename one")
        units[name] = Unit(name, path.read_text(encoding="utf-8"), path)
    return units


def theory_needs() -> dict[str, list[str]]:
    """The files of the theory, with those that they require."""
    return {name: list(dict.fromkeys(required(unit.text))) for name, unit in theory().items()}


class Sources:
    """All units that a check may need, their dependencies and keys."""

    def __init__(self, found: Iterable[Module]):
        self.modules = list(found)
        self.units = dict(theory())
        for module in self.modules:
            for unit in (module.statements, module.proofs, *module.written.values()):
                if unit is not None:
                    self.units[unit.name] = unit
        self._keys: dict[str, str] = {}

    def needs(self, unit: Unit) -> list[Unit]:
        """The units that a file requires; raises ``ProofError`` for one of ours that does not exist."""
        out = []
        for name in dict.fromkeys(required(unit.text)):
            if name not in self.units:
                raise ProofError(f"{unit.path or unit.name} requires {name}, which is no file of the theory, no module "
                                 "of statements and no file of proofs of the claims that are checked")
            out.append(self.units[name])
        return out

    def key(self, unit: Unit, above: tuple[str, ...] = ()) -> str:
        """The hash of all that the compiled file depends on."""
        if unit.name in above:
            raise ProofError(f"files require each other: {' -> '.join([*above, unit.name])}")
        if unit.name not in self._keys:
            below = [self.key(other, (*above, unit.name)) for other in self.needs(unit)]
            parts = [coq.version() or "none", *coq.libraries(), unit.name, unit.text, *sorted(below)]
            self._keys[unit.name] = digest(*parts)
        return self._keys[unit.name]

    def order(self, units: Iterable[Unit]) -> TopologicalSorter[str]:
        """The names of the units and of what they need, each after what it needs itself."""
        graph: dict[str, list[str]] = {}
        waiting = list(units)
        for unit in waiting:
            self.key(unit)  # finds cycles
        while waiting:
            unit = waiting.pop()
            if unit.name not in graph:
                needed = self.needs(unit)
                graph[unit.name] = [other.name for other in needed]
                waiting += needed
        return TopologicalSorter(graph)


def required(text: str) -> Iterator[str]:
    """Logical names of ours that a file requires."""
    for sentence in sentences(without_comments(text)):
        found = _REQUIRE.fullmatch(sentence)
        if found is None:
            continue
        prefix = found.group(1) + "." if found.group(1) else ""
        for name in found.group(2).split():
            if (prefix + name).split(".")[0] in ROOTS:
                yield prefix + name


def digest(*parts: str) -> str:
    """One hash of several texts."""
    joined = "\0".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(joined.encode()).hexdigest()


__all__ = ["Module", "Sources", "Unit", "digest", "may_fail", "modules", "proof_path", "theory", "theory_needs",
           "with_refutations"]
