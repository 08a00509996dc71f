"""Kronecker products, flattened matrices, lines of products: every rule is an identity, and nothing large is formed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readings import ARB, EXACT, agree, draw

import certify as ct
from certify.calculus import multiplication, prepare
from certify.calculus.indexform import Verdict, decide_identity
from certify.calculus.structure import RULES, structured
from certify.language import make, postorder

n, d, m = ct.dims("n d m")
A, C = ct.matrices("A C", n, d)
B, E = ct.matrices("B E", m, d)
S, T = ct.matrices("S T", n, n)
N = ct.matrix("N", d, d)
X, Y = ct.matrices("X Y", d, d)
F = ct.matrix("F", n, m)
G = ct.matrix("G", m, n)
x, y = ct.vectors("x y", d * d)
u, w, z = ct.vector("u", n), ct.vector("w", m), ct.vector("z", n * m)
a = ct.vector("a", d)
Q, P = ct.matrix("Q", d * d, m), ct.matrix("P", m, n * m)
s = ct.scalar("s")
i, j, k = ct.index("i", n), ct.index("j", n * m), ct.index("k", d * d)
AB = ct.kron(A, B)
row, column = ct.outer(ct.ones(1), a), ct.outer(a, ct.ones(1))
D = ct.diag(u)

RATIONAL = {
    "kron vec rows": AB @ ct.vec(X, "C"), "kron vec columns": AB @ ct.vec(X, "F"),
    "another shape": ct.kron(A, B) @ ct.vec(ct.outer(a, a), "F"), "rectangular": ct.kron(S, B) @ ct.vec(C, "C"),
    "rectangular by columns": ct.kron(B, S) @ ct.vec(C, "F"), "shape of no use": ct.kron(A.T, B.T) @ ct.vec(G, "C"),
    "kron vector": AB @ x, "transposed": AB.T @ z, "transposed vec": AB.T @ ct.vec(F, "C"),
    "kron kron": AB @ ct.kron(X, Y), "kron kron times": AB @ (ct.kron(X, Y) @ Q), "kron matrix": AB @ Q,
    "matrix kron": P @ AB, "matrix kron kron": (P @ AB) @ ct.kron(X, Y), "chain": (P @ AB) @ x,
    "scaled": (2 * AB - AB / 3) @ x, "shifted": (ct.kron(X, Y) + s * ct.eye(d * d)) @ x,
    "diagonal factor": ct.kron(D, ct.eye(m)) @ z, "diagonal factor vec": ct.kron(D, ct.eye(m)) @ ct.vec(F, "C"),
    "diagonal beside": ct.diag(z) @ AB @ x, "kron times diagonal": AB @ ct.diag(x) @ y,
    "kron and rank one": AB @ ct.outer(x, w), "row factor": ct.kron(row, A) @ x, "row factor vec": ct.kron(row, A)
    @ ct.vec(X, "C"), "row on the right": ct.kron(A, row) @ ct.vec(X, "C"), "on a row factor": F.T @ ct.kron(row, A),
    "column factor": ct.kron(column, A) @ a, "column on the right": ct.kron(A, column) @ a,
    "plain column": ct.kron(ct.matrix("c", d, 1), A) @ a, "column factor matrix": ct.kron(column, B) @ B.T,
    "kron unit": AB @ ct.unit(d * d, k), "row of kron": AB[j], "column of kron": AB[:, k], "entry": AB[j, k],
    "entry of vec": ct.vec(F, "C")[j], "entry by columns": ct.vec(F, "F")[j], "entry of product": (AB @ x)[j],
    "trace": ct.trace(ct.kron(S, X)), "trace of product": ct.trace(A @ C.T), "no trace rule": ct.trace(ct.kron(F, G)),
    "sum": ct.sum(AB), "sum of rows": ct.sum(AB, axis=1), "sum of columns": ct.sum(AB, axis=0),
    "diagonal": ct.diag(ct.kron(S, X)), "diagonal of product": ct.diag(A @ C.T), "no diagonal rule": ct.diag(
        ct.kron(F, G)), "1-norm": ct.norm(AB, 1), "inf-norm": ct.norm(AB, "inf"), "scaled norm": ct.norm(-2 * AB, 1),
    "fro": ct.norm(AB, "fro") ** 2, "modulus": ct.sum(abs(AB), axis=1), "entrywise product": (AB * ct.kron(C, E)) @ x,
    "common left": (AB + ct.kron(A, E)) @ x, "common right": (AB - ct.kron(C, B)) @ x, "no common": (AB + ct.kron(
        C, E)) @ x, "identities": ct.kron(ct.eye(n), ct.eye(m)) @ z,
    "sum of vec": ct.sum(ct.vec(F, "F") * 3), "max of vec": ct.max(ct.vec(F, "C")), "min": ct.min(-ct.vec(F, "C")),
    "norm of vec": ct.norm(ct.vec(F, "F")) ** 2, "1-norm of vec": ct.norm(ct.vec(F, "C"), 1),
    "inf-norm of vec": ct.norm(ct.vec(F, "C"), "inf"), "dot of vecs": ct.dot(ct.vec(X, "C"), ct.vec(Y, "C")),
    "dot of mixed": ct.dot(ct.vec(X, "C"), ct.vec(Y, "F")), "dot mixed rectangular": ct.dot(
        ct.vec(F, "C"), ct.vec(G, "F")), "dot no rule": ct.dot(ct.vec(F, "C"), ct.vec(F, "F")),
    "dot with vector": ct.dot(ct.vec(F, "C"), z), "dot with ones": ct.dot(ct.vec(F, "F"), ct.ones(n * m)),
    "dot with rank one": ct.dot(ct.vec(ct.outer(u, w), "C"), ct.vec(F, "C")),
    "mixed sum": ct.vec(X, "C") - ct.vec(Y, "F"), "mixed sum no rule": ct.vec(F, "C") + ct.vec(F, "F"),
    "product of vecs": ct.vec(X, "F") * ct.vec(Y, "F") * s, "maximum of vecs": ct.maximum(ct.vec(X, "C"), ct.vec(
        Y, "C")), "square of vec": (ct.vec(X, "C") + ct.ones(d * d)) ** 2, "diag of vec": ct.diag(
        ct.vec(X, "C")) @ ct.vec(Y, "F"), "row vec": ct.vec(row, "C"), "column vec": ct.vec(column, "F"),
    "outer with vec": ct.outer(u, ct.vec(ct.outer(a, w), "C")) @ ct.ones(d * m),
    "line of product": (S @ T @ F)[i], "column of product": (F.T @ S)[:, i], "line of outer": ct.outer(u, w)[i],
    "line of sum": (S * T - S.T)[i], "line of diagonal product": (D @ S)[i], "line of eye": (ct.eye(n) + S)[:, i],
    "entry of product of matrices": (S @ T)[i, i],
}
SINGULAR = {  # undefined where a factor has no inverse
    "inverse": ct.inv(ct.kron(S + 9 * ct.eye(n), X + 9 * ct.eye(d))), "inverse of diagonal": ct.inv(
        ct.kron(ct.diag(u * u + 1), ct.eye(m))) @ z,
    "inverse of mixed": ct.inv(ct.kron(F, G) + 99 * ct.eye(n * m)),
}
REAL = {
    "spectral norm": ct.norm(AB, 2), "spectral norm of difference": ct.norm(AB - ct.kron(A, E), 2),
    "sigmin": ct.sigmin(ct.kron(S, X)), "sigmin of one shape": ct.sigmin(ct.kron(A, C)),
    "sigmin no rule": ct.sigmin(ct.kron(A, B.T)), "exp of vec": ct.exp(AB @ ct.vec(X, "C")),
    "rows of attention": ct.inv(ct.diag(ct.exp(S) @ ct.ones(n))) @ ct.exp(S), "columns of attention": ct.exp(S)
    @ ct.inv(ct.diag(ct.exp(S).T @ ct.ones(n))), "softmax of all": ct.exp(AB @ ct.vec(X, "C")) / ct.sum(
        ct.exp(AB @ ct.vec(X, "C"))), "log-sum-exp of all": ct.log(ct.sum(ct.exp(ct.vec(F, "F")))),
    "attention by vec": ct.inv(ct.kron(ct.diag(ct.exp(F) @ ct.ones(m)), ct.eye(m))) @ ct.exp(ct.vec(F, "C")),
    "row of attention": (ct.inv(ct.diag(ct.exp(S) @ ct.ones(n))) @ ct.exp(S))[i],
    "column of attention": (ct.inv(ct.diag(ct.exp(S) @ ct.ones(n))) @ ct.exp(S))[:, i],
    "row of softmax": ct.softmax(S, axis=0)[i],
}
SIZES = st.fixed_dictionaries({name: st.integers(1, 3) for name in ("n", "d", "m")})


def indices(dims, seed):
    sizes = {"i": dims["n"], "j": dims["n"] * dims["m"], "k": dims["d"] ** 2}
    return {name: seed % size for name, size in sizes.items()}


@pytest.mark.parametrize("name", RATIONAL)
@settings(max_examples=12, deadline=None)
@given(dims=SIZES, seed=st.integers(0, 2**20))
def test_a_rewritten_expression_has_the_value_of_the_one_written(name, dims, seed):
    expression = RATIONAL[name]
    assert agree(expression, dims, draw(expression, dims, seed), EXACT, indices(dims, seed))


@pytest.mark.parametrize("name", [*SINGULAR, *REAL])
@settings(max_examples=6, deadline=None)
@given(dims=SIZES, seed=st.integers(0, 2**20))
def test_a_rewritten_real_expression_overlaps_the_one_written(name, dims, seed):
    expression = {**SINGULAR, **REAL}[name]
    assert agree(expression, dims, draw(expression, dims, seed), ARB, indices(dims, seed))


@pytest.mark.parametrize("name", [name for name in RATIONAL if RATIONAL[name].op != "max"])
def test_the_index_form_agrees_where_it_decides(name):
    expression = RATIONAL[name]
    assert decide_identity(ct.equal(expression, structured(expression))) is not Verdict.DIFFER


FORMED = {"another shape", "shape of no use", "row factor vec", "plain column"}


@pytest.mark.parametrize("name", [name for name in RATIONAL if name not in FORMED])
def test_no_vector_of_a_product_passes_through_a_kronecker_matrix(name):
    """Every Kronecker product left is an operand of a product with it, of a ``take``, or the value itself."""
    (ready,) = prepare(RATIONAL[name])
    for node in postorder(ready):
        for arg in node.args:
            if arg.op == "kron":
                known = name.startswith("no ") or name in ("modulus", "diagonal beside", "matrix kron kron")
                assert node.op in ("matmul", "take", "add", "transpose") or known, (node.op, str(ready))


def test_the_tensor_trick_is_used():
    attention = ct.inv(ct.kron(ct.diag(ct.exp(A @ X @ C.T) @ ct.ones(n)), ct.eye(n))) @ ct.exp(
        ct.kron(A, C) @ ct.vec(X, "C"))
    (ready,) = prepare(ct.norm(attention - ct.vec(S, "C")) ** 2)
    assert all(node.op not in ("kron", "vec") for node in postorder(ready))


@pytest.mark.parametrize(("op", "wrong"), [
    ("vec", lambda node, args: make("vec", args, ("F" if node.attrs[0] == "C" else "C",))),
    ("trace", lambda node, args: make("sum", args, (None,))), ("sum", lambda node, args: ct.sum(args[0].args[0])),
    ("take", lambda node, args: make("take", (args[0].T if args[0].shape[0] == args[0].shape[1] else args[0], args[1]),
                                     node.attrs)),
])
def test_a_planted_error_in_a_rule_is_seen(op, wrong, monkeypatch):
    names = {"vec": "kron vec rows", "trace": "trace of product", "sum": "sum", "take": "line of sum"}
    expression, dims = RATIONAL[names[op]], {"n": 3, "d": 2, "m": 2}
    values = draw(expression, dims, 4)
    assert agree(expression, dims, values, EXACT, indices(dims, 1))
    monkeypatch.setitem(RULES, op, wrong)
    structured.cache_clear()
    try:
        assert not agree(expression, dims, values, EXACT, indices(dims, 1))
    finally:
        structured.cache_clear()


def test_the_wrong_order_of_vec_is_seen(monkeypatch):
    """(A kron B) vec(X) is not B X A^T read row by row."""
    def swapped(left, right):
        (p, q), (matrix,) = left.args, right.args
        return make("vec", (q @ matrix @ p.T,), right.attrs)

    expression, dims = ct.kron(S, T) @ ct.vec(ct.matrix("M", n, n), "C"), {"n": 3}
    values = draw(expression, dims, 4)
    assert agree(expression, dims, values, EXACT)
    monkeypatch.setattr(multiplication, "_kron_times_vec", swapped)
    structured.cache_clear()
    try:
        assert not agree(expression, dims, values, EXACT)
        assert decide_identity(ct.equal(expression, structured(expression))) is Verdict.DIFFER
    finally:
        structured.cache_clear()
