"""The planted errors themselves: what each operator makes, and that what is called false is false."""

import numpy as np
import pytest
from falsity import known_false
from mutants import mutants
from operators import OPERATORS, Names
from pointwise import Point, clearly_violated
from rates import allowance, counts_of, kept, rate, record, table
from trials import QUICK, SEED, Trial, chosen, library, trial

import certify as ct
from certify.certificates import certificates_of
from certify.instances import Instance, generator, sample
from certify.language import Statement

PAPER = ct.Paper("made")
n, d = ct.dims("n d")
A = ct.matrix("A", n, d)
M = ct.matrix("M", n, n)
x, y = ct.vectors("x y", d)
p, q = ct.vectors("p q", n)
R = ct.scalar("R")
i, j = ct.index("i", d), ct.index("j", d)

CASES = {
    "sign": (p + q, {"-p + q", "p - q"}),
    "factor": (2 * p, {"4 * p", "1 * p"}),
    "exponent": (R**3, {"R**4", "R**2"}),
    "dropped term": (p + q, {"p", "q"}),
    "dropped factor": (p * q, {"p", "q"}),
    "wrong norm": (ct.norm(A, 2), {"1", "inf", "fro"}),
    "swapped symbol": (p, {"q"}),
    "swapped operands": (ct.outer(p, q), {"outer(q, p)"}),
    "wrong function": (ct.cosh(R), {"sinh"}),
}


@pytest.mark.parametrize("operator", OPERATORS)
def test_each_operator_changes_its_node_and_keeps_the_shape(operator):
    node, wanted = CASES[operator]
    names = Names.of(Statement.of([], [ct.equal(p, q), ct.equal(R, R)]))
    found = list(OPERATORS[operator](node, names))
    assert len(found) == len(wanted)
    assert all(new.shape == node.shape and new is not node for new in found)


def test_operators_find_nothing_where_there_is_nothing_to_change():
    names = Names.of(Statement.of([], [ct.equal(p, p)]))
    assert [name for name, change in OPERATORS.items() if list(change(p, names))] == []


def claim(says, given=()):
    return ct.Claim(PAPER, "made up", says=says, given=given)


def test_mutants_are_new_distinct_and_the_same_every_time():
    made = claim(ct.norm(A @ x) <= R * ct.norm(x) + ct.norm(p), [ct.norm(A, 2) <= R, R >= 1])
    found = mutants(made, (), 40)
    hashes = [mutant.statement.sha256 for mutant in found]
    assert len(set(hashes)) == len(hashes) >= 15
    assert made.sha256 not in hashes
    assert [mutant.statement.sha256 for mutant in mutants(made, (), 40)] == hashes
    assert {"dropped hypothesis", "reversed", "wrong norm", "sign"} <= {mutant.operator for mutant in found}
    taken = {hashes[3]}
    assert taken.isdisjoint(mutant.statement.sha256 for mutant in mutants(made, taken, 40))
    assert all(mutant.claim.sha256 == mutant.statement.sha256 for mutant in found)


def test_a_few_mutants_are_of_different_operators():
    found = mutants(claim(ct.norm(A @ x) <= R * ct.norm(x), [ct.norm(A, 2) <= R]), (), 5)
    assert len({mutant.operator for mutant in found}) == 5


def point(**values):
    return Point(Instance({"n": 2, "d": 2}, {"i": 0, "j": 1}, values))


def test_differences_agree_with_derivatives_known_by_hand():
    at = point(x=(1, 2), y=(3, -1), p=(1, 1), A=((1, 2), (0, 1)))
    cube = ct.sum(x * x * x)
    assert np.allclose(at.value(ct.grad(cube, x)).astype(float), [3, 12], rtol=1e-20)
    assert np.allclose(at.value(ct.hessian(cube, x)).astype(float), [[6, 0], [0, 12]], rtol=1e-20)
    assert float(at.value(ct.jvp(ct.jvp(cube, x, y), x, y))) == pytest.approx(6 * 9 + 12, rel=1e-20)
    assert np.allclose(at.value(ct.jacobian(A @ x, x)).astype(float), [[1, 2], [0, 1]], rtol=1e-20)
    assert at.value(ct.grad(ct.dot(p, A @ x), A)).astype(float).tolist() == [[1, 2], [1, 2]]
    assert at.value(ct.grad(A[0, 1] ** 2, A, order="F")).astype(float) == pytest.approx([0, 0, 4, 0])
    k = ct.index("k", d)
    assert float(at.value(ct.sum(ct.partial(cube, x, k), over=k))) == pytest.approx(15, rel=1e-20)


