"""Independent checker of proved bounds, certificates of kind "bound": `python check_bounds.py FILE...`, or by `check.py` beside it.

It needs Python's standard library and `check.py`, and shares no code with what writes certificates. A certificate holds a statement, the number k of a relation
lhs <= rhs (or M << s I, s I << M), a constant hi, and a proof that lhs <= hi rhs: steps [kind, node, value, rule, premises] which say that a quantity of a node,
its largest |entry| (`size`), a norm, the spread of its entries, a lower bound >= 0 of them (`floor`), ..., is at most (at least) a scalar value. Verified:

- every step without premises is read off a hypothesis or true of every node, every other one is an instance of a rule of the table below, by which its value is
  computed anew; the rules are inequalities for all sizes (Horn and Johnson, Matrix Analysis, chapter 5; for the covariance matrix of probabilities: Gruess 1935);
- the quantity bounded at last is the left side; or, by the mean value inequality, the derivative of g along v = x - y at z, for a left side ||g(x) - g(y)||; or
  the derivative of a scalar along one unit vector, since derivatives of a scalar are symmetric forms (Banach 1938). What is assumed of z holds between x and y;
- value <= hi rhs over the ranges of dimensions and scalars, by the suprema of quotients of monomials, with rationals or decimals rounded outwards.

That two nodes are equal is tested as `check.py` tests identities: at random points modulo a prime, at two choices of sizes. Norms, absolute values, roots, maxima,
eigenvalues are one unknown for each argument there. What cannot be checked is called invalid, with the reason.
"""
# ruff: noqa: B905, E401, E501, E701, I001, RUF021
from __future__ import annotations
import functools, hashlib, itertools, math, random, sys
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any
if __package__: from certify import check as c
else:
    sys.path.append(str(Path(__file__).resolve().parent))
    import check as c                      # type: ignore[import-not-found,no-redef]  # the copy beside the certificates
need, ZERO, ONE = c.need, Fraction(0), Fraction(1)
POINTS, DIGITS = 64, 60
LIMIT = 100_000                            # steps and nodes of a proof
Poly = dict[Any, Fraction]                 # monomial -> coefficient; a monomial: powers of generators, terms of an exponent
Premise = tuple[str, int]
Option = tuple[list[Premise], Callable[..., int]]
# ---- Equality of nodes
class Field(c.Field):
    """Roots are unknowns, one for each argument; so is whatever has no meaning in a field."""
    def apply(self, name: str, x: Any) -> Any:
        if name != "sqrt": return super().apply(name, x)
        if isinstance(x, Fraction) and isinstance(root := c.square_root(abs(x)), Fraction) and x >= 0: return root
        return self.unknown("sqrt", [x])
    def unknown(self, name: Any, entries: Sequence[Any], even: bool = False, ordered: bool = True) -> Any:
        need(not any(isinstance(x, c.Dual) for x in entries), f"not checked: a derivative of {name}")
        key = tuple(self.lift(x).r for x in entries)
        key = min(key, tuple(-r % self.p for r in key)) if even else key if ordered else tuple(sorted(key))
        return self.known.setdefault(("unknown", name, key), self.draw()) if any(key) or name != "abs" else ZERO
    def size(self, x: Any) -> Any:
        """|x|, with the derivative x x' / |x|."""
        if not isinstance(x, c.Dual): return self.unknown("abs", [x], even=True)
        return c.Dual(x.level, size := self.size(x.x), x.x * x.d * c.inverse(size))
    def norm(self, order: str, entries: list[Any], axes: int, exponent: int) -> Any:
        euclidean = order == "fro" or order == "2" and axes == 1
        if euclidean and exponent % 2 == 0: return c.power(self, c.inner(entries, entries), Fraction(exponent, 2))
        level = max((getattr(x, "level", 0) for x in entries), default=0)
        if not level: return c.power(self, self.unknown(("norm", order if axes == 2 and order != "fro" else order.replace("fro", "2"), axes if order != "fro" else 1), entries, even=True), Fraction(exponent))
        need(euclidean, "not checked: the derivative of a norm")
        x, d = zip(*(c.parts(u, level) for u in entries))
        root = self.norm(order, list(x), axes, 1)
        return c.power(self, c.Dual(level, root, c.inner(x, d) * c.inverse(root)), Fraction(exponent))
class Evaluator(c.Evaluator):
    """Values in a field, where orders, norms and eigenvalues are unknowns."""
    def compute(self, node: int, env: Any) -> Any:
        op, _, attrs = self.statement.nodes[node]
        if op not in (*UNKNOWN, "softmax"): return super().compute(node, env)
        D, (x, *rest) = self.D, [self.values[key] for key in self.needs(node, env)]
        self.spend(len(x[1]))
        if op == "softmax":          # without a shift of the exponents, which a field does not know to cancel where these hold exponentials themselves
            lines = [[c.apply(D, "exp", u) for u in line] for line in c.lines_along(x, attrs[0])]
            lines = [[u / whole for u in line] for line in lines for whole in (c.total(line),)]
            return c.from_rows(zip(*lines) if attrs[0] == 0 and len(x[0]) == 2 else lines, *x[0])
        if op == "abs": return x[0], [D.size(u) for u in x[1]]
        if op == "norm": return c.scalar(D.norm(attrs[0], x[1], len(x[0]), int(attrs[1]) if len(attrs) > 1 else 1))
        if op == "normp": return c.scalar(D.unknown("normp", [*map(D.size, x[1]), *rest[0][1]]))
        if op in ("maximum", "minimum"): return c.pairwise(lambda u, v: D.unknown(op, [u, v], ordered=False), x, rest[0])
        if op in ("max", "min"): return c.reduction(lambda line: line[0] if len(line) == 1 else D.unknown(op, line, ordered=False))(self, attrs, x)
        return c.scalar(D.unknown((op, x[0]), x[1]))
