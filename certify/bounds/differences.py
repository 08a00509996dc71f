"""Sums with their opposite terms cancelled, and differences of like terms taken inside of linear operations."""

from __future__ import annotations

from functools import lru_cache

from certify.calculus.algebra import add, neg, zeros_of
from certify.language import Expr, make, rebuild


@lru_cache(maxsize=4096)
def settled(root: Expr) -> Expr:
    """An equal expression: in every sum, terms that are opposite cancel and M a - M b is M (a - b)."""
    return rebuild((root,), _settle)[0]


@lru_cache(maxsize=4096)
def cancelled(root: Expr) -> Expr:
    """An equal expression in whose sums no opposite terms are left; nothing else is changed."""
    return rebuild((root,), _cancel)[0]


def _cancel(node: Expr, args: tuple[Expr, ...]) -> Expr:
    new = make(node.op, args, node.attrs)
    if node.op != "add" or {arg.shape for arg in args} != {new.shape}:
        return new
    terms = signed_terms(new, 1)
    kept = _cancelled(terms)
    return new if len(kept) == len(terms) else _summed(kept, new)


def _summed(terms: list[tuple[int, Expr]], like: Expr) -> Expr:
    out = zeros_of(like.shape)
    for sign, term in sorted(terms, key=lambda term: -term[0]):
        out = add(out, term if sign > 0 else neg(term))
    return out


def _settle(node: Expr, args: tuple[Expr, ...]) -> Expr:
    new = make(node.op, args, node.attrs)
    if node.op != "add" or {arg.shape for arg in args} != {new.shape}:
        return new
    terms = _cancelled(signed_terms(new, 1))
    for _ in range(len(terms)):
        merged = _merged(terms)
        if merged is None:
            break
        terms = merged
    return _summed(terms, new)


def signed_terms(node: Expr, sign: int) -> list[tuple[int, Expr]]:
    """The terms of a sum of arrays of one shape, with their signs."""
    if node.op == "neg":
        return signed_terms(node.args[0], -sign)
    if node.op == "add" and {arg.shape for arg in node.args} == {node.shape}:
        return signed_terms(node.args[0], sign) + signed_terms(node.args[1], sign)
    return [(sign, node)]


def _cancelled(terms: list[tuple[int, Expr]]) -> list[tuple[int, Expr]]:
    kept: list[tuple[int, Expr]] = []
    for sign, term in terms:
        opposite = next((k for k, (other, seen) in enumerate(kept) if seen is term and other == -sign), None)
        if opposite is None:
            kept.append((sign, term))
        else:
            del kept[opposite]
    return kept


def _merged(terms: list[tuple[int, Expr]]) -> list[tuple[int, Expr]] | None:
    """One pair of opposite terms with a common factor, put into one term."""
    for i, (sign, first) in enumerate(terms):
        for j, (other, second) in enumerate(terms):
            if sign > 0 > other and first.op == second.op:
                inner = _inside(first, second)
                if inner is not None:
                    return [*(term for k, term in enumerate(terms) if k not in (i, j)), (1, inner)]
    return None


_LINEAR = ("transpose", "take", "sum", "trace", "vec", "diag", "diagonal")


def _inside(first: Expr, second: Expr) -> Expr | None:
    """op(a, c) - op(b, c) as op(a - b, c), for operations that are linear in that operand."""
    if first.op in ("matmul", "dot", "mul", "outer", "kron"):
        for k in (0, 1):
            same, mine, theirs = first.args[1 - k], first.args[k], second.args[k]
            if second.args[1 - k] is same and mine.shape == theirs.shape:
                parts = [same, same]
                parts[k] = settled(add(mine, neg(theirs)))
                return make(first.op, (parts[0], parts[1]), first.attrs)
    if first.op == "div" and first.args[1] is second.args[1] and first.args[0].shape == second.args[0].shape:
        return make("div", (settled(add(first.args[0], neg(second.args[0]))), first.args[1]))
    alike = first.op in _LINEAR and first.attrs == second.attrs and first.args[0].shape == second.args[0].shape
    if alike and all(a is b for a, b in zip(first.args[1:], second.args[1:], strict=True)):
        return make(first.op, (settled(add(first.args[0], neg(second.args[0]))), *first.args[1:]), first.attrs)
    return None


def oriented(node: Expr) -> Expr:
    """The same up to its sign, alike for a - b and b - a."""
    if node.op == "neg":
        return oriented(node.args[0])
    if node.op == "add" and node.args[0].shape == node.args[1].shape and "neg" in (node.args[0].op, node.args[1].op):
        a, b = node.args if node.args[1].op == "neg" else node.args[::-1]
        if a.op != "neg" and str(b.args[0]) < str(a):
            return make("add", (b.args[0], make("neg", (a,))))
    return node


def opposite(node: Expr) -> Expr | None:
    """b - a for a difference a - b, and for products with a difference; None for others."""
    if node.op == "add":
        for a, b in (node.args, node.args[::-1]):
            if b.op == "neg" and a.op != "neg" and a.shape == b.shape:
                return make("add", (b.args[0], make("neg", (a,))))
    for k, part in enumerate(node.args) if node.op in ("matmul", "mul", "dot", "outer") else ():
        turned = opposite(part)
        if turned is not None:
            return make(node.op, (*node.args[:k], turned, *node.args[k + 1:]), node.attrs)
    return None


__all__ = ["cancelled", "opposite", "oriented", "settled", "signed_terms"]
