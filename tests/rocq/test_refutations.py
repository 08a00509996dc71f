"""Refutations through coqc: counterexamples are accepted, whatever is none is refused.

Skipped where coqc is not installed: then no refutation was checked.
"""

import re
from fractions import Fraction

import pytest

from certify.decide import entry_of, verify
from certify.decide.proved import Contradiction
from certify.instances.data import Instance
from certify.report import decision_html
from certify.rocq import PROVED, REFUSED, NotPrintable, check, known_checks, lifted, rocq, version
from certify.rocq.command import prove_claims, summary
from certify.rocq.pinning import CLASSICAL
from certify.rocq.records import PROOF, REFUTATION
from certify.rocq.refutations import NotRefutable, refutation_text, squares, witnesses
from certify.rocq.refutations.squares import kernel
from certify.rocq.sources import modules
from certify.runs import load

needs_coqc = pytest.mark.skipif(version() is None, reason="coqc is not installed: refutations were not checked")
FALSE = """
import certify as ct
P = ct.Paper("false")
n, d = ct.dims("n d")
A, B = ct.matrices("A B", n, d)
x, y, v = ct.vectors("x y v", d)
R, H = ct.scalars("R H")
i = ct.index("i", d)
u = ct.exp(A @ x)
claims = {
    "strict at equality": ct.Claim(P, "1", given=[R >= 0], says=R > 0),
    "exponentials": ct.Claim(P, "2", given=[ct.norm(A, 2) <= R, ct.norm(x) <= R], says=ct.sum(u) <= 1 + R + H * H),
    "entries": ct.Claim(P, "3", says=ct.equal(ct.exp(x + y), ct.exp(x) + ct.exp(y))),
    "an index": ct.Claim(P, "4", says=x[i] <= ct.max(x) / 2),
    "the spectral norm": ct.Claim(P, "5", says=ct.norm(A + B, 2) <= ct.norm(A, "fro")),
    "a matrix order": ct.Claim(P, "6", given=[ct.norm(x) <= 1], says=ct.outer(x, x) << ct.eye(d) / 2),
    "a gradient": ct.Claim(P, "7", says=ct.equal(ct.grad(ct.log(ct.sum(u)), x), A.T @ u)),
    "a hypothesis on a gradient": ct.Claim(P, "8", given=[ct.norm(ct.grad(ct.dot(x, x), x)) <= 1],
                                           says=ct.norm(x) <= ct.rational(1, 3)),
    "several": ct.Claim(P, "9", says=(ct.norm(x) >= 0, ct.norm(x) <= R)),
    "maxima and powers": ct.Claim(P, "10", given=[R >= 1], says=ct.norm(x, R) <= ct.max(x)),
    "true": ct.Claim(P, "11", says=ct.norm(x) >= 0),
}
"""


@pytest.fixture
def claims(tmp_path, cache):
    path = tmp_path / "false.py"
    path.write_text(FALSE)
    return {re.search(r"\[(.*)\]", claim.id).group(1): claim for claim in load([str(path)])}


@needs_coqc
def test_false_claims_of_every_kind_are_refuted_and_true_ones_are_not(claims):
    found = dict(zip(claims, check(claims.values(), jobs=2), strict=True))
    wrong = {name: (record.outcome, record.reason) for name, record in found.items()
             if (record.outcome, record.kind) != (PROVED, REFUTATION)}
    assert list(wrong) == ["true"]
    assert found["true"].kind == PROOF
    assert set(found["entries"].axioms) <= CLASSICAL
    assert "Certify.AtNumbers" in found["entries"].requires
    assert summary(found.values()).startswith("10 refuted, 1 ")
    assert known_checks(claims.values())[found["entries"].id] == found["entries"]


@pytest.fixture
def refused(claims, monkeypatch):
    """What becomes of a claim with a witness that somebody made up."""
    def run(name, instance, change=lambda text: text):
        claim = claims[name]
        text = change(refutation_text(claim, instance, 0, claim._module))
        monkeypatch.setattr("certify.rocq.refutations.refutation", lambda *_: witnesses.Refutation(text, None))
        (record,) = check([claim])
        return record

    return run


def vector(*entries):
    return tuple(map(Fraction, entries))


ORDER = Instance({"d": 1}, {}, {"x": vector(1)})


@needs_coqc
def test_a_hypothesis_that_does_not_hold_is_refused(refused):
    record = refused("a matrix order", Instance({"d": 1}, {}, {"x": vector(2)}))
    assert (record.outcome, record.kind) == (REFUSED, REFUTATION)


@needs_coqc
def test_a_conclusion_that_holds_is_refused(refused):
    held = refused("a matrix order", ORDER, lambda text: text.replace("x : vec := listed [1]", "x : vec := listed [0]"))
    assert held.outcome == REFUSED


