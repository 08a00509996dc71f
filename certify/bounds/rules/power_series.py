"""Norms of f(z), f a power series with coefficients c_k >= 0, against the Euclidean norm of z.

For r = ||z||_2 and k >= 2 the sum of |z_i|^k is at most r^k, as ||z||_k <= ||z||_2, and that of |z_i| is at most
sqrt(n) r. So the sum of f(|z_i|) is at most

    n f(0) + f'(0) sqrt(n) r + (f(r) - f(0) - f'(0) r),

attained for f'(0) = 0, and in the limit of large r, where z has one entry beside zeros. exp(t)^2 = exp(2 t), cosh^2 and
sinh^2 are such series too, which makes it bounds of squares of Euclidean norms.

The bounds hold differences and roots of sums. They are looked at only where the right side of a relation is made of
such (``Rule.fine``): elsewhere sqrt(n) exp(r) and its like, that are no better, can be compared.
"""

from __future__ import annotations

from collections.abc import Callable

from certify.bounds.rules.common import ONE, add, ask, entries_of, mul, root, square
from certify.bounds.steps import Query, Rule
from certify.calculus.algebra import neg
from certify.language import Expr, coerce, make

Value = Callable[[Expr, Expr], Expr]


def _beside(node: Expr) -> Expr:
    """n - 1."""
    return add(entries_of(node), neg(ONE))


def _linear(node: Expr, r: Expr) -> Expr:
    """(sqrt(n) - 1) r."""
    return mul(add(root(entries_of(node)), neg(ONE)), r)


def _of(op: str, value: Expr) -> Expr:
    return make(op, (value,))


def _twice(node: Expr, r: Expr) -> Expr:
    return add(add(_beside(node), mul(coerce(2), _linear(node, r))), _of("exp", mul(coerce(2), r)))


SERIES: dict[tuple[str, str], Value] = {
    ("l1", "exp"): lambda node, r: add(add(_beside(node), _linear(node, r)), _of("exp", r)),
    ("l1", "cosh"): lambda node, r: add(_beside(node), _of("cosh", r)),
    ("l1", "sinh"): lambda node, r: add(_linear(node, r), _of("sinh", r)),
    ("l2", "exp"): lambda node, r: root(_twice(node, r)),
    ("l2", "cosh"): lambda node, r: root(add(_beside(node), square(_of("cosh", r)))),
    ("l2", "sinh"): lambda node, r: _of("sinh", r),
}


def _length(node: Expr) -> list[Query] | None:
    return ask("l2", *node.args) if len(node.shape) == 1 else None


TABLE = (
    *(Rule(f"power series, {op}, {kind}", kind, (op,), _length, value,
           "sum |z_i|^k <= ||z||_2^k for k >= 2", fine=True) for (kind, op), value in SERIES.items()),
    *(Rule(f"{op} of a size", "size", (op,), lambda node: ask("size", *node.args), lambda node, a: make(node.op, (a,)),
           "even or odd, and it grows", fine=True) for op in ("cosh", "sinh")),
)
