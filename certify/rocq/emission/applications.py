"""How lemmas are applied: terms of Rocq from a step and the names under which its premises were proved.

An application gets the writer of the proof, the step and those names. A lemma takes the proofs of the premises in the
order of the rule; what is implicit in it follows from them, and what is left is a hole for a tactic.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from certify.bounds.steps import Step
from certify.calculus.algebra import constant as constant_of
from certify.rocq.emission.errors import NotEmitted
from certify.rocq.emission.holes import hole
from certify.rocq.syntax import ATOM, Text, call, within

if TYPE_CHECKING:
    from certify.rocq.emission.writing import Writer

Application = Callable[["Writer", Step, Sequence[str]], str]
DIMS = hole("dims")
POSITIVE = hole("positive")


def lemma(name: str) -> Application:
    """One lemma for all nodes of the rule."""
    return lambda w, step, names: " ".join([name, *names])


def ranked(stem: str) -> Application:
    """A lemma for numbers, one for vectors, one for matrices."""
    return lambda w, step, names: " ".join([f"{stem}{len(step.query.node.shape)}", *names])


def by_op(stems: dict[str, str]) -> Application:
    """A lemma an operation and rank."""
    def apply(w: Writer, step: Step, names: Sequence[str]) -> str:
        node = step.query.node
        if node.op not in stems:
            raise NotEmitted(f"{step.rule} of {node.op}")
        return " ".join([f"{stems[node.op]}{len(node.shape)}", *names])
    return apply


def ranked_number(stem: str) -> Application:
    """A lemma for numbers alone."""
    return by_number({"sqrt": f"{stem}0"})


def by_number(stems: dict[str, str]) -> Application:
    """A lemma an operation, for numbers alone."""
    def apply(w: Writer, step: Step, names: Sequence[str]) -> str:
        node = step.query.node
        if node.shape or node.op not in stems:
            raise NotEmitted(f"{step.rule} of {node.op} of arrays")
        return " ".join([stems[node.op], *names])
    return apply


def product(scaling: str, entrywise: str) -> Application:
    """A number times an array, or arrays entry by entry; the calculus asks in the order of the lemma."""
    def apply(w: Writer, step: Step, names: Sequence[str]) -> str:
        a, b = step.query.node.args
        if a.shape and b.shape:
            return _oriented(w, step, f"{entrywise} {' '.join(names)}", step.premises[0].query.node is not a)
        return " ".join([scaling, *names])
    return apply


def _oriented(w: Writer, step: Step, term: str, swapped: bool) -> str:
    """A product whose factors stand in the other order."""
    if not swapped:
        return term
    a, b = step.query.node.args
    return w.restated(step, call("hmul", w.p.term(b), w.p.term(a)), term, "entries")


def scaled_matrix(w: Writer, step: Step, names: Sequence[str]) -> str:
    """A number times a matrix in the norm of Frobenius."""
    if all(arg.shape for arg in step.query.node.args):
        raise NotEmitted("entrywise products of matrices")
    return " ".join(["fro_scaling", *names])


def line_of_matrix(w: Writer, step: Step, names: Sequence[str]) -> str:
    """A row or a column, at an index that is in its range."""
    node = step.query.node
    return f"{'row' if node.attrs[0] == 0 else 'column'}_l2 _ {hole('dims')} {names[0]}"


def sizes_of_products(w: Writer, step: Step, names: Sequence[str]) -> str:
    """|a b| of numbers, of vectors, of a number and a vector in any order."""
    node = step.query.node
    if node.op != "mul" or len(node.shape) > 1:
        raise NotEmitted(f"{step.rule} of {node.op} with {len(node.shape)} axes")
    a, b = node.args
    if node.shape and not (a.shape and b.shape):
        return " ".join(["size_scaling1", *(names[::-1] if a.shape else names)])
    return " ".join([f"size_product{len(node.shape)}", *names])


def over(stem: str) -> Application:
    """A quotient, whose lower bound of the divisor has to be positive."""
    def apply(w: Writer, step: Step, names: Sequence[str]) -> str:
        if step.query.node.args[1].shape:
            raise NotEmitted(f"{step.rule} by an array")
        return " ".join([stem, *names, POSITIVE])
    return apply


def reciprocals(w: Writer, step: Step, names: Sequence[str]) -> str:
    """1/a - 1/b in any of the forms of a reciprocal and of the difference a - b."""
    a, b = (w.p.term(premise.query.node) for premise in step.premises[1:])
    difference = f"{within(a, 50)} - {within(b, 49)}"
    bound = within(w.p.term(step.premises[0].value), ATOM)
    other = w.asserted(Text(f"size0 ({difference}) {bound}", 10), f"same_size {names[0]}")
    term = f"size_reciprocals {other} {names[1]} {names[2]} {POSITIVE} {POSITIVE}"
    return w.restated(step, Text(f"/ {within(a, 35)} - / {within(b, 35)}", 50), term, "entries")


def norm_as_number(w: Writer, step: Step, names: Sequence[str]) -> str:
    """A norm of a vector; a spectral norm is no number."""
    node = step.query.node
    if len(node.args[0].shape) != 1:
        lemmas = {"1": "size_columns", "inf": "size_rows", "fro": "size_normfro"}
        if node.attrs[0] not in lemmas:
            raise NotEmitted(f"the number {node.attrs[0]}-norm of a matrix")
        return f"{lemmas[node.attrs[0]]} {names[0]}"
    return f"size0_ext _ (size_norm{node.attrs[0]} {names[0]}) {hole('same_norm')}"


def constant(w: Writer, step: Step, names: Sequence[str]) -> str:
    """A number, by its value."""
    return f"size_constant0 {within(w.p.term(step.value), ATOM)} {hole('lra')} {hole('lra')}"


def both_sides(w: Writer, step: Step, names: Sequence[str]) -> str:
    """The larger of two one-sided bounds, or their sum."""
    rank = len(step.query.node.shape)
    larger = within(w.p.term(step.value), ATOM)
    return f"size_sides{rank} {larger} {' '.join(names)} {hole('larger')} {hole('larger')}"


def power(stem: str) -> Application:
    """A power with an integer exponent, by its size."""
    def apply(w: Writer, step: Step, names: Sequence[str]) -> str:
        node = step.query.node
        exponent = constant_of(node.args[1])
        rank = len(node.shape)
        if exponent is None or exponent.denominator != 1 or rank > 1:
            raise NotEmitted(f"{step.rule} of arrays, or with an exponent that is no integer")
        k, rest = abs(int(exponent)), [POSITIVE] if exponent < 0 else []
        if rank:
            return " ".join([f"{stem}{rank} {k}", *names, *rest])
        return f"{step.query.kind}0_ext _ ({' '.join([f'{stem}{rank} {k}', *names, *rest])}) {hole('powers')}"
    return apply


def even_power(w: Writer, step: Step, names: Sequence[str]) -> str:
    """An even power of a number is never negative."""
    node = step.query.node
    exponent = constant_of(node.args[1])
    if node.shape or exponent is None or exponent < 0:
        raise NotEmitted(f"{step.rule} of arrays, or with a negative exponent")
    return f"floor_even_power0 {int(exponent / 2)} _"


def multiple(w: Writer, step: Step, names: Sequence[str]) -> str:
    """A rational number times a number or a vector, one-sided."""
    node, kind = step.query.node, step.query.kind
    factor = next(value for value in map(constant_of, node.args) if value is not None)
    rank = len(node.shape)
    if constant_of(node.args[0]) is None and not rank:
        raise NotEmitted("a number on the right")
    stem = f"{kind}_multiple" if factor >= 0 else f"{kind}_opposite"
    return f"{stem}{rank} {hole('lra')} {names[0]}"


def weight(place: str) -> Application:
    """a b of numbers where the factor in a place is never negative."""
    def apply(w: Writer, step: Step, names: Sequence[str]) -> str:
        if step.query.node.shape:
            raise NotEmitted(f"{step.rule} of arrays")
        return f"{step.query.kind}_weight{place}0 {' '.join(names)}"
    return apply


def one_sided(w: Writer, step: Step, names: Sequence[str]) -> str:
    """A number, by its value."""
    return f"{step.query.kind}_number0 {within(w.p.term(step.value), ATOM)} {hole('lra')} {hole('lra')}"


def refused(step: Step) -> str:
    """There is no lemma for the operation of a node, or for its number of axes."""
    raise NotEmitted(f"{step.rule} of {step.query.node.op} with {len(step.query.node.shape)} axes")


__all__ = ["DIMS", "POSITIVE", "Application", "both_sides", "by_number", "by_op", "constant", "even_power", "lemma",
           "line_of_matrix", "multiple", "norm_as_number", "one_sided", "over", "power", "product", "ranked",
           "ranked_number", "reciprocals", "scaled_matrix", "sizes_of_products", "weight", "refused"]
