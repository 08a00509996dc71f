"""Claims about attention with n = 1024, d = 64, each run in a process of its own: time and memory are its own."""

from __future__ import annotations

import json
import resource
import sys
import time

import numpy as np

import certify as ct

n, d = ct.dims("n d")
A_1, A_2 = ct.matrices("A_1 A_2", n, d)
X, Y = ct.matrices("X Y", d, d)
B = ct.matrix("B", n, n)
R = ct.scalar("R")
PAPER = ct.Paper("attention")
SIZES = {"n": 1024, "d": 64}


def attention(X: ct.Expr) -> ct.Expr:
    """D(X)^{-1} exp(A_1 X A_2^T), through the Kronecker product nowhere."""
    U = ct.exp(A_1 @ X @ A_2.T)
    return ct.inv(ct.diag(U @ ct.ones(n))) @ U


def by_vec(X: ct.Expr) -> ct.Expr:
    """The same as a vector: (D(X) kron I)^{-1} exp((A_1 kron A_2) vec(X))."""
    D = ct.diag(ct.exp(A_1 @ X @ A_2.T) @ ct.ones(n))
    return ct.inv(ct.kron(D, ct.eye(n))) @ ct.exp(ct.kron(A_1, A_2) @ ct.vec(X, "C"))


residual = ct.norm(by_vec(X) - ct.vec(B, "C")) ** 2
weighted = attention(X) * (attention(X) - B)
gradient = 2 * A_1.T @ (weighted - ct.diag(ct.sum(weighted, axis=1)) @ attention(X)) @ A_2
BALL = [ct.norm(A_1, 2) <= R, ct.norm(A_2, 2) <= R, ct.norm(X, "fro") <= R, ct.norm(Y, "fro") <= R, R >= 1]


def claim(says: ct.Relation, given: list[ct.Relation] | tuple[()] = ()) -> ct.Claim:
    return ct.Claim(PAPER, "a claim", given=given, says=says)


CLAIMS = {
    "loss": claim(residual <= 2 * n + 2 * ct.norm(B, "fro") ** 2),
    "gradient": claim(ct.equal(ct.grad(residual, X), gradient)),
    "gradient in A_1": claim(ct.norm(ct.grad(residual, A_1), "fro") <= 4 * (n + ct.norm(B, "fro")) * ct.norm(
        A_2 @ X.T, "fro")),
    "gradient in A_2": claim(ct.norm(ct.grad(residual, A_2), "fro") <= 4 * (n + ct.norm(B, "fro")) * ct.norm(
        A_1 @ X, "fro")),
    "Lipschitz": claim(ct.norm(attention(X) - attention(Y), "fro") <= R**2 * ct.norm(X - Y, "fro"), BALL),
    "spectral norm": claim(ct.norm(ct.kron(A_1, A_2), 2) <= R**2, BALL),
    "false": claim(ct.norm(attention(X), 2) <= ct.rational(1, 2), BALL),
}


def arrays() -> dict[str, object]:
    rng = np.random.default_rng(0)
    shapes = {"A_1": (1024, 64), "A_2": (1024, 64), "X": (64, 64), "Y": (64, 64)}
    values = {name: rng.standard_normal(shape) / 16 for name, shape in shapes.items()}
    return {**values, "B": rng.dirichlet(np.ones(1024), 1024), "R": 20}


def measured(name: str, how: str) -> dict[str, object]:
    """Outcome, CPU seconds and peak memory in MB of one claim at n = 1024, d = 64."""
    start = time.process_time()
    if how == "at":
        symbols = CLAIMS[name].statement.symbols
        seen = CLAIMS[name].at(**{key: value for key, value in arrays().items() if key in symbols})
        found = {"given": [sign for _, sign, _ in seen.given], "says": seen.says[0][1]}
    else:
        decision = ct.verify(CLAIMS[name], dims=SIZES)
        found = {"status": decision.status.value, "trust": decision.trust.value, "counts": decision.counts.total,
                 "dims": decision.settings["dims"]}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**found, "seconds": time.process_time() - start, "megabytes": peak}


if __name__ == "__main__":
    print(json.dumps(measured(*sys.argv[1:])))
