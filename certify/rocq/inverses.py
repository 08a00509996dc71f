"""Inverses of matrices: variables with the hypotheses that both products are the identity.

Under a derivative the inverse varies with what is moved. It is a function then, with the hypothesis that its value is
the inverse wherever there is one; that there is one at the point itself is what the variable for that point says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.language import Expr
from certify.rocq.errors import NotPrintable
from certify.rocq.moved import at, binders, kind
from certify.rocq.syntax import Text, call, every, forall, implies, natural, relation

if TYPE_CHECKING:
    from certify.rocq.printer import Printer


def inverse(p: Printer, node: Expr) -> Text:
    """The variable that stands for an inverse; under derivatives that move it, a function of what they move."""
    bound = p.bound_indices(node)
    if bound:
        raise NotPrintable(f"an inverse under a sum over {bound[0]}: it would be another one for each term")
    if not p.moved:
        name = Text(p.fresh.numbered("inv"))
        p.means(name, node)
        p.introduce(name, "mat", is_inverse(p, node, name))
        return name
    at_the_point, moved = p.resting(node), p.moves(node)
    return _where_moved(p, node, moved) if moved else at_the_point


def _where_moved(p: Printer, node: Expr, moved: list[Expr]) -> Text:
    key = (node, tuple(moved))
    if key not in p.inverses:
        p.inverses[key] = name = p.fresh.numbered("inv")
        p.means(name, node, moved)
        p.introduce(name, kind(moved, 2), [_wherever_there_is_one(p, node, moved, name)])
    return at(p.inverses[key], moved)


def _wherever_there_is_one(p: Printer, node: Expr, moved: list[Expr], name: str) -> Text:
    """The value agrees with every matrix that is the inverse there."""
    other = Text(p.fresh.local("N"))
    indices = [(p.fresh.local(letter), node.shape[0]) for letter in "ij"]
    entry = [Text(letter) for letter, _ in indices]
    same = every(indices, relation(call(at(name, moved), *entry), "=", call(other, *entry)))
    return forall(f"{binders(moved)} ({other} : mat)", implies(is_inverse(p, node, other), same))


def is_inverse(p: Printer, node: Expr, value: Text) -> list[Text]:
    """That ``value`` is the inverse which the node means."""
    (matrix,) = node.args
    size, term = natural(matrix.shape[0]), p.term(matrix)
    indices = [(p.fresh.local(letter), matrix.shape[0]) for letter in "ij"]
    entry = [Text(letter) for letter, _ in indices]

    def identity(left: Text, right: Text) -> Text:
        return every(indices, relation(call("mulm", size, left, right, *entry), "=", call("meye", *entry)))

    return [identity(term, value), identity(value, term)]


__all__ = ["inverse", "is_inverse"]
