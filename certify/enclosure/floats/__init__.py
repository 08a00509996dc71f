"""The plain float64 reading over a batch: fast, differentiable, and never the ground of a verdict."""

from certify.enclosure.floats.backend import FloatBackend
from certify.enclosure.floats.jitter import JitteredBackend
from certify.enclosure.floats.value import Float

__all__ = ["Float", "FloatBackend", "JitteredBackend"]
