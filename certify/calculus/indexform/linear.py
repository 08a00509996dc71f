"""Rules for linear algebra, reductions, indexing and derivatives: a node from the forms of its arguments."""

from __future__ import annotations

from certify.calculus.indexform import functions, inverses, powers, products, sums
from certify.calculus.indexform.derive import Derivation
from certify.calculus.indexform.indices import Index, major, minor, slot
from certify.calculus.indexform.reading import axes, index_of, read
from certify.calculus.indexform.terms import Form
from certify.language.expr import Expr
from certify.language.sizes import Size

Args = tuple[Form, ...]


def matmul(node: Expr, args: Args) -> Form:
    """sum_k M[i,k] N[k,j]."""
    (left, right), (first, second) = node.args, args
    middle = slot(len(node.shape), left.shape[1])
    first = read(first, left, slot(0, left.shape[0]), middle)
    second = read(second, right, middle, *axes(node)[1:])
    return sums.contract(products.multiply(first, second), (middle,))


def diag(node: Expr, args: Args) -> Form:
    """v[i] delta(i,j)."""
    return products.multiply(args[0], products.delta(*axes(node)))


def diagonal(node: Expr, args: Args) -> Form:
    """M[i,i]."""
    here = slot(0, node.args[0].shape[0])
    return read(args[0], node.args[0], here, here)


def trace(node: Expr, args: Args) -> Form:
    """sum_i M[i,i]."""
    return sums.contract(diagonal(node, args), (slot(0, node.args[0].shape[0]),))


def kron(node: Expr, args: Args) -> Form:
    """M[i // p, j // q] N[i % p, j % q] for N of shape (p, q)."""
    left, right = node.args
    blocks = tuple(zip(left.shape, right.shape, strict=True))
    first = read(args[0], left, *map(major, axes(node), blocks))
    return products.multiply(first, read(args[1], right, *map(minor, axes(node), blocks)))


def parts_of(flat: Index, shape: tuple[Size, ...], order: str) -> tuple[Index, Index]:
    """The row and the column at a position of a flattened matrix."""
    rows, columns = shape
    if order == "C":
        return major(flat, (rows, columns)), minor(flat, (rows, columns))
    return minor(flat, (columns, rows)), major(flat, (columns, rows))


def vec(node: Expr, args: Args) -> Form:
    """The entry of the matrix at a position of the flattened one."""
    (matrix,), (order,) = node.args, node.attrs
    return read(args[0], matrix, *parts_of(axes(node)[0], matrix.shape, order))


def inverse(node: Expr, args: Args) -> Form:
    """The entry of an inverse."""
    size = node.shape[0]
    of = read(args[0], node.args[0], *inverses.holes(size))
    return inverses.inverse(of, size, (slot(0, size), slot(1, size)))


def sum(node: Expr, args: Args) -> Form:
    """The sum over all axes or over one."""
    (whole,), (axis,) = node.args, node.attrs
    if axis is None or not node.shape:
        return sums.contract(args[0], axes(whole))
    gone = slot(2, whole.shape[axis])
    at = [gone, slot(0, node.shape[0])] if axis == 0 else [slot(0, node.shape[0]), gone]
    return sums.contract(read(args[0], whole, *at), (gone,))


def softmax(node: Expr, args: Args) -> Form:
    """exp(a) over its sum along the axis."""
    entry, at = functions.apply("exp", args[0]), axes(node)
    total = sums.contract(entry, at[node.attrs[0]:][:1])
    return products.multiply(entry, powers.power(total, -1))


def take(node: Expr, args: Args) -> Form:
    """An entry, a row or a column."""
    (whole, index), (axis,) = node.args, node.attrs
    at = list(axes(node))
    at.insert(axis or 0, index_of(index))
    return read(args[0], whole, *at)


def deriv(node: Expr, args: Args) -> Form:
    """The derivative by each entry of a symbol, flattened where an order is given."""
    (of, by), (order,) = node.args, node.attrs
    at: tuple[Index, ...] = axes(node)[len(of.shape):]
    if order and len(by.shape) == 2:
        at = parts_of(at[0], by.shape, order)

    def seed(here: tuple[Index, ...]) -> Form:
        return products.product(map(products.delta, here, at))

    around = frozenset[Index]().union(*(index.leaves for index in at))
    return Derivation(by.attrs[0], seed, around)(args[0])


def jvp(node: Expr, args: Args) -> Form:
    """The derivative along a direction that is held constant."""
    direction = node.args[2]

    def seed(here: tuple[Index, ...]) -> Form:
        return read(args[2], direction, *here)

    return Derivation(node.args[1].attrs[0], seed, args[2].free)(args[0])


def transposed(node: Expr, args: Args) -> Form:
    """M[j,i]."""
    return read(args[0], node.args[0], *axes(node)[::-1])


def function(node: Expr, args: Args) -> Form:
    """A function of one argument, entrywise."""
    return functions.apply(node.op, args[0])
