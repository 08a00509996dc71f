"""Emitted proofs as files of a check, for claims that have no proof that somebody wrote."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from certify.rocq.emission.emitted import emitted
from certify.rocq.sources import EMITTED, Module, Unit
from certify.rocq.statements import name_of


def with_emitted(module: Module, ids: Collection[str], search: bool) -> Module:
    """The module with emitted proofs of those claims that have none: kept ones, and new ones with ``search``."""
    units = {}
    for claim in module.claims:
        if claim.id not in ids or module.unit(claim) is not None or claim.id in module.unprintable:
            continue
        text = emitted(claim, search)
        if text is not None:
            units[claim.id] = Unit(f"{EMITTED}.{module.name}.{name_of(claim)}", text)
    return replace(module, written={**module.written, **units})


__all__ = ["with_emitted"]
