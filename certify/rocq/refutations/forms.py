"""Statements on quadratic forms with rational coefficients, proved by squares."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from certify.language import Expr
from certify.rocq.refutations.setting import NotRefutable, Setting
from certify.rocq.refutations.squares import Matrix, squares
from certify.rocq.syntax import number


def rational(setting: Setting, matrix: Expr) -> Matrix:
    """The entries of a matrix; raises ``NotRefutable`` where they are irrational."""
    rows: Matrix | None = setting.exact(matrix)
    if rows is None:
        raise NotRefutable(f"the entries of {matrix} are irrational")
    return rows


def premise_by_squares(first: str, form: Matrix) -> Iterator[str]:
    """A premise that is a quadratic form >= 0 after the first steps."""
    yield "premise H_ idtac."
    yield from by_squares(first, form)


def by_squares(first: str, form: Matrix) -> Iterator[str]:
    """A goal that is a quadratic form >= 0 in the entries of ``v_`` after the first steps."""
    lines = squares(form)
    if lines is None:
        raise NotRefutable("a quadratic form that is not semidefinite: the hypothesis does not hold")
    yield f"{{ {first}; data; unroll_lang."
    for line in lines:
        yield f"  pose proof (pow2_ge_0 ({combination(line)}))."
    yield "  lra. }"


def combination(line: list[Fraction]) -> str:
    """A linear form in the entries of v_."""
    return " + ".join(f"{number(factor)} * v_ {k}%nat" for k, factor in enumerate(line) if factor) or "0"


def listed(entries: list[Fraction]) -> str:
    """A vector as a Rocq term."""
    return f"listed [{'; '.join(map(number, entries))}]"


__all__ = ["by_squares", "listed", "premise_by_squares", "rational"]
