"""Equations with the inverse of a matrix on one side: inv(M) E = F says E = M F wherever inv(M) is defined."""

from __future__ import annotations

from collections.abc import Callable

from certify.language.expr import Expr, make, postorder
from certify.language.relations import Relation

Split = tuple[Expr, Expr]


def without_inverse(relation: Relation) -> Relation:
    """The equation multiplied by M where a side is inv(M) E or E inv(M)."""
    for side, other in ((relation.lhs, relation.rhs), (relation.rhs, relation.lhs)):
        found = _left(side)
        if found is not None and len(other.shape) == len(side.shape):
            return Relation(relation.op, found[1], make("matmul", (found[0], other)))
        if len(side.shape) == len(other.shape) == 2:
            found = _left(transposed(side))
            if found is not None:
                return Relation(relation.op, found[1], make("matmul", (found[0], transposed(other))))
    return relation


def solutions(relation: Relation) -> tuple[Relation, ...]:
    """M (inv(M) v) = v for every product of an inverse and a vector inside: what it means to solve an equation."""
    nodes = postorder(relation.lhs, relation.rhs)
    return tuple(Relation("eq", make("matmul", (node.args[0].args[0], node)), node.args[1]) for node in nodes
                 if node.op == "matmul" and node.args[0].op == "inv" and len(node.shape) == 1)


def transposed(node: Expr) -> Expr:
    """The transpose, taken through products and inverses."""
    if node.op == "transpose":
        return node.args[0]
    if node.op == "matmul" and len(node.shape) == 2:
        return make("matmul", (transposed(node.args[1]), transposed(node.args[0])))
    if node.op in ("inv", "neg"):
        return make(node.op, (transposed(node.args[0]),))
    if node.op in ("mul", "div"):
        return make(node.op, tuple(transposed(arg) if arg.shape else arg for arg in node.args))
    return make("transpose", (node,))


def _left(node: Expr) -> Split | None:
    """M and E where the node is inv(M) E."""
    if node.op == "inv":
        return node.args[0], make("eye", (), (node.shape[0],))
    if node.op == "matmul":
        return _then(node.args[0], lambda e: make("matmul", (e, node.args[1])))
    if node.op == "neg":
        return _then(node.args[0], lambda e: -e)
    if node.op in ("mul", "div") and not node.args[1].shape:
        return _then(node.args[0], lambda e: make(node.op, (e, node.args[1])))
    if node.op == "mul" and not node.args[0].shape:
        return _then(node.args[1], lambda e: make("mul", (node.args[0], e)))
    return None


def _then(inner: Expr, rebuild: Callable[[Expr], Expr]) -> Split | None:
    found = _left(inner)
    return None if found is None else (found[0], rebuild(found[1]))

