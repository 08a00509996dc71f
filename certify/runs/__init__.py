"""Runs over many claims: finding them, deciding them in parallel, leaving results on disk."""

from certify.runs.execution import Run, Settings, prepare_folder
from certify.runs.loading import load
from certify.runs.results import exit_code, results_of, save

__all__ = ["Run", "Settings", "exit_code", "load", "prepare_folder", "results_of", "save"]