UNKNOWN = ("abs", "norm", "normp", "maximum", "minimum", "max", "min", "eigmin", "eigmax", "sigmin")
class Table:
    """The nodes of a statement and of a proof, and those made on the way; equal by form: one number."""
    def __init__(self, statement: Any, proof: Any, rng: random.Random):
        shift, extra = len(statement["nodes"]), proof["nodes"]
        need(isinstance(extra, list) and len(extra) <= LIMIT, "malformed nodes", c.Unreadable)
        nodes = statement["nodes"] + [[op, [shift + k for k in args], attrs] for op, args, attrs in extra]
        fresh = {attrs[0]: attrs[1] for op, _, attrs in extra if op == "sym" and attrs[0] not in statement["symbols"]}
        self.st = c.Statement({**{key: statement[key] for key in ("schema", "dims", "indices", "given", "says")}, "nodes": nodes, "symbols": {**statement["symbols"], **fresh}})
        self.shift, self.fresh = shift, fresh
        self.known: dict[str, int] = {}
        self.found: dict[int, Any] = {}
        for k, node in enumerate(self.nodes): self.known.setdefault(c.text(node), k)
        self.choices, self.rng = sorted(c.sizes_of(self.st, rng), key=lambda dims: (min(dims.values(), default=1) < 2, sum(dims.values())))[:2], rng
        self.fields: list[Evaluator] = []
    @property
    def nodes(self) -> list[Any]: return self.st.nodes
    def make(self, op: str, *args: int, attrs: Sequence[Any] = ()) -> int:
        node: Any = [op, list(args), list(attrs)]
        if (key := c.text(node)) not in self.known:
            self.known[key] = len(self.nodes)
            self.st.free.append(self.st.read(len(self.nodes), *node))
            self.nodes.append(node)
        return self.known[key]
    def number(self, x: Fraction | int) -> int: return self.make("const", attrs=[str(Fraction(x))])
    def symbols(self, k: int) -> set[str]: return {name for kind, name in self.st.free[k] if kind == "sym"}
    def renamed(self, k: int, names: dict[str, str]) -> int:
        """The node with symbols exchanged, also where they are variables of derivatives."""
        done: dict[int, int] = {}
        for j in self.below(k):
            op, args, attrs = self.nodes[j]
            moved = [names[attrs[0]], attrs[1]] if op == "sym" and attrs[0] in names else attrs
            done[j] = self.make(op, *(done[arg] for arg in args), attrs=moved)
        return done[k]
    def below(self, *roots: int) -> list[int]:
        seen, stack = set(roots), list(roots)
        while stack:
            new = [arg for arg in self.nodes[stack.pop()][1] if arg not in seen]
            stack, seen = stack + new, seen | set(new)
        return sorted(seen)
    # values modulo a prime
    def start(self, moves: list[list[int]]) -> None:
        """Random values for all symbols; a direction v is x - y."""
        for dims in self.choices:
            D = Field(self.rng, POINTS)
            ev = Evaluator(self.st, dims, {name: self.rng.randrange(c.Evaluator(self.st, dims, {}, {}, D).size(size)) for name, size in self.st.indices.items()}, {}, D)
            ev.symbols = {name: (shape, [D.draw() for _ in range(math.prod(shape))]) for name, sizes in self.st.symbols.items() for shape in (ev.shape(sizes),)}
            for x, y, v, _ in moves:
                a, b, name = *(ev.symbols[self.nodes[k][2][0]] for k in (x, y)), self.nodes[v][2][0]
                ev.symbols[name] = c.pairwise(lambda s, t: s - t, a, b)
            self.fields.append(ev)
    def print_of(self, k: int) -> Any:
        """What equal nodes share: their values modulo a prime, at every choice of sizes."""
        if k not in self.found:
            try: values = [(ev.value(k)[0], tuple(ev.D.lift(x).r for x in ev.value(k)[1])) for ev in self.fields]
            except c.Redraw as why: raise c.Invalid(f"not checked: {why}") from None
            self.found[k] = tuple(values)
        return self.found[k]
    def is_generic(self) -> bool:
        """Whether exponentials of independent arguments have been independent."""
        return all(2 * c.rank(ev.D.exponents, ev.D.q) < POINTS for ev in self.fields)
    def same(self, a: int, b: int) -> bool: return a == b or self.print_of(a) == self.print_of(b)
    def opposite(self, a: int, b: int) -> bool: return self.print_of(a) == self.print_of(self.make("neg", b))
    def rank(self, k: int) -> int: return len(self.fields[0].value(k)[0])
    def is_symbol(self, k: Any, fresh: bool) -> str:
        need(isinstance(k, int) and 0 <= k < len(self.nodes) and self.nodes[k][0] == "sym", "no symbol where one is needed", c.Unreadable)
        need((self.nodes[k][2][0] in self.fresh) == fresh, "a symbol that is (not) part of the statement")
        return str(self.nodes[k][2][0])
    # sizes as scalar nodes
    def size(self, text: Any) -> int:
        terms = [[self.number(int(f)) if f.isdigit() else self.make("dim", attrs=[f]) for f in term.split("*")] for term in str(text).split("+")]
        return self.fold("add", [self.fold("mul", factors) for factors in terms])
    def fold(self, op: str, parts: list[int]) -> int:
        out = parts[0]
        for part in parts[1:]: out = self.make(op, out, part)
        return out
    def shape(self, k: int) -> list[int]:
        """Sizes of the axes as scalar nodes."""
        op, args, attrs = self.nodes[k]
        inner = [self.shape(arg) for arg in args] if op not in ("sym", "unit") else []
        if op == "sym": return [self.size(s) for s in attrs[1]]
        if op in ("ones", "zeros"): return [self.size(s) for s in attrs[0]]
        if op in ("eye", "unit"): return [self.size(attrs[0])] * (2 if op == "eye" else 1)
        if op == "array": return [self.number(n) for n in c.literal(attrs[0])[0]]
        if op == "matmul": return inner[0][:1] + inner[1][1:]
        if op in ("outer", "diag"): return inner[0] + inner[-1]
        if op == "transpose": return inner[0][::-1]
        if op == "diagonal": return inner[0][:1]
        if op == "vec": return [self.make("mul", *inner[0])]
        if op == "kron": return [self.make("mul", a, b) for a, b in zip(*inner)]
        if op == "concat": return [self.fold("add", [s[i] for s in inner]) if i == attrs[0] else n for i, n in enumerate(inner[0])]
        if op in ("sum", "max", "min", "take"): return [] if attrs[0] is None else [n for i, n in enumerate(inner[0]) if i != attrs[0]]
        if op in ("const", "pi", "dim", "idx", "dot", "trace", "norm", "normp", "eigmin", "eigmax", "sigmin"): return []
        need(op != "deriv", "not checked: a size of a derivative")
        return max(inner[:2] if op != "pow" else inner[:1], key=len)
