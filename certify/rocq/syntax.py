"""Rocq text with just enough parentheses."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from certify.language.sizes import Size
from certify.rocq.names import symbol

ATOM, APPLICATION, POWER, PRODUCT, SUM, OPEN = 0, 10, 30, 40, 50, 100


class Text(str):
    """A term; ``level`` says how loosely it binds, as the levels of Rocq's grammar do."""

    level: int

    def __new__(cls, text: str, level: int = ATOM) -> Text:
        out = super().__new__(cls, text)
        out.level = level
        return out


def within(term: Text, level: int) -> str:
    """The term where an operator takes terms that bind at least as tightly as ``level``."""
    return str(term) if term.level <= level else f"({term})"


def call(function: str, *args: Text) -> Text:
    """``f a b`` with a name or a term as f."""
    head = within(function, APPLICATION) if isinstance(function, Text) else function
    return Text(" ".join([head, *(within(arg, ATOM) for arg in args)]), APPLICATION)


def infix(left: Text, operator: str, right: Text, level: int) -> Text:
    """A left-associative binary operator."""
    return Text(f"{within(left, level)} {operator} {within(right, level - 1)}", level)


def function(variables: str, body: str) -> Text:
    """``fun i j => body``."""
    return Text(f"fun {variables} => {body}", OPEN)


def number(value: Fraction) -> Text:
    """A rational as a real number."""
    if value.denominator == 1:
        return Text(str(value.numerator)) if value >= 0 else Text(f"(- {-value.numerator})")
    quotient = Text(f"{abs(value.numerator)} / {value.denominator}", PRODUCT)
    return quotient if value > 0 else Text(f"(- ({quotient}))")


def natural(size: Size | int) -> Text:
    """A size as a natural number."""
    size = Size.of(size)
    if size.constant is not None:
        return Text(f"{size.constant}%nat")
    text = plain_natural(size)
    return Text(text) if text.replace("_", "").replace("'", "").isalnum() else Text(f"({text})%nat")


def plain_natural(size: Size | int) -> str:
    """The same inside a ``%nat`` that is written already."""
    parts = []
    for names, factor in Size.of(size).terms:
        factors = ([] if factor == 1 and names else [str(factor)]) + [symbol(name) for name in names]
        parts.append(" * ".join(factors))
    return " + ".join(parts) or "0"


def below(index: str, size: Size) -> Text:
    """The index is one of the size."""
    return Text(f"({index} < {plain_natural(size)})%nat")


def implies(premises: Iterable[Text], conclusion: Text) -> Text:
    """``a -> b -> c``."""
    return Text(" -> ".join([*(within(premise, SUM + 20) for premise in premises), str(conclusion)]), OPEN)


def forall(binders: str, body: str) -> Text:
    """``forall binders, body``."""
    return Text(f"forall {binders}, {body}", OPEN)


def every(indices: Iterable[tuple[str, Size]], body: Text) -> Text:
    """The body for all values of indices."""
    pairs = list(indices)
    if not pairs:
        return body
    names = " ".join(name for name, _ in pairs)
    return forall(f"{names} : nat", implies([below(name, size) for name, size in pairs], body))


def relation(left: Text, sign: str, right: Text) -> Text:
    """A proposition about numbers."""
    return Text(f"{within(left, SUM)} {sign} {within(right, SUM)}", SUM + 20)


KINDS = ("R", "vec", "mat")

__all__ = ["APPLICATION", "ATOM", "KINDS", "OPEN", "POWER", "PRODUCT", "SUM", "Text", "below", "call", "every",
           "forall", "function", "implies", "infix", "natural", "number", "plain_natural", "relation", "within"]
