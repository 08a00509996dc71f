"""Identities of the papers in softmax regression: true ones, and mutations of them that are false."""

from __future__ import annotations

import certify as ct
from certify.language import Expr, Relation, coerce

n, d, m = ct.dims("n d m")
A = ct.matrix("A", n, d)
x, y, v = ct.vectors("x y v", d)
b, w, z, p, q = ct.vectors("b w z p q", n)
i, j = ct.index("i", d), ct.index("j", d)
k = ct.index("k", n)
Ai, Aj = A[:, i], A[:, j]
u = ct.exp(A @ x)
alpha = ct.sum(u)
f = u / alpha
c = f - b
L = ct.dot(c, c) / 2
W2 = ct.diag(w * w)
dot, diag, outer, equal, partial = ct.dot, ct.diag, ct.outer, ct.equal, ct.partial
grad, hessian, jvp, kron, vec = ct.grad, ct.hessian, ct.jvp, ct.kron, ct.vec

B_HESSIAN = (dot(3 * f - 2 * b, f) * outer(f, f) - dot(f - b, f) * diag(f) + diag((2 * f - b) * f)
             + outer(b * f, f) + outer(f, b * f) - 2 * outer(f * f, f) - 2 * outer(f, f * f))


def _softmax_regression() -> dict[str, Relation]:
    L_reg = dot(w * (A @ x), w * (A @ x)) / 2
    return {
        "1.1.7a": equal(dot(p * q, z), dot(p, q * z)),
        "1.1.7b": equal(dot(p * q, z), dot(p, diag(q) @ z)),
        "1.1.7c": equal(dot(p * q, ct.ones(n)), dot(p, q)),
        "1.2.1": equal(partial(A @ x, x, i), Ai),
        "1.2.2": equal(partial(u, x, i), u * Ai),
        "1.2.3": equal(partial(alpha, x, i), dot(u, Ai)),
        "1.2.4": equal(partial(1 / alpha, x, i), -dot(f, Ai) / alpha),
        "1.2.5": equal(partial(f, x, i), -dot(f, Ai) * f + f * Ai),
        "1.2.5c": equal(partial(c, x, i), f * Ai - dot(f, Ai) * f),
        "1.2.6": equal(partial(dot(f, Ai), x, i), -dot(f, Ai) ** 2 + dot(f, Ai * Ai)),
        "1.2.7": equal(partial(dot(f, Ai), x, j), -dot(f, Ai) * dot(f, Aj) + dot(f, Ai * Aj)),
        "1.2.8": equal(partial(L, x, i), dot(Ai, diag(f) @ (f - b) - f * dot(f - b, f))),
        "1.2.8m": equal(grad(L, x), A.T @ (f * c - f * dot(c, f))),
        "1.2.8n": equal(partial(ct.norm(c) ** 2 / 2, x, i), dot(Ai, diag(f) @ c - f * dot(c, f))),
        "3.1a": equal(partial(partial(u, x, i), x, i), Ai * u * Ai),
        "3.1b": equal(partial(partial(u, x, i), x, j), Aj * u * Ai),
        "3.2": equal(hessian(alpha, x), A.T @ diag(u) @ A),
        "3.3": equal(partial(partial(f, x, i), x, j), 2 * dot(f, Ai) * dot(f, Aj) * f - dot(f, Ai * Aj) * f
                     - dot(f, Ai) * f * Aj - dot(f, Aj) * f * Ai + Ai * f * Aj),
        "3.4": equal(hessian(L, x), A.T @ B_HESSIAN @ A),
        "3.4reg": equal(hessian(L + L_reg, x), A.T @ (B_HESSIAN + W2) @ A),
        "3.4entry": equal(partial(partial(L, x, i), x, j), dot(Ai, B_HESSIAN @ Aj)),
    }


