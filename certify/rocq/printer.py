"""The printer of one statement: terms of expressions, and what had to be quantified over on the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from certify.language import Expr, Statement, free_indices, free_symbols, postorder
from certify.rocq import quantified
from certify.rocq.errors import NotPrintable
from certify.rocq.names import Fresh, symbol
from certify.rocq.syntax import Text
from certify.rocq.terms import RULES

LONGEST = 20_000


@dataclass(frozen=True)
class Variable:
    """A variable with the hypotheses that say what it is."""

    name: str
    kind: str
    says: tuple[Text, ...]


@dataclass(frozen=True)
class Meaning:
    """What a variable stands for: the value of a node, as a function of the symbols that derivatives around it move."""

    node: Expr
    moved: tuple[Expr, ...] = ()


class Printer:
    """Holds the names of a statement, the terms printed so far, and the variables introduced for them."""

    longest = LONGEST

    def __init__(self, statement: Statement):
        self.statement = statement
        names = [*statement.dims, *statement.symbols, *statement.indices]
        self.fresh = Fresh(map(symbol, names))
        self.moved: tuple[Expr, ...] = ()  # symbols that a derivative around the term varies
        self.variables: list[Variable] = []
        self.meanings: dict[str, Meaning] = {}
        self.derivatives: dict[tuple[Expr, tuple[Expr, ...]], str] = {}
        self.inverses: dict[tuple[Expr, tuple[Expr, ...]], str] = {}  # those that derivatives move
        self.known: dict[tuple[Expr, tuple[Expr, ...]], Text] = {}
        self.under = {below for node in postorder(*statement.roots) if node.op in ("deriv", "jvp")
                      for below in postorder(node.args[0])}

    def term(self, node: Expr) -> Text:
        """The Rocq term of an expression; raises ``NotPrintable`` where it has none."""
        key = (node, self.moved)
        if key not in self.known:
            rule = RULES.get(node.op)
            if rule is None:
                raise NotPrintable(f"the operation {node.op} has no Rocq reading")
            self.known[key] = rule(self, node)
            if len(self.known[key]) > self.longest:
                raise NotPrintable(f"a term of more than {self.longest} characters, which nobody could read")
        return self.known[key]

    def quantified(self, node: Expr) -> Text:
        """The variable that stands for a node that is no term."""
        return quantified.RULES[node.op](self, node)

    def introduce(self, name: str, kind: str, says: list[Text]) -> None:
        """A variable of the statement; those that its hypotheses speak of have been introduced before."""
        self.variables.append(Variable(name, kind, tuple(says)))

    def means(self, name: str, node: Expr, moved: Iterable[Expr] = ()) -> None:
        """Keeps what a variable stands for, for those who give it a value."""
        self.meanings[name] = Meaning(node, tuple(moved))

    def moving(self, x: Expr, e: Expr) -> Text:
        """The term of e where x varies."""
        return self._where(self.moved if x in self.moved else (*self.moved, x), e)

    def resting(self, e: Expr) -> Text:
        """The term of e at the point, where nothing varies."""
        return self._where((), e)

    def moves(self, node: Expr) -> list[Expr]:
        """The symbols that derivatives around the term vary and the node depends on."""
        return [x for x in self.moved if x in free_symbols(node)]

    def _where(self, moved: tuple[Expr, ...], e: Expr) -> Text:
        before, self.moved = self.moved, moved
        try:
            return self.term(e)
        finally:
            self.moved = before

    def outermost(self, node: Expr, what: str) -> None:
        """Raises ``NotPrintable`` where a variable would have to depend on what a derivative or a sum varies."""
        if self.moved:
            raise NotPrintable(f"the derivative of {what}")
        bound = self.bound_indices(node)
        if bound:
            raise NotPrintable(f"{what} under a sum over {bound[0]}: it would be another one for each term")

    def index_name(self, idx: Expr) -> str:
        """An index; the numbers that a canonical statement gives to bound ones become i1, i2, ..."""
        name = str(idx.attrs[0])
        return self.fresh.local("i" + name[1:]) if name.startswith("_") else symbol(name)

    def bound_indices(self, node: Expr) -> list[Expr]:
        """Indices of a node that only a sum around it gives a value."""
        return sorted((idx for idx in free_indices(node) if idx.attrs[0] not in self.statement.indices),
                      key=lambda idx: str(idx.attrs[0]))

    def is_differentiated(self, node: Expr) -> bool:
        """Whether some derivative is taken of the node."""
        return node in self.under


__all__ = ["Meaning", "Printer", "Variable"]
