"""Every refuted claim of the library has an erratum: what is printed, numbers that refute it, what holds instead."""

import pytest

from certify.decide import Status, entry_of, verify
from certify.report import passages
from certify.report.errata import errata
from certify.report.view import View
from certify.runs import Settings, load, results_of

CLAIMS = load()
REFUTED = {claim.id: claim for claim in CLAIMS if claim.expected == "refuted"}
CORRECTIONS = {wrong: [claim for claim in CLAIMS if claim.corrects is not None and claim.corrects.id == wrong]
               for wrong in REFUTED}
OF_SOURCES = [wrong for wrong, claim in REFUTED.items() if claim.provenance != "ours"]
BUDGET = 200


def test_every_refuted_claim_of_a_source_has_a_correction():
    assert [wrong for wrong in OF_SOURCES if not CORRECTIONS[wrong]] == []


@pytest.mark.parametrize("wrong", sorted(REFUTED)[::3])
def test_refuted_claims_have_errata(wrong):
    claims = [REFUTED[wrong], *CORRECTIONS[wrong][:1]]
    decisions = [verify(claim, seed=1, budget=BUDGET) for claim in claims]
    assert decisions[0].status is Status.REFUTED
    results = results_of(map(entry_of, decisions), [claim.paper for claim in claims], Settings(), 0.0, False)
    (item, *_) = [found for found in errata(View(results)) if found.claim["id"] == wrong and found.step is None]
    printed, fails, *instead = map(passages.markdown, item.paragraphs)
    assert REFUTED[wrong].label.split("_")[0] in printed.replace("\\", "")
    assert entry_of(decisions[0])["statement"] in printed
    assert "This does not hold." in fails
    assert "The numbers are in the certificate" not in fails
    assert len(instead) == len(claims) - 1
    assert all("What holds instead" in text for text in instead)
