"""Recognising what a sum is: p o h - <p, h> p with a softmax p, in any order of terms and factors."""

from __future__ import annotations

from functools import lru_cache

from certify.language import Expr


@lru_cache(maxsize=4096)
def centred(node: Expr) -> tuple[Expr, Expr] | None:
    """(p, h) for the derivative p o h - <p, h> p of softmax along h."""
    if node.op != "add" or len(node.shape) != 1:
        return None
    for product, negated in (node.args, node.args[::-1]):
        if product.op == "mul" and negated.op == "neg":
            for p, h in (product.args, product.args[::-1]):
                if p.op == "softmax" and h.shape == p.shape and _is_scaled(negated.args[0], p, h, p):
                    return p, h
    return None


@lru_cache(maxsize=4096)
def covariance_matrix(node: Expr) -> bool:
    """Whether the node is diag(p) - p p^T with a softmax p."""
    if node.op != "add" or len(node.shape) != 2:
        return False
    for first, second in (node.args, node.args[::-1]):
        if first.op == "diag" and second.op == "neg" and second.args[0].op == "outer":
            p = first.args[0]
            return p.op == "softmax" and all(arg is p for arg in second.args[0].args)
    return False


@lru_cache(maxsize=4096)
def moved_twice(node: Expr) -> tuple[Expr, Expr, Expr] | None:
    """(p, h, k) for w o h - (<w, h> p + <p, h> w) with w the derivative of the softmax p along k."""
    if node.op != "add" or len(node.shape) != 1:
        return None
    for product, negated in (node.args, node.args[::-1]):
        if product.op == "mul" and negated.op == "neg" and negated.args[0].op == "add":
            for w, h in (product.args, product.args[::-1]):
                found = centred(w)
                if found is not None and h.shape == w.shape and _are_means(negated.args[0].args, w, h, found[0]):
                    return found[0], h, found[1]
    return None


def _are_means(terms: tuple[Expr, ...], w: Expr, h: Expr, p: Expr) -> bool:
    return any(_is_scaled(first, w, h, p) and _is_scaled(second, p, h, w) for first, second in (terms, terms[::-1]))


def _is_scaled(node: Expr, weight: Expr, h: Expr, vector: Expr) -> bool:
    """Whether the node is <weight, h> vector."""
    if node.op != "mul":
        return False
    return any(other is vector and mean.op == "dot" and {id(arg) for arg in mean.args} == {id(weight), id(h)}
               for mean, other in (node.args, node.args[::-1]))


__all__ = ["centred", "covariance_matrix", "moved_twice"]
