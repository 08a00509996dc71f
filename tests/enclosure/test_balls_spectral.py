"""Spectral enclosures against exact inertia: Descartes' rule counts the eigenvalues of rational matrices.

For a symmetric rational matrix the characteristic polynomial has real roots only, so the number of sign changes
of its coefficients at -x is the number of negative eigenvalues, exactly.  No floating-point eigenvalue enters.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import flint
import numpy as np
import pytest

from certify.enclosure import ArbBackend, Ball, BallBackend
from certify.enclosure.structured import dense

K = BallBackend()
fmpq = flint.fmpq


def rational(x: float | Fraction) -> flint.fmpq:
    q = Fraction(x)
    return fmpq(q.numerator, q.denominator)


def rational_matrix(m: np.ndarray) -> flint.fmpq_mat:
    return flint.fmpq_mat(*m.shape, [rational(float(x)) for x in m.ravel()])


def eigenvalues_below(s: flint.fmpq_mat, c: flint.fmpq) -> int:
    """Number of eigenvalues < c of a symmetric rational matrix."""
    n = s.nrows()
    shifted = flint.fmpq_mat(n, n, [s[i, j] - (c if i == j else fmpq(0)) for i in range(n) for j in range(n)])
    signs = [(-1) ** k * (1 if a > 0 else -1) for k, a in enumerate(shifted.charpoly().coeffs()) if a != 0]
    return sum(a != b for a, b in pairwise(signs))


def holds(s: flint.fmpq_mat, k: int, lo: float, hi: float, square: bool = False) -> bool:
    """The k-th smallest eigenvalue (0-based) lies in [lo, hi] (in [lo^2, hi^2] for a Gram matrix)."""
    low, high = rational(lo), rational(hi)
    if square:
        low, high = low * low if low > 0 else fmpq(0), high * high
    return eigenvalues_below(s, low) <= k < s.nrows() - eigenvalues_below(s * -1, high * -1)


def symmetric(rng: np.random.Generator, batch: int, n: int, kind: str) -> np.ndarray:
    g = rng.standard_normal((batch, n, n))
    if kind == "random":
        return (g + g.swapaxes(1, 2)) / 2
    q = np.linalg.qr(g)[0]
    spectra = {
        "cluster": np.r_[1.0, 1.0 + 1e-13, 1.0 - 1e-10, np.linspace(-1, 0.5, n - 3)],
        "rank one": np.eye(n)[0],
        "multiple": np.ones(n),
        "graded": 10.0 ** -np.arange(n),
        "opposite": np.r_[1.0, -1.0, np.zeros(n - 2)],
    }
    m = np.matmul(q * spectra[kind], q.swapaxes(1, 2))
    return np.tril(m) + np.tril(m, -1).swapaxes(1, 2)


KINDS = ["random", "cluster", "rank one", "multiple", "graded", "opposite"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scale", [0, 300, -700])
def test_extreme_eigenvalues(kind: str, scale: int) -> None:
    rng = np.random.default_rng(1)
    batch, n = 12, 6
    m = symmetric(rng, batch, n, kind)
    a = K.input(np.ldexp(m, scale))
    for value, k in ((K.eigmin(a), 0), (K.eigmax(a), n - 1)):
        lo, hi = K.enclosure(value)
        lo, hi = np.ldexp(lo, -scale), np.ldexp(hi, -scale)
        assert all(holds(rational_matrix(m[b]), k, lo[b], hi[b]) for b in range(batch))
        assert (hi - lo).max() < 1e-13 * max(1.0, np.abs(m).max())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scale", [0, 300, -700])
def test_spectral_norm_and_smallest_singular_value(kind: str, scale: int) -> None:
    rng = np.random.default_rng(2)
    batch, n = 10, 5
    square = symmetric(rng, batch, n, kind)
    tall = np.concatenate([square, rng.standard_normal((batch, 3, n))], axis=1)
    for m in (square, tall, tall.swapaxes(1, 2)):
        a = K.input(np.ldexp(m, scale))
        small = m if m.shape[1] >= m.shape[2] else m.swapaxes(1, 2)
        grams = [(lambda r: r.transpose() * r)(rational_matrix(x)) for x in small]
        for value, k in ((K.norm(a, "2"), n - 1), (K.sigmin(a), 0)):
            lo, hi = (np.ldexp(x, -scale) for x in K.enclosure(value))
            assert all(holds(grams[b], k, lo[b], hi[b], square=True) for b in range(batch))
            assert (hi - lo).max() < 2e-13 * np.abs(m).max()


@pytest.mark.parametrize("radius", [1e-14, 1e-6, 1e-1])
def test_balls_of_matrices(radius: float) -> None:
    """Every matrix of the ball has its values in the enclosure; corners of the ball are drawn."""
    rng = np.random.default_rng(3)
    batch, n = 8, 4
    m = symmetric(rng, batch, n, "random")
    rad = np.full((batch, 1, 1), radius)
    a = Ball(m, rad)
    norm, top, low, sigma = K.norm(a, "2"), K.eigmax(a), K.eigmin(a), K.sigmin(a)
    for _ in range(10):
        corner = np.triu(rng.choice([-1.0, 1.0], m.shape))
        corner = corner + np.triu(corner, 1).swapaxes(1, 2)
        for b in range(batch):
            exact = flint.fmpq_mat(
                n,
                n,
                [
                    rational(m[b, i, j]) + rational(radius) * int(corner[b, i, j])
                    for i in range(n)
                    for j in range(n)
                ],
            )
            gram = exact.transpose() * exact
            for value, k, s, squared in (
                (norm, n - 1, gram, True),
                (sigma, 0, gram, True),
                (top, n - 1, exact, False),
                (low, 0, exact, False),
            ):
                lo, hi = K.enclosure(value)
                assert holds(s, k, lo[b], hi[b], squared)


def test_widths_at_benchmark_size() -> None:
    rng = np.random.default_rng(4)
    for n, d in ((64, 16), (32, 32)):
        a = K.input(rng.standard_normal((64, n, d)))
        lo, hi = K.enclosure(K.norm(a, "2"))
        assert ((hi - lo) / lo).max() < 1e-12
        gram = dense(K.matmul(K.transpose(a), a))
        lo, hi = K.enclosure(K.eigmax(gram))
        assert ((hi - lo) / lo).max() < 1e-11


def test_zero_diagonal_and_single_columns() -> None:
    zero = K.zeros((3, 3))
    assert K.compare("eq", K.norm(zero, "2"), K.constant(0)).tolist() == [1]
    assert K.compare("eq", K.eigmax(zero), K.eigmin(zero)).tolist() == [1]
    d = K.diag(K.array([3, -5, 2]))
    assert K.compare("eq", K.eigmin(d), K.constant(-5)).tolist() == [1]
    column = K.array([[3], [4]])
    assert K.compare("eq", K.norm(column, "2"), K.sigmin(column)).tolist() == [1]


def test_asymmetric_matrices_are_refused() -> None:
    m = np.array([[[1.0, 2.0], [3.0, 1.0]], [[1.0, 2.0], [2.0, 1.0]]])
    value = K.eigmax(K.input(m))
    assert np.isfinite(value.radius()).tolist() == [False, True]


def test_semidefinite_order() -> None:
    rng = np.random.default_rng(5)
    g = rng.standard_normal((50, 4, 4))
    a = K.input(g)
    gram = K.matmul(K.transpose(a), a)
    assert K.compare("psd", K.zeros((4, 4)), gram).min() >= 0
    assert (K.compare("psd", K.zeros((4, 4)), K.add(gram, K.eye(4))) == 1).all()
    assert (K.compare("psd", K.add(gram, K.eye(4)), gram) == -1).all()
    assert (K.compare("psd", gram, gram) != -1).all()
    bound = K.mul(K.norm(gram, "2"), K.constant(Fraction(1001, 1000)))
    assert (K.compare("psd", gram, K.mul(bound, K.eye(4))) == 1).all()


def test_untrusted_parts_may_be_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever LAPACK returns, the enclosures stay true; they only become wide."""
    rng = np.random.default_rng(6)
    m = symmetric(rng, 6, 4, "random")
    noise = rng.standard_normal(m.shape)
    monkeypatch.setattr(np.linalg, "eigh", lambda t: (np.sort(noise[: len(t), 0]), noise[: len(t)]))
    monkeypatch.setattr(np.linalg, "cholesky", lambda t: noise[: len(t)])
    monkeypatch.setattr(
        np.linalg, "svd", lambda t, full_matrices: (noise[: len(t)], np.ones((len(t), 4)), noise[: len(t)])
    )
    a = K.input(m)
    for value, k, square in (
        (K.eigmax(a), 3, False),
        (K.eigmin(a), 0, False),
        (K.norm(a, "2"), 3, True),
        (K.sigmin(a), 0, True),
    ):
        lo, hi = K.enclosure(value)
        for b in range(6):
            s = rational_matrix(m[b])
            assert holds(s.transpose() * s if square else s, k, lo[b], hi[b], square)


@pytest.mark.parametrize("name", ["norm", "eigmin", "eigmax", "sigmin"])
def test_spectral_values_against_arb_at_four_times_the_precision(name: str) -> None:
    """Ten thousand random entries: no enclosure misses the one of Arb, and none is wider than 1e-11 of the norm."""
    rng = np.random.default_rng(17)
    m = rng.standard_normal((420, 5, 5))
    m = np.ldexp(m + m.transpose(0, 2, 1), rng.integers(-300, 300, (420, 1, 1)))
    arguments = ("2",) if name == "norm" else ()
    lo, hi = K.enclosure(getattr(K, name)(K.input(m), *arguments))
    size = np.abs(m).max((1, 2))
    assert ((hi - lo) / size).max() < 1e-11
    backend = ArbBackend(212)
    for k in range(len(m)):
        with backend.session():
            low, high = backend.enclosure(getattr(backend, name)(backend.input(exact(m[k])), *arguments))
        assert Fraction(lo[k]) <= high
        assert low <= Fraction(hi[k])


def exact(rows: np.ndarray) -> tuple[tuple[Fraction, ...], ...]:
    return tuple(tuple(Fraction(entry) for entry in row) for row in rows.tolist())
