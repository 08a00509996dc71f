"""Numbers for a claim: one exact instance, or a float64 batch of instances of one shape.

Every finite float64 is a rational (a dyadic), so a batch is a set of exact instances too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from certify.language import InstanceError, Statement, show_shape

Exact = Any  # Fraction, or nested tuples of Fractions
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Numbers(Mapping[str, Exact]):
    """Exact numbers by name, made from float64 arrays when they are asked for: a million fractions take seconds."""

    floats: Mapping[str, Floats]
    fractions: Mapping[str, Exact] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Exact:
        if name not in self.fractions and name in self.floats:
            object.__setattr__(self, "fractions", {**self.fractions, name: _fractions(self.floats[name].tolist())})
        return self.fractions[name]

    def __contains__(self, name: object) -> bool:
        return name in self.floats or name in self.fractions

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self.floats, *self.fractions)))

    def __len__(self) -> int:
        return len(set(self.floats) | set(self.fractions))


@dataclass(frozen=True)
class Instance:
    """Exact numbers for every dimension, free index and symbol of a statement.

    ``derived`` holds equations ``symbol = expression`` for the symbols whose entries follow from the others.
    """

    dims: Mapping[str, int]
    indices: Mapping[str, int]
    values: Mapping[str, Exact]
    derived: Statement | None = None

    def to_json(self) -> dict[str, Any]:
        """Entries as texts ``"p/q"``, derived ones as equations in the encoding of statements."""
        return {"dims": dict(self.dims), "indices": dict(self.indices),
                "values": {name: _texts(value) for name, value in self.values.items()},
                **({"derived": self.derived.to_json()} if self.derived else {})}

    def restricted(self, statement: Statement) -> Instance:
        """Only the numbers that a statement speaks of (a step of a proof may have fewer symbols than its claim)."""
        return Instance({name: self.dims[name] for name in statement.dims},
                        {name: self.indices[name] for name in statement.indices},
                        _picked(self.values, statement.symbols))

    def shape(self, name: str) -> tuple[int, ...]:
        """The shape of the numbers of a symbol."""
        floats = self.floats(name)
        return _shape(self.values[name]) if floats is None else floats.shape

    def floats(self, name: str) -> Floats | None:
        """The numbers of a symbol as a float64 array where that is what they were made from."""
        return self.values.floats.get(name) if isinstance(self.values, Numbers) else None

    def batch(self) -> Batch:
        """A batch of this instance alone; numbers that are no floats are rounded."""
        values = {}
        for name in self.values:
            floats = self.floats(name)
            values[name] = np.asarray(_rounded(self.values[name]) if floats is None else floats, dtype=float)[None]
        return Batch(dict(self.dims), dict(self.indices), values)

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Instance:
        """The inverse of ``to_json`` for instances without derived entries; raises ``InstanceError`` for others."""
        if "derived" in data:
            raise InstanceError("an instance with derived entries is read by certify.check only; derive it anew with "
                                "claim.at and the values that are given")
        values = {name: _fractions(value) for name, value in data["values"].items()}
        return Instance(dict(data["dims"]), dict(data["indices"]), values)


@dataclass(frozen=True)
class Batch:
    """Instances of one shape: float64 arrays with a leading batch axis, (B,), (B, n) or (B, m, n).

    ``bare`` is the number of instances where there is no symbol whose array would tell it.
    """

    dims: Mapping[str, int]
    indices: Mapping[str, int]
    values: Mapping[str, Floats]
    bare: int = 1

    def __len__(self) -> int:
        return min((len(value) for value in self.values.values()), default=self.bare)

    def instance(self, k: int) -> Instance:
        """The k-th instance, exactly."""
        numbers = Numbers({name: value[k].copy() for name, value in self.values.items()})
        return Instance(self.dims, self.indices, numbers)

    def select(self, which: Any) -> Batch:
        """The instances that a mask or an array of positions picks."""
        picked = {name: value[which] for name, value in self.values.items()}
        return Batch(self.dims, self.indices, picked, self.bare if picked else len(np.zeros(self.bare)[which]))


def _picked(values: Mapping[str, Exact], names: Iterable[str]) -> Mapping[str, Exact]:
    if not isinstance(values, Numbers):
        return {name: values[name] for name in names}
    wanted = set(names)
    return Numbers(*({name: value for name, value in known.items() if name in wanted}
                     for known in (values.floats, values.fractions)))


def _rounded(value: Exact) -> Any:
    if isinstance(value, tuple):
        return [_rounded(item) for item in value]
    try:
        return float(value)
    except OverflowError:
        return np.inf if value > 0 else -np.inf


def _texts(value: Exact) -> Any:
    return [_texts(item) for item in value] if isinstance(value, tuple) else str(value)


def _fractions(value: Any) -> Exact:
    if isinstance(value, list | tuple):
        return tuple(_fractions(item) for item in value)
    return Fraction(value)


def check_fits(statement: Statement, instance: Instance) -> None:
    """Raises ``InstanceError`` unless every symbol has a value of its shape and every index is in range."""
    for name in statement.dims:
        if instance.dims.get(name, 0) < 1:
            raise InstanceError(f"dimension {name} needs a value of at least 1")
    for name, size in statement.indices.items():
        if not 0 <= instance.indices.get(name, -1) < size.value(instance.dims):
            raise InstanceError(f"index {name} needs a value from 0 to {size} - 1")
    for name, node in statement.symbols.items():
        if name not in instance.values:
            raise InstanceError(f"symbol {name} of shape {show_shape(node.shape)} has no value")
        wanted = tuple(size.value(instance.dims) for size in node.shape)
        if instance.shape(name) != wanted:
            raise InstanceError(f"symbol {name} has shape {instance.shape(name)}, the claim needs {wanted}")


def _shape(value: Exact) -> tuple[int, ...]:
    return (len(value), *_shape(value[0])) if isinstance(value, tuple) else ()
