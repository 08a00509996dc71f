"""Derived entries: symbols that are expressions of the others, so that equalities among the hypotheses hold exactly.

"x* is a stationary point" is met by no rational numbers in general, but b can be chosen so that it holds: a claim's
``recipe`` says how. With the formulas put in for their symbols, every equality that speaks of one of them has to be
proved an identity (by the index form, from the other hypotheses); what is left is a statement on the remaining symbols,
whose instances are rational. A hypothesis ``b = f(x)`` is a formula by itself. A formula only restricts where instances
are looked for: a claim is never proved from one that is no hypothesis.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from certify.calculus import expand
from certify.calculus.indexform import Verdict, compare
from certify.instances.data import Instance
from certify.language import Claim, ClaimError, Expr, Relation, Statement, equal, free_symbols, make, rebuild, strip

Formulas = Mapping[Expr, Expr]  # symbol -> formula, each after those that its formula speaks of


@dataclass(frozen=True, eq=False)
class Derivation:
    """A statement with formulas for some of its symbols.

    ``given`` holds the hypotheses with the formulas put in, None where that makes an identity; ``free`` is the
    statement that is left; ``equivalent`` tells that all formulas are hypotheses, so that ``free`` says as much as
    ``statement`` does.
    """

    statement: Statement
    formulas: Formulas
    given: tuple[Relation | None, ...]
    free: Statement
    equivalent: bool

    @cached_property
    def equations(self) -> Statement:
        """``symbol = formula`` for every derived symbol, in the order in which they can be evaluated."""
        return Statement.of((), [equal(symbol, formula) for symbol, formula in self.formulas.items()])

    @property
    def names(self) -> frozenset[str]:
        """The derived symbols."""
        return frozenset(symbol.attrs[0] for symbol in self.formulas)

    def complete(self, instance: Instance) -> Instance:
        """An instance of ``free`` as one of ``statement``."""
        return replace(instance, derived=self.equations)


@lru_cache(maxsize=1024)
def derivation(claim: Claim) -> Derivation | None:
    """What becomes of a claim when its recipe and its defining equalities are put in; None where it has neither.

    Raises ``ClaimError`` where formulas lead round in a circle, do not make an equality of the hypotheses an
    identity, or speak of symbols that the claim then does not need.
    """
    statement = claim.statement
    formulas = _formulas(claim)
    if statement.exists or not formulas:
        return None
    given = [_reduced(claim, relation, statement.given, formulas) for relation in statement.given]
    says = [substituted(relation, formulas) for relation in statement.says]
    free = Statement.of([relation for relation in given if relation is not None], says)
    _check_symbols(claim, formulas, free)
    return Derivation(statement, formulas, tuple(given), free, not claim.recipe)


def substituted(relation: Relation, formulas: Formulas) -> Relation:
    """The relation in terms of the symbols that have no formula, without derivatives.

    Derivatives are carried out first: b := f(x) is a number, and does not move when x is differentiated by.
    """
    lhs, rhs = _plain(relation.lhs), _plain(relation.rhs)
    for symbol, formula in reversed(list(formulas.items())):
        lhs, rhs = _replaced((lhs, rhs), symbol, _plain(formula))
    return Relation(relation.op, lhs, rhs)


def resolved(found: Derivation, e: Expr) -> Expr:
    """An expression in terms of the symbols that have no formula."""
    return substituted(equal(e, e), found.formulas).lhs


def _plain(e: Expr) -> Expr:
    return expand(strip(e)[0])


def _replaced(roots: tuple[Expr, ...], symbol: Expr, formula: Expr) -> tuple[Expr, ...]:
    return rebuild(roots, lambda node, args: formula if node is symbol else make(node.op, args, node.attrs))


def _formulas(claim: Claim) -> Formulas:
    """The recipe and the hypotheses ``symbol = expression``, ordered; what would close a circle is left out."""
    known = _ordered(claim.recipe)
    if known is None:
        names = ", ".join(str(symbol) for symbol in claim.recipe)
        raise ClaimError(f"{claim.id}: the recipe goes round in a circle; the formulas for {names} must not lead back "
                         "to their own symbols")
    for relation in claim.given + claim.added:
        for symbol, formula in ((relation.lhs, relation.rhs), (relation.rhs, relation.lhs)):
            if relation.op == "eq" and symbol.op == "sym" and symbol not in known and symbol.shape == formula.shape:
                known = _ordered({**known, symbol: formula}) or known
    return known


def _ordered(formulas: Formulas) -> Formulas | None:
    """Each formula after those of the symbols it speaks of; None where that is impossible."""
    waiting, out = dict(formulas), dict[Expr, Expr]()
    while waiting:
        ready = [symbol for symbol, formula in waiting.items() if not free_symbols(formula) & set(waiting)]
        if not ready:
            return None
        out[ready[0]] = waiting.pop(ready[0])
    return out


def _reduced(claim: Claim, relation: Relation, given: Iterable[Relation], formulas: Formulas) -> Relation | None:
    """The hypothesis with the formulas put in; None for an equality on derived symbols, which has to be an identity."""
    if relation.op != "eq" or not free_symbols(relation.lhs, relation.rhs) & set(formulas):
        return substituted(relation, formulas)
    why = _refused(relation, [other for other in given if other is not relation and other.op == "eq"], formulas)
    if why is None:
        return None
    raise ClaimError(f"{claim.id}: with the formulas put in, the hypothesis {relation} is not proved for all numbers "
                     f"({why}); correct the recipe, or add the hypothesis from which it follows")


def _refused(relation: Relation, others: list[Relation], formulas: Formulas) -> str | None:
    """Why an equality is not proved; None once it is, with as many formulas put in, from the last one, as it takes.

    A symbol whose formula is outside of the index form stays a symbol: what holds for all its values holds for one.
    """
    part: Formulas = {}
    why = ""
    for symbol, formula in reversed(list(formulas.items())):
        trial = {symbol: formula, **part}
        now = substituted(relation, trial)
        if now.lhs is now.rhs:
            return None
        found = compare(now, [substituted(other, trial) for other in others])
        if found.verdict is Verdict.AGREE:
            return None
        why = why if found.verdict is Verdict.OUTSIDE and part else found.reason or "the forms of its two sides differ"
        part = part if found.verdict is Verdict.OUTSIDE else trial
    return why


def _check_symbols(claim: Claim, formulas: Formulas, free: Statement) -> None:
    known = set(free.symbols.values()) | set(formulas)
    for symbol, formula in formulas.items():
        missing = sorted(node.attrs[0] for node in free_symbols(formula) - known)
        if missing:
            raise ClaimError(f"{claim.id}: the formula for {symbol} speaks of {missing[0]}, which the claim then does "
                             "not need; leave it out")


__all__ = ["Derivation", "derivation", "resolved", "substituted"]
