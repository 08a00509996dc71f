"""What a grid of sizes says of a bound: tight everywhere, at some sizes, in a limit, or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from certify.bounds.at_sizes import ratio_at
from certify.bounds.comparison import Ratio
from certify.bounds.reductions import moved_symbols
from certify.bounds.suprema import BITS, ball
from certify.decide.decision import Witness
from certify.decide.entry import TIGHT
from certify.decide.upper import UpperBound
from certify.decide.witnesses import meets_hypotheses, witness
from certify.enclosure import ArbBackend
from certify.enclosure.arb_bounds import decimal_up
from certify.instances.data import Instance
from certify.language import Statement
from certify.review.cells import Cell, Cells, main_axis, sizes
from certify.review.growth import Growth

DIGITS = 17
NEAR = Decimal("0.8")  # of the proved supremum, which a family that approaches it has to reach
APART = tuple(Fraction(10) ** k for k in (0, 2, 4, 6, 8, 10, 12, 14, 16))
NEGLIGIBLE = Decimal("1e-6")
MERGE = "merge"


@dataclass(frozen=True)
class Size:
    """The factor at some sizes: its certified lower end, its proved upper end."""

    dims: Mapping[str, int]
    lo: str | None
    hi: str | None

    def to_json(self) -> dict[str, Any]:
        """Serialised."""
        return {"dims": dict(self.dims), "lo": self.lo, "hi": self.hi}


@dataclass(frozen=True)
class Limit:
    """A family along which certified ratios grow towards the supremum: ``towards`` says what goes where."""

    towards: str
    ratios: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Serialised."""
        return {"towards": self.towards, "ratios": list(self.ratios)}


@dataclass(frozen=True)
class Tightness:
    """The factor over a grid of sizes, limits in which it is approached, and what they amount to in words."""

    grid: tuple[Size, ...]
    limits: tuple[Limit, ...]
    words: str | None

    def to_json(self) -> dict[str, Any]:
        """Serialised, without the words, which stand in ``tightness``."""
        return {"grid": [size.to_json() for size in self.grid], "limits": [limit.to_json() for limit in self.limits]}


def grid_of(cells: Cells, upper: UpperBound | None) -> tuple[Size, ...]:
    """The factor at every size of the grid."""
    return tuple(_size(cell, upper) for cell in cells.twice([(dims, {}) for dims in sizes(cells.statement)]))


def tightness(cells: Cells, grid: tuple[Size, ...], upper: UpperBound | None, growth: Growth | None) -> Tightness:
    """What the grid amounts to; ``words`` is None where only the overall factor says something."""
    top = Decimal(upper.hi) if upper is not None else Decimal(1)
    best = cells.best
    merge = None if best is None else merging(cells.statement, cells.k, best.witness)
    limits = tuple(found for found in (merge, *_along(growth, top)) if found is not None)
    return Tightness(grid, limits, words(grid, limits, top))


def _size(cell: Cell, upper: UpperBound | None) -> Size:
    found = None if upper is None else ratio_at(upper.proof, cell.dims)
    hi = None if found is None else _decimal(found)
    return Size(cell.dims, cell.ratio, hi if hi is None or upper is None else min(hi, upper.hi, key=Decimal))


def _decimal(ratio: Ratio) -> str:
    with ArbBackend(BITS).session():
        return decimal_up(ball(ratio.value), DIGITS)


def words(grid: Sequence[Size], limits: Sequence[Limit], top: Decimal) -> str | None:
    """``tight``, ``tight only at ...`` or ``tight in a limit``, as far as the grid shows it.

    Of all sizes with one n the best counts, so that the words speak of n alone.
    """
    rows = _rows(grid)
    tight = [row for row in rows if row.lo is not None and Decimal(row.lo) >= TIGHT]
    others = [row for row in rows if row not in tight]
    merge = next((f", in the limit that {limit.towards}" for limit in limits if limit.towards.endswith(MERGE)), "")
    if tight and not others:
        return (f"tight for every {_axis(grid)} of the grid" if _axis(grid) else "tight") + merge
    if tight and len(others) < len(tight):
        return f"tight for every {_axis(grid)} of the grid but {_named(others)}{merge}"
    if tight:
        closed = all(row.hi is not None and Decimal(row.hi) < TIGHT for row in others)
        best = max((Decimal(row.lo) for row in others if row.lo is not None), default=None)
        rest = "" if closed or best is None else f"; elsewhere ratios up to {_short(best)} are found"
        return f"tight {'only ' if closed else ''}at {_named(tight)}{rest}{merge}"
    along = next((limit for limit in limits if not limit.towards.endswith(MERGE)), None)
    if along is None or top < TIGHT:
        return None
    return f"tight in a limit, as far as is seen: {along.towards} ({', '.join(map(_short, along.ratios))})"


