"""The rules of proved bounds, for check_bounds.py: to each kind of quantity and each node, premises and the bound that follows from theirs.

Every rule is an inequality for all sizes (Horn and Johnson, Matrix Analysis, chapter 5; for the covariance matrix of probabilities: Gruess 1935; for
moments of bounded variables, see the methods). A bound is a node again, built by the functions below; that a node has a pattern is tested as nodes are
tested for equality, at random points modulo a prime.

No constant is taken on trust. Those of moments, and what follows from them by a product (below), rest on inequalities between polynomials that
check_polynomials.py proves when a step first uses them. The others are 1 and 2 from entries in [0, 1] or [-1, 1] and sums of 1, powers of 2 from a binomial
formula, and 22/7 > pi: the difference is the integral of x^4 (1 - x)^4 / (1 + x^2) over [0, 1] (Dalzell 1944).
"""
# ruff: noqa: B905, E401, E501, E701, I001, RUF021
from __future__ import annotations
import functools, itertools, math, sys
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any
if __package__:
    from certify import check as c
    from certify.check_polynomials import need_constant
else:
    sys.path.append(str(Path(__file__).resolve().parent))
    import check as c                      # type: ignore[import-not-found,no-redef]  # the copies beside the certificates
    from check_polynomials import need_constant  # type: ignore[import-not-found,no-redef]
need, ZERO, ONE = c.need, Fraction(0), Fraction(1)
Premise = tuple[str, int]
Option = tuple[list[Premise], Callable[..., int]]
CONSTANTS = {"variance, below": ZERO, "covariance": Fraction(1, 4), "own move": Fraction(4, 27), "second move": Fraction(1, 108), "fourth cumulant, below": Fraction(1, 8), "fourth cumulant, above": Fraction(1, 24),
             "squares, first": Fraction(8, 27), "squares, second, below": Fraction(1203, 10000), "squares, second, above": Fraction(5, 32), "squares, third": Fraction(2021, 10000)}
