"""Where the axes of an expression are cut by its concatenated arrays: every axis of one size is cut alike."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from certify.calculus.indexform.outside import Outside
from certify.language.expr import Expr, postorder
from certify.language.sizes import Size

Parts = tuple[Size, ...]
NONE = Size.of(0)
_ROUNDS = 32


def minus(a: Size, b: Size) -> Size:
    """a - b."""
    return a + b * -1


def below(a: Size, b: Size) -> bool:
    """Whether b - a is positive for all dimensions because no coefficient of it is negative."""
    gap = minus(b, a).terms
    return bool(gap) and all(coef > 0 for _, coef in gap)


def partitions(*roots: Expr) -> dict[Size, Parts]:
    """For each size that a concatenation adds up to, the parts that its axes fall into.

    Two concatenations of one total size cut it at the ends of the parts of both. Raises ``Outside`` where the order
    of the cuts depends on the dimensions.
    """
    joins = [(node, node.attrs[0]) for node in postorder(*roots) if node.op == "concat"]
    cuts: dict[Size, set[Size]] = {}
    for _ in range(_ROUNDS):
        before = sum(map(len, cuts.values()))
        for node, axis in joins:
            _cut(cuts, node.shape[axis], [arg.shape[axis] for arg in node.args])
        if sum(map(len, cuts.values())) == before:
            return {size: _parts(size, found) for size, found in cuts.items() if found}
    raise Outside("concatenated arrays cut each other without end")


def _cut(cuts: dict[Size, set[Size]], whole: Size, sizes: Iterable[Size]) -> None:
    """Cuts a size at the ends of its parts, and parts and whole where the other is cut."""
    mine, end = cuts.setdefault(whole, set()), NONE
    for size in sizes:
        start, end = end, end + size
        theirs = cuts.setdefault(size, set())
        theirs |= {minus(cut, start) for cut in mine if below(start, cut) and below(cut, end)}
        mine |= {start + cut for cut in theirs}
        mine |= {end} if end != whole else set()


def _parts(whole: Size, cuts: Iterable[Size]) -> Parts:
    ends = sorted({*cuts, NONE, whole}, key=lambda size: sum(coef for _, coef in size.terms))
    if not all(below(start, end) for start, end in pairwise(ends)):
        raise Outside(f"an axis of size {whole} is cut at places whose order depends on the dimensions")
    return tuple(minus(end, start) for start, end in pairwise(ends))
