"""The search for bad instances against CMA-ES, differential evolution and multi-start L-BFGS, in one run.

For each core quantity of best_known.toml the same ratio left / right is maximised. ``certify hunt`` gets a number of
evaluations and chooses its sizes; the processor time that it takes is then given to each of the others, which are told
the sizes at which the best value is known. They see the ratio through the same repair of hypotheses, in coordinates
that suit it: logarithms of scalars, and y as x plus an offset times a power of ten, so that points can merge. CMA-ES
(restarted, with growing populations) and differential evolution evaluate whole populations at once, L-BFGS gets its
central differences from one batch. What each of them ends with is certified, and the certified lower ends of the ratios
are printed. A quantity is reached where that is at least 99.9 % of the best that is known; s is the longest hunt.

Needs the extra ``bench``: pip install "certify[bench]".
"""

from __future__ import annotations

import argparse
import math
import tempfile
import time
import tomllib
import warnings
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

import certify as ct
from certify.hunt import Effort, Hunt, Store, certified
from certify.instances import Batch, repair
from certify.instances.objective import Objective
from certify.instances.projections import project
from certify.runs import load
from lemmas.lsxyz23.problem import n, x
from lemmas.sharp.hessian import PAPER, TARGET, B

HERE = Path(__file__).parent
REACHED, TIED = 0.999, 1e-4  # of the best known; relative difference that counts as a tie
BOX, DEEPEST = 5.0, 6.0  # coordinates are in [-BOX, BOX]; merging points come as close as 10^-DEEPEST
STEP = 1e-6  # of central differences
TURNED = ct.Claim(PAPER, "spectrum of B, lower side, turned round", given=TARGET, says=-B(x) << ct.eye(n) / 2)


class Spent(Exception):
    """The processor time is over."""


class Problem:
    """The ratio of one claim at given sizes, as a function on a box; remembers the best point and when to stop."""

    def __init__(self, claim: ct.Claim, sizes: dict[str, int], seconds: float):
        self.statement, self.sizes = claim.statement, {name: sizes[name] for name in claim.statement.dims}
        self.objective = Objective(self.statement, 0, self.sizes, {})
        self.rng = np.random.default_rng(0)
        self.shapes = {name: tuple(size.value(self.sizes) for size in node.shape)
                       for name, node in self.statement.symbols.items()}
        self.merging = [second for _, second in self.objective.pairs]
        self.width = sum(math.prod(shape) for shape in self.shapes.values()) + len(self.merging)
        self.best, self.point, self.stop = -math.inf, None, time.process_time() + seconds

    def values(self, at: np.ndarray) -> dict[str, np.ndarray]:
        """Values of the symbols at points of the box, (B, width)."""
        parts = np.split(at, np.cumsum([math.prod(shape) for shape in self.shapes.values()]), axis=1)
        out = {name: part.reshape(-1, *shape) for part, (name, shape) in zip(parts, self.shapes.items(), strict=False)}
        for name, shape in self.shapes.items():
            if not shape:
                out[name] = 10.0 ** (out[name] * 2 / BOX)
        for (first, second), depth in zip(self.objective.pairs, parts[-1].T, strict=False):
            scale = 10.0 ** (DEEPEST * (depth - BOX) / (2 * BOX))
            out[second] = out[first] + scale.reshape(-1, *[1] * (out[second].ndim - 1)) * out[second]
        return out

    def __call__(self, at: np.ndarray) -> np.ndarray:
        """log(lhs / rhs) at points of the box; raises ``Spent`` where the time is over."""
        if time.process_time() > self.stop:
            raise Spent
        with np.errstate(all="ignore"):
            near = project(self.statement, Batch(self.sizes, {}, self.values(at)))
            self.batch = repair(self.statement, near, self.rng)
            value = self.objective.value(self.batch.values)
        top = int(value.argmax())
        if value[top] > self.best:
            self.best, self.point = float(value[top]), self.batch.instance(top)
        return value

    def with_gradient(self, at: np.ndarray) -> tuple[float, np.ndarray]:
        """Minus the value at one point and its gradient, by central differences in one batch."""
        steps = STEP * np.eye(self.width)
        losses = finite(self(np.concatenate([at[None], at + steps, at - steps])))
        return float(losses[0]), (losses[1 : self.width + 1] - losses[self.width + 1 :]) / (2 * STEP)

    def ratio(self) -> float:
        """The certified ratio at the best point."""
        found = None if self.point is None else certified(self.statement, 0, self.point)
        return 0.0 if found is None or found.witness.ratio is None else float(found.witness.ratio)


def finite(values: np.ndarray) -> np.ndarray:
    """Losses: -values, large where undefined."""
    return np.where(np.isfinite(values), -values, 1e6)


