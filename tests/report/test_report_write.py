"""What is written: a page that needs nothing from outside, a table that Markdown reads, LaTeX that compiles."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from made_up import INSTANCE, claim, results
from rich.console import Console

from certify.report import (
    ResultsError,
    answers,
    decision_html,
    drawings,
    instances,
    passages,
    rendering,
    terminal_findings,
    terminal_table,
    write_report,
)
from certify.report.errata import decided, errata, how
from certify.report.schema import STATUSES
from certify.report.view import View
from certify.report.write import FILES

NONE = {"satisfied": 0, "violated": 0, "touching": 0}
VOID = {"meta", "br", "mspace", "img", "hr", "link", "input"}


class Page(HTMLParser):
    """Checks that elements nest, and collects ids, links and what would be loaded."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if "href" in found:
            self.links.append(str(found["href"]))
        if "src" in found or tag in ("link", "iframe", "img"):
            self.loads.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("report") / "new"
    assert [path.name for path in write_report(results(), out)] == list(FILES)
    return out


@pytest.fixture(scope="module")
def html(folder: Path) -> str:
    return (folder / "index.html").read_text(encoding="utf-8")


def test_page_nests_and_loads_nothing(html: str) -> None:
    page = Page(html)
    assert page.open == []
    assert page.loads == []
    assert not re.search(r"https?:|url\(|@import|fetch\(|XMLHttpRequest|import\(", html)
    assert len(set(page.ids)) == len(page.ids)


def test_links_lead_somewhere(html: str) -> None:
    page = Page(html)
    inside = [link[1:] for link in page.links if link.startswith("#")]
    assert inside
    assert set(inside) <= set(page.ids)
    assert "certificates/made.up.shift.json" in page.links


def test_page_shows_every_verdict_and_what_is_there(html: str) -> None:
    for status in STATUSES:
        assert re.search(rf'<li class="{status}"><b>\d+</b>', html)
    for text in ("not well posed", "via H2O23, D.44 part 5", "Counterexample.",
                 "n^1.5 exp(10R^2) may be replaced by R/2", "cut by a time limit", "refuted as expected",
                 "10<sup>−72</sup>",
                 "at most</small> open",
                 "0" * 64, "A paper that does not exist &lt;yet&gt;",
                 "A note with &lt;angle&gt; &amp; ampersand."):
        assert text in html
    assert html.count("<math") > 10


def test_a_formula_that_cannot_be_set_is_shown_as_its_source(html: str) -> None:
    assert r"<code>\frac{</code>" in html


def test_corrections_stand_beside_refuted_claims(html: str) -> None:
    assert View(results()).corrections["made.up.wrong"] == ["made.up.right"]
    assert re.search(r'Corrected by</b>\s*<a href="#claim-made\.up\.right">', html)


def test_a_link_to_a_claim_that_is_not_there_is_plain_text() -> None:
    assert '<a href="#claim-made' not in decision_html(results()["claims"][4])


def test_bounds_are_grouped_by_what_is_known() -> None:
    groups = {name: [c["id"] for c in claims] for name, claims in View(results()).tightness.items()}
    assert groups == {"tight": ["made.up.right"], "loose": ["made.up.shift"], "open": ["made.up.half"]}


def test_markdown_rows_have_the_columns_of_their_heading(folder: Path) -> None:
    text = (folder / "report.md").read_text(encoding="utf-8")
    rows = [len(re.findall(r"(?<!\\)\|", line)) for line in text.splitlines() if line.startswith("| ")]
    assert set(rows) == {3, 5, 10}
    assert rows.count(10) == len(results()["claims"]) + 2  # and a heading for each paper
    assert rows.count(5) == len(results()["rows"]) + 1
    assert "Corrected by made.up.right" in text
    assert "1.2345 × 10⁻⁷² … 9.8766 × 10⁻⁷⁰" in text


def test_latex_is_escaped(folder: Path) -> None:
    text = (folder / "tables.tex").read_text(encoding="utf-8")
    assert r"\textbf{50\% of\_all \$ \{x\}}" in text
    assert r"\texttt{\textbackslash{}frac\{}" in text
    assert r"1.2345 \cdot 10^{-72}, 9.8766 \cdot 10^{-70}" in text
    assert text.count(r"\begin{longtable}") == text.count(r"\end{longtable}") == 2


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_latex_compiles(folder: Path) -> None:
    (folder / "all.tex").write_text(
        r"\documentclass{article}\usepackage[landscape]{geometry}"
        r"\usepackage{amsmath,amssymb,booktabs,longtable,array}"
        r"\begin{document}\input{tables.tex}\input{errata.tex}\end{document}")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-draftmode", "all.tex"]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stdout[-2000:]


