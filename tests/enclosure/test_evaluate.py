"""Plans: what they share, fold, free and rewrite, and that none of it changes a value."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from wellshaped import cases

import certify as ct
from certify.calculus import prepare
from certify.enclosure.arb import ArbBackend
from certify.enclosure.evaluate import compile_plan, evaluate
from certify.enclosure.exact import ExactBackend, Irrational
from certify.enclosure.floats import FloatBackend
from certify.enclosure.lowering import PlanError
from certify.enclosure.oracle import MpmathBackend

n, d = ct.dims("n d")
A, B = ct.matrices("A B", n, d)
x = ct.vector("x", d)
z = ct.vector("z", n)
r = ct.scalar("r")
i, j = ct.index("i", n), ct.index("j", d)
DIMS = {"n": 3, "d": 2}


class Counting(ExactBackend):
    """An exact backend that records the operations it is asked for."""

    def __init__(self):
        self.calls = []

    def __getattribute__(self, name):
        found = super().__getattribute__(name)
        if name in ("add", "mul", "matmul", "dot", "constant", "power", "sum", "take", "div"):
            self.calls.append(name)
        return found


def methods(*exprs, dims=DIMS, indices=None):
    plan = compile_plan(exprs, dims, indices)
    return [step[1] for step in plan.steps]


def exact(expr, values=None, dims=DIMS, indices=None):
    backend = ExactBackend()
    inputs = {name: backend.input(value) for name, value in (values or {}).items()}
    return backend.fractions(evaluate((expr,), backend, dims, indices or {}, inputs)[0])


def test_shared_subexpressions_run_once():
    y = A @ x
    assert methods(ct.dot(y, y) + ct.sum(y)).count("matmul") == 1
    assert methods(y, y * 2).count("matmul") == 1


def test_what_depends_on_no_symbol_is_folded_once_a_backend():
    plan = compile_plan(((10 * n**2 + 1) * r,), DIMS)
    assert [step[1] for step in plan.steps] == ["mul"]
    backend = Counting()
    values = {"r": backend.input(Fraction(2))}
    assert plan.run(backend, values) == [182]
    backend.calls.clear()
    assert plan.run(backend, values) == [182]
    assert set(backend.calls) == {"mul"}


def test_plans_are_cached_by_shape():
    one = compile_plan((A @ x,), DIMS)
    assert compile_plan((A @ x,), dict(DIMS)) is one
    assert compile_plan((A @ x,), {"n": 4, "d": 2}) is not one


def test_dimensions_indices_and_constants():
    assert exact(n * d + ct.rational(1, 2)) == Fraction(13, 2)
    assert exact(ct.unit(n, i), indices={"i": 1}) == [0, 1, 0]
    assert exact(A[i, j], {"A": [[1, 2], [3, 4], [5, 6]]}, indices={"i": 2, "j": 0}) == 5
    assert exact(ct.ones(3) * [1, 2, Fraction(1, 3)]) == [1, 2, Fraction(1, 3)]


def test_sums_over_an_index_are_unrolled_and_share():
    total = ct.sum(A[i, j] * ct.dot(x, x), over=i)
    names = methods(total, indices={"j": 1})
    assert names.count("dot") == 1
    assert names.count("mul") == 3
    data = {"A": [[1, 2], [3, 4], [5, 6]], "x": [1, 2]}
    assert exact(total, data, indices={"j": 1}) == 12 * 5


def test_nested_sums_with_one_name_each():
    k = ct.index("k", n)
    double = ct.sum(ct.sum(A[i, 0] * A[k, 1], over=k) * i_weight(), over=i)
    assert exact(double, {"A": [[1, 2], [3, 4], [5, 6]]}) == 9 * 12


def i_weight():
    return ct.dot(ct.unit(n, i), ct.ones(n))


def test_an_inner_sum_may_rebind_the_index_of_an_outer_one():
    inner = ct.sum(A[i, 0], over=i)
    assert exact(ct.sum(A[i, 1] * inner, over=i), {"A": [[1, 2], [3, 4], [5, 6]]}) == 12 * 9


def test_registers_are_freed_after_their_last_use():
    u = ct.exp(A @ x)
    plan = compile_plan((ct.sum(u * u) + 1,), DIMS)
    freed = [k for step in plan.steps for k in step[4]]
    assert len(freed) == len(set(freed))
    assert set(freed) >= {step[0] for step in plan.steps} - set(plan.outputs)
    assert not set(freed) & set(plan.outputs)


def test_an_output_that_is_also_an_operand_survives():
    y = A @ x
    data = {"A": [[1, 2], [3, 4], [5, 6]], "x": [1, 1]}
    backend = ExactBackend()
    inputs = {name: backend.input(value) for name, value in data.items()}
    first, second, third = evaluate((y, y + y, x), backend, DIMS, {}, inputs)
    assert backend.fractions(first) == [3, 7, 11]
    assert backend.fractions(second) == [6, 14, 22]
    assert backend.fractions(third) == [1, 1]


@pytest.mark.parametrize("form", [
    ct.exp(z) / ct.sum(ct.exp(z)), ct.exp(z) * (1 / ct.sum(ct.exp(z))), ct.sum(ct.exp(z)) ** -1 * ct.exp(z),
    ct.exp(z) / ct.dot(ct.exp(z), ct.ones(n)),
])
def test_quotients_of_exponentials_run_as_a_softmax(form):
    assert methods(form) == ["softmax"]
    values = FloatBackend().input(np.array([[1000.0, 999.0, -1000.0]]))
    out = compile_plan((form,), DIMS).run(FloatBackend(), {"z": values})[0]
    assert out is not None


def test_no_softmax_where_the_terms_differ():
    other = ct.vector("w", n)
    assert "softmax" not in methods(ct.exp(z) / ct.sum(ct.exp(other)))
    assert "softmax" not in methods(ct.sum(ct.exp(z)) / ct.exp(z))


def test_attention_and_log_sum_exp():
    scores = A @ B.T
    weights = ct.sum(ct.exp(scores), axis=1)
    assert methods(ct.inv(ct.diag(weights)) @ ct.exp(scores)) == ["transpose", "matmul", "softmax"]
    assert methods(ct.log(ct.sum(ct.exp(z)))) == ["logsumexp"]
    backend = ArbBackend(64)
    with backend.session():
        (out,) = evaluate((ct.log(ct.sum(ct.exp(z))),), backend, DIMS, {}, {"z": backend.input([0, 0, 0])})
        assert abs(out - backend.log(backend.constant(3))) < 1e-15


def test_scaling_of_rows_and_columns_forms_no_diagonal():
    assert methods(ct.diag(z) @ A) == ["scale_rows"]
    assert methods(A @ ct.diag(x)) == ["scale_columns"]
    data = {"A": [[1, 2], [3, 4], [5, 6]], "z": [1, 2, 3], "x": [1, 10]}
    assert exact(ct.diag(z) @ A @ ct.diag(x), data) == [[1, 20], [6, 80], [15, 180]]


@pytest.mark.parametrize("expr", [
    ct.grad(ct.dot(x, x), x), ct.jvp(ct.dot(x, x), x, x), ct.named("f", ct.dot(x, x)),
])
def test_unprepared_expressions_are_refused(expr):
    with pytest.raises(PlanError, match="prepare"):
        compile_plan((expr,), DIMS)
    assert compile_plan(prepare(expr), DIMS)


def test_an_index_without_a_value_is_named():
    with pytest.raises(PlanError, match="index i"):
        compile_plan((A[i, 0],), DIMS)


def test_very_deep_expressions():
    deep = r
    for k in range(2000):
        deep = deep * ct.rational(1, 2) + k % 2
    assert 0 < exact(deep, {"r": Fraction(1)}) < 2


@settings(max_examples=60, deadline=None)
@given(cases(rational=True))
def test_a_plan_computes_what_node_by_node_evaluation_does(case):
    """Against a direct recursion over the expression in the oracle's arithmetic."""
    expr, instance = case
    backend = MpmathBackend(40)
    inputs = {name: backend.input(value) for name, value in instance.values.items()}
    try:
        planned = compile_plan((expr,), instance.dims, instance.indices).run(backend, inputs)[0]
    except (ArithmeticError, Irrational):
        return
    direct = _direct(expr, backend, instance.dims, dict(instance.indices), inputs)
    scale = 1 + np.abs(np.atleast_1d(direct)).max()
    assert np.all(np.abs(np.atleast_1d(planned - direct)) <= scale * backend.mp.mpf("1e-30"))


def _direct(node, backend, dims, indices, inputs):
    from certify.enclosure.lowering import call_of

    if node.op == "sym":
        return inputs[node.attrs[0]]
    if node.op == "sumover":
        body, index = node.args
        return sum(_direct(body, backend, dims, {**indices, index.attrs[0]: k}, inputs)
                   for k in range(index.attrs[1].value(dims)))
    call = call_of(node, dims, indices)
    operands = [_direct(arg, backend, dims, indices, inputs) for arg in call.args]
    return getattr(backend, call.method)(*operands, *call.extra)
