"""The matrix of a linear map: M with flat(root(v)) = M flat(v), for a root linear in a vector or matrix v.

Matrices are flattened in one order everywhere, that of v: vec(P V Q) is (P kron Q^T) vec(V) row by row and
(Q^T kron P) vec(V) column by column. Where an operation has no such closed form the matrix is a sum over
the entries of its result, each with the gradient that ``pull`` gives.
"""

from __future__ import annotations

from collections.abc import Callable

from certify.calculus.algebra import add, concat, div, mul, neg, ones_of, outer, zeros_of
from certify.calculus.multiplication import multiply, transposed
from certify.calculus.transposition import NoTranspose, activity, fresh_index, pull
from certify.language import Expr, make, postorder, rebuild
from certify.language.sizes import Size

Rule = Callable[["_Maps", Expr], Expr | None]
_ONE = Size.of(1)


def matrix_of(root: Expr, v: Expr, order: str = "C") -> Expr:
    """The matrix M of shape (size of root, size of v); raises ``NoTranspose`` where it has no expression."""
    if len(v.shape) == 2 and _only_transposed(root, v):
        turned = make("sym", (), (v.attrs[0], v.shape[::-1]))
        return _Maps(_turn(root, v, turned), turned, "F" if order == "C" else "C").matrix()
    return _Maps(root, v, order).matrix()


def _only_transposed(root: Expr, v: Expr) -> bool:
    users = [node for node in postorder(root) if any(arg is v for arg in node.args)]
    return bool(users) and all(node.op == "transpose" for node in users)


def _turn(root: Expr, v: Expr, turned: Expr) -> Expr:
    """The root in terms of the transpose of v."""
    def change(node: Expr, args: tuple[Expr, ...]) -> Expr:
        is_turned = node.op == "transpose" and node.args[0] is v
        return turned if is_turned else make(node.op, args, node.attrs)

    return rebuild((root,), change)[0]


class _Maps:
    """The matrices of the nodes between v and a root."""

    def __init__(self, root: Expr, v: Expr, order: str):
        self.root, self.v, self.order = root, v, order
        self.nodes = list(postorder(root))
        self.active = activity(self.nodes, v)
        self.found: dict[Expr, Expr] = {v: make("eye", (), (_length(v),))}

    def matrix(self) -> Expr:
        for node in self.nodes:
            if self.active[node] and node.shape and node not in self.found:
                self.found[node] = self._of(node)
        return self.found[self.root] if self.active[self.root] else zeros_of((_length(self.root), _length(self.v)))

    def _of(self, node: Expr) -> Expr:
        rule = RULES.get(node.op)
        found = None if rule is None else rule(self, node)
        return self.entry_by_entry(node) if found is None else found

    def flat(self, array: Expr) -> Expr:
        """An array as a vector."""
        return array if len(array.shape) < 2 else make("vec", (array,), (self.order,))

    def row(self, scalar: Expr) -> Expr:
        """The gradient of a scalar as a vector."""
        return self.flat(pull(scalar, self.v, ones_of(())))

    def kron(self, left: Expr, right: Expr) -> Expr:
        """The matrix that acts by ``left`` on rows and by ``right`` on columns of a flattened matrix."""
        return make("kron", (left, right) if self.order == "C" else (right, left))

    def entry_by_entry(self, node: Expr) -> Expr:
        """Sum over the entries of a node of (the flattened array with a 1 there) (gradient of the entry)^T."""
        first = fresh_index(node.shape[0], self.root, node)
        unit = make("unit", (first,), node.shape[:1])
        if len(node.shape) == 1:
            return make("sumover", (outer(unit, self.flat(pull(node, self.v, unit))), first))
        second = fresh_index(node.shape[1], self.root, node, first)
        place = outer(unit, make("unit", (second,), node.shape[1:]))
        term = outer(self.flat(place), self.flat(pull(node, self.v, place)))
        return make("sumover", (make("sumover", (term, second)), first))


def _length(node: Expr) -> Size:
    return node.shape[0] if len(node.shape) == 1 else node.shape[0] * node.shape[1]


