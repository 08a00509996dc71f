"""Sizes to look at: up to forty shapes, geometric in every dimension, and values of the free indices."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import numpy as np

from certify.calculus import prepare
from certify.enclosure.lowering import formed
from certify.instances.ranges import narrow
from certify.instances.seeds import generator
from certify.language import ExpressionError, InstanceError, Relation, Statement, free_symbols
from certify.language.sizes import Shape as Sizes
from certify.language.variables import free_indices

Shape = tuple[dict[str, int], dict[str, int]]
_LADDER = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)
_SMALL = (1, 2, 3, 5)
_COUNT = {"quick": 28, "full": 40, "beyond": 40}
_ENOUGH = 4
_ENTRIES = 5000  # of the largest symbol in the ordinary grid
_BEYOND_ENTRIES = 20000
_FORMED = 4  # times as many entries may an array have that an evaluation forms


def shape_grid(statement: Statement, profile: str = "quick") -> list[Shape]:
    """Pairs of dimensions and values of the free indices, small shapes first, then a mix up to 64.

    ``full`` has about forty shapes and takes every index at three values, ``quick`` some thirty, ``beyond`` a few
    of 100 to 256. Hypotheses on dimensions alone (``n >= 3``, ``d <= n``) hold in every shape; the list
    is empty where no shape meets them.
    """
    names = statement.dims
    if not names:
        return [({}, chosen) for chosen in _indices(statement, {}, profile)]
    ladder = _beyond(len(names)) if profile == "beyond" else _ordinary(len(names))
    limit = _BEYOND_ENTRIES if profile == "beyond" else _ENTRIES
    shapes = [dict(zip(names, sizes, strict=True)) for sizes in _shifted(statement, ladder, limit, _COUNT[profile])]
    return [(dims, chosen) for dims in shapes for chosen in _indices(statement, dims, profile)]


def given_shapes(statement: Statement, dims: Mapping[str, int], profile: str = "quick") -> list[Shape]:
    """The shapes at given dimensions; raises ``InstanceError`` where these do not fit the statement."""
    for name in (*statement.dims, *dims):
        if name not in dims or name not in statement.dims:
            known = ", ".join(statement.dims) or "none"
            raise InstanceError(f"dims: {name} is {'missing' if name not in dims else 'no dimension of the claim'}; "
                                f"its dimensions are {known}")
        if not isinstance(dims[name], int) or dims[name] < 1:
            raise InstanceError(f"dims: {name} must be a whole number of at least 1, not {dims[name]!r}")
    if not allows(statement, dims):
        raise InstanceError("dims: the hypotheses on dimensions do not hold at these sizes")
    return [(dict(dims), chosen) for chosen in _indices(statement, dims, profile)]


def largest_array(statement: Statement, dims: Mapping[str, int]) -> int:
    """Entries of the largest array that an evaluation of a statement forms."""
    shapes = {node.shape for node in statement.symbols.values()} | _arrays(statement)
    return max((_entries(shape, dims) for shape in shapes), default=1)


def _ordinary(rank: int) -> list[tuple[int, ...]]:
    """Small shapes in full, then extreme ratios and a spread of the ladder."""
    if rank == 1:
        return [(n,) for n in (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 20, 24, 32, 40, 48, 56, 64)]
    small = sorted(product(_SMALL[: 4 if rank == 2 else 2], repeat=rank), key=sum)
    extreme = [tuple(64 if k == long else 1 for k in range(rank)) for long in range(rank)]
    extreme += [tuple(48 if k == long else 2 for k in range(rank)) for long in range(rank)]
    rng = np.random.default_rng(0)
    drawn = [tuple(int(_LADDER[k]) for k in rng.integers(3, len(_LADDER), rank)) for _ in range(160)]
    equal = [(size,) * rank for size in (4, 8, 16)]
    return list(dict.fromkeys([(2,) * rank, *small, *equal, *extreme, *drawn]))


def _beyond(rank: int) -> list[tuple[int, ...]]:
    if rank == 1:
        return [(100,), (128,), (192,), (256,)]
    pairs = [(128, 8), (128, 32), (256, 2), (256, 16), (256, 64), (16, 64), (96, 64)]
    pairs = [(b, a) for a, b in pairs]  # names are sorted: d before n
    return [pair + (2,) * (rank - 2) for pair in pairs]


def _shifted(statement: Statement, ladder: list[tuple[int, ...]], limit: int, count: int) -> list[tuple[int, ...]]:
    """The shapes that fit the hypotheses on dimensions and are not too large; lifted by a few where none fits."""
    found: list[tuple[int, ...]] = []
    arrays = _arrays(statement)
    for lift in (0, 1, 2, 4, 8, 16, 32, 64):
        for sizes in ladder:
            lifted = tuple(size + lift for size in sizes)
            if len(found) < count and lifted not in found and _fits(statement, arrays, lifted, limit):
                found.append(lifted)
        if len(found) >= min(_ENOUGH, len(ladder)):
            break
    return found


def _arrays(statement: Statement) -> frozenset[Sizes]:
    """The shapes of the arrays that an evaluation forms: a Kronecker product is far larger than its factors."""
    try:
        return frozenset(node.shape for node in formed(*prepare(*statement.roots)))
    except ExpressionError:  # a derivative that only Taylor arithmetic carries out
        return frozenset()


def _fits(statement: Statement, arrays: frozenset[Sizes], sizes: tuple[int, ...], limit: int) -> bool:
    dims = dict(zip(statement.dims, sizes, strict=True))
    largest = max((_entries(node.shape, dims) for node in statement.symbols.values()), default=1)
    formed = max((_entries(shape, dims) for shape in arrays), default=1)
    return largest <= limit and formed <= _FORMED * limit and allows(statement, dims)


def allows(statement: Statement, dims: Mapping[str, int]) -> bool:
    """Whether the hypotheses on dimensions alone hold at these sizes."""
    on_dims = [rel for rel in statement.given if not free_symbols(rel.lhs, rel.rhs) and not _indexed(rel)]
    return narrow(on_dims, dims) is not None


def _indexed(relation: Relation) -> bool:
    return bool(free_indices(relation.lhs, relation.rhs))


def _entries(shape: Sizes, dims: Mapping[str, int]) -> int:
    return int(np.prod([size.value(dims) for size in shape], dtype=np.int64))


def _indices(statement: Statement, dims: Mapping[str, int], profile: str) -> list[dict[str, int]]:
    """Values of the free indices: one random choice a shape, for ``full`` also all first and all last."""
    sizes = {name: size.value(dims) for name, size in statement.indices.items()}
    if not sizes:
        return [{}]
    rng = generator(0, "indices", dims)
    drawn = {name: int(rng.integers(size)) for name, size in sizes.items()}
    choices = [drawn]
    if profile == "full":
        choices += [dict.fromkeys(sizes, 0), {name: size - 1 for name, size in sizes.items()}]
    return [choice for k, choice in enumerate(choices) if choice not in choices[:k]]


__all__ = ["Shape", "allows", "given_shapes", "largest_array", "shape_grid"]
