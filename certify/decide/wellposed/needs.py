"""What an operation needs to have a value, and which operations of a statement are proved to have one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import prod

from certify.calculus.algebra import constant
from certify.decide.wellposed.regular import is_regular
from certify.decide.wellposed.signs import Signs
from certify.language import Expr, Relation, Size, Statement, make, postorder

Need = Callable[[Expr, Signs], bool]


def unproved(statement: Statement) -> tuple[Expr, ...] | None:
    """The operations that are not proved to have a value where the hypotheses hold, operands first.

    A hypothesis may be used once everything in it is proved to have a value. None where the hypotheses contradict
    each other.
    """
    usable: tuple[Relation, ...] = ()
    while True:
        signs = Signs(usable, _asked(statement))
        if signs.empty:
            return None
        more = tuple(rel for rel in statement.given if _lacking((rel.lhs, rel.rhs), signs) == ())
        if more == usable:
            return _lacking(statement.roots, signs)
        usable = more


def _asked(statement: Statement) -> list[Expr]:
    """Everything whose sign may matter: operands of what may have no value or no derivative."""
    return [arg for node in postorder(*statement.roots) if node.op in _NEEDS or node.op in _ROUGH for arg in node.args]


def _lacking(roots: Sequence[Expr], signs: Signs) -> tuple[Expr, ...]:
    return tuple(node for node in postorder(*roots) if node.op in _NEEDS and not _NEEDS[node.op](node, signs))


def _power(node: Expr, signs: Signs) -> bool:
    base, exponent = node.args[0], constant(node.args[1])
    if exponent is None:
        return signs.positive(base)
    if exponent.denominator == 1:
        return exponent >= 0 or signs.nonzero(base)
    return signs.nonnegative(base) if exponent > 0 else signs.positive(base)


def _smooth(node: Expr, signs: Signs) -> bool:
    """Whether what is differentiated certainly has all derivatives by the symbol."""
    root, symbol = node.args[:2]
    squared = {inner.args[0] for inner in postorder(root) if _is_even_power(inner)}
    moving: set[Expr] = {symbol}
    for inner in postorder(root):
        if moving.intersection(inner.args):
            moving.add(inner)
        rough = inner in moving and inner.op in _ROUGH and not (inner in squared and _is_euclidean(inner))
        if rough and not _ROUGH[inner.op](inner, signs):
            return False
    return True


def _is_even_power(node: Expr) -> bool:
    exponent = constant(node.args[1]) if node.op == "pow" else None
    return exponent is not None and exponent > 0 and exponent % 2 == 0


def _is_euclidean(node: Expr) -> bool:
    """The Euclidean norm of a vector, or the Frobenius norm: even powers of it are polynomials of the entries."""
    return node.op == "norm" and (node.attrs[0] == "fro" or (node.attrs[0] == "2" and len(node.args[0].shape) == 1))


def _fractional(node: Expr, signs: Signs) -> bool:
    exponent = constant(node.args[1])
    return (exponent is not None and Fraction(exponent).denominator == 1) or signs.positive(node.args[0])


def _in_range(node: Expr, signs: Signs) -> bool:
    """Whether an index is one of the axis that it picks from."""
    index, size = node.args[-1], node.attrs[0] if node.op == "unit" else node.args[0].shape[node.attrs[0]]
    if index.op == "idx":
        return bool(index.attrs[1] == size)
    place = constant(index)
    return place is not None and 0 <= place < _least(size, signs)


def _least(size: Size, signs: Signs) -> Fraction:
    """What a size does not go below: each dimension is at least 1, or what the hypotheses say."""
    total = Fraction(0)
    for factors, count in size.terms:
        total += count * prod((signs.least(make("dim", (), (name,))) for name in factors), start=Fraction(1))
    return total


_NEEDS: dict[str, Need] = {
    "div": lambda node, signs: signs.nonzero(node.args[1]),
    "log": lambda node, signs: signs.positive(node.args[0]),
    "sqrt": lambda node, signs: signs.nonnegative(node.args[0]),
    "pow": _power,
    "normp": lambda node, signs: signs.positive(node.args[1]),
    "inv": lambda node, signs: is_regular(node.args[0], signs),
    "eigmin": lambda node, signs: False, "eigmax": lambda node, signs: False,  # of matrices that may not be symmetric
    "take": _in_range, "unit": _in_range,
    "deriv": _smooth, "jvp": _smooth,
}
#: Operations without a derivative somewhere, with what makes sure that they have one.
_ROUGH: dict[str, Need] = {
    "abs": lambda node, signs: signs.nonzero(node.args[0]),
    "norm": lambda node, signs: _is_euclidean(node) and signs.positive(node),
    "sqrt": lambda node, signs: signs.positive(node.args[0]),
    "pow": _fractional,
    **dict.fromkeys(("normp", "max", "min", "maximum", "minimum", "eigmin", "eigmax", "sigmin"),
                    lambda node, signs: False),
}

__all__ = ["unproved"]