def _rescaled() -> dict[str, Relation]:
    out: dict[str, Relation] = {}
    K = ct.eye(n) - outer(ct.ones(n), b)
    for name, g, dg in (("exp", ct.exp, ct.exp), ("cosh", ct.cosh, ct.sinh), ("sinh", ct.sinh, ct.cosh)):
        u, v = g(A @ x), dg(A @ x)
        c = u - ct.sum(u) * b
        out[f"4.1a-{name}"] = equal(partial(c, x, i), v * Ai - b * dot(v, Ai))
        out[f"4.1b-{name}"] = equal(grad(dot(c, c) / 2, x), A.T @ diag(v) @ K @ c)
        out[f"4.2-{name}"] = equal(hessian(dot(c, c) / 2, x), A.T @ (
            diag(v) @ (K @ K.T) @ diag(v) + diag(u * (K @ c))) @ A)
        r = u - b
        out[f"5.1g-{name}"] = equal(grad(dot(r, r) / 2, x), A.T @ diag(v) @ r)
    out["4.3"] = equal(ct.cosh(A @ x) ** 2 - ct.sinh(A @ x) ** 2, ct.ones(n))
    e, s, h = ct.exp(A @ x), ct.sinh(A @ x), ct.cosh(A @ x)
    out["5.1-exp"] = equal(hessian(dot(e - b, e - b) / 2, x), A.T @ diag(e * (2 * e - b)) @ A)
    out["5.1-cosh"] = equal(hessian(dot(h - b, h - b) / 2, x), A.T @ diag(2 * h ** 2 - 1 - b * h) @ A)
    out["5.1-sinh"] = equal(hessian(dot(s - b, s - b) / 2, x), A.T @ diag(2 * s ** 2 + 1 - b * s) @ A)
    return out


def _tensor_trick() -> dict[str, Relation]:
    A1, A2 = ct.matrices("A1 A2", n, d)
    B, X = ct.matrix("B", n, n), ct.matrix("X", d, d)
    U = ct.exp(A1 @ X @ A2.T)
    D = ct.sum(U, axis=1)
    out = {}
    for order, (first, second) in (("C", (A1, A2)), ("F", (A2, A1))):
        K = kron(first, second)
        big = kron(diag(1 / D), ct.eye(n)) if order == "C" else kron(ct.eye(n), diag(1 / D))
        inverse = ct.inv(kron(diag(D), ct.eye(n)) if order == "C" else kron(ct.eye(n), diag(D)))
        out[f"2.1-{order}"] = equal(vec(A1 @ X @ A2.T, order), K @ vec(X, order))
        out[f"2.2-{order}"] = equal(vec(U, order), ct.exp(K @ vec(X, order)))
        out[f"2.3-{order}"] = equal(ct.norm(diag(1 / D) @ U - B, "fro") ** 2,
                                    ct.norm(big @ ct.exp(K @ vec(X, order)) - vec(B, order)) ** 2)
        out[f"2.3i-{order}"] = equal(ct.norm(ct.inv(diag(D)) @ U - B, "fro") ** 2,
                                     ct.norm(inverse @ ct.exp(K @ vec(X, order)) - vec(B, order)) ** 2)
    F = U / outer(D, ct.ones(n))
    loss = ct.sum((F - B) * (F - B)) / 2
    G = F * (F - B) - diag(ct.sum(F * (F - B), axis=1)) @ F
    out["2.6-X"] = equal(grad(loss, X), A1.T @ G @ A2)
    out["2.6-A1"] = equal(grad(loss, A1), G @ A2 @ X.T)
    out["2.6-A2"] = equal(grad(loss, A2), G.T @ A1 @ X)
    out["2.6-softmax"] = equal(F, ct.softmax(A1 @ X @ A2.T, axis=1))
    out["2.6-vec"] = equal(grad(loss, X, order="F"), vec(A1.T @ G @ A2, "F"))
    row = outer(ct.ones(1), A1[k, :])
    out["2.2-block"] = equal(kron(outer(ct.ones(1), ct.unit(n, k)), ct.eye(n)) @ kron(A1, A2), kron(row, A2))
    out["2.2-row"] = equal(U[k, :], ct.exp(kron(row, A2) @ vec(X, "C")))
    out["2.6-hessian"] = equal(hessian(ct.norm(A1 @ X @ A2.T, "fro") ** 2, A2, order="C"),
                               2 * kron(ct.eye(n), X.T @ A1.T @ A1 @ X))
    return out


