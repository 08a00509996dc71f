"""One screen about a claim: true? tight? what is best? which hypothesis matters? where did the proof lose it?"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from certify.report.numbers import plain
from certify.report.passages import Formula, Paragraph, Words

EFFECTS = ("needed", "never used", "no effect seen", "not examined")


def answers(claim: Mapping[str, Any]) -> list[tuple[str, Paragraph]]:
    """Questions with their answers, as far as the results have them: without a review, what constant would do."""
    review = claim.get("review") or {}
    found = [("best constant", best(claim.get("best_constant"))), ("holds instead", instead(claim)),
             ("hypotheses", hypotheses(claim)), ("lost in the proof", lost(claim)),
             ("says nothing", nothing(review.get("vacuity"))), ("growth of the best", grows(review.get("growth")))]
    return [(question, answer) for question, answer in found if answer]


def best(constant: Any) -> Paragraph:
    """n^1.5 exp(10R^2) may be replaced by R/2."""
    if not isinstance(constant, Mapping):
        return [Words(str(constant))] if constant else []
    if constant.get("replaces"):
        return [Formula(constant["replaces"]["latex"]), Words(" may be replaced by "), Formula(constant["by"]["latex"]),
                Words(" (proved)")]
    return []


def instead(claim: Mapping[str, Any]) -> Paragraph:
    """What is proved of the left side of a refuted bound."""
    constant = claim.get("best_constant")
    if claim["status"] != "refuted" or not isinstance(constant, Mapping) or Decimal(constant.get("hi") or 0) <= 1:
        return []
    return [Words("the left side is at most "), Formula(constant["latex"]), Words(" (proved)")]


def proved(constant: Any) -> Paragraph:
    """The same for lists of bounds, where a proved bound of the left side is shown if nothing can be replaced."""
    if not isinstance(constant, Mapping) or constant.get("replaces"):
        return best(constant)
    return [Formula(constant["latex"])] if constant.get("latex") else []


def hypotheses(claim: Mapping[str, Any]) -> Paragraph:
    """Which are needed, which are never used; of a vacuous claim the verdict says it."""
    if claim["status"] == "vacuous":
        return []
    out: list[Words | Formula] = []
    for effect in EFFECTS[:3]:
        chosen = [item for item in claim.get("hypotheses") or [] if item.get("effect") == effect]
        if chosen:
            out.append(Words(("; " if out else "") + f"{effect}: "))
            for k, item in enumerate(chosen):
                out += [Words(", ")] if k else []
                out.append(Formula(item["statement"]))
    return out


def lost(claim: Mapping[str, Any]) -> Paragraph:
    """The step of the printed proof that loses most."""
    fall = (claim.get("review") or {}).get("worst")
    if not fall or fall["largest"] is None:
        return []
    number = fall["largest"]
    loss = fall["losses"][number - 1]["before" if fall["between"] else "step"]
    where = f"between steps {number - 1} and {number}" if fall["between"] else f"in step {number}"
    total = sum(Decimal(ends[0]) for item in fall["losses"] for ends in (item["before"], item["step"]) if ends)
    return [Words(f"most {where}: {plain(loss[0], 'down', 3)} of {plain(str(total), 'near', 3)} orders of magnitude "
                  "at the worst instance")]


def nothing(vacuity: Mapping[str, Any] | None) -> Paragraph:
    """Where the bound is weaker than a trivial one."""
    if not vacuity:
        return []
    trivial = Formula(vacuity["trivial"]["latex"])
    if vacuity.get("radius"):
        move, radius = Formula(vacuity["move"]["latex"]), Formula(vacuity["radius"]["latex"])
        if vacuity["never"]:
            return [Words("nowhere: "), move, Words(" stays below "), radius,
                    Words(", and only beyond that the trivial "), trivial, Words(" is smaller")]
        at = ", ".join(f"{name} = {value}" for name, value in (vacuity.get("typical") or {}).items())
        value = f" ({plain(vacuity['value'], 'up', 3)}{' at ' + at if at else ''})" if vacuity.get("value") else ""
        return [Words("once "), move, Words(" exceeds "), radius, Words(f"{value}: the left side is at most "), trivial,
                Words(" anyway")]
    if vacuity["always"]:
        return [Words("beyond what norms give at once: the left side is at most "), trivial]
    return []


def grows(growth: Mapping[str, Any] | None) -> Paragraph:
    """The law that was found against the law that is stated: ``log n`` counts powers of n, ``R^2`` exponentials."""
    terms = (growth or {}).get("terms") or []
    return [Words("; ".join(_term(term) for term in terms))] if terms else []


def _term(term: Mapping[str, Any]) -> str:
    found, error, stated = (_number(term[key]) for key in ("found", "error", "stated"))
    name = str(term["term"])
    size = found if error == "0" else f"{found} ± {error}"
    if name.startswith("log "):
        return f"with {name.removeprefix('log ')} to the power {size} (stated {stated})"
    return f"with exp({name.replace('^2', '²')}) to the power {size} (stated {stated})"


def _number(text: str) -> str:
    value = f"{float(text):.2f}".rstrip("0").rstrip(".")
    return ("0" if value in ("-0", "") else value).replace("-", "−")


__all__ = ["answers", "best", "grows", "hypotheses", "instead", "lost", "nothing", "proved"]
