"""Eigenvalues and singular values in Arb, enclosed from both sides to any precision.

An untrusted basis V of approximate eigenvectors (``arb_eigenbasis``) is judged in ball arithmetic. With
G = V^T V and g >= ||G - I||, the form y^T (V^T S V) y / y^T G y takes every Rayleigh quotient of S, so

    lambda_max(S) lies in beta * [1/(1+g), 1/(1-g)]  for beta = lambda_max(V^T S V) >= 0,

and likewise with the ends exchanged for beta < 0, and for lambda_min. beta itself lies between the largest
diagonal entry and the largest Gershgorin end. No gap between eigenvalues is needed anywhere.
"""

from __future__ import annotations

from functools import reduce

from flint import arb, arb_mat

from certify.enclosure.arb_eigenbasis import eigenbasis
from certify.enclosure.arb_scalars import NAN, root_of_square


def hull_max(numbers: list[arb]) -> arb:
    """Enclosure of the largest of several numbers."""
    return reduce(lambda a, b: a.max(b), numbers)


def hull_min(numbers: list[arb]) -> arb:
    """Enclosure of the smallest of several numbers."""
    return reduce(lambda a, b: a.min(b), numbers)


def _is_finite(a: arb_mat) -> bool:
    return all(x.is_finite() for x in a.entries())


def symmetric_part(a: arb_mat) -> arb_mat:
    """(a + a^T) / 2, which encloses a where a is symmetric."""
    return (a + a.transpose()) * arb((1, -1))


def eigmax(a: arb_mat) -> arb:
    """The largest eigenvalue of a symmetric matrix (of the symmetric part of the enclosure)."""
    if a.nrows() == 1:
        return a[0, 0]
    if not _is_finite(a):
        return NAN
    s = symmetric_part(a)
    basis = eigenbasis(s.mid())
    return _rayleigh_max(basis.transpose() * s * basis, _defect(basis))


def eigmin(a: arb_mat) -> arb:
    """The smallest eigenvalue of a symmetric matrix."""
    return -eigmax(-a)


def _defect(basis: arb_mat) -> arb:
    """A bound g of ||V^T V - I||: the largest row sum of a symmetric matrix."""
    gram = basis.transpose() * basis
    n = gram.nrows()
    rows = [sum((abs(x - int(i == j)) for j, x in enumerate(row)), arb(0)) for i, row in enumerate(gram.table())]
    return hull_max(rows).upper() if n else arb(0)


def _rayleigh_max(form: arb_mat, g: arb) -> arb:
    if not g < 1:
        return NAN
    rows = form.table()
    ends = [row[i] + _off_diagonal(row, i) for i, row in enumerate(rows)]
    low = hull_max([row[i] for i, row in enumerate(rows)]).lower()
    high = hull_max(ends).upper()
    low = low / (1 + g) if low > 0 else low / (1 - g)
    high = high / (1 - g) if high > 0 else high / (1 + g)
    return low.union(high)


def _off_diagonal(row: list[arb], i: int) -> arb:
    return sum((abs(x) for j, x in enumerate(row) if j != i), arb(0))


def spectral_norm(a: arb_mat) -> arb:
    """The largest singular value: the root of the largest eigenvalue of the smaller Gram matrix."""
    if not _is_finite(a):
        return NAN
    tall = a if a.nrows() >= a.ncols() else a.transpose()
    return root_of_square(eigmax(tall.transpose() * tall))


def sigmin(a: arb_mat) -> arb:
    """The smallest of the min(m, n) singular values.

    Let A be tall, V near-orthogonal (defect g), and W = A V = W' diag(s) with columns of W' of length about 1
    (defect g'). Then min_i ||w_i|| / sqrt(1-g) is an upper and min_i s_i sqrt(1-g') / sqrt(1+g) a lower bound,
    since sigma_min(A) <= ||A v|| / ||v||, ||v|| >= sqrt(1-g) and sigma_min(W) <= sigma_min(A) sigma_max(V).
    """
    if not _is_finite(a):
        return NAN
    tall = a if a.nrows() >= a.ncols() else a.transpose()
    basis = eigenbasis(symmetric_part(tall.transpose() * tall).mid())
    g = _defect(basis)
    if not g < 1:
        return NAN
    images = (tall * basis).transpose().table()
    lengths = [root_of_square(sum((x * x for x in w), arb(0))) for w in images]
    high = hull_min(lengths).upper() / root_of_square(1 - g)
    return _sigmin_below(images, lengths, g).lower().union(high).nonnegative_part()


def _sigmin_below(images: list[list[arb]], lengths: list[arb], g: arb) -> arb:
    scales = [length.mid() for length in lengths]
    if not all(scale > 0 for scale in scales):
        return arb(0)
    columns = [[x / s for x in w] for w, s in zip(images, scales, strict=True)]
    defect = _defect(arb_mat(columns).transpose())
    return hull_min(scales) * root_of_square(1 - defect) / root_of_square(1 + g) if defect < 1 else arb(0)


__all__ = ["eigmax", "eigmin", "hull_max", "hull_min", "sigmin", "spectral_norm", "symmetric_part"]
