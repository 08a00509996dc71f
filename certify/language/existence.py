"""Claims that assert a constant without giving it: "= x y + O(x^3 + y^3)", "close for large N".

``Exists(C, relation, limit={x: 0, y: 0})`` says: there are a number C and a radius delta > 0 such that the relation
holds for all instances that meet the hypotheses and lie within the radius of the limit. Where a symbol goes
to infinity there is a threshold instead: for all N >= N_0. Without a limit, C serves for all instances. The
constants come first in the order of quantifiers: they depend on nothing, dimensions and hypotheses included.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from certify.language.atoms import norm
from certify.language.errors import ClaimError
from certify.language.expr import Expr, exact
from certify.language.relations import Relation
from certify.language.symbols import scalar
from certify.language.variables import free_symbols

Limit = tuple[tuple[Expr, str], ...]


class Exists:
    """There is a constant such that relations hold near a limit.

    ``constant`` is a scalar symbol that the larger sides of the relations must contain; ``limit`` maps symbols to
    where they go, a number or an infinity (arrays go to 0, in the Euclidean norm). Raises ``ClaimError`` where
    this makes no sense.
    """

    def __init__(self, constant: Expr, says: Relation | Sequence[Relation], limit: Mapping[Expr, Any] | None = None):
        self.constant = constant
        self.says = tuple(says) if isinstance(says, list | tuple) else (says,)
        self.limit: Limit = tuple((symbol, _point(symbol, where)) for symbol, where in (limit or {}).items())
        self._check()

    def _check(self) -> None:
        for relation in self.says:
            if not isinstance(relation, Relation):
                raise ClaimError(f"ct.Exists: {relation!r} is no relation; use <=, >=, <, > or <<")
            if relation.op == "eq":
                raise ClaimError(f"ct.Exists: the equation {relation} asserts no bound; "
                                 "write abs(left - right) <= C * g")
        constant = self.constant
        if not (isinstance(constant, Expr) and constant.op == "sym" and constant.shape == ()):
            raise ClaimError(f"ct.Exists: the constant {constant!r} must be a scalar symbol, C = ct.scalar('C')")
        for plain in (relation.canonical() for relation in self.says):
            if constant in free_symbols(plain.lhs) or constant not in free_symbols(plain.rhs):
                raise ClaimError(f"ct.Exists: {constant} must occur in the larger side of {plain}, and there only")
        inside = free_symbols(*(side for rel in self.says for side in (rel.lhs, rel.rhs)))
        taken = {node.attrs[0] for node in inside} & set(self.quantified.neighbourhood)
        if taken:
            raise ClaimError(f"ct.Exists: {sorted(taken)[0]} is the name of the neighbourhood; rename the symbol")

    @cached_property
    def quantified(self) -> Quantified:
        """What the statement keeps: delta where a symbol goes to a number, N_0 where the first to go far is N."""
        limit = tuple((symbol.attrs[0], where) for symbol, where in self.limit)
        far = [name for name, where in limit if where in ("inf", "-inf")]
        return Quantified(self.constant.attrs[0], limit,
                          "delta" if len(far) < len(limit) else None, f"{far[0]}_0" if far else None)

    @property
    def near(self) -> tuple[Relation, ...]:
        """The neighbourhood of the limit, a hypothesis for each of its symbols."""
        return tuple(self._near(symbol, where) for symbol, where in self.limit)

    def _near(self, symbol: Expr, where: str) -> Relation:
        if where in ("inf", "-inf"):
            return Relation("ge", symbol if where == "inf" else -symbol, scalar(str(self.quantified.threshold)))
        if symbol.shape:
            distance = norm(symbol, "fro" if len(symbol.shape) == 2 else 2)
        else:
            distance = abs(symbol - Fraction(where) if where != "0" else symbol)
        return Relation("le", distance, scalar(str(self.quantified.radius)))


@dataclass(frozen=True)
class Quantified:
    """Names of the symbols that a statement says to exist, and the limit: ``(("x", "0"), ("N", "inf"))``."""

    constant: str
    limit: tuple[tuple[str, str], ...] = ()
    radius: str | None = None
    threshold: str | None = None

    @property
    def neighbourhood(self) -> tuple[str, ...]:
        """The radius and the threshold, as far as there are any."""
        return tuple(name for name in (self.radius, self.threshold) if name)

    @property
    def names(self) -> tuple[str, ...]:
        """All symbols that are said to exist."""
        return (self.constant, *self.neighbourhood)

    def to_json(self) -> dict[str, Any]:
        """Canonical; the radius is positive, the others are any real numbers."""
        return {"constant": self.constant, "limit": [list(pair) for pair in self.limit],
                "radius": self.radius, "threshold": self.threshold}


def _point(symbol: Any, where: Any) -> str:
    if not (isinstance(symbol, Expr) and symbol.op == "sym"):
        raise ClaimError(f"ct.Exists: the limit is taken in symbols, not in {symbol!r}")
    text = str(where) if where in (math.inf, -math.inf) else str(exact(where))
    if symbol.shape and text != "0":
        raise ClaimError(f"ct.Exists: the array {symbol} can go to 0 only, not to {where}")
    return text


__all__ = ["Exists", "Quantified"]
