"""Sums, products, rearrangements, norms, inverse and softmax of balls against Arb."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import balls_oracle as oracle
import flint
import numpy as np
import pytest

from certify.enclosure import Ball, BallBackend
from certify.enclosure.structured import dense

K = BallBackend()
arb = flint.arb


def operand(rng: np.random.Generator, shape: tuple[int, ...], radius: bool, scale: int = 4) -> Ball:
    """Entries of mixed sizes; radii full, by row or by column, if any; some instances far out of range."""
    mid = np.ldexp(rng.standard_normal(shape), rng.integers(-scale, scale, shape))
    mid[rng.random(shape) < 0.1] = 0.0
    far = rng.integers(-900, 900, shape[0]) * (rng.random(shape[0]) < 0.2)
    a = K.input(np.ldexp(mid, far.reshape((-1,) + (1,) * (len(shape) - 1))))
    if not radius:
        return a
    keep = rng.integers(0, 2, 2) if len(shape) == 3 else [1]
    part = (shape[0], *(n if k else 1 for n, k in zip(shape[1:], keep, strict=False)))
    rad = np.ldexp(rng.random(part), rng.integers(-60, 3, part)) * np.abs(a.mid).max(
        tuple(range(1, len(shape))), keepdims=True
    )
    return Ball(a.mid, rad, a.exp2)


def matrices(points: oracle.Point, shape: tuple[int, ...]) -> list[flint.arb_mat]:
    rows, cols = (shape[1], shape[2]) if len(shape) == 3 else (shape[1], 1)
    size = rows * cols
    return [flint.arb_mat(rows, cols, points[i : i + size]) for i in range(0, len(points), size)]


def total(xs: list[arb]) -> arb:
    return sum(xs, arb(0))


def root(x: arb) -> arb:
    return x.sqrt() if x > 0 else arb(0)


SHAPE = (400, 5, 6)
# name, ball operation on a matrix, the same on an arb_mat, giving a flat list
MATRIX: list[tuple[str, Callable[[Ball], Ball], Callable[[flint.arb_mat], list[arb]]]] = [
    ("sum", K.sum, lambda m: [total(m.entries())]),
    ("sum rows", lambda a: K.sum(a, 1), lambda m: [total(r) for r in m.tolist()]),
    ("sum columns", lambda a: K.sum(a, 0), lambda m: [total(r) for r in m.transpose().tolist()]),
    ("max", K.max, lambda m: [_reduce(arb.max, m.entries())]),
    ("min rows", lambda a: K.min(a, 1), lambda m: [_reduce(arb.min, r) for r in m.tolist()]),
    ("transpose", K.transpose, lambda m: m.transpose().entries()),
    ("vec C", lambda a: K.vec(a, "C"), lambda m: m.entries()),
    ("vec F", lambda a: K.vec(a, "F"), lambda m: m.transpose().entries()),
    ("row", lambda a: K.take(a, 2, 0), lambda m: m.tolist()[2]),
    ("column", lambda a: K.take(a, 3, 1), lambda m: m.transpose().tolist()[3]),
    (
        "norm 1",
        lambda a: K.norm(a, "1"),
        lambda m: [_reduce(arb.max, [total([abs(x) for x in c]) for c in m.transpose().tolist()])],
    ),
    (
        "norm inf",
        lambda a: K.norm(a, "inf"),
        lambda m: [_reduce(arb.max, [total([abs(x) for x in r]) for r in m.tolist()])],
    ),
    ("norm fro", lambda a: K.norm(a, "fro"), lambda m: [root(total([x * x for x in m.entries()]))]),
    ("gram", lambda a: K.matmul(K.transpose(a), a), lambda m: (m.transpose() * m).entries()),
    ("row softmax", lambda a: K.softmax(a, 1), lambda m: [x for r in m.tolist() for x in _softmax(r)]),
]


def _reduce(f: Callable[[arb, arb], arb], xs: list[arb]) -> arb:
    out = xs[0]
    for x in xs[1:]:
        out = f(out, x)
    return out


def _softmax(xs: list[arb]) -> list[arb]:
    top = _reduce(arb.max, xs)
    es = [(x - top).exp() for x in xs]
    return [e / total(es) for e in es]


@pytest.mark.parametrize("radius", [False, True], ids=["exact", "balls"])
@pytest.mark.parametrize("case", MATRIX, ids=[c[0] for c in MATRIX])
def test_matrix_operations_contain_the_truth(case: tuple, radius: bool) -> None:
    name, f, g = case
    rng = np.random.default_rng(1)
    for _ in range(3 if radius else 1):  # the radius changes its layout
        a = operand(rng, SHAPE, radius)
        if name == "row softmax":
            a = Ball(a.mid, a.rad)
        pts = oracle.points(a, rng, SHAPE[0])
        truth = oracle.apply(
            lambda *xs: xs[0], oracle.exactly(lambda p: [x for m in matrices(p, SHAPE) for x in g(m)])(pts)
        )
        assert oracle.misses(f(a), truth, SHAPE[0]) == 0


@pytest.mark.parametrize("radii", [(0, 0), (0, 1), (1, 0), (1, 1)])
def test_products_contain_the_truth(radii: tuple[int, int]) -> None:
    rng = np.random.default_rng(2)
    batch, m, k, n = 130, 4, 7, 3
    for _ in range(3):
        a, b = operand(rng, (batch, m, k), bool(radii[0])), operand(rng, (batch, k, n), bool(radii[1]))
        v, w = operand(rng, (batch, k), bool(radii[0])), operand(rng, (batch, k), bool(radii[1]))
        pa, pb, pv, pw = (oracle.points(x, rng, batch) for x in (a, b, v, w))

        def check(value: Ball, f: Callable[..., list[arb]], *ps: tuple[oracle.Point, tuple[int, ...]]) -> None:
            mats = [matrices(p, shape) for p, shape in ps]
            truth = oracle.exactly(lambda: [x for ms in zip(*mats, strict=True) for x in f(*ms)])()
            assert oracle.misses(value, truth, batch) == 0

        A, B, V, W = (pa, (batch, m, k)), (pb, (batch, k, n)), (pv, (batch, k)), (pw, (batch, k))
        check(dense(K.matmul(a, b)), lambda x, y: (x * y).entries(), A, B)
        check(K.matmul(a, v), lambda x, y: (x * y).entries(), A, V)
        check(K.dot(v, w), lambda x, y: (x.transpose() * y).entries(), V, W)
        check(dense(K.outer(v, w)), lambda x, y: (x * y.transpose()).entries(), V, W)
        check(K.kron(a, b), lambda x, y: _kron(x, y), A, B)
        check(dense(K.matmul(a, K.diag(v))), lambda x, y: (x * _diag(y)).entries(), A, V)
        check(dense(K.matmul(K.diag(v), b)), lambda x, y: (_diag(x) * y).entries(), V, B)
        s = K.add(K.diag(v), K.neg(K.outer(v, w)))
        hessian = K.matmul(K.matmul(a, s), K.transpose(a))
        check(
            dense(hessian), lambda x, y, z: (x * (_diag(y) - y * z.transpose()) * x.transpose()).entries(), A, V, W
        )
        check(K.matmul(s, w), lambda y, z: ((_diag(y) - y * z.transpose()) * z).entries(), V, W)


def _diag(v: flint.arb_mat) -> flint.arb_mat:
    n = v.nrows()
    return flint.arb_mat(n, n, [v[i, 0] if i == j else arb(0) for i in range(n) for j in range(n)])


def _kron(x: flint.arb_mat, y: flint.arb_mat) -> list[arb]:
    return [
        x[i, j] * y[p, q]
        for i in range(x.nrows())
        for p in range(y.nrows())
        for j in range(x.ncols())
        for q in range(y.ncols())
    ]


def test_products_are_tight() -> None:
    """Radius of a product of exact matrices over gamma_k |A| |B|, and of balls over the first-order radius."""
    rng = np.random.default_rng(3)
    a, b = rng.standard_normal((50, 8, 20)), rng.standard_normal((50, 20, 6))
    value = dense(K.matmul(K.input(a), K.input(b)))
    ideal = 20 * 2.0**-53 * np.matmul(np.abs(a), np.abs(b))
    assert (value.radius() / ideal).max() < 3.5
    value = dense(K.matmul(Ball(a, np.abs(a) * 1e-9), K.input(b)))
    assert (value.radius() / (1e-9 * np.matmul(np.abs(a), np.abs(b)))).max() < 3.5


def test_exact_sums_and_dots_stay_exact() -> None:
    thirds = [Fraction(k, 64) for k in (1, 3, 7, 11, 42)]
    assert K.compare("eq", K.sum(K.array(thirds)), K.constant(1)).tolist() == [1]
    tenth = np.array([[0.1] * 10])
    assert K.sum(K.input(tenth)).rad is not None  # ten floats 0.1 do not sum to a float
    cancelling = K.input(np.array([[1e100, 1.0, -1e100, 2.0**-40]]))
    assert K.compare("eq", K.sum(cancelling), K.constant(1 + Fraction(1, 2**40))).tolist() == [1]
    assert K.compare("le", K.norm(K.array([3, 4]), "2"), K.constant(5)).tolist() == [1]
    assert K.compare("le", K.norm(K.array([3, 4]), "1"), K.constant(7)).tolist() == [1]
    assert K.compare(
        "eq", K.matmul(K.input(np.eye(3)[None] * 0.1), K.unit(3, 1)), K.input(np.array([[0, 0.1, 0]]))
    ).tolist() == [1]
    assert K.compare("eq", K.div(K.constant(3), K.constant(4)), K.constant(Fraction(3, 4))).tolist() == [1]


@pytest.mark.parametrize("logits", [1.0, 30.0, 900.0, 1e5])
@pytest.mark.parametrize("radius", [0.0, 1e-12, 1e-3, 0.2, 3.0])
def test_softmax_contains_the_truth(logits: float, radius: float) -> None:
    rng = np.random.default_rng(int(logits))
    mid = rng.uniform(-logits, logits, (300, 9))
    a = Ball(mid, np.abs(rng.standard_normal(mid.shape)) * radius if radius else None)
    pts = oracle.points(a, rng, 300)
    truth = oracle.exactly(lambda: [x for i in range(300) for x in _softmax(pts[9 * i : 9 * i + 9])])()
    value = K.softmax(a)
    assert oracle.misses(value, truth, 300) == 0
    assert np.isfinite(value.radius()).all()
    lse = oracle.exactly(lambda: [_lse(pts[9 * i : 9 * i + 9]) for i in range(300)])()
    assert oracle.misses(K.logsumexp(a), lse, 300) == 0


def _lse(xs: list[arb]) -> arb:
    top = _reduce(arb.max, xs)
    return top + total([(x - top).exp() for x in xs]).log()


def test_softmax_is_tight() -> None:
    rng = np.random.default_rng(4)
    value = K.softmax(K.input(rng.standard_normal((200, 16))))
    assert (value.radius() / value.mid).max() < 60 * 2.0**-53
    value = K.softmax(Ball(rng.standard_normal((200, 16)), np.full((200, 16), 1e-8)))
    assert (value.radius() / value.mid).max() < 2.1e-8


def test_inverse_contains_the_truth() -> None:
    rng = np.random.default_rng(5)
    batch, n = 420, 5
    mid = rng.standard_normal((batch, n, n)) + 3 * np.eye(n)
    a = Ball(mid, np.abs(rng.standard_normal(mid.shape)) * 10.0 ** rng.uniform(-16, -4, (batch, 1, 1)))
    pts = oracle.points(a, rng, batch)
    truth = oracle.exactly(lambda: [x for m in matrices(pts, (batch, n, n)) for x in m.inv().entries()])()
    assert oracle.misses(K.inv(a), truth, batch) == 0
    sharp = K.inv(K.input(mid))
    assert (sharp.radius() / np.abs(sharp.mid).max((1, 2), keepdims=True)).max() < 1e-11


def test_inverse_of_singular_matrices_is_undefined() -> None:
    m = np.array([[[1.0, 2.0], [2.0, 4.0]], [[1.0, 2.0], [2.0, 5.0]]])
    value = K.inv(K.input(m))
    assert K.compare("le", K.norm(value, "fro"), K.constant(100)).tolist() == [0, 1]


def test_norms_with_p() -> None:
    rng = np.random.default_rng(6)
    mid = rng.standard_normal((2500, 4))
    a = Ball(mid, np.abs(mid) * 1e-10)
    pts = oracle.points(a, rng, 2500)
    for p in (Fraction(1), Fraction(2), Fraction(3), Fraction(5, 2), Fraction(17, 10)):
        q = arb(p.numerator) / p.denominator
        truth = oracle.exactly(
            lambda q=q: [total([abs(x) ** q for x in pts[4 * i : 4 * i + 4]]) ** (1 / q) for i in range(2500)]
        )()
        assert oracle.misses(K.normp(a, K.constant(p)), truth, 2500) == 0
