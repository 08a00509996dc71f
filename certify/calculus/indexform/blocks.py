"""Block by block: an expression with concatenated arrays becomes an array of expressions without them.

Every axis whose size a concatenation adds up to falls into parts (see ``partitions``), symbols and index symbols of
that size too: a vector v of size n + 1 is any v.0 of size n above any v.1 of size 1, a sum over n + 1 is one over n
and a last term. Operations act on blocks, products multiply them out, and the index form decides about the blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import reduce
from itertools import product

from certify.calculus import algebra
from certify.calculus.indexform.outside import Outside
from certify.calculus.indexform.partitions import NONE, Parts, below, partitions
from certify.language.expr import Expr, coerce, make, postorder, strip
from certify.language.relations import Relation
from certify.language.shapes import ENTRYWISE_FUNCTIONS
from certify.language.sizes import Shape, Size
from certify.language.variables import free_indices

Place = tuple[int, ...]
Grid = dict[Place, Expr]
Where = Mapping[Expr, tuple[int, Expr]]  # for an index symbol of a cut axis: the part it is in, its position there
_ENTRYWISE = frozenset(["add", "mul", "div", "neg", "pow", "maximum", "minimum", *ENTRYWISE_FUNCTIONS])


def has_blocks(*roots: Expr) -> bool:
    """Whether a concatenated array occurs."""
    return any(node.op == "concat" for node in postorder(*roots))


def split(relation: Relation, hypotheses: Iterable[Relation]) -> tuple[list[Relation], list[Relation]]:
    """The equation and the hypotheses as equations between blocks; raises ``Outside``.

    A hypothesis that has no blocks of its own is left out: it would only help.
    """
    given = [hypothesis for hypothesis in hypotheses if hypothesis.op == "eq"]
    sides = strip(*(side for rel in (relation, *given) for side in (rel.lhs, rel.rhs)))
    blocks = Blocks(*sides)
    (says, *others) = [Relation("eq", lhs, rhs) for lhs, rhs in zip(sides[::2], sides[1::2], strict=True)]
    known: list[Relation] = []
    for other in others:
        try:
            known += blocks.relations(other)
        except Outside:
            continue
    return list(blocks.relations(says)), known


def whole(root: Expr) -> Expr:
    """The expression multiplied out, where it is one block; raises ``Outside`` where it has several."""
    (plain,) = strip(root)
    grid = Blocks(plain).read(plain, {})
    if len(grid) > 1:
        raise Outside(f"an array of {len(grid)} blocks has a form for each of them")
    return next(iter(grid.values()))


class Blocks:
    """Reads expressions without names block by block; ``parts`` says how axes are cut."""

    def __init__(self, *roots: Expr):
        self.parts = partitions(*roots)
        self.known: dict[tuple[Expr, frozenset[tuple[Expr, tuple[int, Expr]]]], Grid] = {}

    def relations(self, relation: Relation) -> Iterator[Relation]:
        """An equation between each two blocks, for each choice of parts of the free indices."""
        cut = [idx for idx in free_indices(relation.lhs, relation.rhs) if idx.attrs[1] in self.parts]
        for choice in product(*(self.positions(idx) for idx in cut)):
            where = dict(zip(cut, choice, strict=True))
            lhs, rhs = self.read(relation.lhs, where), self.read(relation.rhs, where)
            for at in lhs if len(lhs) >= len(rhs) else rhs:
                yield Relation("eq", lhs[at if () not in lhs else ()], rhs[at if () not in rhs else ()])

    def of(self, size: Size) -> Parts:
        """The parts of an axis; the axis itself where nothing cuts it."""
        return self.parts.get(size, (size,))

    def places(self, shape: Shape) -> Iterator[Place]:
        """The places of the blocks of a shape."""
        return product(*(range(len(self.of(size))) for size in shape))

    def shape(self, shape: Shape, at: Place) -> Shape:
        """The shape of a block."""
        return tuple(self.of(size)[k] for size, k in zip(shape, at, strict=True))

    def positions(self, idx: Expr) -> list[tuple[int, Expr]]:
        """What an index of a cut axis may be: for each part an index over it, or 0 where it has one entry."""
        name, size = idx.attrs
        return [(k, coerce(0) if part.constant == 1 else make("idx", (), (f"{name}.{k}", part)))
                for k, part in enumerate(self.of(size))]

    def located(self, index: Expr, size: Size, where: Where) -> tuple[int, Expr]:
        """The part in which an index or integer falls, and its position there."""
        if size not in self.parts:
            return 0, index
        if index.op == "idx":
            return where[index]
        k, start = Size.of(int(Fraction(index.attrs[0]))), NONE
        for number, part in enumerate(self.of(size)):
            if start.constant is not None and below(k, start + part):
                return number, coerce(int(str(k)) - start.constant)
            start = start + part
        raise Outside(f"which part of an axis of size {size} holds entry {k} depends on the dimensions")

    def read(self, node: Expr, where: Where) -> Grid:
        """The blocks of a node."""
        key = node, frozenset((idx, where[idx]) for idx in free_indices(node) if idx in where)
        if key not in self.known:
            self.known[key] = self._read(node, where)
        return self.known[key]

    def _read(self, node: Expr, where: Where) -> Grid:
        special = getattr(self, f"_{node.op}", None)
        if special is not None:
            return dict(special(node, where))
        args: list[Grid] = [self.read(arg, where) for arg in node.args]
        if node.op in _ENTRYWISE:
            return {at: _make(node, [arg[at if () not in arg else ()] for arg in args])
                    for at in self.places(node.shape)}
        rule = _RULES.get(node.op)
        if rule is not None:
            return {at: rule(self, node, at, *args) for at in self.places(node.shape)}
        if not args:
            return {at: self._leaf(node, at) for at in self.places(node.shape)}
        if max(map(len, args)) > 1 or not self.parts.keys().isdisjoint(node.shape):
            raise Outside(f"{node.op} of concatenated arrays is not read block by block")
        whole = tuple(one for arg in args for one in arg.values())
        return {(0,) * len(node.shape): make(node.op, whole, node.attrs)}

    def _leaf(self, node: Expr, at: Place) -> Expr:
        shape = self.shape(node.shape, at)
        if shape == node.shape:
            return node
        if node.op == "sym":
            return make("sym", (), (f"{node.attrs[0]}.{'.'.join(map(str, at))}", shape))
        if node.op == "eye":
            return algebra.zeros_of(shape) if at[0] != at[1] else make("eye", (), (shape[0],))
        if node.op == "array":
            return make("array", (), (_cut(node.attrs[0], [self._range(size, k) for size, k in
                                                           zip(node.shape, at, strict=True)]),))
        return make(node.op, (), (shape,))

    def _range(self, size: Size, k: int) -> slice:
        parts = [part.constant or 0 for part in self.of(size)]
        return slice(sum(parts[:k]), sum(parts[: k + 1]))

    def _concat(self, node: Expr, where: Where) -> Iterator[tuple[Place, Expr]]:
        (axis,), start = node.attrs, 0
        for arg in node.args:
            for at, one in self.read(arg, where).items():
                yield (*at[:axis], at[axis] + start, *at[axis + 1 :]), one
            start += len(self.of(arg.shape[axis]))

    def _unit(self, node: Expr, where: Where) -> Iterator[tuple[Place, Expr]]:
        part, k = self.located(node.args[0], node.shape[0], where)
        for at, size in enumerate(self.of(node.shape[0])):
            yield (at,), make("unit", (k,), (size,)) if at == part else algebra.zeros_of((size,))

    def _take(self, node: Expr, where: Where) -> Iterator[tuple[Place, Expr]]:
        (whole, index), (axis,) = node.args, node.attrs
        part, k = self.located(index, whole.shape[axis], where)
        for at, one in self.read(whole, where).items():
            if at[axis] == part:
                yield at[:axis] + at[axis + 1 :], make("take", (one, k), (axis,))

    def _sumover(self, node: Expr, where: Where) -> Iterator[tuple[Place, Expr]]:
        body, idx = node.args
        if idx.attrs[1] not in self.parts:
            yield from ((at, make("sumover", (one, idx))) for at, one in self.read(body, where).items())
            return
        grids = [(k, self.read(body, {**where, idx: (part, k)})) for part, k in self.positions(idx)]
        for at in grids[0][1]:
            yield at, _total(make("sumover", (grid[at], k)) if k.op == "idx" else grid[at] for k, grid in grids)

    def _deriv(self, node: Expr, where: Where) -> Iterator[tuple[Place, Expr]]:
        of, by = (self.read(arg, where) for arg in node.args)
        if node.attrs[0] and (len(by) > 1 or (len(node.args[1].shape) > 1 and node.shape[-1] in self.parts)):
            raise Outside("a derivative by a matrix that is cut into blocks, in one order of all its entries")
        for (at, one), (by_at, x) in product(of.items(), by.items()):
            flat = len(node.shape) - len(at) != len(by_at)
            yield at + ((0,) if flat else by_at), make("deriv", (one, x), node.attrs)

    def _jvp(self, node: Expr, where: Where) -> Iterator[tuple[Place, Expr]]:
        of, by, along = (self.read(arg, where) for arg in node.args)
        for at, one in of.items():
            yield at, _total(make("jvp", (one, by[k], along[k])) for k in by)


def _cut(entries: tuple[object, ...], ranges: list[slice]) -> tuple[object, ...]:
    """Rows and columns of nested tuples."""
    rows = entries[ranges[0]]
    return rows if len(ranges) == 1 else tuple(_cut(row, ranges[1:]) for row in rows if isinstance(row, tuple))


def _total(terms: Iterable[Expr]) -> Expr:
    return reduce(algebra.add, terms)


_SIMPLE: dict[str, Callable[[Expr, Expr], Expr]] = {"add": algebra.add, "mul": algebra.mul, "div": algebra.div}


def _make(node: Expr, args: list[Expr]) -> Expr:
    """The operation on blocks; zeros of one shape drop out."""
    if node.op in _SIMPLE and (node.op != "add" or args[0].shape == args[1].shape):
        return _SIMPLE[node.op](*args)
    return make(node.op, tuple(args), node.attrs)


def _matmul(blocks: Blocks, node: Expr, at: Place, a: Grid, b: Grid) -> Expr:
    middle = range(len(blocks.of(node.args[0].shape[1])))
    return _total(algebra.matmul(a[at[0], k], b[(k, *at[1:])]) for k in middle)


def _dot(blocks: Blocks, node: Expr, at: Place, a: Grid, b: Grid) -> Expr:
    return _total(algebra.dot(a[k], b[k]) for k in a)


def _diag(blocks: Blocks, node: Expr, at: Place, a: Grid) -> Expr:
    i, j = at
    return make("diag", (a[i,],)) if i == j else algebra.zeros_of(blocks.shape(node.shape, at))


def _sum(blocks: Blocks, node: Expr, at: Place, a: Grid) -> Expr:
    axis = node.attrs[0] if node.shape else None
    kept = {k: one for k, one in a.items() if axis is None or k[:axis] + k[axis + 1 :] == at}
    return _total(algebra.total(one, axis) for one in kept.values())


def _softmax(blocks: Blocks, node: Expr, at: Place, a: Grid) -> Expr:
    """exp of the block, over the sums of the exponentials of all blocks along the axis."""
    axis, matrix = node.attrs[0], len(at) == 2
    line = [make("exp", (one,)) for k, one in a.items() if k[:axis] + k[axis + 1 :] == at[:axis] + at[axis + 1 :]]
    whole, mine = _total(make("sum", (one,), (axis if matrix else None,)) for one in line), make("exp", (a[at],))
    across = make("ones", (), (mine.shape[axis : axis + 1],))
    spread = make("outer", (whole, across) if axis else (across, whole)) if matrix else whole
    return make("div", (mine, spread))


def _norm(blocks: Blocks, node: Expr, at: Place, a: Grid) -> Expr:
    order = node.attrs[0]
    if len(a) == 1:
        return make("norm", tuple(a.values()), node.attrs)
    if order == "1" and len(node.args[0].shape) == 1:
        return _total(make("sum", (make("abs", (one,)),), (None,)) for one in a.values())
    if order == "inf" or (len(node.args[0].shape) == 2 and order != "fro"):
        raise Outside(f"the norm {order} of concatenated arrays is no power of a sum")
    return make("sqrt", (_total(make("sum", (make("mul", (one, one)),), (None,)) for one in a.values()),))


def _normp(blocks: Blocks, node: Expr, at: Place, a: Grid, p: Grid) -> Expr:
    powers = (make("sum", (make("pow", (make("abs", (one,)), p[()])),), (None,)) for one in a.values())
    return make("pow", (_total(powers), make("div", (algebra.ONE, p[()]))))


_RULES: dict[str, Callable[..., Expr]] = {
    "matmul": _matmul, "dot": _dot, "diag": _diag, "sum": _sum, "softmax": _softmax, "norm": _norm, "normp": _normp,
    "transpose": lambda blocks, node, at, a: algebra.transpose(a[at[::-1]]),
    "outer": lambda blocks, node, at, a, b: algebra.outer(a[at[:1]], b[at[1:]]),
    "diagonal": lambda blocks, node, at, a: algebra.linear("diagonal", a[at * 2]),
    "trace": lambda blocks, node, at, a: _total(algebra.linear("trace", one) for (i, j), one in a.items() if i == j),
}
