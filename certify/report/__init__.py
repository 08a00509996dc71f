"""Reports for people: a page, a Markdown file, LaTeX tables, a table for the terminal."""

from certify.report.schema import ResultsError, validate
from certify.report.terminal import terminal_findings, terminal_table
from certify.report.write import decision_html, write_report

__all__ = ["ResultsError", "decision_html", "terminal_findings", "terminal_table", "validate", "write_report"]
