"""The float64 reading with every rounding error replaced by a random one, to see which results are made of them.

This is stochastic arithmetic (Vignes' CESTAC): where two runs differ, the digits that differ mean nothing.
It needs no bounds and proves nothing; a search uses it to throw out ratios of rounding errors.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from certify.enclosure.floats.backend import FloatBackend
from certify.enclosure.floats.value import Float

_ROUNDING = ("add", "mul", "div", "power", "pow", "exp", "log", "sqrt", "cosh", "sinh", "tanh", "erf", "matmul",
             "dot", "outer", "trace", "inv", "kron", "kron_product", "sum", "norm", "normp", "eigmin", "eigmax",
             "sigmin", "softmax", "logsumexp")
_SIZE = 2.0**-50


class JitteredBackend(FloatBackend):
    """``FloatBackend`` with random relative errors of a few units in the last place on what rounds."""

    def __init__(self, rng: np.random.Generator):
        super().__init__()
        self._rng = rng
        for name in _ROUNDING:
            setattr(self, name, self._jittered(getattr(self, name)))

    def _jittered(self, method: Callable[..., Float]) -> Callable[..., Float]:
        def call(*args: Any) -> Float:
            out = method(*args)
            return Float(out.mant * (1.0 + _SIZE * self._rng.standard_normal(out.mant.shape)), out.exp2)

        return call


__all__ = ["JitteredBackend"]
