"""The least singular value of a matrix of rationals: its value where that is rational, else that it exists, with
rational ends on both sides."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from certify.language import Expr
from certify.rocq.refutations.explicit import Explicit, rational_root
from certify.rocq.refutations.forms import by_squares, listed, premise_by_squares, rational
from certify.rocq.refutations.setting import NotRefutable, Setting
from certify.rocq.refutations.squares import Matrix, gram, kernel, minus, scaled_identity
from certify.rocq.syntax import natural, number

WIDTH = Fraction(1, 2**16)  # of the ends, relative to the value
STEPS = 2**24  # denominators of the entries of a singular vector


def least_singular_value(setting: Setting, explicit: Explicit, node: Expr, name: str) -> Iterator[str]:
    """Gives the variable that stands for it a value, and meets its two premises: that s ||v|| <= ||A v|| for all v (or
    the same of the transpose), and that no larger number serves."""
    (matrix,) = node.args
    rows = rational(setting, matrix)
    square = setting.root(node)
    if square is not None and rational_root(square) is not None:
        yield f"specialize (H_ ({explicit.quantified(node)}))."
        yield from _exact(rows, square)
        return
    sizes = " ".join(natural(size) for size in matrix.shape)
    found = f"least_singular_value_exists {sizes} ({explicit.term(matrix)}) ltac:(data; lia) ltac:(data; lia)"
    yield f"destruct ({found}) as ({name} & Q_ & G_)."
    yield f"specialize (H_ {name} Q_ G_)."
    yield from _ends(rows, setting.ends(node), name)


def _exact(rows: Matrix, square: Fraction) -> Iterator[str]:
    inner, side = _inner(rows)
    form = minus(gram(inner), scaled_identity(len(inner[0]), square))
    steps = f"{side}; intros v_; apply scaled_le_norm2; [data; number|]"
    yield from premise_by_squares(steps, form)
    first, second = (listed(reached(each, square)) for each in (rows, transposed(rows)))
    yield f"premise H_ ltac:(data; greatest ({first}) ({second}))."


def _ends(rows: Matrix, ends: tuple[Fraction, Fraction], name: str) -> Iterator[str]:
    """low <= s <= high: by squares, and by vectors along which the matrix stretches little."""
    low, high = _short(ends[0] * (1 - WIDTH)), _short(ends[1] * (1 + WIDTH))
    inner, side = _inner(rows)
    form = minus(gram(inner), scaled_identity(len(inner[0]), low**2))
    yield f"assert (L_ : {number(low)} <= {name})."
    yield from by_squares(f"apply G_; {side}; intros v_; apply scaled_le_norm2; [data; number|]", form)
    vectors = [f"({listed(_numerical(each))})" for each in (rows, transposed(rows))]
    yield f"assert (U_ : {name} <= {number(high)}) by at_most {' '.join(vectors)} Q_ ltac:(data; number)."
    yield "clear Q_ G_."


def _short(value: Fraction) -> Fraction:
    """A fraction near by with few digits: closer than the room that ``WIDTH`` leaves."""
    return value.limit_denominator(int(4 / (WIDTH * min(value, Fraction(1)))) if value > 0 else 1)


def _inner(rows: Matrix) -> tuple[Matrix, str]:
    """The matrix or its transpose, whichever is not wide, and the side of the disjunction on which it stands."""
    return (rows, "left") if len(rows) >= len(rows[0]) else (transposed(rows), "right")


def transposed(rows: Matrix) -> Matrix:
    return [list(column) for column in zip(*rows, strict=True)]


def reached(rows: Matrix, square: Fraction) -> list[Fraction]:
    """A rational vector v != 0 with ||M v|| <= s ||v||: one with M^T M v = s^2 v, or in the kernel."""
    form = gram(rows)
    for value in (square, Fraction(0)):
        found = kernel(minus(form, scaled_identity(len(form), value)))
        if found is not None:
            return found
    raise NotRefutable("a singular vector is irrational at the instance")


def _numerical(rows: Matrix) -> list[Fraction]:
    """The direction along which ||M v|| is least, rounded."""
    largest = max(abs(entry) for row in rows for entry in row) or Fraction(1)
    vector = np.linalg.svd(np.array([[float(entry / largest) for entry in row] for row in rows]))[2][-1]
    return [Fraction(round(entry * STEPS), STEPS) for entry in vector / abs(vector).max()]


__all__ = ["least_singular_value"]
