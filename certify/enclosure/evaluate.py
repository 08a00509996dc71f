"""Plans: expressions at concrete sizes as a straight line of backend calls.

A plan is compiled once for a shape and run for many batches: operands are register numbers, sums over an
index are unrolled, equal steps are taken once, what depends on no symbol is computed once a backend, and
registers are freed after their last use. Two rewritings keep exponentials in range, in the evaluation
only and never in the statement: exp(z) / sum(exp(z)) runs as a softmax, log(sum(exp(z))) as a log-sum-exp.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from certify.enclosure.lowering import CONSTANT, Lowering, Step
from certify.enclosure.protocol import Backend, Value
from certify.language import Expr

_PLANS = 1024


class Plan:
    """A compiled list of steps. ``run`` may be called with any backend, any number of times."""

    __slots__ = ("__weakref__", "_constant", "_folded", "_size", "inputs", "outputs", "steps")

    def __init__(self, lowering: Lowering, outputs: Sequence[int]):
        self.outputs = tuple(outputs)
        self.inputs = dict(lowering.inputs)
        steps = lowering.live(self.outputs)
        self._constant = [step for step in steps if lowering.kinds[step.out] == CONSTANT]
        self.steps = _with_frees([s for s in steps if lowering.kinds[s.out] != CONSTANT], self.outputs,
                                 keep={s.out for s in self._constant})
        self._size = len(lowering.kinds)
        self._folded: WeakKeyDictionary[Any, list[tuple[int, Value]]] = WeakKeyDictionary()

    def run(self, backend: Backend[Any], values: Mapping[str, Value]) -> list[Value]:
        """The values of the expressions; ``values`` holds the symbols as ``backend.input`` made them."""
        with session(backend):
            registers: list[Value] = [None] * self._size
            for register, value in self.constants(backend):
                registers[register] = value
            for name, register in self.inputs.items():
                registers[register] = values[name]
            for out, method, operands, extra, frees in self.steps:
                function = getattr(backend, method, None) or _fallback(backend, method)
                registers[out] = function(*[registers[k] for k in operands], *extra)
                for k in frees:
                    registers[k] = None
            return [registers[k] for k in self.outputs]

    def constants(self, backend: Backend[Any]) -> list[tuple[int, Value]]:
        """Registers that depend on no symbol, computed once for a backend."""
        folded = self._folded.get(backend)
        if folded is None:
            registers: dict[int, Value] = {}
            for step in self._constant:
                function = getattr(backend, step.method, None) or _fallback(backend, step.method)
                registers[step.out] = function(*[registers[k] for k in step.operands], *step.extra)
            used = {k for step in self.steps for k in step[2]} | set(self.outputs)
            folded = self._folded[backend] = [(k, v) for k, v in registers.items() if k in used]
        return folded


class Partial:
    """A plan with some of its symbols fixed: what depends on them alone is computed once, here."""

    def __init__(self, plan: Plan, backend: Backend[Any], fixed: Mapping[str, Value]):
        self.plan, self.backend = plan, backend
        self._known: dict[int, Value] = dict(plan.constants(backend))
        self._known.update((plan.inputs[name], value) for name, value in fixed.items() if name in plan.inputs)
        self._rest = []
        with session(backend):
            for out, method, operands, extra, _ in plan.steps:
                if all(k in self._known for k in operands):
                    function = getattr(backend, method, None) or _fallback(backend, method)
                    self._known[out] = function(*[self._known[k] for k in operands], *extra)
                else:
                    self._rest.append((out, method, operands, extra))

    def run(self, values: Mapping[str, Value]) -> list[Value]:
        """The values of the expressions, given the symbols that are not fixed."""
        registers = dict(self._known)
        with session(self.backend):
            for name, value in values.items():
                registers[self.plan.inputs[name]] = value
            for out, method, operands, extra in self._rest:
                function = getattr(self.backend, method, None) or _fallback(self.backend, method)
                registers[out] = function(*[registers[k] for k in operands], *extra)
            return [registers[k] for k in self.plan.outputs]


def _with_frees(steps: Sequence[Step], outputs: Sequence[int],
                keep: set[int]) -> list[tuple[int, str, tuple[int, ...], tuple[Any, ...], tuple[int, ...]]]:
    """Each step with the registers that nothing needs after it."""
    needed = set(outputs) | keep
    out = []
    for step in reversed(steps):
        frees = tuple(set(step.operands) - needed)
        needed.update(frees)
        out.append((step.out, step.method, step.operands, step.extra, frees))
    return out[::-1]


def _fallback(backend: Backend[Any], method: str) -> Any:
    if method == "logsumexp":
        return lambda z: backend.log(backend.sum(backend.exp(z), None))
    if method == "kron_product":
        return lambda a, b, x: backend.matmul(backend.kron(a, b), x)
    if method == "scale_rows":
        return lambda v, a: backend.matmul(backend.diag(v), a)
    if method == "scale_columns":
        return lambda a, v: backend.matmul(a, backend.diag(v))
    raise AttributeError(f"backend {type(backend).__name__} has no operation {method!r}")


def session(backend: Backend[Any]) -> AbstractContextManager[Any]:
    """The context that the backend wants around its operations."""
    enter = getattr(backend, "session", None)
    return enter() if enter is not None else nullcontext()


def compile_plan(exprs: Sequence[Expr], dims: Mapping[str, int], indices: Mapping[str, int] | None = None) -> Plan:
    """The plan of expressions at concrete dimensions and values of their free indices; plans are cached.

    Raises ``PlanError`` where an expression still has a derivative or a name (see ``certify.calculus.prepare``).
    """
    return _compiled(tuple(exprs), tuple(sorted(dims.items())), tuple(sorted((indices or {}).items())))


@lru_cache(maxsize=_PLANS)
def _compiled(exprs: tuple[Expr, ...], dims: tuple[tuple[str, int], ...],
              indices: tuple[tuple[str, int], ...]) -> Plan:
    lowering = Lowering(exprs, dict(dims), dict(indices))
    return Plan(lowering, [lowering.register(root) for root in exprs])


def evaluate(exprs: Sequence[Expr], backend: Backend[Any], dims: Mapping[str, int], indices: Mapping[str, int],
             values: Mapping[str, Value]) -> list[Value]:
    """``compile_plan(exprs, dims, indices).run(backend, values)``."""
    return compile_plan(exprs, dims, indices).run(backend, values)


__all__ = ["Partial", "Plan", "compile_plan", "evaluate", "session"]