PLANTS = {
    "another theorem": lambda text: re.sub(r": ~ \S+\.\nProof\..*", ": True.\nProof. exact I. Qed.", text, flags=re.S),
    "a gap": lambda text: re.sub(r"Proof\..*", "Admitted.\n", text, flags=re.S),
    "an axiom": lambda text: re.sub(r"Proof\..*", "Proof. destruct gap. Qed.\n", text.replace(
        "Ltac numbers", "Axiom gap : False.\nLtac numbers"), flags=re.S),
    "another negation": lambda text: text.replace("Ltac numbers", 'Notation "~ P" := True.\nLtac numbers'),
}


@needs_coqc
@pytest.mark.parametrize("plant", PLANTS)
def test_planted_nonsense_is_refused(refused, plant):
    record = refused("a matrix order", ORDER, PLANTS[plant])
    assert record.outcome == REFUSED
    assert record.axioms == ()


@needs_coqc
def test_the_pinning_alone_refuses_it_too(refused, monkeypatch):
    monkeypatch.setattr("certify.rocq.building.faults", lambda source: [])
    assert "gap" in refused("a matrix order", ORDER, PLANTS["an axiom"]).reason


def test_no_text_is_written_where_nothing_fails(claims):
    with pytest.raises(NotRefutable, match="no direction"):
        refutation_text(claims["a matrix order"], Instance({"d": 1}, {}, {"x": vector(0)}), 0, "false")


def test_a_refutation_lifts_a_decision_and_contradicts_a_proof(claims):
    claim = claims["strict at equality"]
    entry = entry_of(verify(claim, budget=500))
    record = make_record(claim)
    assert lifted(entry, record, bounds=True)["trust"] == "kernel"
    assert lifted(entry, record, bounds=True)["status"] == "refuted"
    with pytest.raises(Contradiction):
        lifted({**entry, "status": "proved"}, record, bounds=True)


def test_formulas_with_short_values_are_numbers(tmp_path):
    (tmp_path / "derived.py").write_text("""
import certify as ct
P = ct.Paper("derived")
(n,) = ct.dims("n")
x, y, z = ct.vectors("x y z", n)
false = ct.Claim(P, "1", given=[ct.equal(y, ct.exp(x) / 3), ct.equal(z, ct.exp(y) * x)], says=ct.sum(y + z) <= 0)
""")
    (claim,) = load([str(tmp_path / "derived.py")])
    text = refutation_text(claim, Instance({"n": 2}, {}, {"x": vector(0, 0)}), 0, "derived")
    assert "y : vec := listed [1 / 3; 1 / 3]" in text
    assert "z : vec := listed [0; 0]" in text
    text = refutation_text(claim, Instance({"n": 2}, {}, {"x": vector(0, 1)}), 0, "derived")
    assert "y : vec := hdiv (vexp x) (vconst 3)" in text


FALSE_ONES = [claim for claim in load() if claim.expected == "refuted" and claim.statement.exists is None]


@pytest.mark.parametrize("claim", FALSE_ONES, ids=lambda claim: claim.id)
def test_the_library_ships_a_witness_for_each_false_claim_that_prints(claim, cache):
    try:
        rocq(claim)
    except NotPrintable:
        assert claim.sha256 not in witnesses.shipped()
        return
    if modules([claim])[0].has_proof(claim):  # a refutation that somebody wrote stands beside it
        return
    assert witnesses.refutation(claim, "module", search=False).text is not None, (
        "write the witnesses anew: python -m certify.rocq.refutations")


def make_record(claim):
    from certify.rocq.records import Record

    return Record(claim.id, claim.sha256, PROVED, kind=REFUTATION, coq="8.16.1")


def test_without_coqc_nothing_is_searched(claims, tmp_path, monkeypatch):
    monkeypatch.setattr("certify.rocq.coq.version", lambda: None)
    monkeypatch.setattr("certify.rocq.refutations.witnesses.verify", None)
    assert prove_claims(list(claims.values()), tmp_path) == 4
    assert known_checks(claims.values()) == {}


BESIDE = """
import certify as ct
P = ct.Paper("beside")
(n,) = ct.dims("n")
x = ct.vector("x", n)
a, C = ct.scalars("a C")
strict = ct.Claim(P, "1", given=[a >= 0], says=a > 0, expected={expected!r})
constant = ct.Claim(P, "2", says=ct.Exists(C, a * a <= C * abs(a)), expected={expected!r})
"""
HEAD = "From Coq Require Import Reals Lra.\nFrom Certify Require Import Lang.\nLocal Open Scope R_scope.\n"
STRICT = "Theorem strict : ~ (forall a : R, 0 <= a -> 0 < a).\n"
SHOWN = STRICT + "Proof. intros H. specialize (H 0). lra. Qed.\n"
CONSTANT = """Theorem constant : ~ exists C : R, forall a : R, a * a <= C * Rabs a.
Proof.
  intros [C H]. pose proof (Rabs_pos C). pose proof (Rle_abs C). specialize (H (Rabs C + 1)).
  rewrite (Rabs_pos_eq (Rabs C + 1)) in H by lra. apply Rmult_le_reg_r in H; lra.
Qed.
"""


