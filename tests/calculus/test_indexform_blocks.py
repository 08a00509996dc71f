"""Concatenated arrays in the index form: block by block, for all sizes."""

import pytest

import certify as ct
from certify.calculus.indexform import Verdict, blocks, canonical, compare
from certify.calculus.indexform.outside import Outside
from certify.calculus.indexform.partitions import partitions
from certify.language import Size

n, d, e = ct.dims("n d e")
A, B = ct.matrix("A", n, d), ct.matrix("B", n, e)
C, D = ct.matrix("C", d, n), ct.matrix("D", e, n)
x, y, b, v = ct.vector("x", d), ct.vector("y", e), ct.vector("b", n), ct.vector("v", d + 1)
s = ct.scalar("s")
i = ct.index("i", d + 1)
k = ct.index("k", 3)
z = ct.hstack([x, s])
M = ct.block([[A, ct.outer(b, ct.ones(1))], [x, s]])
E = ct.block([[A, B], [x, y]])

TRUE = {
    "dot": (ct.dot(z, z), ct.dot(x, x) + s * s),
    "matmul": (ct.hstack([A, B]) @ ct.vstack([C, D]), A @ C + B @ D),
    "matvec": (E @ ct.hstack([x, y]), ct.hstack([A @ x + B @ y, ct.dot(x, x) + ct.dot(y, y)])),
    "gram": (E.T @ E, ct.block([[A.T @ A + ct.outer(x, x), A.T @ B + ct.outer(x, y)],
                                [B.T @ A + ct.outer(y, x), B.T @ B + ct.outer(y, y)]])),
    "trace": (ct.trace(M @ M.T), ct.norm(M, "fro") ** 2),
    "transpose": (M.T, ct.block([[A.T, ct.outer(x, ct.ones(1))], [b, s]])),
    "outer": (ct.outer(z, y), ct.vstack([ct.outer(x, y), s * y])),
    "diagonal": (ct.diag(ct.outer(z, z)), z * z),
    "diag": (ct.diag(z) @ z, z * z),
    "identity": (ct.eye(d + 1) @ z, z),
    "a symbol of the size": (ct.dot(z, v), ct.dot(v, z)),
    "gradient by a part": (ct.grad(ct.dot(z, v) ** 2, x), 2 * ct.dot(z, v) * v[0] * ct.grad(ct.dot(z, v), x) / v[0]),
    "gradient by the whole": (ct.grad(ct.dot(z, v) ** 2, v), 2 * ct.dot(z, v) * z),
    "Hessian": (ct.hessian(ct.exp(ct.dot(v, z)), v), ct.exp(ct.dot(v, z)) * ct.outer(z, z)),
    "along": (ct.jvp(ct.dot(v, v), v, z), 2 * ct.dot(v, z)),
    "norms": (ct.norm(z) ** 2 + ct.norm(z, 3) ** 3, ct.norm(x) ** 2 + ct.norm(x, 3) ** 3 + s**2 + ct.abs(s) ** 3),
    "softmax": (ct.softmax(z), ct.exp(z) / (ct.sum(ct.exp(x)) + ct.exp(s))),
    "softmax of rows": (ct.softmax(ct.hstack([A, B])) @ ct.ones(d + e), ct.ones(n)),
    "softmax of columns": (ct.ones(n + 1) @ ct.softmax(E, axis=0), ct.ones(d + e)),
    "sum over": (ct.sum(z[i] * v[i], over=i), ct.dot(z, v)),
    "sums along axes": (ct.sum(E, axis=0), ct.hstack([ct.sum(A, axis=0) + x, ct.sum(B, axis=0) + y])),
    "a free index": (M[:, i], M.T[i]),
    "a unit": (ct.dot(ct.unit(d + 1, i), z), z[i]),
    "first entry": (z[0], x[0]),
    "entry after a part of known size": (ct.hstack([s, x])[1], x[0]),
    "literal": (ct.hstack([ct.dot([1, 2, 3], ct.hstack([s, 2 * s, 0])), s]), ct.hstack([5 * s, s])),
    "nested": (ct.hstack([z, y]), ct.hstack([x, ct.hstack([s, y])])),
    "sizes that are numbers": (ct.hstack([ct.ones(2), s])[k], ct.hstack([1, 1, s])[k]),
    "mean": (ct.dot(ct.layernorm(z), ct.ones(d + 1)), ct.rational(0)),
}
FALSE = {
    "sign": (ct.hstack([A, B]) @ ct.hstack([x, y]), A @ x - B @ y),
    "a last term is missing": (ct.dot(z, v), ct.dot(z, v) - s * v[0]),
    "order": (ct.vstack([A, C.T]), ct.vstack([C.T, A])),
    "one block of four": (E.T @ E, ct.block([[A.T @ A + ct.outer(x, x), A.T @ B + ct.outer(x, y)],
                                             [B.T @ A + ct.outer(y, x), B.T @ B]])),
    "transpose": (ct.block([[A @ C, B], [D, D @ B]]), ct.block([[C.T @ A.T, B], [D, D @ B]])),
}


