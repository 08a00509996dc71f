"""Every rule is an inequality: with the exact values of what it asks for, no instance violates it."""

import random
from fractions import Fraction
from functools import lru_cache

import pytest

from certify.bounds.rules import RULES
from certify.bounds.steps import Query
from certify.decide.reading import judge
from certify.instances.hypotheses import certify_hypotheses
from certify.instances.sampling import sample
from certify.instances.seeds import generator
from certify.instances.shapes import shape_grid
from certify.language import Statement, coerce, make
from tests.bounds.expressions import NODES, exact, premise
from tests.bounds.steps_as_claims import relation_of

SHAPES, COUNT, NODES_OF_A_RULE = 4, 32, 10
#: Operations whose entries are >= 0: what a rule needs a lower bound of is one of these, so that every instance serves.
NONNEGATIVE = ("exp", "softmax", "abs", "cosh", "dim", "ones", "norm", "const")
#: Rules whose constant may be a tenth smaller before an instance of these few shows it: they say that something is
#: not negative, or their bound is attained nowhere near (a tenth off would need an instance made for it), or they
#: want two bounds of one quantity, which here has its value alone.
BLIND = {"zero", "nonnegative", "variance", "square", "even power", "diagonal matrix from below", "nothing under zero",
         *(f"difference of exponentials, {kind}, {side}" for kind in ("l1", "l2") for side in ("first", "second")),
         "probabilities moved along themselves, size", "probabilities moved along themselves, l2",
         *(f"derivative of least squares, rows, {kind}" for kind in ("size", "above", "under"))}


def instances_of(rule):
    """Nodes that the rule bounds, with what it asks for."""
    found = []
    for node in NODES:
        if (not rule.ops or node.op in rule.ops) and Query(rule.kind, node).has_meaning:
            asked = rule.premises(node)
            if asked is not None and all(query.kind != "floor" or _is_nonnegative(query.node) for query in asked):
                found.append((node, asked))
    return random.Random(rule.name).sample(found, min(len(found), NODES_OF_A_RULE))


def _is_nonnegative(node):
    if node.op in ("sum", "dot"):
        return all(map(_is_nonnegative, node.args))
    return node.op in NONNEGATIVE and not str(node).startswith("−")


@lru_cache(maxsize=None)
def batches(statement):
    found = []
    for number, (dims, indices) in enumerate(shape_grid(statement, "quick")[:SHAPES]):
        batch = sample(statement, dims, indices, COUNT, generator(1, statement.sha256, number))
        kept = batch.select((certify_hypotheses(statement, batch) == 1).nonzero()[0])
        found += [kept] if len(kept) else []
    return found


def _levelled(asked):
    """The larger one of the first two bounds in place of both."""
    first, second, *rest = map(exact, asked)
    return [make("maximum", (first, second))] * 2 + rest


def verdicts(rule, factor=1):
    """How often the inequality of the rule held, and where it was violated, over all its nodes."""
    held, violated = 0, []
    for node, asked in instances_of(rule):
        value = rule.value(node, *map(exact, asked))
        if value is None and len(asked) > 1:  # as where a rule serves two bounds that are alike
            value = rule.value(node, *_levelled(asked))
        if value is None:
            continue
        relation = relation_of(Query(rule.kind, node), value if factor == 1 else coerce(factor) * value)
        statement = Statement.of([given for query in asked for given in premise(query)], [relation])
        for batch in batches(statement):
            found = judge(statement.says[:1], batch)[0].verdicts
            held += int((found >= 0).sum())
            violated += [str(node)] * bool((found == -1).any())
            if factor != 1 and violated:
                return held, violated
    return held, violated


@pytest.mark.parametrize("name", RULES)
def test_no_instance_violates_a_rule_and_every_rule_is_exercised(name):
    held, violated = verdicts(RULES[name])
    assert not violated
    assert held > 0


@pytest.mark.parametrize("name", RULES)
def test_a_constant_that_is_a_tenth_smaller_is_seen(name):
    _, violated = verdicts(RULES[name], Fraction(11, 10) if RULES[name].kind == "floor" else Fraction(9, 10))
    assert bool(violated) != (name in BLIND)
