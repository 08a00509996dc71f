"""Errata: for every refuted statement a passage that its authors could print.

Nothing here is written for one statement: what is printed, the counterexample in numbers and what holds instead
are read off the entry of the refuted claim and those of the claims that correct it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from certify.language.printing.latex_style import LatexStyle
from certify.report import asserted, instances, numbers
from certify.report.passages import Formula, Paragraph, Words
from certify.report.view import Entry, View

WORDING = {
    "quoted": "as printed", "restated": "as it is restated", "abstract": "as its abstract has it",
    "recalled": "as it is recalled here, to be compared with the print", "ours": "in our words",
}
DECIDED = {
    "proved": "This is proved, for all dimensions.",
    "undecided": "This is not decided.",
    "vacuous": "Its hypotheses contradict each other.",
    "refuted": "This is refuted too.",
}


@dataclass(frozen=True)
class Erratum:
    """A refuted claim, or a refuted step of its printed proof, with its source and the claims that put it right."""

    claim: Entry
    source: str
    corrections: tuple[Entry, ...]
    step: int | None = None

    @property
    def title(self) -> str:
        """The label of the claim, and which step of its proof."""
        return self.claim["label"] + (f", step {self.step} of its proof" if self.step else "")

    @property
    def paragraphs(self) -> list[Paragraph]:
        """What is printed, why it fails, and what holds instead."""
        return [list(self._printed()), list(self._fails()), *map(list, self._instead())]

    def _printed(self) -> Iterator[Words | Formula]:
        said = self.claim if self.step is None else self.claim["chain"][self.step - 1]
        yield Words(self.title, strong=True)
        yield Words(f" of {self.source}" + (f" ({wording(self.claim)})" if wording(self.claim) else "") + " says")
        yield Formula(said["statement"], display=True)
        yield from _here(self.claim.get("definitions") or [])

    def _fails(self) -> Iterator[Words | Formula]:
        found = counterexample(self.claim, self.step)
        yield Words("This does not hold.", strong=True)
        if found:
            yield Words(" At ")
            yield from numbers_of(found)
            met = " every hypothesis is met, and " if self.claim.get("hypotheses") else " "
            yield Words(met + how(self.claim["statement"], found))
        elif self.claim.get("existence"):
            yield Words(" " + asserted.described(self.claim["existence"]) + ".")
        else:
            yield Words(" The numbers are in the certificate.")

    def _instead(self) -> Iterator[Iterator[Words | Formula]]:
        for entry in () if self.step else self.corrections:
            yield _holds(entry, self.claim)


def _holds(entry: Entry, refuted: Entry) -> Iterator[Words | Formula]:
    yield Words("What holds instead", strong=True)
    yield Words(f" ({entry['label']}):")
    yield Formula(entry["statement"], display=True)
    known = refuted.get("definitions") or []
    yield from _here([line for line in entry.get("definitions") or [] if line not in known])
    yield Words(decided(entry))


def _here(definitions: Sequence[str]) -> Iterator[Words | Formula]:
    """What names stand for: short ones within the line, then long ones below each other."""
    short = [line for line in definitions if "aligned" not in line]
    for k, line in enumerate(short):
        yield Words("Here " if k == 0 else " and " if k + 1 == len(short) else ", ")
        yield Formula(line)
    long = [line for line in definitions if "aligned" in line]
    for line in long:
        yield Words(" and" if short or line is not long[0] else "Here")
        yield Formula(line, display=True)
    if short and not long:
        yield Words(". ")


def errata(view: View) -> list[Erratum]:
    """One for every refuted claim, in the order of the results, each followed by the refuted steps of its proof."""
    entries = {claim["id"]: claim for claim in view.claims}
    found = []
    for claim in view.claims:
        right = tuple(entries[name] for name in view.corrections[claim["id"]] if name in entries)
        if claim["status"] == "refuted":
            found.append(Erratum(claim, view.cited(claim["paper"]), right))
        found += [Erratum(claim, view.cited(claim["paper"]), (), k)
                  for k, step in enumerate(claim.get("chain") or [], 1) if step.get("status") == "refuted"]
    return found


def wording(claim: Entry) -> str:
    """How sure we are of the wording, in words."""
    via = f" in {claim['via']}" if claim.get("via") else ""
    return WORDING[claim["provenance"]] + (via if claim["provenance"] == "restated" else "")


def counterexample(claim: Entry, step: int | None) -> Mapping[str, Any] | None:
    """The simplest instance that shows it, else the worst one."""
    if step is not None:
        return claim["chain"][step - 1].get("witness")
    found = claim.get("counterexample") or {}
    return found.get("simplest") or found.get("worst")


def decided(entry: Entry) -> str:
    """The verdict on a correction, in a sentence."""
    if entry["status"] != "supported":
        return DECIDED[entry["status"]]
    counts, factor = entry.get("instances") or {}, entry.get("factor") or {}
    met = sum(counts.get(kind, 0) for kind in ("satisfied", "touching"))
    ratio = f"; the largest ratio of the sides is {numbers.plain(factor['lo'], 'down')}" if factor.get("lo") else ""
    found = asserted.constants(entry.get("existence"))
    return (f"None of {met:,} certified instances violates it{ratio}" + (f"; {found}" if found else "")
            + ". It is not proved.")


def how(statement: str, found: Mapping[str, Any]) -> str:
    """The values of both sides, in words; for the semidefinite order those of their quadratic forms."""
    left, right = (instances.enclosure(found.get(key)) for key in ("lhs", "rhs"))
    if not left or not right:
        return "the statement fails."
    if r"\preceq" in statement:
        return f"for some vector the quadratic form of the left side is {left} and that of the right side {right}."
    return f"its left side is {left} and the right side {right}."


def numbers_of(found: Mapping[str, Any]) -> Iterator[Words | Formula]:
    """The instance, typeset; in words where an entry is given by a formula."""
    if found.get("derived"):
        yield Words(instances.described(found))
        return
    style = LatexStyle()
    parts = [f"{style.name(name)} = {value}" for name, value in found.get("dims", {}).items()]
    parts += [f"{style.index(name)} = {int(value) + 1}" for name, value in (found.get("indices") or {}).items()]
    parts += [f"{style.name(name)} {instances.latex(value)}" for name, value in found.get("values", {}).items()]
    yield Formula(r",\ ".join(parts))


__all__ = ["Erratum", "errata"]
