"""Adversarial search: climb towards instances where a relation comes closest to failing.

Nothing here decides anything. Candidates are ranked by plain floats, with gradients; whoever uses them certifies
the hypotheses and the violation. Runs are deterministic given the seed; a budget counts evaluations.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from certify.instances import ascent
from certify.instances.chart import Chart
from certify.instances.data import Batch, Floats
from certify.instances.objective import Objective
from certify.instances.projections import reduced
from certify.instances.starts import embed, families, index_choices, join, merge
from certify.language import Statement

Repair = Callable[[Statement, Batch, np.random.Generator], Batch]
Sample = Callable[[Statement, Mapping[str, int], Mapping[str, int], int, np.random.Generator], Batch]

_SMALLEST_BATCH, _LARGEST_BATCH, _FEWEST = 24, 512, 48
_LEAST_SHARE = 2000  # evaluations below which a visit to a shape finds nothing
_ROUNDS = (25, 150)  # steps of the rounds, as far as the budget goes
_PATIENCE, _GAIN = 20, 1e-7  # a climb ends after so many steps in which no instance gains so much, unless told else
_BELIEVED = 0.01  # the largest spread under random rounding errors of a value that means something
_KEPT, _CARRIED = 8, 6
_PROBES = 48


@dataclass(frozen=True)
class Candidates:
    """Instances of one shape with the floats' opinion of them, best first: log(lhs / rhs) for a bound."""

    batch: Batch
    values: Floats

    def select(self, which: slice | NDArray[np.intp]) -> Candidates:
        """Some of them."""
        return Candidates(self.batch.select(which), self.values[which])


@np.errstate(all="ignore")
def climb(statement: Statement, k: int, start: Batch, steps: int, rng: np.random.Generator,
          repair: Repair | None = None, radius: float = 0.3, gain: float = _GAIN) -> Batch:
    """The instances after ``steps`` rounds of batched L-BFGS ascent on ``says[k]``, kept inside the hypotheses; after
    fewer where none gains ``gain`` in a good many rounds.

    Each instance of the result is at least as bad for the claim (in floats) as the repaired one it came from.
    """
    return ascend(_objective(statement, k, start), statement, start, steps, rng, repair, radius, gain=gain).batch


def ascend(objective: Objective, statement: Statement, start: Batch, steps: int, rng: np.random.Generator,
           repair: Repair | None = None, radius: float = 0.3, until: float = math.inf,
           gain: float = _GAIN) -> Candidates:
    """``climb`` with the values; an objective at hand is used again. The order of instances is kept.

    No step begins after ``until``, a time in seconds as ``time.time`` tells it.
    """
    fix = repair or _confine()

    def inside(batch: Batch) -> Batch:
        return fix(statement, batch, rng)

    first = inside(start)
    chart = Chart(first.values, objective.pairs)

    def evaluate(at: Floats) -> tuple[Floats, Floats, Floats]:
        batch = inside(Batch(start.dims, start.indices, chart.unflatten(at)))
        value = objective.value(batch.values)
        return chart.flatten(batch.values), value, chart.gradient(reduced(statement, batch, objective.gradient()))

    state = ascent.start(evaluate, chart.flatten(first.values), radius)
    _steps(evaluate, state, steps, rng, until, gain)
    batch = inside(Batch(start.dims, start.indices, chart.unflatten(state.at)))
    return Candidates(batch, objective.value(batch.values))


def _steps(evaluate: ascent.Evaluate, state: ascent.State, steps: int, rng: np.random.Generator,
           until: float, gain: float) -> None:
    marks = [state.value]
    for _ in range(steps):
        if time.time() > until:
            return
        ascent.step(evaluate, state, rng)
        marks.append(state.value)
        if len(marks) > _PATIENCE and not (marks[-1] > marks[-1 - _PATIENCE] + gain).any():
            return