def cma_es(problem: Problem, seed: int) -> None:
    import cma

    size, rng = 16, np.random.default_rng(seed)
    while True:
        options = {"bounds": [-BOX, BOX], "popsize": size, "verbose": -9, "seed": int(rng.integers(1, 2**31))}
        run = cma.CMAEvolutionStrategy(rng.uniform(-BOX, BOX, problem.width) / 2, 2.0, options)
        while not run.stop():
            points = run.ask()
            run.tell(points, finite(problem(np.array(points))).tolist())
        size = min(2 * size, 512)


def differential_evolution(problem: Problem, seed: int) -> None:
    from scipy.optimize import differential_evolution as evolve

    rng = np.random.default_rng(seed)
    while True:
        evolve(lambda at: finite(problem(at.reshape(problem.width, -1).T)), [(-BOX, BOX)] * problem.width,
               rng=rng, vectorized=True, updating="deferred", polish=False, maxiter=10_000, tol=1e-10)


def lbfgs(problem: Problem, seed: int) -> None:
    from scipy.optimize import minimize

    rng = np.random.default_rng(seed)
    while True:
        minimize(problem.with_gradient, rng.uniform(-BOX, BOX, problem.width), jac=True, method="L-BFGS-B",
                 bounds=[(-BOX, BOX)] * problem.width)


OTHERS: dict[str, Callable[[Problem, int], None]] = {
    "CMA-ES": cma_es, "DE": differential_evolution, "L-BFGS": lbfgs}


def hunted(claim: ct.Claim, evaluations: int, seed: int) -> tuple[float, float]:
    """The certified ratio that a hunt from nothing finds, and the processor time it took."""
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "s.sqlite") as store:
        begun = time.process_time()
        found = Hunt(claim, store, Effort(evaluations=evaluations), seed).run().quarries[0].ranked
        seconds = time.process_time() - begun
    return (float(found[0].witness.ratio) if found and found[0].witness.ratio else 0.0), seconds


def other(name: str, claim: ct.Claim, sizes: dict[str, int], seconds: float, seed: int) -> float:
    problem = Problem(claim, sizes, seconds)
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            OTHERS[name](problem, seed)
    except Spent:
        pass
    return problem.ratio()


@lru_cache(maxsize=1)
def claims() -> dict[str, ct.Claim]:
    """The claims by id; the lower side of the spectrum as a ratio that can be maximised."""
    return {**{claim.id: claim for claim in load(["sharp"])}, "sharp.hessian.spectrum_lower": TURNED}


def known(path: Path = HERE / "best_known.toml") -> dict[str, dict[str, Any]]:
    """The table of best known values."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def row(entry: dict[str, Any], evaluations: int, seeds: int,
        others: Iterable[str]) -> tuple[dict[str, list[float]], list[float]]:
    """Certified ratios of all engines over the seeds, relative to the best known; processor times of the hunts."""
    claim, best, spent = claims()[entry["claim"]], Decimal(entry["lo"]), []
    out: dict[str, list[float]] = {"certify": [], **{engine: [] for engine in others}}
    for seed in range(seeds):
        ratio, seconds = hunted(claim, evaluations, seed)
        spent.append(seconds)
        out["certify"].append(ratio / float(best))
        for engine in others:
            out[engine].append(other(engine, claim, entry["sizes"], seconds, seed) / float(best))
    return out, spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--evaluations", type=int, default=40_000, help="of one hunt")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--only", nargs="*", help="names of quantities (default: all)")
    parser.add_argument("--alone", action="store_true", help="without the other engines")
    options = parser.parse_args()
    others = () if options.alone else tuple(OTHERS)
    print(f"certified ratio over the best known, worst and median of {options.seeds} seeds; "
          f"hunts of {options.evaluations} evaluations, the same processor time for all")
    print(f"{'quantity':<28}{'s':>5}{'reached':>9}" + "".join(f"{engine:>20}" for engine in ("certify", *others)))
    lost, reached, runs = [], 0, 0
    for name, entry in known().items():
        if options.only and name not in options.only:
            continue
        found, seconds = row(entry, options.evaluations, options.seeds, others)
        good = sum(value >= REACHED for value in found["certify"])
        cells = "".join(f"{min(values):>11.6f}{np.median(values):>9.6f}" for values in found.values())
        print(f"{name:<28}{max(seconds):>5.1f}{good:>6}/{len(seconds):<2}{cells}", flush=True)
        reached, runs = reached + good, runs + len(seconds)
        if np.median(found["certify"]) < max((np.median(found[e]) for e in others), default=0) * (1 - TIED):
            lost.append(name)
    print(f"certify reaches 99.9 % of the best known in {reached} of {runs} runs")
    if others:
        print("by the median certify wins or ties everywhere" if not lost else f"certify loses on: {', '.join(lost)}")


if __name__ == "__main__":
    main()