LEAST_SQUARES = {1: ("squares, first", "squares, first"), 2: ("squares, second, below", "squares, second, above"), 3: ("squares, third", "squares, third")}
CUMULANTS = {2: ("variance, below", "covariance"), 4: ("fourth cumulant, below", "fourth cumulant, above")}
GRADIENT = {"l1": 4, "l2": 2, "size": 1, "fro": 2}       # squares, in multiples of the square of the constant: for directions of spread 2, sqrt(2), 1
NORMS = {(1, "1"): "l1", (1, "2"): "l2", (1, "inf"): "size", (2, "2"): "spectral", (2, "fro"): "fro", (2, "1"): "columns", (2, "inf"): "rows"}
def SAME(a: int, *_: int) -> int: return a
class Rules:
    """All ways to bound a quantity of a node; a bound is a node, built by the functions below."""
    def __init__(self, table: Any): self.T = table
    def const(self, x: Any) -> Callable[..., int]: return lambda *_: self.T.number(x)
    def times(self, *parts: int) -> int: return self.T.fold("mul", list(parts))
    def plus(self, a: int, b: int) -> int: return self.T.make("add", a, b)
    def root(self, a: int) -> int: return self.T.make("sqrt", a)
    def exp(self, a: int) -> int: return self.T.make("exp", a)
    def over(self, a: int, b: int) -> int:
        need(self.value(b) != 0, "a division by a lower bound that is 0")
        return self.T.make("div", a, b)
    def value(self, k: int) -> Fraction | None: return Fraction(self.T.nodes[k][2][0]) if self.T.nodes[k][0] == "const" else None
    def by(self, build: Callable[..., Callable[..., int]], *names: str) -> Callable[..., int]:
        """A bound that rests on constants, whose inequalities are proved before it is built."""
        def found(*v: int) -> int:
            for name in names: need_constant(name, CONSTANTS[name])
            return build(*(CONSTANTS[name] for name in names))(*v)
        return found
    def twice(self, a: int, *_: int) -> int:
        """a / 2: how far diag(p) - p p^T, or softmax, moves in l1, l2 and l_inf, by the covariance of what moves."""
        return self.by(lambda x: self.scaled(2 * x), "covariance")(a)
    def hypot(self, a: int, b: int) -> int: return self.root(self.plus(self.times(a, a), self.times(b, b)))
    def scaled(self, x: Any) -> Callable[..., int]: return lambda a, *_: self.times(self.T.number(x), a)
    def options(self, kind: str, k: int, premises: Sequence[tuple[str, int, int]]) -> Iterator[Option]:
        pair = [x for other, x, _ in premises if other == kind != "floor" and all(ev.value(x)[0] == ev.value(k)[0] for ev in self.T.fields)]
        if len(pair) == len(premises) == 2 and self.T.same(k, self.T.fold("add", pair)): yield [(kind, x) for x in pair], self.plus     # a sum in any order
        yield from self.conversions(kind, k)
        if kind == "fro":
            for b in [x for other, x, _ in premises if other == "floor"]: yield from self.rescaled(k, b, [x for other, x, _ in premises if other == "l2"])
        yield from self.moments(kind, k, [x for other, x, _ in premises if other in ("spread", "fro")], [x for other, x, _ in premises if other == "floor"])
        op, args, attrs = self.T.nodes[k]
        yield from getattr(self, "by_" + (kind if kind in ("size", "floor", "above", "under", "spread") else "norm"))(kind, k, op, args, attrs)
    def conversions(self, kind: str, k: int) -> Iterator[Option]:
        T, shape = self.T, self.T.shape(k)
        whole = T.fold("mul", shape) if shape else T.number(1)
        line = {i: (lambda a, n=n: self.times(self.root(n), a)) for i, n in enumerate([*shape, whole])}   # roots of sizes
        rows, columns, entries = (line.get(i, SAME) for i in (0, 1, len(shape)))
        vectors: list[tuple[str, str, Callable[..., int]]] = [
            ("l2", "size", entries), ("l2", "l1", SAME), ("l1", "l2", entries), ("l1", "size", lambda a: self.times(whole, a)), ("size", "l2", SAME),
            ("size", "l1", SAME), ("spread", "size", self.scaled(2)), ("spread", "l1", SAME), ("spread", "l2", lambda a: self.times(self.root(T.number(2)), a))]
        matrices = [("spectral", "fro", SAME), ("fro", "spectral", rows), ("fro", "spectral", columns), ("fro", "size", entries), ("rows", "spectral", columns),
                    ("columns", "spectral", rows), ("size", "spectral", SAME), ("size", "fro", SAME)]
        for to, of, f in {1: vectors, 2: matrices}.get(len(shape), []):
            if to == kind: yield [(of, k)], f
        if kind == "spectral" and len(shape) == 2: yield [("rows", k), ("columns", k)], lambda a, b: self.root(self.times(a, b))
        if kind in ("above", "under"): yield [("size", k)], SAME
        if kind == "under": yield [("floor", k)], self.const(0)
        if kind == "size":
            both = [(kind, k) for kind in ("above", "under")]
            yield both, lambda a, b: self.plus(a, b) if (x := self.value(a)) is None or (y := self.value(b)) is None else T.number(max(x, y))
    def by_size(self, kind: str, k: int, op: str, args: list[int], attrs: Any) -> Iterator[Option]:
        T, sizes = self.T, [("size", arg) for arg in args]
        if op == "const": yield [], self.const(abs(Fraction(attrs[0])))
        if op == "array": yield [], self.const(max(map(abs, c.literal(attrs[0])[1])))
        if op == "pi": yield [], self.const(Fraction(22, 7))
        if op in ("ones", "unit", "eye", "softmax", "tanh", "erf"): yield [], self.const(1)
        if op == "zeros": yield [], self.const(0)
        if op == "dim": yield [], lambda: k
        if op in ("tanh", "neg", "abs", "max", "min", "transpose", "vec", "diagonal", "diag"): yield sizes[:1], SAME
        if op == "take": yield sizes[:1], SAME
        if op in ("exp", "cosh", "sinh"): yield sizes, self.exp
        if op in ("cosh", "sinh"): yield sizes, functools.partial(T.make, op)
        if op == "sqrt": yield sizes, self.root
        if op == "pow" and (r := self.value(args[1])) is not None:
            if r >= 0: yield sizes[:1] + ([("floor", args[0])] if r.denominator > 1 else []), lambda x, *_: T.make("pow", x, args[1])
            else: yield [("floor", args[0])], lambda x: self.over(T.number(1), T.make("pow", x, T.number(-r)) if self.value(x) != 0 else x)
        if op == "div": yield [sizes[0], ("floor", args[1])], self.over
        if op in ("maximum", "minimum", "add"): yield sizes, self.plus
        if op in ("mul", "outer", "kron"): yield sizes, self.times
        if op == "mul" and args[0] == args[1]: yield sizes[:1], lambda a: self.times(a, a)
        if op == "norm" and len(attrs) > 1: yield [("size", T.make(op, *args, attrs=attrs[:1]))], lambda x: T.make("pow", x, T.number(Fraction(attrs[1])))
        if op == "norm" and len(attrs) == 1: yield [(NORMS[T.rank(args[0]), attrs[0]], args[0])], SAME
        if op == "normp": yield from self.p_norms(args[0], args[1])
        if op in ("eigmax", "eigmin", "sigmin"): yield [("spectral", args[0])], SAME
        if op == "matmul" and T.rank(k) == 1: yield [("rows", args[0]), ("size", args[1])], self.times
        if op == "sum" and not T.rank(k): yield ([("l1", args[0])], SAME) if T.rank(args[0]) == 1 else ([("fro", args[0])], lambda a: self.times(self.root(T.fold("mul", T.shape(args[0]))), a))
        if op == "trace": yield [("fro", args[0])], lambda a: self.times(self.root(T.shape(args[0])[0]), a)
        if op == "dot":
            for left, right in (("l2", "l2"), ("l1", "size"), ("size", "l1")): yield [(left, args[0]), (right, args[1])], self.times
            for a, b in (args, args[::-1]):
                if T.nodes[a][0] == "softmax": yield [("size", b)], SAME
                for p, h in self.moved(a):
                    yield [("spread", h), ("spread", b)], self.by(lambda x: functools.partial(self.times, T.number(x)), "covariance")
                    yield [("l2", self.derivative(p, b)), ("l2", h)], self.times
                for spreads in self.moved_twice(a): yield [*spreads, ("spread", b)], functools.partial(self.cubic, 1, len(spreads))
        if op == "add":
            for p, h in self.moved(k):
                yield [("spread", h)], self.by(self.scaled, "covariance")
                if T.same(p, h): yield [], self.by(self.const, "own move")
                yield from self.parts(kind, p, h)
            for spreads in self.moved_twice(k): yield spreads, functools.partial(self.cubic, 1, len(spreads))
            yield from self.softmaxes(kind, k)
            pair = [x for side in self.difference(k) for x in self.reciprocals(side)]
            if not T.rank(k) and len(pair) == 2:
                floors = [("floor", x) for x in pair]
                yield [("size", T.make("add", pair[0], T.make("neg", pair[1]))), *floors], lambda s, low, least: self.over(s, self.times(low, least))
                exponents = [z for x in pair for z in self.exponents(x)]     # |1/a - 1/b| <= |log a - log b| / min(a, b), and log sum exp is 1-Lipschitz in l_inf
                if len(exponents) == 2 and T.shape(exponents[0]) == T.shape(exponents[1]): yield [("size", T.make("add", exponents[0], T.make("neg", exponents[1]))), *floors], self.over_both
    def by_floor(self, kind: str, k: int, op: str, args: list[int], attrs: Any) -> Iterator[Option]:
        T, floors = self.T, [("floor", arg) for arg in args]
        if op == "const" and Fraction(attrs[0]) >= 0 or op == "dim": yield [], lambda: k
        if op in ("ones", "cosh"): yield [], self.const(1)
        if op in ("norm", "normp", "abs", "sigmin", "softmax", "unit", "eye", "zeros", "exp", "sqrt"): yield [], self.const(0)
        if op == "exp":
            yield [("size", args[0])], lambda a: self.exp(T.make("neg", a))
            yield floors, self.exp
        if op == "add": yield floors, self.plus
        if op in ("mul", "outer", "kron"): yield floors, self.times
        if op in ("mul", "dot") and args[0] == args[1]: yield [], self.const(0)
        if op == "pow" and (r := self.value(args[1])) is not None:
            if r.denominator == 1 and r % 2 == 0: yield [], self.const(0)
            if r >= 0: yield floors[:1], lambda x: T.make("pow", x, args[1])
        if op == "div": yield [*floors, ("size", args[1])], lambda a, _, most: self.over(a, most)
        if op == "sqrt": yield floors, self.root
        if op in ("take", "max", "min", "transpose", "vec", "diagonal"): yield floors[:1], SAME
        if op in ("diag", "matmul"): yield floors, self.const(0)
        for z in self.exponents(k):      # Jensen
            yield [("l2", z)], functools.partial(lambda n, a: self.times(n, self.exp(T.make("neg", T.make("div", a, self.root(n))))), T.shape(z)[0])
        if op == "sum":
            shape = T.shape(args[0])
            yield floors, lambda a: self.times(T.fold("mul", shape) if attrs[0] is None else shape[attrs[0]], a)
        if op == "dot":
            yield floors, lambda a, b: self.times(T.shape(args[0])[0], a, b)
            if any(T.same(h, b) for a, b in (args, args[::-1]) for _, h in self.moved(a)): yield [], self.const(0)
            for a, h in (args, args[::-1]):
                for weight in T.nodes[a][1] if T.nodes[a][0] == "mul" else ():
                    if T.rank(weight) == 1 and T.same(a, T.make("mul", weight, h)): yield [("floor", weight)], lambda low, h=h: self.times(low, T.make("dot", h, h))
    def by_above(self, kind: str, k: int, op: str, args: list[int], attrs: Any) -> Iterator[Option]:
        """All entries <= v (above) or >= -v (under), with v >= 0."""
        sign, other = 1 if kind == "above" else -1, "under" if kind == "above" else "above"
        if op == "const": yield [], self.const(max(sign * Fraction(attrs[0]), ZERO))
        if op == "add": yield [(kind, arg) for arg in args], self.plus
        if op == "neg": yield [(other, args[0])], SAME
        if op in ("mul", "dot"):
            for a, b in (args, args[::-1]):
                if op == "mul" and (q := self.value(a)) is not None: yield [(kind if q >= 0 else other, b)], self.scaled(abs(q))
                yield [("floor", a), ("size" if op == "mul" else "l1", a), (kind, b)], lambda low, most, v: self.times(most, v)
    by_under = by_above
    def by_spread(self, kind: str, k: int, op: str, args: list[int], attrs: Any) -> Iterator[Option]:
        if self.T.rank(k) != 1: return
        if op in ("softmax", "unit"): yield [], self.const(1)
        if op == "neg": yield [(kind, args[0])], SAME
        if op == "add" and all(self.T.rank(arg) == 1 for arg in args): yield [(kind, arg) for arg in args], self.plus
        yield from self.scalings(kind, op, args)
    def scalings(self, kind: str, op: str, args: list[int]) -> Iterator[Option]:
        if op == "mul":
            for s, array in (args, args[::-1]):
                if not self.T.rank(s) and self.T.rank(array): yield [("size", s), (kind, array)], self.times
        if op == "div" and not self.T.rank(args[1]): yield [(kind, args[0]), ("floor", args[1])], self.over
    def by_norm(self, kind: str, k: int, op: str, args: list[int], attrs: Any) -> Iterator[Option]:
        T, rank, both = self.T, self.T.rank(k), [(kind, arg) for arg in args]
        need(rank == (1 if kind in ("l1", "l2") else 2), f"no {kind} of an array of {rank} axes")
        yield from self.scalings(kind, op, args)
        if op == "neg": yield both, SAME
        if op == "add" and all(T.rank(arg) == rank for arg in args):
            yield both, self.plus
            a, *rest = self.difference(k)
            if kind == "l2" and rest: yield [(kind, a), (kind, rest[0]), ("floor", a), ("floor", rest[0])], lambda a, b, *_: self.hypot(a, b)
            yield from self.softmaxes(kind, k)
            if rest and kind in ("l1", "l2") and T.nodes[a][0] == T.nodes[rest[0]][0] == "exp":
                for u, v in ((a, rest[0]), (rest[0], a)):          # |exp(a_i) - exp(b_i)| <= exp(a_i) (exp(t) - 1), and exp(t) - 1 <= t exp(t)
                    size = ("size", T.make("add", T.nodes[u][1][0], T.make("neg", T.nodes[v][1][0])))
                    yield [(kind, u), size], lambda norm, t: self.times(norm, self.plus(self.exp(t), T.number(-1)))
                    yield [(kind, u), size, size], lambda norm, factor, t: self.times(norm, factor, self.exp(t))
            blocks = [found for side in (a, *rest) if (found := self.blocks(side))] if kind == "l2" else []
            if len(blocks) == 2 and blocks[0][1] == blocks[1][1]: yield [(kind, T.make("add", blocks[0][0], T.make("neg", blocks[1][0])))], self.twice
            if kind == "l2" and rest and [T.nodes[side][0] for side in (a, rest[0])] == ["matmul"] * 2: yield from self.telescoped(T.nodes[a][1], T.nodes[rest[0]][1])
            for p, h in self.moved(k) if kind in ("l1", "l2") else ():
                if kind == "l2" and T.same(p, h): yield [], self.by(lambda x, y: lambda: self.root(T.number(2 * x * y)), "covariance", "own move")
                yield from self.parts(kind, p, h)
                yield [("spread", h)], self.twice if kind == "l1" else self.by(lambda x: functools.partial(self.times, self.root(T.number(2 * x * x))), "covariance")
                if kind == "l2": yield [("l2", h)], self.twice
            for spreads in self.moved_twice(k) if kind in ("l1", "l2") else ():
                yield spreads, functools.partial(self.cubic, 4 if kind == "l1" else 2, len(spreads))
            if rank == 2 and self.covariance(k): yield [], lambda: self.twice(T.number(1))
        if op in ("mul", "div") and all(T.rank(arg) == rank for arg in args) and kind != "spectral":
            if op == "div": yield [(kind, args[0]), ("floor", args[1])], self.over
            elif kind in ("l1", "l2", "fro"):
                for a, b in (args, args[::-1]): yield [("size", a), (kind, b)], self.times
                if kind == "l1": yield [("l2", arg) for arg in args], self.times
        if op == "matmul":
            pairs = {"l2": [("spectral", "l2")], "l1": [("columns", "l1")], "fro": [("fro", "spectral"), ("spectral", "fro")]}.get(kind, [(kind, kind)])
            for pair in pairs: yield list(zip(pair, args)), self.times
            if rank == 2 and kind in ("spectral", "fro"):        # (a b) c = a (b c)
                (first, left, _), (second, right, _) = (T.nodes[arg] for arg in args)
                thirds = [(left[0], T.make("matmul", left[1], args[1]))] if first == "matmul" and T.rank(left[0]) == 2 else []
                thirds += [(T.make("matmul", args[0], right[0]), right[1])] if second == "matmul" else []
                for pair, parts in itertools.product(pairs, thirds): yield list(zip(pair, parts)), self.times
        if rank == 1 and op in ("exp", "cosh", "sinh") and kind in ("l1", "l2"): yield [("l2", args[0])], functools.partial(self.series, kind, op, T.shape(k)[0])
        if op == "transpose": yield [({"rows": "columns", "columns": "rows"}.get(kind, kind), args[0])], SAME
        if op == "diag": yield [("l2" if kind == "fro" else "size", args[0])], SAME
        if op == "eye": yield [], (lambda: self.root(T.shape(k)[0])) if kind == "fro" else self.const(1)
        if op == "unit": yield [], self.const(1)
        if op == "ones" and kind == "l2": yield [], lambda: self.root(T.shape(k)[0])
        if op == "softmax" and (rank == 1 or (kind, attrs[0]) in (("rows", 1), ("columns", 0))): yield [], self.const(1)
        if op == "vec" and kind == "l2": yield [("fro", args[0])], SAME
        if op == "take":
            for of in ("spectral", "fro") if kind == "l2" else (("rows", "columns")[attrs[0]],): yield [(of, args[0])], SAME
        if op == "outer":
            pair = {"rows": ("size", "l1"), "columns": ("l1", "size")}.get(kind, ("l2", "l2"))
            yield list(zip(pair, args)), self.times
        if op == "kron": yield both, self.times
        if op == "concat" and len(args) == 2 and kind in ("l2", "fro", "spectral"): yield both, self.hypot
    def series(self, kind: str, op: str, n: int, r: int) -> int:
        """The sum of f(|z_i|), at most n f(0) + f'(0) sqrt(n) r + f(r) - f(0) - f'(0) r with r = ||z||_2 for a power series f with coefficients >= 0,
        as ||z||_k <= ||z||_2 for k >= 2: f = exp, cosh, sinh, and for the Euclidean norm their squares, exp(2 t), cosh^2, sinh^2."""
        T, less = self.T, self.T.number(-1)
        rest, linear, value = self.plus(n, less), self.times(self.plus(self.root(n), less), r), T.make(op, r)
        if kind == "l1": return {"exp": self.plus(self.plus(rest, linear), value), "cosh": self.plus(rest, value), "sinh": self.plus(linear, value)}[op]
        if op == "exp": return self.root(self.plus(self.plus(rest, self.times(T.number(2), linear)), self.exp(self.times(T.number(2), r))))
        return value if op == "sinh" else self.root(self.plus(rest, self.times(value, value)))
    def telescoped(self, first: list[int], second: list[int]) -> Iterator[Option]:
        """A x - B y = A (x - y) + (A - B) y = B (x - y) + (A - B) x."""
        (A, x), (B, y) = first, second
        if self.T.shape(A) != self.T.shape(B): return
        change, move = (self.T.make("add", u, self.T.make("neg", v)) for u, v in ((A, B), (x, y)))
        for matrix, vector in ((A, y), (B, x)):
            yield [("spectral", matrix), ("l2", move), ("spectral", change), ("l2", vector)], lambda a, b, c, d: self.plus(self.times(a, b), self.times(c, d))
    def p_norms(self, v: int, p: int) -> Iterator[Option]:
        """For p >= 1, diag(q) - q q^T maps l_p to l_p with norm at most 1/2: l_1 and l_inf by sums of rows and columns, others by Riesz and Thorin."""
        T, (op, args, _) = self.T, self.T.nodes[v]
        def half(low: int, a: int) -> int:
            need((least := self.value(low)) is not None and least >= 1, "p is not known to be at least 1")  # type: ignore[operator]
            return self.twice(a)
        pair = [T.nodes[x] for x in self.difference(v)] if op == "add" else []
        moves = [h for _, h in self.moved(v)] if op == "add" else []
        if len(pair) == 2 and pair[0][0] == pair[1][0] == "softmax": moves.append(T.make("add", pair[0][1][0], T.make("neg", pair[1][1][0])))
        for h in moves: yield [("floor", p), ("size", T.make("normp", h, p))], half
        for s, w in (args, args[::-1]) if op == "mul" else ():
            if not T.rank(s): yield [("size", s), ("size", T.make("normp", w, p))], self.times
    def over_both(self, s: int, low: int, least: int) -> int: return self.over(s, low if low == least else self.T.make("minimum", low, least))
    # patterns
    def exponents(self, k: int) -> list[int]:
        """z for the sum of the entries of a vector exp(z)."""
        T, (op, args, attrs) = self.T, self.T.nodes[k]
        terms = [args[0]] if op == "sum" and attrs[0] is None else [a for a, b in (args, args[::-1]) if T.nodes[b][0] == "ones"] if op == "dot" else []
        return [T.nodes[a][1][0] for a in terms if T.nodes[a][0] == "exp" and T.rank(a) == 1]
    def blocks(self, k: int) -> tuple[int, int] | None:
        """s and q for a vector (diag(1 / w) (x) I_q) exp(s), w = (I (x) 1_q^T) exp(s): the softmax of every block of q entries."""
        T, (op, args, _) = self.T, self.T.nodes[k]
        def inside(x: int, name: str) -> list[int]: return T.nodes[x][1] if T.nodes[x][0] == name else []
        if op != "matmul" or T.rank(k) != 1 or not inside(args[1], "exp") or len(pair := inside(args[0], "kron")) < 2: return None
        sums = [w for d in inside(pair[0], "diag") for w in self.reciprocals(d)]
        for both, u in (T.nodes[w][1] for w in sums if T.nodes[w][0] == "matmul"):
            factors = inside(both, "kron")
            if u == args[1] and [T.nodes[x][0] for x in (*factors, pair[1])] == ["eye", "ones", "eye"] and T.shape(factors[1]) == [T.number(1), T.shape(pair[1])[0]]: return T.nodes[u][1][0], pair[1]
        return None
    def difference(self, k: int) -> list[int]:
        """a, b for a + (-b), the terms in any order."""
        for a, b in (self.T.nodes[k][1], self.T.nodes[k][1][::-1]):
            if self.T.nodes[b][0] == "neg": return [a, self.T.nodes[b][1][0]]
        return [k]
    def reciprocals(self, k: int) -> list[int]:
        """s for 1 / s and s^-1."""
        op, args, _ = self.T.nodes[k]
        return args[1:] if op == "div" and self.value(args[0]) == 1 else args[:1] if op == "pow" and self.value(args[1]) == -1 else []
    def softmaxes(self, kind: str, k: int) -> Iterator[Option]:
        """softmax is 1/2-Lipschitz in l1, l2 and l_inf; and in l1 against the spread of the move, as its derivative is."""
        inner = [self.T.nodes[x] for x in self.difference(k)]
        kinds = ("l1", "l2", "size") if self.T.rank(k) == 1 else ("fro",)
        if len(inner) == 2 and kind in kinds and all(op == "softmax" and attrs[0] == self.T.rank(k) - 1 for op, _, attrs in inner):
            s, t = (args[0] for _, args, _ in inner)
            change = self.T.make("add", s, self.T.make("neg", t))
            yield [(kind, change)], self.twice
            if kind == "l1": yield [("spread", change)], self.twice
    def products(self, k: int) -> Iterator[tuple[int, int, int]]:
        """a, b and r for vectors a o b - r, the factors in any order."""
        T, pair = self.T, self.difference(k) if self.T.nodes[k][0] == "add" else []
        if len(pair) == 2 and T.nodes[pair[0]][0] == "mul" and T.rank(k) == 1:
            for a, b in (T.nodes[pair[0]][1], T.nodes[pair[0]][1][::-1]):
                if T.rank(a) == T.rank(b) == T.rank(pair[1]) == 1: yield a, b, pair[1]
    def mean(self, a: int, h: int, b: int) -> int:
        """<a, h> b, for vectors or row by row."""
        if self.T.rank(a) == 1: return self.T.make("mul", self.T.make("dot", a, h), b)
        return self.T.make("matmul", self.T.make("diag", self.T.make("sum", self.T.make("mul", a, h), attrs=[1])), b)
    def moved(self, k: int) -> list[tuple[int, int]]:
        """p, h for a vector p o h - <p, h> p with p a softmax: its derivative along h."""
        return [(p, h) for p, h, rest in self.products(k) if self.T.nodes[p][0] == "softmax" and self.T.same(rest, self.mean(p, h, p))][:1]
    def derivative(self, p: int, h: int) -> int: return self.T.make("add", self.T.make("mul", p, h), self.T.make("neg", self.mean(p, h, p)))
    def parts(self, kind: str, p: int, h: int) -> Iterator[Option]:
        """The derivative along a sum. (Along p its entries are p_i (p_i - sum p^2), between -p_i (1 - p_i) (1 - 2 p_i) and p_i^2 (1 - p_i).)"""
        op, args, _ = self.T.nodes[h]
        if op == "add" and all(self.T.rank(arg) == 1 for arg in args): yield [(kind, self.derivative(p, arg)) for arg in args], self.plus
    def moved_twice(self, k: int) -> Iterator[list[Premise]]:
        """The spreads of h and u, of which one is left where h = u, for the second derivative w o h - <w, h> p - <p, h> w along h and u, w the derivative along u.

        Its inner product with c in [0, 1] is Cov(c, (h - m)(u - m')), at most spread(h)^2 / sqrt(108) in size for h = u (c is 0 or 1 as the covariance is linear in c;
        with q the mass of c = 1, and a, b the means of h there and elsewhere, it is at most q (1 - q) (a (1 - a) + (1 - 2 q) (a - b)^2) for h in [0, 1]), and twice
        that for others as 4 h u = (h + u)^2 - (h - u)^2. The entries add up to 0: its l1 norm is twice that, its l2 norm sqrt(2) times that."""
        for w, h, rest in self.products(k):
            for p, u in self.moved(w):
                if self.T.same(rest, self.T.make("add", self.mean(w, h, p), self.mean(p, h, w))):
                    yield [("spread", h)] if self.T.same(h, u) else [("spread", h), ("spread", u)]
    def cubic(self, factor: int, count: int, *v: int) -> int:
        """sqrt(factor / 108) s^2 for one spread s, 2 s t for two, times the spread of another direction."""
        pair = (v[0], v[0]) if count == 1 else (self.T.number(2), *v[:2])
        return self.by(lambda x: lambda: self.times(self.root(self.T.number(factor * x)), *pair, *v[count:]), "second move")()
    def moments(self, kind: str, k: int, directions: list[int], targets: list[int]) -> Iterator[Option]:
        """Derivatives along h of 1/2 ||p - b||^2, b >= 0, ||b||_1 <= 1, and cumulants of h, in the intervals below for h of spread 1 (attained on two points,
        but for 5/32; see check_polynomials); and the gradient p o c - <p, c> p of the first in the logits, c = p - b. The same for every row of
        matrices and totals of rows, where spread(h) <= sqrt(2) ||h||, squares add up and sums of cubes are at most the cube."""
        T = self.T
        for p in sorted({j for j in T.below(k) if T.nodes[j][0] == "softmax" and T.nodes[j][2][0] == T.rank(j) - 1}):
            if len(directions) > 1 or len(targets) > 1 or any(T.shape(x) != T.shape(p) for x in (*directions, *targets)): continue
            c, rows = T.fold("add", [p, *(T.make("neg", b) for b in targets)]), T.rank(p) == 2
            mass, count = [(name, b) for b in targets for name in ("floor", "rows" if rows else "l1")], T.shape(p)[0] if rows else T.number(1)
            if T.rank(k) == T.rank(p) and kind in (("fro",) if rows else ("l1", "l2", "size")) and not directions and (scale := abs(self.scale_of(k, self.derivative(p, c)))):
                yield mass, self.by(lambda x, count=count, scale=scale: functools.partial(self.length, self.times(T.number(GRADIENT[kind] * x * x), count), scale), "squares, first")
            for h in directions:
                if rows and kind == "fro" and T.same(k, self.derivative(p, h)): yield [("fro", h)], self.twice
                if not T.rank(k) and kind in ("size", "above", "under"): yield from self.along(kind, k, p, h, c, [("fro" if rows else "spread", h), *mass])
    def rescaled(self, k: int, b: int, squares: list[int]) -> Iterator[Option]:
        """Rows c u o (q - <q, b>), q = u - <u, 1> b, u an exponential: the norm of each is at most 2 |c| <u, 1>^2, as p_i (p_i - b_i - <b, p> + ||b||^2) has
        brackets in [-2, 2] for p = u / <u, 1> and b >= 0 with a sum of at most 1."""
        T = self.T
        for u in [j for j in T.below(k) if T.nodes[j][0] == "exp" and T.rank(j) == 2 and T.shape(j) == T.shape(b)]:
            sums = T.make("sum", u, attrs=[1])
            q = T.make("add", u, T.make("neg", T.make("matmul", T.make("diag", sums), b)))
            gradient = T.make("add", T.make("mul", u, q), T.make("neg", self.mean(q, b, u)))
            for v in squares:
                if T.rank(v) == 1 and T.same(v, T.make("mul", sums, sums)) and (scale := self.scale_of(k, gradient)):
                    yield [("floor", b), ("rows", b), ("l2", v)], lambda low, mass, a, scale=scale: self.times(T.number(2 * abs(scale) * (self.mass((low, mass)) <= 1)), a)
    def along(self, kind: str, k: int, p: int, h: int, c: int, asked: list[Premise]) -> Iterator[Option]:
        T, D, rows = self.T, self.derivatives(p, h), self.T.rank(p) == 2
        def pair(n: int, x: int, j: int) -> int: return self.times(T.number(n), T.make("sum", T.make("mul", x, D[j]), attrs=[None]))
        forms = {1: pair(1, c, 1), 2: self.plus(pair(1, D[1], 1), pair(1, c, 2)), 3: self.plus(pair(3, D[1], 2), pair(1, c, 3))}
        table = [(forms[order], order, LEAST_SQUARES[order]) for order in forms] + [(pair(1, h, order - 1), order, CUMULANTS[order]) for order in CUMULANTS if len(asked) == 1 and not rows]
        def side(scale: Fraction) -> slice: return slice(None) if kind == "size" else slice(1, 2) if (kind == "above") == (scale > 0) else slice(0, 1)
        def against(order: int, scale: Fraction, x: Fraction) -> Callable[..., int]:
            most = max([2 * x if order == 4 else ONE, ONE][side(scale)])       # |y| <= s, and 2 v^2 <= 2 x s^2 v
            return lambda s, v: self.times(T.number(abs(scale) * most), *[s] * (order - 2), v)
        def alone(order: int, scale: Fraction, *limits: Fraction) -> Callable[..., int]:
            square = self.times(T.number(2 ** order), T.shape(p)[0] if order == 1 else T.number(1)) if rows else T.number(1)
            return functools.partial(self.power, abs(scale) * max(limits), order, square)
        for order in (3, 4) if len(asked) == 1 and not rows else ():
            if scale := self.scale_of(k, pair(1, h, order - 1)): yield [*asked, ("size", T.make("dot", h, D[1]))], self.by(functools.partial(against, order, scale), "covariance")
        for form, order, names in table:
            if scale := self.scale_of(k, form): yield asked, self.by(functools.partial(alone, order, scale), *names[side(scale)])
    def power(self, limit: Fraction, order: int, square: int, s: int, *v: int) -> int: return self.times(self.T.number(limit * (self.mass(v) <= 1)), self.root(square), *[s] * order)
    def length(self, square: int, scale: Fraction, *v: int) -> int: return self.times(self.root(square), self.T.number(scale * (1 + self.mass(v)) / 2))
    def mass(self, v: Sequence[int]) -> Fraction:
        """The bound of ||b||_1, the second of two values."""
        mass = self.value(v[1]) if v else ZERO
        need(mass is not None and mass <= 1, "the sum of a target is not known to be at most 1")  # type: ignore[operator]
        return mass  # type: ignore[return-value]
    def scale_of(self, k: int, form: int) -> Fraction: return next((Fraction(n) for n in (1, -1, 2, -2) if self.T.same(k, self.times(self.T.number(n), form))), ZERO)
    def derivatives(self, p: int, h: int) -> list[int]:
        """p and its first three derivatives along h, from the product rule for p o h - <p, h> p."""
        T, D = self.T, [p]
        for n in range(3): D.append(T.fold("add", [T.make("mul", D[n], h), *(self.times(T.number(-math.comb(n, j)), self.mean(D[j], h, D[n - j])) for j in range(n + 1))]))
        return D
    def covariance(self, k: int) -> bool:
        """Whether a matrix is diag(p) - p p^T with p a softmax."""
        T, pair = self.T, self.difference(k)
        if len(pair) < 2 or T.nodes[pair[0]][0] != "diag": return False
        p = T.nodes[pair[0]][1][0]
        return T.nodes[p][0] == "softmax" and T.same(pair[1], T.make("outer", p, p))
