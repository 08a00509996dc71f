"""Planted errors in the bounds of the library: the rate at which they are refuted does not fall."""

from measure import assert_no_defects, assert_rate_is_kept, measured


def test_planted_errors_in_bounds_are_refuted(record_property):
    trials = measured("bounds", record_property)
    assert_no_defects(trials)
    assert_rate_is_kept("bounds", trials)
