"""What a claim says, in a canonical serialised form; its sha256 is the identity of the claim.

The form holds hypotheses, conclusion, symbols with their shapes and the ranges of free indices; names
of definitions, labels and provenance leave no trace. Bound indices are renamed by order of appearance.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from certify.language.errors import ClaimError
from certify.language.existence import Quantified
from certify.language.expr import Expr, make, postorder, rebuild
from certify.language.relations import Relation
from certify.language.sizes import Size, show_shape
from certify.language.variables import bound_names, dim_names, free_indices, free_symbols

SCHEMA = "certify.statement/1"


@dataclass(frozen=True, eq=False)
class Statement:
    """Hypotheses and conclusion, canonical: no names of definitions, only <=, <, = and <<.

    Where ``exists`` is given, some symbols are said to exist (see ``Exists``); all others stand for every value.
    """

    given: tuple[Relation, ...]
    says: tuple[Relation, ...]
    exists: Quantified | None = None

    @staticmethod
    def of(given: Iterable[Relation], says: Iterable[Relation], exists: Quantified | None = None) -> Statement:
        """The canonical statement; raises ``ClaimError`` where one name stands for two symbols."""
        out = Statement(tuple(map(_canonical, given)), tuple(map(_canonical, says)), exists)
        _check_names(out)
        return out

    @cached_property
    def roots(self) -> tuple[Expr, ...]:
        """Both sides of every relation, hypotheses first."""
        return tuple(side for rel in self.given + self.says for side in (rel.lhs, rel.rhs))

    @cached_property
    def dims(self) -> tuple[str, ...]:
        """Dimension names, sorted."""
        return tuple(sorted(dim_names(*self.roots)))

    @cached_property
    def symbols(self) -> dict[str, Expr]:
        """Free symbols by name, sorted."""
        return dict(sorted((node.attrs[0], node) for node in free_symbols(*self.roots)))

    @cached_property
    def indices(self) -> dict[str, Size]:
        """Free index symbols with what they run over, sorted: the claim holds for each value."""
        return dict(sorted((node.attrs[0], node.attrs[1]) for node in free_indices(*self.roots)))

    def to_json(self) -> dict[str, Any]:
        """The serialised form (see the schema in the documentation of certificates)."""
        nodes = list(postorder(*self.roots))
        place = {node: k for k, node in enumerate(nodes)}
        table = [[node.op, [place[arg] for arg in node.args], attrs_json(node.attrs)] for node in nodes]

        def rows(relations: Sequence[Relation]) -> list[list[Any]]:
            return [[rel.op, place[rel.lhs], place[rel.rhs]] for rel in relations]

        return {
            "schema": SCHEMA,
            "dims": list(self.dims),
            "symbols": {name: attrs_json(node.shape) for name, node in self.symbols.items()},
            "indices": {name: size.to_json() for name, size in self.indices.items()},
            "nodes": table, "given": rows(self.given), "says": rows(self.says),
            **({"exists": self.exists.to_json()} if self.exists else {}),
        }

    @cached_property
    def sha256(self) -> str:
        """Identity of what is said: the hash of the canonical text."""
        return hashlib.sha256(canonical_text(self.to_json()).encode()).hexdigest()


def canonical_text(data: dict[str, Any]) -> str:
    """The one text of a serialised statement that is hashed."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def attrs_json(attrs: Any) -> Any:
    """Attributes of a node, sizes and tuples included, as JSON."""
    if isinstance(attrs, Size):
        return attrs.to_json()
    return [attrs_json(item) for item in attrs] if isinstance(attrs, tuple) else attrs


def _canonical(relation: Relation) -> Relation:
    plain = relation.canonical()
    lhs, rhs = (_rename_bound(side) for side in (plain.lhs, plain.rhs))
    return Relation(plain.op, lhs, rhs)


def _rename_bound(root: Expr) -> Expr:
    """Bound indices as _1, _2, ... from the innermost binder outwards, so that their names say nothing.

    A number counts the binders nested below, so two binders share one only where neither is inside the other.
    """
    depth: dict[Expr, int] = {}

    def change(node: Expr, args: tuple[Expr, ...]) -> Expr:
        below = max((depth[arg] for arg in args), default=0)
        if node.op == "sumover":
            below += 1
            fresh = make("idx", (), (f"_{below}", args[1].attrs[1]))
            args = (substitute_index(args[0], args[1], fresh), fresh)
        out = make(node.op, args, node.attrs)
        depth[out] = below
        return out

    return rebuild((root,), change)[0]


def substitute_index(root: Expr, old: Expr, new: Expr) -> Expr:
    """``root`` with one index symbol replaced by another, leaving inner binders of the old one alone."""
    def change(node: Expr, args: tuple[Expr, ...]) -> Expr:
        if node is old:
            return new
        if node.op == "sumover" and node.args[1] is old:
            return node
        return make(node.op, args, node.attrs)

    return rebuild((root,), change)[0]


def _check_names(statement: Statement) -> None:
    kinds: dict[str, str] = {}
    nodes = [(n.attrs[0], f"symbol, {show_shape(n.shape)}") for n in free_symbols(*statement.roots)]
    nodes += [(n.attrs[0], f"index over {n.attrs[1]}") for n in free_indices(*statement.roots)]
    nodes += [(name, "dimension") for name in dim_names(*statement.roots)]
    for name, kind in nodes:
        if kinds.setdefault(name, kind) != kind:
            raise ClaimError(f"the name {name} stands for two things: {kinds[name]} and {kind}; rename one")
    captured = bound_names(*statement.roots) & set(kinds)
    if captured:
        raise ClaimError(f"the index {sorted(captured)[0]} is summed over in one place and free in another; rename one")
