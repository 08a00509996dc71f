"""Vacuity, growth, slack and tightness of bounds whose truth is known by hand, with planted errors."""

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from bounds import MOVE, R, claim, d, n, x, y

import certify as ct
from certify.bounds.printed import printed, replacement
from certify.decide import entry_of
from certify.instances.data import Instance
from certify.instances.intervals import Interval
from certify.language.printing import unicode
from certify.report import write_report
from certify.report.schema import ResultsError, validate
from certify.review.cells import Cells, ladder, pinned, sizes, typical
from certify.review.growth import growth
from certify.review.slack import waterfall
from certify.review.tightness import Limit, Size, merging, words
from certify.review.vacuity import vacuity

A = ct.matrix("A", n, d)
u = ct.vector("u", d)


def terms_of(bound, evaluations=1000):
    found = growth(Cells(bound.statement, 0, 0, evaluations))
    return {term.name: term for term in found.terms}


def test_printed_constants():
    side = n**1.5 * ct.exp(10 * R**2) * ct.norm(x - y) / 2
    parts = printed(side)
    assert "10R" in unicode(parts.constant)
    assert "‖" not in unicode(parts.constant)
    assert unicode(parts.variable) == "‖x − y‖₂"
    assert unicode(replacement(side, R * ct.norm(x - y) / 2)) == "(1/2) R"
    assert replacement(side, R * ct.norm(x)) is None  # another variable part


def test_radius_of_softmax():
    found = vacuity(claim(MOVE <= ct.norm(x - y) / 2).statement, 0)
    assert unicode(found.trivial) == "√2"
    assert Decimal(found.value) == pytest.approx(Decimal(2 * math.sqrt(2)), abs=Decimal("1e-4"))
    assert not found.never


def test_a_radius_beyond_the_hypotheses_is_never_reached():
    near = claim(MOVE <= ct.norm(x - y) / 2, [ct.norm(x) <= 1, ct.norm(y) <= 1])
    assert vacuity(near.statement, 0).never
    far = claim(MOVE <= 5 * ct.norm(x - y), [ct.norm(x) <= 1, ct.norm(y) <= 1])
    assert not vacuity(far.statement, 0).never


def test_hypotheses_on_the_move_do_not_make_the_trivial_bound():
    found = vacuity(claim(MOVE <= ct.norm(x - y) / 2, [ct.norm(x - y) <= R, R >= 0, R <= 1]).statement, 0)
    assert unicode(found.trivial) == "√2"


@pytest.mark.parametrize("power", [0, 1, 2])
def test_growth_is_measured_not_copied(power):
    """||R x|| <= R with ||x|| <= 1 grows like R, whatever power of n and R is stated beside it."""
    bound = claim(ct.norm(R * x) <= R ** (1 + power) * n**power, [R >= 1, ct.norm(x) <= 1])
    found = terms_of(bound)
    assert found["log R"].found == pytest.approx(1, abs=0.02)
    assert found["log R"].stated == 1 + power
    assert found["log n"].found == pytest.approx(0, abs=0.02)
    assert found["log n"].stated == power


def test_exponential_growth():
    bound = claim(ct.norm(ct.exp(u), "inf") <= 3 * ct.exp(2 * R), [R >= 1, ct.norm(u) <= R])
    found = terms_of(bound)
    assert found["R"].found == pytest.approx(1, abs=0.02)
    assert found["R"].stated == 2


def test_slack_is_certified_at_any_magnitude():
    steps = [claim(says).statement for says in (ct.norm(x) <= 2 * ct.norm(x),
                                                2 * ct.norm(x) <= ct.exp(R**2) * ct.norm(x),
                                                3 * ct.exp(R**2) * ct.norm(x) <= 10 * ct.exp(R**2) * ct.norm(x))]
    instance = Instance({"n": 2}, {}, {"x": (Fraction(3), Fraction(4)), "R": Fraction(100)})
    found = waterfall(steps, instance)
    exact = [math.log10(2), 10**4 / math.log(10) - math.log10(2), math.log10(10 / 3)]
    for loss, value in zip(found.losses, exact, strict=True):
        assert Decimal(loss.step[0]) <= Decimal(repr(value)) + Decimal("1e-9")
        assert Decimal(loss.step[1]) >= Decimal(repr(value)) - Decimal("1e-9")
    assert (found.largest, found.between) == (2, False)
    assert [loss.before is None for loss in found.losses] == [True, True, False]
    assert float(found.losses[2].before[0]) == pytest.approx(math.log10(3), abs=1e-6)


def test_a_step_that_gains_is_not_named():
    steps = [claim(2 * ct.norm(x) <= ct.norm(x)).statement]
    found = waterfall(steps, Instance({"n": 1}, {}, {"x": (Fraction(1),)}))
    assert found.largest is None
    assert waterfall(steps, Instance({"n": 1}, {}, {"x": (Fraction(0),)})) is None  # both sides are 0


