"""Claims as Rocq propositions, and the modules that hold them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from certify.language import Claim, Expr, Relation, Statement
from certify.language.sizes import Size
from certify.rocq.conditions import conditions
from certify.rocq.derivatives import is_derivative
from certify.rocq.errors import NotPrintable, TooLong
from certify.rocq.names import declared, symbol
from certify.rocq.printer import Definition, Printer
from certify.rocq.quantified import expands, opbound
from certify.rocq.syntax import KINDS, Text, below, call, every, natural, relation, within
from certify.rocq.terms import raised

HEADER = """From Coq Require Import Reals Arith.
From Coquelicot Require Import Coquelicot.
From Certify Require Import Lang.
Local Open Scope R_scope.
"""
SIGNS = {"le": "<=", "lt": "<", "eq": "="}


def rocq(claim: Claim | Statement) -> str:
    """What a claim says, as a Rocq proposition over ``Certify.Lang``; raises ``NotPrintable`` with the reason.

    The statement is quantified over all dimensions >= 1, all symbols, free indices in their ranges; hypotheses come
    as premises, those under which everything is defined last. Where a term would get too long, terms that occur
    several times have names, by ``let``.
    """
    return _printed(claim.statement if isinstance(claim, Claim) else claim)


@lru_cache(maxsize=4096)
def _printed(statement: Statement) -> str:
    quantified = statement.exists
    p, found = read(statement)
    says = found.says
    conclusion = says[0] if len(says) == 1 else Text(" /\\ ".join(within(part, 70) for part in says), 80)
    premises = [premise for rel in found.given for premise in rel]
    body = _quantified_body(p, found.ranges, [*premises, *found.defined], conclusion)
    names = set(quantified.names) if quantified else set()
    outer = _binders(statement, names)
    text = f"forall {outer},\n{body}" if outer else body
    if quantified:
        text = _existence(quantified.names, quantified.radius, text)
    return text


@dataclass(frozen=True)
class Parts:
    """The premises and conclusions of a statement in the order of its text: ranges of dimensions and indices, then
    the variables of the printer with what they say, then each hypothesis, then where everything is defined."""

    ranges: list[Text]
    given: list[list[Text]]
    defined: list[Text]
    says: list[Text]


def read(statement: Statement) -> tuple[Printer, Parts]:
    """The printer of a statement with what it made of it."""
    p = Printer(statement)
    try:
        return p, parts(p)
    except TooLong:
        p = Printer(statement, sharing=True)
        return p, parts(p)


def parts(p: Printer) -> Parts:
    """What a fresh printer makes of its statement."""
    statement = p.statement
    given = [proposition(p, rel) for rel in statement.given]
    says = [part for rel in statement.says for part in proposition(p, rel, conclusion=True)]
    defined = dict.fromkeys(text for root in statement.roots for text in conditions(p, root))
    ranges = [below_one(name) for name in statement.dims]
    ranges += [below(symbol(name), size) for name, size in statement.indices.items()]
    return Parts(ranges, given, list(defined), says)


def below_one(name: str) -> Text:
    """A dimension is at least 1."""
    return Text(f"(1 <= {symbol(name)})%nat")


def _binders(statement: Statement, without: set[str]) -> str:
    groups: dict[str, list[str]] = {}
    for name, kind in bound(statement, without):
        groups.setdefault(kind, []).append(name)
    out = [f"({' '.join(names)} : {kind})" for kind, names in groups.items()]
    if statement.indices:
        out.append(f"({' '.join(map(symbol, statement.indices))} : nat)")
    return " ".join(out)


def bound(statement: Statement, without: Collection[str] = ()) -> list[tuple[str, str]]:
    """Dimensions and symbols with their kinds in the order in which a statement binds them; indices come after them."""
    kinds = {name: KINDS[len(node.shape)] for name, node in statement.symbols.items() if name not in without}
    arrays = [(symbol(name), kind) for kind in KINDS[::-1] for name, found in kinds.items() if found == kind]
    return [*((symbol(name), "nat") for name in statement.dims), *arrays]


def _quantified_body(p: Printer, ranges: list[Text], premises: list[Text], conclusion: Text) -> str:
    lines = [f"  {within(text, 70)} ->" for text in ranges]
    for each in p.introduced:
        if isinstance(each, Definition):
            lines.append(f"  let {each.name} : {each.kind} := {each.term} in")
        else:
            lines.append(f"  forall {each.name} : {each.kind},")
            lines += [f"  {within(text, 70)} ->" for text in each.says]
    lines += [f"  {within(text, 70)} ->" for text in premises]
    return "\n".join([*lines, f"  {conclusion}"])


def _existence(names: tuple[str, ...], radius: str | None, body: str) -> str:
    inner = f"({body})"
    if radius is not None:
        inner = f"0 < {symbol(radius)} /\\ {inner}"
    return f"exists {' '.join(map(symbol, names))} : R, {inner}"


def proposition(p: Printer, rel: Relation, conclusion: bool = False) -> list[Text]:
    """A relation as propositions that hold together."""
    if rel.op == "psd":
        return [call("psd", natural(rel.lhs.shape[0]), p.term(rel.lhs), p.term(rel.rhs))]
    if rel.op == "eq":
        for side, other in ((rel.lhs, rel.rhs), (rel.rhs, rel.lhs)):
            if side.op in ("deriv", "jvp") and conclusion:
                return _derivative_is(p, side, other)
    if is_spectral(rel.lhs) and rel.op in ("le", "lt"):
        return [_norm_bound(p, rel)]
    if rel.rhs.op == "sigmin" and rel.op == "le":
        return [expands(p, rel.rhs.args[0], p.term(rel.lhs))]
    return [_entrywise(p, rel)]


def is_spectral(node: Expr) -> bool:
    """Whether a node is the spectral norm of a matrix."""
    return node.op == "norm" and len(node.args[0].shape) == 2 and node.attrs[0] == "2"


def _derivative_is(p: Printer, node: Expr, value: Expr) -> list[Text]:
    if p.bound_indices(node):
        raise NotPrintable("a derivative under a sum")
    return is_derivative(p, node, raised(p, value, len(node.shape)))


def _norm_bound(p: Printer, rel: Relation) -> Text:
    (matrix,), bound = rel.lhs.args, p.term(rel.rhs)
    if rel.op == "le":
        return opbound(p, matrix, bound)
    r = p.fresh.local("r")
    return Text(f"exists {r} : R, {relation(Text(r), '<', bound)} /\\ {opbound(p, matrix, Text(r))}", 100)


def _entrywise(p: Printer, rel: Relation) -> Text:
    shape: tuple[Size, ...] = rel.lhs.shape or rel.rhs.shape
    names = [p.fresh.local(letter) for letter in "ij"[:len(shape)]]

    def entry(node: Expr) -> Text:
        term = p.term(node)
        return call(term, *map(Text, names)) if node.shape else term

    said = relation(entry(rel.lhs), SIGNS[rel.op], entry(rel.rhs))
    return every(zip(names, shape, strict=True), said)


def module_text(claims: Iterable[Claim]) -> tuple[str, dict[str, str]]:
    """The module of statements of some claims, and for those that do not print the reason, by id."""
    parts, reasons = [HEADER], {}
    for claim in claims:
        try:
            parts.append(f"(* {claim.sha256} *)\nDefinition {name_of(claim)} : Prop :=\n{rocq(claim)}.\n")
        except NotPrintable as error:
            reasons[claim.id] = str(error)
    return "\n".join(parts), reasons


def name_of(claim: Claim) -> str:
    """The Rocq name of a claim within the module of its lemmas: that of the theorem that proves it."""
    return declared(claim.id.split(".", 2)[-1])


__all__ = ["HEADER", "Parts", "bound", "is_spectral", "module_text", "name_of", "parts", "proposition", "read",
           "rocq"]
