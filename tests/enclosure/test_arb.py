"""The Arb reading: edges of every function, spectra of hard matrices, verdicts, decimal bounds."""

from fractions import Fraction

import pytest
from flint import arb, arb_mat, ctx, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from certify.enclosure import arb_scalars, arb_spectral
from certify.enclosure.arb import ArbBackend
from certify.enclosure.arb_bounds import decimal_down, decimal_up

BITS = [64, 128, 512]


@pytest.fixture(params=BITS)
def backend(request):
    """A backend, with its precision set."""
    out = ArbBackend(request.param)
    with out.session():
        yield out


def test_the_session_restores_the_precision():
    before = ctx.prec
    with ArbBackend(333).session():
        assert ctx.prec == 333
    assert ctx.prec == before


@pytest.mark.parametrize(("function", "x", "low", "high"), [
    (arb_scalars.square, (0, 2), 0, 4),
    (lambda x: arb_scalars.integer_power(x, 2), (0, 2), 0, 4),
    (lambda x: arb_scalars.integer_power(x, 3), (0, 2), -8, 8),
    (lambda x: arb_scalars.integer_power(x, 3), (-2, 1), -27, -1),
    (lambda x: arb_scalars.integer_power(x, 0), (0, 2), 1, 1),
    (lambda x: arb_scalars.power(x, Fraction(-2)), (2, 1), Fraction(1, 9), 1),
    (arb_scalars.root_of_square, (0, 4), 0, 2),
    (lambda x: arb_scalars.power(x, Fraction(1, 3)), (0, 0), 0, 0),
    (lambda x: arb_scalars.power(x, Fraction(499, 1000)), (0, 0), 0, 0),
    (lambda x: arb_scalars.general_power(x, arb(2)), (0, 2), 0, 4),
])
def test_functions_at_their_edges(backend, function, x, low, high):
    out = function(arb(*x))
    got_low, got_high = backend.enclosure(out)
    assert got_low <= low <= high <= got_high
    assert got_high - got_low <= (high - low) * Fraction(9, 4) + Fraction(1, 2**50)


@pytest.mark.parametrize("undefined", [
    lambda: arb_scalars.log(arb(0, 1)), lambda: arb_scalars.log(arb(-1)), lambda: arb_scalars.sqrt(arb(-1)),
    lambda: arb_scalars.sqrt(arb(0, 1)), lambda: arb_scalars.divide(arb(1), arb(0, 1)),
    lambda: arb_scalars.power(arb(-1), Fraction(1, 3)), lambda: arb_scalars.power(arb(0), Fraction(-1)),
    lambda: arb_scalars.general_power(arb(-1), arb("0.5")), lambda: arb_scalars.general_power(arb(0), arb(-1, 1)),
])
def test_what_may_be_undefined_is_nan(undefined):
    assert undefined().is_nan()


@pytest.mark.parametrize("order", ["2.5", "1.01", "3"])
def test_p_norms_of_entries_around_zero(backend, order):
    """An entry that is 0 and known up to rounding adds as much as rounding; one that is undefined spoils the norm."""
    p, zero = arb(order), arb("0.1") - arb("0.1")
    for vector, norm in (([zero, arb(3), arb(0)], 3), ([zero, zero], 0), ([arb(0)], 0)):
        low, high = backend.enclosure(backend.normp(vector, p))
        assert low <= norm <= high <= norm + Fraction(1, 2**20)
    assert backend.normp([arb("nan"), zero], p).is_nan()
    assert backend.normp([arb(1)], zero).is_nan()


def test_undefined_spoils_its_array_and_every_comparison():
    backend = ArbBackend(64)
    with backend.session():
        logs = backend.log([arb(1), arb(0)])
        assert backend.take(logs, 0, 0).is_nan()
        zero = backend.mul(backend.take(logs, 0, 0), arb(0))
        for value in (logs, zero, backend.exp(logs), backend.softmax(logs, 0), backend.max(logs, None)):
            assert [backend.compare(rel, value, arb(10)) for rel in ("le", "lt", "eq")] == [0, 0, 0]


