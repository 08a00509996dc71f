"""Claims at given sizes, up to 1024 x 64, where no Kronecker product and no exact arithmetic would fit."""

import json
import os
import subprocess
import sys
from pathlib import Path

import attention
import numpy as np
import pytest

import certify as ct
from certify.decide import Status, Trust, verify
from certify.decide.large import LARGE, is_large, look
from certify.decide.witnesses import verdict, witness
from certify.instances.data import Batch, Numbers

n, d = ct.dims("n d")
M = ct.matrix("M", n, n)
u = ct.vector("u", n)
SCRIPT = Path(attention.__file__)
ONE_THREAD = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def measured(name, how):
    run = subprocess.run([sys.executable, str(SCRIPT), name, how], capture_output=True, text=True, timeout=120,
                         env=ONE_THREAD, check=True)
    found = json.loads(run.stdout.splitlines()[-1])
    assert found["seconds"] < 10
    assert found["megabytes"] < 2000
    return found


def test_attention_of_1024_tokens_is_decided_in_seconds_and_little_memory():
    found = measured("gradient", "verify")
    assert found["status"] == "proved"
    assert found["counts"] >= 3
    assert found["dims"] == attention.SIZES


def test_attention_of_1024_tokens_on_the_numbers_of_a_user():
    found = measured("Lipschitz", "at")
    assert found["says"] == 1
    assert found["given"] == [1] * 5


def test_small_sizes_are_looked_at_closely():
    decision = verify(attention.claim(2 * ct.sum(u) <= n + ct.dot(u, u)), dims={"n": 5}, budget=2000)
    assert decision.status in (Status.SUPPORTED, Status.PROVED)
    assert decision.counts.total >= 400 or decision.status is Status.PROVED
    assert decision.worst.instance.dims == {"n": 5}
    assert float(decision.factor.lo) > 0.99


def test_a_claim_that_fails_at_some_sizes_only():
    claim = attention.claim(ct.norm(u, 1) <= 3 * ct.norm(u))
    assert verify(claim, dims={"n": 4}, budget=1000).status in (Status.SUPPORTED, Status.PROVED)
    refuted = verify(claim, dims={"n": 16}, budget=1000)
    assert refuted.status is Status.REFUTED
    assert refuted.worst.instance.dims == {"n": 16}


@pytest.mark.parametrize(("dims", "message"), [
    ({"n": 4}, "d is missing"), ({"n": 4, "d": 2, "m": 3}, "m is no dimension"), ({"n": 0, "d": 1}, "whole number"),
    ({"n": 2, "d": 2.0}, "whole number"), ({"n": 2, "d": 1}, "hypotheses on dimensions"),
])
def test_sizes_that_make_no_sense_are_refused(dims, message):
    A = ct.matrix("A", n, d)
    with pytest.raises(ct.CertifyError, match=message):
        verify(attention.claim(ct.norm(A, 2) <= ct.norm(A, "fro"), [n >= 3]), dims=dims)


def large_instance(scale=1.0, size=200):
    entries = np.random.default_rng(1).standard_normal((1, size, size)) * scale
    return Batch({"n": size}, {}, {"M": entries, "R": np.array([1e6])}).instance(0)


def test_large_instances_are_judged_in_balls_and_say_so():
    R = ct.scalar("R")
    instance = large_instance()
    assert instance.shape("M") == (200, 200)
    for relation, sign in ((ct.norm(M, 2) <= R, 1), (ct.norm(M, 2) >= R, -1), (ct.norm(M, "fro") <= 1, -1)):
        assert is_large(relation, instance)
        assert verdict(relation, instance) == (sign, Trust.FLOAT64)
    assert not is_large(R >= 1, instance)
    assert verdict(R >= 1, instance) == (1, Trust.EXACT)


def test_the_sides_of_a_large_witness_enclose_the_values():
    statement = attention.claim(ct.norm(ct.exp(M), "fro") <= 2).statement
    for scale in (1.0, 300.0):  # exp(900) leaves float64, its enclosure does not
        instance = large_instance(scale)
        shown = witness(statement, 0, instance)
        entries = instance.floats("M").astype(np.longdouble)
        log10 = (entries.max() + np.log(np.sqrt((np.exp(2 * (entries - entries.max()))).sum()))) / np.log(10)
        low, high = (ct_log10(side) for side in shown.lhs)
        assert low <= high
        assert abs(low - float(log10)) < 1e-6 * (1 + abs(float(log10)))
        assert shown.trust is Trust.FLOAT64


def ct_log10(text):
    mantissa, _, exponent = text.partition("e")
    return np.log10(float(mantissa)) + int(exponent or 0)


def test_a_large_relation_of_arrays_has_a_verdict_and_no_sides():
    seen = look(ct.equal(M.T.T, M), large_instance())
    assert seen.sides is None
    assert seen.sign in (0, 1)
    assert 200 * 200 > LARGE


def test_exact_numbers_are_made_when_they_are_asked_for():
    numbers = Numbers({"x": np.array([0.5, 0.25])}, {"y": 1})
    assert "x" in numbers
    assert not numbers.fractions.get("x")
    assert numbers == {"x": (0.5, 0.25), "y": 1}
    assert len(numbers) == 2
