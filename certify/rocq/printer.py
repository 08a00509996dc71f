"""The printer of one statement: terms of expressions, and what had to be quantified over on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from certify.language import Expr, Statement, free_indices, free_symbols, postorder
from certify.rocq import quantified
from certify.rocq.errors import NotPrintable, TooLong
from certify.rocq.names import Fresh, symbol
from certify.rocq.syntax import KINDS, Text
from certify.rocq.terms import RULES

LONGEST = 20_000
SHORT = 100  # a term of so many characters is read as easily as a name for it


@dataclass(frozen=True)
class Variable:
    """A variable with the hypotheses that say what it is."""

    name: str
    kind: str
    says: tuple[Text, ...]


@dataclass(frozen=True)
class Definition:
    """A name for a term that occurs several times."""

    name: str
    kind: str
    term: Text


@dataclass(frozen=True)
class Meaning:
    """What a variable stands for: the value of a node, as a function of the symbols that derivatives around it move."""

    node: Expr
    moved: tuple[Expr, ...] = ()


class Printer:
    """Holds the names of a statement, the terms printed so far, and the variables introduced for them.

    With ``sharing`` a long term that occurs several times gets a name.
    """

    longest = LONGEST

    def __init__(self, statement: Statement, *, sharing: bool = False):
        self.statement = statement
        self.repeated = repeated(statement) if sharing else frozenset()
        names = [*statement.dims, *statement.symbols, *statement.indices]
        self.fresh = Fresh(map(symbol, names))
        self.moved: tuple[Expr, ...] = ()  # symbols that a derivative around the term varies
        self.introduced: list[Variable | Definition] = []  # each speaks only of those before it
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
            term = rule(self, node)
            if len(term) > self.longest:
                raise TooLong(f"a term of more than {self.longest} characters, which nobody could read")
            self.known[key] = self._named(node, term) if self._is_shared(node, term) else term
        return self.known[key]

    def _is_shared(self, node: Expr, term: Text) -> bool:
        """Whether the term occurs several times, and speaks of nothing that is bound around it."""
        return len(term) > SHORT and node in self.repeated and not self.moved and not self.bound_indices(node)

    def _named(self, node: Expr, term: Text) -> Text:
        name = self.fresh.numbered("e")
        self.introduced.append(Definition(name, KINDS[len(node.shape)], term))
        return Text(name)

    @property
    def variables(self) -> list[Variable]:
        """What the statement is quantified over besides its symbols."""
        return [each for each in self.introduced if isinstance(each, Variable)]

    def quantified(self, node: Expr) -> Text:
        """The variable that stands for a node that is no term."""
        return quantified.RULES[node.op](self, node)

    def introduce(self, name: str, kind: str, says: list[Text]) -> None:
        """A variable of the statement; those that its hypotheses speak of have been introduced before."""
        self.introduced.append(Variable(name, kind, tuple(says)))

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


def repeated(statement: Statement) -> frozenset[Expr]:
    """The expressions that are operands in several places."""
    found = Counter([*statement.roots, *(arg for node in postorder(*statement.roots) for arg in node.args)])
    return frozenset(node for node, count in found.items() if count > 1)


__all__ = ["Definition", "Meaning", "Printer", "Variable", "repeated"]
