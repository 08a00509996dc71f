"""Drawings for the page, as inline SVG without a script: proofs as waterfalls, growth as lines.

They only show numbers that stand in the results; what is drawn is rounded, the texts beside it are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from html import escape
from math import log10
from typing import Any

from certify.report.numbers import plain

ROW, LABEL, BAR, VALUE = 17, 92, 300, 62  # of a waterfall, in pixels
WIDE, HIGH, LEFT, BELOW = 180, 96, 58, 30  # of one panel of growth
SERIES = (("stated", "stated"), ("proved", "proved"), ("found", "found"))


def waterfall(review: Mapping[str, Any] | None) -> str:
    """The loss of each step of the printed proof in orders of magnitude: dark at the worst instance, light at a typical
    one; empty where neither was looked at."""
    falls = [(name, (review or {}).get(name)) for name in ("worst", "typical")]
    series = [(name, list(_bars(fall))) for name, fall in falls if fall]
    if not series:
        return ""
    labels = list(dict.fromkeys(label for _, bars in series for label, _, _ in bars))
    top = max(max(end, start) for _, bars in series for _, start, end in bars)
    low = min(0.0, *(min(end, start) for _, bars in series for _, start, end in bars))
    scale = BAR / (top - low) if top > low else 0.0
    parts = []
    for row, label in enumerate(labels):
        parts.append(written(LABEL - 6, row * ROW + 12, label, "end"))
        for number, (name, bars) in enumerate(series):
            found = next(((start, end) for own, start, end in bars if own == label), None)
            if found is None:
                continue
            x, width = LABEL + (min(found) - low) * scale, max(abs(found[1] - found[0]) * scale, 1.2)
            y, high = row * ROW + (2 if number == 0 else 10), 7 if number == 0 else 4
            parts.append(f'<rect class="{name}" x="{x:.1f}" y="{y}" width="{width:.1f}" height="{high}"/>')
            if number == 0:
                parts.append(written(x + width + 4, row * ROW + 10, _orders(found[1] - found[0]), "start"))
    title = "orders of magnitude that each step of the printed proof loses"
    return svg(LABEL + BAR + VALUE, len(labels) * ROW + 4, parts, title)


def _bars(fall: Mapping[str, Any]) -> Iterator[tuple[str, float, float]]:
    """Label, start and end of every bar, one after the other."""
    at = 0.0
    for number, loss in enumerate(fall["losses"], 1):
        for ends, label in ((loss["before"], f"to step {number}"), (loss["step"], f"step {number}")):
            if ends is not None:
                size = float(Decimal(ends[0]))
                yield label, at, at + size
                at += size


def _orders(value: float) -> str:
    return f"{value:.1f}" if abs(value) >= 0.05 else "0"


def growth(found: Mapping[str, Any] | None) -> str:
    """A panel for each dimension and scalar: stated (dashed), proved (a line), certified at instances (dots)."""
    lines = (found or {}).get("lines") or []
    return "".join(_panel(line) for line in lines)


def _panel(line: Mapping[str, Any]) -> str:
    points = line["points"]
    xs = _spread([log10(Fraction(p["x"])) for p in points])
    logs = {name: [None if p[key] is None else _log(p[key]) for p in points] for name, key in SERIES}
    values = [value for column in logs.values() for value in column if value is not None]
    low, high = min(values), max(values)
    room = max(high - low, 0.3)

    def place(value: float) -> float:
        return HIGH - 8 - (value - low) / room * (HIGH - 20)

    parts = [f'<path class="axis" d="M{LEFT} 4V{HIGH}H{WIDE + LEFT}"/>']
    for name, column in logs.items():
        dots = [(LEFT + 8 + x * (WIDE - 16), place(y)) for x, y in zip(xs, column, strict=True) if y is not None]
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in dots)
        parts.append(f'<path class="{name}" d="{path}"/>' if len(dots) > 1 else "")
        parts += [f'<circle class="{name}" cx="{x:.1f}" cy="{y:.1f}" r="2.2"/>' for x, y in dots if name == "found"]
    parts += [written(LEFT - 4, place(value) + 4, _size(value), "end") for value in dict.fromkeys((low, high))]
    for k in (0, len(points) - 1):
        x = LEFT + 8 + xs[k] * (WIDE - 16)
        parts.append(written(x, HIGH + 13, _short(points[k]["x"]), "middle"))
    parts.append(written(LEFT + WIDE / 2, HIGH + 26, line["variable"], "middle"))
    at = ", ".join(f"{name} = {_short(value)}" for name, value in line["at"].items())
    return svg(LEFT + WIDE + 6, HIGH + BELOW, parts, f"growth with {line['variable']} at {at}")


def _spread(values: Sequence[float]) -> list[float]:
    low, high = min(values), max(values)
    return [(value - low) / (high - low) if high > low else 0.5 for value in values]


def _size(log: float) -> str:
    """The number of which this is the decimal logarithm."""
    return plain(str(Decimal(10) ** Decimal(log)), "near", 2)


def _log(text: str) -> float:
    return float(Decimal(text).log10())


def _short(text: str) -> str:
    return text if len(text) <= 6 else f"{float(Fraction(text)):.3g}"


def written(x: float, y: float, text: str, anchor: str) -> str:
    """Text that starts, ends or is centred at a point."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def svg(width: float, height: float, parts: Sequence[str], title: str) -> str:
    """A drawing with a title for those who do not see it."""
    return (f'<svg class="drawing" role="img" width="{width:.0f}" height="{height:.0f}" '
            f'viewBox="0 0 {width:.0f} {height:.0f}"><title>{escape(title)}</title>{"".join(parts)}</svg>')


__all__ = ["growth", "svg", "waterfall", "written"]
