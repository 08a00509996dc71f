"""Tests in several processes: those of one file together, those of the library's claims by module, those that share a
tree of compiled files too; what a test measures is printed at the end: ``record_property("show", text)``, in one
process or in many.
"""

import pytest


def pytest_collection_modifyitems(items):
    """Files stay whole, as they share what they have decided; the library's claims are too many for one process."""
    for item in items:
        claim = getattr(item, "callspec", None) and item.callspec.params.get("claim_id")
        group = f"{item.fspath.basename} {'.'.join(claim.split('.')[:2])}" if claim else str(item.fspath)
        item.add_marker(pytest.mark.xdist_group("tree" if "tree" in item.fixturenames else group))


def pytest_terminal_summary(terminalreporter):
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, text in getattr(report, "user_properties", ()):
                if name == "show" and report.when == "call":
                    terminalreporter.section("measured")
                    terminalreporter.write_line(text)
