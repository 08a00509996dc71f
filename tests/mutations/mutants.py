"""Mutants: statements with one planted error, in an order that depends on nothing but the statement.

A mutant changes one occurrence in one side of one conclusion, or the statement as a whole: a hypothesis left out,
a relation turned round or made strict, a side doubled, a constant just below the best one known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, Context
from fractions import Fraction

from operators import OPERATORS, Names

from certify.decide import Decision
from certify.language import CertifyError, Claim, Expr, Relation, Statement, make
from certify.language.existence import Exists
from certify.language.expr import coerce

Draft = tuple[str, Callable[[], Statement]]  # the operator, and what it makes of the statement
BINDERS = {"deriv": (1,), "jvp": (1,), "sumover": (1,)}  # operands that name a variable or an index
JUST_BELOW = Fraction(99, 100)


@dataclass(frozen=True)
class Mutant:
    """A claim with a planted error, and the claim that it was made from."""

    origin: Claim
    operator: str
    claim: Claim

    @property
    def statement(self) -> Statement:
        """What it says."""
        return self.claim.statement


def _claim(origin: Claim, operator: str, plain: Statement) -> Claim:
    """The mutated hypotheses and conclusions in the form of the claim: its asserted constant, its recipe."""
    says = plain.says if origin.exists is None else _exists(origin.exists, plain)
    equalities = sum(relation.op == "eq" for relation in plain.given)
    whole = equalities == sum(relation.op == "eq" for relation in origin.given + origin.added)
    return Claim(origin.paper, f"{origin.id}, {operator}", given=plain.given, says=says,
                 recipe=origin.recipe if whole else None)


def _exists(origin: Exists, plain: Statement) -> Exists:
    limit = {symbol: float(where) if "inf" in where else Fraction(where) for symbol, where in origin.limit}
    return Exists(origin.constant, plain.says, limit)


def mutants(claim: Claim, taken: Collection[str], count: int, decision: Decision | None = None) -> list[Mutant]:
    """At most ``count`` mutants of a claim, the operators in turn; which ones, the claim's hash decides.

    ``taken`` holds hashes of statements that are no mutants: those of the true claims. A ``decision`` on the
    claim adds one more, with a constant just below the largest ratio that it certifies.
    """
    out: list[Mutant] = []
    seen = {claim.sha256, *taken}
    plain = Statement.of(claim.given + claim.added, claim.says)
    below = list(_below(plain, decision))
    for operator, build in below + _in_turn(claim, list(drafts(plain))):
        if len(out) == count + len(below):
            break
        try:
            mutant = _claim(claim, operator, build())
        except CertifyError:  # the shapes or the names do not fit: no statement
            continue
        if mutant.sha256 not in seen:
            seen.add(mutant.sha256)
            out.append(Mutant(claim, operator, mutant))
    return out


def _in_turn(claim: Claim, found: list[Draft]) -> list[Draft]:
    """Drafts shuffled by the claim's hash, then one of every operator, a second of every operator, and so on."""
    def key(serial: int) -> str:
        return hashlib.sha256(f"{claim.sha256} {found[serial][0]} {serial}".encode()).hexdigest()

    rounds: dict[str, int] = {}
    keyed = []
    for serial in sorted(range(len(found)), key=key):
        operator = found[serial][0]
        rounds[operator] = rounds.get(operator, 0) + 1
        keyed.append((rounds[operator], key(serial), found[serial]))
    return [draft for _, _, draft in sorted(keyed, key=lambda item: item[:2])]


def drafts(statement: Statement) -> Iterator[Draft]:
    """Every mutant of a statement by itself, not yet built."""
    yield from _dropped_hypotheses(statement)
    for k, relation in enumerate(statement.says):
        for operator, build in _of_relation(relation, Names.of(statement)):
            yield operator, _replacing(statement, k, build)


def _below(statement: Statement, decision: Decision | None) -> Iterator[Draft]:
    if decision is not None and decision.worst is not None and decision.worst.ratio is not None:
        k, ratio = decision.worst.relation, decision.worst.ratio
        yield "just below the best", _replacing(statement, k, lambda: _just_below(statement.says[k], ratio))


def _replacing(statement: Statement, k: int, build: Callable[[], Relation]) -> Callable[[], Statement]:
    return lambda: Statement.of(statement.given, (*statement.says[:k], build(), *statement.says[k + 1:]))


def _dropped_hypotheses(statement: Statement) -> Iterator[Draft]:
    for k in range(len(statement.given)):
        rest = (*statement.given[:k], *statement.given[k + 1:])
        yield "dropped hypothesis", lambda rest=rest: Statement.of(rest, statement.says)


def _of_relation(relation: Relation, names: Names) -> Iterator[tuple[str, Callable[[], Relation]]]:
    op, lhs, rhs = relation.op, relation.lhs, relation.rhs
    if op == "eq":
        yield "factor", lambda: Relation(op, lhs, 2 * rhs)
        yield "sign", lambda: Relation(op, lhs, -rhs)
    else:
        yield "reversed", lambda: Relation(op, rhs, lhs)
        yield "factor", lambda: Relation(op, 2 * lhs, rhs)
    if op == "le":
        yield "made strict", lambda: Relation("lt", lhs, rhs)
    for operator, build in changed(lhs, names):
        yield operator, lambda build=build: Relation(op, build(), rhs)
    for operator, build in changed(rhs, names):
        yield operator, lambda build=build: Relation(op, lhs, build())


def changed(root: Expr, names: Names) -> Iterator[tuple[str, Callable[[], Expr]]]:
    """Every operator at every occurrence below ``root`` (a shared subexpression occurs more than once)."""
    for operator, change in OPERATORS.items():
        for new in change(root, names):
            yield operator, lambda new=new: new
    for k, arg in enumerate(root.args):
        if k not in BINDERS.get(root.op, ()):
            for operator, build in changed(arg, names):
                yield operator, lambda k=k, build=build: make(
                    root.op, (*root.args[:k], build(), *root.args[k + 1:]), root.attrs)


def _just_below(relation: Relation, ratio: str) -> Relation:
    """The bound with its right side times a number of three digits below the largest ratio certified."""
    below = Fraction(Context(prec=3, rounding=ROUND_DOWN, Emin=-10**9, Emax=10**9).create_decimal(ratio)) * JUST_BELOW
    return Relation(relation.op, relation.lhs, coerce(below) * relation.rhs)
