"""Reports show the constant of a claim that asserts one, the rate, or the family that has none."""

import copy
import io

import pytest
from made_up import claim, results
from rich.console import Console

from certify.report import write_report
from certify.report.asserted import described
from certify.report.schema import ResultsError, validate
from certify.report.terminal import terminal_table

RATE = {"family": "x = t, y = t", "exponent": "4.0000", "least": "3.6180", "most": "4.0000", "exact": 4}
FOUND = {"constants": {"delta": "1", "C": "2/5"}, "sha256": "0" * 64, "rate": RATE,
         "bound_rate": {**RATE, "exponent": "3.0000", "exact": None}, "family": None, "proof": None, "members": 0}
NONE = {"constants": None, "sha256": None, "rate": None, "bound_rate": None, "family": "x = t, y = -t",
        "proof": "the right side is 0", "members": 5}
SEEN = {**NONE, "proof": None, "members": 0}
FACTOR = {"lo": "0.8241", "hi": None, "trust_lo": "arb", "trust_hi": None}


def with_claims():
    data = results()
    data["claims"] += [claim("constant", "supported", existence=FOUND, factor=FACTOR),
                       claim("hopeless", "refuted", existence=NONE), claim("growing", "undecided", existence=SEEN)]
    return data


def test_descriptions():
    assert described(None) == ""
    assert described(FOUND).startswith("delta = 1, C = 2/5; along x = t, y = t: left side like t^4 (proved by a series")
    assert "slopes from 3.6180 to 4.0000" in described(FOUND)
    assert described(NONE) == "no constant along x = t, y = -t"
    assert described(SEEN) == "growth seen along x = t, y = -t"


@pytest.mark.parametrize("name", ["index.html", "report.md", "tables.tex"])
def test_every_report_shows_constants_and_families(name, tmp_path):
    write_report(with_claims(), tmp_path)
    text = (tmp_path / name).read_text()
    assert "C = 2/5" in text
    assert "no constant along x = t, y = -t" in text


def test_terminal_shows_the_constant_beside_the_factor():
    console = Console(width=160, record=True, file=io.StringIO())
    console.print(terminal_table(with_claims(), 160))
    assert "0.824 at delta = 1, C = 2/5" in console.export_text()


@pytest.mark.parametrize("change", [
    lambda found: found.update(members=-1), lambda found: found.update(sha256="0"),
    lambda found: found["rate"].pop("family"), lambda found: found["rate"].update(exponent="four"),
    lambda found: found.update(constants=3),
])
def test_malformed_fields_are_named(change):
    data = with_claims()
    data["claims"][-3] = copy.deepcopy(data["claims"][-3])
    change(data["claims"][-3]["existence"])
    with pytest.raises(ResultsError, match="existence"):
        validate(data)
