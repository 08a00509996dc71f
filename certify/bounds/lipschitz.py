"""The smallest Lipschitz constant that the norm calculus proves, in closed form and for given numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from certify.bounds.closed_form import closed_form
from certify.bounds.engine import Prover, replay
from certify.bounds.facts import about_norms, about_scalars, joined, read, readable, ready, scalar_ranges
from certify.bounds.magnitudes import Magnitudes
from certify.bounds.reductions import along, derivative_of_scalar, direction
from certify.bounds.steps import Query, Step
from certify.language import CertifyError, Expr, ExpressionError, Relation, coerce, free_symbols, make, strip

_OUT = {0: "size", 1: "l2", 2: "spectral"}
_IN = {1: ("l2", "2"), 2: ("fro", "fro")}
_NORMS_OF = {1: ("2", "1", "inf"), 2: ("2", "fro")}


class NoBound(CertifyError):
    """No finite Lipschitz constant was proved."""


@dataclass(frozen=True)
class Lipschitz:
    """``constant`` bounds the change of ``expr`` by the change of ``x``, for all sizes, on convex sets of x.

    ||expr(x) - expr(y)|| <= constant ||x - y|| wherever the hypotheses ``given`` hold on the segment from x to y:
    Euclidean norms of vectors, the spectral norm of a matrix ``expr``, the Frobenius norm of a matrix ``x``.
    ``steps`` is the proof. Other bounds that are smaller for some numbers are tried by ``at``.
    """

    expr: Expr
    x: Expr
    given: tuple[Relation, ...]
    constant: Expr
    steps: Step

    def __str__(self) -> str:
        return str(self.constant)

    def _repr_latex_(self) -> str:
        return self.constant._repr_latex_()

    def at(self, **values: Any) -> str:
        """An upper bound of the constant for numbers (arrays, or exact scalars) as a decimal text, rounded up.

        Symbols that only bound others (an R with ||A|| <= R) need no value: norms of the numbers are used instead.
        Raises ``CertifyError`` where an array is missing or has the wrong shape.
        """
        from certify.bounds.numbers import smallest_at

        kept = frozenset(_norms(free_symbols(self.expr) - {self.x}))
        return smallest_at([step.value for step in _bounds(self.expr, self.x, self.given, kept)], values)


def lipschitz(expr: Any, x: Expr, given: Sequence[Relation] = ()) -> Lipschitz:
    """The smallest constant L that can be proved with ||expr(x) - expr(y)|| <= L ||x - y||, for all sizes.

    ``expr`` is a scalar, a vector or a matrix, a gradient or a Hessian say; ``x`` a symbol in it. ``given`` are
    hypotheses; those on x hold on a convex set (norms of affine terms below numbers). Norms of other symbols stand
    for themselves where nothing is given of them: the result for softmax(A x) without hypotheses is ||A|| / 2.
    Raises ``NoBound`` where no finite constant is found, ``ExpressionError`` where x is no symbol of ``expr``.
    """
    (expr,) = strip(coerce(expr))
    if x.op != "sym" or x not in free_symbols(expr):
        raise ExpressionError(f"{x} is no symbol that {expr} depends on; give the variable whose change is measured")
    given = tuple(relation.canonical() for relation in given)
    stated = {query.node for query in read(map(ready, given), scalar_ranges(map(ready, given)) or {})}
    kept = frozenset(_norms(free_symbols(expr) - {x} - stated))
    found = _bounds(expr, x, given, kept)
    found = [step for step in found if x not in free_symbols(step.value)]
    if not found:
        raise NoBound(f"no Lipschitz constant of {expr} in {x} follows from the hypotheses by the norm calculus; "
                      "bound the norms of the symbols that it grows with (for exp(A x): of A and of x)")
    return Lipschitz(expr, x, given, closed_form(found[0].value), found[0])


def _norms(symbols: Iterable[Expr]) -> list[Expr]:
    """Norms of symbols, as scalars that stand for themselves; scalars by their size."""
    found = [make("norm", (node,), (order,)) for node in symbols for order in _NORMS_OF.get(len(node.shape), ())]
    return [*found, *(make("abs", (node,)) for node in symbols if not node.shape)]


def _bounds(expr: Expr, x: Expr, given: Sequence[Relation], kept: frozenset[Expr]) -> list[Step]:
    ranges = scalar_ranges(map(ready, given))
    if ranges is None:
        raise CertifyError("the hypotheses contradict each other: no instance meets them")
    found: list[tuple[float, int, Step]] = []
    for query, lengths in _directional(expr, x, given):
        facts = joined(read(map(ready, given), ranges), lengths, about_scalars((query.node,), ranges),
                       about_norms(kept))
        prover = Prover(facts, kept, Magnitudes(ranges, length=1.0))
        for step in prover.bounds(query):
            replay(step, facts, kept)
            found.append((sum(prover.magnitudes.logs(step.value)), len(found), step))
    return [step for _, _, step in sorted(found, key=lambda item: item[:2])]


def _directional(expr: Expr, x: Expr, given: Sequence[Relation]) -> list[tuple[Query, Mapping[Query, list[Step]]]]:
    """What bounds the derivative along every direction of length 1."""
    step = direction(x, "v", (expr, *(side for relation in given for side in (relation.lhs, relation.rhs))))
    kind = _IN.get(len(x.shape), ("size", ""))[0]
    length = {Query(kind, step): [Step(Query(kind, step), coerce(1), "length of a direction")]}
    found = [(Query(_OUT[len(expr.shape)], readable(make("jvp", (expr, x, step)))), length)]
    scalar, variable, order = derivative_of_scalar(expr)
    if scalar is not None and variable is x:
        found.append((Query("size", along(scalar, x, step, order + 1)), length))
    return found  # type: ignore[return-value]


__all__ = ["Lipschitz", "NoBound", "lipschitz"]
