"""Certified evaluation of a Hessian bound against what a user would pick instead, in one run.

The quantity is the spectral norm of the Hessian of L_exp(x) = |softmax(A x) - b|^2 / 2 at n = 64, d = 16 for
a batch of 256 instances, in the printed form A^T B(x) A. Every engine uses the same structure (B is a
diagonal plus rank-one matrices; no n x n matrix is formed). Float64 balls enclose it from both sides; plain
NumPy gives floats; python-flint encloses at 128 bits; mpmath computes 50 digits, not rigorously. The slow
engines run on the first instances of the same batch. Prints times a batch and ratios; times are of this machine.
"""

from __future__ import annotations

import platform
import time
from collections.abc import Callable

import mpmath
import numpy as np
from flint import arb, arb_mat, ctx

import certify as ct
from certify.calculus import prepare
from certify.enclosure import BallBackend
from certify.enclosure.evaluate import compile_plan

N, D, BATCH, FLINT, MPMATH = 64, 16, 256, 16, 3
Arrays = tuple[np.ndarray, np.ndarray, np.ndarray]


def instances() -> Arrays:
    rng = np.random.default_rng(0)
    A = rng.standard_normal((BATCH, N, D)) / np.sqrt(N)
    return A, rng.standard_normal((BATCH, D)), rng.dirichlet(np.ones(N), BATCH)


def hessian_norm() -> ct.Expr:
    """||A^T B(x) A||, B a diagonal plus three rank-one matrices."""
    n, d = ct.dims("n d")
    A, x, b = ct.matrix("A", n, d), ct.vector("x", d), ct.vector("b", n)
    f = ct.exp(A @ x) / ct.sum(ct.exp(A @ x))
    hessian = A.T @ (ct.diag(f * ct.dot(f - b, f) + (2 * f - b) * f) + ct.dot(3 * f - 2 * b, f) * ct.outer(f, f)
                     - ct.outer(b * f, f) - ct.outer(f, b * f)) @ A
    return ct.norm(hessian, 2)


def numpy_engine(data: Arrays) -> np.ndarray:
    A, x, b = data
    z = np.matmul(A, x[:, :, None])[:, :, 0]
    u = np.exp(z - z.max(1, keepdims=True))
    f = u / u.sum(1, keepdims=True)
    weight = f * ((f - b) * f).sum(1, keepdims=True) + (2 * f - b) * f
    At = A.transpose(0, 2, 1)
    Af, Abf = (np.matmul(At, v[:, :, None])[:, :, 0] for v in (f, b * f))
    H = np.matmul(At, weight[:, :, None] * A)
    H += ((3 * f - 2 * b) * f).sum(1)[:, None, None] * (Af[:, :, None] * Af[:, None, :])
    cross = Abf[:, :, None] * Af[:, None, :]
    H -= cross + cross.transpose(0, 2, 1)
    return np.abs(np.linalg.eigvalsh(H)).max(1)


def ball_engine(data: Arrays) -> tuple[np.ndarray, np.ndarray]:
    plan, backend = _PLAN, _BALLS
    values = dict(zip(("A", "x", "b"), map(backend.input, data), strict=True))
    (norm,) = plan.run(backend, values)
    return backend.enclosure(norm)


_BALLS = BallBackend()
_PLAN = compile_plan(prepare(hessian_norm()), {"n": N, "d": D})


def flint_one(A: np.ndarray, x: np.ndarray, b: np.ndarray) -> tuple[arb, arb]:
    """Structured Hessian in Arb; largest eigenvalue by modulus enclosed through a residual bound."""
    M, v = arb_mat(A.tolist()), arb_mat([[entry] for entry in x.tolist()])
    u = [entry.exp() for entry in (M * v).entries()]
    total = sum(u, arb(0))
    f, t = [entry / total for entry in u], [arb(entry) for entry in b.tolist()]
    ff, bf = sum((p * p for p in f), arb(0)), [p * q for p, q in zip(f, t, strict=True)]
    fb = sum(bf, arb(0))
    weight = [p * (ff - fb) + (2 * p - q) * p for p, q in zip(f, t, strict=True)]
    scaled = arb_mat([[w * entry for entry in row] for w, row in zip(weight, M.tolist(), strict=True)])
    Mt = M.transpose()
    Af, Abf = (Mt * arb_mat([[entry] for entry in w]) for w in (f, bf))
    H = Mt * scaled + (3 * ff - 2 * fb) * (Af * Af.transpose()) - Abf * Af.transpose() - Af * Abf.transpose()
    return _extremes(H)


