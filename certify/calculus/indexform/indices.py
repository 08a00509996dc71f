"""Indices of entries: names, integers, and pairs that address a flattened or Kronecker axis.

An axis of size n*d that comes from an n x d matrix is addressed by ``pair(i, j)`` = i*d + j; a plain index p
of such an axis has the parts ``major(p)`` = p // d and ``minor(p)`` = p % d. Equal indices are one object.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from certify.calculus.indexform.outside import Outside
from certify.language.sizes import Size

Blocks = tuple[Size, Size]  # (outer, inner): an axis of size outer * inner
ONE = Size.of(1)
_POOL: dict[tuple[object, ...], Index] = {}


class Index:
    """One index. ``kind`` is free (named in the statement), slot (an axis of a node), fresh or bound (summed),
    mark (a colour, while labelling), const, pair, major or minor; ``leaves`` are the plain indices below."""

    __slots__ = ("blocks", "kind", "leaves", "parts", "size", "text", "value")
    kind: str
    text: str
    size: Size
    parts: tuple[Index, ...]
    value: int
    blocks: Blocks
    leaves: frozenset[Index]

    def __repr__(self) -> str:
        return self.text


def _intern(kind: str, text: str, size: Size, parts: tuple[Index, ...] = (), blocks: Blocks = (ONE, ONE),
            value: int = 0) -> Index:
    key = (kind, text, size, blocks)
    found = _POOL.get(key)
    if found is None:
        found = _POOL[key] = Index()
        found.kind, found.text, found.size, found.parts = kind, text, size, parts
        found.blocks, found.value = blocks, value
        found.leaves = frozenset[Index]().union(*(part.leaves for part in parts))
        if not parts and kind != "const":
            found.leaves = frozenset((found,))
    return found


def plain(kind: str, text: str, size: Size) -> Index:
    """A plain index over a size; on an axis of size 1 the only index is 0."""
    return const(0) if size == ONE else _intern(kind, text, size)


def const(value: int) -> Index:
    """A concrete position, counted from 0."""
    return _intern("const", f"#{value}", ONE, value=value)


def slot(position: int, size: Size) -> Index:
    """The index of an axis of a node of the language (further positions serve as scratch)."""
    return plain("slot", f"${position}", size)


def fresh(size: Size, used: Iterable[Index]) -> Index:
    """An index that none of ``used`` is; the same one for the same surroundings, so that caches are hit."""
    taken = {index.text for index in used if index.kind == "fresh"}
    position = 0
    while f"~{position}" in taken:
        position += 1
    return plain("fresh", f"~{position}", size)


def pair(first: Index, second: Index, blocks: Blocks) -> Index:
    """The index first * inner + second of an axis with the given (outer, inner) blocks."""
    outer, inner = blocks
    if inner == ONE or outer == ONE:
        return first if inner == ONE else second
    if (first.kind, second.kind) == ("major", "minor") and first.parts == second.parts \
            and first.blocks == second.blocks == blocks:
        return first.parts[0]
    if first.kind == second.kind == "const" and (first.value == 0 or inner.constant is not None):
        return const(first.value * (inner.constant or 0) + second.value)
    return _intern("pair", f"({first.text},{second.text})", outer * inner, (first, second), blocks)


def major(index: Index, blocks: Blocks) -> Index:
    """index // inner, which runs over ``outer``."""
    return _part("major", index, blocks)


def minor(index: Index, blocks: Blocks) -> Index:
    """index % inner, which runs over ``inner``."""
    return _part("minor", index, blocks)


def _part(kind: str, index: Index, blocks: Blocks) -> Index:
    outer, inner = blocks
    own, other = (outer, inner) if kind == "major" else (inner, outer)
    if own == ONE or other == ONE:
        return const(0) if own == ONE else index
    if index.kind == "const":
        return const(_part_of_const(kind, index.value, inner))
    if index.kind != "pair":
        return _intern(kind, f"{index.text}{'//' if kind == 'major' else '%'}({inner})", own, (index,), blocks)
    if index.blocks == blocks:
        return index.parts[kind == "minor"]
    raise Outside(f"an axis of size {outer * inner} is split into blocks of {inner} and of {index.blocks[1]}")


def _part_of_const(kind: str, value: int, inner: Size) -> int:
    if inner.constant is not None:
        return value // inner.constant if kind == "major" else value % inner.constant
    if value == 0:
        return 0
    raise Outside(f"position {value} of an axis with blocks of size {inner} depends on the size")


_BUILD = {
    "pair": lambda parts, blocks: pair(parts[0], parts[1], blocks),
    "major": lambda parts, blocks: major(parts[0], blocks),
    "minor": lambda parts, blocks: minor(parts[0], blocks),
}


def substitute_index(index: Index, mapping: Mapping[Index, Index]) -> Index:
    """The index with its leaves replaced, all at once."""
    if not index.parts:
        return mapping.get(index, index)
    if mapping.keys().isdisjoint(index.leaves):
        return index
    return _BUILD[index.kind]([substitute_index(part, mapping) for part in index.parts], index.blocks)
