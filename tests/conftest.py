"""What a test measures is printed at the end: ``record_property("show", text)``, in one process or in many."""


def pytest_terminal_summary(terminalreporter):
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, text in getattr(report, "user_properties", ()):
                if name == "show" and report.when == "call":
                    terminalreporter.section("measured")
                    terminalreporter.write_line(text)
