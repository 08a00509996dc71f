"""Made-up results that show every status; nothing here is a finding."""

from __future__ import annotations

from typing import Any

PAPER_STATEMENT = (
    r"\begin{aligned} & \text{Given } R \ge 4,\ \|A\| \le R,\ \|x\|_{2} \le R,\ \|y\|_{2} \le R,"
    r"\ \|A (x - y)\|_{\infty} < 0.01: \\ & \quad \|f(x) - f(y)\|_{2} \le n^{3/2} \exp(10 R^{2}) \|x - y\|_{2}"
    r" \end{aligned}")
INSTANCE = {"dims": {"n": 2, "d": 1}, "indices": {"i": 0}, "relation": 0, "trust": "arb", "ratio": "1.9",
            "values": {"A": [["1/2"], ["0"]], "x": ["1"], "R": "4", "z": "3602879701896397/36028797018963968"},
            "lhs": ["1.234567891", "1.234567892"], "rhs": ["0.5", "0.5"]}


def claim(name: str, status: str, **more: Any) -> dict[str, Any]:
    """An entry with every field that is always there."""
    return {
        "id": f"made.up.{name}", "paper": "made", "label": f"Lemma {name}", "row": "1.2.3",
        "provenance": "recalled", "via": None, "note": None, "expected": None,
        "statement": r"\|a \circ b\|_{2} \le \|a\|_{\infty} \|b\|_{2}",
        "unicode": "‖a ∘ b‖₂ ≤ ‖a‖_∞ ‖b‖₂", "sha256": "0" * 64, "status": status, "trust": "float64",
        "reason": "A made-up reason.", "well_posed": True, "factor": None,
        "best_constant": None, "tightness": None,
        "instances": {"satisfied": 12345, "violated": 0, "touching": 7, "escalated": 3}, "witness": None,
        "counterexample": None, "certificates": [f"certificates/made.up.{name}.json"], "hypotheses": [],
        "chain": [], "uses": [], "corrects": None, "cut": False, "seconds": 1.25, **more}


def results() -> dict[str, Any]:
    """One claim of each kind."""
    step = {"statement": r"\|f(x)\|_{2} \le 1", "status": "supported", "trust": "float64",
            "factor": {"lo": "0.2", "hi": None, "trust_lo": "float64", "trust_hi": None}, "instances": 10}
    shift = claim(
        "shift", "supported", label="Theorem 5.1 (bounded shift)", statement=PAPER_STATEMENT,
        provenance="abstract", unicode="Given R ≥ 4, ‖A‖ ≤ R: ‖f(x) − f(y)‖₂ ≤ n^{3/2} exp(10R²) ‖x − y‖₂",
        witness=INSTANCE,
        factor={"lo": "1.23456789e-72", "hi": "9.87654321e-70", "trust_lo": "arb", "trust_hi": "exact"},
        tightness="loose by at least 10^69", best_constant="n^1.5 exp(10R^2) may be replaced by R/2",
        domains=r"A \in \mathbb{R}^{n \times d},\quad x, y \in \mathbb{R}^{d},\quad R \in \mathbb{R}",
        definitions=[r"f(x) = \frac{\exp(A x)}{\langle \exp(A x), \mathbf{1}_{n} \rangle}"],
        chain=[step, dict(step)],
        hypotheses=[{"statement": r"R \ge 4", "added": False, "effect": "no effect seen"},
                    {"statement": r"\sigma_{\min}(A) > 0", "added": True}])
    return {
        "schema": "certify.results/1", "environment": {"certify": "0.1.0", "python": "3.11.7", "numpy": "2.4.6"},
        "settings": {"seed": 0, "profile": "quick", "evaluations": None}, "seconds": 73.2, "cut": True,
        "papers": {"made": {"title": "A paper that does not exist <yet>", "authors": "N. Obody & Co", "year": 2026,
                            "arxiv": "0000.00000"}},
        "rows": [{"id": "1.2.3", "section": "1.2 Made up", "source": "made", "text": "every claim", "planned": False},
                 {"id": "1.2.4", "section": "1.2 Made up", "source": "made", "text": "none", "planned": True}],
        "claims": [
            shift,
            claim("gradient", "proved", trust="exact", provenance="restated", via="H2O23, D.44 part 5",
                  statement=r"\frac{\partial f(x)}{\partial x_{i}} = -\langle f(x), A_{*,i} \rangle f(x)"
                            r" + f(x) \circ A_{*,i}\quad \text{for every }i", canonical_form="f[k]*A[k,i] - ..."),
            claim("wrong", "refuted", trust="arb", expected="refuted", well_posed=True,
                  factor={"lo": "1.9", "hi": None, "trust_lo": "arb", "trust_hi": None},
                  instances={"satisfied": 90, "violated": 10, "touching": 0},
                  counterexample={"worst": INSTANCE, "simplest": {**INSTANCE, "lhs": "1.25", "rhs": "0.5"}}),
            claim("right", "proved", trust="kernel", provenance="ours", corrects="made.up.wrong",
                  tightness="tight",
                  factor={"lo": "0.999999999", "hi": "1", "trust_lo": "exact", "trust_hi": "kernel"}),
            claim("half", "supported", tightness="open", note="A note with <angle> & ampersand.",
                  uses=["made.up.right"],
                  factor={"lo": "0.49981234", "hi": None, "trust_lo": "float64", "trust_hi": None}),
            claim("open", "undecided", trust=None, instances={"satisfied": 0, "violated": 0, "touching": 40},
                  cut=True, well_posed=False, undefined_at={"dims": {"n": 1}, "values": {"z": ["0"]}}),
            claim("empty", "vacuous", trust="exact", instances={"satisfied": 0, "violated": 0, "touching": 0},
                  certificates=[]),
            claim("broken", "undecided", trust=None, paper="other", statement=r"\frac{", label="50% of_all $ {x}"),
        ],
    }
