"""How the best constant grows with dimensions and scalars, next to what the bound states.

For lhs <= C V the supremum of lhs / V at given sizes and scalars is C times the supremum of the ratio. Certified lower
bounds of it, along one line for each dimension and each scalar, are fitted by least squares on log n, log d, log R, R
and R^2; the terms in R are as few of them as do about as well as all. Errors are standard errors of the fit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from certify.bounds.facts import ready, scalar_ranges
from certify.bounds.monomials import NoMonomials, monomials
from certify.bounds.printed import ONE, Printed, printed, varies
from certify.bounds.reductions import moved_symbols
from certify.bounds.suprema import BITS, _number
from certify.enclosure import ArbBackend, enclose
from certify.instances.data import Instance
from certify.instances.intervals import Interval
from certify.language import Expr, Statement, dim_names, free_symbols
from certify.language.printing import latex, unicode
from certify.review.cells import Cell, Cells, fits, ladder, main_axis, typical

LENGTHS = (2, 4, 8, 16, 32)  # sizes along the line of a dimension
BASE, MOST = 4, 3  # size of the other dimensions; scalars that get a line
CLOSE, EXACT = 1.5, 0.02  # how much worse a smaller model may fit, and what counts as exact anyway
DOWN = Context(prec=17, rounding=ROUND_FLOOR, Emax=10**12, Emin=-(10**12))
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Point:
    """A cell: the supremum of lhs / V is at least ``found``; ``stated`` is C there, ``proved`` the proved constant."""

    x: Fraction
    found: str
    stated: str
    proved: str | None


@dataclass(frozen=True)
class Line:
    """Cells that differ in one dimension or scalar, the others ``at`` fixed values."""

    variable: str
    at: Mapping[str, str]
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Term:
    """The coefficient of one term of log sup(lhs / V): as fitted with its standard error, and as stated by C."""

    name: str
    found: float
    error: float
    stated: float
    exact: bool

    def to_json(self) -> dict[str, Any]:
        """Serialised, to three decimals; ``exact`` tells that the stated one is read off, not fitted."""
        return {"term": self.name, "found": f"{self.found:.3f}", "error": f"{self.error:.3f}",
                "stated": f"{self.stated:.3f}", "exact": self.exact}


@dataclass(frozen=True)
class Growth:
    """Lines, and the terms of the fit over all their cells with its root mean square residual (natural logarithms)."""

    parts: Printed
    lines: tuple[Line, ...]
    terms: tuple[Term, ...]
    residual: float

    def to_json(self) -> dict[str, Any]:
        """Serialised; values are decimal texts, those found rounded down."""
        return {"constant": {"unicode": unicode(self.parts.constant), "latex": latex(self.parts.constant)},
                "variable": None if self.parts.variable is ONE else unicode(self.parts.variable),
                "terms": [term.to_json() for term in self.terms], "residual": f"{self.residual:.3f}",
                "lines": [{"variable": line.variable, "at": dict(line.at),
                           "points": [{"x": str(p.x), "found": p.found, "stated": p.stated, "proved": p.proved}
                                      for p in line.points]} for line in self.lines]}


def growth(cells: Cells, proved: Expr | None = None) -> Growth | None:
    """The growth of conclusion k of the cells; ``proved`` is a proved constant, drawn beside. None where the right side
    is no C V, the left side is a constant, or too few cells have a certified ratio."""
    relation = cells.statement.says[cells.k]
    if relation.op == "psd" or relation.rhs.shape or not varies(relation.lhs):
        return None
    parts = printed(relation.rhs)
    alone = parts.constant is ONE and parts.variable is not ONE  # nothing that could be replaced
    if varies(parts.constant) or (alone and not moved_symbols(relation.lhs)):
        return None
    found = [(name, cell) for name, group in _lines(cells, parts.constant) for cell in group if cell.ratio is not None]
    names = dict.fromkeys(name for name, _ in found)
    points = {name: [(cell, _point(cell, name, parts.constant, proved)) for own, cell in found if own == name]
              for name in names}
    kept = {name: [(cell, p) for cell, p in group if p is not None] for name, group in points.items()}
    kept = {name: group for name, group in kept.items() if len({p.x for _, p in group}) >= 3}
    if not kept:
        return None
    terms, residual = _fitted(kept, parts.constant)
    lines = tuple(Line(name, _fixed(group[0][0], name), tuple(p for _, p in group)) for name, group in kept.items())
    return Growth(parts, lines, terms, residual)


def _lines(cells: Cells, constant: Expr) -> list[tuple[str, list[Cell]]]:
    """One line of cells for each dimension, and for each scalar that the constant or the hypotheses alone speak of."""
    statement = cells.statement
    ranges = scalar_ranges(map(ready, statement.given)) or {}
    inside = free_symbols(statement.says[cells.k].lhs) - free_symbols(constant)
    scalars = [node for node in statement.symbols.values() if not node.shape and node not in inside]
    scalars.sort(key=lambda node: (node not in free_symbols(constant), str(node)))
    chosen = {str(node.attrs[0]): ranges.get(node, Interval()) for node in scalars[:MOST]}
    base = {name: typical(interval) for name, interval in chosen.items()}
    dims = _base(statement)
    axis = main_axis(statement.dims) if statement.dims else ""
    places = [(name, ({**dims, name: size}, base)) for name in statement.dims
              for size in (LENGTHS if name == axis else LENGTHS[::2]) if fits(statement, {**dims, name: size})]
    places += [(name, (dims, {**base, name: value})) for name, interval in chosen.items() for value in ladder(interval)]
    found = cells.twice([place for _, place in places])
    return [(name, [cell for (own, _), cell in zip(places, found, strict=True) if own == name])
            for name in dict.fromkeys(name for name, _ in places)]


def _base(statement: Statement) -> dict[str, int]:
    sizes = {name: BASE if name == main_axis(statement.dims) else 2 for name in statement.dims}
    lifted = ({name: size + lift for name, size in sizes.items()} for lift in range(64))
    return next((grown for grown in lifted if fits(statement, grown)), sizes)


def _fixed(cell: Cell, name: str) -> dict[str, str]:
    return {key: str(value) for key, value in {**cell.dims, **cell.scalars}.items() if key != name}


def _point(cell: Cell, name: str, constant: Expr, proved: Expr | None) -> Point | None:
    stated, bound = _at(constant, cell, 0), None if proved is None else _at(proved, cell, 1)
    if stated is None or cell.ratio is None or Decimal(stated) <= 0:
        return None
    x = Fraction(cell.dims[name]) if name in cell.dims else cell.scalars[name]
    return Point(x, str(DOWN.multiply(Decimal(cell.ratio), Decimal(stated))), stated, bound)


def _at(node: Expr, cell: Cell, end: int) -> str | None:
    """The lower (0) or upper (1) end of an expression in dimensions and scalars."""
    if not {item.attrs[0] for item in free_symbols(node)} <= set(cell.scalars) or not dim_names(node) <= set(cell.dims):
        return None
    ends = enclose((node,), Instance(cell.dims, {}, cell.scalars))[0].decimals()
    return ends and ends[end]


def _log(text: str) -> float:
    return float(Decimal(text).ln())


Kept = Mapping[str, Sequence[tuple[Cell, Point]]]


def _fitted(kept: Kept, constant: Expr) -> tuple[tuple[Term, ...], float]:
    """Least squares over all cells, with the smallest choice of terms in each scalar that does about as well as all."""
    cells = [pair for group in kept.values() for pair in group]
    found, stated = (np.array([_log(getattr(p, side)) for _, p in cells]) for side in ("found", "stated"))
    choices = _choices(kept)
    full = _solve(choices[-1], cells, found)[2]
    allowed = max(EXACT, CLOSE * full)
    chosen = next(terms for terms in choices if _solve(terms, cells, found)[2] <= allowed)
    values, errors, residual = _solve(chosen, cells, found)
    read = _read_off(constant)
    fit = _solve(chosen, cells, stated)[0]
    shown = dict.fromkeys([*chosen, *(term for term in choices[-1] if read is not None and read.get(term))])
    fitted = {term: (values[i], errors[i], fit[i]) for i, term in enumerate(chosen)}
    terms = [Term(_name(term), *fitted.get(term, (0.0, 0.0, 0.0))[:2],
                  fitted[term][2] if read is None else read.get(term, 0.0), read is not None) for term in shown]
    return tuple(terms), residual


Sort = tuple[str, str]  # a dimension or a scalar, and log, linear or square


def _choices(kept: Kept) -> list[list[Sort]]:
    """Sets of terms, the smallest first: dimensions by their logarithms, scalars by some of log, linear and square."""
    dims = [(name, "log") for name, group in kept.items() if name in group[0][0].dims]
    free = [(name, kind) for name, group in kept.items() if name not in group[0][0].dims
            for kind in (("log", "linear", "square") if len(group) >= 4 else ("log",))]
    return [dims + list(part) for count in range(len(free) + 1) for part in combinations(free, count)]


def _solve(terms: Sequence[Sort], cells: Sequence[tuple[Cell, Point]],
           y: Floats) -> tuple[list[float], list[float], float]:
    """Coefficients without the constant, their standard errors, the root mean square residual."""
    columns = [np.ones(len(cells)), *(np.array([_column(term, cell) for cell, _ in cells]) for term in terms)]
    matrix = np.stack(columns, 1)
    scale = np.linalg.norm(matrix, axis=0)
    solution, *_ = np.linalg.lstsq(matrix / scale, y, rcond=None)
    left = y - matrix / scale @ solution
    spare = max(1, len(y) - matrix.shape[1])
    variance = float(left @ left) / spare
    errors = np.sqrt(np.abs(np.diag(np.linalg.pinv((matrix / scale).T @ (matrix / scale))) * variance)) / scale
    values = solution / scale
    return values[1:].tolist(), errors[1:].tolist(), float(np.sqrt(np.mean(left**2)))


def _column(term: Sort, cell: Cell) -> float:
    name, kind = term
    value = float(cell.dims[name] if name in cell.dims else cell.scalars[name])
    return float({"log": np.log(value) if value > 0 else 0.0, "linear": value, "square": value**2}[kind])


def _name(term: Sort) -> str:
    return {"log": f"log {term[0]}", "linear": term[0], "square": f"{term[0]}²"}[term[1]]


def _read_off(constant: Expr) -> dict[Sort, float] | None:
    """Exponents of a constant that is one monomial; None where it is a sum or has other terms in its exponent."""
    try:
        terms = monomials(constant)
    except NoMonomials:
        return None
    if len(terms) != 1 or any(not isinstance(g, Expr) or g.op not in ("sym", "dim") for g, _ in terms[0].variables):
        return None
    out = {(_called(g), "log"): float(a) for g, a in terms[0].variables}
    for part in terms[0].exponent:
        if len(part.variables) != 1 or part.variables[0][1] not in (1, 2):
            return None
        ((g, power),) = part.variables
        with ArbBackend(BITS).session():
            size = float(_number(part))
        out[_called(g), "linear" if power == 1 else "square"] = size
    return out


def _called(g: Any) -> str:
    return str(g.attrs[0])


__all__ = ["Growth", "Line", "Point", "Term", "growth"]