# ---- Rules: from a kind and a node to premises and the bound that follows from their bounds
LEAST_SQUARES = {1: (Fraction(8, 27), Fraction(8, 27)), 2: (Fraction(1203, 10000), Fraction(5, 32)), 3: (Fraction(59, 200), Fraction(59, 200))}
BY_VARIANCE = {3: (ONE, ONE), 4: (Fraction(1, 2), ONE)}                # cumulants in multiples of the second one, against powers of the spread
CUMULANTS = {2: (ZERO, Fraction(1, 4)), 4: (Fraction(1, 8), Fraction(1, 24))}
GRADIENT = {"l1": Fraction(256, 729), "l2": Fraction(128, 729), "size": Fraction(64, 729), "fro": Fraction(128, 729)}      # squares
NORMS = {(1, "1"): "l1", (1, "2"): "l2", (1, "inf"): "size", (2, "2"): "spectral", (2, "fro"): "fro", (2, "1"): "columns", (2, "inf"): "rows"}
def SAME(a: int, *_: int) -> int: return a
class Rules:
    """All ways to bound a quantity of a node; a bound is a node, built by the functions below."""
    def __init__(self, table: Table): self.T = table
    def const(self, x: Any) -> Callable[..., int]: return lambda *_: self.T.number(x)
    def times(self, *parts: int) -> int: return self.T.fold("mul", list(parts))
    def plus(self, a: int, b: int) -> int: return self.T.make("add", a, b)
    def root(self, a: int) -> int: return self.T.make("sqrt", a)
    def exp(self, a: int) -> int: return self.T.make("exp", a)
    def over(self, a: int, b: int) -> int:
        need(self.value(b) != 0, "a division by a lower bound that is 0")
        return self.T.make("div", a, b)
    def value(self, k: int) -> Fraction | None: return Fraction(self.T.nodes[k][2][0]) if self.T.nodes[k][0] == "const" else None
    def hypot(self, a: int, b: int) -> int: return self.root(self.plus(self.times(a, a), self.times(b, b)))
    def scaled(self, x: Any) -> Callable[..., int]: return lambda a, *_: self.times(self.T.number(x), a)
    def options(self, kind: str, k: int, premises: Sequence[tuple[str, int, int]]) -> Iterator[Option]:
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
        if op in ("eigmax", "eigmin", "sigmin"): yield [("spectral", args[0])], SAME
        if op == "matmul" and T.rank(k) == 1: yield [("rows", args[0]), ("size", args[1])], self.times
        if op == "sum" and not T.rank(k): yield ([("l1", args[0])], SAME) if T.rank(args[0]) == 1 else ([("fro", args[0])], lambda a: self.times(self.root(T.fold("mul", T.shape(args[0]))), a))
        if op == "trace": yield [("fro", args[0])], lambda a: self.times(self.root(T.shape(args[0])[0]), a)
        if op == "dot":
            for left, right in (("l2", "l2"), ("l1", "size"), ("size", "l1")): yield [(left, args[0]), (right, args[1])], self.times
            for a, b in (args, args[::-1]):
                if T.nodes[a][0] == "softmax": yield [("size", b)], SAME
                for p, h in self.moved(a):
                    yield [("spread", h), ("spread", b)], lambda s, t: self.times(T.number(Fraction(1, 4)), s, t)
                    yield [("l2", self.derivative(p, b)), ("l2", h)], self.times
                for spreads in self.moved_twice(a): yield [*spreads, ("spread", b)], functools.partial(self.cubic, 1, len(spreads))
        if op == "add":
            for p, h in self.moved(k):
                yield [("spread", h)], self.scaled(Fraction(1, 4))
                if T.same(p, h): yield [], self.const(Fraction(4, 27))
                yield from self.parts(kind, p, h)
            for spreads in self.moved_twice(k): yield spreads, functools.partial(self.cubic, 1, len(spreads))
            yield from self.softmaxes(kind, k)
            pair = [x for side in self.difference(k) for x in self.reciprocals(side)]
            if not T.rank(k) and len(pair) == 2:
                yield [("size", T.make("add", pair[0], T.make("neg", pair[1]))), ("floor", pair[0]), ("floor", pair[1])], lambda s, low, least: self.over(s, self.times(low, least))
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
        exponents = [args[0]] if op == "sum" and attrs[0] is None else [a for a, b in (args, args[::-1]) if T.nodes[b][0] == "ones"] if op == "dot" else []
        for z in (T.nodes[a][1][0] for a in exponents if T.nodes[a][0] == "exp" and T.rank(a) == 1):      # Jensen
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
            if kind == "l2" and rest and [T.nodes[side][0] for side in (a, rest[0])] == ["matmul"] * 2: yield from self.telescoped(T.nodes[a][1], T.nodes[rest[0]][1])
            for p, h in self.moved(k) if kind in ("l1", "l2") else ():
                if kind == "l2" and T.same(p, h): yield [], lambda: self.root(T.number(Fraction(2, 27)))
                yield from self.parts(kind, p, h)
                yield [("spread", h)], self.scaled(Fraction(1, 2)) if kind == "l1" else lambda s: self.times(self.root(T.number(Fraction(1, 8))), s)
                if kind == "l2": yield [("l2", h)], self.scaled(Fraction(1, 2))
            for spreads in self.moved_twice(k) if kind in ("l1", "l2") else ():
                yield spreads, functools.partial(self.cubic, 4 if kind == "l1" else 2, len(spreads))
            if rank == 2 and self.covariance(k): yield [], self.const(Fraction(1, 2))
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
    def telescoped(self, first: list[int], second: list[int]) -> Iterator[Option]:
        """A x - B y = A (x - y) + (A - B) y = B (x - y) + (A - B) x."""
        (A, x), (B, y) = first, second
        if self.T.shape(A) != self.T.shape(B): return
        change, move = (self.T.make("add", u, self.T.make("neg", v)) for u, v in ((A, B), (x, y)))
        for matrix, vector in ((A, y), (B, x)):
            yield [("spectral", matrix), ("l2", move), ("spectral", change), ("l2", vector)], lambda a, b, c, d: self.plus(self.times(a, b), self.times(c, d))
    # patterns
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
        """softmax is 1/2-Lipschitz in l1, l2 and l_inf."""
        inner = [self.T.nodes[x] for x in self.difference(k)]
        kinds = ("l1", "l2", "size") if self.T.rank(k) == 1 else ("fro",)
        if len(inner) == 2 and kind in kinds and all(op == "softmax" and attrs[0] == self.T.rank(k) - 1 for op, _, attrs in inner):
            s, t = (args[0] for _, args, _ in inner)
            yield [(kind, self.T.make("add", s, self.T.make("neg", t)))], self.scaled(Fraction(1, 2))
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
        return self.times(self.root(self.T.number(Fraction(factor, 108))), *pair, *v[count:])
    def moments(self, kind: str, k: int, directions: list[int], targets: list[int]) -> Iterator[Option]:
        """Derivatives along h of 1/2 ||p - b||^2, b >= 0, ||b||_1 <= 1, and cumulants of h, in the intervals below for h of spread 1 (attained on two points,
        but for 5/32 and 59/200; proofs are in the package); and the gradient p o c - <p, c> p of the first in the logits, c = p - b. The same for every row of
        matrices and totals of rows, where spread(h) <= sqrt(2) ||h||, squares add up and sums of cubes are at most the cube."""
        T = self.T
        for p in sorted({j for j in T.below(k) if T.nodes[j][0] == "softmax" and T.nodes[j][2][0] == T.rank(j) - 1}):
            if len(directions) > 1 or len(targets) > 1 or any(T.shape(x) != T.shape(p) for x in (*directions, *targets)): continue
            c, rows = T.fold("add", [p, *(T.make("neg", b) for b in targets)]), T.rank(p) == 2
            mass, count = [(name, b) for b in targets for name in ("floor", "rows" if rows else "l1")], T.shape(p)[0] if rows else T.number(1)
            if T.rank(k) == T.rank(p) and kind in (("fro",) if rows else ("l1", "l2", "size")) and not directions and (scale := abs(self.scale_of(k, self.derivative(p, c)))):
                yield mass, functools.partial(self.length, self.times(T.number(GRADIENT[kind]), count), scale)
            for h in directions:
                if rows and kind == "fro" and T.same(k, self.derivative(p, h)): yield [("fro", h)], self.scaled(Fraction(1, 2))
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
        table = [(forms[order], order, *LEAST_SQUARES[order]) for order in forms] + [(pair(1, h, order - 1), order, *CUMULANTS[order]) for order in CUMULANTS if len(asked) == 1 and not rows]
        def limit(scale: Fraction, low: Fraction, high: Fraction) -> Fraction: return abs(scale) * (max(low, high) if kind == "size" else high if (kind == "above") == (scale > 0) else low)
        for order, (low, high) in BY_VARIANCE.items() if len(asked) == 1 and not rows else ():
            if scale := self.scale_of(k, pair(1, h, order - 1)): yield [*asked, ("size", T.make("dot", h, D[1]))], functools.partial(lambda limit, order, s, v: self.times(T.number(limit), *[s] * (order - 2), v), limit(scale, low, high), order)
        for form, order, low, high in table:
            if scale := self.scale_of(k, form):
                yield asked, functools.partial(self.power, limit(scale, low, high), order, self.times(T.number(2 ** order), T.shape(p)[0] if order == 1 else T.number(1)) if rows else T.number(1))
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
# ---- Scalars as sums of monomials, and suprema of these
def times(p: Poly, q: Poly) -> Poly:
    out: Poly = {}
    for ((g, e), a), ((h, f), b) in itertools.product(p.items(), q.items()):
        powers, terms = dict(g), dict(e)
        for x, s in h: powers[x] = powers.get(x, ZERO) + s
        key, scale = monomial(powers, plus(terms, dict(f)))
        out = plus(out, {key: a * b * scale})
    return out
