"""How linear algebra, reductions, norms and indexing print."""

from __future__ import annotations

from certify.language.expr import Expr
from certify.language.printing.arithmetic import filled, position, product
from certify.language.printing.pieces import Binds, Piece
from certify.language.printing.printer import Printer, Rule


def call(name: str) -> Rule:
    """The rule of a function that prints as ``name(a, b)``."""
    def rule(p: Printer, node: Expr) -> Piece:
        return p.style.call(name, *(p.text(arg) for arg in node.args))

    return rule


def fenced(kind: str) -> Rule:
    """The rule of an operation that prints as brackets around its operand."""
    def rule(p: Printer, node: Expr) -> Piece:
        return Piece(p.style.fence(kind, p.text(node.args[0])))

    return rule


def spectral(letter: str, which: str) -> Rule:
    """The rule of an extreme eigenvalue or singular value."""
    def rule(p: Printer, node: Expr) -> Piece:
        return Piece(p.style.extreme(letter, which) + p.style.parens(p.text(node.args[0])))

    return rule


def extreme(name: str) -> Rule:
    """The rule of a largest or smallest entry; along an axis, of each row or column."""
    def rule(p: Printer, node: Expr) -> Piece:
        return p.style.call(_by_axis(node.attrs[0], name), p.text(node.args[0]))

    return rule


def _by_axis(axis: int | None, name: str) -> str:
    return name if axis is None else name + ("ByColumn", "ByRow")[axis]


def sqrt(p: Printer, node: Expr) -> Piece:
    """A root sign."""
    return p.style.root(p.pieces[node.args[0]])


def matmul(p: Printer, node: Expr) -> Piece:
    """A x; a scalar multiple on the right goes into brackets."""
    right = node.args[1]
    return product(p, node, Binds.PREFIX if right.op == "mul" else Binds.PRODUCT)


def transpose(p: Printer, node: Expr) -> Piece:
    """The transpose."""
    return Piece(p.style.transpose(p.text(node.args[0], Binds.ATOM)), Binds.POSTFIX)


def inverse(p: Printer, node: Expr) -> Piece:
    """The inverse of a matrix."""
    return Piece(p.style.power(p.text(node.args[0], Binds.ATOM), p.style.minus + "1"), Binds.POSTFIX)


def dot(p: Printer, node: Expr) -> Piece:
    """Angle brackets."""
    return Piece(p.style.fence("angle", ", ".join(p.text(arg) for arg in node.args)))


def outer(p: Printer, node: Expr) -> Piece:
    """u v^T."""
    left, right = node.args
    flipped = p.style.transpose(p.text(right, Binds.ATOM))
    return Piece(p.style.juxtapose(p.text(left, Binds.PRODUCT), flipped), Binds.PRODUCT)


def kron(p: Printer, node: Expr) -> Piece:
    """The Kronecker product."""
    return Piece(p.style.kronecker.join(p.text(arg, Binds.KRONECKER) for arg in node.args), Binds.KRONECKER)


def vec(p: Printer, node: Expr) -> Piece:
    """vec_C row by row, vec_F column by column."""
    head = p.style.subscript(p.style.function("vec"), node.attrs[0])
    return Piece(head + p.style.parens(p.text(node.args[0])))


def total(p: Printer, node: Expr) -> Piece:
    """Sums of entries, as products with the vector of ones: <x, 1_n>, 1^T M 1, M 1, M^T 1."""
    (of,), (axis,) = node.args, node.attrs
    if len(of.shape) == 1:
        return Piece(p.style.fence("angle", f"{p.text(of)}, {filled(p, '1', of.shape).text}"))
    rows, columns = (filled(p, "1", of.shape[k : k + 1]).text for k in (0, 1))
    matrix = p.text(of, Binds.PRODUCT)
    if axis == 0:
        return Piece(p.style.juxtapose(p.style.transpose(p.text(of, Binds.ATOM)), rows), Binds.PRODUCT)
    left = matrix if axis == 1 else p.style.juxtapose(p.style.transpose(rows), matrix)
    return Piece(f"{left} {columns}", Binds.PRODUCT)


def total_over(p: Printer, node: Expr) -> Piece:
    """The sum over the values of an index."""
    body, over = node.args
    sign = p.style.big_sum(position(p, over))
    return Piece(f"{sign} {p.text(body, Binds.ENTRYWISE)}", Binds.BIG)


def norm(p: Printer, node: Expr) -> Piece:
    """Double bars; the spectral norm of a matrix has no subscript."""
    name = node.attrs[0]
    bars = p.style.fence("norm", p.text(node.args[0]))
    if name == "2" and len(node.args[0].shape) == 2:
        return Piece(bars)
    return Piece(p.style.subscript(bars, {"inf": p.style.infinity, "fro": "F"}.get(str(name), str(name))))


def norm_p(p: Printer, node: Expr) -> Piece:
    """The p-norm of a vector."""
    return Piece(p.style.subscript(p.style.fence("norm", p.text(node.args[0])), p.text(node.args[1])))


def softmax(p: Printer, node: Expr) -> Piece:
    """softmax, of each row or column of a matrix."""
    axis = node.attrs[0] if len(node.shape) == 2 else None
    return p.style.call(_by_axis(axis, "softmax"), p.text(node.args[0]))


def take(p: Printer, node: Expr) -> Piece:
    """x_i, A_{i,*} (row), A_{*,j} (column), A_{i,j}."""
    of, at = node.args
    place = position(p, at)
    if len(of.shape) == 1:
        inner = of if of.op == "take" else None
        if inner is None:
            return p.subscripted(of, place)
        pair = [place, position(p, inner.args[1])]
        return p.subscripted(inner.args[0], ",".join(pair if inner.attrs[0] == 1 else pair[::-1]))
    return p.subscripted(of, ",".join([place, p.style.star] if node.attrs[0] == 0 else [p.style.star, place]))
