"""Printed statements, read back by an independent evaluator, agree with the float64 and the Arb readings."""

import itertools
import random

import pytest
from evaluator import Statement, as_function, numbers
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from mpmath import mp

import certify as ct
from certify.calculus import prepare
from certify.enclosure import ArbBackend, compile_plan
from certify.enclosure.floats import FloatBackend
from certify.instances import Instance, shape_grid
from certify.language import Relation, free_symbols
from certify.language import Statement as Said
from certify.rocq import NotPrintable, rocq
from certify.rocq.names import symbol
from certify.runs import load

LIBRARY = {claim.id: claim for claim in load()}
DIGITS, LARGEST = 120, 7
RANGES = ((0.1, 0.9), (-0.9, 0.9))
DERIVATIVES = ("deriv", "jvp")


def printed(said):
    try:
        return rocq(said)
    except NotPrintable:
        return None


PRINTABLE = [name for name, claim in LIBRARY.items() if printed(claim)]


def shape_of(statement):
    """The smallest dimensions that differ from each other, as far as the hypotheses on them allow."""
    found = [shape for shape in shape_grid(statement) if max(shape[0].values(), default=1) <= LARGEST]
    return max(found[:40], key=lambda shape: (len({*shape[0].values()} - {1}), -sum(shape[0].values())))


def instance_of(statement, seed, low, up):
    rng = random.Random(seed)
    dims, indices = shape_of(statement)
    values = {name: numbers(rng, tuple(size.value(dims) for size in node.shape), low, up)
              for name, node in statement.symbols.items()}
    return Instance.from_json({"dims": dims, "indices": indices,
                               "values": {name: texts(value) for name, value in values.items()}}), values


def texts(value):
    return [texts(item) for item in value] if isinstance(value, list) else str(value.as_integer_ratio()[0]) + "/" + str(
        value.as_integer_ratio()[1])


def read(text, statement, instance, values):
    """The printed text at the instance."""
    env = {symbol(name): value for name, value in {**instance.dims, **instance.indices}.items()}
    env |= {symbol(name): as_function(value) for name, value in values.items()}
    sizes = {symbol(name): tuple(size.value(instance.dims) for size in node.shape)
             for name, node in statement.symbols.items()}
    with mp.workdps(DIGITS):
        return Statement(text, env, sizes)


def entries(node, instance, backend):
    """The value of an expression in a reading, by index; empty tuple for a scalar."""
    (ready,) = prepare(node)
    plan = compile_plan([ready], instance.dims, instance.indices)
    with backend.session():
        (value,) = plan.run(backend, {name: backend.input(instance.values[name]) for name in plan.inputs})
        low, up = backend.enclosure(value) if isinstance(backend, ArbBackend) else (backend.floats(value),) * 2
    return by_index(low, up)


def by_index(low, up):
    if hasattr(low, "tolist"):
        low, up = low.tolist(), up.tolist()
    if not isinstance(low, list | tuple):
        return {(): (low, up)}
    return {(k, *key): pair for k, (a, b) in enumerate(zip(low, up, strict=True)) for key, pair in by_index(a, b).items()}


def place(key, relation, instance):
    """The index of the entry that a pair speaks of: entries of e, then that of the variable of a derivative."""
    if not key or not isinstance(key[0], tuple):
        return key
    (direction, *rest), node = key, next((side for side in (relation.lhs, relation.rhs) if side.op == "deriv"), None)
    if node is None:  # a premise that says what a derivative is, and no hypothesis
        return None
    shape = [size.value(instance.dims) for size in node.args[1].shape]
    if len(shape) == 2 and (node.attrs[0] or node.args[0].shape):
        i, j = direction
        direction = (i * shape[1] + j,) if node.attrs[0] != "F" else (j * shape[0] + i,)
    return (*rest, *direction)


def close(number, low, up, tolerance):
    """Whether a number is in an enclosure, up to a relative tolerance."""
    number, low, up = mp.mpf(number), as_number(low), as_number(up)
    return low - tolerance * (1 + abs(low)) <= number <= up + tolerance * (1 + abs(up))


def as_number(value):
    return mp.mpf(value.numerator) / value.denominator if hasattr(value, "denominator") else mp.mpf(value)


class Undefined(Exception):
    pass


def sides(relation, instance, backend):
    try:
        found = [entries(side, instance, backend) for side in (relation.lhs, relation.rhs)]
    except (OverflowError, ZeroDivisionError, ValueError) as error:
        raise Undefined from error
    if any(not mp.isfinite(as_number(v)) for side in found for pair in side.values() for v in pair):
        raise Undefined
    return found


def agrees(pairs, relation, instance, found, tolerance):
    """Whether the pairs of a premise or a conclusion are the sides of a relation, every entry once."""
    left, right = found
    seen = set()
    for pair in pairs:
        key = place(pair.key, relation, instance)
        seen.add(key)
        a, b = (side.get(key, side.get(())) for side in (left, right))
        swapped = relation.op == "eq" and relation.lhs.op not in DERIVATIVES and relation.rhs.op in DERIVATIVES
        a, b = (b, a) if swapped and isinstance(pair.key, tuple) and pair.sign == "=" else (a, b)
        if a is None or b is None or mp.isnan(pair.left) or mp.isnan(pair.right):
            return False
        if not (close(pair.left, *a, tolerance) and close(pair.right, *b, tolerance)):
            return False
    return seen == set(max(left, right, key=len)) and all(pair.sign == SIGNS[relation.op] for pair in pairs)


SIGNS = {"le": "<=", "lt": "<", "eq": "=", "psd": "psd"}


def compare(statement, text, instance, values, backend, tolerance):
    """Every hypothesis is a premise, in order, and every conclusion is one; what is not defined is not looked at."""
    relations = [*statement.given, *statement.says]
    known = [sides(relation, instance, backend) for relation in relations]
    told = read(text, statement, instance, values)
    with mp.workdps(DIGITS):
        remaining = iter(told.given)
        for relation, found in zip(statement.given, known, strict=False):
            assert any(agrees(pairs, relation, instance, found, tolerance) for pairs in remaining), relation
        says = known[len(statement.given):]
        assert len(told.says) == len(statement.says)
        for relation, found, pairs in zip(statement.says, says, told.says, strict=True):
            assert agrees(pairs, relation, instance, found, tolerance), relation
        for pairs in told.given:  # premises that no hypothesis is: where everything is defined, they hold
            for pair in pairs:
                if pair.sign == "<>":
                    assert pair.left != pair.right
    return told


@pytest.mark.parametrize("claim_id", PRINTABLE)
def test_a_printed_claim_says_what_its_other_readings_say(claim_id):
    statement, text = LIBRARY[claim_id].statement, rocq(LIBRARY[claim_id])
    looked = 0
    for seed, (low, up) in enumerate(RANGES):
        instance, values = instance_of(statement, seed, low, up)
        try:
            compare(statement, text, instance, values, ArbBackend(256), mp.mpf(10)**-15)
            looked += 1
        except Undefined:
            continue
    assert looked
