"""Rocq terms of linear algebra, reductions and rearrangements: rules get the printer and the node."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING

from certify.language import Expr
from certify.language.sizes import Size
from certify.rocq.syntax import OPEN, PRODUCT, Text, call, function, infix, natural, number, plain_natural

if TYPE_CHECKING:
    from certify.rocq.printer import Printer

Rule = Callable[["Printer", Expr], Text]


def index(p: Printer, node: Expr) -> Text:
    """An index position as a natural number."""
    return Text(f"{int(Fraction(node.attrs[0]))}%nat") if node.op == "const" else Text(p.index_name(node))


def matmul(p: Printer, node: Expr) -> Text:
    left, right = node.args
    inner = natural(left.shape[1])
    return call("mulv" if len(right.shape) == 1 else "mulm", inner, p.term(left), p.term(right))


def dot(p: Printer, node: Expr) -> Text:
    left, right = node.args
    return call("dot", natural(left.shape[0]), p.term(left), p.term(right))


def plain(name: str, *, sized: bool = False) -> Rule:
    """The operation under its name in the vocabulary, after the size of its first operand where it wants it."""
    def rule(p: Printer, node: Expr) -> Text:
        sizes = [natural(node.args[0].shape[0])] if sized else []
        return call(name, *sizes, *(p.term(arg) for arg in node.args))

    return rule


def constants(vector: str, matrix: str) -> Rule:
    return lambda p, node: call(*map(Text, (vector, matrix)[len(node.shape) - 1].split()))


def lines(p: Printer, node: Expr, reduce_line: str) -> Text:
    """A reduction of each row or each column of a matrix, as a vector."""
    (matrix,), (axis,) = node.args, node.attrs
    i = p.fresh.local("i")
    line = call("col" if axis == 0 else "row", p.term(matrix), Text(i))
    return function(i, call(reduce_line, natural(matrix.shape[axis]), line))


def sum_(p: Printer, node: Expr) -> Text:
    (array,) = node.args
    if node.attrs[0] is not None and len(array.shape) == 2:
        return lines(p, node, "vsum")
    sizes = map(natural, array.shape)
    return call("vsum" if len(array.shape) == 1 else "msum", *sizes, p.term(array))


def reduced(name: str) -> Rule:
    def rule(p: Printer, node: Expr) -> Text:
        (array,) = node.args
        if len(array.shape) == 1:
            return call(name, natural(array.shape[0]), p.term(array))
        if node.attrs[0] is not None:
            return lines(p, node, name)
        i = p.fresh.local("i")
        rows = function(i, call(name, natural(array.shape[1]), call("row", p.term(array), Text(i))))
        return call(name, natural(array.shape[0]), rows)

    return rule


def sumover(p: Printer, node: Expr) -> Text:
    body, over = node.args
    i, size = Text(p.index_name(over)), natural(over.attrs[1])
    names = [p.fresh.local(letter) for letter in "kl"[:len(node.shape)]]
    entry = call(p.term(body), *map(Text, names)) if names else p.term(body)
    total = call("vsum", size, function(i, entry))
    return function(" ".join(names), total) if names else total


def softmax(p: Printer, node: Expr) -> Text:
    (array,), (axis,) = node.args, node.attrs
    if len(array.shape) == 1:
        return call("softmax", natural(array.shape[0]), p.term(array))
    i, j = p.fresh.local("i"), p.fresh.local("j")
    if axis == 1:
        return function(i, call("softmax", natural(array.shape[1]), call("row", p.term(array), Text(i))))
    return function(f"{i} {j}", call("softmax", natural(array.shape[0]), call("col", p.term(array), Text(j)), Text(i)))


def norm(p: Printer, node: Expr) -> Text:
    (array,), (order,) = node.args, node.attrs
    if len(array.shape) == 1:
        return call("norm" + order, natural(array.shape[0]), p.term(array))
    if order == "fro":
        return call("normfro", *map(natural, array.shape), p.term(array))
    if order == "2":
        return p.quantified(node)
    j, (rows, columns) = p.fresh.local("j"), map(natural, array.shape)  # the largest sum of a column or of a row
    line = call("col" if order == "1" else "row", p.term(array), Text(j))
    long, wide = (rows, columns) if order == "1" else (columns, rows)
    return call("norminf", wide, function(j, call("norm1", long, line)))


def normp(p: Printer, node: Expr) -> Text:
    array, order = node.args
    return call("normp", natural(array.shape[0]), p.term(order), p.term(array))


def take(p: Printer, node: Expr) -> Text:
    array, at = node.args
    term = p.term(array)
    if len(array.shape) == 1:
        return call(term, index(p, at))
    return call("row" if node.attrs[0] == 0 else "col", term, index(p, at))


def unit(p: Printer, node: Expr) -> Text:
    return call("vunit", index(p, node.args[0]))


def array(p: Printer, node: Expr) -> Text:
    """A literal array as the combination of unit vectors, or of their products, that it is."""
    def multiple(value: str, basis: Text, scale: str) -> Text:
        return call(scale, number(Fraction(value)), basis)

    rows = node.attrs[0]
    units = [call("vunit", Text(f"{k}%nat")) for k in range(max(len(rows), len(rows[0])))]
    if len(node.shape) == 1:
        parts = [multiple(value, units[k], "vscale") for k, value in enumerate(rows)]
        return reduce(lambda a, b: call("vadd", a, b), parts)
    parts = [multiple(value, call("outer", units[i], units[j]), "mscale")
             for i, row in enumerate(rows) for j, value in enumerate(row)]
    return reduce(lambda a, b: call("madd", a, b), parts)


def quotient(index_text: str, size: Size, operation: str) -> Text:
    """The row or the column of a place in a flattened array."""
    return Text(f"(Nat.{operation} {index_text} {natural(size)})")


def kron(p: Printer, node: Expr) -> Text:
    left, right = node.args
    i, j = p.fresh.local("i"), p.fresh.local("j")
    (rows, columns) = right.shape
    a = call(p.term(left), quotient(i, rows, "div"), quotient(j, columns, "div"))
    b = call(p.term(right), quotient(i, rows, "modulo"), quotient(j, columns, "modulo"))
    return function(f"{i} {j}", infix(a, "*", b, PRODUCT))


def vec(p: Printer, node: Expr) -> Text:
    (matrix,), (order,) = node.args, node.attrs
    k, size = p.fresh.local("k"), matrix.shape[1 if order == "C" else 0]
    places = [quotient(k, size, "div"), quotient(k, size, "modulo")]
    return function(k, call(p.term(matrix), *(places if order == "C" else places[::-1])))


def concat(p: Printer, node: Expr) -> Text:
    (axis,), rank = node.attrs, len(node.shape)
    names = [p.fresh.local(letter) for letter in "ij"[:rank]]
    at, start = names[axis], Size.of(0)
    pieces = []
    for part in node.args:
        shift = at if start == 0 else f"({at} - {factor(start)})%nat"
        places = [Text(shift) if k == axis else Text(name) for k, name in enumerate(names)]
        start = start + part.shape[axis]
        pieces.append((start, call(p.term(part), *places)))
    body = pieces[-1][1]
    for end, entry in reversed(pieces[:-1]):
        body = Text(f"if Nat.ltb {at} {natural(end)} then {entry} else {body}", OPEN)
    return function(" ".join(names), body)


def factor(size: Size) -> str:
    """A size as an operand inside a ``%nat`` that is written already."""
    text = plain_natural(size)
    return text if " " not in text else f"({text})"


def fresh(p: Printer, node: Expr) -> Text:
    """What is no term: a variable with hypotheses."""
    return p.quantified(node)
