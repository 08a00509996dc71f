"""Sums and differences: the triangle inequality, and Pythagoras for what is never negative."""

from __future__ import annotations

from functools import reduce

from certify.bounds.differences import oriented, settled, signed_terms
from certify.bounds.rules.common import HALF, add, ask, entries_of, mul, quotient, root, size_of, square
from certify.bounds.steps import Query, Rule
from certify.calculus.algebra import constant, div, neg
from certify.calculus.patterns import reciprocal
from certify.language import Expr, make


def _triangle(kind: str) -> Rule:
    return Rule(f"triangle inequality, {kind}", kind, ("add",), lambda node: _terms(kind, node), _added(kind),
                "||a + b|| <= ||a|| + ||b||")


def _terms(kind: str, node: Expr) -> list[Query] | None:
    return ask(kind, *node.args) if len({arg.shape for arg in node.args}) == 1 or kind == "size" else None


def _added(kind: str):  # type: ignore[no-untyped-def]
    return lambda node, a, b: add(a, b)


def _sign(kind: str) -> Rule:
    return Rule(f"sign, {kind}", kind, ("neg",), lambda node: ask(kind, *node.args), lambda node, a: a,
         "||-a|| = ||a||")


def _difference(kind: str):  # type: ignore[no-untyped-def]
    def premises(node: Expr) -> list[Query] | None:
        a, b = node.args
        if b.op != "neg" or a.shape != b.shape:
            return None
        b = b.args[0]
        return [Query(kind, a), Query(kind, b), Query("floor", a), Query("floor", b)]
    return premises


def _pythagoras(node: Expr, a: Expr, b: Expr, *floors: Expr) -> Expr | None:
    """sqrt(a^2 + b^2) where it is a root of one term; a + b is no better than the triangle inequality."""
    alike = a is b or (constant(a) is not None and constant(b) is not None)
    return root(add(square(a), square(b))) if alike else None


def _softmaxes(kind: str):  # type: ignore[no-untyped-def]
    """softmax(s) - softmax(t), asked for s - t."""
    def premises(node: Expr) -> list[Query] | None:
        pair = _opposite(node)
        if pair is None or {side.op for side in pair} != {"softmax"} or len(node.shape) != 1:
            return None
        return [Query(kind, oriented(settled(add(pair[0].args[0], neg(pair[1].args[0])))))]
    return premises


def _opposite(node: Expr) -> tuple[Expr, Expr] | None:
    """(a, b) for a - b."""
    for a, b in (node.args, node.args[::-1]):
        if b.op == "neg":
            return a, b.args[0]
    return None


def _exponents(node: Expr) -> list[Query] | None:
    """z for the sum of the entries of exp(z)."""
    found = _summed_exponential(node)
    return None if found is None else ask("l2", found.args[0])


def _summed_exponential(node: Expr) -> Expr | None:
    if node.op == "sum":
        inner = node.args[0] if not node.shape else node
    else:
        inner = next((a for a, b in (node.args, node.args[::-1]) if b.op == "ones"), node)
    return inner if inner.op == "exp" and len(inner.shape) == 1 else None


def _jensen(node: Expr, bound: Expr) -> Expr | None:
    found = _summed_exponential(node)
    if found is None:
        return None
    size = entries_of(found)
    return mul(size, make("exp", (neg(div(bound, root(size))),)))


def _apart(kind: str):  # type: ignore[no-untyped-def]
    """A sum of more than two terms as the difference of two softmax vectors and the rest."""
    def premises(node: Expr) -> list[Query] | None:
        terms = signed_terms(node, 1) if len(node.shape) == 1 else []
        softmaxes = [(s, term) for s, term in terms if term.op == "softmax"]
        if len(terms) < 3 or sorted(s for s, _ in softmaxes) != [-1, 1]:
            return None
        (_, second), (_, first) = sorted(softmaxes, key=lambda found: found[0])
        rest = [term if s > 0 else neg(term) for s, term in terms if term.op != "softmax"]
        return ask(kind, reduce(add, rest), add(first, neg(second)))
    return premises


