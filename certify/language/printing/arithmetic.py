"""How leaves, sums, products and powers print."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from certify.language.expr import Expr
from certify.language.printing.pieces import Binds, Piece
from certify.language.printing.printer import Printer
from certify.language.printing.style import number_text
from certify.language.sizes import Shape


def const(p: Printer, node: Expr) -> Piece:
    """A rational number."""
    return p.style.number(Fraction(node.attrs[0]))


def pi(p: Printer, node: Expr) -> Piece:
    """The number pi."""
    return Piece(p.style.greek("pi"))


def name(p: Printer, node: Expr) -> Piece:
    """A symbol or a dimension."""
    text = p.style.name(node.attrs[0])
    return Piece(text, Binds.POSTFIX if "*" in text else Binds.ATOM)


def index(p: Printer, node: Expr) -> Piece:
    """An index symbol."""
    return Piece(p.style.index(node.attrs[0]))


def position(p: Printer, node: Expr) -> str:
    """The position that an index stands for; integers count from 0 in the language and from 1 in print."""
    return str(int(node.attrs[0]) + 1) if node.op == "const" else p.style.index(node.attrs[0])


def filled(p: Printer, digit: str, shape: Shape) -> Piece:
    """The array of ones or zeros of a shape, ``1_n`` or ``0_{n x d}``."""
    below = p.style.times.join(map(p.style.size, shape))
    bold = p.style.upright(digit)
    return Piece(p.style.subscript(bold, below) if not below.isdigit() else f"{bold}_{{{below}}}")


def ones(p: Printer, node: Expr) -> Piece:
    """1_n."""
    return filled(p, "1", node.shape)


def zeros(p: Printer, node: Expr) -> Piece:
    """0_n."""
    return filled(p, "0", node.shape)


def eye(p: Printer, node: Expr) -> Piece:
    """I_n."""
    return Piece(p.style.subscript("I", p.style.size(node.attrs[0])))


def unit(p: Printer, node: Expr) -> Piece:
    """e_k."""
    return Piece(p.style.subscript("e", position(p, node.args[0])))


def array(p: Printer, node: Expr) -> Piece:
    """A literal vector (1, 2, 3) or matrix."""
    rows = node.attrs[0]
    if len(node.shape) == 1:
        return Piece(p.style.parens(", ".join(map(_entry(p), rows))))
    return Piece(p.style.rows([list(map(_entry(p), row)) for row in rows]))


def _entry(p: Printer) -> Any:
    return lambda text: number_text(Fraction(text)).replace("-", p.style.minus)


def add(p: Printer, node: Expr) -> Piece:
    """a + b, or a - b where b starts with a minus; a scalar next to an array stands for itself times ones."""
    terms: list[str] = []
    for arg in node.args:
        piece = p.pieces[arg] if arg.shape == node.shape else _times_ones(p, arg, node.shape)
        first, *rest = piece.parts
        terms += [_signed(p, first) if terms else first, *rest]
    return Piece(" ".join(terms), Binds.SUM, tuple(terms))


def _signed(p: Printer, text: str) -> str:
    bare = text.removeprefix(p.style.minus)
    return f"{p.style.minus if bare != text else '+'} {bare}"


def _times_ones(p: Printer, scalar: Expr, shape: Shape) -> Piece:
    array = filled(p, "1", shape)
    if scalar.op == "const" and abs(Fraction(scalar.attrs[0])) == 1:
        sign = p.style.minus if scalar.attrs[0] == "-1" else ""
        return Piece(sign + array.text, Binds.SIGN if sign else Binds.ATOM)
    if scalar.op == "neg":
        inner = _times_ones(p, scalar.args[0], shape)
        return Piece(p.style.minus + inner.text, Binds.SIGN)
    return juxtaposed(p, p.text(scalar, Binds.PRODUCT), array.text, Binds.PRODUCT)


def neg(p: Printer, node: Expr) -> Piece:
    """-a."""
    first, *rest = p.parts(node.args[0], Binds.BIG)
    return joined(p.style.minus + first, rest, Binds.SIGN)


def joined(first: str, rest: Sequence[str], binds: Binds) -> Piece:
    """Parts of a text as one piece that may be broken between them."""
    return Piece(" ".join([first, *rest]), binds, (first, *rest) if rest else ())


def juxtaposed(p: Printer, left: str, right: str, binds: Binds) -> Piece:
    """Two factors side by side."""
    return Piece(p.style.juxtapose(left, right), binds)


def product(p: Printer, node: Expr, right_least: Binds) -> Piece:
    """a b: a sign in front of the first factor belongs to the whole, a big sum may only come last."""
    first, last = p.pieces[node.args[0]], p.pieces[node.args[1]]
    left = p.parts(node.args[0], Binds.SIGN if first.binds == Binds.SIGN else Binds.PRODUCT)
    right = p.parts(node.args[1], Binds.BIG if last.binds == Binds.BIG else right_least)
    loosest = Binds.BIG if last.binds == Binds.BIG else Binds.PRODUCT
    parts = [*left[:-1], p.style.juxtapose(left[-1], right[0]), *right[1:]]
    return joined(parts[0], parts[1:], Binds.SIGN if first.binds == Binds.SIGN else loosest)


def mul(p: Printer, node: Expr) -> Piece:
    """a b where one is a scalar, a o b between arrays."""
    if all(arg.shape for arg in node.args):
        left, right = node.args
        signed = p.pieces[left].binds == Binds.SIGN
        texts = p.text(left, Binds.SIGN if signed else Binds.ENTRYWISE), p.text(right, Binds.ENTRYWISE)
        return Piece(p.style.entrywise.join(texts), Binds.SIGN if signed else Binds.ENTRYWISE)
    return product(p, node, Binds.PRODUCT)


def div(p: Printer, node: Expr) -> Piece:
    """A fraction; entrywise by an array."""
    above, below = node.args
    if below.shape:
        texts = p.text(above, Binds.PRODUCT), p.text(below, Binds.PRODUCT)
        return Piece(p.style.entrywise_div.join(texts), Binds.ENTRYWISE if above.shape else Binds.SLASH)
    return p.style.fraction(p.pieces[above], p.pieces[below])


def power(p: Printer, node: Expr) -> Piece:
    """a^b; on arrays entrywise, with the sign of the entrywise product."""
    base, exponent = node.args
    above = p.pieces[exponent].text
    if exponent.op == "const":
        above = number_text(Fraction(exponent.attrs[0])).replace("-", p.style.minus)
    if base.shape:
        above = p.style.hadamard + above
    return Piece(p.style.power(p.text(base, Binds.ATOM), above), Binds.POSTFIX)
