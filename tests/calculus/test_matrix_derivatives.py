"""Gradients, Jacobians and Hessians by matrices: closed forms, equal to the index form and to Taylor arithmetic."""

import pytest
from readings import ARB, agree, draw

import certify as ct
from certify.calculus import expand, linear_maps, prepare
from certify.calculus.indexform import Verdict, decide_identity
from certify.language import postorder

n, d, m = ct.dims("n d m")
A_1, A_2 = ct.matrices("A_1 A_2", n, d)
X, V, S = ct.matrices("X V S", d, d)
B = ct.matrix("B", n, n)
b, a = ct.vector("b", n), ct.vector("a", d)
z, x = ct.vector("z", n * n), ct.vector("x", d * d)
t = ct.scalar("t")
Z = A_1 @ X @ A_2.T
U = ct.exp(Z)
D = ct.diag(U @ ct.ones(n))
NORMALIZED = ct.norm(ct.inv(D) @ U - B, "fro") ** 2
RESCALED = ct.norm(U - D @ B, "fro") ** 2
KRON = ct.kron(A_1, A_2) @ ct.vec(X, "C")
LOSSES = {
    "normalized": NORMALIZED, "rescaled": RESCALED,
    "normalized by vec": ct.norm(ct.inv(ct.kron(D, ct.eye(n))) @ ct.exp(KRON) - ct.vec(B, "C")) ** 2,
    "rescaled by vec": ct.norm(ct.exp(KRON) - ct.kron(D, ct.eye(n)) @ ct.vec(B, "C")) ** 2,
    "block": ct.norm(ct.softmax(ct.kron(ct.outer(ct.ones(1), A_1[0]), A_2) @ ct.vec(X, "C")) - b) ** 2,
}
VARIABLES = {"X": X, "A_1": A_1, "A_2": A_2}
DIMS = {"n": 3, "d": 2, "m": 2}
INDICES = {"i": 1, "k": 1}
i, k = ct.index("i", n), ct.index("k", d)


def holds_for_all_sizes(derivative):
    return decide_identity(ct.equal(derivative, expand(derivative)))


def check(expression, seed=3, dims=DIMS):
    """The expanded derivative against Taylor arithmetic, which shares no code with it."""
    assert agree(expression, dims, draw(expression, dims, seed), ARB, INDICES)


@pytest.mark.parametrize("variable", VARIABLES)
@pytest.mark.parametrize("loss", LOSSES)
def test_gradients_of_the_attention_losses(loss, variable):
    gradient = ct.grad(LOSSES[loss], VARIABLES[variable])
    check(gradient)
    assert holds_for_all_sizes(gradient) is not Verdict.DIFFER


@pytest.mark.parametrize("variable", VARIABLES)
@pytest.mark.parametrize("loss", ["normalized", "rescaled", "normalized by vec", "rescaled by vec"])
def test_gradients_are_closed_forms_with_matrices_of_n_by_n_at_most(loss, variable):
    (gradient,) = prepare(ct.grad(LOSSES[loss], VARIABLES[variable]))
    for node in postorder(gradient):
        assert node.op not in ("sumover", "kron", "vec")
        assert all(str(size) in ("n", "d") for size in node.shape)


@pytest.mark.parametrize("loss", ["normalized", "rescaled"])
def test_a_hessian_times_a_direction_forms_no_hessian(loss):
    product = ct.jvp(ct.grad(LOSSES[loss], X), X, V)
    (ready,) = prepare(product)
    assert all(node.op not in ("sumover", "kron", "vec") for node in postorder(ready))
    assert all(str(size) in ("n", "d") for node in postorder(ready) for size in node.shape)
    check(product)


