"""Printed statements, read back by an independent evaluator, agree with the float64 and the Arb readings."""

import math
import os
import random

import numpy as np
import pytest
from evaluator import Statement, as_function, numbers
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp

import certify as ct
from certify.calculus import prepare
from certify.enclosure import ArbBackend, compile_plan
from certify.enclosure.floats import FloatBackend
from certify.instances import Instance, shape_grid
from certify.language import Statement as Said
from certify.language import coerce
from certify.rocq import NotPrintable, rocq
from certify.rocq.names import symbol
from certify.rocq.printer import LONGEST
from certify.runs import load
from tests.calculus.random_expressions import expressions

LIBRARY = {claim.id: claim for claim in load()}
LARGEST = 6
RANGES = ((0.1, 0.9), (-0.9, 0.9))
DERIVATIVES = ("deriv", "jvp")


def printed(said):
    try:
        return rocq(said)
    except NotPrintable:
        return None


PRINTABLE = [name for name, claim in LIBRARY.items() if printed(claim)]
ALL = bool(os.environ.get("CERTIFY_ALL_STATEMENTS"))  # all of them take some minutes, one in ten not
SAMPLE = [name for name in PRINTABLE
          if ALL or int(LIBRARY[name].sha256[:8], 16) % 10 == 0 or "let " in rocq(LIBRARY[name])]


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
    with mp.workdps(digits(text)):
        return Statement(text, env, sizes)


def digits(text):
    """Differences of differences want many."""
    return 120 if "deriv_at" in text else 40


def entries(node, instance, backend):
    """The value of an expression in a reading, by index; empty tuple for a scalar."""
    (ready,) = prepare(node)
    plan = compile_plan([ready], instance.dims, instance.indices)
    with backend.session():
        (value,) = plan.run(backend, {name: backend.input(instance.values[name]) for name in plan.inputs})
        if isinstance(backend, FloatBackend):
            exponents = 0 if value.exp2 is None else int(value.exp2[0])
            return by_index(*(np.ldexp(value.mant[0], exponents),) * 2)
        low, up = backend.enclosure(value)
    return by_index(low, up)


def by_index(low, up):
    if hasattr(low, "tolist"):
        low, up = low.tolist(), up.tolist()
    if not isinstance(low, list | tuple):
        return {(): (low, up)}
    lines = enumerate(zip(low, up, strict=True))
    return {(k, *key): pair for k, (a, b) in lines for key, pair in by_index(a, b).items()}


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
    with mp.workdps(digits(text)):
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


def agree(statement, text):
    """Both readings at some instance; how many of the readings were defined at one."""
    looked = 0
    for seed, (low, up) in enumerate(RANGES):
        instance, values = instance_of(statement, seed, low, up)
        for backend, tolerance in ((ArbBackend(256), mp.mpf(10)**-15), (FloatBackend(), mp.mpf(10)**-8)):
            try:
                compare(statement, text, instance, values, backend, tolerance)
                looked += 1
            except Undefined:
                continue
        if looked:
            break
    return looked


@pytest.mark.parametrize("claim_id", SAMPLE)
def test_a_printed_claim_says_what_its_other_readings_say(claim_id):
    assert agree(LIBRARY[claim_id].statement, rocq(LIBRARY[claim_id]))


def test_most_claims_print(record_property):
    record_property("show", f"{len(PRINTABLE)} of {len(LIBRARY)} claims of the library have a Rocq statement")
    assert len(PRINTABLE) >= 0.95 * len(LIBRARY)


@settings(max_examples=20, deadline=None)
@given(st.sampled_from([(), ("n",), ("n", "d")]).flatmap(lambda s: st.tuples(expressions(s), expressions(s))),
       st.sampled_from(["le", "eq", "lt"]))
def test_random_relations_read_back(sides_of, op):
    statement = Said.of((), [ct.Relation(op, *sides_of)])
    assert agree(statement, rocq(statement))


n, d = ct.dims("n d")
A = ct.matrix("A", n, d)
x, v = ct.vectors("x v", d)
b = ct.vector("b", n)
R = ct.scalar("R")
j = ct.index("j", n)
f = ct.softmax(A @ x)
SPECIAL = {
    "a gradient": ct.equal(ct.grad(ct.dot(f - b, f - b), x), x),
    "a Jacobian": ct.equal(ct.jacobian(f, x), A),
    "a Jacobian by a matrix": ct.equal(ct.jacobian(f, A, order="F"), ct.ones(n, n * d)),
    "a Hessian": ct.equal(ct.hessian(ct.dot(f, b), x), ct.eye(d)),
    "third derivatives": ct.equal(ct.jvp(ct.jvp(ct.jvp(ct.dot(f, b), x, v), x, v), x, x), R),
    "a derivative on both sides": ct.norm(ct.grad(ct.dot(f, b), x) - v) <= ct.norm(ct.jacobian(f, x), 2),
    "spectral norms": ct.norm(A, 2) + R <= 3 * ct.norm(A + A, 2),
    "a singular value": ct.sigmin(A) + 1 <= R * ct.sigmin(A + A),
    "an inverse": ct.trace(ct.inv(A.T @ A + ct.eye(d))) <= R,
    "the derivative of an inverse": ct.equal(ct.grad(ct.trace(ct.inv(A.T @ A + ct.eye(d))), A), A),
    "second derivatives of an inverse": ct.equal(
        ct.hessian(ct.dot(v, ct.inv(ct.outer(x, x) + ct.eye(d)) @ v), x), ct.inv(ct.outer(x, x) + ct.eye(d))),
    "an inverse that stays": ct.equal(ct.grad(ct.dot(x, ct.inv(A.T @ A + ct.eye(d)) @ v), x), x),
    "other norms": ct.norm(A, 1) + ct.norm(A, math.inf) + ct.norm(A, "fro") <= ct.norm(x, 3) + ct.norm(b, math.inf),
    "products": ct.equal(ct.kron(A, A.T) @ ct.vec(ct.outer(x, b), "C"), ct.vec(A, "F")),
    "literals": ct.sum(coerce([1, 2.5, -3]) * coerce([1, 1, 2])) + ct.PI <= R**3 / 7,
    "the order": ct.outer(x, x) << ct.dot(x, x) * ct.eye(d),
}


