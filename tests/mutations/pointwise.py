"""Statements at a point in mpmath with many digits: how a mutant is known to be false without asking the verifier.

Derivatives are central differences, so nothing is differentiated by the rules that are under test.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import count
from typing import Any

import numpy as np

from certify.enclosure.evaluate import compile_plan
from certify.enclosure.oracle import MpmathBackend
from certify.instances import Instance
from certify.language import Expr, Relation, Statement, make, postorder
from certify.language.expr import rebuild
from certify.language.statements import substitute_index

DIGITS = (80, 320)  # what the first shows, the second has to confirm
MARGIN, FLOOR = 1e-8, 1e-9  # relative gap that counts as clear, and the least size of sides it is relative to
Values = dict[str, Any]


@lru_cache(maxsize=4)
def _backend(digits: int) -> MpmathBackend:
    return MpmathBackend(digits)


class Point:
    """Values of expressions at one instance; ``values`` holds the symbols as arrays of mpmath numbers."""

    def __init__(self, instance: Instance, digits: int = DIGITS[0], values: Values | None = None):
        self.instance, self.digits, self.backend = instance, digits, _backend(digits)
        self.values = values or {name: self.backend.input(_nested(value)) for name, value in instance.values.items()}

    def value(self, root: Expr) -> Any:
        """The value; raises ``ArithmeticError`` where something is undefined."""
        fresh: Values = {}
        flat = self._flat(root, fresh)
        plan = compile_plan((flat,), self.instance.dims, self.instance.indices)
        return plan.run(self.backend, {**self.values, **fresh})[0]

    def _flat(self, root: Expr, fresh: Values) -> Expr:
        """``root`` with derivatives as symbols whose values go into ``fresh``."""
        unrolled = rebuild((root,), self._unroll)[0]
        numbers = count()

        def change(node: Expr, args: tuple[Expr, ...]) -> Expr:
            if node.op not in ("deriv", "jvp"):
                return make(node.op, args, node.attrs)
            name = f"derivative {next(numbers)}"
            fresh[name] = self._differences(node)
            return make("sym", (), (name, node.shape))

        return _topdown(unrolled, change)

    def _unroll(self, node: Expr, args: tuple[Expr, ...]) -> Expr:
        """Sums over an index, written out where a derivative is summed."""
        if node.op != "sumover" or not any(below.op in ("deriv", "jvp") for below in postorder(args[0])):
            return make(node.op, args, node.attrs)
        size = args[1].attrs[1].value(self.instance.dims)
        terms = [substitute_index(args[0], args[1], make("const", (), (str(k),))) for k in range(size)]
        out = terms[0]
        for term in terms[1:]:
            out = out + term
        return out

    def _differences(self, node: Expr) -> Any:
        of, by = node.args[:2]
        if node.op == "jvp":
            return self._difference(of, by, self.value(node.args[2]))
        shape = np.shape(self.values[by.attrs[0]])
        columns = [self._difference(of, by, self._unit(shape, place)) for place in np.ndindex(*shape)]
        if len(shape) == 2 and node.attrs[0] == "F":
            columns = [columns[i * shape[1] + j] for j in range(shape[1]) for i in range(shape[0])]
        sizes = tuple(size.value(self.instance.dims) for size in node.shape)
        if not sizes:
            return columns[0]
        return np.moveaxis(np.array(columns, dtype=object), 0, -1).reshape(sizes)

    def _difference(self, of: Expr, by: Expr, along: Any) -> Any:
        """Central: with d digits a step of 10^(-d/6) errs by 10^(-d/3), whatever the order, and rounding by less."""
        name, step = by.attrs[0], self.backend.mp.mpf(10) ** -(self.digits // 6)
        ends = [Point(self.instance, self.digits, {**self.values, name: self.values[name] + turn * step * along})
                for turn in (1, -1)]
        return (ends[0].value(of) - ends[1].value(of)) / (2 * step)

    def _unit(self, shape: tuple[int, ...], place: tuple[int, ...]) -> Any:
        if not shape:
            return self.backend.mp.one
        out = self.backend.zeros(shape)
        out[place] = self.backend.mp.one
        return out


def _topdown(root: Expr, change: Any) -> Expr:
    """Rewrites what is not below a derivative; derivatives themselves are handed over as they are."""
    done: dict[Expr, Expr] = {}

    def walk(node: Expr) -> Expr:
        if node not in done:
            inner = () if node.op in ("deriv", "jvp") else tuple(walk(arg) for arg in node.args)
            done[node] = change(node, inner)
        return done[node]

    return walk(root)


def _nested(value: Any) -> Any:
    return [_nested(item) for item in value] if isinstance(value, tuple) else value


def clearly_violated(statement: Statement, instance: Instance) -> bool:
    """Whether every hypothesis holds there to 40 digits and a conclusion fails by far more than any rounding.

    Only at entries of ordinary size, and only where four times the digits show the same: numbers such as 10^-300
    cancel more than any fixed number of digits can show.
    """
    return _ordinary(instance) and all(_violated(statement, Point(instance, digits)) for digits in DIGITS)


def _ordinary(instance: Instance) -> bool:
    entries = [x for value in instance.values.values() for x in _flat(value)]
    return all(x == 0 or 1e-9 < abs(x) < 1e4 for x in entries)


def _flat(value: Any) -> list[Any]:
    return [x for item in value for x in _flat(item)] if isinstance(value, tuple) else [value]


def _violated(statement: Statement, point: Point) -> bool:
    try:
        return (all(_gap(relation, point) >= -1e-40 for relation in statement.given)
                and any(_gap(relation, point) < -MARGIN or _is_equal(relation, point) for relation in statement.says))
    except ArithmeticError:  # a side is undefined there
        return False


def _gap(relation: Relation, point: Point) -> Any:
    """How well the relation holds, relative to its sides: negative where it fails.

    Sides that cancel to less than the floor may be nothing but rounding.
    """
    lhs, rhs = point.value(relation.lhs), point.value(relation.rhs)
    entries = [abs(x) for side in (lhs, rhs) for x in np.asarray(side, dtype=object).ravel()]
    size = max(*entries, FLOOR)
    if relation.op == "psd":
        return point.backend.eigmin(rhs - lhs) / size
    gaps = np.asarray(rhs - lhs, dtype=object).ravel()
    return -max(abs(gap) for gap in gaps) / size if relation.op == "eq" else min(gaps) / size


def _is_equal(relation: Relation, point: Point) -> bool:
    """A strict conclusion fails where both sides are one number."""
    return relation.op == "lt" and abs(_gap(relation, point)) < 10.0 ** (10 - point.digits)
