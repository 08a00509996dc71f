"""The index form proves the identities of the papers for all dimensions, and no mutation of them."""

from __future__ import annotations

import identities
import numpy as np
import pytest

import certify as ct
from certify.calculus.indexform import Verdict, canonical, compare, decide_identity
from certify.calculus.indexform.evaluate import evaluate
from certify.language import Relation

TRUE = identities.true_identities()
FALSE = identities.false_identities()
GIVEN = identities.with_hypotheses()
DIMS = {"n": 3, "d": 2, "m": 2}


@pytest.mark.parametrize("name", TRUE)
def test_true_identities_agree(name: str) -> None:
    assert compare(TRUE[name]).verdict is Verdict.AGREE


@pytest.mark.parametrize("name", FALSE)
def test_false_identities_differ(name: str) -> None:
    assert compare(FALSE[name]).verdict is Verdict.DIFFER


@pytest.mark.parametrize("name", GIVEN)
def test_equalities_among_the_hypotheses_are_used(name: str) -> None:
    relation, given = GIVEN[name]
    assert decide_identity(relation, given) is Verdict.AGREE
    assert decide_identity(relation) is Verdict.DIFFER


def gap(relation: Relation) -> float:
    """The largest difference of the two sides, by their forms, at random arrays."""
    rng = np.random.default_rng(7)
    arrays = {node.attrs[0]: rng.uniform(0.2, 1.5, [size.value(DIMS) for size in node.shape])
              for node in ct.Statement.of((), (relation,)).symbols.values()}
    worst = 0.0
    for place in np.ndindex(*(size.value(DIMS) for size in relation.lhs.shape)):
        at = {"i": 0, "j": 1, "k": 2, **{f"${axis}": index for axis, index in enumerate(place)}}
        left, right = (evaluate(canonical(side), arrays, DIMS, at) for side in (relation.lhs, relation.rhs))
        worst = max(worst, abs(left - right))
    return worst


MUTATED = [(name, relation) for name, relation in TRUE.items() if not name.startswith("2.")]


@pytest.mark.parametrize(("name", "relation"), MUTATED, ids=[name for name, _ in MUTATED])
def test_a_mutation_differs_exactly_where_its_values_do(name: str, relation: Relation) -> None:
    mutated_ones = identities.mutations(relation)
    for mutated in mutated_ones[::1 + len(mutated_ones) // 12]:
        verdict = decide_identity(mutated)
        if verdict is not Verdict.OUTSIDE:
            assert (verdict is Verdict.AGREE) == (gap(mutated) < 1e-9), mutated


def test_most_mutations_differ() -> None:
    names = ("1.2.5", "1.2.8", "3.3", "3.4")
    mutated = [relation for name in names for relation in identities.mutations(TRUE[name])]
    assert len(mutated) > 60
    assert sum(decide_identity(relation) is Verdict.DIFFER for relation in mutated) > 0.9 * len(mutated)


@pytest.mark.parametrize(("wrong", "reason"), [
    (ct.equal(ct.max(identities.x), 1), "max"),
    (ct.equal(ct.norm(identities.A, 2), 1), "norm"),
    (identities.x <= identities.y, "not an equation"),
    (ct.equal(ct.inv(ct.zeros(3, 3)), ct.eye(3)), "zero"),
    (ct.equal(1 / ct.diag(ct.vector("s", 3)), ct.eye(3)), "delta"),
    (ct.equal((1 + ct.sum(identities.x)) ** 1000, 1), "too large"),
    (ct.equal(identities.x[identities.i] * identities.i, 0), "index"),
    (ct.equal(ct.sqrt(-1 + 0 * ct.scalar("s")), 1), "negative"),
])
def test_what_is_outside_says_why(wrong: Relation, reason: str) -> None:
    found = compare(wrong)
    assert found.verdict is Verdict.OUTSIDE
    assert reason in found.reason


def test_hypotheses_are_used_after_differentiation() -> None:
    total = ct.sum(identities.x)
    wrong = ct.equal(ct.grad(total, identities.x), ct.zeros(identities.d))
    assert decide_identity(wrong, [ct.equal(total, 1)]) is Verdict.DIFFER


def test_a_hypothesis_on_one_entry_says_nothing_of_another() -> None:
    Ai, Aj, b = identities.Ai, identities.Aj, identities.b
    given = [ct.equal(ct.dot(Ai, b), 0)]
    assert decide_identity(ct.equal(ct.dot(Ai, b) ** 2, 0), given) is Verdict.AGREE
    assert decide_identity(ct.equal(ct.dot(Aj, b), 0), given) is Verdict.DIFFER
    every = [ct.equal(identities.A.T @ b, ct.zeros(identities.d))]
    assert decide_identity(ct.equal(ct.dot(Aj, b), 0), every) is Verdict.AGREE


def test_known_sizes_are_written_out() -> None:
    s = ct.vector("s", 3)
    assert decide_identity(ct.equal(ct.sum(s), s[0] + s[1] + s[2])) is Verdict.AGREE
    assert decide_identity(ct.equal(ct.sum(s), s[0] + s[1] + s[1])) is Verdict.DIFFER
    assert decide_identity(ct.equal(ct.diag(s) @ [1, 2, 3], s * [1, 2, 3])) is Verdict.AGREE
    assert decide_identity(ct.equal(s, s[0] * ct.unit(3, 0) + s[1] * ct.unit(3, 1) + s[2] * ct.unit(3, 2))) \
        is Verdict.AGREE


def test_dimensions_are_numbers_too() -> None:
    n = identities.n
    assert decide_identity(ct.equal(ct.trace(ct.eye(n)), n)) is Verdict.AGREE
    assert decide_identity(ct.equal(ct.norm(ct.ones(n)), ct.sqrt(n))) is Verdict.AGREE
    assert decide_identity(ct.equal(n ** 1.5, n * ct.sqrt(n))) is Verdict.AGREE
    assert decide_identity(ct.equal(ct.sqrt(8), 2 * ct.sqrt(2))) is Verdict.AGREE
    assert decide_identity(ct.equal(ct.trace(ct.eye(n)), identities.d)) is Verdict.DIFFER


def test_a_form_is_shown_in_index_notation() -> None:
    text = str(canonical(ct.grad(ct.sum(ct.exp(identities.A @ identities.x)), identities.x)))
    assert text == "(Σ_k A[k,i] exp((Σ_l A[k,l] x[l])))"
    assert str(canonical(identities.x - identities.x)) == "0"
