"""The rounding model of IEEE binary64, and the three tools every proved bound of this folder is made of.

Model (Higham, *Accuracy and Stability of Numerical Algorithms*, 2nd ed., section 2.2, with gradual underflow as in
Rump, *Verification methods*, Acta Numerica 2010, section 3).  In round-to-nearest, for ``op`` one of + - * / sqrt,

    fl(a op b) = (a op b)(1 + delta) + eps,    |delta| <= U,  |eps| <= ETA / 2,  delta * eps = 0,

with ``U = 2**-53``, ``ETA = 2**-1074``; eps = 0 for + - and sqrt.  The same with ``|delta| <= U`` relative to the
*computed* value: ``|fl(x) - x| <= U |fl(x)| + ETA / 2``.  A fused multiply-add only removes errors.

Radii are computed in round-to-nearest too, and then enlarged by :func:`inflate`; no directed rounding is used.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

U = 2.0**-53
"""Unit roundoff of binary64."""
ETA = 2.0**-1074
"""Smallest positive subnormal number."""


def gamma(n: int) -> float:
    """Upper bound of ``gamma_n = n U / (1 - n U)`` (Higham, Lemma 3.1), exactly representable.

    ``n U / (1 - n U) <= (n + 1) U`` is ``n (n + 1) U <= 1``, true for ``n <= 2**26``.
    """
    if n > 2**26:
        raise ValueError(f"an inner product of {n} terms is too long for the float64 error bounds (limit 2**26)")
    return (n + 1) * U


def inflation(k: int) -> float:
    """The float ``1 + (k + 2) 2**-52``, at least ``(1 - U)**-(k + 2)`` for ``k < 2**50``.

    With ``x = (k + 2) U <= 1/2``: ``(1 - U)**-(k+2) <= 1 / (1 - x) <= 1 + 2 x``, and ``2 x = (k + 2) 2**-52``.
    """
    return 1.0 + (k + 2) * 2.0**-52


def inflate(r: Array, k: int, c: int = 1) -> Array:
    """An upper bound of ``(r + c ETA) (1 - U)**-k``, entrywise; ``r`` is a computed nonnegative quantity.

    Use: let ``r`` be computed from nonnegative floats by sums, products, quotients and square roots.  Let each
    contribution pass at most ``k`` roundings (an n-term sum counts n - 1, in any order of summation), and let at
    most ``c`` products that are then only summed underflow, each losing ``ETA / 2`` or less.  Then the exact value
    is at most ``(r + c ETA)(1 - U)**-k``.

    Proof of the bound: the result is ``fl(fl(r F) + (c + 1) ETA)`` with ``F = inflation(k)``.  The product is at
    least ``r F (1 - U) - ETA / 2``, the sum at least ``(r F (1 - U) + (c + 1/2) ETA)(1 - U)``.  By
    :func:`inflation`, ``r F (1 - U)**2 >= r (1 - U)**-k``; and ``(c + 1/2)(1 - U) >= c (1 - U)**-k`` as long as
    ``2 c (k + 1) U <= 1/2``, which holds for all ``c, k <= 2**24``.  inf and nan stay inf and nan.
    """
    enlarged = r * inflation(k)
    enlarged += (c + 1) * ETA
    return enlarged


def two_sum(a: Array, b: Array) -> tuple[Array, Array]:
    """``s = fl(a + b)`` and ``e`` with ``s + e = a + b`` exactly (Knuth; Handbook of FP Arithmetic, Alg. 4.4).

    Holds for all finite a, b without overflow; underflow is harmless because float sums that underflow are exact.
    """
    s = a + b
    t = s - a
    return s, (a - (s - t)) + (b - t)


def _split(a: Array) -> tuple[Array, Array]:
    c = 134217729.0 * a  # 2**27 + 1, Veltkamp
    high = c - (c - a)
    return high, a - high


def two_product(a: Array, b: Array) -> tuple[Array, Array, NDArray[np.bool_]]:
    """``p = fl(a b)``, ``e`` with ``p + e = a b``, and a mask of entries where underflow may have spoiled ``e``.

    Dekker's product with Veltkamp's splitting (Handbook of FP Arithmetic, section 4.4): exact for
    ``|a|, |b| <= 2**995`` if no partial product underflows, which is so when ``|p| >= 2**-960`` and when a factor
    is 0.  Where the mask is true the error of ``p + e`` is below ``8 ETA`` (Ogita, Rump, Oishi 2005, Thm 3.4: 5
    ETA).
    """
    p = a * b
    a1, a2 = _split(a)
    b1, b2 = _split(b)
    e = a2 * b2 - (((p - a1 * b1) - a2 * b1) - a1 * b2)
    spoiled = (np.abs(p) < 2.0**-960) & (a != 0) & (b != 0)
    return p, e, spoiled


def check_gradual_underflow() -> None:
    """Raise ``ArithmeticError`` where subnormal numbers are flushed to zero: every bound here would be void.

    Some libraries built with ``-ffast-math`` switch this on for the whole process when they are loaded.
    """
    smallest_normal = np.array([2.0**-1022, 3 * 2.0**-1022])
    halves = smallest_normal * np.array([0.5, 0.5])
    if not (halves > 0).all() or halves[0] * 2.0 != smallest_normal[0] or np.float64(ETA) + 0.0 == 0.0:
        raise ArithmeticError(
            "subnormal float64 numbers are flushed to zero in this process, so certified bounds would be wrong; "
            "a library built with -ffast-math was probably loaded: run certify in a process without it"
        )
