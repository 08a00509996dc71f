"""Batched L-BFGS ascent: every instance has its own memory, trust radius and restarts; a step is kept if it helps.

The objective is any function of flat coordinates that returns where it ended up (after a projection onto the
hypotheses), the values and the gradients there. Nothing assumes that it is smooth: where the curvature makes no
sense the step is the gradient, and after many refusals the memory is dropped and the radius set anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from certify.instances.data import Floats

Evaluate = Callable[[Floats], tuple[Floats, Floats, Floats]]
_MEMORY = 8
_FAILURES, _RESTARTED = 12, 0.1


@dataclass
class State:
    """Coordinates, values, gradients (all of the best so far), and what steers each instance."""

    at: Floats
    value: Floats
    gradient: Floats
    radius: Floats
    failures: Floats
    moves: Floats  # (memory, B, N) accepted steps, newest last
    turns: Floats  # (memory, B, N) what the descent gradient changed by along them


def start(evaluate: Evaluate, at: Floats, radius: float) -> State:
    """The state at the given coordinates."""
    at, value, gradient = evaluate(at)
    size, width = at.shape
    memory = np.zeros((_MEMORY, size, width))
    return State(at, value, gradient, np.full(size, radius), np.zeros(size), memory, memory.copy())


def step(evaluate: Evaluate, state: State, rng: np.random.Generator) -> None:
    """One proposal for every instance; the state moves where the value grows."""
    ahead = _limited(_direction(state), state.radius)
    _shake(state, ahead, rng)
    at, value, gradient = evaluate(state.at + ahead)
    better = value > state.value
    _remember(state, better, at - state.at, state.gradient - gradient)
    pick = better[:, None]
    state.at, state.gradient = np.where(pick, at, state.at), np.where(pick, gradient, state.gradient)
    state.value = np.where(better, value, state.value)
    state.failures = np.where(better, 0, state.failures + 1)
    state.radius = np.where(better, np.minimum(2.0 * state.radius, 10.0), 0.35 * state.radius)


def _direction(state: State) -> Floats:
    """H g by the two-loop recursion; g itself where that is no ascent direction."""
    q = state.gradient.copy()
    curvature = np.vecdot(state.moves, state.turns)
    inverse = np.where(curvature > 0, 1.0 / np.where(curvature > 0, curvature, 1.0), 0.0)
    weights = []
    for k in reversed(range(_MEMORY)):
        a = inverse[k] * np.vecdot(state.moves[k], q)
        q -= a[:, None] * state.turns[k]
        weights.append(a)
    square = np.vecdot(state.turns[-1], state.turns[-1])
    q *= np.where(square > 0, curvature[-1] / np.where(square > 0, square, 1.0), 1.0)[:, None]
    for k in range(_MEMORY):
        b = inverse[k] * np.vecdot(state.turns[k], q)
        q += (weights[_MEMORY - 1 - k] - b)[:, None] * state.moves[k]
    uphill = np.vecdot(q, state.gradient)
    good = np.isfinite(uphill) & (uphill > 0) & (square > 0) & (state.failures < 3)
    length = np.linalg.norm(state.gradient, axis=1)
    plain = state.gradient * (state.radius / np.where(length > 0, length, 1.0))[:, None]
    return np.where(good[:, None], q, plain)


def _limited(ahead: Floats, radius: Floats) -> Floats:
    length = np.linalg.norm(ahead, axis=1)
    return ahead * np.minimum(1.0, radius / np.where(length > 0, length, 1.0))[:, None]


def _shake(state: State, ahead: Floats, rng: np.random.Generator) -> None:
    """Instances that were refused too often forget their memory and try a random direction."""
    stuck = state.failures >= _FAILURES
    if not stuck.any():
        return
    state.moves[:, stuck] = state.turns[:, stuck] = 0.0
    sizes = _RESTARTED * 10.0 ** rng.uniform(-3, 0, int(stuck.sum()))
    state.radius[stuck], state.failures[stuck] = sizes, 0
    noise = rng.standard_normal(ahead[stuck].shape)
    ahead[stuck] = noise * (sizes / np.linalg.norm(noise, axis=1))[:, None]


def _remember(state: State, better: NDArray[np.bool_], move: Floats, turn: Floats) -> None:
    """Accepted steps with positive curvature enter the memory; refused ones leave it as it was."""
    product = np.vecdot(move, turn)
    sizes = np.linalg.norm(move, axis=1) * np.linalg.norm(turn, axis=1)
    with np.errstate(invalid="ignore"):
        keep = better & (product > 1e-10 * sizes) & np.isfinite(sizes)
    for memory, new in ((state.moves, move), (state.turns, turn)):
        memory[:-1, keep] = memory[1:, keep]
        memory[-1, keep] = new[keep]


__all__ = ["State", "start", "step"]