def _axis(grid: Sequence[Size]) -> str:
    names = sorted({name for size in grid for name in size.dims})
    return main_axis(names) if names else ""


def _rows(grid: Sequence[Size]) -> list[Size]:
    """The best ends over all sizes with one value of the main axis."""
    axis, out = _axis(grid), []
    for value in sorted({size.dims.get(axis, 0) for size in grid}):
        here = [size for size in grid if size.dims.get(axis, 0) == value]
        lows, highs = [size.lo for size in here if size.lo is not None], [size.hi for size in here]
        top = None if None in highs else max((hi for hi in highs if hi is not None), key=Decimal)
        out.append(Size({axis: value} if axis else {}, max(lows, key=Decimal, default=None), top))
    return out


def _named(rows: Sequence[Size]) -> str:
    axis = _axis(rows)
    return f"{axis} = {', '.join(str(row.dims[axis]) for row in rows)}"


def _short(value: Decimal | str) -> str:
    return str(Context(prec=3, rounding=ROUND_FLOOR).plus(Decimal(value)))


def _along(growth: Growth | None, top: Decimal) -> list[Limit]:
    """Lines on which the ratio grows at every step and comes near to the supremum, the gap at least halved."""
    out = []
    for line in growth.lines if growth is not None else ():
        ratios = [Decimal(p.found) / Decimal(p.stated) for p in line.points]
        rising = len(ratios) >= 3 and all(a < b for a, b in pairwise(ratios))
        if rising and ratios[-1] >= NEAR * top and top - ratios[-1] <= (top - ratios[0]) / 2:
            out.append(Limit(f"{line.variable} grows", tuple(str(ratio.quantize(Decimal("1e-6"), ROUND_FLOOR))
                                                             for ratio in ratios)))
    return out


def merging(statement: Statement, k: int, worst: Witness | None) -> Limit | None:
    """Whether the ratio of ||g(x) - g(y)|| only grows as x and y merge: y is moved away from x."""
    moves = moved_symbols(statement.says[k].lhs)
    if not moves or worst is None or worst.ratio is None or worst.instance.derived is not None:
        return None
    ratios = []
    for scale in reversed(APART):
        moved = _apart(worst.instance, [(a.attrs[0], b.attrs[0]) for a, b in moves], scale)
        if meets_hypotheses(statement, moved):
            ratio = witness(statement, k, moved).ratio
            if ratio is not None:
                ratios.append(ratio)
    values = [Decimal(ratio) for ratio in ratios]
    if len(values) < 3 or any(b < a - NEGLIGIBLE * a for a, b in pairwise(values)):
        return None
    if values[-1] <= values[0] * (1 + NEGLIGIBLE):
        return None  # as large apart as close together: no limit
    names = " and ".join(str(node) for pair in moves for node in pair)
    return Limit(f"{names} {MERGE}", tuple(ratios))


def _apart(instance: Instance, pairs: Sequence[tuple[str, str]], scale: Fraction) -> Instance:
    values = {name: instance.values[name] for name in instance.values}
    for old, new in pairs:
        values[new] = _combined(values[old], values[new], scale)
    return replace(instance, values=values)


def _combined(x: Any, y: Any, scale: Fraction) -> Any:
    if isinstance(x, tuple):
        return tuple(_combined(a, b, scale) for a, b in zip(x, y, strict=True))
    return x + scale * (y - x)


__all__ = ["Limit", "Size", "Tightness", "grid_of", "merging", "tightness", "words"]
