"""What a printed subexpression is: its text, how tightly it binds, and where a line may be broken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum


class Binds(IntEnum):
    """How tightly a printed text holds together, from loose to tight."""

    SUM = 10  # a + b
    SIGN = 20  # -a
    BIG = 25  # a sum over an index: takes what follows
    ENTRYWISE = 30  # a o b
    KRONECKER = 35
    SLASH = 40  # a/b on a line
    PRODUCT = 45  # a b
    PREFIX = 50  # a fraction, a gradient
    POSTFIX = 60  # a^b, the transpose
    ATOM = 70  # a name, a call, a norm


@dataclass(frozen=True)
class Piece:
    """A printed subexpression; ``terms`` are the signed terms of a sum, between which a line may break."""

    text: str
    binds: Binds = Binds.ATOM
    terms: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The terms of a sum, else the whole text."""
        return self.terms or (self.text,)

    @property
    def ends_with_subscript(self) -> bool:
        """Whether a further subscript would be a second one."""
        return re.search(r"(_(\{([^{}]|\{[^{}]*\})*\}|\w+)|[₀-₉])['′]*$", self.text) is not None