def _softmax_facts() -> dict[str, Relation]:
    s = ct.vector("s", n)
    g = ct.softmax(s)
    J = diag(g) - outer(g, g)
    lam = ct.scalar("lam")
    lse = ct.log(ct.sum(ct.exp(s)))
    Z = ct.exp(A @ x)
    return {
        "7.2": equal(grad(lse, s), g),
        "7.2t": equal(grad(ct.log(ct.sum(ct.exp(lam * s))) / lam, s), ct.softmax(lam * s)),
        "7.jacobian": equal(ct.jacobian(g, s), J),
        "7.hessian": equal(hessian(lse, s), J),
        "7.ones": equal(J @ ct.ones(n), ct.zeros(n)),
        "7.sum": equal(ct.sum(g), 1),
        "7.third": equal(jvp(jvp(lse, s, z), s, z), dot(g, z * z) - dot(g, z) ** 2),
        "7.third3": equal(jvp(jvp(jvp(lse, s, z), s, z), s, z),
                          dot(g, z ** 3) - 3 * dot(g, z * z) * dot(g, z) + 2 * dot(g, z) ** 3),
        "lse": equal(grad(ct.log(ct.sum(Z)), x), A.T @ (Z / ct.sum(Z))),
        "rows": equal(ct.sum(ct.softmax(ct.matrix("P", n, m))), n),
        "shift": equal(ct.softmax(s + lam), g),
        "tanh": equal(ct.tanh(lam), (ct.exp(2 * lam) - 1) / (ct.exp(2 * lam) + 1)),
        "norm": equal(grad(ct.norm(s), s), s / ct.norm(s)),
        "norm3": equal(grad(ct.norm(A @ x - b) ** 3, x), 3 * ct.norm(A @ x - b) * (A.T @ (A @ x - b))),
    }


def partial_scalar(e: Expr, by: Expr) -> Expr:
    """The derivative by a scalar."""
    return jvp(e, by, coerce(1))


def _linear_regression() -> dict[str, Relation]:
    yv, lam, eta = ct.scalars("yv lam eta")
    I = ct.eye(d)
    S = ct.matrix("S", d, d)
    V = ct.matrix("V", m, d)
    X, Y = ct.matrix("X", n, d), ct.matrix("Y", n, m)
    loss = ct.norm(X @ V.T - Y, "fro") ** 2 / 2
    return {
        "6.4": equal(grad((dot(v, x) - yv) ** 2 + lam * dot(v, v), v), 2 * ((outer(x, x) @ v) - yv * x + lam * v)),
        "6.5": equal((lam * I + outer(x, x)) @ (I / lam - (I / lam) @ outer(x, x) @ (I / lam)
                                               / (1 + dot(x, (I / lam) @ x))), I),
        "6.5inv": equal(ct.inv(lam * I + outer(x, x)) @ x * yv,
                        (I / lam - (I / lam) @ outer(x, x) @ (I / lam) / (1 + dot(x, (I / lam) @ x))) @ x * yv),
        "6.6": equal(ct.inv(S + outer(x, x)),
                     ct.inv(S) - ct.inv(S) @ outer(x, x) @ ct.inv(S) / (1 + dot(x, ct.inv(S) @ x))),
        "6.6w": equal(ct.inv(S + outer(x, v)) @ x * (1 + dot(v, ct.inv(S) @ x)), ct.inv(S) @ x),
        "inverse": equal(jvp(ct.inv(S), S, V.T @ V), -ct.inv(S) @ V.T @ V @ ct.inv(S)),
        "ridge": equal(partial_scalar(ct.inv(X.T @ X + lam * I) @ x, lam),
                       -ct.inv(X.T @ X + lam * I) @ ct.inv(lam * I + X.T @ X) @ x),
        "scaled": equal(ct.inv(2 * lam * (S + X.T @ X)).T, ct.inv(S.T + X.T @ X) / (2 * lam)),
        "inverse2": equal(ct.inv(S).T @ S.T + S @ ct.inv(S), 2 * I),
        "quadratic": equal(grad(dot(x, ct.inv(S) @ x), S), -outer(ct.inv(S).T @ x, ct.inv(S) @ x)),
        "6.7": equal(grad(loss, V), (X @ V.T - Y).T @ X),
        "6.7eta": equal(V - eta * grad(loss, V), V - eta * (V @ X.T @ X - Y.T @ X)),
    }


