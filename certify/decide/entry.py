"""A decision as an entry of ``results.json``: numbers as decimal texts, null where nothing is proved."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from typing import Any

from certify.bounds.printed import ONE, printed, replacement, varies
from certify.decide.decision import Decision, Status, Witness
from certify.decide.upper import LOOSE, UpperBound
from certify.language.printing import (
    latex,
    latex_claim,
    latex_definitions,
    latex_domains,
    latex_relation,
    unicode,
    unicode_claim,
    unicode_relation,
)

TIGHT = Decimal("0.99")


def entry_of(decision: Decision, certificates: tuple[str, ...] = ()) -> dict[str, Any]:
    """The serialised decision; ``certificates`` are paths relative to the results."""
    claim = decision.claim
    return {
        "id": claim.id, "paper": claim.paper.key, "label": claim.label, "row": claim.row,
        "provenance": claim.provenance, "via": claim.via, "note": claim.note, "expected": claim.expected,
        "statement": latex_claim(claim), "unicode": unicode_claim(claim), "sha256": claim.sha256,
        "domains": latex_domains(claim), "definitions": latex_definitions(claim),
        "corrects": claim.corrects and claim.corrects.id, "uses": [used.id for used in claim.uses],
        **_verdict(decision), **_evidence(decision),
        "hypotheses": _hypotheses(decision), "chain": [_step(step) for step in decision.chain],
        **_review(decision),
        "certificates": list(certificates), "settings": dict(decision.settings),
        "cut": decision.cut, "seconds": round(decision.seconds, 3),
    }


def _hypotheses(decision: Decision) -> list[dict[str, Any]]:
    """Each hypothesis, with what becomes of the claim without it where a review tells."""
    claim = decision.claim
    dropped = decision.review.hypotheses.dropped if decision.review is not None else ()
    effects = [item.to_json() for item in dropped] or [{} for _ in claim.given + claim.added]
    return [{"statement": latex_relation(rel), "unicode": unicode_relation(rel), "added": k >= len(claim.given), **more}
            for k, (rel, more) in enumerate(zip(claim.given + claim.added, effects, strict=True))]


def _review(decision: Decision) -> dict[str, Any]:
    """What a review adds; nothing where there was none."""
    if decision.review is None:
        return {}
    from certify.review.review import review_json

    return {"review": review_json(decision.review)}


def _verdict(decision: Decision) -> dict[str, Any]:
    return {
        "status": decision.status.value, "trust": decision.trust.value if decision.trust else None,
        "reason": decision.reason, "well_posed": decision.well_posed,
        "undefined_at": decision.undefined_at.to_json() if decision.undefined_at else None,
        "factor": decision.factor.to_json() if decision.factor else None,
        "best_constant": _best_constant(decision), "tightness": tightness(decision),
    }


def _evidence(decision: Decision) -> dict[str, Any]:
    counts = decision.counts
    return {
        "instances": {"satisfied": counts.satisfied, "violated": counts.violated, "touching": counts.touching,
                      "escalated": decision.escalated, "beyond": decision.beyond},
        "witness": _witness(decision.worst),
        "counterexample": _counterexample(decision), "canonical_form": decision.canonical_form,
        "existence": decision.existence.to_json() if decision.existence else None,
    }


def _counterexample(decision: Decision) -> dict[str, Any] | None:
    if decision.status is not Status.REFUTED:
        return None
    return {"worst": _witness(decision.worst), "simplest": _witness(decision.simplest)}


def _witness(witness: Witness | None) -> dict[str, Any] | None:
    return witness.to_json() if witness else None


def _step(step: Decision) -> dict[str, Any]:
    relation = step.claim.says[0]
    return {"statement": latex_relation(relation), "unicode": unicode_relation(relation),
            "status": step.status.value, "trust": step.trust.value if step.trust else None,
            "factor": step.factor.to_json() if step.factor else None,
            "instances": step.counts.total, "witness": _witness(step.worst)}


def _best_constant(decision: Decision) -> dict[str, Any] | None:
    """The proved bound in closed form, where it is smaller than the right side."""
    if not decision.upper:
        return None
    best = max(decision.upper, key=lambda found: Decimal(found.hi))
    return {"proved": unicode(best.form), "latex": latex(best.form), "hi": best.hi, "trust": best.trust.value,
            "steps": best.proof.length, **_printed(decision, best)}


def _printed(decision: Decision, best: UpperBound) -> dict[str, Any]:
    """The constant as it is printed and the smaller one that serves as well: n^1.5 exp(10R^2) by R/2."""
    relation = decision.claim.statement.says[best.relation]
    if Decimal(best.hi) >= 1 or relation.op == "psd" or relation.rhs.shape:
        return {}
    old, new = printed(relation.rhs), replacement(relation.rhs, best.form)
    if new is None or varies(old.constant):
        return {}
    return {"replaces": {"unicode": unicode(old.constant), "latex": latex(old.constant)},
            "by": {"unicode": unicode(new), "latex": latex(new)},
            "of": None if old.variable is ONE else {"unicode": unicode(old.variable), "latex": latex(old.variable)}}


def tightness(decision: Decision) -> str | None:
    """What the two ends of the factor say of the bound; see the report for the words."""
    factor = decision.factor
    seen = decision.review.tightness.words if decision.review is not None and decision.review.tightness else None
    if seen is not None and decision.status is not Status.REFUTED:
        return seen
    if factor is None or decision.status is Status.REFUTED or (factor.lo is None and factor.hi is None):
        return None
    if factor.lo is not None and Decimal(factor.lo) >= TIGHT and decision.worst is not None:
        sizes = ", ".join(f"{name} = {value}" for name, value in decision.worst.instance.dims.items())
        return f"tight at {sizes}" if sizes else "tight"
    if factor.hi is not None and Decimal(factor.hi) <= LOOSE:
        return f"loose by at least 10^{-Decimal(factor.hi).adjusted() - 1}" if Decimal(factor.hi) else "loose"
    if factor.hi is None or factor.lo is None or Decimal(factor.lo) <= 0:
        return "open"
    gap = (Decimal(factor.hi) / Decimal(factor.lo)).quantize(Decimal("0.01"), ROUND_CEILING)
    return f"within a factor {gap}" if gap < 1000 else "open"
