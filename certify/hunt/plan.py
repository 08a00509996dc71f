"""What the pieces of a hunt look at: a fixed number of pieces a round, whatever the number of processes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from certify.hunt.work import Piece
from certify.instances.data import Batch
from certify.instances.shapes import allows, largest_array, shape_grid
from certify.language import Statement

PIECES = 4  # of a round
_SHAPES = 2  # of a piece
_LONGEST = 16  # axis of the sizes that are explored; what is found there is continued to larger ones
_ENTRIES = 2**14  # of the largest array
Shape = Mapping[str, int]


def pieces(statement: Statement, k: int, number: int, evaluations: int, seed: int,
           known: Sequence[Batch]) -> list[Piece]:
    """The pieces of round ``number``; ``known`` are the best instances so far, a batch for each of the sizes, the
    best sizes first.

    The first round explores the smallest sizes; later ones refine what is known, continue it to sizes nearby, and
    explore on.
    """
    def piece(kind: str, place: int, shapes: Sequence[Shape], batches: Sequence[Batch] = ()) -> Piece:
        return Piece(statement, k, kind, tuple(shapes), evaluations, (seed, k, number, place), tuple(batches))

    if number == 0 or not known:
        return [piece("explore", place, _window(statement, number * PIECES + place)) for place in range(PIECES)]
    rest = known[1:4] or known[:1]
    return [
        piece("refine", 0, (), known[:1]),
        piece("refine", 1, (), rest),
        piece("continue", 2, _nearby(statement, known[(number - 1) % min(3, len(known))].dims), known[:2]),
        piece("explore", 3, _window(statement, PIECES + number - 1)),
    ]


def _window(statement: Statement, number: int) -> list[Shape]:
    """The first size alone, then two at a time; successive numbers go round all that are explored."""
    shapes = explored(statement)
    if number == 0 or len(shapes) <= _SHAPES:
        return list(shapes[: 1 if number % 2 == 0 else _SHAPES])
    start = _SHAPES * number - 1
    return [shapes[(start + j) % len(shapes)] for j in range(_SHAPES)]


@lru_cache(maxsize=64)
def explored(statement: Statement) -> tuple[Shape, ...]:
    """Sizes of the grid in its order: all 2 first, then from small to large."""
    grid = {tuple(sorted(dims.items())): dims for dims, _ in shape_grid(statement, "quick")}
    small = [dims for dims in grid.values() if max(dims.values(), default=1) <= _LONGEST]
    return tuple(small or list(grid.values())[:1])


def _nearby(statement: Statement, dims: Shape) -> list[Shape]:
    """The sizes themselves, one more and twice as many along each dimension, where hypotheses and memory allow it."""
    trials = [dict(dims)]
    for name in dims:
        trials += [{**dims, name: dims[name] + 1}, {**dims, name: 2 * dims[name]}]
    return [trial for j, trial in enumerate(trials) if trial not in trials[:j] and (
        j == 0 or (allows(statement, trial) and largest_array(statement, trial) <= _ENTRIES))]


__all__ = ["PIECES", "explored", "pieces"]
