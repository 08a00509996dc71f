"""Hunting: one claim searched harder, and a store that keeps the best certified witnesses from run to run."""

from certify.hunt.certified import Certified, certified, recall
from certify.hunt.effort import effort_of
from certify.hunt.hunting import Effort, Hunt
from certify.hunt.store import Record, Store, StoreError, default_path
from certify.hunt.words import to_json, to_text

__all__ = ["Certified", "Effort", "Hunt", "Record", "Store", "StoreError", "certified", "default_path", "effort_of",
           "recall", "to_json", "to_text"]
