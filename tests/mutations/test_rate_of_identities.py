"""Planted errors in the derivative identities of the library: every one that is known to be false is refuted."""

from measure import assert_no_defects, assert_rate_is_kept, measured


def test_planted_errors_in_identities_are_refuted(record_property):
    trials = measured("identities", record_property)
    assert_no_defects(trials)
    assert not [trial for trial in trials if trial.survived]
    assert_rate_is_kept("identities", trials)
