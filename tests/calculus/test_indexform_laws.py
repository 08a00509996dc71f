"""Laws of the index form on random expressions: values, rewrites, derivatives, labelling; and planted errors."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
import random_expressions as rx
from hypothesis import given, settings
from hypothesis import strategies as st
from identities import false_identities, true_identities

import certify as ct
from certify.calculus.indexform import (
    Verdict,
    caches,
    canonical,
    compare,
    decide_identity,
    derive,
    labels,
    sums,
    translate,
)
from certify.calculus.indexform.evaluate import evaluate
from certify.calculus.indexform.factors import symbol
from certify.calculus.indexform.indices import Index, plain
from certify.calculus.indexform.renaming import substitute
from certify.calculus.indexform.terms import Form, term
from certify.language import Expr, Size

SHAPES = st.sampled_from([(), ("n",), ("d",), ("n", "d"), ("n", "n")])
MODERATE = settings(max_examples=60, deadline=None)
N = Size.of("n")


@pytest.fixture(autouse=True)
def empty_memory() -> Any:
    caches.clear()
    yield
    caches.clear()


def form_or_none(node: Expr) -> Form | None:
    try:
        return canonical(node)
    except ct.ExpressionError:
        return None


def check_values(node: Expr, wanted: Any, dims: dict[str, int], values: dict[str, Any], tolerance: float) -> None:
    form = form_or_none(node)
    if form is None or len(form) > 60:
        return
    for place in np.ndindex(np.shape(wanted)):
        at = {f"${axis}": index for axis, index in enumerate(place)}
        got = evaluate(form, values, dims, at)
        assert got == pytest.approx(wanted[place], rel=tolerance, abs=tolerance)


@MODERATE
@given(st.data(), SHAPES, st.sampled_from([(2, 3), (3, 2), (1, 2), (2, 1)]), st.integers(0, 99))
def test_a_form_has_the_values_of_its_expression(data: Any, shape: Any, sizes: Any, seed: int) -> None:
    node = data.draw(rx.expressions(shape))
    dims = dict(zip("nd", sizes, strict=True))
    values = rx.arrays(seed, dims)
    check_values(node, np.asarray(rx.value(node, values, dims)), dims, values, 1e-8)


@MODERATE
@given(st.data(), st.sampled_from([(), ("n",)]), st.integers(0, 99))
def test_a_derivative_is_the_limit_of_differences(data: Any, shape: Any, seed: int) -> None:
    node, dims = data.draw(rx.expressions(shape)), {"n": 2, "d": 2}
    name, values = data.draw(st.sampled_from(["x", "p"])), rx.arrays(seed, dims)
    variable = {"x": rx.SYMBOLS["d",][0], "p": rx.SYMBOLS["n",][0]}[name]
    columns = []
    for k in range(2):
        step = np.zeros(2)
        step[k] = 1e-5
        high, low = ({**values, name: values[name] + sign * step} for sign in (1, -1))
        columns.append((rx.value(node, high, dims) - rx.value(node, low, dims)) / 2e-5)
    derivative = ct.grad(node, variable) if shape == () else ct.jacobian(node, variable)
    check_values(derivative, np.stack(columns, axis=-1), dims, values, 1e-5)


REWRITES = [
    lambda a, b, c: (a * (b + c), a * b + a * c),
    lambda a, b, c: (a * (b * c), (c * b) * a),
    lambda a, b, c: ((a + b) ** 2, a * a + 2 * a * b + b * b),
    lambda a, b, c: (ct.exp(a + b) * ct.exp(-b), ct.exp(a)),
    lambda a, b, c: (a / ct.exp(b), a * ct.exp(-b)),
    lambda a, b, c: (a - (b - c), c + (a - b)),
    lambda a, b, c: (ct.cosh(a) + ct.sinh(a), ct.exp(a)),
    lambda a, b, c: (ct.log(ct.exp(a) * (1 + b * b)), a + ct.log(b * b + 1)),
    lambda a, b, c: (a / (1 + b * b) + a * b * b / (1 + b * b), a),
    lambda a, b, c: (ct.sqrt(1 + a * a) ** 2, a * a + 1),
    lambda a, b, c: (ct.tanh(a) * (ct.exp(2 * a) + 1), ct.exp(2 * a) - 1),
    lambda a, b, c: (ct.abs(a - b), ct.abs(b - a)),
    lambda a, b, c: (ct.sum(a * b), ct.sum(b * a)),
]
MATRIX_REWRITES = [
    lambda M, N, v: ((M @ N).T, N.T @ M.T),
    lambda M, N, v: (M @ (N @ v), (M @ N) @ v),
    lambda M, N, v: (M.T @ ct.diag(v) @ N, (M * ct.outer(v, ct.ones(rx.n))).T @ N),
    lambda M, N, v: (ct.trace(M @ N), ct.trace(N @ M)),
    lambda M, N, v: (ct.dot(v, M @ v), ct.dot(M.T @ v, v)),
    lambda M, N, v: (ct.diag(M @ N.T), ct.sum(M * N, axis=1)),
    lambda M, N, v: (ct.softmax(M), ct.exp(M) / ct.outer(ct.sum(ct.exp(M), axis=1), ct.ones(rx.n))),
    lambda M, N, v: (ct.vec(M @ ct.diag(v) @ N, "C"), ct.kron(M, N.T) @ ct.vec(ct.diag(v), "C")),
    lambda M, N, v: (ct.kron(M, N) @ ct.kron(N, M), ct.kron(M @ N, N @ M)),
    lambda M, N, v: (ct.norm(M, "fro") ** 2, ct.trace(M.T @ M)),
    lambda M, N, v: (ct.sum(ct.softmax(M) @ v), ct.dot(ct.sum(ct.softmax(M), axis=0), v)),
]


@pytest.mark.parametrize("rewrite", REWRITES)
@settings(max_examples=12, deadline=None)
@given(st.data())
def test_rewrites_of_arrays_agree(rewrite: Any, data: Any) -> None:
    left, right = rewrite(*(data.draw(rx.expressions(("n",), 1)) for _ in range(3)))
    assert compare(ct.equal(left, right)).verdict is Verdict.AGREE


@pytest.mark.parametrize("rewrite", MATRIX_REWRITES)
@settings(max_examples=8, deadline=None)
@given(st.data())
def test_rewrites_of_matrices_agree(rewrite: Any, data: Any) -> None:
    shapes = (("n", "n"), ("n", "n"), ("n",))
    left, right = rewrite(*(data.draw(rx.expressions(shape, 1)) for shape in shapes))
    assert compare(ct.equal(left, right)).verdict is Verdict.AGREE


def test_random_expressions_that_agree_are_equal() -> None:
    """Two expressions with one form have equal values (a check of AGREE from the outside)."""
    @settings(max_examples=60, deadline=None)
    @given(rx.expressions((), 2), rx.expressions((), 2))
    def check(a: Expr, b: Expr) -> None:
        if decide_identity(ct.equal(a, b)) is Verdict.AGREE:
            dims = {"n": 2, "d": 3}
            values = rx.arrays(5, dims)
            assert rx.value(a, values, dims) == pytest.approx(rx.value(b, values, dims), rel=1e-9)

    check()


def graph(edges: list[tuple[int, int]], count: int) -> tuple[dict[Any, int], list[Index]]:
    """A sum of products of entries of one matrix, one for each edge."""
    nodes = [plain("fresh", f"~{k}", N) for k in range(count)]
    powers: dict[Any, int] = {}
    for a, b in edges:
        factor = symbol("M", (nodes[a], nodes[b]))
        powers[factor] = powers.get(factor, 0) + 1
    return powers, nodes


def labelled(edges: list[tuple[int, int]], count: int) -> Form:
    powers, nodes = graph(edges, count)
    return sums.contract_term(term(powers), frozenset(nodes))


@settings(max_examples=150, deadline=None)
@given(st.integers(2, 5), st.data())
def test_labelling_does_not_see_the_names_of_summed_indices(count: int, data: Any) -> None:
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    edges = data.draw(st.lists(pairs, min_size=1, max_size=7))
    order = data.draw(st.permutations(range(count)))
    renamed = [(order[a], order[b]) for a, b in edges]
    assert labelled(edges, count) == labelled(renamed, count)


def test_regular_graphs_are_told_apart() -> None:
    """A hexagon and two triangles joined: colour refinement alone sees no difference between these."""
    def both(edges: list[tuple[int, int]]) -> list[tuple[int, int]]:
        return edges + [(b, a) for a, b in edges]

    prism = both([(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (0, 3), (1, 4), (2, 5)])
    bipartite = both([(a, b) for a in range(3) for b in range(3, 6)])
    shuffled = random.Random(3).sample(range(6), 6)
    assert labelled(prism, 6) != labelled(bipartite, 6)
    assert labelled(prism, 6) == labelled([(shuffled[a], shuffled[b]) for a, b in prism], 6)


def test_nested_sums_are_labelled_too() -> None:
    M = ct.matrix("M", rx.n, rx.n)
    inner = ct.exp(M @ M.T)
    assert decide_identity(ct.equal(inner, inner.T)) is Verdict.AGREE
    assert decide_identity(ct.equal(ct.sum(inner @ M), ct.sum(M.T @ inner))) is Verdict.AGREE
    assert decide_identity(ct.equal(ct.sum(inner @ M), ct.sum(M @ inner))) is Verdict.DIFFER


def test_substitution_commutes_with_values() -> None:
    k, j = plain("free", "k", N), plain("free", "j", N)
    M = ct.matrix("M", rx.n, rx.n)
    form = translate.form_of(ct.softmax(M @ M))
    slots = sorted(form.free, key=lambda index: index.text)
    dims, values = {"n": 3, "d": 1}, {"M": np.random.default_rng(1).uniform(size=(3, 3))}
    moved = substitute(form, {slots[0]: j, slots[1]: j})
    wanted = evaluate(form, values, dims, {"$0": 2, "$1": 2})
    assert evaluate(moved, values, dims, {"j": 2}) == pytest.approx(wanted)
    assert substitute(substitute(form, {slots[0]: k}), {k: slots[0]}) == form


SAMPLE = ["1.2.5", "1.2.8", "2.6-X", "3.4", "4.2-cosh", "7.third3", "rows"]


def proved() -> int:
    caches.clear()
    found = true_identities()
    return sum(compare(found[name]).verdict is Verdict.AGREE for name in SAMPLE)


def test_the_tests_notice_a_missing_cancellation(monkeypatch: pytest.MonkeyPatch) -> None:
    assert proved() == len(SAMPLE)
    monkeypatch.setattr(sums, "_absorb", lambda body, bound: None)
    assert proved() < len(SAMPLE)


def test_the_tests_notice_a_wrong_product_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    right = derive.Derivation._part
    monkeypatch.setattr(derive.Derivation, "_part", lambda self, one, factor, power: right(self, one, factor, 1))
    assert proved() < len(SAMPLE)


def test_the_tests_notice_a_wrong_labelling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labels, "orders", lambda body, bound: iter([tuple(sorted(bound, key=lambda i: i.text))]))
    with pytest.raises(AssertionError):
        test_labelling_does_not_see_the_names_of_summed_indices()


def test_the_tests_notice_a_labelling_that_forgets_the_direction(monkeypatch: pytest.MonkeyPatch) -> None:
    """A law that identifies M[i,k] with M[k,i] makes a false identity agree."""
    def careless(name: str, at: tuple[Index, ...] = ()) -> Any:
        return symbol(name, tuple(sorted(at, key=lambda index: index.text)))

    from certify.calculus.indexform import renaming
    monkeypatch.setattr(renaming, "symbol", careless)
    caches.clear()
    assert any(decide_identity(relation) is Verdict.AGREE for relation in false_identities().values())
