"""Certified attention through A_1 X A_2^T against what a user would pick instead, in one run.

The loss is |D(X)^{-1} exp(A_1 X A_2^T) - B|_F^2, the problem of GSX23, written with (A_1 kron A_2) vec(X). Measured
are the loss, its gradient in X and a verdict (is the attention matrix R^2-Lipschitz between two points?) at n = 1024,
d = 64, against plain NumPy; the loss through a Kronecker product that is formed, at n = 128, d = 32, where it has 1.7e7
entries; and the loss in python-flint at n = 64, d = 8. Every engine runs in a process of its own, so that its peak
memory is its own. Prints CPU times, ratios and memory; times are of this machine.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

Arrays = dict[str, np.ndarray]
LARGE, FORMED, SMALL = (1024, 64), (128, 32), (64, 8)
REPEATS = 7


def arrays(n: int, d: int) -> Arrays:
    rng = np.random.default_rng(0)
    values = {name: rng.standard_normal((n, d)) / np.sqrt(n) for name in ("A_1", "A_2")}
    values |= {name: rng.standard_normal((d, d)) / np.sqrt(d) for name in ("X", "Y")}
    return {**values, "B": rng.dirichlet(np.ones(n), n), "R": np.array(20.0)}


# certify

def expressions() -> dict[str, object]:
    import certify as ct

    n, d = ct.dims("n d")
    A_1, A_2 = ct.matrices("A_1 A_2", n, d)
    X, Y = ct.matrices("X Y", d, d)
    B, R = ct.matrix("B", n, n), ct.scalar("R")

    def f(X: ct.Expr) -> ct.Expr:
        U = ct.exp(A_1 @ X @ A_2.T)
        return ct.inv(ct.diag(U @ ct.ones(n))) @ U

    D = ct.diag(ct.exp(A_1 @ X @ A_2.T) @ ct.ones(n))
    by_vec = ct.inv(ct.kron(D, ct.eye(n))) @ ct.exp(ct.kron(A_1, A_2) @ ct.vec(X, "C")) - ct.vec(B, "C")
    loss = ct.norm(by_vec) ** 2
    lipschitz = ct.Claim(ct.Paper("benchmark"), "the attention matrix is Lipschitz",
                         given=[ct.norm(A_1, 2) <= R, ct.norm(A_2, 2) <= R],
                         says=ct.norm(f(X) - f(Y), "fro") <= R**2 * ct.norm(X - Y, "fro"))
    return {"loss": loss, "gradient": ct.norm(ct.grad(loss, X), "fro"), "verdict": lipschitz}


def certify(what: str, values: Arrays) -> Callable[[], float]:
    """Float64 balls; the last width of a scalar, relative to it, or the verdict."""
    from certify.calculus import prepare
    from certify.enclosure import BallBackend
    from certify.enclosure.evaluate import compile_plan

    expression = expressions()[what]
    if what == "verdict":
        symbols = expression.statement.symbols  # type: ignore[attr-defined]
        used = {name: values[name] for name in symbols}
        return lambda: float(expression.at(**used).says[0][1])  # type: ignore[attr-defined]
    n, d = values["A_1"].shape
    plan, backend = compile_plan(prepare(expression), {"n": n, "d": d}), BallBackend()  # type: ignore[arg-type]

    def run() -> float:
        (value,) = plan.run(backend, {name: backend.input(values[name][None]) for name in plan.inputs})
        low, high = backend.enclosure(value)
        return float((high[0] - low[0]) / low[0])

    return run


def formed_balls(what: str, values: Arrays) -> Callable[[], float]:
    """The loss in balls with the Kronecker product formed."""
    from certify.enclosure import BallBackend

    ball = BallBackend()
    n = len(values["A_1"])
    a, b, x, target = (ball.input(values[name][None]) for name in ("A_1", "A_2", "X", "B"))

    def run() -> float:
        u = ball.exp(ball.matmul(ball.kron(a, b), ball.vec(x, "C")))
        rows = ball.input(np.kron(np.eye(n), np.ones(n))[None])
        totals = ball.matmul(ball.transpose(rows), ball.matmul(rows, u))
        c = ball.add(ball.div(u, totals), ball.neg(ball.vec(target, "C")))
        low, high = ball.enclosure(ball.dot(c, c))
        return float((high[0] - low[0]) / low[0])

    return run


# without a guarantee

def attention(A: np.ndarray, X: np.ndarray, B: np.ndarray) -> np.ndarray:
    Z = A @ X @ B.T
    U = np.exp(Z - Z.max(1, keepdims=True))
    return U / U.sum(1, keepdims=True)


def plain(what: str, values: Arrays) -> Callable[[], float]:
    A, C, X, Y, B = (values[name] for name in ("A_1", "A_2", "X", "Y", "B"))

    def loss() -> float:
        return float(np.sum((attention(A, X, C) - B) ** 2))

    def gradient() -> float:
        S = attention(A, X, C)
        W = 2 * S * (S - B)
        return float(np.linalg.norm(A.T @ (W - W.sum(1)[:, None] * S) @ C))

    def verdict() -> float:
        spectral = max(np.linalg.norm(A, 2), np.linalg.norm(C, 2))
        moved = np.linalg.norm(attention(A, X, C) - attention(A, Y, C))
        return float(spectral <= values["R"] and moved <= values["R"] ** 2 * np.linalg.norm(X - Y))

    return {"loss": loss, "gradient": gradient, "verdict": verdict}[what]


def formed_plain(what: str, values: Arrays) -> Callable[[], float]:
    A, C, X, B = (values[name] for name in ("A_1", "A_2", "X", "B"))

    def run() -> float:
        u = np.exp(np.kron(A, C) @ X.reshape(-1)).reshape(len(A), -1)
        return float(np.sum((u / u.sum(1, keepdims=True) - B) ** 2))

    return run


def flint(what: str, values: Arrays) -> Callable[[], float]:
    """The loss in Arb at 128 bits, through A_1 X A_2^T too."""
    from flint import arb, arb_mat, ctx

    ctx.prec = 128

    def run() -> float:
        A, C, X = (arb_mat(values[name].tolist()) for name in ("A_1", "A_2", "X"))
        total = arb(0)
        for logits, row in zip((A * X * C.transpose()).tolist(), values["B"].tolist(), strict=True):
            u = [z.exp() for z in logits]
            alpha = sum(u, arb(0))
            total += sum(((e / alpha - t) * (e / alpha - t) for e, t in zip(u, row, strict=True)), arb(0))
        return float(total.rad() / total.mid())

    return run


ENGINES = {"certify": certify, "NumPy": plain, "certify, kron formed": formed_balls, "NumPy, kron formed": formed_plain,
           "python-flint": flint}
RUNS = [*((what, LARGE, engine) for what in ("loss", "gradient", "verdict") for engine in ("certify", "NumPy")),
        *(("loss", FORMED, name) for name in ("certify", "NumPy", "certify, kron formed", "NumPy, kron formed")),
        *(("loss", SMALL, name) for name in ("certify", "NumPy", "python-flint"))]


def measure(what: str, n: int, d: int, engine: str) -> dict[str, float]:
    """CPU seconds of the fastest run, its result, and the memory that the runs added to the process."""
    run = ENGINES[engine](what, arrays(n, d))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    times = []
    for _ in range(REPEATS):
        start = time.process_time()
        result = run()
        times.append(time.process_time() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"seconds": min(times), "result": result, "peak": peak / 1024, "added": (peak - before) / 1024}


def in_a_process(what: str, size: tuple[int, int], engine: str) -> dict[str, float]:
    command = [sys.executable, __file__, what, str(size[0]), str(size[1]), engine]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    print(f"Attention D(X)^-1 exp(A_1 X A_2^T), one instance, on {platform.machine()}; memory is that of the process")
    base: dict[tuple[str, tuple[int, int]], float] = {}
    for what, size, engine in RUNS:
        found = in_a_process(what, size, engine)
        own = base.setdefault((what, size), found["seconds"])
        enclosed = engine in ("certify", "certify, kron formed", "python-flint") and what != "verdict"
        print(f"  n={size[0]:<5}d={size[1]:<3}{what:<9}{engine:<22}{found['seconds'] * 1e3:10.1f} ms"
              f"{found['seconds'] / own:8.2f} x certify{found['peak']:8.0f} MB, {found['added']:.0f} for the runs"
              + (f"   relative width {found['result']:.0e}" if enclosed else ""))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])))
    else:
        main()
