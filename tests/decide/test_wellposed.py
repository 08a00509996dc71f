"""Claims with a meaning everywhere, claims that have none at some instance, claims of which neither is known."""

import json
from math import inf

import pytest

import certify as ct
from certify import check
from certify.certificates import certificates_of
from certify.decide import entry_of, verify
from certify.decide.wellposed import well_posed
from certify.decide.wellposed.needs import _NEEDS, unproved
from certify.decide.wellposed.undefined import _has_no_value, _is_plain, _meets_the_rest, look_for
from certify.language import postorder
from lemmas.gsy23 import alpha_inverse
from lemmas.gsy23.convexity import strong_convexity
from lemmas.sharp import hyperbolic

n, d = ct.dims("n d")
A = ct.matrix("A", n, d)
M = ct.matrix("M", d, d)
x, y = ct.vectors("x y", d)
v = ct.vector("v", n)
s, t, beta, R = ct.scalars("s t beta R")
i = ct.index("i", d)
PAPER = ct.Paper("test")


def claim(says, *given):
    return ct.Claim(PAPER, "a claim", given=list(given), says=says)


def total(g, x):
    return ct.sum(g(A @ x))


alpha = total(ct.sinh, x)
EVERYWHERE = {
    "nothing to divide by": claim(ct.norm(x + y) <= ct.norm(x) + ct.norm(y)),
    "a number": claim(x[i] / 2 <= s),
    "sum of exponentials": claim(ct.exp(s) / total(ct.exp, x) <= t),
    "sum of hyperbolic cosines": claim(total(ct.cosh, x) ** -2 <= t),
    "softmax": claim(ct.equal(ct.grad(ct.log(total(ct.exp, x)), x), A.T @ ct.softmax(A @ x))),
    "square and more": claim(1 / (1 + ct.dot(x, x)) <= 1),
    "quadratic form": claim(1 / (1 + ct.dot(x, A.T @ A @ x)) <= 1),
    "inverse of a diagonal": claim(ct.norm(ct.inv(ct.diag(ct.exp(A @ x))), 2) <= t),
    "inverse of a sum over kron": claim(
        ct.norm(ct.inv(ct.diag(ct.kron(ct.eye(n), ct.ones(1, d)) @ ct.exp(ct.vec(A, "C")))), 2) <= t),
    "root that is at least 1": claim(ct.sqrt(ct.sqrt(n) - 1) <= n),
    "square of a norm has a derivative": claim(ct.equal(ct.grad(ct.norm(x) ** 2, x), 2 * x)),
    "an entry of an array of known size": claim(ct.unit(d, i)[i] <= s),
}
BY_HYPOTHESIS = {
    "alpha above beta": (claim(alpha**-1 <= 1 / beta, alpha >= beta, beta > 0), beta > 0),
    "alpha is positive": (claim(alpha**-1 <= 1 / beta, alpha > 0, beta >= 1), alpha > 0),
    "dimension": (claim(1 / (n - 1) <= s, n >= 2), n >= 2),
    "full rank": (claim(s / ct.sigmin(A) <= t, n >= d, ct.sigmin(A) > 0), ct.sigmin(A) > 0),
    "full rank, in a hypothesis": (claim(ct.norm(v) >= 0, v**2 >= s / ct.sigmin(A) ** 2, ct.sigmin(A) > 0),
                                   ct.sigmin(A) > 0),
    "Gram matrix": (claim(ct.norm(ct.inv(A.T @ A), 2) <= t, n >= d, ct.sigmin(A) > 0), ct.sigmin(A) > 0),
    "tall": (claim(ct.norm(ct.inv(A.T @ A), 2) <= t, n >= d, ct.sigmin(A) > 0), n >= d),
    "ridge": (claim(ct.norm(ct.inv(A.T @ A + s * ct.eye(d)), 2) <= 1 / s, s > 0), s > 0),
    "logarithm": (claim(ct.log(s) <= s - 1, s > 0), s > 0),
    "root": (claim(ct.sqrt(s - 1) <= s, s >= 1), s >= 1),
    "fractional power": (claim(s**0.75 <= 1 + s, s >= 0), s >= 0),
    "apart": (claim(1 / ct.norm(x - y) <= t, ct.norm(x - y) > 0), ct.norm(x - y) > 0),
    "not 0": (claim(s / t <= 1, abs(t) > 0), abs(t) > 0),
    "below 0": (claim(s / t <= 1, t <= -2), t <= -2),
}
SOMEWHERE_NOT = {
    "alpha is 0": claim(alpha**-1 <= t, ct.norm(A, 2) <= R, ct.norm(x) <= R, R >= 4),
    "under a derivative": claim(ct.equal(ct.partial(alpha**-1, x, i), s)),
    "direction of 0": claim(ct.norm(x / ct.norm(x)) <= 1),
    "equal points": claim(1 / ct.norm(x - y) <= t, ct.norm(x) >= 1),
    "rows that cancel": claim(1 / ct.sum(x) <= t, ct.norm(x, inf) >= 1, d >= 2),
    "one row": claim(1 / (n - 1) <= ct.norm(v)),
    "singular": claim(ct.norm(ct.inv(M), 2) <= t, ct.norm(M, 2) >= 1, d >= 2),
    "the hypothesis itself": claim(s <= 1, s <= 1 / t, t >= 0, s >= 0),
    "logarithm of 0": claim(ct.log(s) <= s, s >= 0, s <= 3),
}
OPEN = {
    "irrational": claim(1 / (s * s - 2) <= t),
    "numbers that cancel": claim(1 / (ct.exp(s) * ct.exp(t) - ct.exp(s + t)) <= t, s >= 1, t >= 1),
    "no derivative at 0": claim(ct.grad(abs(s), s) <= 1),
    "norm at 0": claim(ct.norm(ct.grad(ct.norm(x), x)) <= 1),
    "contradiction": claim(1 / s <= 1, s >= 2, s <= 1),
}


