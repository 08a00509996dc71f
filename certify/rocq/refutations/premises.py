"""Tactics that meet the premises of a printed statement at an instance, in their order.

The statement stands in the hypothesis ``H_``, specialised so far; each line meets one premise or gives a variable its
value. Names that end in ``_`` are none of a claim. ``data`` unfolds the definitions of the instance, ``numbers`` those
that are rational numbers, which is enough for derivatives; the other tactics are those of ``Certify.AtNumbers``.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from certify.language import Expr, Relation
from certify.rocq.printer import Printer
from certify.rocq.refutations.explicit import Explicit
from certify.rocq.refutations.setting import NotRefutable, Setting
from certify.rocq.refutations.squares import Matrix, gram, minus, scaled_identity, squares
from certify.rocq.statements import Parts, is_spectral
from certify.rocq.syntax import number

SIZES, HOLDS, DERIVATIVE = "data; lia", "data; holds", "numbers; derivative"


def premises(setting: Setting, p: Printer, found: Parts, explicit: Explicit) -> Iterator[str]:
    """All lines, for the parts that a printer made of the statement."""
    yield from (met(SIZES) for _ in found.ranges)
    for variable in p.variables:
        meaning = p.meanings[variable.name]
        yield f"specialize (H_ ({explicit.value(meaning)}))."
        yield from _defining(setting, meaning.node, len(variable.says))
    for relation, texts in zip(p.statement.given, found.given, strict=True):
        for _ in texts:
            yield from _hypothesis(setting, relation)
    yield from (met(HOLDS) for _ in found.defined)


def met(tactic: str) -> str:
    return f"premise H_ ltac:({tactic})."


def _defining(setting: Setting, node: Expr, count: int) -> Iterator[str]:
    """What is said of a variable, in so many premises, holds of its value."""
    if node.op in ("deriv", "jvp"):
        yield from (met(DERIVATIVE) for _ in range(count))
    elif node.op == "inv":
        yield from (met("data; inverse") for _ in range(count))
    elif node.op == "sigmin":
        yield from _least_singular_value(setting, node)
    else:
        raise NotRefutable(f"{node} has to be given a value")


def _hypothesis(setting: Setting, relation: Relation) -> Iterator[str]:
    if is_spectral(relation.lhs) and relation.op == "le":
        yield from _bounded(setting, relation.lhs.args[0], relation.rhs)
    elif relation.op == "psd":
        form = minus(_rational(setting, relation.rhs), _rational(setting, relation.lhs))
        yield from _by_squares("intros v_", form)
    elif is_spectral(relation.lhs) or (relation.op == "le" and relation.rhs.op == "sigmin"):
        raise NotRefutable(f"the hypothesis {relation}")
    else:
        yield met(HOLDS)


def _bounded(setting: Setting, matrix: Expr, bound: Expr) -> Iterator[str]:
    """||M v|| <= r ||v||: r^2 I - M^T M is a sum of squares."""
    rows = _rational(setting, matrix)
    r = setting.exact(bound)
    below = r if r is not None else _simple_below(setting.ends(bound)[0])
    form = minus(scaled_identity(len(rows[0]), below**2), gram(rows))
    weaker = "" if r is not None else f"apply opbound_weaken with ({number(below)}); [|data; number]; "
    yield from _by_squares(f"{weaker}split; [data; number|]; intros v_; "
                           "apply norm2_le_scaled_sq; [data; number|]", form)


def _simple_below(value: Fraction) -> Fraction:
    """A short fraction that is a little smaller."""
    digits = Fraction(2) ** (12 - value.numerator.bit_length() + value.denominator.bit_length())
    return Fraction((value * digits).__floor__()) / digits


def _rational(setting: Setting, matrix: Expr) -> Matrix:
    rows: Matrix | None = setting.exact(matrix)
    if rows is None:
        raise NotRefutable(f"the entries of {matrix} are irrational")
    return rows


def _by_squares(first: str, form: Matrix) -> Iterator[str]:
    """A premise that is a quadratic form >= 0 after the first steps."""
    lines = squares(form)
    if lines is None:
        raise NotRefutable("a quadratic form that is not semidefinite: the hypothesis does not hold")
    yield "premise H_ idtac."
    yield f"{{ {first}; data; unroll_lang."
    for line in lines:
        yield f"  pose proof (pow2_ge_0 ({combination(line)}))."
    yield "  lra. }"


def combination(line: list[Fraction]) -> str:
    """A linear form in the entries of v_."""
    return " + ".join(f"{number(factor)} * v_ {k}%nat" for k, factor in enumerate(line) if factor) or "0"


def _least_singular_value(setting: Setting, node: Expr) -> Iterator[str]:
    """s ||v|| <= ||A v||; and a bound r of this kind is at most s, by a vector where it is reached."""
    (matrix,) = node.args
    rows = _rational(setting, matrix)
    tall = len(rows) >= len(rows[0])
    wide = [list(column) for column in zip(*rows, strict=True)]
    square = setting.root(node)
    if square is None:
        raise NotRefutable(f"{node} is no root of a rational number at the instance")
    inner = rows if tall else wide
    form = minus(gram(inner), scaled_identity(len(inner[0]), square))
    yield from _by_squares(f"{'left' if tall else 'right'}; intros v_; "
                           "apply scaled_le_norm2; [data; number|]; data; root_squares", form)
    first, second = (reached(side, square) for side in (rows, wide))
    yield f"premise H_ ltac:(data; greatest ({first}) ({second}))."


def reached(rows: Matrix, square: Fraction) -> str:
    """A rational vector v != 0 with ||M v|| <= s ||v||: one with M^T M v = s^2 v, or in the kernel."""
    form = gram(rows)
    size = len(form)
    for value in (square, Fraction(0)):
        found = kernel(minus(form, scaled_identity(size, value)))
        if found is not None:
            return listed(found)
    raise NotRefutable("a singular vector is irrational at the instance")


def kernel(rows: Matrix) -> list[Fraction] | None:
    """A vector != 0 that a square matrix maps to 0, by elimination; None for an invertible one."""
    rest, size = [list(row) for row in rows], len(rows)
    pivots: list[int] = []
    for column in range(size):
        place = next((k for k in range(len(pivots), size) if rest[k][column]), None)
        if place is None:
            out = [Fraction(0)] * size
            out[column] = Fraction(1)
            for k, pivot in enumerate(pivots):
                out[pivot] = -rest[k][column]
            return out
        top = len(pivots)
        rest[top], rest[place] = rest[place], rest[top]
        rest[top] = [entry / rest[top][column] for entry in rest[top]]
        rest = [row if k == top else [x - row[column] * y for x, y in zip(row, rest[top], strict=True)]
                for k, row in enumerate(rest)]
        pivots.append(column)
    return None


def listed(entries: list[Fraction]) -> str:
    """A vector as a Rocq term."""
    return f"listed [{'; '.join(map(number, entries))}]"


__all__ = ["listed", "met", "premises"]
