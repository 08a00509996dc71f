"""Results arranged as the reports show them: counts, tight and loose bounds, claims by paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from certify.report.development import Development, ProofFile, proof_files
from certify.report.schema import PROVENANCES, STATUSES, validate

Entry = Mapping[str, Any]
GROUPS = ("tight", "partly", "enclosed", "within", "loose", "open")
CLOSED = Decimal("0.99")  # of the upper end of a factor, from which on the lower end counts as the same


@dataclass(frozen=True)
class Section:
    """The claims of one paper, in the order of the results."""

    key: str
    title: str
    source: str
    claims: tuple[Entry, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many claims got each verdict that occurs."""
        return _counts(self.claims)


@dataclass(frozen=True)
class Covered:
    """A statement of a source, with the claims that encode it as it stands and those of other sources about it."""

    row: Mapping[str, Any]
    claims: tuple[Entry, ...]
    others: tuple[Entry, ...]


@dataclass(frozen=True)
class View:
    """What every report shows; raises ``ResultsError`` on results that do not follow the schema."""

    results: Mapping[str, Any]

    def __post_init__(self) -> None:
        validate(self.results)

    @property
    def claims(self) -> list[Entry]:
        """All of them."""
        return list(self.results["claims"])

    @cached_property
    def ids(self) -> set[str]:
        """The claims that have a place on the page."""
        return {claim["id"] for claim in self.claims}

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many claims got each verdict, those with none included."""
        found = _counts(self.claims)
        return {status: found.get(status, 0) for status in STATUSES}

    @cached_property
    def provenances(self) -> dict[str, int]:
        """How sure we are of the wording, over the claims."""
        found = Counter(claim["provenance"] for claim in self.claims)
        return {name: found[name] for name in PROVENANCES if found[name]}

    @cached_property
    def instances(self) -> int:
        """Certified instances over all claims."""
        counts = [claim.get("instances") or {} for claim in self.claims]
        return sum(found.get(kind, 0) for found in counts for kind in ("satisfied", "violated", "touching"))

    @cached_property
    def sections(self) -> list[Section]:
        """Papers in the order in which they first occur."""
        by_paper: dict[str, list[Entry]] = {}
        for claim in self.claims:
            by_paper.setdefault(claim["paper"], []).append(claim)
        return [Section(key, self._title(key), self._source(key), tuple(by_paper[key])) for key in by_paper]

    def _title(self, key: str) -> str:
        return str(((self.results.get("papers") or {}).get(key) or {}).get("title") or "")

    def _source(self, key: str) -> str:
        paper = (self.results.get("papers") or {}).get(key) or {}
        arxiv = f"arXiv:{paper['arxiv']}" if paper.get("arxiv") else None
        return ", ".join(str(part) for part in (paper.get("authors"), paper.get("year"), arxiv) if part)

    def cited(self, key: str) -> str:
        """A paper in a sentence: its title and source, its key where nothing more is known."""
        title, source = self._title(key), self._source(key)
        return f"“{title}” ({source})" if title and source else title or key

    @cached_property
    def corrections(self) -> dict[str, list[str]]:
        """For each claim the ids of the claims that put it right."""
        found: dict[str, list[str]] = {claim["id"]: list(claim.get("corrected_by") or []) for claim in self.claims}
        for claim in self.claims:
            right = claim.get("corrects")
            for old in [right] if isinstance(right, str) else right or []:
                if claim["id"] not in found.setdefault(old, []):
                    found[old].append(claim["id"])
        return found

    @cached_property
    def tightness(self) -> dict[str, list[Entry]]:
        """Bounds with a factor by how tight they are known to be, the largest certified ratio first."""
        groups: dict[str, list[Entry]] = {group: [] for group in GROUPS}
        for claim in self.claims:
            if (claim.get("factor") or {}).get("lo") is not None and claim["status"] != "refuted":
                groups[tightness_group(claim)].append(claim)
        for claims in groups.values():
            claims.sort(key=lambda claim: Decimal(claim["factor"]["lo"]), reverse=True)
        return {group: claims for group, claims in groups.items() if claims}

    @cached_property
    def questions(self) -> list[Entry]:
        """Statements of ours that hold, and whose factor is not closed."""
        return [claim for claim in self.claims if claim["provenance"] == "ours" and claim["status"] != "refuted"
                and _open(claim.get("factor") or {})]

    @cached_property
    def coverage(self) -> dict[str, list[Covered]]:
        """The statements that the claims set out to cover, by section; empty where there is no list of them."""
        out: dict[str, list[Covered]] = {}
        for row in self.results.get("rows") or []:
            found = [claim for claim in self.claims if claim.get("row") == row["id"]]
            own = tuple(claim for claim in found if claim["paper"] == row["source"])
            others = tuple(claim for claim in found if claim["paper"] != row["source"])
            out.setdefault(row["section"], []).append(Covered(row, own, others))
        return out

    @cached_property
    def development(self) -> Development | None:
        """The files behind the accepted theorems."""
        return Development.of(self.results)

    @cached_property
    def proof_files(self) -> list[ProofFile]:
        """The files that hold them."""
        return proof_files(self.results)

    @cached_property
    def proved_through(self) -> set[str]:
        """Claims that the kernel accepted here, and all those that they are said to rest on as well."""
        trusted = {claim["id"]: claim.get("uses") or [] for claim in self.claims if claim["trust"] == "kernel"}
        while True:
            left = {name: uses for name, uses in trusted.items() if all(other in trusted for other in uses)}
            if len(left) == len(trusted):
                return set(left)
            trusted = left

    @property
    def refuted(self) -> list[Entry]:
        """The claims with a certified counterexample."""
        return [claim for claim in self.claims if claim["status"] == "refuted"]


def without_instances(claim: Entry) -> bool:
    """Whether a bound is said to hold and no instance met its hypotheses: they may contradict each other."""
    met = claim.get("instances")
    return bool(claim["status"] in ("proved", "supported") and claim.get("factor") and met
                and not any(met.get(kind, 0) for kind in ("satisfied", "violated", "touching")))


def _open(factor: Mapping[str, Any]) -> bool:
    lo, hi = factor.get("lo"), factor.get("hi")
    return lo is not None and Decimal(lo) > 0 and (hi is None or Decimal(lo) < CLOSED * Decimal(hi))


def tightness_group(claim: Entry) -> str:
    """The first word of what is known, one of ``GROUPS``."""
    words = (claim.get("tightness") or "open").split()
    if words[0] == "tight" and words[1:2] in (["only"], ["at"], ["in"]) and claim.get("review"):
        return "partly"
    factor = claim.get("factor") or {}
    if words[0] == "within" and factor.get("hi") and Decimal(factor["lo"]) >= CLOSED * Decimal(factor["hi"]):
        return "enclosed"
    return words[0] if words[0] in GROUPS else "open"


def _counts(claims: list[Entry] | tuple[Entry, ...]) -> dict[str, int]:
    found = Counter(claim["status"] for claim in claims)
    return {status: found[status] for status in STATUSES if found[status]}