def plus(p: Poly, q: Poly) -> Poly:
    out = dict(p)
    for key, a in q.items(): out[key] = out.get(key, ZERO) + a
    return {key: a for key, a in out.items() if a}
def monomial(powers: dict[Any, Fraction], exponent: Poly) -> tuple[Any, Fraction]:
    """A monomial and a rational factor: powers of primes (pairs ("", p)) are kept between 0 and 1."""
    scale, rest = ONE, {}
    for g, a in powers.items():
        if isinstance(g, tuple): scale, a = scale * Fraction(g[1]) ** math.floor(a), a - math.floor(a)
        if a: rest[g] = a
    return (frozenset(rest.items()), frozenset(exponent.items())), scale
def to_power(p: Poly, r: Fraction) -> Poly:
    need(len(p) == 1, "not checked: a root or a quotient of a sum")
    ((powers, exponent), a), = p.items()
    table = {g: s * r for g, s in powers}
    if r.denominator > 1:
        need(a > 0, "a root of a negative number")
        for n, sign in ((a.numerator, 1), (a.denominator, -1)):
            for prime in primes(n): table["", prime] = table.get(("", prime), ZERO) + sign * r
        a = ONE
    key, scale = monomial(table, {k: b * r for k, b in exponent if r})
    return {key: scale * (a ** int(r) if r.denominator == 1 else 1)}
def primes(n: int) -> Iterator[int]:
    for p in itertools.chain((2,), range(3, 1 << 17, 2)):
        while n % p == 0:
            yield p
            n //= p
        if p * p > n: break
    need(n < 1 << 34, "not checked: the root of a number that has large prime factors")
    if n > 1: yield n
class Range:
    """From lo to hi (None: no end); `open`: lo itself is excluded."""
    lo: Fraction | None = None
    hi: Fraction | None = None
    open = False
    def raise_to(self, x: Fraction | None, strict: bool) -> bool:
        if x is None or self.lo is not None and (x, strict) <= (self.lo, self.open): return False
        self.lo, self.open = x, strict
        return True
    def lower_to(self, x: Fraction | None) -> bool:
        if x is None or self.hi is not None and x >= self.hi: return False
        self.hi = x
        return True
INFINITE = None
def product(values: Sequence[Any]) -> Any:
    if any(isinstance(x, Fraction) and x == 0 for x in values): return ZERO
    return INFINITE if INFINITE in values else math.prod(values, start=ONE)
def is_positive(x: Any) -> bool:
    low, high = c.signs(x)
    need(low * high > 0, "not checked: the sign of a number")
    return low > 0  # type: ignore[no-any-return]
