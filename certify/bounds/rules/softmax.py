"""Probability vectors p = softmax(z): their norms, and moments of bounded variables under them.

With m = <p, h> the vector p o (h - m) = (diag(p) - p p^T) h is the derivative of softmax along h. Its norms:

- l2: at most ||h||_2 / 2, since the matrix is symmetric and <w, h> is a covariance, which is at most
  (spread w)(spread h) / 4 <= ||w||_2 ||h||_2 / 2 (Popoviciu 1935; Gruess 1935; Nair 2025, theorem 1);
- l1: E|h - m| <= spread(h) / 2, as E (h - m)^+ = E (h - m)^- and both together are largest on two points;
- size: p_i |h_i - m| <= p_i (1 - p_i) spread(h) <= spread(h) / 4.

A covariance <p o h, k> - <p, h><p, k> is at most spread(h) spread(k) / 4 (Gruess).
"""

from __future__ import annotations

from fractions import Fraction

from certify.bounds.rules.common import HALF, ONE, ask, mul
from certify.bounds.rules.recognition import centred, covariance_matrix
from certify.bounds.steps import Query, Rule
from certify.language import Expr, coerce, make

QUARTER = coerce(Fraction(1, 4))


def _centred(kind: str):  # type: ignore[no-untyped-def]
    def premises(node: Expr) -> list[Query] | None:
        found = centred(node)
        return None if found is None else ask(kind, found[1])
    return premises


def _scaled(factor: Expr):  # type: ignore[no-untyped-def]
    return lambda node, bound: mul(factor, bound)


def _mean(node: Expr) -> list[Query] | None:
    p, h = node.args if node.args[0].op == "softmax" else node.args[::-1]
    return ask("size", h) if p.op == "softmax" and len(p.shape) == 1 else None


def _covariance(node: Expr) -> list[Query] | None:
    """<w, k> with w the derivative of softmax along h is the covariance of h and k."""
    for moved, k in (node.args, node.args[::-1]):
        found = centred(moved)
        if found is not None:
            return [Query("spread", found[1]), Query("spread", k)]
    return None


_JACOBIAN = {
    "spectral": "Var v <= (spread v)^2 / 4 <= ||v||_2^2 / 2", "rows": "2 p_i (1 - p_i) <= 1/2",
    "columns": "2 p_i (1 - p_i) <= 1/2",
    "fro": "s - 2 sum p^3 + s^2 <= s - s^2 <= 1/4 for s = sum p^2, as sum p^3 >= s^2 (Cauchy-Schwarz)",
}

TABLE = (
    Rule("probabilities, l1", "l1", ("softmax",), lambda node: [] if len(node.shape) == 1 else None, lambda node: ONE,
         "sum p = 1"),
    Rule("probabilities, l2", "l2", ("softmax",), lambda node: [] if len(node.shape) == 1 else None, lambda node: ONE,
         "||p||_2 <= ||p||_1"),
    Rule("probabilities, spread", "spread", ("softmax",), lambda node: [] if len(node.shape) == 1 else None,
         lambda node: ONE, "p in [0, 1]"),
    Rule("attention matrix, rows", "rows", ("softmax",),
         lambda node: [] if len(node.shape) == 2 and node.attrs[0] == 1 else None,
         lambda node: ONE, "every row has the sum 1"),
    Rule("moved probabilities, l2", "l2", ("add",), _centred("l2"), _scaled(HALF),
         "||(diag p - p p^T) h||_2 <= ||h||_2 / 2"),
    Rule("moved probabilities, l2 from spread", "l2", ("add",), _centred("spread"),
         _scaled(make("sqrt", (coerce(Fraction(1, 8)),))),
         "||w||_2^2 <= ||w||_inf ||w||_1 <= spread(h)^2 / 8"),
    Rule("moved probabilities, l1", "l1", ("add",), _centred("spread"), _scaled(HALF), "E|h - m| <= spread(h) / 2"),
    Rule("moved probabilities, size", "size", ("add",), _centred("spread"), _scaled(QUARTER),
         "p_i |h_i - m| <= spread(h) / 4"),
    *(Rule(f"Jacobian of softmax, {kind}", kind, ("add",), lambda node: [] if covariance_matrix(node) else None,
           lambda node: HALF, because) for kind, because in _JACOBIAN.items()),
    Rule("covariance", "size", ("dot",), _covariance, lambda node, a, b: mul(QUARTER, mul(a, b)), "Gruess"),
    Rule("mean", "size", ("dot",), _mean, lambda node, a: a, "|<p, h>| <= ||h||_inf"),
)
