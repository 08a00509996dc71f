"""Two values of one expression: operation by operation as it is written, and as the numeric readings evaluate it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from certify.calculus import prepare
from certify.calculus.jets import jet_evaluate
from certify.enclosure.arb import ArbBackend
from certify.enclosure.evaluate import compile_plan
from certify.enclosure.exact import ExactBackend
from certify.language import Expr, free_symbols

ARB = ArbBackend(160)
EXACT = ExactBackend()


def draw(expression: Expr, dims: dict[str, int], seed: int) -> dict[str, Any]:
    """Short fractions for every symbol of an expression."""
    rng = np.random.default_rng(seed)
    values = {}
    for node in sorted(free_symbols(expression), key=lambda node: str(node.attrs[0])):
        shape = tuple(size.value(dims) for size in node.shape)
        values[node.attrs[0]] = _nested(rng.integers(-6, 7, shape).tolist())
    return values


def _nested(entries: Any) -> Any:
    return tuple(map(_nested, entries)) if isinstance(entries, list) else Fraction(entries, 4)


def both(expression: Expr, dims: dict[str, int], values: dict[str, Any], backend: Any,
         indices: dict[str, int] | None = None) -> list[list[Any]]:
    """Bounds of all entries, as written and as evaluated: two lists of pairs."""
    with backend.session():
        inputs = {name: backend.input(value) for name, value in values.items()}
        (written,) = jet_evaluate((expression,), backend, dims, indices or {}, inputs)
        (evaluated,) = compile_plan(prepare(expression), dims, indices or {}).run(backend, inputs)
    return [list(zip(*(_flat(end) for end in backend.enclosure(value)), strict=True)) for value in (written, evaluated)]


def _flat(value: Any) -> list[Any]:
    if isinstance(value, np.ndarray | list | tuple):
        return [x for part in value for x in _flat(part)]
    return [value]


def agree(expression: Expr, dims: dict[str, int], values: dict[str, Any], backend: Any,
          indices: dict[str, int] | None = None) -> bool:
    """Whether the two values are equal in exact arithmetic, or tight enclosures that overlap."""
    written, evaluated = both(expression, dims, values, backend, indices)
    if len(written) != len(evaluated):
        return False
    return all(a <= d and c <= b and max(b - a, d - c) <= Fraction(1, 10**25) * (1 + abs(a))
               for (a, b), (c, d) in zip(written, evaluated, strict=True))
