"""The templates, with the filters that they use."""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from certify.report import asserted, instances, numbers
from certify.report.mathml import mathml
from certify.report.view import View, tightness_group


@cache
def environment() -> Environment:
    """Templates of this package; HTML is escaped unless a filter made it."""
    env = Environment(loader=PackageLoader("certify.report"), trim_blocks=True, lstrip_blocks=True,
                      undefined=StrictUndefined, autoescape=lambda name: ".html" in (name or ""))
    env.filters.update(
        math=lambda text, display=True: Markup(mathml(text, display)), number=number, lower=_lower, upper=_upper,
        described=instances.described, sides=instances.sides, asserted=asserted.described,
        anchor=anchor, path=quote, words=words,
        tex=tex_escape, tex_math=tex_math, cell=markdown_cell, tex_number=numbers.latex, plain=numbers.plain,
    )
    env.globals.update(group_of=tightness_group, interval=numbers.interval)
    return env


def render(template: str, view: View, **more: Any) -> str:
    """A whole report."""
    return environment().get_template(template).render(view=view, **more)


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


def words(value: Any) -> str:
    """Whatever a later field holds, in words: texts, lists and small objects."""
    if isinstance(value, dict):
        return ", ".join(f"{key}: {words(item)}" for key, item in value.items() if item is not None)
    if isinstance(value, list | tuple):
        return ", ".join(map(words, value))
    if value is None or isinstance(value, bool):
        return {True: "yes", False: "no", None: "open"}[value]
    return str(value)


_TEX = {"\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{",
        "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}",
        ">": r"\textgreater{}", "‖": r"$\|$", "≤": r"$\le$", "≥": r"$\ge$", "≈": r"$\approx$", "…": r"\dots{}",
        "−": "$-$", "×": r"$\times$"}


def tex_escape(text: Any) -> str:
    """Prose for LaTeX."""
    return "".join(_TEX.get(char, char) for char in str(text))


def tex_math(latex: str) -> str:
    """A formula for LaTeX; one that would break the document is shown as its source."""
    depth, least = 0, 0
    for brace in re.findall(r"(?<!\\)[{}]", latex):
        depth += 1 if brace == "{" else -1
        least = min(least, depth)
    if depth or least < 0 or re.search(r"(?<!\\)[$%#]", latex):
        return rf"\texttt{{{tex_escape(latex)}}}"
    return f"${latex}$"


def markdown_cell(text: Any) -> str:
    """Prose for a cell of a Markdown table: one line, nothing that is markup there."""
    return re.sub(r"([\\|*_<>`\[\]#$])", r"\\\1", " ".join(str(text).split()))


