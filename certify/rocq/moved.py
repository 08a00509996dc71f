"""Functions of the symbols that derivatives move: their types, arguments and binders."""

from __future__ import annotations

from collections.abc import Sequence

from certify.language import Expr
from certify.rocq.names import symbol
from certify.rocq.syntax import KINDS, Text, call


def kind(moved: Sequence[Expr], rank: int) -> str:
    """The type of a function of the symbols whose values have the rank: ``mat -> vec``."""
    return " -> ".join([*(KINDS[len(x.shape)] for x in moved), KINDS[rank]])


def binders(moved: Sequence[Expr]) -> str:
    """``(X : mat) (y : vec)``."""
    return " ".join(f"({symbol(x.attrs[0])} : {KINDS[len(x.shape)]})" for x in moved)


def at(name: str, moved: Sequence[Expr]) -> Text:
    """The value of a function where the symbols are."""
    return call(Text(name), *(Text(symbol(x.attrs[0])) for x in moved)) if moved else Text(name)


__all__ = ["at", "binders", "kind"]
