"""Runs over many claims: finding them, deciding them in parallel, leaving results on disk."""

from certify.runs.differences import Change, differences, differences_table, read_results
from certify.runs.execution import Run, Settings, prepare_folder
from certify.runs.loading import load, load_one
from certify.runs.results import exit_code, results_of, save
from certify.runs.rows import Row, faults, rows_of

__all__ = ["Change", "Row", "Run", "Settings", "differences", "differences_table", "exit_code", "faults", "load",
           "load_one",            "prepare_folder", "read_results", "results_of", "rows_of", "save"]
