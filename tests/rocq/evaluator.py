"""Printed statements at numbers: the sides of every relation, with what is quantified over determined from what is said
of it."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from grammar import COMPARISONS, Node, parse
from mpmath import mp
from semantics import Indexed, dense, derivative, matrix, meaning, quotient, spectral, vector

Key = tuple[Any, ...]
SHAPED = ("vec", "mat")


@dataclass(frozen=True)
class Pair:
    """One relation between numbers: ``key`` holds the indices of the entry, then the direction of a derivative."""

    key: Key
    sign: str
    left: Any
    right: Any


class Statement:
    """A printed statement at an instance: ``given`` and ``says`` hold the pairs of each premise and conclusion."""

    def __init__(self, text: str, numbers: Mapping[str, Any], sizes: Mapping[str, tuple[int, ...]]):
        self.sizes, self.given, self.says = sizes, [], []
        self._walk(parse(text), dict(numbers))

    def _walk(self, node: Node, env: dict[str, Any]) -> None:
        """Down the premises; what is quantified over and no symbol of the claim is found from the premise after it."""
        while True:
            if node[0] == "exists" and node[1] in env:
                node = node[3]
                if node[0] == "/\\":  # the radius of a neighbourhood is positive
                    node = node[2]
            elif node[0] == "forall" and node[1] in env:
                node = node[3]
            elif node[0] == "forall" and node[2] != "nat" and node[3][0] == "->":
                env[node[1]] = self._determined(node[1], node[2], node[3][1], env)
                node = node[3]
            elif node[0] == "let":
                assert node[1] not in env
                env[node[1]] = self.value(node[3], env)
                node = node[4]
            elif node[0] == "->":
                self.given.append(list(self._pairs(node[1], env, ())))
                node = node[2]
            else:
                break
        for part in self._parts(node):
            self.says.append(list(self._pairs(part, env, ())))

    def _parts(self, node: Node) -> list[Node]:
        return [*self._parts(node[1]), node[2]] if node[0] == "/\\" else [node]

    # what a premise says of a variable

    def _determined(self, name: str, kind: str, premise: Node, env: dict[str, Any]) -> Any:
        head, args = spine(premise)
        if head == ("name", "opbound"):
            m, n, a = (self.value(arg, env) for arg in args[:3])
            return spectral(m, n, a)
        if premise[0] == "\\/":
            _, (n, a, _) = spine(spine(premise[1][3][2])[1][1])
            size = self.value(spine(premise[1][3][2])[1][0], env), self.value(n, env)
            return min(mp.svd_r(dense(*size, self.value(a, env)), compute_uv=False))
        if mentions(premise, "mulm") and not mentions(premise, "deriv_at"):
            return self._inverse(kind.split(" -> "), premise, env)
        return self._derivative(name, kind.split(" -> "), premise, env)

    def _inverse(self, kinds: list[str], premise: Node, env: dict[str, Any]) -> Any:
        """A function of the points that the premise is quantified over, which then speaks of any inverse there."""
        if len(kinds) > 1:
            assert premise[2] == kinds[0]
            return lambda point: self._inverse(kinds[1:], premise[3], {**env, premise[1]: point})
        product = premise[3][1] if premise[2] == "mat" else premise
        n, a = (self.value(arg, env) for arg in spine(product[3][3][2][2][1])[1][:2])
        found = mp.inverse(dense(n, n, a))
        return matrix(lambda i, j: found[i, j])

    def _derivative(self, name: str, kinds: list[str], premise: Node, env: dict[str, Any], points: int = 0) -> Any:
        """A function of the points that the premise is quantified over, then of indices."""
        if len(kinds) > 1:
            assert premise[0] == "forall"
            assert premise[2] == kinds[0]
            return lambda point: self._derivative(name, kinds[1:], premise[3], {**env, premise[1]: point}, points + 1)
        while premise[0] == "->":
            premise = premise[2]
        entries: dict[Key, Any] = {}
        probe = Probe()
        unknown = probe.array(kinds[0])
        for _ in range(points):
            unknown = constant(unknown)
        for pair in self._pairs(premise, {**env, name: unknown}, ()):
            entries[probe.known[pair.right]] = pair.left
        if kinds == ["R"]:
            return entries[()]
        return (vector(lambda i: entries[(i,)]) if kinds == ["vec"] else matrix(lambda i, j: entries[(i, j)]))

    # propositions

    def _pairs(self, node: Node, env: dict[str, Any], key: Key) -> Iterator[Pair]:
        head, args = spine(node)
        if node[0] in COMPARISONS:
            yield Pair(key, node[0], self.value(node[1], env), self.value(node[2], env))
        elif node[0] == "forall" and node[2] == "nat":
            yield from self._entries(node, env, key)
        elif node[0] == "forall" and node[2] in ("R", *SHAPED) and mentions(node, "deriv_at"):
            for direction, unit in self._units(node, env):
                yield from self._pairs(node[3], {**env, node[1]: unit}, (*key, *direction))
        elif head == ("name", "deriv_at"):
            curve, at, right = (self.value(arg, env) for arg in args)
            yield Pair(key, "=", derivative(curve, at), right)
        elif head == ("name", "opbound"):
            m, n, a, bound = (self.value(arg, env) for arg in args)
            yield Pair(key, "<=", spectral(m, n, a), bound)
        elif head == ("name", "psd"):
            n, a, b = (self.value(arg, env) for arg in args)
            for i, j in itertools.product(range(n), repeat=2):
                yield Pair((*key, i, j), "psd", a(i)(j), b(i)(j))
        elif node[0] == "exists":  # a bound below: r < e and the norm is at most r
            small, bounded = node[3][1], node[3][2]
            m, n, a = (self.value(arg, env) for arg in spine(bounded)[1][:3])
            yield Pair(key, "<", spectral(m, n, a), self.value(small[2], env))
        elif node[0] == "\\/":
            body, variable = node[1][3], node[1][1]
            found = self._determined(variable, "R", node, env)
            yield Pair(key, "<=", self.value(body[1][1], env), found)

    def _entries(self, node: Node, env: dict[str, Any], key: Key) -> Iterator[Pair]:
        """All values of the indices that ranges allow; the ranges come after the last of them."""
        names = []
        while node[0] == "forall" and node[2] == "nat":
            names.append(node[1])
            node = node[3]
        limits: dict[str, int] = {}
        while node[0] == "->" and len(limits) < len(names):
            (_, (_, (_, index), limit)) = node[1]
            limits[index] = self.value(limit, env, natural=True)
            node = node[2]
        for values in itertools.product(*(range(limits[name]) for name in names)):
            yield from self._pairs(node, {**env, **dict(zip(names, values, strict=True))}, (*key, *values))

    def _units(self, node: Node, env: dict[str, Any]) -> Iterator[tuple[Key, Any]]:
        """The unit vectors or matrices of the variable by which is differentiated, by name."""
        shape = self.sizes[moved(node)]
        for place in itertools.product(*map(range, shape)):
            yield (place,), (vector if len(shape) == 1 else matrix)(
                lambda *at, place=place: mp.mpf(int(at == place)))

    # terms

    def value(self, node: Node, env: Mapping[str, Any], natural: bool = False) -> Any:
        """The value of a term; numbers are naturals where ``natural`` holds."""
        kind = node[0]
        if kind == "nat":
            return self.value(node[1], env, True)
        if kind == "number":
            return node[1] if natural else mp.mpf(node[1])
        if kind == "name":
            return env[node[1]] if node[1] in env else meaning(node[1])
        if kind == "apply":
            return self.value(node[1], env, natural)(self.value(node[2], env, natural))
        if kind == "lambda":
            _, name, words, body = node
            call = lambda argument: self.value(body, {**env, name: argument}, natural)  # noqa: E731
            return Indexed(call) if words in ("", "nat") else call
        if kind == "if":
            return self.value(node[2 if self.value(node[1], env, natural) else 3], env, natural)
        if kind in ("opposite", "inverse"):
            inner = self.value(node[1], env, natural)
            return -inner if kind == "opposite" else quotient(mp.mpf(1), inner)
        return self._operation(node, env, natural)

    def _operation(self, node: Node, env: Mapping[str, Any], natural: bool) -> Any:
        operator, left = node[0], self.value(node[1], env, natural)
        if operator == "^":
            return left ** self.value(node[2], env, True)
        right = self.value(node[2], env, natural)
        if operator == "/":
            return quotient(left, right)
        if operator == "-":
            return max(left - right, 0) if natural else left - right
        return left + right if operator == "+" else left * right


class Probe:
    """An unknown derivative with another number at each entry: which one a premise gives to a unit vector tells which
    entry it speaks of."""

    def __init__(self) -> None:
        self.known: dict[Any, Key] = {}

    def array(self, kind: str) -> Any:
        if kind == "R":
            return self.entry(())
        return vector(lambda i: self.entry((i,))) if kind == "vec" else matrix(lambda i, j: self.entry((i, j)))

    def entry(self, key: Key) -> Any:
        number = mp.mpf(random.Random(repr(key)).getrandbits(60) + 1)
        self.known[number] = key
        return number


def constant(value: Any) -> Any:
    """The function that has one value."""
    return lambda point: value


def spine(node: Node) -> tuple[Node, list[Node]]:
    """Head and arguments of an application."""
    args: list[Node] = []
    while node[0] == "apply":
        args.append(node[2])
        node = node[1]
    return node, args[::-1]


def mentions(node: Any, name: str) -> bool:
    """Whether a name occurs."""
    return node == name or (isinstance(node, tuple) and any(mentions(part, name) for part in node))


def moved(node: Node) -> str:
    """The variable x of ``fun t => (fun x => e) (x + t v)`` below a node."""
    if node[0] == "apply" and spine(node)[0][0] == "lambda" and spine(node)[0][2]:
        return spine(node)[0][1]
    for part in node:
        if isinstance(part, tuple) and (found := moved(part)):
            return found
    return ""


def numbers(rng: random.Random, shape: tuple[int, ...], low: float, up: float) -> Any:
    """A random scalar, vector or matrix of short dyadics, as nested lists."""
    if not shape:
        return round(rng.uniform(low, up) * 2**12) / 2**12
    return [numbers(rng, shape[1:], low, up) for _ in range(shape[0])]


def as_function(value: Any) -> Any:
    """Nested lists as Rocq's functions of indices."""
    return Indexed(lambda i: as_function(value[i])) if isinstance(value, list) else mp.mpf(value)