def test_clear_violations_only():
    at = Instance({"d": 1}, {}, {"x": (1,)})
    assert clearly_violated(Statement.of([], [ct.norm(x) <= ct.rational(999, 1000)]), at)
    assert not clearly_violated(Statement.of([], [ct.norm(x) <= 1]), at)
    assert clearly_violated(Statement.of([], [ct.norm(x) < 1]), at)
    assert not clearly_violated(Statement.of([x >= 2], [ct.norm(x) < 1]), at)
    assert not clearly_violated(Statement.of([], [1 / (ct.norm(x) - 1) <= 0]), at)  # undefined there


@pytest.mark.parametrize("claim_id", chosen("identities", QUICK)[::12] + chosen("bounds", QUICK)[::6])
def test_true_claims_are_not_known_to_be_false(claim_id):
    statement = library()[claim_id].statement
    assert library()[claim_id].expected == "refuted" or known_false(statement) is None


def test_false_ones_are_known():
    assert known_false(Statement.of([], [ct.equal(ct.grad(ct.sum(ct.exp(x)), x), x)])) is not None
    assert known_false(Statement.of([ct.norm(A, 2) <= R], [ct.norm(A @ x) <= R * ct.norm(x) / 2])) is not None
    strict = Statement.of([], [ct.norm(x - x) < ct.norm(x) - ct.norm(x)])
    assert known_false(strict) is not None


def made_trial(known_false=True, outcome="refuted", operator="sign", **more):
    return Trial("made.up", operator, "0" * 64, "bounds", "a <= b", outcome, known_false, 1, (), 0.1, **more)


def test_rates_count_what_is_known_to_be_false():
    trials = [made_trial(), made_trial(), made_trial(), made_trial(outcome="supported"),
              made_trial(known_false=False, outcome="supported", operator="factor")]
    counts = counts_of(trials)
    assert (counts["mutants"], counts["known false"], counts["refuted of these"], counts["supported"]) == (5, 4, 3, 2)
    assert rate(counts) == 0.75
    assert 0 < allowance(0.75, 40) < allowance(0.75, 4) < 1
    assert rate(counts_of([])) is None
    text = table(trials)
    assert "75.0 %" in text
    assert "survived: made.up, sign" in text
    assert len(record(trials)["survivors"]) == 1


def test_a_verifier_that_proves_everything_is_caught(monkeypatch):
    from certify.decide import Decision, Status

    monkeypatch.setattr("trials.verify", lambda claim, *_: Decision(claim=claim, status=Status.PROVED, trust=None,
                                                                   reason=""))
    (mutant,) = mutants(claim(ct.equal(ct.grad(ct.dot(x, x), x), 2 * x)), (), 1)
    found = trial(mutant, QUICK)
    assert found.known_false
    assert any("proved, and false at" in defect for defect in found.defects)


def test_a_rejected_certificate_is_a_defect(monkeypatch):
    def tampered(decision):
        return {name: {**data, "sha256": "0" * 64} for name, data in certificates_of(decision).items()}

    monkeypatch.setattr("trials.certificates_of", tampered)
    (mutant,) = mutants(claim(ct.equal(ct.grad(ct.dot(x, x), x), 2 * x)), (), 1)
    found = trial(mutant, QUICK)
    assert found.outcome == "refuted"
    assert all("rejected" in defect for defect in found.defects)
    assert len(found.defects) == found.certificates > 0


def test_the_kept_rates_are_there():
    for kind in ("identities", "bounds"):
        assert kept()["quick"][kind]["rate"] > 0.8


def test_hints_are_instances_of_the_claim():
    made = claim(ct.norm(A @ x) <= R * ct.norm(x), [ct.norm(A, 2) <= R])
    batch = sample(made.statement, {"n": 2, "d": 2}, {}, 8, generator(SEED, made.sha256))
    halved = Statement.of(made.statement.given, [ct.norm(A @ x) <= R * ct.norm(x) / 1000])
    hints = [batch.instance(k) for k in range(8)]
    assert known_false(halved, hints) in hints
