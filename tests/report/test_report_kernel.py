"""What the kernel accepted, in the report: statements, files, the graph of the theory."""

import pytest
from made_up import claim, results

from certify.report import decision_html
from certify.report.development import Development, closed, graph
from certify.report.rendering import render
from certify.report.view import View

THEORY = {"Certify.Lang": [], "Certify.Sums": ["Certify.Lang"], "Certify.Norms": ["Certify.Lang", "Certify.Sums"],
          "Certify.Unused": ["Certify.Lang"]}


def kernel(**more):
    return {"checked": True, "outcome": "proved", "kind": "proof", "statement": "forall a : R,\n  a <= a",
            "file": "lemmas/made/up.v", "requires": ["Certify.Norms", "Statements.made.up"],
            "axioms": ["Classical_Prop.classic"], "seconds": 1.5, "coq": "8.16.1", "sha256": "0" * 64, **more}


def with_proofs(**more):
    found = results()
    found["theory"] = THEORY
    found["claims"] += [claim("first", "proved", trust="kernel", kernel=kernel()),
                        claim("second", "proved", trust="kernel", kernel=kernel(), uses=["made.up.first"]),
                        claim("third", "proved", trust="kernel", kernel=kernel(), uses=["made.up.half"]),
                        claim("fourth", "refuted", trust="kernel", kernel=kernel(
                            kind="refutation", file="Refutations/made/up/fourth.v", **more))]
    return found


def test_each_claim_shows_what_the_kernel_saw():
    shown = decision_html(claim("first", "proved", trust="kernel", kernel=kernel()))
    assert "proof accepted by Rocq 8.16.1 (lemmas/made/up.v), 1.5 s for the file; axioms: classic" in shown
    assert "rests on Certify.Norms, Statements.made.up" in shown
    assert "a &lt;= a" in shown


def test_a_refutation_shows_the_negation():
    shown = decision_html(claim("first", "refuted", trust="kernel", kernel=kernel(kind="refutation")))
    assert "refutation accepted" in shown
    assert "~ (forall a : R,\n     a &lt;= a)" in shown


def test_the_graph_holds_what_accepted_theorems_rest_on():
    found = Development.of(with_proofs())
    assert found.levels == [["Certify.Lang"], ["Certify.Sums"], ["Certify.Norms"]]
    assert set(found.edges) == {("Certify.Norms", "Certify.Sums"), ("Certify.Sums", "Certify.Lang")}
    assert found.direct == {"Certify.Lang": 0, "Certify.Sums": 0, "Certify.Norms": 4}
    drawn = graph(found)
    assert drawn.count('class="file"') == 3
    assert "Norms 4" in drawn
    assert "Unused" not in drawn


@pytest.mark.parametrize("checked", [True, False])
def test_the_page_tells_what_was_accepted(checked):
    page = render("index.html.j2", View(with_proofs() if checked else results()))
    assert ('id="kernel"' in page) == checked
    assert ("Refutations/made/up/fourth.v" in page) == checked


def test_a_claim_counts_as_proved_through_only_with_all_that_it_rests_on():
    view = View(with_proofs())
    assert {"made.up.first", "made.up.second", "made.up.fourth"} <= view.proved_through
    assert "made.up.third" not in view.proved_through


def test_nothing_is_drawn_without_an_accepted_theorem():
    assert Development.of(results()) is None
    assert graph(None) == ""
    unchecked = results()
    unchecked["claims"].append(claim("first", "proved", kernel=kernel(checked=False)))
    unchecked["theory"] = THEORY
    assert Development.of(unchecked) is None


def test_all_that_names_lead_to_is_found():
    assert closed(["Certify.Norms"], THEORY) == ["Certify.Lang", "Certify.Norms", "Certify.Sums"]
