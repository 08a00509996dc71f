"""The sign of a symmetric matrix by elimination, against spectra that are known by construction."""

import numpy as np
import pytest
from flint import arb, arb_mat, ctx

from certify.enclosure.arb_definite import definite_sign


@pytest.fixture(autouse=True)
def _precision():
    before, ctx.prec = ctx.prec, 256
    yield
    ctx.prec = before


def with_spectrum(spectrum, seed):
    """B^T diag(spectrum) B for a random unit upper triangular B of small integers: the signs are the spectrum's."""
    rng, n = np.random.default_rng(seed), len(spectrum)
    base = np.triu(rng.integers(-3, 4, (n, n)), 1) + np.eye(n, dtype=int)
    basis, middle = arb_mat(base.tolist()), arb_mat(n, n)
    for k, value in enumerate(spectrum):
        middle[k, k] = value
    return basis.transpose() * middle * basis


TINY = arb((1, -100))


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(("spectrum", "sign"), [
    ([1, 2, 3, TINY], 1), ([5, 1, TINY, TINY, 7, 9], 1), ([1, 2, 3, -TINY], -1), ([-TINY, 1, 1, 1, 1], -1),
    ([-1, -2], -1), ([3], 1), ([-3], -1), ([4, 0, -1], -1),
])
def test_signs_are_those_of_the_spectrum(spectrum, sign, seed):
    assert definite_sign(with_spectrum(spectrum, seed)) == sign


def test_a_singular_matrix_is_never_refused():
    assert definite_sign(arb_mat(2, 2)) == 1
    assert all(definite_sign(with_spectrum([1, 0, 0], seed)) >= 0 for seed in range(20))


def test_a_ball_around_a_singular_matrix_is_undecided():
    around = arb_mat(2, 2, [1, 1, 1, arb(1, 1e-30)])
    assert definite_sign(around) == 0
    assert definite_sign(arb_mat(2, 2, [0, arb(0, 1e-30), arb(0, 1e-30), 0])) == 0


def test_an_entry_too_large_for_the_diagonal_is_seen():
    assert definite_sign(arb_mat(2, 2, [0, 1, 1, 0])) == -1
    assert definite_sign(arb_mat(3, 3, [1, 0, 0, 0, 1, 2, 0, 2, 1])) == -1
