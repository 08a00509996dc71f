"""The file that proves a claim: premises under names, then conclusion by conclusion."""

from __future__ import annotations

from collections.abc import Iterator

from certify.bounds.facts import readable, ready, stated
from certify.bounds.prove import Proof, proofs
from certify.bounds.steps import Query
from certify.language import Claim, Expr, Statement, postorder
from certify.rocq.emission.conclusions import Conclusion
from certify.rocq.emission.derivatives import resolved
from certify.rocq.emission.errors import NotEmitted
from certify.rocq.emission.leaves import Leaves
from certify.rocq.emission.printing import ProofPrinter, is_spectral
from certify.rocq.emission.writing import Writer
from certify.rocq.names import symbol
from certify.rocq.statements import bound, name_of

HEADER = """From Coq Require Import Reals Arith Lra Psatz FunctionalExtensionality.
From Certify Require Import EmittedSteps EmittedMoves EmittedComparison.
Require {statements}.
Local Open Scope R_scope.
"""
TRIED = 12  # proofs of one conclusion that are looked at, the smallest bounds first


def script(claim: Claim, statements: str) -> str:
    """The text of the file; raises ``NotEmitted`` with the reason where there is no proof or a step has no lemma."""
    statement = claim.statement
    if statement.exists:
        raise NotEmitted("the claim says that something exists")
    parts = [_conclusion(statement, k) for k in range(len(statement.says))]
    theorem = f"Theorem {name_of(claim)} : {statements}.{name_of(claim)}.\nProof.\n"
    p = ProofPrinter(statement)
    lines = [_introduction(p), *resolved(p), *_together(parts)]
    return "\n".join([HEADER.format(statements=statements), theorem + "\n".join(lines), "Qed.\n"])


def _together(parts: list[str]) -> list[str]:
    """All conclusions, each below a bullet where there are several."""
    if len(parts) == 1:
        return parts
    both = "_"
    for _ in parts[1:]:
        both = f"(conj _ {both})"
    return [f"refine {both}.", *(f"- {indented(part)}" for part in parts)]


def indented(text: str) -> str:
    """Below a bullet."""
    return text.replace("\n", "\n  ")


def _conclusion(statement: Statement, k: int) -> str:
    """The smallest bounds first, until one has a proof whose every step has a lemma."""
    relation = statement.says[k].canonical()
    found = sorted((proof for proof in proofs(statement, k) if _settles(proof, relation.op)), key=_effort)
    if not found:
        raise NotEmitted("the norm calculus has no proof")
    reasons = []
    for proof in found[:TRIED]:
        p = ProofPrinter(statement, _new_names(proof))
        writer = Writer(p, _leaves(p))
        try:
            Conclusion(relation, proof, writer).write()
        except NotEmitted as error:
            reasons.append(str(error))
            continue
        return "\n".join(["signs.", *writer.lines])
    raise NotEmitted("; ".join(dict.fromkeys(reasons)))


def _new_names(proof: Proof) -> list[str]:
    return [symbol.attrs[0] for _, _, *new in proof.goal.moves for symbol in new]


def _effort(proof: Proof) -> tuple[bool, int]:
    return bool(proof.goal.moves), proof.length


def _settles(proof: Proof, op: str) -> bool:
    return proof.ratio.below_one and proof.positive if op == "lt" else proof.ratio.at_most_one


def _introduction(p: ProofPrinter) -> str:
    names = [name for name, _ in bound(p.statement)] + [symbol(name) for name in p.statement.indices]
    names += [f"range{k}_" for k in range(len(p.parts.ranges))]
    for k, variable in enumerate(p.variables):
        names += [variable.name, *(f"says{k}_{j}_" for j in range(len(variable.says)))]
    names += [f"given{k}_" for k in range(len(p.parts.given))]
    names += [f"defined{k}_" for k in range(len(p.parts.defined))]
    return f"intros {' '.join(names)}."


def _leaves(p: ProofPrinter) -> Leaves:
    given: dict[tuple[Query, int], str] = {}
    premises = [f"given{k}_" for k in range(len(p.parts.given))]
    for relation, name in zip(p.statement.given, premises, strict=True):
        for query, value in stated(ready(relation)):
            given.setdefault((query, id(value)), name)
    return Leaves(given, premises, dict(_spectral(p)))


def _spectral(p: ProofPrinter) -> Iterator[tuple[Expr, str]]:
    """The hypothesis that the variable of a spectral norm is a bound, by the norm as the calculus writes it."""
    for node in postorder(*p.statement.roots):
        if is_spectral(node) and (node, ()) in p.known:
            yield readable(node), f"says{p.says_of(node)}_0_"


__all__ = ["script"]
