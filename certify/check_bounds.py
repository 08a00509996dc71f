"""Independent checker of proved bounds, certificates of kind "bound": `python check_bounds.py FILE...`, or by `check.py` beside it.

It needs Python's standard library, `check.py`, `check_rules.py`, `check_polynomials.py` and `check_scalars.py`, and shares no code with what writes certificates. A certificate holds a statement, the number k of a relation
lhs <= rhs (or M << s I, s I << M), a constant hi, and a proof that lhs <= hi rhs: steps [kind, node, value, rule, premises] which say that a quantity of a node,
its largest |entry| (`size`), a norm, the spread of its entries, a lower bound >= 0 of them (`floor`), ..., is at most (at least) a scalar value. Verified:

- every step without premises is read off a hypothesis or true of every node, every other one is an instance of a rule of check_rules.py, by which its value is
  computed anew; the constants of moments in these rules follow from inequalities between polynomials, which check_polynomials.py proves where one is used;
- the quantity bounded at last is the left side; or, by the mean value inequality, the derivative of g along v = x - y at z, for a left side ||g(x) - g(y)||; or
  the derivative of a scalar along one unit vector, since derivatives of a scalar are symmetric forms (Banach 1938). What is assumed of z holds between x and y;
  or, for M << N, a scalar that is below another one, where the two differ by <w, (N - M) w>;
- value <= hi rhs over the ranges of dimensions and scalars, by the suprema of quotients of monomials, with rationals or decimals rounded outwards.

That two nodes are equal is tested as `check.py` tests identities: at random points modulo a prime, at two choices of sizes. Norms, absolute values, roots, maxima,
eigenvalues are one unknown for each argument there. What cannot be checked is called invalid, with the reason.
"""
# ruff: noqa: B905, E401, E501, E701, I001, RUF021
from __future__ import annotations
import functools, hashlib, itertools, math, random, sys
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any
if __package__:
    from certify import check as c
    from certify.check_rules import NORMS, Rules
    from certify.check_scalars import Poly, Range, Suprema, plus, times, to_power
else:
    sys.path.append(str(Path(__file__).resolve().parent))
    import check as c                      # type: ignore[import-not-found,no-redef]  # the copies beside the certificates
    from check_rules import NORMS, Rules   # type: ignore[import-not-found,no-redef]
    from check_scalars import Poly, Range, Suprema, plus, times, to_power  # type: ignore[import-not-found,no-redef]
need, ZERO, ONE = c.need, Fraction(0), Fraction(1)
POINTS, DIGITS = 64, 60
LIMIT = 100_000                            # steps and nodes of a proof
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
        self.rearranged = False                # the sides of an order of matrices: their ratio says nothing about the matrices
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
        if op == "sqrt" and len(inner := self.poly(args[0])) < 2: return to_power(inner, Fraction(1, 2)) if inner else {}
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
        if op in ("take", "sum", "max", "min", "transpose", "vec", "diagonal", "trace", "sqrt", "sinh"): return self.holds(args[0], what)
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
        if op == "normp" and kind == "size" and T.same(value, node): return True
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
            a, b = (a, b) if not self.T.rank(b) else (self.T.make("neg", b), self.T.make("neg", a))       # all entries of an array <= or >= a scalar
            need(op in ("le", "lt") and not self.T.rank(b) and self.T.same(b, rhs), "the right side is another one")
            need(not self.T.rank(a) or self.data["goal"][0] == "above" and self.data["bound"] is not None, "an array that is not bounded")
            return int(a)
        need(not self.T.rank(rhs), "the right side is no scalar")
        if self.form and self.form[3] == 0:
            T, lhs, (_, x, w, _) = self.T, self.at(self.data["lhs"]), self.form
            need(x == w and T.rank(w) == 1, "a quadratic form without a vector")
            forms = [T.make("dot", w, T.make("matmul", side, w)) for side in (a, b)]
            need(not T.rank(lhs) and T.same(self.R.plus(rhs, forms[0]), self.R.plus(lhs, forms[1])), "the sides do not differ by the difference of the quadratic forms")
            self.rearranged = not T.same(lhs, forms[0]) and not T.opposite(lhs, forms[1])
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
        positive = all(a > 0 for a in terms.values()) and any(all(isinstance(g, tuple) or self.holds(g, "positive") for g, _ in powers) for powers, _ in terms)
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
    need(not proof.rearranged or Fraction(hi) >= 1, "terms have changed sides, so that no ratio below 1 follows")
    found = proof.conclude(lhs, Fraction(hi), relation[0] == "lt")
    need(proof.T.is_generic(), "not checked: too many exponentials")
    need(found or settles is False, "the bound does not settle the relation")
    return f"bound {claim}: the left side of says[{k}] is at most {hi} of the right side for all sizes, by {len(proof.verified)} steps"
if __name__ == "__main__": sys.exit(c.main())
