"""Relations between expressions: the hypotheses and the conclusion of a claim."""

from __future__ import annotations

from typing import Any, NoReturn

from certify.language.errors import ExpressionError, ShapeError
from certify.language.expr import coerce, strip
from certify.language.sizes import show_shape

FLIPPED = {"ge": "le", "gt": "lt"}


class Relation:
    """``lhs op rhs`` with op one of le, ge, lt, gt, eq (entrywise between arrays) and psd (lhs << rhs)."""

    __slots__ = ("op", "lhs", "rhs")

    def __init__(self, op: str, lhs: Any, rhs: Any):
        self.op, self.lhs, self.rhs = op, coerce(lhs), coerce(rhs)
        left, right = self.lhs.shape, self.rhs.shape
        if op == "psd" and not (left == right and len(left) == 2 and left[0] == left[1]):
            raise ShapeError("<< compares square matrices of one shape, "
                             f"not {show_shape(left)} and {show_shape(right)}")
        if left != right and left and right:
            raise ShapeError(f"cannot compare {self.lhs} of shape {show_shape(left)} "
                             f"with {self.rhs} of shape {show_shape(right)}")

    def canonical(self) -> Relation:
        """Without names, and with >= and > turned round."""
        lhs, rhs = strip(self.lhs, self.rhs)
        if self.op in FLIPPED:
            return Relation(FLIPPED[self.op], rhs, lhs)
        return Relation(self.op, lhs, rhs)

    def __bool__(self) -> NoReturn:
        raise ExpressionError("a relation has no truth value: write a chained comparison a <= b <= c "
                              "as two relations, and combine relations in a tuple or a list, not with `and`")

    def __str__(self) -> str:
        from certify.language.printing import unicode_relation

        return unicode_relation(self)

    def __repr__(self) -> str:
        return f"<{self}>"

    def _repr_latex_(self) -> str:
        from certify.language.printing import latex_relation

        return f"$\\displaystyle {latex_relation(self)}$"


def equal(lhs: Any, rhs: Any) -> Relation:
    """The relation lhs = rhs, entrywise between arrays of one shape."""
    return Relation("eq", lhs, rhs)