def _extremes(H: arb_mat) -> tuple[arb, arb]:
    """Both ends of the spectrum from approximate eigenvectors Q and ||Q^T Q - I||, ||H Q - Q L||."""
    middle = np.array([[float(entry.mid()) for entry in row] for row in H.tolist()])
    values, vectors = np.linalg.eigh((middle + middle.T) / 2)
    Q = arb_mat(vectors.tolist())
    diagonal = arb_mat([[arb(values[i]) if i == j else arb(0) for j in range(D)] for i in range(D)])
    residual = _frobenius(H * Q - Q * diagonal)
    defect = _frobenius(Q.transpose() * Q - arb_mat([[arb(int(i == j)) for j in range(D)] for i in range(D)]))
    slack = residual / (1 - defect).sqrt()
    return arb(values[0]) - slack, arb(values[-1]) + slack


def _frobenius(M: arb_mat) -> arb:
    return sum((entry * entry for entry in M.entries()), arb(0)).sqrt()


def flint_engine(data: Arrays) -> list[tuple[arb, arb]]:
    ctx.prec = 128
    return [flint_one(*(part[k] for part in data)) for k in range(FLINT)]


def mpmath_one(A: np.ndarray, x: np.ndarray, b: np.ndarray) -> mpmath.mpf:
    M, t = mpmath.matrix(A.tolist()), [mpmath.mpf(entry) for entry in b.tolist()]
    u = [mpmath.exp(entry) for entry in M * mpmath.matrix(x.tolist())]
    total = mpmath.fsum(u)
    f = [entry / total for entry in u]
    ff, bf = mpmath.fdot(f, f), [p * q for p, q in zip(f, t, strict=True)]
    fb = mpmath.fsum(bf)
    scaled = mpmath.matrix(N, D)
    for i in range(N):
        weight = f[i] * (ff - fb) + (2 * f[i] - t[i]) * f[i]
        for j in range(D):
            scaled[i, j] = weight * M[i, j]
    Af, Abf = M.T * mpmath.matrix(f), M.T * mpmath.matrix(bf)
    H = M.T * scaled + (3 * ff - 2 * fb) * (Af * Af.T) - Abf * Af.T - Af * Abf.T
    values = mpmath.eigsy(H, eigvals_only=True)
    return max(abs(values[0]), abs(values[D - 1]))


def mpmath_engine(data: Arrays) -> list[mpmath.mpf]:
    mpmath.mp.dps = 50
    return [mpmath_one(*(part[k] for part in data)) for k in range(MPMATH)]


def best_time(engine: Callable[[Arrays], object], data: Arrays, repeats: int) -> float:
    """Seconds of the fastest of some runs."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        engine(data)
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    data = instances()
    lower, upper = ball_engine(data)
    plain = numpy_engine(data)
    assert np.all(lower <= plain * (1 + 1e-12)), "an enclosure misses the plain value"
    assert np.all(plain <= upper * (1 + 1e-12)), "an enclosure misses the plain value"
    seconds = {
        "plain float64 (NumPy)": best_time(numpy_engine, data, 15),
        "float64 balls (certify)": best_time(ball_engine, data, 15),
        "python-flint, 128 bits": best_time(flint_engine, data, 2) * BATCH / FLINT,
        "mpmath, 50 digits": best_time(mpmath_engine, data, 1) * BATCH / MPMATH,
    }
    balls = seconds["float64 balls (certify)"]
    print(f"Hessian spectral norm, n={N}, d={D}, batch {BATCH}, on {platform.machine()}")
    print(f"widest relative enclosure: {np.max((upper - lower) / plain):.1e}")
    for name, value in seconds.items():
        print(f"  {name:<26}{value * 1e3:12.2f} ms a batch{value / balls:12.2f} x certify")
    print(f"certify takes {balls / seconds['plain float64 (NumPy)']:.2f} times plain NumPy")


if __name__ == "__main__":
    main()
