r"""The structure of ``results.json`` (schema "certify.results/1") and its check.

Top level: ``schema``, ``environment`` (texts by name), ``claims``; optional ``settings``, ``seconds``,
``cut``, ``theory`` (the files of the Rocq theory by name, with those that they require), ``papers`` (key to title,
authors, year, arxiv), ``rows`` (the statements to be covered: id, section, source, text, planned). Each claim:

=================  ==========================================================================================
id, paper, label   texts; ``row``, ``via``, ``note``, ``expected`` are texts or null
provenance         quoted, restated, abstract, recalled or ours
statement          LaTeX; ``unicode`` the same in plain text, ``domains`` and ``definitions`` LaTeX (optional)
sha256             identity of what is said, 64 hexadecimal digits
status, trust      the verdict and what it rests on (null where nothing is decided)
well_posed         true, false or null; ``undefined_at`` null or an instance where an ``operation`` has no
                   value, the ``node`` of that number of the serialised statement
factor             null or lo, hi, trust_lo, trust_hi; numbers are decimal texts rounded outward, null if open
best_constant      null, or what is proved of the left side: ``proved`` and ``latex`` a closed form, ``hi`` the
                   factor, its ``trust``, ``steps`` of the proof; ``replaces`` and ``by``, where the constant of the
                   right side may be replaced by a smaller one, ``of`` the rest of it (each with ``unicode`` and
                   ``latex``)
tightness          null or a text
instances          how many were satisfied, violated, touching
witness            the worst instance found; ``counterexample`` holds ``worst`` and ``simplest`` ones
existence          null, or for a claim that asserts a constant: ``constants`` (name to number, which the verdict
                   is for) with the ``sha256`` of the statement they give, or ``family`` and ``proof``, if none serves;
                   ``rate`` and ``bound_rate`` of the two sides along a family: ``exponent`` of its parameter t at the
                   finest t, ``least`` and ``most`` over all t, ``exact`` where a series shows it; ``members`` a count
kernel             null, or a proof in Rocq: whether it was ``checked`` on this machine, its ``outcome`` and ``reason``,
                   its ``kind`` (a proof of the statement, or a refutation: a proof of the negation), its ``origin``
                   (written by somebody, or emitted by the norm calculus or a search), the ``statement`` as the kernel
                   saw it, ``file``, ``requires`` (the files that it requires), ``axioms``, ``seconds``,
                   the version ``coq``
certificates       paths relative to the results
hypotheses         each with statement; in a review with its ``effect``: needed (with a certified ``counterexample``
                   that violates it alone), never used (``reason``: what proves the claim without it), no effect seen
                   on so many ``instances``, not examined (``reason``)
chain              steps of the printed proof, each with statement, status, factor
review             null or absent where nobody asked; else ``relation``, the conclusion it is about; ``hypotheses``:
                   ``satisfiable`` (null if unknown), ``instances``, ``suffice`` (positions of hypotheses from which
                   the claim is proved, or null); ``tightness``: ``grid`` (lo and hi of the factor by ``dims``),
                   ``limits`` (certified ``ratios`` along families, ``towards`` what); ``growth``: ``constant`` C and
                   ``variable`` V of the right side, ``lines`` of ``points`` (x, a certified lower bound ``found`` of
                   the best C, C as ``stated``, the ``proved`` one), ``terms`` of a least-squares fit (floats, for
                   people) with standard errors; ``vacuity``: the ``trivial`` bound, and beyond which ``radius`` of
                   the ``move`` it is smaller, or its ``ratio`` to the right side; ``worst`` and ``typical``:
                   enclosures of log10(right side / left side) of each step of the proof, and from the step before to
                   it
corrects           id of the claim that this one puts right, or null; ``corrected_by`` the other way round
cut, seconds       whether a time cap ended the search early; how long it took
=================  ==========================================================================================

Fields that are not listed are allowed: later versions add some.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from certify.language import CertifyError

SCHEMA = "certify.results/1"
STATUSES = ("proved", "refuted", "supported", "undecided", "vacuous")
TRUSTS = ("kernel", "exact", "arb", "float64", "sampled")
PROVENANCES = ("quoted", "restated", "abstract", "recalled", "ours")
Check = Callable[[Any, str], None]


class ResultsError(CertifyError, ValueError):
    """Results that do not follow the schema; the message names the place."""


def _fail(where: str, wanted: str, value: Any) -> None:
    shown = repr(value)
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    raise ResultsError(f"results: {where} must be {wanted}, not {shown}")


def _need(condition: Callable[[Any], bool], wanted: str) -> Check:
    def check(value: Any, where: str) -> None:
        if not condition(value):
            _fail(where, wanted, value)

    return check


def _maybe(inner: Check) -> Check:
    return lambda value, where: None if value is None else inner(value, where)


def _one_of(*names: str) -> Check:
    return _need(lambda value: value in names, "one of " + ", ".join(names))


def _each(inner: Check) -> Check:
    def check(value: Any, where: str) -> None:
        if not isinstance(value, list | tuple):
            _fail(where, "a list", value)
        for k, item in enumerate(value):
            inner(item, f"{where}[{k}]")

    return check


def _record(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    def check(value: Any, where: str) -> None:
        if not isinstance(value, Mapping):
            _fail(where, "an object", value)
        for name in required:
            if name not in value:
                raise ResultsError(f"results: {where} lacks the field {name!r}")
        for name, inner in {**(optional or {}), **required}.items():
            if name in value:
                inner(value[name], f"{where}.{name}")

    return check


_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?|-?inf")
text = _need(lambda value: isinstance(value, str), "a text")
count = _need(lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= 0, "a count")
flag = _need(lambda value: isinstance(value, bool), "true or false")
decimal = _need(lambda value: isinstance(value, str) and _NUMBER.fullmatch(value) is not None,
                'a decimal text such as "1.2e-4096"')
digest = _need(lambda value: isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value) is not None,
               "64 hexadecimal digits")
seconds = _need(lambda value: isinstance(value, int | float) and value >= 0, "a number of seconds")
anything: Check = lambda value, where: None  # noqa: E731 - a check that has nothing to check
trust = _maybe(_one_of(*TRUSTS))
factor = _maybe(_record({"lo": _maybe(decimal), "hi": _maybe(decimal)}, {"trust_lo": trust, "trust_hi": trust}))
_side = _need(lambda value: value is None or isinstance(value, str) or (
    isinstance(value, list | tuple) and len(value) == 2), "a decimal text, a pair of them, or null")
instance = _maybe(_record({"dims": _record({}), "values": _record({})}, {
    "indices": _record({}), "lhs": _side, "rhs": _side, "ratio": _maybe(decimal), "trust": trust}))
rate = _maybe(_record({"family": text}, {"exponent": _maybe(decimal), "least": _maybe(decimal),
                                         "most": _maybe(decimal)}))
existence = _maybe(_record({}, {"constants": _maybe(_record({})), "sha256": _maybe(digest), "rate": rate,
                                "bound_rate": rate, "family": _maybe(text), "proof": _maybe(text), "members": count}))
kernel = _maybe(_record({"checked": flag, "outcome": text}, {
    "sha256": digest, "reason": _maybe(text), "statement": _maybe(text), "file": _maybe(text),
    "kind": _one_of("proof", "refutation"), "origin": _one_of("written", "emitted"), "requires": _each(text),
    "axioms": _each(text), "seconds": _maybe(seconds), "coq": _maybe(text)}))
expression = _maybe(_record({"unicode": text, "latex": text}))
best_constant = _maybe(_record({}, {"proved": text, "latex": text, "hi": decimal, "trust": trust, "steps": count,
                                    "replaces": expression, "by": expression, "of": expression}))
hypothesis = _record({"statement": text}, {
    "effect": _one_of("needed", "never used", "no effect seen", "not examined"), "reason": text, "instances": count,
    "counterexample": instance, "added": flag})
size = _record({"dims": _record({}), "lo": _maybe(decimal), "hi": _maybe(decimal)})
limit = _record({"towards": text, "ratios": _each(decimal)})
tightness = _maybe(_record({"grid": _each(size), "limits": _each(limit)}))
point = _record({"x": text, "found": decimal, "stated": decimal, "proved": _maybe(decimal)})
term = _record({"term": text, "found": decimal, "error": decimal, "stated": decimal, "exact": flag})
growth = _maybe(_record({"lines": _each(_record({"variable": text, "at": _record({}), "points": _each(point)})),
                         "terms": _each(term), "residual": decimal, "constant": expression, "variable": _maybe(text)}))
vacuity = _maybe(_record({"trivial": expression, "never": flag, "always": flag}, {
    "move": expression, "radius": expression, "reach": expression, "value": _maybe(decimal), "ratio": _maybe(decimal)}))
loss = _record({"step": _maybe(_each(decimal)), "before": _maybe(_each(decimal))})
fall = _maybe(_record({"losses": _each(loss), "largest": _maybe(count), "between": flag}))
review = _maybe(_record({"hypotheses": _record({"satisfiable": _maybe(flag), "instances": count,
                                                "suffice": _maybe(_each(count))})},
                        {"relation": count, "tightness": tightness, "growth": growth, "vacuity": vacuity,
                         "worst": fall, "typical": fall}))
step = _record({"statement": text}, {
    "status": _one_of(*STATUSES), "trust": trust, "factor": factor, "instances": count, "witness": instance})
claim = _record(
    {"id": text, "paper": text, "label": text, "provenance": _one_of(*PROVENANCES), "statement": text,
     "sha256": digest, "status": _one_of(*STATUSES), "trust": trust},
    {"row": _maybe(text), "via": _maybe(text), "note": _maybe(text), "expected": _maybe(text), "unicode": text,
     "domains": _maybe(text), "definitions": _maybe(_each(text)), "reason": _maybe(text),
     "well_posed": _maybe(flag), "undefined_at": instance, "factor": factor, "best_constant": anything,
     "tightness": _maybe(text),
     "instances": _maybe(_record({"satisfied": count, "violated": count, "touching": count})),
     "witness": instance, "counterexample": _maybe(_record({}, {"worst": instance, "simplest": instance})),
     "existence": existence, "kernel": kernel, "certificates": _each(text),
     "hypotheses": _maybe(_each(hypothesis)), "review": review,
     "chain": _maybe(_each(step)), "uses": _maybe(_each(text)), "corrects": anything,
     "corrected_by": _maybe(_each(text)), "cut": flag, "seconds": seconds},
)
_results = _record(
    {"schema": _one_of(SCHEMA), "environment": _record({}), "claims": _each(claim)},
    {"settings": _record({}), "seconds": seconds, "cut": flag, "papers": _maybe(_record({})),
     "theory": _maybe(_record({})),
     "rows": _maybe(_each(_record({"id": text, "section": text, "source": text, "text": text}, {"planned": flag})))},
)


def validate(results: Any) -> None:
    """Raises ``ResultsError``, naming the first place that does not follow the schema."""
    _results(results, "the file")
    seen: set[str] = set()
    for entry in results["claims"]:
        if entry["id"] in seen:
            raise ResultsError(f"results: the claim {entry['id']} occurs twice")
        seen.add(entry["id"])
