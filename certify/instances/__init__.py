"""Instances: exact numbers for a claim, where to look for them, and which of them count."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from certify.instances.data import Batch, Floats, Instance, check_fits

if TYPE_CHECKING:
    from certify.instances.climb import polish, search
    from certify.instances.emptiness import looks_empty
    from certify.instances.hypotheses import certify_hypotheses, certify_instance
    from certify.instances.sampling import repair, sample
    from certify.instances.seeds import generator
    from certify.instances.shapes import shape_grid
    from certify.instances.simplification import simplify

_HOMES = {
    "polish": "climb", "search": "climb", "looks_empty": "emptiness", "certify_hypotheses": "hypotheses",
    "certify_instance": "hypotheses", "repair": "sampling", "sample": "sampling", "generator": "seeds",
    "shape_grid": "shapes", "simplify": "simplification",
}
__all__ = ["Batch", "Floats", "Instance", "certify_hypotheses", "certify_instance", "check_fits", "generator",
           "looks_empty", "polish", "repair", "sample", "search", "shape_grid", "simplify"]


def __getattr__(name: str) -> Any:
    """Loads on first use: the readings that sampling needs import ``certify.instances.data`` themselves."""
    if name in _HOMES:
        return getattr(import_module(f"certify.instances.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'certify.instances' has no attribute {name!r}")
