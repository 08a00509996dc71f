"""The test of the rates, for either kind of claim."""

from __future__ import annotations

from typing import Any

from rates import allowance, counts_of, kept, rate, table
from trials import QUICK, Trial, chosen, trials_by_id


def measured(kind: str, record_property: Any) -> list[Trial]:
    """The trials of the quick sample; their table is shown at the end of the tests."""
    trials = [trial for claim in chosen(kind, QUICK) for trial in trials_by_id(claim, QUICK)]
    record_property("show", f"planted errors, {kind}\n{table(trials)}")
    return trials


def assert_no_defects(trials: list[Trial]) -> None:
    """No certificate rejected, nothing proved that is known to be false."""
    assert not [(trial.claim, trial.operator, trial.says, trial.defects) for trial in trials if trial.defects]


def assert_rate_is_kept(kind: str, trials: list[Trial]) -> None:
    """The rate has not fallen by more than what other mutants of the sample may move it by."""
    counts, before = counts_of(trials), kept()["quick"][kind]
    found = rate(counts)
    shares = [found["known false"] / found["mutants"] for found in (counts, before["all"])]
    assert shares[0] >= shares[1] / 2, "too few mutants are known to be false"
    assert found is not None
    assert found >= before["rate"] - allowance(before["rate"], counts["known false"]), table(trials)
