"""One mutant through the ordinary machinery, and the counts that come of many.

A verdict is compared with what is known apart from it. What must never happen is a ``defect``: a mutant known to be
false that comes back proved, a certificate that the independent checker rejects, an error that is none of the user's.
"""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from falsity import known_false
from mutants import Mutant, mutants

from certify import check
from certify.certificates import certificates_of
from certify.decide import Budget, Decision, Status, budget_of, verify
from certify.decide.verify import is_identity
from certify.instances import Instance
from certify.language import CertifyError, Claim, Statement
from certify.runs import load

SECONDS, SEED = 20.0, 7
OUTCOMES = ("refuted", "proved", "supported", "undecided", "vacuous", "outside", "timeout")


@dataclass(frozen=True)
class Trial:
    """What became of one mutant. ``outside`` is a statement that the package refuses with a message."""

    claim: str
    operator: str
    sha256: str
    kind: str
    says: str
    outcome: str
    known_false: bool
    certificates: int
    defects: tuple[str, ...]
    seconds: float

    @property
    def survived(self) -> bool:
        """Known to be false, and not refuted."""
        return self.known_false and self.outcome != "refuted"


@dataclass(frozen=True)
class Effort:
    """Which claims (one in ``share`` of each kind), how many mutants of each, how many evaluations a mutant.

    One claim in ``known`` is decided itself first: its worst instance gives a mutant with a constant just below it,
    and an instance to try.
    """

    share: Mapping[str, int]
    mutants: Mapping[str, int]
    evaluations: Mapping[str, int]
    known: int

    def budget(self, kind: str) -> Budget:
        """What one decision may cost."""
        return budget_of(evaluations=self.evaluations[kind], seconds=SECONDS)


QUICK = Effort({"identities": 3, "bounds": 12}, {"identities": 1, "bounds": 1}, {"identities": 400, "bounds": 400}, 8)
LIBRARY = Effort({"identities": 1, "bounds": 1}, {"identities": 1, "bounds": 1}, {"identities": 400, "bounds": 400}, 8)
FULL = Effort({"identities": 1, "bounds": 1}, {"identities": 40, "bounds": 12},
              {"identities": 1_000, "bounds": 4_000}, 1)


@cache
def library() -> dict[str, Claim]:
    """Every claim by its id."""
    return {claim.id: claim for claim in load()}


def chosen(kind: str, effort: Effort) -> list[str]:
    """The ids of the claims of a kind that an effort takes, by their hashes."""
    return [claim.id for claim in library().values()
            if kind_of(claim.statement) == kind and _one_in(effort.share[kind], claim)]


def _one_in(share: int, claim: Claim) -> bool:
    return int(claim.sha256[-8:], 16) % share == 0


def trials_by_id(claim_id: str, effort: Effort) -> list[Trial]:
    """The trials of a claim of the library."""
    return trials_of(library()[claim_id], {claim.sha256 for claim in library().values()}, effort)


def trials_of(claim: Claim, taken: Collection[str], effort: Effort) -> list[Trial]:
    """The trials of a few mutants of a claim; ``taken`` holds the hashes of the true claims."""
    kind, decision = kind_of(claim.statement), None
    if kind == "bounds" and int(claim.sha256[:8], 16) % effort.known == 0:
        decision = verify(claim, SEED, effort.budget(kind))
    found = mutants(claim, taken, effort.mutants[kind], decision)
    hints = [] if decision is None else [seen.instance for seen in (decision.worst, decision.simplest) if seen]
    return [trial(mutant, effort, hints) for mutant in found]


def trial(mutant: Mutant, effort: Effort, hints: Iterable[Instance] = ()) -> Trial:
    """Decides a mutant, has its certificates checked, and says whether it is known to be false."""
    started, claim = time.perf_counter(), mutant.claim
    statement = mutant.statement
    found = Trial(mutant.origin.id, mutant.operator, statement.sha256, kind_of(statement),
                  "; ".join(map(str, statement.says)), "outside", False, 0, (), 0.0)
    try:
        decision = verify(claim, SEED + 1, effort.budget(found.kind))
    except CertifyError:
        return found
    counterexample = known_false(statement, hints)
    certificates = certificates_of(decision)
    defects = [message for data in certificates.values() for message in rejected(data)]
    if counterexample is not None and decision.status is Status.PROVED:
        defects.append(f"proved, and false at {counterexample.to_json()}")
    return replace(found, outcome=outcome_of(decision), known_false=counterexample is not None,
                   certificates=len(certificates), defects=tuple(defects),
                   seconds=round(time.perf_counter() - started, 3))


def kind_of(statement: Statement) -> str:
    """Whether the statement is decided by forms or by instances."""
    return "identities" if is_identity(statement) else "bounds"


def outcome_of(decision: Decision) -> str:
    """The status, or that the time was up before there was one."""
    if decision.cut and decision.status in (Status.UNDECIDED, Status.SUPPORTED):
        return "timeout"
    return decision.status.value


def rejected(certificate: dict[str, Any]) -> list[str]:
    """What the independent checker has against a certificate."""
    try:
        check.check(json.loads(json.dumps(certificate)))
    except Exception as error:  # every way of not accepting it is one
        return [f"{certificate['kind']} certificate rejected: {error!r}"]
    return []
