"""Steps of proofs as relations, so that instances can speak against them."""

from certify.decide.reading import judge
from certify.instances.hypotheses import certify_hypotheses
from certify.instances.sampling import sample
from certify.instances.seeds import generator
from certify.instances.shapes import shape_grid
from certify.language import Relation, Statement, make

NORMS = {"l1": "1", "l2": "2", "fro": "fro", "spectral": "2", "rows": "inf", "columns": "1"}


def relation_of(query, value):
    """The inequality that a step asserts."""
    node = query.node
    if query.kind in NORMS:
        return Relation("le", make("norm", (node,), (NORMS[query.kind],)), value)
    low, high = (make(op, (node,), (None,)) if node.shape else node for op in ("min", "max"))
    if query.kind == "size":
        return Relation("le", make("maximum", (high, -low)), value)
    if query.kind == "spread":
        return Relation("le", high - low, value)
    if query.kind == "floor":
        return Relation("le", value, low)
    return Relation("le", high if query.kind == "above" else -low, value)


def assertions(proof):
    """The hypotheses of a proof's goal, and the inequality of every step."""
    directions = [relation_of(query, value) for query, value in proof.goal.bounded]
    steps = [step for tree in (proof.bound, proof.below) if tree is not None for step in tree.steps()]
    return Statement.of([*proof.given, *directions], [relation_of(step.query, step.value) for step in steps]), steps


def contradicted(statement, steps, shapes=3, count=16, seed=0):
    """Steps that some certified instance violates; and how many instances were certified."""
    found, certified = [], 0
    for number, (dims, indices) in enumerate(shape_grid(statement, "quick")[:shapes]):
        batch = sample(statement, dims, indices, count, generator(seed, statement.sha256, number))
        kept = batch.select((certify_hypotheses(statement, batch) == 1).nonzero()[0])
        if not len(kept):
            continue
        certified += len(kept)
        found += [step for step, relation in zip(steps, statement.says, strict=True)
                  if (judge([relation], kept)[0].verdicts == -1).any()]
    return found, certified