@np.errstate(all="ignore")
def polish(statement: Statement, k: int, batch: Batch, steps: int, rng: np.random.Generator,
           repair: Repair | None = None, until: float = math.inf) -> Candidates:
    """The best few refined: more ascent with small steps, then probes of coordinates and random directions, which
    get past the kinks (several eigenvalues or entries that are equal) where gradients stall."""
    objective = _objective(statement, k, batch)
    fix = repair or _confine()
    found = ascend(objective, statement, batch, steps, rng, fix, 0.03, until)
    radius = np.full(len(batch), 1e-2)
    for _ in range(max(1, steps // 4)):
        if time.time() > until:
            break
        found = _probe(objective, statement, found, radius, rng, fix)
    return _ordered(found)


def _probe(objective: Objective, statement: Statement, found: Candidates, radius: Floats,
           rng: np.random.Generator, fix: Repair) -> Candidates:
    """Each instance against ``_PROBES`` neighbours at its radius, which grows on success and shrinks otherwise."""
    size, chart = len(found.batch), Chart(found.batch.values, objective.pairs)
    at = chart.flatten(found.batch.values)
    width = at.shape[1]
    offsets = rng.standard_normal((size, _PROBES, width))
    single = rng.random((size, _PROBES)) < 0.5
    chosen = rng.integers(width, size=(size, _PROBES))
    along = np.arange(width) == chosen[:, :, None]
    offsets = np.where(single[:, :, None], offsets * along, offsets / np.sqrt(width))
    points = (at[:, None, :] + radius[:, None, None] * offsets).reshape(-1, width)
    wide = Chart({name: np.repeat(v, _PROBES, axis=0) for name, v in found.batch.values.items()}, objective.pairs)
    tried = fix(statement, Batch(found.batch.dims, found.batch.indices, wide.unflatten(points)), rng)
    values = objective.value(tried.values).reshape(size, _PROBES)
    best = values.argmax(1)
    better = values[np.arange(size), best] > found.values
    radius *= np.where(better, 1.5, 0.6)
    rows = np.where(better, np.arange(size) * _PROBES + best, 0)
    merged = {name: np.where(better.reshape(-1, *[1] * (v.ndim - 1)), tried.values[name][rows], v)
              for name, v in found.batch.values.items()}
    new = np.where(better, values[np.arange(size), best], found.values)
    return Candidates(Batch(found.batch.dims, found.batch.indices, merged), new)


@np.errstate(all="ignore")  # plain floats that overflow are no find; nothing here decides
def search(statement: Statement, k: int, shapes: Sequence[Mapping[str, int]], budget: int, seed: int,
           repair: Repair | None = None, sample: Sample | None = None,
           known: Sequence[Batch] = (), until: float = math.inf, goal: float = math.inf) -> list[Candidates]:
    """The worst instances found for ``says[k]`` at each of the shapes, the worst shape first.

    The budget counts evaluations of the relation on an instance. Shapes are taken in the order given, and then
    backwards with what the later ones found: the best of each seeds the next. Instances that are ``known``, of any
    sizes, are cut or padded to each shape and start there too. ``until`` cuts the search short; so does a value of
    ``goal``, beyond which there is nothing to find.
    """
    rng = np.random.default_rng(seed)
    places = [(dims, indices) for dims in shapes for indices in index_choices(statement, dims)]
    visits = _visits(len(places), budget)
    share = budget // max(1, len(visits))
    found: dict[int, Candidates] = {}
    carried: Candidates | None = None
    for place in visits:
        if found and (time.time() > until or max(had.values[0] for had in found.values()) >= goal):
            break
        dims, indices = places[place]
        seeds = [had.batch for had in (found.get(place), carried) if had is not None]
        seeds += known
        starts = _starts(statement, k, dims, indices, seeds, share, rng, sample or _sample())
        best = _one_shape(statement, k, starts, share, rng, repair, until)
        found[place] = best if place not in found else _distinct(_ordered(_joined([found[place], best])))
        carried = found[place].select(slice(_CARRIED))
    return sorted(found.values(), key=lambda candidates: -candidates.values[0])


def _visits(places: int, budget: int) -> list[int]:
    """There and back again; with a small budget only there, or to some of the places."""
    affordable = max(1, budget // _LEAST_SHARE)
    there = list(range(places))
    if affordable >= 2 * places:
        return there + there[::-1]
    step = -(-places // affordable)
    return there[::step]


def _starts(statement: Statement, k: int, dims: Mapping[str, int], indices: Mapping[str, int],
            seeds: Sequence[Batch], share: int, rng: np.random.Generator, sample: Sample) -> Batch:
    """Random draws, structured families, near mergers, and the seeds at these sizes."""
    count = max(_SMALLEST_BATCH, min(2 * _LARGEST_BATCH, share // 16))
    base = sample(statement, dims, indices, count, rng)
    variants = merge(statement, k, base, rng)
    shaped = families(statement, k, base, rng)
    return join([base, variants, shaped, *(embed(statement, seed, dims, indices) for seed in seeds)])


def _one_shape(statement: Statement, k: int, starts: Batch, share: int, rng: np.random.Generator,
               repair: Repair | None, until: float = math.inf) -> Candidates:
    """Two rounds, each half of the share: many instances for a few steps, the best of them for many."""
    objective = _objective(statement, k, starts)
    ready = (repair or _repair())(statement, starts, rng)
    found = _ordered(_honest(objective, Candidates(ready, objective.value(ready.values)), rng))
    kept = [found.select(slice(_KEPT))]
    left = max(0, share - len(ready)) // len(_ROUNDS)
    for steps_wanted in _ROUNDS:
        size = max(_FEWEST, min(_LARGEST_BATCH, left // steps_wanted))
        chosen = _spread(found.values, size, rng)
        found = ascend(objective, statement, found.batch.select(chosen), max(3, left // len(chosen)), rng, repair,
                       until=until)
        found = _honest(objective, found, rng)
        kept.append(_ordered(found).select(slice(_KEPT)))
    return _distinct(_ordered(_joined(kept)))


def _spread(values: Floats, size: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """Half of them the best ones, half drawn from the rest: the best start is not the best summit."""
    order = np.argsort(-values, kind="stable")
    best, rest = order[: (size + 1) // 2], order[(size + 1) // 2 :]
    drawn = rng.permutation(rest)[: size - len(best)]
    return np.concatenate([best, drawn])


def _distinct(found: Candidates) -> Candidates:
    """The best few without copies, which have the same value."""
    values = found.values
    with np.errstate(invalid="ignore"):
        new = np.append(True, ~(np.abs(np.diff(values)) <= 1e-9 * np.abs(values[1:])))
    return found.select(np.flatnonzero(new)[:_KEPT])


def _honest(objective: Objective, found: Candidates, rng: np.random.Generator) -> Candidates:
    """Values lowered by what rounding may have made of them; a ratio of rounding errors is no find."""
    noise = objective.noise(found.batch.values, rng)
    return Candidates(found.batch, np.where(noise <= _BELIEVED, found.values - noise, -np.inf))


def _ordered(found: Candidates) -> Candidates:
    return found.select(np.argsort(-found.values, kind="stable"))


def _joined(parts: Sequence[Candidates]) -> Candidates:
    return Candidates(join([part.batch for part in parts]), np.concatenate([part.values for part in parts]))


def _objective(statement: Statement, k: int, batch: Batch) -> Objective:
    return Objective(statement, k, batch.dims, batch.indices)


def _repair() -> Repair:
    from certify.instances import repair

    return repair


def _confine() -> Repair:
    from certify.instances.sampling import confine

    return confine


def _sample() -> Sample:
    from certify.instances import sample

    return sample


__all__ = ["Candidates", "Repair", "Sample", "ascend", "climb", "polish", "search"]