class Suprema:
    """Suprema over ranges of generators, all of which are >= 0."""
    def __init__(self, ranges: Callable[[Any], Range]): self.ranges, self.D = ranges, c.Reals()
    def ends(self, g: Any) -> tuple[Fraction, Fraction | None]: return max(self.ranges(g).lo or ZERO, ZERO), self.ranges(g).hi
    def number(self, key: Any, a: Fraction) -> Any: return product([a, *(c.power(self.D, Fraction(g[1]), s) for g, s in key[0] if isinstance(g, tuple))])
    def of(self, key: Any, a: Fraction, largest: bool = True) -> Any:
        """The supremum (or a lower bound of the infimum) of a term with a > 0."""
        alone: dict[Any, list[Any]] = {g: [] for g, _ in key[0] if not isinstance(g, tuple)}
        values = [self.number(key, a)]
        for inner, b in key[1] if largest else ():
            variables = [(g, s) for g, s in inner[0] if not isinstance(g, tuple)]
            if len(variables) == 1 and not inner[1]: alone.setdefault(variables[0][0], []).append((self.number(inner, b), variables[0][1]))
            else: values.append(self.exp(self.of(inner, b) if b > 0 else product([Fraction(-1), self.of(inner, -b, False)]), b > 0))
        if not largest and key[1]: return ZERO
        powers = dict(key[0])
        return product([*values, *(self.largest(powers.get(g, ZERO), parts, *self.ends(g)) if largest else self.at(powers[g], [], self.ends(g)[powers[g] < 0]) for g, parts in alone.items())])
    def exp(self, x: Any, up: bool) -> Any: return (INFINITE if up else ZERO) if x is INFINITE else c.apply(self.D, "exp", x)
    def at(self, a: Fraction, parts: list[Any], end: Fraction | None) -> Any:
        """g^a exp(sum of b g^s) at g = end, or the limit there; exponentials win against powers."""
        if end is not None and end > 0:
            return product([c.power(self.D, end, a), c.apply(self.D, "exp", sum((b * c.power(self.D, end, s) for b, s in parts), ZERO))])
        growing = [is_positive(b) for b, s in parts if (s > 0) == (end is None)]
        if growing: return INFINITE if any(growing) else ZERO
        return ONE if a == 0 else INFINITE if (a > 0) == (end is None) else ZERO
    def largest(self, a: Fraction, parts: list[Any], low: Fraction, high: Fraction | None) -> Any:
        slopes = {is_positive(b) == (s > 0) for b, s in parts} | ({a > 0} if a else set())
        if len(slopes) < 2: return self.at(a, parts, high if True in slopes else low)
        if len(parts) > 1: return INFINITE
        (b, s), = parts
        if is_positive(b):           # log: a log g + b g^s falls, then rises
            ends = [self.at(a, parts, low), self.at(a, parts, high)]
            return INFINITE if INFINITE in ends else c.larger(*map(c.interval, ends))
        u = -a / (b * s)             # g^s where it turns
        place = c.power(self.D, u, 1 / s)
        for end, sign in ((low, 1), (high, -1)):
            if end is not None and c.signs(sign * (end - place))[0] > 0: return self.at(a, parts, end)
        return product([c.power(self.D, u, a / s), c.apply(self.D, "exp", -a / s)])
    def ratio(self, left: Poly, right: Poly) -> Any:
        """A number with left <= number * right: every term of the left side is set against one of the right side."""
        need(all(a > 0 for a in right.values()), "not checked: the right side is a difference")
        terms = [(key, a) for key, a in left.items() if a > 0]
        need(right or not terms, "the right side is 0")
        table = []
        for key, a in terms:
            quotients = [times({key: a}, to_power({base: b}, Fraction(-1))) for base, b in right.items()]
            table.append([self.of(*next(iter(q.items()))) for q in quotients])
        sums: list[Any] = [ZERO] * len(right)
        for row in sorted(table, key=lambda row: sum(x is not INFINITE for x in row)):
            need(any(x is not INFINITE for x in row), "no finite ratio of the sides")
            j = min((j for j, x in enumerate(row) if x is not INFINITE), key=lambda j: c.interval(sums[j] + row[j]).hi)
            sums[j] = sums[j] + row[j]
        return functools.reduce(c.larger, sums, ZERO)
# ---- A proof
SMOOTH = ("add", "neg", "mul", "matmul", "dot", "outer", "kron", "transpose", "vec", "diag", "diagonal", "trace", "concat", "sum", "take", "softmax", "exp", "cosh", "sinh",
          "tanh", "erf", "sumover", "deriv", "jvp", "sym", "div", "pow", "sqrt", "log")