def test_every_refuted_claim_has_an_erratum_in_every_form(folder: Path, html: str) -> None:
    view = View(results())
    (item,) = errata(view)
    assert item.claim["id"] == "made.up.wrong"
    assert [right["id"] for right in item.corrections] == ["made.up.right"]
    for name in ("index.html", "errata.md", "errata.tex"):
        text = (folder / name).read_text(encoding="utf-8")
        for words in ("Lemma wrong", "A paper that does not exist", "This does not hold.", "What holds instead",
                      "This is proved, for all dimensions."):
            assert words in text, (name, words)
    assert r"A = \begin{pmatrix} 1/2 \\ 0 \end{pmatrix}" in (folder / "errata.tex").read_text(encoding="utf-8")
    assert html.count('<article class="erratum"') == 1


def test_a_refuted_step_of_a_proof_has_an_erratum_too() -> None:
    data = results()
    data["claims"][0]["chain"][1].update(status="refuted", witness=INSTANCE)
    (step, claim_itself) = errata(View(data))
    assert step.title == "Theorem 5.1 (bounded shift), step 2 of its proof"
    assert "This does not hold." in passages.markdown(step.paragraphs[1])
    assert claim_itself.step is None


def test_no_erratum_without_a_refutation(tmp_path: Path) -> None:
    empty = {"schema": "certify.results/1", "environment": {}, "claims": [claim("fine", "proved")]}
    write_report(empty, tmp_path)
    assert "No statement is refuted." in (tmp_path / "errata.md").read_text(encoding="utf-8")
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert 'id="refuted"' not in page
    assert 'id="coverage"' not in page


def test_supported_corrections_are_not_called_proved() -> None:
    text = decided(claim("fair", "supported", factor={"lo": "0.5", "hi": None}))
    assert text.startswith("None of 12,352 certified instances violates it; the largest ratio of the sides is 0.5.")
    assert text.endswith("It is not proved.")


def test_sides_of_the_semidefinite_order_are_called_forms() -> None:
    assert how(r"M \preceq N", INSTANCE).startswith("for some vector the quadratic form of the left side is in")
    assert how(r"M \le N", {**INSTANCE, "lhs": None}) == "the statement fails."


def test_coverage_shows_rows_with_their_claims(html: str) -> None:
    covered = View(results()).coverage["1.2 Made up"]
    assert [len(item.claims) for item in covered] == [7, 0]
    assert [item["id"] for item in covered[0].others] == ["made.up.broken"]
    assert '<span class="badge warn">planned</span>' in html


def test_long_arrays_and_entries_are_marked_in_latex() -> None:
    assert instances.latex([["1", "2"], ["3", "-1/2"]]) == r"= \begin{pmatrix} 1 & 2 \\ 3 & -1/2 \end{pmatrix}"
    assert instances.latex("3602879701896397/36028797018963968") == r"\approx 0.1"
    assert instances.latex(["1", "0"]) == "= (1, 0)"
    assert instances.latex(["1"] * 20) == r"\in \mathbb{R}^{1 \times 20}\text{ of the certificate}"


@pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed")
def test_the_filter_runs_in_a_browser(folder: Path) -> None:
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", f"file://{folder}/index.html"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    claims = len(results()["claims"])
    assert f'<output id="shown">{claims} of {claims}</output>' in run.stdout


def test_terminal_table_has_a_row_for_each_claim() -> None:
    console = Console(width=200, record=True, file=None, quiet=True)
    with console.capture():
        console.print(terminal_table(results()))
    table = terminal_table(results())
    assert table.row_count == len(results()["claims"])
    assert table.title == "2 proved, 1 refuted, 2 supported, 2 undecided, 1 vacuous (cut by a time limit)"


def said(*claims: dict[str, object]) -> list[str]:
    return terminal_findings({"schema": "certify.results/1", "environment": {}, "claims": list(claims)})


def test_what_needs_a_look_stands_below_the_table() -> None:
    lines = {line.partition(": ")[0].removeprefix("made.up."): line for line in said(*results()["claims"])}
    assert list(lines) == ["open", "broken", "empty"]  # wrong is refuted as expected; the others hold
    assert said(claim("hollow", "proved", factor={"lo": None, "hi": "1"}, instances=NONE)) == [
        "made.up.hollow: no instance was found that meets the hypotheses; they may contradict each other"]
    assert said(claim("identity", "proved", instances=NONE)) == []
    nowhere = {"dims": {"n": 1}, "values": {"z": ["0"]}}
    assert said(claim("half", "supported", well_posed=False, undefined_at=nowhere)) == [
        "made.up.half: no value at n = 1; z = (0); decided where everything has one"]
    assert said(claim("fails", "refuted", counterexample={"worst": INSTANCE, "simplest": INSTANCE})) == [
        "made.up.fails: refuted at n = 2, d = 1, i = 1; A = [1/2; 0], x = (1), R = 4, z ≈ 0.1; "
        "left side in [1.2345, 1.2346], right side 0.5"]


def test_of_many_findings_the_refuted_come_first_and_the_rest_is_counted() -> None:
    lines = said(*(claim(f"u{k}", "undecided") for k in range(9)), claim("fails", "refuted", counterexample=None))
    assert len(lines) == 9
    assert lines[0].startswith("made.up.fails")
    assert lines[-1] == "... and 2 more in the report"


