"""Proofs of the norm calculus: every step holds on instances, and mistakes in rules are seen."""


import pytest

from certify.bounds import prove
from certify.runs import load
from tests.bounds.steps_as_claims import assertions, contradicted

CLAIMS = {claim.id: claim for claim in load()}
PROOFS = {}


def proof_of(claim_id, k):
    if (claim_id, k) not in PROOFS:
        PROOFS[claim_id, k] = prove(CLAIMS[claim_id].statement, k)
    return PROOFS[claim_id, k]


CONCLUSIONS = [(claim.id, k) for claim in CLAIMS.values() if claim.exists is None
               for k, relation in enumerate(claim.statement.says) if relation.op != "eq"]


@pytest.mark.parametrize(("claim_id", "k"), CONCLUSIONS)
def test_every_step_of_every_proof_holds_on_instances(claim_id, k):
    proof = proof_of(claim_id, k)
    if proof is None:
        return
    statement, steps = assertions(proof)
    if steps:
        violated, _ = contradicted(statement, steps)
        assert not violated, [f"{step.query} <= {step.value} by {step.rule}" for step in violated]
