"""ct.Exists: what it says, its serialised form, its readings, and what it refuses."""

import json
from math import inf

import pytest

import certify as ct
from certify.language import Statement
from lemmas.lsxyz23.bounds_in_x import exp_lipschitz
from lemmas.lsxyz23.derivatives import d_f

PAPER = ct.Paper("tests")
n = ct.dim("n")
v = ct.vector("v", n)
W = ct.matrix("W", n, n)
x, y, z, C, N, R, delta = ct.scalars("x y z C N R delta")
PRODUCT = abs(x * y) <= C * (x**2 + y**2)


def claim(says, **more):
    return ct.Claim(PAPER, "a lemma", says=says, **more)


@pytest.mark.parametrize("ordinary, sha256", [
    (exp_lipschitz, "b118dfa72337e3bea84afa3d5dbff9315cc359aa6796a034b421f49e6f4102bf"),
    (d_f, "e646515be9f43f987a25b252cda57a8b51fdca650df7bd51d28ea435969f7949"),
])
def test_statements_without_an_existential_keep_the_hashes_they_had_before_there_was_one(ordinary, sha256):
    assert ordinary.sha256 == sha256
    assert "exists" not in ordinary.statement.to_json()


def test_serialised_form_holds_constant_limit_and_neighbourhood():
    data = claim(ct.Exists(C, abs(x * v[0]) <= C * N, limit={x: 0, N: inf}))
    assert json.loads(json.dumps(data.statement.to_json()))["exists"] == {
        "constant": "C", "limit": [["x", "0"], ["N", "inf"]], "radius": "delta", "threshold": "N_0"}


def test_neighbourhood_is_a_hypothesis_for_each_symbol_of_the_limit():
    found = claim(ct.Exists(C, abs(x) * ct.norm(v) * ct.norm(W, 2) <= C * N, limit={x: 1, v: 0, W: 0, N: -inf}))
    assert [str(relation) for relation in found.statement.given] == [
        "|x − 1| ≤ δ", "‖v‖₂ ≤ δ", "‖W‖_F ≤ δ", "N₀ ≤ −N"]


def test_hash_tells_the_quantifier_and_the_limit_apart():
    forms = [
        claim(PRODUCT), claim(ct.Exists(C, PRODUCT)), claim(ct.Exists(C, PRODUCT, limit={x: 0})),
        claim(ct.Exists(C, PRODUCT, limit={x: 0, y: 0})), claim(ct.Exists(C, PRODUCT, limit={x: 1, y: 0})),
        claim(ct.Exists(C, PRODUCT, limit={x: inf})), claim(ct.Exists(C, PRODUCT, limit={x: -inf})),
    ]
    assert len({form.sha256 for form in forms}) == len(forms)
    again = claim(ct.Exists(C, abs(x * y) <= C * (x**2 + y**2), limit={x: 0, y: 0}))
    assert again.sha256 == forms[3].sha256


@pytest.mark.parametrize("says, parts", [
    (ct.Exists(C, PRODUCT), ["there is a constant C such that", "≤ C (x² + y²)"]),
    (ct.Exists(C, PRODUCT, limit={x: 0, y: 0}), ["constants C and δ > 0 such that", "for all |x| ≤ δ, |y| ≤ δ"]),
    (ct.Exists(C, PRODUCT, limit={x: inf}), ["constants C and x₀ such that", "for all x ≥ x₀"]),
])
def test_readings_for_people_say_what_exists(says, parts):
    found = claim(says, given=[R > 0])
    assert all(part in str(found) for part in parts)
    assert r"\text{such that }" in found._repr_latex_() or r"\text{ such that }" in found._repr_latex_()


def test_values_of_the_constants_are_given_by_name_to_evaluate_a_claim():
    found = claim(ct.Exists(C, PRODUCT, limit={x: 0, y: 0}))
    assert [sign for _, sign, _ in found.at(C=0.5, delta=1, x=1, y=1).says] == [1]
    assert [sign for _, sign, _ in found.at(C=0.49, delta=1, x=1, y=1).says] == [-1]


@pytest.mark.parametrize("build, message", [
    (lambda: ct.Exists(C, abs(x) <= y), "must occur in the larger side"),
    (lambda: ct.Exists(C, C * abs(x) <= y), "must occur in the larger side"),
    (lambda: ct.Exists(C, abs(x) >= C * y), "must occur in the larger side"),
    (lambda: ct.Exists(C, ct.equal(x, C * y)), "asserts no bound"),
    (lambda: ct.Exists(C, x), "is no relation"),
    (lambda: ct.Exists(C * 2, PRODUCT), "must be a scalar symbol"),
    (lambda: ct.Exists(v, PRODUCT), "must be a scalar symbol"),
    (lambda: ct.Exists(C, abs(x) <= C * delta, limit={x: 0}), "name of the neighbourhood"),
    (lambda: ct.Exists(C, PRODUCT, limit={x * y: 0}), "taken in symbols"),
    (lambda: ct.Exists(C, ct.norm(v) <= C, limit={v: 1}), "can go to 0 only"),
    (lambda: claim(ct.Exists(C, PRODUCT), given=[C >= 1]), "which the conclusion says to exist"),
    (lambda: claim(ct.Exists(C, PRODUCT, limit={x: 0}), given=[delta >= 1]), "which the conclusion says to exist"),
    (lambda: claim(ct.Exists(C, PRODUCT), chain=[x <= y]), "steps of a proof"),
])
def test_nonsense_is_refused_with_a_reason(build, message):
    with pytest.raises(ct.ClaimError, match=message):
        build()


def test_the_ordinary_statement_with_a_number_is_another_one():
    found = claim(ct.Exists(C, PRODUCT))
    assert Statement.of([], [abs(x * y) <= 2 * (x**2 + y**2)]).sha256 != found.sha256
