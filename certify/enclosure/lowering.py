"""Lowering: an expression graph at concrete sizes becomes numbered steps, each one call of a backend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from certify.calculus.patterns import log_sum_exp, matrix_softmax, softmax_argument
from certify.enclosure.entries import picked
from certify.language import Expr, postorder

CONSTANT, VARYING = 0, 1
Bindings = tuple[tuple[str, int], ...]


class PlanError(RuntimeError):
    """An expression that cannot be evaluated as it stands; the caller has to prepare it first."""


class Step(NamedTuple):
    """``register[out] = backend.method(*registers[operands], *extra)``."""

    out: int
    method: str
    operands: tuple[int, ...]
    extra: tuple[Any, ...]


_PLAIN = frozenset([
    "abs", "add", "cosh", "diag", "diagonal", "div", "dot", "eigmax", "eigmin", "erf", "exp", "inv", "kron", "log",
    "matmul", "max", "maximum", "min", "minimum", "mul", "neg", "norm", "normp", "outer", "sigmin", "sinh",
    "softmax", "sqrt", "sum", "tanh", "trace", "transpose", "vec",
])


@dataclass(frozen=True)
class Call:
    """What a node becomes: a backend method on the values of some nodes, with plain arguments after them."""

    method: str
    args: tuple[Expr, ...] = ()
    extra: tuple[Any, ...] = ()


def call_of(node: Expr, dims: Mapping[str, int], indices: Mapping[str, int]) -> Call:
    """The call for any node but ``sym``, ``sumover`` and derivatives."""
    if node.op in _PLAIN:
        return Call(node.op, node.args, node.attrs)
    if node.op == "pow" and node.args[1].op == "const":
        return Call("power", node.args[:1], (Fraction(node.args[1].attrs[0]),))
    if node.op == "pow":
        return Call("pow", node.args)
    if node.op == "concat":
        return Call(("stacked", "beside")[node.attrs[0]], node.args)
    if node.op == "take":
        return Call("take", node.args[:1], (index_value(node.args[1], indices), node.attrs[0]))
    return _leaf(node, dims, indices)


def _leaf(node: Expr, dims: Mapping[str, int], indices: Mapping[str, int]) -> Call:
    if node.op == "const":
        return Call("constant", (), (Fraction(node.attrs[0]),))
    if node.op == "dim":
        return Call("constant", (), (Fraction(dims[node.attrs[0]]),))
    if node.op == "pi":
        return Call("pi")
    if node.op == "array":
        return Call("array", (), (_fractions(node.attrs[0]),))
    if node.op in ("ones", "zeros"):
        return Call(node.op, (), (tuple(size.value(dims) for size in node.shape),))
    if node.op == "eye":
        return Call("eye", (), (node.shape[0].value(dims),))
    if node.op == "unit":
        return Call("unit", (), (node.shape[0].value(dims), index_value(node.args[0], indices)))
    raise PlanError(f"the operation {node.op!r} has no numeric reading; derivatives and names are removed first, "
                    "by certify.calculus.prepare")


def _fractions(entries: Any) -> Any:
    return tuple(map(_fractions, entries)) if isinstance(entries, tuple) else Fraction(entries)


def index_value(node: Expr, indices: Mapping[str, int]) -> int:
    """The number that an index position holds."""
    if node.op == "const":
        return int(Fraction(node.attrs[0]))
    name = node.attrs[0]
    if name not in indices:
        raise PlanError(f"the index {name} has no value here; free indices get one from the instance")
    return indices[name]


def index_names(roots: Iterable[Expr]) -> dict[Expr, frozenset[str]]:
    """For every node the names of the indices that its value depends on."""
    free: dict[Expr, frozenset[str]] = {}
    for node in postorder(*roots):
        below: frozenset[str] = frozenset().union(*(free[arg] for arg in node.args))
        if node.op == "idx":
            below |= {node.attrs[0]}
        free[node] = below - {node.args[1].attrs[0]} if node.op == "sumover" else below
    return free


def formed(*roots: Expr) -> list[Expr]:
    """The nodes of prepared expressions whose values an evaluation holds: Kronecker products that are only multiplied
    by something, or asked for a row, are left out."""
    nodes = list(postorder(*roots))
    used = {id(root) for root in roots}
    for node in nodes:
        free = node.args[0] if node.op in ("matmul", "take") else None
        used.update(id(arg) for arg in node.args if arg is not free)
    return [node for node in nodes if node.op != "kron" or id(node) in used]


@lru_cache(maxsize=1024)
def _index_names(roots: tuple[Expr, ...]) -> dict[Expr, frozenset[str]]:
    """``index_names`` for every size of the same expressions; not to be changed."""
    return index_names(roots)


class Lowering:
    """Numbers the steps of some roots; equal steps get one number (value numbering)."""

    def __init__(self, roots: tuple[Expr, ...], dims: Mapping[str, int], indices: Mapping[str, int]):
        self.dims, self.indices = dims, indices
        self.steps: list[Step] = []
        self.kinds: list[int] = []
        self.inputs: dict[str, int] = {}
        self._names = dict(_index_names(roots))
        self._calls: dict[tuple[Expr, Bindings], Call] = {}
        self._known: dict[tuple[Any, ...], int] = {}
        self._memo: dict[tuple[Expr, Bindings], int] = {}

    def register(self, root: Expr) -> int:
        """The register of a root, with the steps that fill it."""
        stack: list[tuple[Expr, dict[str, int]]] = [(root, dict(self.indices))]
        while stack:
            node, bound = stack[-1]
            if self._key(node, bound) in self._memo:
                stack.pop()
                continue
            needs = self._needs(node, bound)
            missing = [(arg, env) for arg, env in needs if self._key(arg, env) not in self._memo]
            if missing:
                stack.extend(reversed(missing))
            else:
                stack.pop()
                self._memo[self._key(node, bound)] = self._emit(node, bound)
        return self._memo[self._key(root, self.indices)]

    def live(self, outputs: Iterable[int]) -> list[Step]:
        """The steps that the outputs need, in order."""
        needed = set(outputs)
        kept = []
        for step in reversed(self.steps):
            if step.out in needed:
                needed.update(step.operands)
                kept.append(step)
        return kept[::-1]

    def _key(self, node: Expr, bound: Mapping[str, int]) -> tuple[Expr, Bindings]:
        names = self._free(node)
        return node, tuple((name, bound[name]) for name in sorted(names) if name in bound) if names else ()

    def _free(self, node: Expr) -> frozenset[str]:
        """Names of the indices that a node depends on; it may have been made here, in place of another."""
        if node not in self._names:
            self._names.update(index_names([node]))
        return self._names[node]

    def _needs(self, node: Expr, bound: dict[str, int]) -> list[tuple[Expr, dict[str, int]]]:
        if node.op == "sumover":
            body, idx = node.args
            return [(body, {**bound, idx.attrs[0]: k}) for k in range(idx.attrs[1].value(self.dims))]
        if node.op == "sym":
            return []
        return [(arg, bound) for arg in self._call(node, bound).args]

    def _call(self, node: Expr, bound: Mapping[str, int]) -> Call:
        key = self._key(node, bound)
        if key not in self._calls:
            self._calls[key] = self._recognised(node, bound)
        return self._calls[key]

    def _recognised(self, node: Expr, bound: Mapping[str, int]) -> Call:
        if (argument := softmax_argument(node)) is not None:
            return Call("softmax", (argument,), (0,))
        if (pattern := matrix_softmax(node)) is not None:
            return Call("softmax", pattern[:1], pattern[1:])
        if (argument := log_sum_exp(node)) is not None:
            return Call("logsumexp", (argument,))
        if node.op == "take" and (line := picked(node, index_value(node.args[1], bound), self.dims)) is not None:
            return self._call(line, bound)
        if node.op == "matmul" and node.args[0].op == "kron":
            return Call("kron_product", (*node.args[0].args, node.args[1]))
        if node.op == "matmul" and node.args[0].op == "diag" and len(node.shape) == 2:
            return Call("scale_rows", (node.args[0].args[0], node.args[1]))
        if node.op == "matmul" and node.args[1].op == "diag":
            return Call("scale_columns", (node.args[0], node.args[1].args[0]))
        return call_of(node, self.dims, bound)

    def _emit(self, node: Expr, bound: dict[str, int]) -> int:
        if node.op == "sym":
            return self._input(node.attrs[0])
        if node.op == "sumover":
            terms = [self._memo[self._key(arg, env)] for arg, env in self._needs(node, bound)]
            total = terms[0]
            for term in terms[1:]:
                total = self._step("add", (total, term), ())
            return total
        call = self._call(node, bound)
        return self._step(call.method, tuple(self._memo[self._key(arg, bound)] for arg in call.args), call.extra)

    def _input(self, name: str) -> int:
        if name not in self.inputs:
            self.inputs[name] = len(self.kinds)
            self.kinds.append(VARYING)
        return self.inputs[name]

    def _step(self, method: str, operands: tuple[int, ...], extra: tuple[Any, ...]) -> int:
        key = (method, operands, extra)
        if key not in self._known:
            out = self._known[key] = len(self.kinds)
            self.steps.append(Step(out, method, operands, extra))
            self.kinds.append(max((self.kinds[k] for k in operands), default=CONSTANT))
        return self._known[key]


__all__ = ["CONSTANT", "Call", "Lowering", "PlanError", "Step", "call_of", "index_names", "index_value"]
