"""The identity of a claim is what it says, and nothing else."""

import hashlib
import json

import pytest

import certify as ct
from certify.language import canonical_text

n, d = ct.dims("n d")
A = ct.matrix("A", n, d)
x, y = ct.vectors("x y", d)
R = ct.scalar("R")
PAPER = ct.Paper("test")


@ct.definition("f({x})")
def f(x):
    u = ct.exp(A @ x)
    return u / ct.sum(u)


def plain(x):
    return ct.exp(A @ x) / ct.sum(ct.exp(A @ x))


def claim(says, given=(), **more):
    return ct.Claim(PAPER, "a lemma", given=given, says=says, **more)


def test_names_labels_and_provenance_leave_no_trace():
    first = claim(ct.norm(f(x) - f(y)) <= R * ct.norm(x - y), [R >= 4])
    second = ct.Claim(ct.Paper("other"), "else", given=[4 <= R], provenance="recalled", row="1.1",
                      says=R * ct.norm(x - y) >= ct.norm(plain(x) - plain(y)))
    assert first.sha256 == second.sha256


@pytest.mark.parametrize("other", [
    lambda: claim(ct.norm(f(x) - f(y)) < R * ct.norm(x - y), [R >= 4]),
    lambda: claim(ct.norm(f(x) - f(y)) <= R * ct.norm(x - y), [R >= 3]),
    lambda: claim(ct.norm(f(x) - f(y), 1) <= R * ct.norm(x - y), [R >= 4]),
    lambda: claim(ct.norm(f(x) - f(y)) <= R * ct.norm(x - y)),
])
def test_what_is_said_changes_the_identity(other):
    assert claim(ct.norm(f(x) - f(y)) <= R * ct.norm(x - y), [R >= 4]).sha256 != other().sha256


def test_names_of_bound_indices_say_nothing():
    i, j = ct.index("i", d), ct.index("j", d)
    first = claim(ct.equal(ct.sum(A[:, i] * x[i], over=i), A @ x))
    second = claim(ct.equal(ct.sum(A[:, j] * x[j], over=j), A @ x))
    assert first.sha256 == second.sha256


def test_nested_sums_keep_their_indices_apart():
    i, j = ct.index("i", d), ct.index("j", d)
    nested = ct.sum(ct.sum(x[i] * y[j] * x[j], over=i), over=j)
    swapped = ct.sum(ct.sum(x[j] * y[i] * x[i], over=j), over=i)
    other = ct.sum(ct.sum(x[i] * y[i] * x[j], over=i), over=j)
    ids = [claim(ct.equal(e, 0)).sha256 for e in (nested, swapped, other)]
    assert ids[0] == ids[1] != ids[2]


def test_serialised_form_is_what_is_hashed():
    statement = claim(ct.norm(A @ x) <= R, [R >= 0.25]).statement
    data = statement.to_json()
    assert data["dims"] == ["d", "n"]
    assert data["symbols"] == {"A": ["n", "d"], "R": [], "x": ["d"]}
    assert ["const", [], ["1/4"]] in data["nodes"]
    assert hashlib.sha256(canonical_text(json.loads(json.dumps(data))).encode()).hexdigest() == statement.sha256


def test_one_name_for_two_things_is_refused():
    with pytest.raises(ct.ClaimError, match="stands for two things"):
        _ = claim(ct.norm(ct.vector("x", d)) <= ct.norm(ct.vector("x", n))).statement
    with pytest.raises(ct.ClaimError, match="stands for two things"):
        _ = claim(ct.norm(ct.vector("n", d)) <= n).statement


@pytest.mark.parametrize("build", [
    lambda: claim([]), lambda: claim(True), lambda: claim(R >= 1, provenance="hearsay"),
    lambda: claim(R >= 1, expected="true"), lambda: ct.Paper("a b"),
])
def test_bad_claims_are_refused(build):
    with pytest.raises(ct.ClaimError):
        build()


def test_substitution_carries_out_derivatives_first():
    g = ct.grad(ct.dot(x, x), x).subs({x: y + y})
    assert str(g.shape) == "(d,)"
    assert "x" not in claim(ct.norm(g) <= 1).statement.symbols


def test_substitution_needs_equal_shapes():
    with pytest.raises(ct.ShapeError, match="its shape"):
        x.subs({x: R})
