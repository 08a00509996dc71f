"""Applications of the lemmas on softmax: which vector it is, and the derivative along another in any order of terms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from certify.bounds.rules.recognition import centred
from certify.bounds.steps import Step
from certify.language import Expr
from certify.rocq.emission.applications import DIMS, Application
from certify.rocq.emission.errors import NotEmitted
from certify.rocq.emission.holes import hole
from certify.rocq.syntax import ATOM, Text, call, natural, within

if TYPE_CHECKING:
    from certify.rocq.emission.writing import Writer


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


__all__ = ["attention_rows", "covariance", "difference_of_softmaxes", "jac", "jacobian", "mean", "moved", "softmax_at"]
