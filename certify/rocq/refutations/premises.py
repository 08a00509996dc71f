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
from certify.rocq.refutations.forms import premise_by_squares, rational
from certify.rocq.refutations.setting import NotRefutable, Setting
from certify.rocq.refutations.singular import least_singular_value
from certify.rocq.refutations.squares import gram, minus, scaled_identity
from certify.rocq.statements import Parts, is_spectral
from certify.rocq.syntax import number

SIZES, HOLDS, DERIVATIVE = "data; lia", "data; holds", "numbers; derivative"


def premises(setting: Setting, p: Printer, found: Parts, explicit: Explicit) -> Iterator[str]:
    """All lines, for the parts that a printer made of the statement."""
    yield from (met(SIZES) for _ in found.ranges)
    for variable in p.variables:
        meaning = p.meanings[variable.name]
        if meaning.node.op == "sigmin":
            yield from least_singular_value(setting, explicit, meaning.node, variable.name + "_")
        else:
            yield f"specialize (H_ ({explicit.value(meaning)}))."
            yield from _defining(meaning.node, len(variable.says))
    for relation, texts in zip(p.statement.given, found.given, strict=True):
        for _ in texts:
            yield from _hypothesis(setting, relation)
    yield from (met(HOLDS) for _ in found.defined)


def met(tactic: str) -> str:
    return f"premise H_ ltac:({tactic})."


def _defining(node: Expr, count: int) -> Iterator[str]:
    """What is said of a variable, in so many premises, holds of its value."""
    if node.op in ("deriv", "jvp"):
        yield from (met(DERIVATIVE) for _ in range(count))
    elif node.op == "inv":
        yield from (met("data; inverse") for _ in range(count))
    else:
        raise NotRefutable(f"{node} has to be given a value")


def _hypothesis(setting: Setting, relation: Relation) -> Iterator[str]:
    if is_spectral(relation.lhs) and relation.op == "le":
        yield from _bounded(setting, relation.lhs.args[0], relation.rhs)
    elif relation.op == "psd":
        form = minus(rational(setting, relation.rhs), rational(setting, relation.lhs))
        yield from premise_by_squares("intros v_", form)
    elif is_spectral(relation.lhs) or (relation.op == "le" and relation.rhs.op == "sigmin"):
        raise NotRefutable(f"the hypothesis {relation}")
    else:
        yield met(HOLDS)


def _bounded(setting: Setting, matrix: Expr, bound: Expr) -> Iterator[str]:
    """||M v|| <= r ||v||: r^2 I - M^T M is a sum of squares."""
    rows = rational(setting, matrix)
    r = setting.exact(bound)
    below = r if r is not None else _simple_below(setting.ends(bound)[0])
    form = minus(scaled_identity(len(rows[0]), below**2), gram(rows))
    weaker = "" if r is not None else f"apply opbound_weaken with ({number(below)}); [|data; number]; "
    yield from premise_by_squares(f"{weaker}split; [data; number|]; intros v_; "
                           "apply norm2_le_scaled_sq; [data; number|]", form)


def _simple_below(value: Fraction) -> Fraction:
    """A short fraction that is a little smaller."""
    digits = Fraction(2) ** (12 - value.numerator.bit_length() + value.denominator.bit_length())
    return Fraction((value * digits).__floor__()) / digits


__all__ = ["DERIVATIVE", "SIZES", "met", "premises"]