def grid(**ratios):
    return [Size({"n": int(name[1:])}, lo, hi) for name, (lo, hi) in ratios.items()]


@pytest.mark.parametrize(("sizes_", "expected"), [
    (grid(n1=("1", "1"), n2=("0.995", "1")), "tight for every n of the grid"),
    (grid(n1=(None, "1"), n2=("0.995", "1"), n4=("0.999", "1")), "tight for every n of the grid but n = 1"),
    (grid(n1=("1", "1"), n2=("0.5", "0.6"), n4=("0.3", "0.4")), "tight only at n = 1"),
    (grid(n1=("1", "1"), n2=("0.5", "1"), n4=("0.3", "1")), "tight at n = 1; elsewhere ratios up to 0.5 are found"),
    (grid(n1=("0.9", "1"), n2=("0.989", "1")), None),  # just below
])
def test_words(sizes_, expected):
    assert words(sizes_, (), Decimal(1)) == expected


def test_words_of_a_limit():
    limit = Limit("R grows", ("0.9", "0.95", "0.98"))
    assert words(grid(n1=("0.5", "1")), (limit,), Decimal(1)).startswith("tight in a limit")
    assert words(grid(n1=("0.5", "1")), (limit,), Decimal("0.98")) is None  # nothing says that the bound is attained


def test_points_that_merge():
    close = Instance({"n": 2}, {}, {"x": (Fraction(0), Fraction(0)), "y": (Fraction(1, 10**9), Fraction(-1, 10**9))})
    bound = claim(MOVE <= ct.norm(x - y) / 2).statement
    from certify.decide.witnesses import witness

    found = merging(bound, 0, witness(bound, 0, close))
    assert found.towards == "x and y merge"
    assert [Decimal(a) for a in found.ratios] == sorted(Decimal(a) for a in found.ratios)
    linear = claim(ct.norm(x - y) <= 2 * ct.norm(x - y)).statement
    assert merging(linear, 0, witness(linear, 0, close)) is None  # the same ratio at every distance


def test_cells():
    bound = claim(ct.norm(R * x) <= R**2, [R >= 1, ct.norm(x) <= 1])
    cells = Cells(bound.statement, 0, 0, 1000)
    assert float(cells.at({"n": 3}, {"R": Fraction(4)}).ratio) == pytest.approx(1 / 4, abs=1e-3)
    assert cells.at({"n": 3}, {"R": Fraction(1, 2)}).ratio is None  # against the hypotheses
    assert pinned(bound.statement, (("R", Fraction(4)),)).symbols.keys() == {"x"}
    assert sizes(claim(ct.norm(x) <= 1, [n >= 3]).statement)[0] == {"n": 4}
    assert typical(Interval(Fraction(4))) == 4
    assert min(ladder(Interval(Fraction(0), Fraction(1)))) > 0


def test_a_whole_review_follows_the_schema_and_is_drawn(tmp_path):
    bound = claim(MOVE <= n * R * ct.norm(x - y), [R >= 4],
                  chain=[MOVE <= 3 * ct.norm(x - y), 3 * ct.norm(x - y) <= n * R * ct.norm(x - y)])
    entry = entry_of(ct.verify(bound, budget=400, review=True))
    results = {"schema": "certify.results/1", "environment": {}, "claims": [entry]}
    validate(results)
    write_report(results, tmp_path)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert page.count("<svg") >= 3
    assert "may be replaced by" in page
    assert "most in step" in page
    entry["review"]["tightness"]["grid"][0]["lo"] = 0.5  # planted: a float instead of a decimal text
    with pytest.raises(ResultsError, match="lo"):
        validate(results)


def test_reviews_are_made_on_request_only():
    bound = claim(ct.norm(x) <= 2, [ct.norm(x) <= 1])
    assert ct.verify(bound, budget=200).review is None
    with pytest.raises(ct.CertifyError, match="review"):
        ct.verify(bound, budget=200, dims={"n": 2}, review=True)


def test_the_same_seed_gives_the_same_review():
    bound = claim(MOVE <= R * ct.norm(x - y), [R >= 1])
    first, second = (entry_of(ct.verify(bound, budget=300, review=True))["review"] for _ in range(2))
    assert first == second


def test_a_time_limit_cuts_a_review():
    decision = ct.verify(claim(MOVE <= R * ct.norm(x - y), [R >= 1]), review=True, time_limit=0.01)
    assert decision.cut
    assert decision.seconds < 20


def test_a_cell_with_every_symbol_fixed_has_one_instance():
    cells = Cells(claim(ct.exp(-R) <= 2 / R, [R >= 1]).statement, 0, 0, 200)
    assert float(cells.at({}, {"R": Fraction(2)}).ratio) == pytest.approx(math.exp(-2), rel=1e-9)
