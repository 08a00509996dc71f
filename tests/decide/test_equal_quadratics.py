"""Quadratic forms that show how far a semidefinite order is from failing, also where the numbers leave float64."""

from fractions import Fraction

import pytest

import certify as ct
from certify.decide.quadratic import quadratic_forms
from certify.enclosure import ratio_lower
from certify.instances import Instance

n = ct.dim("n")
x, y = ct.vectors("x y", n)
s = ct.scalar("s")
RANK_ONE = ct.outer(x, x) << ct.dot(x, x) * ct.eye(n)  # the ratio is 1, along x alone
SCALED = ct.exp(s) * ct.outer(x, x) << ct.exp(s) * ct.dot(x, x) * ct.eye(n)
INDEFINITE = ct.exp(s) * ct.outer(x, x) << ct.exp(s) * ct.outer(y, y)


def instance(scale, **vectors):
    values = {name: tuple(map(Fraction, entries)) for name, entries in vectors.items()}
    return Instance({"n": 3}, {}, {**values, "s": Fraction(scale)})


def ratio(relation, where):
    forms = quadratic_forms(relation, where)
    return float(ratio_lower(forms.lhs, forms.rhs, 17))


@pytest.mark.parametrize("scale", [0, 700, 2000, 100_000, -2000, -100_000])
def test_the_direction_is_found_at_every_scale(scale):
    """exp(2000) is infinite in float64, and exp(-2000) is 0 there: either would lose the direction."""
    found = ratio(SCALED, instance(scale, x=("1", "-2", "1/3")))
    assert 1 - 1e-9 < found <= 1


@pytest.mark.parametrize("scale", [0, 2000, -2000])
def test_the_scale_does_not_change_the_direction(scale):
    where = {"x": ("3", "1/7", "-1")}
    scaled = quadratic_forms(SCALED, instance(scale, **where)).direction
    assert scaled == quadratic_forms(RANK_ONE, instance(0, **where)).direction


@pytest.mark.parametrize("scale", [0, 2000, -2000])
def test_a_right_side_that_is_not_definite(scale):
    forms = quadratic_forms(INDEFINITE, instance(scale, x=("1", "0", "0"), y=("0", "1", "0")))
    lhs, rhs = (float(Fraction(side.fractions()[0]) > 0) for side in (forms.lhs, forms.rhs))
    assert (lhs, rhs) == (1, 0)


def test_zero_against_zero_has_a_direction_too():
    forms = quadratic_forms(RANK_ONE, instance(0, x=("0", "0", "0")))
    assert any(forms.direction)
    assert ratio_lower(forms.lhs, forms.rhs, 17) is None
