"""The independent checker of bounds: it accepts every proof of the library, and no proof that was tampered with."""

import copy
import json

import pytest

import certify as ct
from certify import check
from certify.bounds import bound_certificate, prove, refusal
from certify.decide.upper import _decimal
from certify.language.statements import canonical_text
from certify.runs import load

n, d = ct.dims("n d")
A = ct.matrix("A", n, d)
x, y = ct.vectors("x y", d)
b = ct.vector("b", n)
R, s = ct.scalars("R s")
PAPER = ct.Paper("test")
BALL = [R >= 2, ct.norm(A, 2) <= R, ct.norm(x) <= R, ct.norm(y) <= R]


def f(x):
    return ct.exp(A @ x) / ct.sum(ct.exp(A @ x))


def certificate(statement, k=0):
    proof = prove(statement, k)
    if proof is None:
        return None
    strict = statement.says[k].op == "lt"
    settles = proof.ratio.below_one and proof.positive if strict else proof.ratio.at_most_one
    data = bound_certificate("test", statement, k, _decimal(proof.ratio.value), settles, proof)
    return json.loads(json.dumps(data))


def of(says, given=BALL):
    return certificate(ct.Claim(PAPER, "a claim", says=says, given=given).statement)


def loss(x):
    return ct.dot(f(x) - b, f(x) - b) / 2


KINDS = {
    "softmax layer": of(ct.norm(f(x) - f(y)) <= R / 2 * ct.norm(x - y)),
    "mean value": of(ct.norm(ct.exp(A @ x) - ct.exp(A @ y)) <= ct.exp(R**2) * R * ct.norm(x - y) * 2),
    "symmetric form": of(ct.norm(ct.grad(loss(x), x) - ct.grad(loss(y), y)) <= 3 * R**2 * ct.norm(x - y),
                         [*BALL, ct.norm(b) <= 1]),
    "Hessian": of(ct.norm(ct.hessian(ct.dot(b, f(x)), x), 2) <= R**3, [*BALL, ct.norm(b, 1) <= 1]),
    "order": of(ct.outer(x, x) << R**2 * ct.eye(d)),
    "from below": of(ct.exp(-(R**2)) <= ct.exp(ct.dot(x, y))),
    "strict": of(ct.norm(x) < 2 * R),
}
CONCLUSIONS = [(claim.id, k) for claim in load() if claim.exists is None
               for k, relation in enumerate(claim.statement.says) if relation.op != "eq"]
CLAIMS = {claim.id: claim for claim in load()}


@pytest.mark.parametrize(("claim_id", "k"), CONCLUSIONS)
def test_every_proof_of_the_library_is_accepted(claim_id, k):
    data = certificate(CLAIMS[claim_id].statement, k)
    assert data is None or refusal(data) is None


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_goal_is_accepted(kind, tmp_path):
    assert refusal(KINDS[kind]) is None
    (tmp_path / "c.json").write_text(json.dumps(KINDS[kind]))
    assert check.main([str(tmp_path / "c.json")]) == 0


def invalid(data, tmp_path):
    (tmp_path / "c.json").write_text(json.dumps(data))
    return check.main([str(tmp_path / "c.json")]) == 1


def restated(data):
    """With the hash of the changed statement."""
    import hashlib

    data["sha256"] = hashlib.sha256(canonical_text(data["statement"]).encode()).hexdigest()
    return data


@pytest.mark.parametrize("kind", KINDS)
def test_a_smaller_constant_is_invalid(kind, tmp_path):
    data = copy.deepcopy(KINDS[kind])
    data["ratio"]["hi"] = str(float(data["ratio"]["hi"]) * 0.999999)
    assert invalid(data, tmp_path)


@pytest.mark.parametrize("kind", KINDS)
def test_another_hash_is_invalid(kind, tmp_path):
    assert invalid({**KINDS[kind], "sha256": "0" * 64}, tmp_path)


@pytest.mark.parametrize("kind", KINDS)
def test_a_proof_needs_the_hypotheses_that_it_uses(kind, tmp_path):
    """Without hypotheses none of these proofs holds; with those on R alone none does either."""
    for left in (0, 1):
        data = copy.deepcopy(KINDS[kind])
        data["statement"]["given"] = data["statement"]["given"][:left]
        assert invalid(restated(data), tmp_path)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind]["proof"]["steps"]])
