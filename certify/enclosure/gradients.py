"""Gradients of expressions over a batch, by reverse mode: a plan is run on a backend that writes a tape."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache
from typing import Any

import numpy as np

from certify.calculus import prepare
from certify.enclosure.evaluate import compile_plan
from certify.enclosure.floats.backend import FloatBackend
from certify.enclosure.floats.value import Array, Float
from certify.enclosure.pullbacks import PULLBACKS, Pullback
from certify.instances.data import Batch
from certify.language import Expr

_PROGRAMS = 256


class Traced:
    """A value that depends on what is differentiated by, with its place on the tape."""

    __slots__ = ("slot", "value")

    def __init__(self, value: Float, slot: int):
        self.value, self.slot = value, slot


_Record = tuple[Iterable[Pullback], list[int], list[Any], Float]


class Recorder:
    """The float64 backend, writing down every operation on a ``Traced`` value."""

    def __init__(self) -> None:
        self.ops = FloatBackend(keep=True)
        self.tape: list[_Record] = []
        for name, pulls in PULLBACKS.items():
            setattr(self, name, self._recording(getattr(self.ops, name), pulls))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.ops, name)  # constants, which are not recorded

    def session(self) -> AbstractContextManager[Any]:
        """The context of the backend."""
        return self.ops.session()

    def variable(self, value: Float) -> Traced:
        """A new leaf of the tape."""
        self.tape.append(((), [], [], value))
        return Traced(value, len(self.tape) - 1)

    def _recording(self, method: Callable[..., Float], pulls: Iterable[Pullback]) -> Callable[..., Any]:
        def call(*args: Any) -> Any:
            slots = [arg.slot if type(arg) is Traced else -1 for arg in args]
            operands = [arg.value if type(arg) is Traced else arg for arg in args]
            out = method(*operands)
            if max(slots) < 0:
                return out
            self.tape.append((pulls, slots, operands, out))
            return Traced(out, len(self.tape) - 1)

        return call

    def pull(self, seeds: Mapping[int, Float]) -> list[Float | None]:
        """Adjoints of every place of the tape, given those of some; None where there is none."""
        adjoints: list[Float | None] = [None] * len(self.tape)
        for slot, seed in seeds.items():
            adjoints[slot] = seed
        for k in reversed(range(len(self.tape))):
            g = adjoints[k]
            if g is not None:
                self._pull_one(self.tape[k], g, adjoints)
        return adjoints

    def _pull_one(self, record: _Record, g: Float, adjoints: list[Float | None]) -> None:
        pulls, slots, operands, out = record
        for pull, slot, operand in zip(pulls, slots, operands, strict=False):
            if slot < 0:
                continue
            part = pull(self.ops, g, out, *operands)
            if part.rank > operand.rank:
                part = self.ops.sum(part, None)
            known = adjoints[slot]
            adjoints[slot] = part if known is None else self.ops.add(known, part)


class Program:
    """Expressions at concrete sizes, to be run on many batches and differentiated by some symbols.

    The expressions may contain derivatives: they are expanded first, so Hessians need no special care.
    """

    def __init__(self, exprs: Sequence[Expr], dims: Mapping[str, int], indices: Mapping[str, int],
                 wrt: Sequence[str]):
        self.plan = compile_plan(prepare(*exprs), dims, indices)
        self.wrt = tuple(name for name in wrt if name in self.plan.inputs)
        self._recorder = Recorder()
        self._slots: list[int] = []
        self._places: dict[str, int] = {}

    def run(self, values: Mapping[str, Array]) -> list[Float]:
        """The values of the expressions on arrays with a leading batch axis, remembered for ``pull``."""
        recorder = self._recorder
        recorder.tape.clear()
        inputs: dict[str, Any] = {name: recorder.input(values[name]) for name in self.plan.inputs}
        size = max((value.batch for value in inputs.values()), default=1)
        for name in self.wrt:
            inputs[name] = recorder.variable(_repeat(inputs[name], size))
            self._places[name] = inputs[name].slot
        outputs = self.plan.run(recorder, inputs)
        self._slots = [out.slot if isinstance(out, Traced) else -1 for out in outputs]
        return [out.value if isinstance(out, Traced) else out for out in outputs]

    def pull(self, seeds: Sequence[Float | None]) -> dict[str, Float]:
        """For each symbol the gradient of the sum over the expressions of <seed, value>, instance by instance."""
        given: dict[int, Float] = {}
        with self._recorder.session():
            for slot, seed in zip(self._slots, seeds, strict=True):
                if slot >= 0 and seed is not None:
                    given[slot] = self._recorder.ops.add(given[slot], seed) if slot in given else seed
            adjoints = self._recorder.pull(given)
        leaves = {name: self._recorder.tape[slot][3] for name, slot in self._places.items()}
        return {name: _or_zero(adjoints[slot], leaves[name]) for name, slot in self._places.items()}


def _repeat(value: Float, size: int) -> Float:
    if len(value.mant) == size:
        return value
    return Float(np.broadcast_to(value.mant, (size, *value.mant.shape[1:])).copy(), value.exp2)


def _or_zero(adjoint: Float | None, like: Float) -> Float:
    return Float(np.zeros_like(like.mant)) if adjoint is None else adjoint


@lru_cache(maxsize=_PROGRAMS)
def _program(exprs: tuple[Expr, ...], dims: tuple[tuple[str, int], ...], indices: tuple[tuple[str, int], ...],
             wrt: tuple[str, ...]) -> Program:
    return Program(exprs, dict(dims), dict(indices), wrt)


def program(exprs: Sequence[Expr], dims: Mapping[str, int], indices: Mapping[str, int],
            wrt: Sequence[str]) -> Program:
    """The program of expressions, cached. It keeps one tape: pull before the next run."""
    return _program(tuple(exprs), tuple(sorted(dims.items())), tuple(sorted(indices.items())), tuple(wrt))


def value_and_gradient(expr: Expr, batch: Batch, wrt: Sequence[str]) -> tuple[Float, dict[str, Float]]:
    """A scalar expression on each instance of a batch, and its gradient by each symbol named in ``wrt``.

    Both are ``Float`` values, (B,) and (B, *shape), with exponents where float64 would overflow.
    """
    run = program((expr,), batch.dims, batch.indices, wrt)
    (value,) = run.run(batch.values)
    return value, run.pull([Float(np.ones(len(batch)))])


__all__ = ["Program", "Recorder", "program", "value_and_gradient"]