ALWAYS = {"nonnegative": ("dim", "norm", "normp", "abs", "sigmin", "softmax", "exp", "cosh", "sqrt", "unit", "eye", "ones", "zeros", "pi"), "positive": ("dim", "softmax", "exp", "cosh", "ones", "pi")}
class Proof:
    def __init__(self, data: Any, rng: random.Random):
        names = ("nodes", "lhs", "rhs", "goal", "factor", "moves", "first", "form", "steps", "bound", "below", "reasons")
        self.data = dict(zip(names, c.fields(data["proof"], "the proof", *names)))
        need(c.matches(rf"\[(\[{c.COUNT}(,{c.COUNT}){{3}}\],?)*\]", self.data["moves"]), "malformed moves", c.Unreadable)
        self.T = T = Table(data["statement"], self.data, rng)
        self.R, self.verified, self.classes = Rules(T), [], {}  # type: Rules, list[tuple[str, int, int]], dict[Any, int]
        self.moves = [[self.at(k) for k in move] for move in self.data["moves"]]
        fresh = [T.is_symbol(k, True) for move in self.moves for k in move[2:]]
        old = [T.is_symbol(k, False) for move in self.moves for k in move[:2]]
        need(all(len({c.text(T.nodes[k][2][1]) for k in move}) == 1 for move in self.moves) and len(set(old)) == len(old), "symbols of a move do not fit")
        self.form = self.data["form"] and [*map(self.at, self.data["form"][:3]), self.data["form"][3]]
        fresh += [T.is_symbol(self.form[2], True)] if self.form else []
        need(len(set(fresh)) == len(fresh) and set(fresh) == set(T.fresh), "new symbols that nothing introduces, or twice")
        T.start(self.moves)
        self.points = {T.nodes[x][2][0]: T.nodes[z][2][0] for x, _, _, z in self.moves}
        self.others = {T.nodes[x][2][0]: T.nodes[y][2][0] for x, y, _, _ in self.moves}
        self.given = [(op, a, b) for op, a, b in T.st.given if op != "psd"]
        self.given += [(op, T.renamed(a, self.points), T.renamed(b, self.points)) for op, a, b in self.given if self.between(op, a, b)]
        self.ranges: dict[int, Range] = {}
        self.facts = [fact for relation in self.given for fact in self.read(*relation)]
        for relation in self.given * 6: self.narrow(*relation)
        self.facts += [fact for relation in self.given for fact in self.floors(*relation)]
        self.facts += [fact for relation in self.given for fact in self.masses(*relation)]
    def at(self, k: Any) -> int:
        need(isinstance(k, int) and 0 <= k < len(self.data["nodes"]), "a node that is not there", c.Unreadable)
        return int(self.T.shift + k)
    # what is given
    def between(self, op: str, a: int, b: int) -> bool:
        """Whether a hypothesis on x that is also made on y holds between x and y."""
        T, names = self.T, self.T.symbols(a) | self.T.symbols(b)
        if not names & set(self.others) or names & set(self.others.values()): return False
        twin = [T.renamed(k, self.others) for k in (a, b)]
        if not any(op == other and T.same(twin[0], l) and T.same(twin[1], r) for other, l, r in T.st.given if other != "psd"): return False
        inner = T.nodes[a][1][0] if op != "eq" and T.nodes[a][0] in ("norm", "abs") and len(T.nodes[a][2]) < 2 else a
        return all(self.is_affine(side) for side in (inner, b))
    def is_affine(self, k: int) -> bool:
        """Affine in all that moves: the derivative along x - y is the same at any two points."""
        T, moved = self.T, self.T.symbols(k) & set(self.points)
        if not moved: return True
        if not all(T.nodes[j][0] in SMOOTH[:14] + ("sym", "div", "take", "sumover") and not (T.nodes[j][0] == "div" and T.symbols(T.nodes[j][1][1]) & moved) for j in T.below(k) if T.symbols(j) & moved): return False
        return T.same(self.slope(k, 0), self.slope(T.renamed(k, self.points), 3))
    def slope(self, k: int, place: int) -> int: return self.T.fold("add", [self.T.make("jvp", k, move[place], move[2]) for move in self.moves])
    def read(self, op: str, a: int, b: int) -> Iterator[tuple[str, int, int]]:
        for this, other in ((a, b), (b, a)) if op == "eq" else ((a, b),):
            kind, args, attrs = self.T.nodes[this]
            if kind in ("norm", "abs") and len(attrs) < 2 and not self.T.rank(other): yield NORMS[self.T.rank(args[0]), attrs[0]] if attrs else "size", args[0], other
    def floors(self, op: str, a: int, b: int) -> Iterator[tuple[str, int, int]]:
        number = self.R.value(a)
        if op != "eq" and (number is not None and number >= 0 or number is None and not self.T.rank(a) and (self.T.nodes[a][0] == "sym" or self.T.rank(b)) and self.holds(a, "nonnegative")): yield "floor", b, a
    def masses(self, op: str, a: int, b: int) -> Iterator[tuple[str, int, int]]:
        for this, other in ((a, b), (b, a)) if op == "eq" else ((a, b),):
            kind, args, attrs = self.T.nodes[this]
            if kind == "sum" and self.T.rank(this) == self.T.rank(args[0]) - 1 and not self.T.rank(other) and any(k == "floor" and self.T.same(x, args[0]) for k, x, _ in self.facts):
                yield "l1" if not self.T.rank(this) else ("columns", "rows")[attrs[0]], args[0], other
    def range_of(self, g: int) -> Range:
        if g not in self.ranges:
            self.ranges[g] = Range()
            if self.T.nodes[g][0] in ALWAYS["nonnegative"]: self.ranges[g].raise_to(Fraction(self.T.nodes[g][0] == "dim"), False)
        return self.ranges[g]
    def narrow(self, op: str, a: int, b: int) -> None:
        for low, high in ((a, b), (b, a)) if op == "eq" else ((a, b),):
            (scale, g), (factor, h) = self.multiple(low), self.multiple(high)
            strict = op == "lt"
            if g is not None and scale > 0 and (h is None or factor > 0): self.range_of(g).lower_to(factor / scale if h is None else (top := self.range_of(h).hi) and top * factor / scale)
            if h is not None and factor > 0 and g is None: self.range_of(h).raise_to(scale / factor, strict)
            if h is not None and factor > 0 and g is not None and scale > 0 and (least := self.range_of(g)).lo is not None: self.range_of(h).raise_to(least.lo * scale / factor, strict or least.open)  # type: ignore[operator]
    def multiple(self, k: int) -> tuple[Fraction, int | None]:
        """q and g for a scalar q g; q and None for a number. Nothing is simplified: sqrt(s s) is not s where s may be negative."""
        op, args, attrs = self.T.nodes[k]
        if op == "const": return Fraction(attrs[0]), None
        if self.T.rank(k): return ZERO, -1
        for q, other in {"mul": (args, args[::-1]), "div": (args[::-1],)}.get(op, ()):
            if number := self.R.value(q):
                scale, g = self.multiple(other)
                return scale * number if op == "mul" else scale / number, g
        return ONE, self.generator(k)
    # scalars
    def generator(self, k: int) -> int: return self.classes.setdefault(self.T.print_of(k), k)
    def range_in(self, k: int) -> int | None:
        """v, for a scalar written max v - min v: one generator."""
        T, pair = self.T, self.R.difference(k) if self.T.nodes[k][0] == "add" and not self.T.rank(k) else []
        is_range = len(pair) == 2 and [T.nodes[x][0] for x in pair] == ["max", "min"] and T.nodes[pair[0]][1:] == T.nodes[pair[1]][1:]
        return int(T.nodes[pair[0]][1][0]) if is_range else None
    def poly(self, k: int) -> Poly:
        op, args, attrs = self.T.nodes[k]
        if self.range_in(k) is not None: op = "max"
        if op == "const": return {(frozenset(), frozenset()): Fraction(attrs[0])} if Fraction(attrs[0]) else {}
        if op == "add": return plus(*map(self.poly, args))
        if op == "mul": return times(*map(self.poly, args))
        if op == "neg": return {key: -a for key, a in self.poly(args[0]).items()}
        if op == "div": return times(self.poly(args[0]), to_power(self.poly(args[1]), Fraction(-1)))
        if op == "sqrt": return to_power(self.poly(args[0]), Fraction(1, 2))
        if op == "exp": return {(frozenset(), frozenset(self.poly(args[0]).items())): ONE}
        if op == "pow" and (r := self.R.value(args[1])) is not None:
            base = self.poly(args[0])
            return functools.reduce(times, [base] * int(r)) if r.denominator == 1 and 2 <= r <= 4 else to_power(base, r)
        if op == "norm" and len(attrs) > 1: return to_power(self.poly(self.T.make(op, *args, attrs=attrs[:1])), Fraction(attrs[1]))
        return {(frozenset({(self.generator(k), ONE)}), frozenset()): ONE}
    def leaves(self, k: int) -> Iterator[int]:
        """The generators of a scalar as it is written, also those that cancel."""
        op, args, attrs = self.T.nodes[k]
        if self.range_in(k) is not None: op = "max"
        inside = args[:1] if op == "pow" and self.R.value(args[1]) is not None else args if op in ("add", "mul", "neg", "div", "sqrt", "exp") else None
        if inside is None and op != "const": yield self.generator(self.T.make(op, *args, attrs=attrs[:1]) if op == "norm" else k)
        for arg in inside or (): yield from self.leaves(arg)
    def holds(self, k: int, what: str) -> bool:
        """Whether all entries of a node are certainly nonnegative, or positive."""
        T, (op, args, attrs) = self.T, self.T.nodes[k]
        strict = what == "positive"
        if op in ALWAYS[what] or not strict and self.range_in(k) is not None: return True
        if op in ("const", "array"): return all(x > 0 if strict else x >= 0 for x in c.literal(attrs[0])[1])
        if op in ("sym", "norm", "abs", "sum", "dot") and not T.rank(k):
            known = self.range_of(self.generator(k))
            if known.lo is not None and (known.lo > 0 or known.lo == 0 and (known.open or not strict)): return True
        if any(kind == "floor" and v != k and T.same(x, k) and (not strict or self.holds(v, what)) for kind, x, v in (*getattr(self, "facts", ()), *self.verified)): return True
        if any(op_ == "lt" and strict and T.same(b, k) and self.R.value(a) is not None and self.R.value(a) >= 0 for op_, a, b in self.given): return True  # type: ignore[operator]
        if op in ("mul", "dot") and args[0] == args[1] and not strict: return True
        if op == "pow" and (r := self.R.value(args[1])) is not None: return self.holds(args[0], what) or not strict and r.denominator == 1 and r % 2 == 0
        if op == "add": return all(self.holds(arg, "nonnegative") for arg in args) and any(self.holds(arg, what) for arg in args)
        if op in ("take", "sum", "max", "min", "transpose", "vec", "diagonal", "trace", "sqrt"): return self.holds(args[0], what)
        if op in ("mul", "dot", "matmul", "outer", "kron", "div", "concat"): return all(self.holds(arg, what) for arg in args)
        return op == "diag" and not strict and self.holds(args[0], what)
    def same_value(self, a: int, b: int) -> bool:
        try: return a == b or self.poly(a) == self.poly(b)
        except c.Invalid: return self.T.same(a, b)
    # steps
    def run(self) -> None:
        steps = self.data["steps"]
        need(isinstance(steps, list) and len(steps) <= LIMIT, "malformed steps", c.Unreadable)
        for j, step in enumerate(steps):
            need(c.matches(rf'\["[a-z0-9]+",{c.COUNT},{c.COUNT},".*",\[({c.COUNT},?)*\]\]', step) and max(step[4], default=-1) < j, f"malformed step {j}", c.Unreadable)
            kind, node, value = step[0], self.at(step[1]), self.at(step[2])
            need(kind in ("size", "floor", "above", "under", "spread", *NORMS.values()), f"step {j}: unknown kind {kind}", c.Unreadable)
            premises = [self.verified[k] for k in step[4]]
            need(self.follows(kind, node, value, premises), f"step {j}, {kind} by {step[3][:40]!r}, is neither a hypothesis nor an instance of a rule")
            self.verified.append((kind, node, value))
    def follows(self, kind: str, node: int, value: int, premises: list[tuple[str, int, int]]) -> bool:
        T = self.T
        if not premises and self.is_leaf(kind, node, value): return True
        if kind == "size" and T.same(value, node) and [(k, T.same(x, node)) for k, x, _ in premises] == [("floor", True)]: return True
        for asked, build in self.R.options(kind, node, premises):
            if len(asked) != len(premises): continue
            for order in itertools.permutations(premises):
                fits = all(k == other and (T.same(x, y) or k not in ("floor", "above", "under") and T.opposite(x, y)) for (k, x), (other, y, _) in zip(asked, order))
                try:
                    if fits and self.same_value(build(*(v for _, _, v in order)), value): return True
                except c.Invalid: pass
        return False
    def is_leaf(self, kind: str, node: int, value: int) -> bool:
        T, (op, args, attrs) = self.T, self.T.nodes[value]
        def alike(x: int) -> bool: return T.same(x, node) or kind not in ("floor", "above", "under") and T.opposite(x, node)
        if self.form and self.form[3] and kind == ("l2", "fro")[T.rank(node) - 1] and node == self.form[2] and self.R.value(value) == 1: return True
        if op == "div" and kind == "l2" and T.nodes[args[1]][0] == "sigmin" and self.is_tall(matrix := T.nodes[args[1]][1][0]) and self.holds(args[1], "positive"):
            image = T.make("matmul", matrix, node)            # ||v|| <= ||A v|| / sigma_min(A)
            if T.same(args[0], self.R.root(T.make("dot", image, image))): return True
        if op in ("norm", "abs") and len(attrs) < 2 and kind == (NORMS[T.rank(args[0]), attrs[0]] if attrs else "size") and (
                alike(args[0]) or kind in ("spectral", "fro") and alike(T.make("transpose", args[0]))): return True
        if kind == "spread" and (v := self.range_in(value)) is not None and T.same(v, node): return True
        if op == "sqrt" and kind == "l2" and T.same(args[0], T.make("dot", node, node)): return True
        if kind in ("size", "floor") and T.nodes[node][0] == "sym" and T.same(node, value) and self.holds(node, "nonnegative"): return True
        if any(k == kind and alike(x) and T.same(v, value) for k, x, v in self.facts):
            return all(self.holds(g, "nonnegative") for g in self.leaves(value)) or kind != "floor" and op not in ("add", "mul", "neg", "div", "sqrt", "exp", "pow")
        return False
    def is_tall(self, matrix: int) -> bool:
        """Whether a matrix has at least as many rows as columns."""
        rows, columns = self.T.shape(matrix)
        return rows == columns or any(op in ("le", "lt") and self.T.same(a, columns) and self.T.same(b, rows) for op, a, b in self.given)
    # the goal
    def target(self, relation: Any) -> int:
        """The scalar that is bounded: the left side, or for M << s I and -s I << M the norm of M."""
        op, a, b = relation
        rhs = self.at(self.data["rhs"])
        if op != "psd":
            need(op in ("le", "lt") and not self.T.rank(a) and self.T.same(b, rhs), "the right side is another one")
            return int(a)
        need(not self.T.rank(rhs), "the right side is no scalar")
        if self.form and self.form[3] == 0:
            T, lhs, (_, x, w, _) = self.T, self.at(self.data["lhs"]), self.form
            need(x == w and T.rank(w) == 1, "a quadratic form without a vector")
            forms = [T.make("dot", w, T.make("matmul", side, w)) for side in (a, b)]
            need(not T.rank(lhs) and T.same(self.R.plus(rhs, forms[0]), self.R.plus(lhs, forms[1])), "the sides do not differ by the difference of the quadratic forms")
            return lhs
        for matrix, multiple, s in ((a, b, rhs), (b, a, self.T.make("neg", rhs))):
            if all(self.is_multiple(ev, multiple, s) for ev in self.T.fields): return self.T.make("norm", matrix, attrs=["2"])
        raise c.Invalid("no side is a multiple of the identity")
    def is_multiple(self, ev: Evaluator, matrix: int, s: int) -> bool:
        (n, _), entries = ev.value(matrix)
        return all(c.is_zero(x - ev.value(s)[1][0]) if i % (n + 1) == 0 else c.is_zero(x) for i, x in enumerate(entries))
    def check_goal(self, lhs: int) -> None:
        T, (kind, goal), first = self.T, self.data["goal"], self.data["first"]
        goal, factor = self.at(goal), None
        if not self.moves and not (self.form and self.form[3]): need(kind in ("size", "above") and T.same(goal, lhs), "what is bounded is not the left side")
        else:
            op, args, attrs = T.nodes[lhs]
            need(op in ("norm", "abs") and len(attrs) < 2, "the left side is no norm")
            measured = NORMS[T.rank(args[0]), attrs[0]] if attrs else "size"
            if self.moves: factor = self.check_moves(kind, goal, self.at(first), args[0], measured)
            else: self.check_form(kind, goal, args[0], measured, 0)
        need((self.data["factor"] is None) == (factor is None) and (factor is None or T.same(factor, self.at(self.data["factor"]))), "another factor is needed")
    def check_moves(self, kind: str, goal: int, first: int, inner: int, measured: str) -> int | None:
        """inner = g(x) - g(y), and the goal is the derivative of g at z along x - y."""
        T = self.T
        need(not T.symbols(first) & ({*self.others.values()} | set(T.fresh)), "g depends on y or on new symbols")
        change = T.make("add", first, T.make("neg", T.renamed(first, self.others)))
        need(T.same(inner, change) or T.opposite(inner, change), "the left side is no norm of g(x) - g(y)")
        between = T.renamed(first, self.points)
        self.is_smooth(between)
        if not self.form:
            need(kind == measured and T.same(goal, self.slope(between, 3)), "what is bounded is not the derivative along x - y")
            return None
        need(len(self.moves) == 1 and self.form[1] == self.moves[0][3], "a symmetric form for several symbols that move")
        self.check_form(kind, goal, between, measured, 1)
        x, y = self.moves[0][:2]
        return T.make("norm", T.make("add", x, T.make("neg", y)), attrs=["2" if T.rank(x) == 1 else "fro"])
    def check_form(self, kind: str, goal: int, inner: int, measured: str, more: int) -> None:
        """inner is the gradient or the Hessian of a scalar; the goal is that derivative, or the next one, along one unit vector."""
        T, (scalar, x, unit, order) = self.T, self.form
        need(T.nodes[x][0] == "sym" and T.rank(x) in (1, 2) and T.nodes[x][2][1] == T.nodes[unit][2][1] and not T.rank(scalar), "a form that is none")
        need(kind == "size" and order == ({"l2": 1, "spectral": 2} if T.rank(x) == 1 else {"fro": 1}).get(measured, 0) + more and order > more, "a form of another order, or a norm that is not Euclidean")
        need(T.nodes[unit][2][0] not in T.symbols(scalar), "the unit vector occurs in the form")
        gradient = along = scalar
        for i in range(order):
            gradient = T.make("deriv", gradient, x, attrs=[""]) if i < order - more else gradient
            along = T.make("jvp", along, x, unit)
        need(T.same(inner, gradient) and T.same(goal, along), "what is bounded is not the derivative along one vector")
    def is_smooth(self, k: int) -> None:
        """Whether a node is differentiable wherever the points between x and y may lie."""
        T, points = self.T, set(self.points.values())
        for j in T.below(k):
            op, args, attrs = T.nodes[j]
            if not T.symbols(j) & points or op == "norm" and len(attrs) > 1: continue
            if op == "inv" and T.nodes[args[0]][0] == "diag" and self.holds(T.nodes[args[0]][1][0], "positive"): continue
            need(op in SMOOTH, f"not checked: whether {op} has a derivative between x and y")
            whole = op == "pow" and (r := self.R.value(args[1])) is not None and r.denominator == 1 and r >= 0
            tested = args[1] if op == "div" else args[0] if op in ("log", "sqrt") or op == "pow" and not whole else None
            if tested is not None and (T.symbols(tested) & points or op == "pow"): need(self.holds(tested, "positive"), f"not checked: whether the argument of {op} is positive between x and y")
    def conclude(self, lhs: int, hi: Fraction, strict: bool) -> bool:
        """left <= hi * right; whether that settles the relation."""
        T, bound, below = self.T, self.data["bound"], self.data["below"]
        left, right = lhs, self.at(self.data["rhs"])
        if bound is not None:
            kind, node, left = self.verified[self.step(bound)]
            need([kind, T.same(node, self.at(self.data["goal"][1]))] == [self.data["goal"][0], True], "the proof bounds something else")
            if self.data["factor"] is not None: left = T.make("mul", left, self.at(self.data["factor"]))
        if below is not None:
            kind, node, value = self.verified[self.step(below)]
            need(kind == "floor" and T.same(node, right), "the right side is not what is bounded from below")
            right = value
        for g in {*self.leaves(left), *self.leaves(right)}: need(self.holds(g, "nonnegative"), f"not checked: whether {T.nodes[g][0]} is >= 0")
        c.set_digits(DIGITS)
        value, terms = Suprema(self.range_of).ratio(self.poly(left), self.poly(right)), self.poly(right)
        need(c.signs(value - hi)[1] <= 0, f"the ratio of the sides is not at most {float(hi):.6g}")
        positive = any(all(isinstance(g, tuple) or self.holds(g, "positive") for g, _ in powers) for powers, _ in terms)
        return c.signs(value - 1)[1] < 0 and positive if strict else c.signs(value - 1)[1] <= 0
    def step(self, k: Any) -> int:
        need(isinstance(k, int) and 0 <= k < len(self.verified), "a step that is not there", c.Unreadable)
        return int(k)
