"""What an adversarial search climbs: how close a relation comes to failing, as one number with a gradient.

For ``lhs <= rhs`` (and ``<``) with both sides of one sign it is log(lhs / rhs), positive exactly where the floats
say that the relation fails; so no constant is too large (exp(10 R**2) lives in the exponent). Entrywise relations
take the worst entry. For M << N with N >= 0 it is the logarithm of the largest generalised eigenvalue, elsewhere
the largest eigenvalue of M - N over the size of both; for ``eq`` the logarithm of the relative difference. All are
floats: they rank candidates and decide nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from certify.enclosure.floats import Float, JitteredBackend
from certify.enclosure.gradients import Program
from certify.instances.data import Floats
from certify.instances.measures import FAILS, difference, entrywise, ratio, semidefinite
from certify.language import Expr, Relation, Statement, postorder

CLOSEST = 1e-6  # relative distance below which two points count as one: float64 differences lose their digits


class Objective:
    """Relation k of a statement at concrete sizes, to be maximised over the symbols that occur in it."""

    def __init__(self, statement: Statement, k: int, dims: Mapping[str, int], indices: Mapping[str, int]):
        self.relation: Relation = statement.says[k]
        self.pairs = moving_pairs(statement, k)
        self.names = tuple(statement.symbols)
        self._program = Program((self.relation.lhs, self.relation.rhs), dims, indices, self.names)
        self._seeds: tuple[Float, Float] | None = None

    def value(self, values: Mapping[str, Floats]) -> Floats:
        """(B,) values; -inf where undefined, 0/0, or two points that the claim compares all but coincide."""
        out, self._seeds = self._measured(self._program.run(values))
        return self._cleaned(out, values)

    def gradient(self) -> dict[str, Float]:
        """Gradients of the last values."""
        assert self._seeds is not None, "value first"
        return self._program.pull(self._seeds)

    def noise(self, values: Mapping[str, Floats], rng: np.random.Generator) -> Floats:
        """How far random rounding errors, larger than real ones, move the values: how much is made of rounding."""
        backend = JitteredBackend(rng)
        inputs = {name: backend.input(values[name]) for name in self._program.plan.inputs}
        sides = [self._program.plan.run(backend, inputs) for _ in range(2)]
        runs = [self.value(values), *(self._cleaned(self._measured(pair)[0], values) for pair in sides)]
        with np.errstate(invalid="ignore"):
            apart = np.max(runs, axis=0) - np.min(runs, axis=0)
        return np.where(np.isneginf(runs).all(0), 0.0, apart)

    def _measured(self, sides: Sequence[Float]) -> tuple[Floats, tuple[Float, Float]]:
        lhs, rhs = sides
        with np.errstate(all="ignore"):
            if self.relation.op == "psd":
                return semidefinite(lhs, rhs)
            return entrywise(lhs, rhs, difference if self.relation.op == "eq" else ratio)

    def _cleaned(self, out: Floats, values: Mapping[str, Floats]) -> Floats:
        size = max((len(value) for value in values.values()), default=1)
        out = np.broadcast_to(out, (size,)).copy()
        out[~np.isfinite(out) | self._merged(values)] = -np.inf
        return out

    def _merged(self, values: Mapping[str, Floats]) -> NDArray[np.bool_]:
        close = np.zeros(1, bool)
        for first, second in self.pairs:
            x, y = (values[name].reshape(len(values[name]), -1) for name in (first, second))
            size = np.maximum(1.0, np.maximum(np.abs(x).max(1), np.abs(y).max(1)))
            close = close | (np.abs(x - y).max(1) < CLOSEST * size)
        return close


def moving_pairs(statement: Statement, k: int) -> tuple[tuple[str, str], ...]:
    """Pairs of symbols whose difference the claim takes, such as x and y in ||x - y||; each symbol once."""
    relation = statement.says[k]
    roots = [relation.rhs, relation.lhs, *(side for rel in statement.given for side in (rel.lhs, rel.rhs))]
    pairs: list[tuple[str, str]] = []
    for node in postorder(*roots):
        pair = _difference_of(node)
        if pair is not None and not any(name in known for known in pairs for name in pair):
            pairs.append(pair)
    return tuple(pairs)


def _difference_of(node: Expr) -> tuple[str, str] | None:
    if node.op != "add" or node.args[1].op != "neg":
        return None
    first, second = node.args[0], node.args[1].args[0]
    if first.op != "sym" or second.op != "sym" or first is second:
        return None
    return first.attrs[0], second.attrs[0]


__all__ = ["CLOSEST", "FAILS", "Objective", "moving_pairs"]