def test_the_table_explains_the_factor_and_the_star() -> None:
    assert str(terminal_table(results()).caption).splitlines()[1] == "refuted*: as expected"
    assert terminal_table({"schema": "certify.results/1", "environment": {}, "claims": [claim("a", "proved")]}
                          ).caption is None


def test_the_page_says_what_a_verdict_leaves_open(tmp_path: Path) -> None:
    claims = [claim("hollow", "proved", factor={"lo": None, "hi": "1"}, instances=NONE),
              claim("empty", "vacuous", instances=NONE, reason="They exclude each other."),
              claim("open", "supported", well_posed=False, undefined_at={"dims": {"n": 1}, "values": {"z": ["0"]}})]
    write_report({"schema": "certify.results/1", "environment": {}, "claims": claims}, tmp_path)
    page, text = ((tmp_path / name).read_text(encoding="utf-8") for name in ("index.html", "report.md"))
    for words in ("No instance was found that meets the hypotheses", "No value at</b> n = 1; z = (0)",
                  '<div class="finding vacuous">They exclude each other.</div>'):
        assert page.count(words) == 1, words
    assert "**made.up.hollow**: no instance was found" in text
    assert "**made.up.open** has no value at n = 1; z = (0)" in text
    assert text.startswith("# Certified verdicts\n\n3 claims from 1 source,")
    assert text.endswith("\n")


def test_the_page_says_how_to_read_it(html: str) -> None:
    legend = html.partition('<details class="legend">')[2].partition("</details>")[0]
    for word in ("factor", "trust", "instances", "not well posed", "wording"):
        assert f"<dt>{word}</dt>" in legend
    assert "loose by at least 10<sup>69</sup>" in html


@pytest.mark.parametrize("words, shown", [
    ("within a factor 1.01", "best constant known within a factor 1.01"), ("tight", "tight"),
    ("loose by at least 10^14", "loose by at least 10<sup>14</sup>"), ("tight at n < 3", "tight at n &lt; 3")])
def test_words_of_tightness(words: str, shown: str) -> None:
    assert rendering.tightness(words) == shown


def test_answers_say_what_constant_would_do_and_what_holds_instead() -> None:
    best = {"latex": "e", "hi": "1.4", "steps": 5}
    assert answers.answers(claim("plain", "proved")) == []
    assert passages.latex(dict(answers.answers(claim("false", "refuted", best_constant=best)))["holds instead"]) == (
        "the left side is at most $e$ (proved)")
    assert answers.answers(claim("other", "refuted", best_constant={**best, "hi": "0.5"})) == []
    smaller = {**best, "hi": "0.5", "replaces": {"latex": "R"}, "by": {"latex": "R/2"}}
    assert passages.latex(dict(answers.answers(claim("true", "proved", best_constant=smaller)))["best constant"]) == (
        "$R$ may be replaced by $R/2$ (proved)")


def test_growth_is_told_in_powers() -> None:
    terms = [{"term": "log n", "found": "-0.081", "error": "0.01", "stated": "1.5"},
             {"term": "R^2", "found": "0.0", "error": "0.0001", "stated": "2"}]
    assert passages.pieces(answers.grows({"terms": terms})) == (
        "with n to the power −0.08 ± 0.01 (stated 1.5); with exp(R²) to the power 0 (stated 2)")
    line = {"variable": "n", "at": {}, "points": [{"x": "1", "found": "0.5", "stated": "1e20", "proved": None},
                                                  {"x": "4", "found": "0.5", "stated": "1e20", "proved": None}]}
    drawn = drawings.growth({"lines": [line]})
    assert ">0.5</text>" in drawn
    assert ">1 × 10²⁰</text>" in drawn


@pytest.mark.parametrize("lo, hi, shown", [
    ("0.99999", "1", "0.999 to 1.00"), ("0.5", None, ">= 0.500"), (None, "1.5e-15", "<= 1.50e-15"), (None, None, "")])
def test_both_ends_of_a_factor_are_told_apart(lo: str | None, hi: str | None, shown: str) -> None:
    column = terminal_table({"schema": "certify.results/1", "environment": {}, "claims": [
        claim("a", "supported", factor={"lo": lo, "hi": hi})]}).columns[3]
    assert list(column.cells) == [shown]


def test_nothing_decided_yet(tmp_path: Path) -> None:
    empty = {"schema": "certify.results/1", "environment": {}, "claims": []}
    write_report(empty, tmp_path)
    assert terminal_table(empty).title == "no claims"


def test_only_what_must_be_there(tmp_path: Path) -> None:
    keys = ("id", "paper", "label", "provenance", "statement", "sha256", "status", "trust")
    bare = {key: claim("bare", "supported")[key] for key in keys}
    write_report({"schema": "certify.results/1", "environment": {}, "claims": [bare]}, tmp_path)
    assert "Lemma bare" in decision_html(bare)


def test_wrong_results_are_not_written(tmp_path: Path) -> None:
    with pytest.raises(ResultsError):
        write_report({"schema": "certify.results/1"}, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_decision_is_a_fragment() -> None:
    page = Page(decision_html(results()["claims"][2]))
    assert page.open == []
    assert page.loads == []
