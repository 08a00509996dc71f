"""Random generators that depend on what is sampled, not on who samples it or in which order."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np


def generator(seed: int, sha256: str, *labels: Any) -> np.random.Generator:
    """The generator of one piece of work: of a seed, a claim (its sha256), and labels such as a batch number.

    Pieces get independent streams, so a run gives the same instances whatever the number of processes.
    """
    text = "\0".join([str(int(seed)), sha256, *map(_text, labels)])
    words = np.frombuffer(hashlib.sha256(text.encode()).digest(), dtype="<u4")
    return np.random.default_rng(np.random.SeedSequence([int(word) for word in words]))


def _text(label: Any) -> str:
    if isinstance(label, Mapping):
        return repr(sorted(label.items()))
    return f"{type(label).__name__}:{label}"


__all__ = ["generator"]
