"""Runs over many claims: finding them, deciding them in parallel, leaving results on disk."""

from certify.runs.execution import Run, Settings, prepare_folder
from certify.runs.loading import load
from certify.runs.results import exit_code, results_of, save
from certify.runs.rows import Row, faults, rows_of

__all__ = ["Row", "Run", "Settings", "exit_code", "faults", "load", "prepare_folder", "results_of", "rows_of", "save"]