def dropped(claim, relation):
    kept = [rel for rel in claim.given if str(rel) != str(relation)]
    assert len(kept) == len(claim.given) - 1
    return ct.Claim(PAPER, "a claim", given=kept, says=claim.says)


@pytest.mark.parametrize("name", EVERYWHERE)
def test_a_meaning_everywhere_is_proved(name):
    assert well_posed(EVERYWHERE[name]).holds is True


@pytest.mark.parametrize("name", BY_HYPOTHESIS)
def test_a_hypothesis_may_give_the_meaning(name):
    posed, needed = BY_HYPOTHESIS[name]
    assert well_posed(posed).holds is True, unproved(posed.statement)
    assert well_posed(dropped(posed, needed)).holds is not True


@pytest.mark.parametrize("name", BY_HYPOTHESIS)
def test_without_it_an_instance_shows_that_there_is_none(name):
    found = well_posed(dropped(*BY_HYPOTHESIS[name]))
    assert found.holds is False
    assert found.undefined_at is not None


@pytest.mark.parametrize("name", SOMEWHERE_NOT)
def test_an_instance_without_a_value_is_found_and_the_checker_agrees(name, tmp_path):
    decision = verify(SOMEWHERE_NOT[name], budget=300)
    assert decision.well_posed is False
    (data,) = [data for name, data in certificates_of(decision).items() if name.endswith("undefined.json")]
    path = tmp_path / "one.json"
    path.write_text(json.dumps(data))
    assert check.main([str(path)]) == 0
    assert entry_of(decision)["undefined_at"]["node"] == data["node"]


@pytest.mark.parametrize("name", SOMEWHERE_NOT)
def test_the_checker_accepts_the_instance_for_the_same_operations_alone(name, tmp_path):
    """A certificate with the number of another node is an error that is caught, unless that has no value either."""
    statement, instance = SOMEWHERE_NOT[name].statement, well_posed(SOMEWHERE_NOT[name]).undefined_at.instance
    data = {"schema": "certify.certificate/1", "kind": "undefined", "claim": "test.a", "sha256": statement.sha256,
            "statement": statement.to_json(), "instance": instance.to_json()}
    path = tmp_path / "planted.json"
    for place, node in enumerate(postorder(*statement.roots)):
        path.write_text(json.dumps({**data, "node": place}))
        bad = _is_plain(statement, node) and _has_no_value(node, instance)
        expected = bad and _meets_the_rest(statement, node, instance)
        assert check.main([str(path)]) == (0 if expected else 1), node


@pytest.mark.parametrize("name", OPEN)
def test_what_is_neither_proved_nor_shown_stays_open(name):
    found = well_posed(OPEN[name])
    assert (found.holds, found.undefined_at) == (None, None)


@pytest.mark.parametrize("name", [*EVERYWHERE, *BY_HYPOTHESIS])
def test_the_search_finds_nothing_where_the_proof_says_so(name):
    """Two ways that know nothing of each other."""
    statement = (EVERYWHERE.get(name) or BY_HYPOTHESIS[name][0]).statement
    partial = [node for node in postorder(*statement.roots) if node.op in _NEEDS]
    assert look_for(statement, partial, budget=150) is None


@pytest.mark.parametrize("family", ["d_inverse", "d_normalized", "rescaled", "inverse_lipschitz_without_beta"])
def test_alpha_inverse_is_well_posed_for_exp_and_cosh_and_not_for_sinh(family):
    found = {name: well_posed(member) for name, member in getattr(alpha_inverse, family).items()}
    assert {name: one.holds for name, one in found.items()} == {"exp": True, "cosh": True, "sinh": False}
    values = found["sinh"].undefined_at.instance.to_json()["values"]
    assert (values["A"], values["x"]) == ([["0"]], ["0"])


def test_corrected_statements_are_well_posed():
    assert well_posed(hyperbolic.inverse_nearby).holds is True
    assert all(well_posed(member).holds for member in strong_convexity.values())
