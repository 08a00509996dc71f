"""Exponentials and roots as they are printed, by the atoms of monomials: equations with proofs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from certify.bounds.monomials import TAKEN_APART, Monomial, monomials, split
from certify.language import Expr
from certify.rocq.emission.atoms import Atoms, product_text
from certify.rocq.printer import Printer
from certify.rocq.syntax import ATOM, PRODUCT, SUM, Text, infix, number, within


def equations(p: Printer, atoms: Atoms, sides: Iterable[Expr], kept: frozenset[Expr]) -> list[tuple[str, str]]:
    """Names and lines of what exponentials and roots in the sides are, where they are no atoms themselves."""
    seen: dict[Text, str] = {}
    for side in sides:
        for node in _parts(side, kept):
            text = p.term(node)
            if text not in seen and text not in atoms.table:
                seen[text] = _exponential(p, atoms, node, kept) if node.op == "exp" else _root(p, atoms, node, kept)
    return [(f"Part{k}_", f"assert (Part{k}_ : {line}") for k, line in enumerate(seen.values())]


def inner_terms(sides: Iterable[Expr], kept: frozenset[Expr]) -> Iterator[Monomial]:
    """The monomials of exponentials and roots in the sides, by which the atoms are chosen too."""
    for side in sides:
        for node in _parts(side, kept):
            yield from monomials(node, kept)


def _parts(side: Expr, kept: frozenset[Expr]) -> Iterator[Expr]:
    """Exponentials and roots of a bound, outside of its generators; inner ones after outer ones."""
    if side in kept or side.op not in TAKEN_APART:
        return
    if side.op in ("exp", "sqrt"):
        yield side
    if side.op != "exp":
        for arg in side.args:
            yield from _parts(arg, kept)


def _exponential(p: Printer, atoms: Atoms, node: Expr, kept: frozenset[Expr]) -> str:
    (term,) = monomials(node, kept)
    pieces = []
    for part in term.exponent:
        coefficient, root = split(part)
        pieces.append((atoms.argument(root), int(coefficient / atoms.unit_of(root))))
    value, proof = _product(pieces, p.term(node.args[0]))
    return f"{p.term(node)} = {value})\n  by ({proof})."


def _product(pieces: list[tuple[Text, int]], whole: Text) -> tuple[str, str]:
    """exp of a sum of multiples as a product of powers, with the tactics that prove it."""
    if not pieces:
        return "1", "apply (exp_power 0 _ 0); multiples"
    *rest, (unit, k) = pieces
    sign, lemma = ("", "exp_power") if k > 0 else ("/ ", "exp_power_opp")
    power = f"{sign}exp {within(unit, ATOM)} ^ {abs(k)}"
    proof = f"apply ({lemma} {abs(k)} _ {within(unit, ATOM)}); multiples"
    if not rest:
        return power, proof
    head = Text(" + ".join(str(_multiple(u, m)) for u, m in rest), SUM)
    first, first_proof = _product(rest, head)
    return (f"{first} * {power if k > 0 else f'({power})'}",
            f"apply (exp_product ({head}) ({_multiple(unit, k)})); [{first_proof} | {proof} | multiples]")


def _multiple(unit: Text, k: int) -> Text:
    return infix(number(Fraction(k)), "*", unit, PRODUCT)


def _root(p: Printer, atoms: Atoms, node: Expr, kept: frozenset[Expr]) -> str:
    (term,) = monomials(node, kept)
    found = atoms.term(term)
    value = infix(number(found.coefficient), "*", Text(f"({product_text(found.powers)})"), PRODUCT)
    return f"{p.term(node)} = {value})\n  by (apply sqrt_value; [nonneg | {atoms.equal}])."


__all__ = ["equations", "inner_terms"]
