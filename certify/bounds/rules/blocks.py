"""A softmax of every block of a long vector, as papers on tensors write it: (diag((I (x) 1) u) (x) I)^-1 u, u = exp(s).

Each block moves by at most half of what its part of s moves by, and squares of Euclidean norms add up.
"""

from __future__ import annotations

from certify.bounds.differences import oriented, settled
from certify.bounds.rules.common import HALF, mul
from certify.bounds.steps import Query, Rule
from certify.calculus.algebra import add, neg
from certify.calculus.patterns import reciprocal
from certify.language import Expr


def logits(node: Expr) -> Expr | None:
    """s where a vector holds the softmax of every block of s; blocks have the size of the second identity."""
    if node.op != "matmul" or node.args[1].op != "exp" or node.args[0].op != "kron":
        return None
    u, (weights, same) = node.args[1], node.args[0].args
    if weights.op != "diag" or same.op != "eye" or len(u.shape) != 1:
        return None
    sums = reciprocal(weights.args[0])
    return u.args[0] if sums is not None and _are_sums(sums, u, same) else None


def _are_sums(sums: Expr, u: Expr, same: Expr) -> bool:
    """Whether the sums are those of the blocks of u."""
    if sums.op != "matmul" or sums.args[1] is not u or sums.args[0].op != "kron":
        return False
    each, ones = sums.args[0].args
    return each.op == "eye" and ones.op == "ones" and ones.shape[0].constant == 1 and ones.shape[1:] == same.shape[1:]


def _difference(node: Expr) -> list[Query] | None:
    for a, b in (node.args, node.args[::-1]):
        first, second = logits(a), logits(b.args[0]) if b.op == "neg" else None
        if first is not None and second is not None and a.args[0].args[1] is b.args[0].args[0].args[1]:
            return [Query("l2", oriented(settled(add(first, neg(second)))))]
    return None


TABLE = (
    Rule("difference of blocks of probabilities", "l2", ("add",), _difference, lambda node, a: mul(HALF, a),
         "softmax is 1/2-Lipschitz, block by block"),
)