def true_identities() -> dict[str, Relation]:
    """Every identity that holds for all dimensions, by the row of the list of statements."""
    return {**_softmax_regression(), **_rescaled(), **_tensor_trick(), **_softmax_facts(), **_linear_regression()}


def with_hypotheses() -> dict[str, tuple[Relation, list[Relation]]]:
    """Identities that need an equality among the hypotheses."""
    one = [equal(ct.sum(b), 1)]
    shifted = ct.vector("t", n)
    fy = ct.exp(A @ y) / ct.sum(ct.exp(A @ y))
    return {
        "sum b": (equal(ct.sum(c), 0), one),
        "sum b entry": (equal(ct.sum(f - b) + ct.sum(b) ** 3, ct.sum(b)), one),
        "unit": (equal(dot(outer(x, x) @ x, x), 1), [equal(ct.norm(x), 1)]),
        "at zero": (equal(ct.exp(A @ x), ct.ones(n)), [equal(x, 0)]),
        "target": (equal(fy - shifted, f - b), [equal(shifted, b + fy - f)]),
        "orthogonal": (equal(ct.norm(x + y) ** 2, dot(x, x) + dot(y, y)), [equal(dot(x, y), 0)]),
    }


def false_identities() -> dict[str, Relation]:
    """Identities that are wrong by a sign, a factor, a term, a symbol or a transposition; some as printed."""
    g = ct.softmax(z)
    printed_B = (dot(3 * f - 2 * b, f) * outer(f, f) + dot(f - b, f) * diag(f) + diag((2 * f - b) * f)
                 + outer(b * f, f) + outer(f, b * f))
    S, W = ct.matrix("S", d, d), ct.matrix("W", n, d)
    return {
        "tensor trick": equal(vec(A @ S @ W.T, "F"), kron(A, W) @ vec(S, "F")),
        "block": equal((A @ S @ W.T)[k, :], kron(outer(ct.ones(1), W[k, :]), A) @ vec(S, "C")),
        "blocks of a Hessian": equal(hessian(ct.norm(A @ S @ W.T, "fro") ** 2, W, order="C"),
                                     2 * kron(ct.eye(n), S @ A.T @ A @ S.T)),
        "1.2.8 as printed": equal(partial(L, x, i), dot(Ai, f * dot(f - b, f) + diag(f) @ (f - b))),
        "3.4 as recalled": equal(hessian(L, x), A.T @ printed_B @ A),
        "transpose": equal(S @ x, S.T @ x),
        "trace of square": equal(ct.trace(S @ S), ct.trace(S.T @ S)),
        "columns": equal(partial(dot(f, Ai), x, j), -dot(f, Ai) ** 2 + dot(f, Ai * Aj)),
        "b for f": equal(partial(f, x, i), -dot(b, Ai) * f + f * Ai),
        "entrywise": equal(ct.exp(A @ x), ct.exp(A @ y)),
        "jacobian": equal(ct.jacobian(g, z), diag(g) - outer(g, z)),
        "order": equal(vec(S, "C"), vec(S, "F")),
        "sum": equal(ct.sum(c), 0),
        "norm": equal(grad(ct.norm(z), z), z),
        "absolute": equal(ct.sqrt(x * x), x),
        "triangles": equal(ct.trace(S @ S @ S), ct.trace(S @ S.T @ S)),
    }


def mutations(relation: Relation) -> list[Relation]:
    """The relation with one node of the right-hand side wrong, for every node where that can be done."""
    from certify.language import make, postorder, rebuild

    def swap(old: Expr, new: Expr) -> Relation:
        rhs = rebuild((relation.rhs,), lambda node, args: new if node is old else make(node.op, args, node.attrs))
        return Relation(relation.op, relation.lhs, rhs[0])

    out = []
    for node in postorder(relation.rhs):
        if node.op == "add":
            out += [swap(node, node.args[0]), swap(node, node.args[1]),
                    swap(node, node.args[0] + 2 * node.args[1]), swap(node, node.args[0] - node.args[1])]
        if node.op in ("dot", "outer", "matmul", "diag"):
            out += [swap(node, 2 * node), swap(node, -node)]
        if node is b:
            out.append(swap(node, z))
    return out
