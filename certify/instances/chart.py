"""Flat coordinates for a batch, in which steps of one size mean something for every symbol.

Each symbol is divided by its size in each instance (a scalar such as beta >= exp(-R^2) may be 1e-300). Where the
claim compares two points x and y, the second coordinate is (y - x) over the distance: x can then move far while y
stays close, which a search for Lipschitz constants needs (in x and y themselves the direction of a difference of
1e-6 takes steps of 1e-6).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from certify.enclosure.floats import Float
from certify.instances.data import Floats

_SMALLEST = 1e-2
_STEEPEST = 1e100


class Chart:
    """Coordinates (B, N) around a batch of values, and back."""

    def __init__(self, values: Mapping[str, Floats], pairs: Sequence[tuple[str, str]]):
        self.names = tuple(values)
        self.shapes = {name: value.shape[1:] for name, value in values.items()}
        self.base = {second: first for first, second in pairs if first in values and second in values}
        self.scales = {name: _size(value, _SMALLEST if value.ndim > 1 else 0.0) for name, value in values.items()}
        for name in self.base:
            self.scales[name] = _size(self._offset(values, name), 0.0)

    def _offset(self, values: Mapping[str, Floats], name: str) -> Floats:
        return values[name] - values[self.base[name]] if name in self.base else values[name]

    def flatten(self, values: Mapping[str, Floats]) -> Floats:
        """Coordinates of values."""
        parts = [_flat(self._offset(values, name)) / self.scales[name] for name in self.names]
        return np.concatenate(parts, axis=1)

    def unflatten(self, coordinates: Floats) -> dict[str, Floats]:
        """The values at coordinates."""
        out = self._split(coordinates)
        for name in self.names:
            out[name] = (out[name] * self.scales[name]).reshape(-1, *self.shapes[name])
        for name, first in self.base.items():
            out[name] = out[first] + out[name]
        return out

    def gradient(self, gradients: Mapping[str, Float]) -> Floats:
        """The gradient in coordinates, given those by the symbols: 0 for a symbol that is missing and where it is
        not finite, and scaled down in instances where its square would overflow."""
        rows = len(next(iter(self.scales.values())))
        parts = []
        for name in self.names:
            total = np.zeros((rows, int(np.prod(self.shapes[name], dtype=int))))
            for part in (name, *(second for second, first in self.base.items() if first == name)):
                if part in gradients:
                    total = total + _scaled(gradients[part], self.scales[name])
            parts.append(total)
        flat = np.nan_to_num(np.concatenate(parts, axis=1), nan=0.0, posinf=0.0, neginf=0.0)
        peak = np.abs(flat).max(1, keepdims=True) if flat.size else np.ones((rows, 1))
        return np.asarray(flat * (_STEEPEST / np.maximum(peak, _STEEPEST)))

    def _split(self, coordinates: Floats) -> dict[str, Floats]:
        sizes = [int(np.prod(self.shapes[name], dtype=int)) for name in self.names]
        return dict(zip(self.names, np.split(coordinates, np.cumsum(sizes)[:-1], axis=1), strict=True))


def _flat(value: Floats) -> Floats:
    return value.reshape(len(value), -1)


def _scaled(gradient: Float, scale: Floats) -> Floats:
    """Gradient times scale, which may be finite where the gradient is not."""
    return Float(_flat(gradient.mant) * scale, gradient.exp2).plain()


def _size(value: Floats, least: float) -> Floats:
    """Root mean square in each instance as a column, 1 where it is 0."""
    flat = _flat(value)
    size = np.maximum(np.sqrt(np.vecdot(flat, flat) / flat.shape[1]), least)
    return np.where((size > 0) & np.isfinite(size), size, 1.0)[:, None]


__all__ = ["Chart"]
