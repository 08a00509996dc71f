"""The second derivative of softmax along h and k, a vector with the entries p_i ((h_i - m)(k_i - m') - Cov(h, k)).

For c with entries in [0, 1] its inner product with c is Cov(c, (h - m)(k - m')). Let h = k have spread 1, entries in
[0, 1] say. The covariance is linear in c, so c is 0 or 1: let q be the mass of S = {c = 1}, a the mean of h on S, b the
mean elsewhere, m = q a + (1 - q) b. As E_S (h - m)^2 <= a (1 - a) + (a - m)^2 and elsewhere E (h - m)^2 >= (b - m)^2,

    Cov(c, (h - m)^2) <= q (1 - q) (a (1 - a) + (1 - 2 q) (a - b)^2).

For q >= 1/2 that is at most q (1 - q) / 4 <= 1/16. For q < 1/2 let a >= 1/2 by reflection; (a - b)^2 <= a^2 leaves
q (1 - q) (a - 2 q a^2), which is largest at a = 1 / (4 q) with (1 - q) / 8 <= 3/32 if q >= 1/4, else at a = 1 with
q (1 - q) (1 - 2 q) <= 1 / (6 sqrt 3). The last is the largest of the three, attained on two points; 1 - c gives the
other sign. Different h and k: 4 h k = (h + k)^2 - (h - k)^2 with spreads up to 2 gives twice as much.

The entries of the vector add up to 0, so its l1 norm is twice its largest inner product with such a c, and its inner
product with any w is at most half of that times spread(w).
"""

from __future__ import annotations

from fractions import Fraction

from certify.bounds.rules.common import mul, square
from certify.bounds.rules.recognition import moved_twice
from certify.bounds.steps import Query, Rule
from certify.language import Expr, coerce, make

#: 1 / (6 sqrt 3) = sqrt(1/108)
THIRD = make("sqrt", (coerce(Fraction(1, 108)),))


def _asked(node: Expr) -> list[Query] | None:
    found = moved_twice(node)
    if found is None:
        return None
    _, h, k = found
    return [Query("spread", h)] if h is k else [Query("spread", h), Query("spread", k)]


def _spreads(bounds: tuple[Expr, ...]) -> Expr:
    """spread(h)^2, or 2 spread(h) spread(k)."""
    return square(bounds[0]) if len(bounds) == 1 else mul(coerce(2), mul(*bounds))


def _times(factor: Expr):  # type: ignore[no-untyped-def]
    return lambda node, *bounds: mul(factor, _spreads(bounds))


def _against(node: Expr) -> list[Query] | None:
    """<w, second derivative>."""
    for moved, w in (node.args, node.args[::-1]):
        asked = _asked(moved)
        if asked is not None:
            return [*asked, Query("spread", w)]
    return None


TABLE = (
    Rule("probabilities moved twice, l1", "l1", ("add",), _asked, _times(mul(coerce(2), THIRD)),
         "twice the largest covariance with c in [0, 1]"),
    Rule("probabilities moved twice, size", "size", ("add",), _asked, _times(THIRD), "c = e_i"),
    Rule("probabilities moved twice, l2", "l2", ("add",), _asked, _times(make("sqrt", (coerce(Fraction(1, 54)),))),
         "||w||_2^2 <= ||w||_inf ||w||_1"),
    Rule("third moment", "size", ("dot",), _against,
         lambda node, *bounds: mul(mul(THIRD, _spreads(bounds[:-1])), bounds[-1]),
         "|<w, v>| <= ||v||_1 spread(w) / 2 where the entries of v add up to 0"),
)
