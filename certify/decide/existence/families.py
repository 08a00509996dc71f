"""Families of instances into a limit: every entry is point + v t^w with a short rational v and a whole w.

As t goes to 0 from above the symbols of the limit go where they should; without a limit, the others stay or grow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Any

import numpy as np

from certify.enclosure.series import Series
from certify.enclosure.series.surds import Surd
from certify.instances.data import Exact, Instance
from certify.instances.seeds import generator
from certify.instances.shapes import shape_grid
from certify.language import Statement

COUNT, SHAPES = 144, 2
TURNS = ((1, 1), (1, -1), (-1, 1), (1, 1), (1, -2), (-2, 1), (1, 2), (2, 1))  # of one symbol, of the next, and so on
ALTERNATING = 3  # the turn in which the entries of an array alternate
PLAIN, ENUMERATED = 24, 88  # families before these numbers take turns, and have simple powers
POWERS = (-1, -2, 0, 1)
POOL = tuple(Fraction(text) for text in "1 -1 2 -2 1/2 -1/2 3 0".split())


@dataclass(frozen=True)
class Entry:
    """A symbol along a family: point + v t^w, v of the symbol's shape."""

    v: Exact
    w: int
    point: Fraction = Fraction(0)

    def at(self, t: Fraction) -> Exact:
        """The numbers at t."""
        return _map(self.v, lambda v: self.point + v * t**self.w)

    def series(self) -> Any:
        """The same as series in t."""
        start = Series.constant(Surd.of(self.point))
        return _listed(_map(self.v, lambda v: start + Series.constant(Surd.of(v), self.w)))

    def text(self) -> str:
        """``-2 t``, ``(1, 0)/t`` and so on."""
        power = {0: "", 1: "t", -1: "1/t"}.get(self.w, f"t^{self.w}")
        value = _shown(self.v)
        brackets = f"({value})" if "/" in value and self.w == -1 else value
        whole = value if not power or value == "0" else {"1": power, "-1": "-" + power}.get(
            value, f"{brackets}/t" if self.w == -1 else f"{value} {power}")
        return whole if not self.point else f"{self.point} + {whole}".replace("+ -", "- ")


@dataclass(frozen=True)
class Family:
    """Instances of a statement for every small t > 0."""

    dims: Mapping[str, int]
    indices: Mapping[str, int]
    entries: Mapping[str, Entry]

    def at(self, t: Fraction) -> Instance:
        """The instance at t, without the constants that are said to exist."""
        return Instance(self.dims, self.indices, {name: entry.at(t) for name, entry in self.entries.items()})

    def __str__(self) -> str:
        sizes = [f"{name} = {size}" for name, size in self.dims.items()]
        return ", ".join(sizes + [f"{name} = {entry.text()}" for name, entry in self.entries.items()])


def families(statement: Statement, seed: int) -> Iterator[Family]:
    """Some hundred of them for the smallest shapes, simple ones first; the same under the same seed."""
    exists = statement.exists
    assert exists is not None
    names = [name for name in statement.symbols if name not in exists.names]
    seen: set[str] = set()
    for dims, indices in islice(sorted(shape_grid(statement), key=lambda shape: sum(shape[0].values())), SHAPES):
        rng = generator(seed, statement.sha256, "families", dims)
        for number in range(COUNT):
            entries = {name: _entry(statement, name, dims, number, place, rng) for place, name in enumerate(names)}
            family = Family(dims, indices, entries)
            if str(family) not in seen:
                seen.add(str(family))
                yield family


def _entry(statement: Statement, name: str, dims: Mapping[str, int], number: int, place: int,
           rng: np.random.Generator) -> Entry:
    shape = tuple(size.value(dims) for size in statement.symbols[name].shape)
    v = _values(shape, number, place, rng)
    where = dict(statement.exists.limit).get(name) if statement.exists else None
    if where is None:
        return Entry(v, _power(number, place, rng))
    if where in ("inf", "-inf"):
        sign = 1 if where == "inf" else -1
        return Entry(_map(v, lambda q: sign * (abs(q) or Fraction(1))), -1)
    return Entry(v, 1, Fraction(where))


def _power(number: int, place: int, rng: np.random.Generator) -> int:
    """The power of t of a symbol outside of the limit: one for all, then every choice for three symbols, then draws."""
    if number < PLAIN:
        return (0, -1, 1)[number // len(TURNS)]
    if number < ENUMERATED:
        return POWERS[(number - PLAIN) // 4**place % 4 if place < 3 else 2]
    return int(rng.choice([-2, -1, 0, 0, 0, 1]))


def _values(shape: tuple[int, ...], number: int, place: int, rng: np.random.Generator) -> Exact:
    """First one number for a symbol, or signs that alternate, then draws."""
    count = int(np.prod(shape, dtype=int))
    turn = number % len(TURNS) if number < PLAIN else 0
    if number < ENUMERATED:
        flat = [Fraction(TURNS[turn][place % 2] * (-1) ** (k * (turn == ALTERNATING))) for k in range(count)]
    else:
        flat = [POOL[k] for k in rng.integers(len(POOL), size=count)]
    return _shaped(flat, shape)


def _shaped(flat: list[Fraction], shape: tuple[int, ...]) -> Exact:
    if not shape:
        return flat[0]
    step = len(flat) // shape[0]
    return tuple(_shaped(flat[k * step:(k + 1) * step], shape[1:]) for k in range(shape[0]))


def _map(value: Exact, function: Any) -> Any:
    return tuple(_map(item, function) for item in value) if isinstance(value, tuple) else function(value)


def _listed(value: Any) -> Any:
    return [_listed(item) for item in value] if isinstance(value, tuple) else value


def _shown(value: Exact) -> str:
    return f"({', '.join(map(_shown, value))})" if isinstance(value, tuple) else str(value)


__all__ = ["Entry", "Family", "families"]