def check(data: Any, seed: str = "") -> str:
    """What has been verified; raises Invalid or Unreadable."""
    names = ("schema", "kind", "claim", "statement", "sha256", "relation", "ratio", "settles", "proof")
    schema, kind, claim, statement, sha256, k, ratio, settles, _ = c.fields(data, "the certificate", *names)
    need(schema == "certify.certificate/1" and kind == "bound" and isinstance(claim, str), "no certificate of a bound", c.Unreadable)
    st = c.Statement(statement)
    need(hashlib.sha256(c.text(statement).encode()).hexdigest() == sha256, "the sha256 is not that of the statement")
    need(not st.exists and c.matches(c.COUNT, k) and k < len(st.says), f"the statement has no inequality {c.text(k)[:20]}", c.Unreadable)
    hi, = c.fields(ratio, "the ratio", "hi")
    need(c.matches(r'"\d+(\.\d+)?([eE][-+]?\d{1,6})?"', hi), f"the ratio {c.text(hi)[:40]} is no decimal", c.Unreadable)
    proof = Proof(data, random.Random(f"{sha256} {seed}"))
    relation = proof.T.st.says[k]
    lhs = proof.target(relation)
    if proof.data["bound"] is None: need(not proof.moves and not (proof.form and proof.form[3]) and proof.data["factor"] is None, "a goal without a bound")
    proof.run()
    if proof.data["bound"] is not None: proof.check_goal(lhs)
    found = proof.conclude(lhs, Fraction(hi), relation[0] == "lt")
    need(proof.T.is_generic(), "not checked: too many exponentials")
    need(found or settles is False, "the bound does not settle the relation")
    return f"bound {claim}: the left side of says[{k}] is at most {hi} of the right side for all sizes, by {len(proof.verified)} steps"
if __name__ == "__main__": sys.exit(c.main())
