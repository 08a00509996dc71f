"""The templates, with the filters that they use."""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from certify.report import answers, asserted, development, drawings, instances, kernel, numbers, passages
from certify.report.errata import errata
from certify.report.escapes import markdown_cell, tex_escape, tex_math
from certify.report.mathml import mathml
from certify.report.view import View, tightness_group, without_instances


@cache
def environment() -> Environment:
    """Templates of this package; HTML is escaped unless a filter made it."""
    env = Environment(loader=PackageLoader("certify.report"), trim_blocks=True, lstrip_blocks=True,
                      keep_trailing_newline=True, undefined=StrictUndefined,
                      autoescape=lambda name: ".html" in (name or ""))
    env.filters.update(
        math=lambda text, display=True: Markup(mathml(text, display)), number=number, lower=_lower, upper=_upper,
        described=instances.described, sides=instances.sides, asserted=asserted.described,
        kernel_proof=kernel.described, kernel_statement=kernel.statement,
        anchor=anchor, path=quote, words=words, lower_case=str.lower, tightness=tightness,
        without_instances=without_instances,
        passage=lambda paragraph: Markup(passages.html(paragraph)),
        pieces=lambda paragraph: Markup(passages.pieces(paragraph)), answers=answers.answers, best=answers.best,
        proved=answers.proved, waterfall=lambda review: Markup(drawings.waterfall(review)),
        growth=lambda found: Markup(drawings.growth(found)), graph=lambda found: Markup(development.graph(found)),
        md_passage=passages.markdown, tex_passage=passages.latex,
        tex=tex_escape, tex_math=tex_math, cell=markdown_cell, tex_number=numbers.latex, plain=numbers.plain,
    )
    env.globals.update(group_of=tightness_group, interval=numbers.interval)
    return env


def render(template: str, view: View) -> str:
    """A whole report."""
    return environment().get_template(template).render(view=view, errata=errata(view))


def anchor(claim_id: str) -> str:
    """An id for links within the page."""
    return "claim-" + re.sub(r"[^A-Za-z0-9._-]", "-", claim_id)


def number(text: str, direction: str) -> Markup:
    """A number with its power of ten, rounded outward; the full text on hovering."""
    mantissa, exponent = numbers.parts(text, direction)
    power = Markup("")
    if exponent is not None:
        power = Markup("&#8239;×&#8239;10<sup>{}</sup>").format(str(exponent).replace("-", "−"))
    return Markup('<span class="number" title="{}">{}{}</span>').format(text, mantissa, power)


def _lower(text: str) -> Markup:
    return number(text, "down")


def _upper(text: str) -> Markup:
    return number(text, "up")


def tightness(text: str) -> Markup:
    """What is known of a bound, in its words, with powers of ten raised."""
    text = "best constant known " + text if text.startswith("within ") else text
    return Markup(re.sub(r"10\^(-?\d+)", r"10<sup>\1</sup>", str(escape(text))))


def words(value: Any) -> str:
    """Whatever a later field holds, in words: texts, lists and small objects."""
    if isinstance(value, dict):
        return ", ".join(f"{key}: {words(item)}" for key, item in value.items() if item is not None)
    if isinstance(value, list | tuple):
        return ", ".join(map(words, value))
    if value is None or isinstance(value, bool):
        return {True: "yes", False: "no", None: "open"}[value]
    return str(value)
