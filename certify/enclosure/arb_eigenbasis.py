"""Approximate orthonormal eigenvectors of a symmetric matrix at the current precision. Nothing here is trusted.

LAPACK gives 16 digits. Every later round forms B = V^T S V and turns V by first-order perturbation theory where
two diagonal entries of B are far apart against what is left off the diagonal (quadratic convergence), and by
LAPACK again on the rescaled block where they are close (16 digits a round), so clusters and multiple eigenvalues
need no special case. Radii are dropped throughout: the results are points.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from flint import arb, arb_mat, ctx
from numpy.typing import NDArray

_ROUNDS = 40
_SEPARATION = 2**10
_EXPONENT_LIMIT = 2**40


def eigenbasis(s: arb_mat) -> arb_mat:
    """A square matrix with nearly orthonormal columns that nearly diagonalises the (exact) matrix s."""
    n = s.nrows()
    scale = _exponent(s)
    if scale is None:
        return _identity(n)
    s = s * arb((1, -scale))
    basis = _points(np.linalg.eigh(_floats(s, 0))[1])
    previous = math.inf
    for _ in range(_ROUNDS):
        basis = _orthonormal(basis)
        form = (basis.transpose() * s * basis).mid()
        off = _off_diagonal_exponent(form)
        if off is None or off <= 4 - ctx.prec or off >= previous:
            return basis
        previous = off
        basis = (basis * _turn(form, off)).mid()
    return basis


def _identity(n: int) -> arb_mat:
    return arb_mat(n, n, [int(i == j) for i in range(n) for j in range(n)])


def _exponent(a: arb_mat) -> int | None:
    """An e with 2^e a little above the Frobenius norm of the midpoints; None for 0 and for absurd magnitudes."""
    a = a.mid()
    man, exp = (a * a.transpose()).trace().mid().man_exp()
    size = (int(exp) + int(man).bit_length()) // 2 + 1
    return size if man != 0 and abs(size) < _EXPONENT_LIMIT else None


def _off_diagonal_exponent(form: arb_mat) -> int | None:
    n = form.nrows()
    diagonal = arb_mat(n, n, [x if k % (n + 1) == 0 else 0 for k, x in enumerate(form.entries())])
    return _exponent(form - diagonal)


def _floats(a: arb_mat, scale: int) -> NDArray[np.float64]:
    """Floats near a * 2^-scale, which are at most about 1."""
    return np.array([float(x) for x in (a * arb((1, -scale))).entries()]).reshape(a.nrows(), a.ncols())


def _points(a: NDArray[np.float64]) -> arb_mat:
    return arb_mat(a.shape[0], a.shape[1], a.ravel().tolist())


def _orthonormal(basis: arb_mat) -> arb_mat:
    """Newton-Schulz steps V (3 I - V^T V) / 2, each of which squares the defect of orthogonality."""
    one, half, previous = _identity(basis.nrows()), arb((1, -1)), math.inf
    while True:
        defect = (one - basis.transpose() * basis).mid()
        size = _exponent(defect)
        if size is None or size <= 4 - ctx.prec or size >= previous:
            return basis
        previous = size
        basis = (basis + basis * defect * half).mid()


def _turn(form: arb_mat, off: int) -> arb_mat:
    """A nearly orthogonal matrix that takes B nearer to diagonal form."""
    n = form.nrows()
    diagonal = [form[i, i] for i in range(n)]
    order = sorted(range(n), key=lambda i: _Key(diagonal[i]))
    clusters = _clusters(order, diagonal, arb((_SEPARATION * n, off)))
    label = {i: k for k, cluster in enumerate(clusters) for i in cluster}
    apart = [[form[i, j] / (diagonal[j] - diagonal[i]) if label[i] != label[j] else arb(int(i == j))
              for j in range(n)] for i in range(n)]
    within = [[arb(int(i == j)) for j in range(n)] for i in range(n)]
    for cluster in clusters:
        _turn_cluster(form, cluster, within)
    return (arb_mat(apart).mid() * arb_mat(within)).mid()


class _Key:
    """Order of exact numbers (Arb's own comparison is not meant for sorting, but these have radius 0)."""

    def __init__(self, x: arb):
        self.x = x

    def __lt__(self, other: _Key) -> bool:
        return bool(self.x < other.x)


def _clusters(order: list[int], diagonal: list[arb], gap: arb) -> list[list[int]]:
    clusters = [[order[0]]]
    for i, j in pairwise(order):
        if diagonal[j] - diagonal[i] > gap:
            clusters.append([j])
        else:
            clusters[-1].append(j)
    return clusters


def _turn_cluster(form: arb_mat, cluster: list[int], turn: list[list[arb]]) -> None:
    """The eigenvectors of one diagonal block, minus its mean, by LAPACK."""
    size = len(cluster)
    if size == 1:
        return
    centre = form[cluster[size // 2], cluster[size // 2]]
    block = arb_mat(size, size, [form[i, j] - (centre if i == j else 0) for i in cluster for j in cluster])
    scale = _exponent(block)
    vectors = np.eye(size) if scale is None else np.linalg.eigh(_floats(block, scale))[1]
    for i, row in zip(cluster, vectors.tolist(), strict=True):
        for j, x in zip(cluster, row, strict=True):
            turn[i][j] = arb(x)


__all__ = ["eigenbasis"]