def orthogonal(n: int) -> arb_mat:
    """A product of Householder reflections with rational entries."""
    out = arb_mat(n, n, [int(i == j) for i in range(n) for j in range(n)])
    for k in range(1, 4):
        v = arb_mat(n, 1, [((i * k + 2) * 7 % 11) - 5 for i in range(n)])
        out = out - (out * v) * v.transpose() * (arb(2) / (v.transpose() * v)[0, 0])
    return out


TINY = Fraction(1, 2**40)
SPECTRA = [
    [1, 2, 3, 4, 5], [1, 1, 1, 1, 1], [0, 0, 0, 0, 3], [1, 1, 1 + TINY, 1 + TINY, 0], [1, 1 - TINY**2, -1, 1, 2],
    [TINY**3, 0, 0, 1, TINY], [0, 0, 0, 0, 0], [-1, -2, -2, -2, -3], [TINY**90, 0, TINY**90, 2 * TINY**90, 0],
]


@pytest.mark.parametrize("spectrum", SPECTRA, ids=range(len(SPECTRA)))
def test_spectra_are_enclosed_and_tight(backend, spectrum):
    """Multiple, clustered, zero and tiny eigenvalues: correct, and accurate relative to the largest one."""
    q, exact = orthogonal(5), [Fraction(x) for x in spectrum]
    diagonal = backend.diag(backend.input(exact))
    s = q * diagonal * q.transpose()
    largest = max(map(abs, exact))
    width = largest * Fraction(1, 2 ** (backend.prec - 24))
    for value, truth in [(backend.eigmax(s), max(exact)), (backend.eigmin(s), min(exact)),
                         (backend.norm(s, "2"), largest)]:
        low, high = backend.enclosure(value)
        assert low <= truth <= high
        assert high - low <= width
    low, high = backend.enclosure(backend.sigmin(s))
    assert low <= min(map(abs, exact)) <= high
    assert high - low <= largest * Fraction(1, 2 ** (backend.prec // 2 - 24))


def test_rectangular_singular_values(backend):
    """A = [[3, 0], [4, 0], [0, 2]] has singular values 5 and 2, and so has its transpose."""
    a = backend.input([[3, 0], [4, 0], [0, 2]])
    for m in (a, a.transpose()):
        for value, truth in [(backend.norm(m, "2"), 5), (backend.sigmin(m), 2)]:
            low, high = backend.enclosure(value)
            assert low <= truth <= high
            assert high - low < Fraction(1, 2 ** (backend.prec - 12))


def test_wide_balls_are_enclosed():
    """[[1, x], [x, 1]] with |x| <= 1 has largest eigenvalue 1 + |x|."""
    backend = ArbBackend(64)
    with backend.session():
        x = arb(0, 1)
        low, high = backend.enclosure(backend.eigmax(arb_mat(2, 2, [1, x, x, 1])))
    assert low <= 1
    assert 2 <= high <= 3


def test_a_wrong_basis_only_widens(backend, monkeypatch):
    """The basis is not trusted: with a poor one the enclosures stay right."""
    monkeypatch.setattr(arb_spectral, "eigenbasis", lambda s: arb_mat(3, 3, [1, "0.1", 0, 0, 1, 0, 0, "0.1", 1]))
    s = backend.input([[2, 1, 0], [1, 2, 0], [0, 0, -4]])
    for value, truth in [(backend.eigmax(s), 3), (backend.eigmin(s), -4), (backend.norm(s, "2"), 4),
                         (backend.sigmin(s), 1)]:
        low, high = backend.enclosure(value)
        assert low <= truth <= high
        assert low < truth < high


def test_a_useless_basis_gives_no_value(monkeypatch):
    backend = ArbBackend(64)
    monkeypatch.setattr(arb_spectral, "eigenbasis", lambda s: arb_mat(2, 2, [1, 1, 1, 1]))
    with backend.session():
        assert backend.eigmax(arb_mat(2, 2, [1, 0, 0, 2])).is_nan()
        assert backend.sigmin(arb_mat(2, 2, [1, 0, 0, 2])).is_nan()


@pytest.mark.parametrize(("lhs", "rhs", "le", "lt", "eq"), [
    ((1, 0), (2, 0), 1, 1, -1), ((2, 0), (1, 0), -1, -1, -1), ((1, 0), (1, 0), 1, -1, 1),
    ((1, 0.5), (2, 0), 1, 1, -1), ((1, 1), (2, 0), 0, 0, 0), ((1, 1), (1, 0), 0, 0, 0), ((1, 1), (1, 1), 0, 0, 0),
])
def test_verdicts_on_scalars(lhs, rhs, le, lt, eq):
    backend = ArbBackend(64)
    got = [backend.compare(rel, arb(*lhs), arb(*rhs)) for rel in ("le", "lt", "eq")]
    assert got == [le, lt, eq]


def test_verdicts_on_arrays_need_every_entry():
    backend = ArbBackend(64)
    two = [arb(1), arb(2)]
    assert backend.compare("le", two, arb(2)) == 1
    assert backend.compare("lt", two, arb(2)) == -1
    assert backend.compare("le", arb(1), two) == 1
    assert backend.compare("le", [arb(1), arb(2, 1)], arb(2)) == 0
    assert backend.compare("le", [arb(3), arb(2, 1)], arb(2)) == -1


def test_semidefinite_order():
    backend = ArbBackend(64)
    with backend.session():
        a, one = backend.input([[2, 1], [1, 2]]), backend.eye(2)
        assert backend.compare("psd", one * arb("0.5"), a) == 1
        assert backend.compare("psd", a, one) == -1
        assert backend.compare("psd", a * arb(1), a * arb(1, 0.01)) == 0
        assert backend.compare("psd", backend.input([[0, 1], [0, 0]]), one) == 0, "not symmetric: no meaning"


@settings(max_examples=200, deadline=None)
@given(st.fractions(), st.integers(-20000, 20000), st.integers(1, 20))
def test_decimals_are_rounded_outward(x, exponent, digits):
    """Down is at most x, up at least, both within two units of the last digit, at every magnitude."""
    value = x * Fraction(10) ** exponent
    with ArbBackend(256).session():
        ball = arb(fmpq(value.numerator, value.denominator))
        low, high = (Fraction(f(ball, digits)) for f in (decimal_down, decimal_up))
    assert low <= value <= high
    assert high - low <= abs(value) * Fraction(3, 10 ** (digits - 1))


@pytest.mark.parametrize(("numerator", "denominator", "low", "high"), [
    (1, 1, "1", "1"), (0, 1, "0", "0"), (-250, 1, "-250", "-250"), (1, 2, "0.5", "0.5"),
    (123456789, 1, "123000000", "124000000"), (1, 3, "0.333", "0.334"), (-1, 3, "-0.334", "-0.333"),
    (10**40, 3, "3.33e39", "3.34e39"),
    (2, 3 * 10**4096, "6.66e-4097", "6.67e-4097"), (2, 3000, "0.000666", "0.000667"),
])
def test_how_decimals_look(numerator, denominator, low, high):
    with ArbBackend(256).session():
        x = arb(fmpq(numerator, denominator))
        assert (decimal_down(x, 3), decimal_up(x, 3)) == (low, high)


def test_extreme_bounds_stay_small_objects():
    """Bounds of exp(+-exp(40)) are no fractions with 10^17 digits."""
    backend = ArbBackend(64)
    with backend.session():
        huge = arb(40).exp().exp()
        low, high = backend.enclosure(huge)
        assert low == 2 ** (2**16)
        assert high == float("inf")
        low, high = backend.enclosure(1 / huge)
        assert (low, high) == (0, Fraction(1, 2 ** (2**16)))
        assert backend.enclosure(arb("nan")) == (-float("inf"), float("inf"))