@pytest.fixture
def beside(tmp_path, cache):
    """Checks refutations that stand beside claims that are said to be false, or are not."""
    def run(proofs, expected="refuted", text=BESIDE):
        (tmp_path / "beside.py").write_text(text.format(expected=expected))
        (tmp_path / "beside.v").write_text(HEAD + proofs)
        found = load([str(tmp_path / "beside.py")])
        return {record.id.rpartition(".")[2]: (claim, record)
                for claim, record in zip(found, check(found), strict=True)}

    return run


@needs_coqc
def test_a_refutation_that_somebody_wrote_is_accepted_for_a_claim_that_is_said_to_be_false(beside):
    found = beside(SHOWN + CONSTANT)
    assert known_checks([claim for claim, _ in found.values()]) == {record.id: record for _, record in found.values()}
    for claim, record in found.values():
        assert (record.outcome, record.kind, record.origin) == (PROVED, REFUTATION, "written"), record.reason
        assert set(record.axioms) <= CLASSICAL
        entry = lifted(entry_of(verify(claim, budget=500)), record, bounds=True)
        assert (entry["status"], entry["trust"]) == ("refuted", "kernel")
        assert "the printed statement is false, by beside.v" in entry["reason"]
        assert "refutation accepted by Rocq" in decision_html(entry)


@needs_coqc
def test_it_is_no_proof_of_a_claim_that_is_not_said_to_be_false(beside):
    found = beside(SHOWN, expected=None)
    assert {name: record.outcome for name, (_, record) in found.items() if record.kind == PROOF}["strict"] == REFUSED


WRITTEN_PLANTS = {
    "a gap": STRICT + "Admitted.\n",
    "an axiom": "Axiom gap : ~ (forall a : R, 0 <= a -> 0 < a).\n" + STRICT + "Proof. exact gap. Qed.\n",
    "another theorem": "Theorem strict : True.\nProof. exact I. Qed.\n",
    "the negation of another statement":
        "Theorem strict : ~ (forall a : R, 0 < a).\nProof. intros H. specialize (H 0). lra. Qed.\n",
    "the negation of a stronger statement": "Theorem strict : ~ (forall a : R, - 1 <= a -> 0 < a).\n"
        "Proof. intros H. specialize (H 0 ltac:(lra)). lra. Qed.\n",
    "another negation": "Definition not (P : Prop) := True.\n"
        "Theorem strict : not (forall a : R, 0 <= a -> 0 < a).\nProof. exact I. Qed.\n",
    "another sign": 'Notation "~ P" := (P -> P) (at level 75, right associativity).\n' + STRICT
        + "Proof. intros H. exact H. Qed.\n",
}


@needs_coqc
@pytest.mark.parametrize("plant", WRITTEN_PLANTS)
@pytest.mark.parametrize("scanned", [True, False])
def test_anything_else_beside_a_false_claim_is_refused(beside, plant, scanned, monkeypatch):
    if not scanned:
        monkeypatch.setattr("certify.rocq.building.faults", lambda source: [])
    _, record = beside(WRITTEN_PLANTS[plant])["strict"]
    assert (record.outcome, record.kind) == (REFUSED, REFUTATION)


@needs_coqc
def test_a_proof_of_a_claim_that_is_said_to_be_false_later_is_no_refutation(beside):
    text = BESIDE.replace("says=a > 0", "says=a >= 0")
    proof = "Theorem strict : forall a : R, 0 <= a -> 0 <= a.\nProof. auto. Qed.\n"
    assert beside(proof, None, text)["strict"][1].outcome == PROVED
    _, record = beside(proof, "refuted", text)["strict"]
    assert (record.outcome, record.kind) == (REFUSED, REFUTATION)
    assert "no refutation of the printed statement" in record.reason


def fractions(rows):
    return [[Fraction(entry) for entry in row] for row in rows]


@pytest.mark.parametrize(("form", "semidefinite"), [
    ([[1, 2], [2, 4]], True), ([[1, 2], [2, 3]], False), ([[0, 0], [0, 1]], True), ([[0, 1], [1, 5]], False),
    ([[2, -1, 0], [-1, 2, -1], [0, -1, 2]], True)])
def test_squares_add_up_to_the_form(form, semidefinite):
    lines = squares.squares(fractions(form))
    assert (lines is not None) == semidefinite
    if lines is not None:
        rest = fractions(form)
        for line in lines:  # each one takes its pivot away
            k = next(j for j, entry in enumerate(line) if entry)
            pivot = rest[k][k]
            assert pivot > 0
            rest = [[rest[i][j] - pivot * line[i] * line[j] for j in range(len(rest))] for i in range(len(rest))]
        assert not any(map(any, rest))


def test_a_kernel_is_one():
    assert kernel(fractions([[1, 0], [0, 1]])) is None
    rows = fractions([[1, 2, 3], [2, 4, 6], [1, 0, 1]])
    found = kernel(rows)
    assert any(found)
    assert all(sum(a * b for a, b in zip(row, found, strict=True)) == 0 for row in rows)