def _eye(size: Size) -> Expr:
    return make("eye", (), (size,))


def _row(vector: Expr) -> Expr:
    return outer(ones_of((_ONE,)), vector)


def _column(vector: Expr) -> Expr:
    return outer(vector, ones_of((_ONE,)))


def _add(maps: _Maps, node: Expr) -> Expr:
    if not all(maps.active[arg] for arg in node.args):
        raise NoTranspose(node.op)
    ones = ones_of((_length(node),))
    return add(*(maps.found[arg] if arg.shape else outer(ones, maps.row(arg)) for arg in node.args))


def _mul(maps: _Maps, node: Expr) -> Expr:
    fixed, moving = sorted(node.args, key=lambda arg: maps.active[arg])
    return _scaled(maps, fixed, moving)


def _scaled(maps: _Maps, fixed: Expr, moving: Expr) -> Expr:
    if not moving.shape:
        return outer(maps.flat(fixed), maps.row(moving))
    found = maps.found[moving]
    return multiply(make("diag", (maps.flat(fixed),)), found) if fixed.shape else mul(fixed, found)


def _div(maps: _Maps, node: Expr) -> Expr:
    top, bottom = node.args
    if bottom.shape:
        return _scaled(maps, div(ones_of(bottom.shape), bottom), top)
    return div(maps.found[top], bottom)


def _matmul(maps: _Maps, node: Expr) -> Expr:
    left, right = node.args
    if maps.active[right]:
        if len(right.shape) == 1:
            return multiply(left, maps.found[right])
        return multiply(maps.kron(left, _eye(right.shape[1])), maps.found[right])
    across = _row(right) if len(right.shape) == 1 else transposed(right)
    return multiply(maps.kron(_eye(left.shape[0]), across), maps.found[left])


def _outer(maps: _Maps, node: Expr) -> Expr:
    left, right = node.args
    if maps.active[left]:
        return multiply(maps.kron(_eye(left.shape[0]), _column(right)), maps.found[left])
    return multiply(maps.kron(_column(left), _eye(right.shape[0])), maps.found[right])


def _sum(maps: _Maps, node: Expr) -> Expr | None:
    (matrix,), (axis,) = node.args, node.attrs
    return _contracted(maps, matrix, ones_of((matrix.shape[axis],)), axis)


def _take(maps: _Maps, node: Expr) -> Expr | None:
    (whole, k), (axis,) = node.args, node.attrs
    return _contracted(maps, whole, make("unit", (k,), (whole.shape[axis],)), axis)


def _contracted(maps: _Maps, matrix: Expr, weights: Expr, axis: int) -> Expr:
    """The sum of the rows (axis 0) or columns of a matrix with the given weights."""
    pair = (_row(weights), _eye(matrix.shape[1])) if axis == 0 else (_eye(matrix.shape[0]), _row(weights))
    return multiply(maps.kron(*pair), maps.found[matrix])


def _vec(maps: _Maps, node: Expr) -> Expr | None:
    return maps.found[node.args[0]] if node.attrs[0] == maps.order else None


def _concat(maps: _Maps, node: Expr) -> Expr | None:
    if len(node.shape) == 2 and node.attrs[0] != (0 if maps.order == "C" else 1):
        return None
    zero = [zeros_of((_length(arg), _length(maps.v))) for arg in node.args]
    parts = [maps.found[arg] if maps.active[arg] else zeros for arg, zeros in zip(node.args, zero, strict=True)]
    return concat(parts, 0)


def _sum_over(maps: _Maps, node: Expr) -> Expr:
    body, idx = node.args
    return make("sumover", (_Maps(body, maps.v, maps.order).matrix(), idx))


RULES: dict[str, Rule] = {
    "add": _add, "neg": lambda maps, node: neg(maps.found[node.args[0]]), "mul": _mul, "div": _div,
    "matmul": _matmul, "outer": _outer, "sum": _sum, "take": _take, "vec": _vec, "concat": _concat,
    "sumover": _sum_over,
}
