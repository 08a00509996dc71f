"""The lemma of each rule of the norm calculus, and how it is applied: a table from rules to terms of Rocq.

An application gets the writer of the proof, the step and the names under which its premises were proved. A lemma
takes the proofs of the premises in the order of the rule; what is implicit in it follows from them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from certify.bounds.rules.recognition import centred
from certify.bounds.steps import Step
from certify.calculus.algebra import constant as constant_of
from certify.language import Expr
from certify.rocq.emission.errors import NotEmitted
from certify.rocq.emission.holes import hole
from certify.rocq.syntax import ATOM, Text, call, natural, within

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


def softmax_at(name: str) -> Application:
    """A fact on softmax, whose argument is what the node is the softmax of."""
    def apply(w: Writer, step: Step, names: Sequence[str]) -> str:
        node = step.query.node
        if node.op != "softmax" or len(node.shape) != 1:
            raise NotEmitted(f"{step.rule} of {node.op}")
        return f"{name} {DIMS} {within(w.p.term(node.args[0]), ATOM)}"
    return apply


def attention_rows(w: Writer, step: Step, names: Sequence[str]) -> str:
    """A matrix whose rows are softmaxes."""
    matrix = within(w.p.term(step.query.node.args[0]), ATOM)
    return f"probability_rows {DIMS} (row {matrix})"


def mean(w: Writer, step: Step, names: Sequence[str]) -> str:
    """<p, h> in any order."""
    first, second = step.query.node.args
    p = first if first.op == "softmax" else second
    term = f"mean_size {DIMS} {within(w.p.term(p.args[0]), ATOM)} {names[0]}"
    return term if p is first else f"size0_ext _ ({term}) (dot_sym _ _ _)"


def difference_of_softmaxes(kind: str) -> Application:
    """softmax a - softmax b with a premise on a - b in the form in which the calculus writes it."""
    def apply(w: Writer, step: Step, names: Sequence[str]) -> str:
        if step.query.node.args[1].op != "neg":
            raise NotEmitted("a difference of softmaxes that begins with a sign")
        return f"difference_{kind} {DIMS} {names[0]} {hole('entries')}"
    return apply


def moved(name: str) -> Application:
    """The derivative of softmax, p o h - <p, h> p in any order of terms and factors."""
    def apply(w: Writer, step: Step, names: Sequence[str]) -> str:
        found = centred(step.query.node)
        assert found is not None
        return _as_jac(w, step, found, f"{name} {DIMS} {_argument(w, found[0])} {' '.join(names)}")
    return apply


def _as_jac(w: Writer, step: Step, found: tuple[Expr, Expr], term: str) -> str:
    p, h = (within(w.p.term(node), ATOM) for node in found)
    return w.restated(step, jac(w, *found), term, f"moved {p} {h}")


def jac(w: Writer, p: Expr, h: Expr) -> Text:
    """The derivative of softmax along h, where it is p."""
    return call("jac", natural(p.shape[0]), w.p.term(p), w.p.term(h))


def _argument(w: Writer, p: Expr) -> str:
    return within(w.p.term(p.args[0]), ATOM)


def covariance(w: Writer, step: Step, names: Sequence[str]) -> str:
    """<derivative along h, k> in any order."""
    for moving, k in (step.query.node.args, step.query.node.args[::-1]):
        found = centred(moving)
        if found is not None:
            p, h = (within(w.p.term(node), ATOM) for node in found)
            inner = call("dot", natural(k.shape[0]), jac(w, *found), w.p.term(k))
            term = f"covariance_size {DIMS} {_argument(w, found[0])} {' '.join(names)}"
            return w.restated(step, inner, term, f"moved_dot {p} {h}")
    raise NotEmitted(step.rule)


def jacobian(name: str) -> Application:
    """diag(p) - p p^T."""
    def apply(w: Writer, step: Step, names: Sequence[str]) -> str:
        first, second = step.query.node.args
        if second.op != "neg":
            raise NotEmitted("the Jacobian of softmax with its terms in the other order")
        return f"{name} {DIMS} {_argument(w, first.args[0])}"
    return apply


TABLE: dict[str, Application] = {
    # between norms of one array
    "l2 from size": lemma("l2_from_size"), "l2 from l1": lemma("l2_from_l1"), "l1 from l2": lemma("l1_from_l2"),
    "l1 from size": lemma("l1_from_size"), "size from l2": lemma("size_from_l2"),
    "size from l1": lemma("size_from_l1"), "spread from size": lemma("spread_from_size"),
    "spread from l2": lemma("spread_from_l2"), "spread from l1": lemma("spread_from_l1"),
    # entries
    "constant": constant, "sign": by_op({"neg": "size_sign", "abs": "size_abs"}),
    "exponential": by_op({"exp": "size_exp", "cosh": "size_cosh", "sinh": "size_sinh"}),
    "quotient": over("size_quotient0"), "product of sizes": sizes_of_products,
    "bounded function": lambda w, step, names: (
        softmax_at("probability_size")(w, step, names) if step.query.node.op == "softmax" else
        by_op({"tanh": "size_tanh"})(w, step, names) + " _" * (1 + len(step.query.node.shape))),
    "norm as a number": norm_as_number,
    "zeros and ones": lambda w, step, names: "size_ones _" if step.query.node.op == "ones" else _refused(step),
    "constant from below": lambda w, step, names: "floor_constant0 " + hole("lra"),
    "dimension from below": lambda w, step, names: "floor_constant0 " + hole("nonneg"),
    "nonnegative": lambda w, step, names: (
        softmax_at("probability_nonneg")(w, step, names) if step.query.node.op == "softmax" else
        "floor_nonneg0 " + hole("nonneg") if not step.query.node.shape else _refused(step)),
    "cosh from below": lambda w, step, names: f"floor_cosh{len(step.query.node.shape)}"
                                              + " _" * (1 + len(step.query.node.shape)),
    "exponential from below": ranked("floor_exp"),
    "exponential of something nonnegative": ranked("floor_exp_grows"),
    "total from below": lambda w, step, names: (
        f"floor_total {names[0]}" if len(step.query.node.args[0].shape) == 1 else _refused(step)),
    "square": lambda w, step, names: "floor_square0 _" if step.query.node.op == "mul" and not step.query.node.shape
                                     else "floor_dot_square _ _" if step.query.node.op == "dot" else _refused(step),
    "power": power("size_power"), "negative power": power("size_negative_power"),
    "power from below": power("floor_power"), "even power": even_power, "root": ranked_number("size_root"),
    "root from below": ranked_number("floor_root"),
    "a dimension": lambda w, step, names: "size_nonneg0 " + hole("nonneg"),
    "ones from below": lambda w, step, names: "floor_ones1 _" if len(step.query.node.shape) == 1 else _refused(step),
    "sum from below": by_number({"add": "floor_sum0", "mul": "floor_product0"}),
    "square of a size": lambda w, step, names: f"size_product{min(len(step.query.node.shape), 2)} "
                                               f"{names[0]} {names[0]}",
    # one-sided
    **{f"{kind} from size": ranked(f"{kind}_size") for kind in ("above", "under")},
    **{f"{kind}, sum": ranked(f"{kind}_sum") for kind in ("above", "under")},
    **{f"{kind}, sign": ranked(f"{kind}_sign") for kind in ("above", "under")},
    **{f"{kind}, multiple": multiple for kind in ("above", "under")},
    **{f"{kind}, weight, first": weight("") for kind in ("above", "under")},
    **{f"{kind}, weight, second": weight("_second") for kind in ("above", "under")},
    **{f"{kind}, number": one_sided for kind in ("above", "under")},
    "nothing under zero": ranked("under_floor"), "size from both sides": both_sides,
    # sums
    "triangle inequality, l2": lemma("l2_triangle"), "triangle inequality, l1": lemma("l1_triangle"),
    "triangle inequality, spread": lemma("spread_triangle"), "triangle inequality, size": ranked("size_triangle"),
    "triangle inequality, spectral": lemma("spectral_triangle"),
    "sign, l2": lemma("l2_sign"), "sign, l1": lemma("l1_sign"), "sign, spread": lemma("spread_sign"),
    "sign, spectral": lemma("spectral_sign"),
    "difference of nonnegative vectors": lemma("l2_difference"), "difference of reciprocals": reciprocals,
    "total": lemma("size_total"),
    # products
    "Hoelder for l2, first": product("l2_scaling", "l2_hoelder"),
    "Hoelder for l2, second": product("l2_scaling", "l2_hoelder"),
    "Hoelder for l1, first": product("l1_scaling", "l1_hoelder"),
    "Hoelder for l1, second": product("l1_scaling", "l1_hoelder"),
    "Cauchy-Schwarz for l1": lemma("l1_cauchy_schwarz"), "scaling, spectral": product("spectral_scaling", ""),
    "scaling, spread": product("spread_scaling", ""),
    "division, l2": over("l2_division0"), "division, l1": over("l1_division0"),
    "Cauchy-Schwarz": lemma("size_cauchy_schwarz"), "Hoelder, first in l1": lemma("size_hoelder_first"),
    "Hoelder, second in l1": lemma("size_hoelder_second"), "rank one, spectral": lemma("spectral_outer"),
    # matrices
    "image, l2": lemma("image_l2"), "image, l1": lemma("image_l1"), "image, size": lemma("image_size"),
    "product, spectral": lemma("spectral_product"), "transpose, spectral": lemma("spectral_transpose"),
    "spectral from fro": lemma("spectral_from_fro"), "size from spectral": lemma("size_from_spectral"),
    "triangle inequality, fro": lemma("fro_triangle"), "sign, fro": lemma("fro_sign"),
    "transpose, fro": lemma("fro_transpose"), "product, fro first": lemma("fro_product_first"),
    "product, fro second": lemma("fro_product_second"), "rank one, fro": lemma("fro_outer"),
    "Hoelder for fro, first": scaled_matrix, "Hoelder for fro, second": scaled_matrix,
    "diagonal matrix": lemma("spectral_diagonal"),
    "identity, spectral": lambda w, step, names: "spectral_identity _",
    "ones, l2": lambda w, step, names: "l2_ones _",
    # softmax
    "probabilities, l1": softmax_at("probability_l1"), "probabilities, l2": softmax_at("probability_l2"),
    "probabilities, spread": softmax_at("probability_spread"), "attention matrix, rows": attention_rows,
    **{f"difference of probabilities, {kind}": difference_of_softmaxes(kind) for kind in ("l1", "l2", "size")},
    "moved probabilities, l2": moved("moved_l2"), "moved probabilities, l1": moved("moved_l1"),
    "moved probabilities, size": moved("moved_size"),
    "moved probabilities, l2 from spread": moved("moved_l2_spread"),
    "covariance": covariance, "mean": mean,
    **{f"Jacobian of softmax, {kind}": jacobian(f"jacobian_{kind}") for kind in ("spectral", "rows", "columns")},
}


def _refused(step: Step) -> str:
    raise NotEmitted(f"{step.rule} of {step.query.node.op}")


__all__ = ["TABLE", "Application"]