def _products(first: int):  # type: ignore[no-untyped-def]
    """A x - B y as A (x - y) + (A - B) y, or as B (x - y) + (A - B) x."""
    def premises(node: Expr) -> list[Query] | None:
        pair = _opposite(node)
        if pair is None or {side.op for side in pair} != {"matmul"} or len(node.shape) != 1:
            return None
        (a, x), (b, y) = (side.args for side in pair)
        if a.shape != b.shape or a is b or x is y:
            return None
        moves = [oriented(settled(add(u, neg(v)))) for u, v in ((x, y), (a, b))]
        matrix, vector = ((a, y), (b, x))[first]
        return [Query("spectral", matrix), Query("l2", moves[0]), Query("spectral", moves[1]), Query("l2", vector)]
    return premises


def _reciprocals(node: Expr) -> list[Query] | None:
    """1/a - 1/b, asked for a - b and for how small a and b are."""
    pair = _opposite(node)
    if node.shape or pair is None:
        return None
    a, b = (reciprocal(side) for side in pair)
    if a is None or b is None:
        return None
    return [Query("size", oriented(settled(add(a, neg(b))))), Query("floor", a), Query("floor", b)]


def _totals(node: Expr) -> list[Query] | None:
    """The same where a and b are sums of exponentials, asked for the difference of the exponents."""
    asked = _reciprocals(node)
    totals = [query.node for query in asked[1:] if query.node.op in ("sum", "dot")] if asked else []
    terms = [u for u in map(_summed_exponential, totals) if u is not None]
    if asked is None or len(terms) < 2 or terms[0].shape != terms[1].shape:
        return None
    return [Query("size", oriented(settled(add(terms[0].args[0], neg(terms[1].args[0]))))), *asked[1:]]


_NORMS = ("l1", "l2", "fro", "spectral", "rows", "columns", "spread")

TABLE = (
    *(_triangle(kind) for kind in (*_NORMS, "size")),
    *(_sign(kind) for kind in _NORMS),
    Rule("difference of nonnegative vectors", "l2", ("add",), _difference("l2"),
         _pythagoras, "||a - b||^2 = ||a||^2 + ||b||^2 - 2<a, b>"),
    *(Rule(f"difference of probabilities, {kind}", kind, ("add",), _softmaxes(kind), lambda node, a: mul(HALF, a),
           "softmax is 1/2-Lipschitz in every l_p norm (Nair 2025, theorem 1)") for kind in ("l1", "l2", "size")),
    *(Rule(f"sum in another order, {kind}", kind, ("add",), _apart(kind), _added(kind), "the triangle inequality")
      for kind in ("l1", "l2", "size", "above", "under")),
    Rule("difference of probabilities, l1 from spread", "l1", ("add",), _softmaxes("spread"),
         lambda node, a: mul(HALF, a), "as the derivative is, all along the segment"),
    *(Rule(f"difference of products, {name}", "l2", ("add",), _products(first),
           lambda node, a, b, c, d: add(mul(a, b), mul(c, d)), "A x - B y = A (x - y) + (A - B) y")
      for first, name in enumerate(("first", "second"))),
    Rule("difference of reciprocals", "size", ("add",), _reciprocals, lambda node, a, b, c: quotient(a, mul(b, c)),
         "1/a - 1/b = (b - a) / (ab)"),
    Rule("difference of reciprocals of totals", "size", ("add",), _totals,
         lambda node, a, b, c: quotient(a, b if b is c else make("minimum", (b, c))),
         "|1/a - 1/b| <= |log a - log b| / min(a, b), and log sum exp is 1-Lipschitz in l_inf"),
    Rule("total", "size", ("sum",),
         lambda node: ask("l1", *node.args) if not node.shape and len(node.args[0].shape) == 1 else None,
         lambda node, a: a, "|sum v| <= ||v||_1"),
    Rule("total of a matrix", "size", ("sum",),
         lambda node: ask("fro", *node.args) if not node.shape and len(node.args[0].shape) == 2 else None,
         lambda node, a: mul(root(entries_of(node.args[0])), a), "|sum M| <= sqrt(mn) ||M||_F"),
    *(Rule(f"total of exponentials, {op}", "floor", (op,), _exponents,
           _jensen, "the mean of exp z is at least exp(mean z), and |mean z| <= ||z||_2 / sqrt(n)")
      for op in ("sum", "dot")),
    Rule("trace", "size", ("trace",), lambda node: ask("fro", *node.args),
         lambda node, a: mul(root(size_of(node.args[0].shape[0])), a), "|tr M| <= sqrt(n) ||M||_F"),
)
