"""The semidefinite order at one instance, reduced to two numbers by a direction."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from flint import arb
from numpy.typing import NDArray

from certify.enclosure import ArbBackend, Enclosed
from certify.enclosure.verdicts import run
from certify.instances.data import Instance
from certify.language import Relation

PRECISION, SCALE = 256, 2**24
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Forms:
    """v^T M v and v^T N v at a rational direction v."""

    lhs: Enclosed
    rhs: Enclosed
    direction: tuple[Fraction, ...]


def quadratic_forms(relation: Relation, instance: Instance) -> Forms:
    """v^T M v and v^T N v for M << N, with a rational v along which M is largest against N.

    v comes from a floating-point eigenproblem and is rounded: it need not be exact, since every v gives a
    valid lower bound of the least t with M << t N, and v^T M v > v^T N v refutes.
    """
    backend = ArbBackend(PRECISION)
    lower, upper = run((relation.lhs, relation.rhs), backend, instance)
    with backend.session():
        found = _direction(*_floats(lower, upper))
        direction = tuple(Fraction(round(entry * SCALE), SCALE) for entry in found)
        v = backend.input(direction)
        lhs, rhs = (Enclosed(backend.dot(v, backend.matmul(side, v)), PRECISION) for side in (lower, upper))
    return Forms(lhs, rhs, direction)


def _floats(*matrices: Any) -> list[Matrix]:
    """Symmetric midpoints over the largest entry of all of them: values beyond float64 keep their proportions."""
    tables = [[[entry.mid() for entry in row] for row in matrix.tolist()] for matrix in matrices]
    largest = max((abs(entry) for table in tables for row in table for entry in row), default=arb(1))
    arrays = (np.array([[float(entry / largest) if largest > 0 else 0.0 for entry in row] for row in table])
              for table in tables)
    return [np.asarray((entries + entries.T) / 2) for entries in arrays]


def _direction(lower: Matrix, upper: Matrix) -> NDArray[np.float64]:
    """Where M is largest relative to N if N is definite, else where M - N is largest."""
    values, vectors = np.linalg.eigh(upper)
    if values[0] <= 1e-9 * max(values[-1], 1e-300):
        return np.asarray(np.linalg.eigh(lower - upper)[1][:, -1])
    root = vectors / np.sqrt(values)
    best = root @ np.linalg.eigh(root.T @ lower @ root)[1][:, -1]
    return np.asarray(best / np.abs(best).max())