@pytest.mark.parametrize("name", TRUE)
def test_equations_between_blocks_agree(name):
    found = compare(ct.equal(*TRUE[name]))
    assert found.verdict is Verdict.AGREE, found
    assert found.form


@pytest.mark.parametrize("name", FALSE)
def test_false_equations_differ(name):
    assert compare(ct.equal(*FALSE[name])).verdict is Verdict.DIFFER


def test_hypotheses_are_read_block_by_block():
    length = ct.equal(ct.dot(v, v), ct.dot(x, x) + s * s)
    assert compare(length).verdict is Verdict.DIFFER
    assert compare(length, [ct.equal(v, z)]).verdict is Verdict.AGREE
    assert compare(length, [ct.equal(v, z), v <= 1, ct.equal(ct.kron(M, M), 0)]).verdict is Verdict.AGREE


@pytest.mark.parametrize(("expression", "why"), [
    (z[3], "entry 3 depends"), (ct.kron(M, M), "kron"), (ct.hstack([x, y]) + ct.hstack([y, x]), "order"),
    (ct.inv(M.T @ M), "inv"), (ct.norm(z, "inf"), "no power"), (ct.vec(M, "C"), "vec"),
])
def test_what_is_not_read_says_why(expression, why):
    found = compare(ct.equal(expression, expression + expression))
    assert found.verdict is Verdict.OUTSIDE
    assert why in found.reason


def test_a_form_of_one_block():
    assert str(canonical(ct.dot(z, z))) == "s^2 + (Σ_k x[k]^2)"
    with pytest.raises(ct.ExpressionError, match="2 blocks"):
        canonical(z)


def test_cuts_of_two_joins_are_refined():
    first, second = ct.hstack([x, ct.hstack([y, s])]), ct.hstack([ct.hstack([x, y]), s])
    found = partitions(first, second)
    parts = {str(size): [str(part) for part in cut] for size, cut in found.items()}
    assert parts["d+e+1"] == ["d", "e", "1"]
    assert parts["d+e"] == ["d", "e"]
    with pytest.raises(Outside, match="order depends"):
        partitions(ct.hstack([x, y]), ct.hstack([y, x]))
    assert Size.of("n") not in found


def test_a_planted_error_is_seen(monkeypatch):
    """A product that forgets its last block proves what is false."""
    right = blocks._RULES["dot"]
    monkeypatch.setitem(blocks._RULES, "dot", lambda grids, node, at, a, b: right(
        grids, node, at, {key: a[key] for key in list(a)[:1]}, b))
    assert compare(ct.equal(ct.dot(z, z), ct.dot(x, x) + s * s)).verdict is Verdict.DIFFER
    assert compare(ct.equal(ct.dot(z, z), ct.dot(x, x))).verdict is Verdict.AGREE