def test_every_altered_step_is_invalid(kind, tmp_path):
    """Another kind, node, value, or premises less: some step fails, or the end does not follow."""
    steps = KINDS[kind]["proof"]["steps"]
    nodes = KINDS[kind]["proof"]["nodes"]
    half = len(nodes)
    for j, (of_kind, node, value, _, premises) in enumerate(steps):
        changes = [(2, half), (4, premises[:-1])] if premises else [(2, half)]
        if of_kind == "floor":
            changes[0] = (2, half + 1)
        for place, new in changes:
            data = copy.deepcopy(KINDS[kind])
            data["proof"]["nodes"] += [["const", [], ["1/1000000"]], ["const", [], ["1000000"]]]
            data["proof"]["steps"][j][place] = new
            assert invalid(data, tmp_path), (j, of_kind, node, value, place)


@pytest.mark.parametrize("kind", KINDS)
def test_another_left_or_right_side_is_invalid(kind, tmp_path):
    """The statement says twice as much on the left, or half as much on the right, than what is proved."""
    for side, (op, number) in ((1, ("mul", "3")), (2, ("mul", "1/3"))):
        data = copy.deepcopy(KINDS[kind])
        nodes, says = data["statement"]["nodes"], data["statement"]["says"]
        nodes += [["const", [], [number]], [op, [len(nodes), says[0][side]], []]]
        says[0][side] = len(nodes) - 1
        assert invalid(restated(data), tmp_path)


def test_another_goal_is_invalid(tmp_path):
    for kind in ("mean value", "symmetric form", "Hessian"):
        steps = KINDS[kind]["proof"]["steps"]
        for of_kind, node, *_ in steps:
            data = copy.deepcopy(KINDS[kind])
            if [of_kind, node] != data["proof"]["goal"]:
                data["proof"]["goal"] = [of_kind, node]
                assert invalid(data, tmp_path)


def test_moves_and_forms_are_checked(tmp_path):
    data = copy.deepcopy(KINDS["mean value"])
    assert invalid({**data, "proof": {**data["proof"], "moves": []}}, tmp_path)
    (move,) = data["proof"]["moves"]
    assert invalid({**data, "proof": {**data["proof"], "moves": [[move[0], move[1], move[3], move[2]]]}}, tmp_path)
    data = copy.deepcopy(KINDS["symmetric form"])
    assert invalid({**data, "proof": {**data["proof"], "factor": None}}, tmp_path)
    for order in (1, 3):
        form = [*data["proof"]["form"][:3], order]
        assert invalid({**data, "proof": {**data["proof"], "form": form}}, tmp_path)


def test_what_it_settles_is_checked(tmp_path):
    data = of(ct.norm(x) <= R / 2)
    assert data["settles"] is False
    assert refusal(data) is None
    assert invalid({**data, "settles": True}, tmp_path)
    touching = of(ct.norm(x) < R)
    assert touching["ratio"]["hi"] == "1"
    assert refusal(touching) is None
    assert invalid({**touching, "settles": True}, tmp_path)


def test_roots_of_squares_are_no_ranges(tmp_path):
    """1 <= sqrt(s s) says nothing of the sign of s."""
    given = [1 <= ct.sqrt(s * s)]
    positive = of(ct.sqrt(s) <= s, [s >= 1])
    assert refusal(positive) is None
    weaker = ct.Claim(PAPER, "a claim", says=ct.sqrt(s) <= s, given=given).statement
    proof = prove(ct.Claim(PAPER, "a claim", says=ct.sqrt(s) <= s, given=[s >= 1]).statement, 0)
    assert invalid(json.loads(json.dumps(bound_certificate("test", weaker, 0, "1", True, proof))), tmp_path)


def test_hypotheses_between_two_points_are_convex(tmp_path):
    """A proof by ||z|| <= R between x and y does not serve where ||x|| and ||y|| are at least something instead."""
    data = copy.deepcopy(KINDS["mean value"])
    for relation in data["statement"]["given"][2:]:
        relation[1:] = relation[:0:-1]
    assert invalid(restated(data), tmp_path)


@pytest.mark.parametrize("broken", [
    lambda data: data["proof"].pop("steps"), lambda data: data["proof"].update(extra=1),
    lambda data: data.update(relation=7), lambda data: data["ratio"].update(hi="-1"),
    lambda data: data["proof"]["steps"][0].append(1), lambda data: data["proof"].update(bound=10**6),
    lambda data: data.update(settles=None, kind="bounds"),
])
def test_malformed_certificates_are_unreadable(broken, tmp_path):
    data = copy.deepcopy(KINDS["mean value"])
    broken(data)
    (tmp_path / "c.json").write_text(json.dumps(data))
    assert check.main([str(tmp_path / "c.json")]) == 2
