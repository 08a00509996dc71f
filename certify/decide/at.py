"""A claim on the user's own numbers: sizes read off the arrays, both sides enclosed, every hypothesis judged."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import numpy as np

from certify.decide.decision import Trust, Witness
from certify.decide.derived import shown
from certify.decide.witnesses import verdict, witness
from certify.instances.data import Instance, Numbers, check_fits
from certify.instances.derived import Derivation, derivation
from certify.language import Claim, InstanceError, Relation, Size, Statement, show_shape

WORDS = {1: "holds", -1: "fails", 0: "not decided"}


@dataclass(frozen=True)
class Evaluation:
    """Every hypothesis and conclusion of a claim at one instance: +1 holds, -1 fails, 0 not decided.

    ``derived`` has the formula and the enclosed entries of every derived symbol.
    """

    claim: Claim
    instance: Instance
    given: tuple[tuple[Relation, int, Trust], ...]
    says: tuple[tuple[Relation, int, Witness], ...]
    derived: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        lines = [f"{self.claim.id} at the given numbers"]
        lines += [f"  with  {name} = {item['formula']}, entries in {item['entries']}"
                  for name, item in self.derived.items()]
        lines += [f"  given {relation}: {WORDS[found]}" for relation, found, _ in self.given]
        for relation, found, values in self.says:
            lines.append(f"  says  {relation}: {WORDS[found]}")
            if values.lhs and values.rhs:
                lines.append(f"        left side in [{', '.join(values.lhs)}], right side in [{', '.join(values.rhs)}]")
        return "\n".join(lines)

    __repr__ = __str__


def evaluate_at(claim: Claim, values: Mapping[str, Any]) -> Evaluation:
    """Both sides of a claim on given numbers, rigorously.

    ``values`` maps the names of symbols, free indices and, where no array shows them, dimensions to
    numbers, nested lists or NumPy arrays; a float stands for the binary number that it is. Raises
    ``InstanceError`` naming the symbol that is unknown, missing, of a wrong shape, or not finite. Where a symbol
    with a formula (of the claim's recipe, or a hypothesis b = f(x)) is left out, all such symbols follow from the
    others; equalities that the formulas make identities then hold exactly.
    """
    found = derivation(claim)
    if found is not None and not found.names & set(values):
        return _derived_at(claim, found, values)
    statement = claim.statement
    instance = _instance(claim, statement, values)
    given = tuple((rel, *verdict(rel, instance)) for rel in statement.given)
    says = tuple((rel, verdict(rel, instance)[0], witness(statement, k, instance))
                 for k, rel in enumerate(statement.says))
    return Evaluation(claim, instance, given, says)


def _derived_at(claim: Claim, found: Derivation, values: Mapping[str, Any]) -> Evaluation:
    statement, free = found.statement, found.free
    instance = _instance(claim, free, values)
    given = tuple((said, 1, Trust.EXACT) if left is None else (said, *verdict(left, instance))
                  for said, left in zip(statement.given, found.given, strict=True))
    derived, made = shown(found, instance), found.complete(instance)
    says = tuple((said, verdict(left, instance)[0], replace(witness(free, k, instance), instance=made, derived=derived))
                 for k, (said, left) in enumerate(zip(statement.says, free.says, strict=True)))
    return Evaluation(claim, made, given, says, derived)


def _instance(claim: Claim, statement: Statement, values: Mapping[str, Any]) -> Instance:
    known = set(statement.symbols) | set(statement.indices) | set(statement.dims)
    for name in values:
        if name not in known:
            raise InstanceError(f"{claim.id} has no symbol {name!r}; it has {', '.join(sorted(known))}")
    numbers = _numbers({name: values[name] for name in statement.symbols if name in values}, claim.id)
    dims = _sizes(claim, statement, values, Instance({}, {}, numbers))
    indices = {name: _whole(values[name], name) for name in statement.indices if name in values}
    instance = Instance(dims, indices, numbers)
    try:
        check_fits(statement, instance)
    except InstanceError as error:
        raise InstanceError(f"{claim.id}: {error}") from None
    return instance


def _numbers(values: Mapping[str, Any], claim: str) -> Numbers:
    """Float arrays as they are, so that large ones stay arrays; everything else as fractions."""
    floats, fractions = {}, {}
    for name, value in values.items():
        if isinstance(value, np.ndarray) and value.dtype in (np.float64, np.float32) and np.isfinite(value).all():
            floats[name] = value.astype(np.float64)
        else:
            fractions[name] = _exact(value, f"{claim}: {name}")
    return Numbers(floats, fractions)


def _exact(value: Any, where: str) -> Any:
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return tuple(_exact(item, where) for item in value)
    if isinstance(value, float) and not math.isfinite(value):
        raise InstanceError(f"{where} contains {value}; every entry must be a finite number")
    try:
        return Fraction(value)
    except (TypeError, ValueError):
        raise InstanceError(f"{where} contains {value!r}, which is not a number") from None


def _whole(value: Any, name: str) -> int:
    if Fraction(value).denominator != 1:
        raise InstanceError(f"{name} must be a whole number, not {value}")
    return int(value)


def _sizes(claim: Claim, statement: Statement, values: Mapping[str, Any], given: Instance) -> dict[str, int]:
    """Dimensions as given by name, or read off the arrays."""
    dims = {name: _whole(values[name], name) for name in statement.dims if name in values}
    for name, node in statement.symbols.items():
        if name in given.values:
            _read_sizes(claim, name, node.shape, given.shape(name), dims)
    missing = [name for name in statement.dims if name not in dims]
    if missing:
        raise InstanceError(f"{claim.id}: no array shows the dimension {missing[0]}; pass {missing[0]}=...")
    return dims


def _read_sizes(claim: Claim, name: str, shape: tuple[Size, ...], found: tuple[int, ...], dims: dict[str, int]) -> None:
    if len(found) < len(shape) or 0 in found:
        raise InstanceError(f"{claim.id}: {name} needs the shape {show_shape(shape)}; "
                            "give an array with that many axes")
    for size, length in zip(shape, found, strict=False):
        if size.terms == (((str(size),), 1),):
            known = dims.setdefault(str(size), length)
            if known != length:
                raise InstanceError(f"{claim.id}: {size} is {known} elsewhere and {length} in {name}")
