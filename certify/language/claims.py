"""Papers and claims: one statement with its source, provenance and what it rests on."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from certify.language.errors import ClaimError
from certify.language.existence import Exists
from certify.language.expr import Expr, coerce
from certify.language.relations import Relation
from certify.language.sizes import show_shape
from certify.language.statements import Statement
from certify.language.variables import free_symbols

PROVENANCES = ("quoted", "restated", "abstract", "recalled", "ours")


@dataclass(frozen=True)
class Paper:
    """A source: its key is the first part of the ids of its claims."""

    key: str
    title: str = ""
    authors: str = ""
    year: int | None = None
    arxiv: str | None = None

    def __post_init__(self) -> None:
        if not self.key.replace("_", "").isalnum():
            raise ClaimError(f"paper key {self.key!r}: use letters, digits and _")


class Claim:
    """A statement with its source.

    ``says`` is one relation, a tuple of them, or an ``Exists``; ``given`` the hypotheses as printed and ``added`` those
    that the source leaves silent and without which the statement has no meaning. ``chain`` holds the
    steps of the printed proof, ``uses`` claims it rests on, ``corrects`` the claim it puts right;
    ``expected="refuted"`` marks a claim known to be false (exit codes only). ``note`` is shown in reports.

    ``recipe`` tells how to make instances whose equalities hold: ``{b: f(x) + ...}`` gives b as an expression of
    the other symbols (and of new ones, which are drawn freely). It is no hypothesis and not part of the hash; it
    only says where to look for instances, and is refused where an equality does not become an identity.
    """

    def __init__(self, paper: Paper, label: str, *, says: Relation | Sequence[Relation] | Exists,
                 given: Iterable[Relation] = (), added: Iterable[Relation] = (),
                 row: str | None = None, provenance: str = "ours", via: str | None = None,
                 chain: Iterable[Relation] = (), uses: Iterable[Claim] = (), corrects: Claim | None = None,
                 expected: str | None = None, note: str = "", recipe: Mapping[Expr, Any] | None = None):
        self.paper, self.label, self.row, self.provenance, self.via = paper, label, row, provenance, via
        if not isinstance(paper, Paper):
            raise ClaimError(f"claim {label!r}: a claim belongs to a paper, such as ct.Paper('mine'), not to {paper!r}")
        for name, relations in (("given", given), ("added", added), ("chain", chain)):
            if isinstance(relations, Relation):
                raise ClaimError(f"claim {label!r}: {name} is a list of relations; write {name}=[...]")
        self.given, self.added, self.chain = tuple(given), tuple(added), tuple(chain)
        self.exists = says if isinstance(says, Exists) else None
        inner = says.says if isinstance(says, Exists) else says
        self.says = tuple(inner) if isinstance(inner, list | tuple) else (inner,)
        self.uses, self.corrects, self.expected, self.note = tuple(uses), corrects, expected, note
        self.recipe = {symbol: coerce(formula) for symbol, formula in (recipe or {}).items()}
        self._name: str | None = None
        self._module: str = sys._getframe(1).f_globals.get("__name__", "")  # an imported claim stays its maker's
        self._check()

    def _check(self) -> None:
        where = f"claim {self.label!r} of {self.paper.key}"
        if not self.says:
            raise ClaimError(f"{where}: says nothing; give a relation")
        for relation in self.given + self.added + self.says + self.chain:
            if not isinstance(relation, Relation):
                raise ClaimError(f"{where}: {relation!r} is no relation; use <=, >=, <, >, << or ct.equal")
        if self.exists is not None:
            self._check_existence(self.exists, where)
        if self.provenance not in PROVENANCES:
            raise ClaimError(f"{where}: provenance must be one of {', '.join(PROVENANCES)}, not {self.provenance!r}")
        if self.expected not in (None, "refuted"):
            raise ClaimError(f"{where}: expected must be None or 'refuted', not {self.expected!r}")
        for symbol, formula in self.recipe.items():
            if symbol.op != "sym" or symbol.shape != formula.shape:
                raise ClaimError(f"{where}: a recipe gives a symbol an expression of its shape, not {symbol} of shape "
                                 f"{show_shape(symbol.shape)} one of shape {show_shape(formula.shape)}")

    def _check_existence(self, exists: Exists, where: str) -> None:
        if self.chain:
            raise ClaimError(f"{where}: the steps of a proof are claims of their own; under ct.Exists give none")
        used = {node.attrs[0] for rel in self.given + self.added for node in free_symbols(rel.lhs, rel.rhs)}
        early = used & set(exists.quantified.names)
        if early:
            raise ClaimError(f"{where}: the hypotheses speak of {sorted(early)[0]}, which the conclusion says to exist")

    @property
    def id(self) -> str:
        """``<paper key>.<module>.<name>`` once the claim's module has been loaded."""
        return self._name or f"{self.paper.key}.{self.label}"

    @cached_property
    def statement(self) -> Statement:
        """What is said, canonical."""
        if self.exists is None:
            return Statement.of(self.given + self.added, self.says)
        return Statement.of(self.given + self.added + self.exists.near, self.says, self.exists.quantified)

    @property
    def sha256(self) -> str:
        """The hash of what is said."""
        return self.statement.sha256

    def steps(self) -> tuple[Claim, ...]:
        """Each step of the printed proof as a claim under the same hypotheses."""
        return tuple(self._step(k, relation) for k, relation in enumerate(self.chain, 1))

    def _step(self, k: int, relation: Relation) -> Claim:
        step = Claim(self.paper, f"{self.label}, step {k}", says=relation, given=self.given, added=self.added,
                     row=self.row, provenance=self.provenance, via=self.via, recipe=self.recipe)
        step._name = f"{self.id}.step{k}"
        return step

    def at(self, **values: Any) -> Any:
        """Both sides on the user's own numbers, rigorously; see ``certify.decide.evaluate_at``."""
        from certify.decide import evaluate_at

        return evaluate_at(self, values)

    def __str__(self) -> str:
        from certify.language.printing import unicode_claim

        return unicode_claim(self)

    def __repr__(self) -> str:
        return f"<Claim {self.id}>"

    def _repr_latex_(self) -> str:
        from certify.language.printing import latex_claim

        return f"$\\displaystyle {latex_claim(self)}$"
