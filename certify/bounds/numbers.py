"""Bounds at given numbers, in Arb: upper ends as decimal texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from certify.enclosure import enclose
from certify.instances.data import Instance
from certify.language import CertifyError, Expr, InstanceError, dim_names, free_symbols, show_shape

DIGITS = 17


def smallest_at(bounds: Sequence[Expr], values: Mapping[str, Any]) -> str:
    """The smallest upper bound among those whose symbols all have values; raises ``CertifyError`` if there is none."""
    ready = [bound for bound in bounds if {node.attrs[0] for node in free_symbols(bound)} <= set(values)]
    if not ready:
        needed = sorted({node.attrs[0] for bound in bounds for node in free_symbols(bound)} - set(values))
        raise InstanceError(f"no bound can be evaluated: give values for {', '.join(needed)}")
    found = [text for bound in ready if (text := _upper(bound, values)) is not None]
    if not found:
        raise CertifyError("every bound overflows or is undefined at these numbers")
    return min(found, key=Decimal)


def _upper(bound: Expr, values: Mapping[str, Any]) -> str | None:
    symbols = free_symbols(bound)
    arrays = {node.attrs[0]: np.asarray(values[node.attrs[0]], float) for node in symbols}
    instance = Instance(_sizes(symbols, arrays, bound), {}, {name: _exact(array) for name, array in arrays.items()})
    pair = enclose((bound,), instance)[0].decimals(DIGITS)
    return None if pair is None else pair[1]


def _sizes(symbols: set[Expr], arrays: Mapping[str, Any], bound: Expr) -> dict[str, int]:
    """Dimensions read off the arrays."""
    dims: dict[str, int] = {}
    for node in symbols:
        array = arrays[node.attrs[0]]
        if array.ndim != len(node.shape) or not np.isfinite(array).all():
            raise InstanceError(f"{node.attrs[0]} must be a finite array of shape {show_shape(node.shape)}, "
                                f"not one of shape {array.shape}")
        for size, count in zip(node.shape, array.shape, strict=True):
            name = str(size)
            if name in size.names and dims.setdefault(name, count) != count:
                raise InstanceError(f"the arrays disagree on {name}: {dims[name]} and {count}")
    missing = dim_names(bound) - set(dims)
    if missing:
        raise InstanceError(f"no array shows the size {', '.join(sorted(missing))}")
    return dims


def _exact(array: Any) -> Any:
    from fractions import Fraction

    if array.ndim == 0:
        return Fraction(float(array))
    return tuple(_exact(row) for row in array)


__all__ = ["smallest_at"]
