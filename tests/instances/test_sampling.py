"""Proposals meet the hypotheses, reach the extremes, and are the same under the same seed."""

from dataclasses import replace

import numpy as np
import pytest

import certify as ct
from certify.instances import (
    Batch,
    certify_hypotheses,
    certify_instance,
    generator,
    repair,
    sample,
    shape_grid,
)
from certify.instances.styles import EXACT, STYLES, keeps_norm
from tests.instances import zoo

SHAPES = [{"n": 1, "d": 1}, {"n": 2, "d": 2}, {"n": 12, "d": 3}, {"n": 3, "d": 10}]
SETS = {**zoo.PAPERS, **zoo.USERS}


def shapes_of(statement):
    grid = shape_grid(statement)
    return [grid[k] for k in (0, 1, len(grid) // 2, len(grid) - 1)]


def draw(statement, dims, indices=None, count=48, seed=0):
    return sample(statement, dims, indices or {}, count, generator(seed, statement.sha256, dims))


@pytest.mark.parametrize("name", SETS)
def test_nine_in_ten_are_certified(name):
    statement = zoo.statement(SETS[name])
    verdicts = [certify_hypotheses(statement, draw(statement, dims, indices, 32))
                for dims, indices in shapes_of(statement)]
    assert (np.concatenate(verdicts) == 1).mean() >= 0.9


@pytest.mark.parametrize("name", zoo.EXACT_ONLY)
def test_equalities_that_only_exact_arithmetic_sees(name):
    statement = zoo.statement(zoo.EXACT_ONLY[name])
    batch = draw(statement, {"n": 3, "d": 2}, count=8)
    assert (certify_hypotheses(statement, batch) == 1).mean() >= 0.8


@pytest.mark.parametrize("name", SETS)
def test_batches_have_the_right_shapes_and_finite_entries(name):
    statement = zoo.statement(SETS[name])
    dims, indices = shapes_of(statement)[2]
    batch = draw(statement, dims, indices, 40)
    for symbol, node in statement.symbols.items():
        assert batch.values[symbol].shape == (40, *(size.value(dims) for size in node.shape))
        assert batch.values[symbol].dtype == np.float64
        assert np.isfinite(batch.values[symbol]).all()


def test_same_seed_same_batch_whatever_came_before():
    statement = zoo.statement(zoo.PAPERS["1.3"])
    first = draw(statement, {"n": 5, "d": 2})
    draw(statement, {"n": 3, "d": 3}, seed=7)
    second = draw(statement, {"n": 5, "d": 2})
    other = draw(statement, {"n": 5, "d": 2}, seed=1)
    assert all((first.values[name] == second.values[name]).all() for name in first.values)
    assert any((first.values[name] != other.values[name]).any() for name in first.values)


def test_labels_of_a_generator_separate_streams():
    labels = [(), (0,), (1,), ("0",), ({"n": 1},), ({"n": 2},), ("a", "b"), ("ab",)]
    firsts = {int(generator(0, "claim", *label).integers(2**62)) for label in labels}
    assert len(firsts) == len(labels)
    assert generator(3, "c", {"n": 1, "d": 2}).random() == generator(3, "c", {"d": 2, "n": 1}).random()


def test_radii_cover_the_whole_range_and_its_end():
    values = draw(zoo.statement(zoo.PAPERS["1.3"]), {"n": 4, "d": 3}, count=600).values
    radius, size = values["R"], np.linalg.norm(values["x"], axis=1)
    assert (radius == 4.0).any()
    assert radius.max() > 25
    assert radius.min() >= 4
    assert (size == radius).any(), "no instance exactly on the sphere"
    assert (size < 1e-6 * radius).any()
    assert ((size > 0.2 * radius) & (size < 0.9 * radius)).any()


def test_exact_boundaries_are_certified():
    statement = zoo.statement([zoo.R >= 4, ct.norm(zoo.x) <= zoo.R])
    batch = draw(statement, {"n": 2, "d": 5}, count=400)
    norms = np.sqrt((batch.values["x"] ** 2).sum(1))
    edge = batch.select(norms == batch.values["R"])
    assert len(edge) >= 10
    assert (certify_hypotheses(statement, edge) == 1).all()


def test_distances_reach_the_extremes():
    statement = zoo.statement([zoo.R >= 1, ct.norm(zoo.x) <= zoo.R, ct.norm(zoo.y) <= zoo.R])
    values = draw(statement, {"n": 2, "d": 3}, count=600).values
    distance = np.linalg.norm(values["x"] - values["y"], axis=1) / values["R"]
    assert (distance < 1e-10).any()
    assert (distance > 1.999999).any()


def test_large_logits_and_flat_ones():
    values = draw(zoo.statement(zoo.PAPERS["2.7"]), {"n": 6, "d": 3}, count=600).values
    logits = np.einsum("bij,bj->bi", values["A"], values["x"])
    spread = np.ptp(logits, axis=1)
    assert spread.max() > 300
    assert spread.min() < 1e-9


def test_orders_of_norms():
    values = draw(zoo.statement(zoo.USERS["p-ball"]), {"n": 2, "d": 3}, count=400).values["p"]
    assert {1.0, 1.5, 2.0, 3.0} <= set(values.tolist())
    assert values.max() >= 8
    assert values.min() >= 1


@pytest.mark.parametrize("name", [*STYLES, *EXACT])
@pytest.mark.parametrize("shape", [(1,), (2,), (7,), (1, 1), (3, 2), (2, 5)])
def test_styles(name, shape):
    raw = {**STYLES, **EXACT}[name](9, shape, np.random.default_rng(0))
    assert raw.shape == (9, *shape)
    assert np.isfinite(raw).all()
    if name in EXACT and len(shape) == 1:
        norms = np.sqrt((raw**2).sum(1))
        assert (norms == np.round(norms)).all()
        assert keeps_norm(np.full(9, 0.75), raw).all()


def test_simplex_holds_exactly():
    batch = draw(zoo.statement(zoo.PAPERS["7.3"]), {"n": 11, "d": 1}, count=64)
    for k in range(64):
        entries = batch.instance(k).values["b"]
        assert sum(entries) == 1
        assert min(entries) >= 0


def test_repair_brings_back_wild_values():
    rng = np.random.default_rng(0)
    for name in ("1.3", "1.4", "3.6", "3.8", "7.3"):
        statement = zoo.statement(zoo.PAPERS[name])
        batch = draw(statement, {"n": 4, "d": 3}, count=32)
        wild = Batch(batch.dims, batch.indices,
                     {k: value + 10 * rng.standard_normal(value.shape) for k, value in batch.values.items()})
        assert (certify_hypotheses(statement, wild) == -1).mean() > 0.9
        assert (certify_hypotheses(statement, repair(statement, wild, rng)) == 1).mean() >= 0.9, name


def test_repair_leaves_what_is_inside():
    statement = zoo.statement(zoo.PAPERS["1.3"])
    batch = repair(statement, draw(statement, {"n": 4, "d": 3}))
    again = repair(statement, batch)
    good = certify_hypotheses(statement, batch) == 1
    assert good.mean() > 0.9
    assert all((batch.values[k][good] == again.values[k][good]).all() for k in batch.values)


def test_repair_takes_nan_and_infinity():
    statement = zoo.statement(zoo.PAPERS["1.3"])
    batch = draw(statement, {"n": 2, "d": 2}, count=4)
    x = batch.values["x"].copy()
    x[:] = [[np.nan, 1.0], [np.inf, 0.0], [-np.inf, np.inf], [1e308, 1e308]]
    mended = repair(statement, replace(batch, values={**batch.values, "x": x}))
    assert all(np.isfinite(value).all() for value in mended.values.values())


@pytest.mark.parametrize("dropped", range(len(zoo.PAPERS["1.3"])))
def test_a_sampler_that_ignores_a_hypothesis_is_caught(dropped):
    given = zoo.PAPERS["1.3"]
    if given[dropped] in (zoo.LOWER[0], zoo.LOWER[1]):
        return  # x and y are so close that either bound on beta is enough
    statement = zoo.statement(given)
    careless = zoo.statement(given[:dropped] + given[dropped + 1 :])
    batch = sample(careless, {"n": 4, "d": 3}, {}, 256, np.random.default_rng(0))
    for name in set(statement.symbols) - set(batch.values):
        batch.values[name] = np.full(256, -1.0)
    verdicts = certify_hypotheses(statement, batch)
    assert (verdicts == -1).any()
    assert (verdicts == 1).sum() < (certify_hypotheses(careless, batch) == 1).sum()


def test_verdicts_on_one_instance_name_the_hypothesis():
    statement = zoo.statement([zoo.R >= 4, ct.norm(zoo.x) <= zoo.R])
    batch = Batch({"n": 1, "d": 2}, {}, {"A": np.ones((2, 1, 2)), "b": np.ones((2, 1)), "R": np.array([5.0, 5.0]),
                                         "x": np.array([[3.0, 4.0], [3.0, 4.0000000000000009]])})
    assert certify_hypotheses(statement, batch).tolist() == [1, -1]
    assert certify_instance(statement, batch.instance(0)) == (1, 1)
    assert certify_instance(statement, batch.instance(1)) == (1, -1)


def test_values_that_are_not_finite_never_count():
    statement = zoo.statement([zoo.R >= 4])
    values = {"A": np.ones((1, 1, 1)), "b": np.ones((1, 1)), "x": np.ones((1, 1)), "R": np.array([np.inf])}
    assert certify_hypotheses(statement, Batch({"n": 1, "d": 1}, {}, values)).tolist() == [0]


def test_a_choice_of_instances_without_symbols_has_its_own_length():
    batch = Batch({"n": 3}, {}, {})
    assert len(batch) == 1
    assert [len(batch.select(which)) for which in ([], [0], [0, 0], np.array([False]))] == [0, 1, 2, 0]


HUGE = 10**400
s, t = ct.scalars("s t")
BEYOND_FLOATS = {
    "no float is large enough": [s >= HUGE], "none is small enough": [s <= -HUGE], "equal to none": [ct.equal(s, HUGE)],
    "one below another": [t >= s, s >= HUGE], "the largest ones": [s >= 2**1023], "all but the ends": [s <= 2**1023],
    "a product with a huge factor": [s * HUGE >= 1, s * HUGE <= 2], "all but 0": [s >= 0, s * HUGE <= 1],
    "a tiny reciprocal": [ct.equal(s * t, 1), s >= 2**1023],
}


@pytest.mark.parametrize("name", BEYOND_FLOATS)
def test_ranges_beyond_the_floats_are_sampled_without_complaint(name):
    says = ct.Claim(ct.Paper("test"), "a claim", given=BEYOND_FLOATS[name], says=s + t >= 0).statement
    batch = sample(says, {}, {}, 64, np.random.default_rng(0))
    assert all(np.isfinite(value).all() for value in batch.values.values())