VECTORS = {
    "kron": KRON, "exp of kron": ct.exp(KRON), "by columns": ct.vec(ct.exp(Z), "F"), "row": Z[i], "column": U[:, i],
    "block": ct.softmax(A_2 @ X.T @ A_1[0]), "row softmax": ct.vec(ct.softmax(Z), "C"),
    "column softmax": ct.vec(ct.softmax(Z, axis=0), "C"), "vector": X @ a, "transposed": X.T @ a,
    "symmetric part": (X + X.T) @ a, "square": X @ X @ a, "diagonal": ct.diag(Z), "sums": ct.sum(U, axis=0) * b,
    "row sums": ct.sum(U, axis=1) / b, "scalar times": ct.trace(X) * b, "sum of": ct.sum(X) + b,
    "over a scalar": b / ct.sum(U), "outer": ct.vec(ct.outer(X @ a, a), "C"), "outer left": ct.vec(
        ct.outer(a, X @ a), "F"), "diag": ct.vec(ct.diag(X @ a), "C"), "sum over": ct.sum(
        X[:, k] * a[k] ** 2, over=k), "inverse": ct.inv(X + 9 * ct.eye(d)) @ a, "kron of X": ct.kron(X, X) @ x,
    "quotient": (X @ a) / (1 + (X.T @ a) ** 2), "constant": b, "stacked": ct.vec(ct.exp(X) @ S + X.T, "F"),
}


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("name", VECTORS)
def test_jacobians_by_a_matrix(name, order):
    jacobian = ct.jacobian(VECTORS[name], X, order=order)
    check(jacobian)
    assert holds_for_all_sizes(jacobian) is not Verdict.DIFFER


@pytest.mark.parametrize("name", ["kron", "exp of kron", "row", "block", "vector", "transposed", "row sums", "square"])
def test_jacobians_by_a_matrix_have_closed_forms(name):
    (ready,) = prepare(ct.jacobian(VECTORS[name], X, order="C"))
    assert all(node.op != "sumover" for node in postorder(ready))


SCALARS = {
    "normalized": NORMALIZED, "rescaled": RESCALED, "block": LOSSES["block"], "quadratic": ct.trace(X.T @ S @ X),
    "exponential": ct.sum(U), "quartic": ct.norm(X @ X, "fro") ** 2, "row": ct.dot(ct.softmax(Z[i]), b),
}


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("name", SCALARS)
def test_hessians_by_a_matrix(name, order):
    check(ct.hessian(SCALARS[name], X, order=order), dims={"n": 2, "d": 2, "m": 2})


@pytest.mark.parametrize("derivative", [
    ct.jacobian(ct.grad(RESCALED, X, order="C"), A_1, order="F"), ct.hessian(ct.sum(ct.exp(Z @ b)), A_2, order="F"),
    ct.jacobian(ct.grad(ct.dot(ct.exp(A_1 @ a), b), a), A_1, order="C"), ct.jvp(ct.jacobian(Z @ b, A_1, order="C"),
                                                                               X, V),
    ct.grad(ct.norm(ct.grad(ct.sum(U), X), "fro") ** 2, X), ct.grad(ct.grad(NORMALIZED.subs({X: t * X}), t), t),
    ct.grad(ct.norm(ct.hessian(ct.sum(U), X, order="C"), "fro") ** 2, A_1), ct.grad(ct.dot(ct.exp(KRON), z), X),
    ct.grad(ct.dot(ct.exp(ct.kron(A_1, A_2) @ x), z), A_1), ct.jacobian(ct.exp(ct.kron(A_1, A_2) @ x), A_2, order="F"),
    ct.jacobian(ct.exp(ct.kron(A_1, A_2) @ x), x), ct.hessian(ct.dot(ct.exp(ct.kron(A_1, A_2) @ x), z), x),
])
def test_nested_and_mixed_derivatives(derivative):
    check(derivative, dims={"n": 2, "d": 2, "m": 2})


def test_a_planted_error_in_a_linear_map_is_seen(monkeypatch):
    jacobian = ct.jacobian(VECTORS["exp of kron"], X, order="C")
    check(jacobian)
    monkeypatch.setattr(linear_maps._Maps, "kron", lambda maps, left, right: ct.kron(right, left))
    expand.cache_clear()
    try:
        with pytest.raises((AssertionError, ct.ShapeError)):
            check(ct.jacobian(ct.vec(ct.exp(S @ X @ V), "C"), X, order="C"))
    finally:
        expand.cache_clear()