@pytest.mark.parametrize("name", SPECIAL)
def test_what_is_quantified_over_reads_back(name):
    statement = Said.of((), [SPECIAL[name]])
    assert agree(statement, rocq(statement))


@pytest.mark.parametrize(("right", "wrong"), [
    ("mulv d A x", "mulv n A x"), ("vsub", "vadd"), ("norm2", "norm1"), ("/ 2", "/ 3"), ("sqrt (INR n)", "INR n"),
    ("0 <= ", "1 <= "), (" <= R_ *", " < R_ *"),
])
def test_a_planted_error_in_the_text_is_seen(right, wrong):
    statement = Said.of((ct.norm(b) >= 0,), [
        ct.norm(A @ x - b) <= R * ct.sqrt(n) / 2])
    text = rocq(statement)
    assert agree(statement, text)
    assert right in text
    with pytest.raises((AssertionError, IndexError, TypeError)):
        agree(statement, text.replace(right, wrong))


def doubled(e, times):
    """An expression whose text doubles so many times."""
    total = ct.sum(e * e) if e.shape else e * e
    return e if times == 0 else doubled(e / 2 + total * ct.exp(-e), times - 1)


large = doubled(A @ x, 7)
REPEATED = {
    "a vector": ct.equal(large, b),
    "a scalar": ct.sum(large) <= ct.sum(large) ** 2 + ct.exp(-ct.sum(large)),
    "around an index": large[j] <= ct.sum(ct.sum(ct.exp(large * b[j]), over=j)),
    "beside a spectral norm": ct.norm(large) <= ct.norm(ct.outer(large, x), 2) + ct.norm(A, 2),
    "below a derivative": ct.norm(ct.jvp(ct.sum(ct.exp(x)), x, A.T @ large) * large) <= R,
    "beside an inverse": ct.dot(large, ct.inv(ct.outer(large, large) + ct.eye(n)) @ large) <= R,
}


@pytest.mark.parametrize("name", REPEATED)
def test_long_terms_that_occur_several_times_have_names(name):
    statement = Said.of((R >= ct.max(large),), [REPEATED[name]])
    text = rocq(statement)
    assert "let e1 : vec :=" in text
    assert len(text) < LONGEST
    assert agree(statement, text)
    head, _, tail = text.rpartition("e4")
    with pytest.raises((AssertionError, TypeError)):
        agree(statement, f"{head}e1{tail}")


@settings(max_examples=20, deadline=None)
@given(st.sampled_from([(), ("n",), ("n", "d")]).flatmap(lambda s: st.tuples(expressions(s), expressions(s))))
def test_random_relations_with_names_read_back(sides_of):
    left, right = sides_of
    e = left + right
    statement = Said.of((), [ct.Relation("le", doubled(e, 9), e)])
    text = rocq(statement)
    assert "let " in text
    assert agree(statement, text)


def test_where_it_is_defined_is_a_premise_unless_it_shows():
    assert "x 0%nat <> 0 ->" in rocq(Said.of((), [1 / x[0] <= R]))
    assert "0 < " in rocq(Said.of((), [ct.log(x[0]) <= R]))
    assert "<>" not in rocq(Said.of((), [1 / ct.sum(ct.exp(x)) + 1 / (1 + ct.dot(x, x)) <= R]))


@pytest.mark.parametrize("says", [
    R ** x[0] <= 1, ct.sum(ct.trace(ct.inv(ct.eye(d) * ct.exp(b[j]))), over=j) <= R,
    ct.equal(ct.hessian(ct.sum(ct.abs(x)), x), ct.eye(d)),
], ids=["a power of a base of any sign", "an inverse under a sum", "a second derivative across a kink"])
def test_what_has_no_statement_says_why(says):
    with pytest.raises(NotPrintable, match=r"power|inverse|abs"):
        rocq(Said.of((), [says]))


def test_names_of_rocq_are_left_alone():
    exp, lang = ct.scalar("exp"), ct.vector("dot", n)
    text = rocq(Said.of((), [ct.exp(exp) + ct.dot(lang, lang) <= R]))
    assert "exp exp_ + dot n dot_ dot_ <= R_" in text
