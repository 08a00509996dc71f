"""Expressions along a family of instances, as Laurent series in its parameter with a proved remainder."""

from certify.enclosure.series.backend import SeriesBackend
from certify.enclosure.series.laurent import Series, Unknown

__all__ = ["Series", "SeriesBackend", "Unknown"]
