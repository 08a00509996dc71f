"""Concatenated arrays in every numeric reading: enclosed, at any exponent, and undefined where a part is."""

from fractions import Fraction

import numpy as np
import pytest
from flint import arb
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from wellshaped import SYMBOLS, cases

import certify as ct
from certify.enclosure import BallBackend
from certify.enclosure.arb import ArbBackend
from certify.enclosure.evaluate import evaluate, session
from certify.enclosure.exact import ExactBackend, Irrational
from certify.enclosure.floats import FloatBackend
from certify.enclosure.oracle import MpmathBackend
from certify.enclosure.structured import dense
from certify.instances.data import Instance
from certify.language import make

n, d = ct.dims("n d")
A = ct.matrix("A", n, d)
x, y = ct.vectors("x y", d)
b = ct.vector("b", n)
s = ct.scalar("s")
DIMS = {"n": 2, "d": 2}
HERE = Instance(DIMS, {}, {"A": ((1, 2), (3, 4)), "x": (5, Fraction(1, 3)), "y": (-7, 0),
                           "b": (9, -1), "s": Fraction(-1, 2)})
FEW = settings(max_examples=80, deadline=None)


def reading(expr, backend, here=HERE):
    with session(backend):
        values = {name: backend.input(value) for name, value in here.values.items()}
        return evaluate((expr,), backend, here.dims, here.indices, values)[0]


def exactly(expr):
    backend = ExactBackend()
    return np.array(backend.fractions(reading(expr, backend)), dtype=object)


ARRAYS = {
    "vector": (ct.hstack([x, s, y]), [5, Fraction(1, 3), Fraction(-1, 2), -7, 0]),
    "rows": (ct.vstack([A, x]), [[1, 2], [3, 4], [5, Fraction(1, 3)]]),
    "columns": (ct.hstack([A, ct.outer(b, ct.ones(1))]), [[1, 2, 9], [3, 4, -1]]),
    "block": (ct.block([[A, A * 2], [x, y]]), [[1, 2, 2, 4], [3, 4, 6, 8], [5, Fraction(1, 3), -7, 0]]),
    "corner": (ct.block([[A, ct.zeros(n, 1)], [x, 1]]), [[1, 2, 0], [3, 4, 0], [5, Fraction(1, 3), 1]]),
    "diagonal": (ct.block([[ct.eye(n), ct.outer(b, y)], [ct.zeros(1, n), y]]),
                 [[1, 0, -63, 0], [0, 1, 7, 0], [0, 0, -7, 0]]),
}


@pytest.mark.parametrize("name", ARRAYS)
def test_entries_are_where_numpy_has_them(name):
    expr, expected = ARRAYS[name]
    expected = np.array(expected, dtype=object)
    assert (exactly(expr) == expected).all()
    for backend in (FloatBackend(), MpmathBackend(30)):
        found = reading(expr, backend)
        plain = found.plain()[0] if isinstance(backend, FloatBackend) else found
        assert np.allclose(plain.astype(float), expected.astype(float))
    for backend in (ArbBackend(100), BallBackend()):
        low, high = backend.enclosure(reading(expr, backend))
        low, high = (np.array(end[0] if isinstance(backend, BallBackend) else end, dtype=object) for end in (low, high))
        assert ((low <= expected) & (expected <= high)).all()


@FEW
@given(st.sampled_from([("n",), ("n", "d")]).flatmap(lambda shape: cases((shape,), rational=True)), st.integers(0, 1))
def test_balls_enclose_random_joined_arrays(case, axis):
    expr, instance = case
    assume(axis < len(expr.shape))
    middle = SYMBOLS[("n", "d")[: len(expr.shape)]][0]
    whole = make("concat", (expr, middle, expr), (axis,))
    values = {**instance.values}
    for name in ("p", "A"):
        values.setdefault(name, values.get(name, _filler(name, instance.dims)))
    here = Instance(instance.dims, instance.indices, values)
    exact = ExactBackend()
    try:
        expected = np.array(exact.fractions(reading(whole, exact, here)), dtype=object)
    except Irrational:
        assume(False)
    low, high = BallBackend().enclosure(reading(whole, BallBackend(), here))
    assert ((low[0] <= expected) & (expected <= high[0])).all()


def _filler(name, dims):
    row = tuple(Fraction(k, 3) for k in range(dims["d"]))
    return tuple(Fraction(k, 7) for k in range(dims["n"])) if name == "p" else (row,) * dims["n"]


@pytest.mark.parametrize("expr", [
    ct.hstack([x, ct.log(s)])[0], ct.hstack([1 / (x - x), x])[3], ct.vstack([A, ct.log(y)])[0],
    ct.dot(ct.hstack([ct.sqrt(y), s]), ct.hstack([ct.zeros(d), 1])),
])
def test_an_array_is_undefined_where_a_part_is(expr):
    for backend in (BallBackend(), ArbBackend(80)):
        low, high = backend.enclosure(reading(expr, backend))
        assert np.isinf(float(np.max(low))) or np.isinf(float(np.max(high)))


def test_parts_far_apart_in_size_keep_their_enclosures():
    """exp(900) leaves float64, and a batch holds instances at different exponents."""
    backend = BallBackend()
    small = backend.input(np.array([[1.5, -2.0], [0.0, 0.0], [3.0, 1.0]]))
    large = backend.exp(backend.input(np.array([[900.0], [-900.0], [1.0]])))
    whole = backend.stacked(small, large, small)
    first = backend.take(whole, 0, 0)
    verdicts = backend.compare("le", first, backend.input(np.array([2.0, 1e-9, 3.1])))
    assert list(verdicts) == [0, 1, 1]  # 1.5 beside exp(900) is below the last digit: undecided, not wrong
    ratio = backend.compare("eq", backend.take(whole, 2, 0), backend.take(large, 0, 0))
    assert (ratio >= 0).all()
    low, high = backend.log2_enclosure(backend.take(whole, 2, 0))
    expected = np.array([900, -900, 1]) / float(arb(2).log())
    assert (low <= expected * (1 + 1e-12 * np.sign(expected))).all()
    assert (high >= expected * (1 - 1e-12 * np.sign(expected))).all()


def test_block_products_do_not_form_what_is_zero():
    from certify.calculus import prepare

    diagonal = ct.block([[ct.diag(x), ct.zeros(d, n)], [ct.zeros(n, d), ct.outer(A @ x, A @ y)]])
    (plain,) = prepare(diagonal @ ct.hstack([y, A @ x]))
    assert str(plain) == "[x ∘ y; ⟨A y, A x⟩ A x]"


def test_structure_inside_of_blocks_is_expanded():
    backend = BallBackend()
    v = backend.input(np.array([[1.0, 2.0]]))
    whole = backend.beside(backend.diag(v), backend.outer(v, v))
    assert dense(whole).mid.tolist() == [[[1.0, 0.0, 1.0, 2.0], [0.0, 2.0, 2.0, 4.0]]]
