"""The lemma of each rule of the norm calculus and how it is applied; a rule that is not here has no lemma yet."""

from __future__ import annotations

from certify.rocq.emission.applications import (
    Application,
    both_sides,
    by_number,
    by_op,
    constant,
    even_power,
    lemma,
    line_of_matrix,
    multiple,
    norm_as_number,
    one_sided,
    over,
    power,
    product,
    ranked,
    ranked_number,
    reciprocals,
    refused,
    scaled_matrix,
    sizes_of_products,
    weight,
)
from certify.rocq.emission.holes import hole
from certify.rocq.emission.softmax import (
    attention_rows,
    covariance,
    difference_of_softmaxes,
    jacobian,
    mean,
    moved,
    softmax_at,
)

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
    "zeros and ones": lambda w, step, names: "size_ones _" if step.query.node.op == "ones" else refused(step),
    "constant from below": lambda w, step, names: "floor_constant0 " + hole("lra"),
    "dimension from below": lambda w, step, names: "floor_constant0 " + hole("nonneg"),
    "nonnegative": lambda w, step, names: (
        softmax_at("probability_nonneg")(w, step, names) if step.query.node.op == "softmax" else
        "floor_nonneg0 " + hole("nonneg") if not step.query.node.shape else refused(step)),
    "cosh from below": lambda w, step, names: f"floor_cosh{len(step.query.node.shape)}"
                                              + " _" * (1 + len(step.query.node.shape)),
    "exponential from below": ranked("floor_exp"),
    "exponential of something nonnegative": ranked("floor_exp_grows"),
    "total from below": lambda w, step, names: (
        f"floor_total {names[0]}" if len(step.query.node.args[0].shape) == 1 else refused(step)),
    "square": lambda w, step, names: "floor_square0 _" if step.query.node.op == "mul" and not step.query.node.shape
                                     else "floor_dot_square _ _" if step.query.node.op == "dot" else refused(step),
    "power": power("size_power"), "negative power": power("size_negative_power"),
    "power from below": power("floor_power"), "even power": even_power, "root": ranked_number("size_root"),
    "root from below": ranked_number("floor_root"),
    "a dimension": lambda w, step, names: "size_nonneg0 " + hole("nonneg"),
    "ones from below": lambda w, step, names: "floor_ones1 _" if len(step.query.node.shape) == 1 else refused(step),
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
    "line of a matrix": line_of_matrix,
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

__all__ = ["TABLE"]
