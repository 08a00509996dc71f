"""The tensor trick: matrix problems as vector problems (rows 2.1 to 2.3).

Neither source says whether vec goes row by row ("C") or column by column ("F"), so every statement is read in
both ways. Row by row all of them hold. Column by column none of the printed ones does: the factors of every
Kronecker product have to change places, or X has to be transposed. The corrections stand beside.
"""

import certify as ct
from lemmas.gsx23 import PAPER
from lemmas.gsx23.problem import A_1, A_2, B, D, L_normalized, L_rescaled, U, X, block, j0, n

ORDERS = {"C": "row by row", "F": "column by column"}
FALSE = {"C": None, "F": "refuted"}
A = ct.kron(A_1, A_2)
swapped = ct.kron(A_2, A_1)


def select(j):
    """The n x n^2 matrix that takes the j-th block of n rows, e_j^T kron I_n."""
    return ct.kron(ct.outer(ct.ones(1), ct.unit(n, j)), ct.eye(n))


def claim(order, label, says, row="2.1", provenance="restated", via=None, corrects=None, note=""):
    """One reading of a statement; what is printed fails column by column."""
    expected = FALSE[order] if provenance != "ours" else None
    return ct.Claim(PAPER, f"{label}, vec {ORDERS[order]}", row=row, provenance=provenance, via=via, says=says,
                    expected=expected, corrects=corrects, note=note)


# vec(A_1 X A_2^T) = (A_1 kron A_2) vec(X)
linear = {
    order: claim(order, "the tensor trick", ct.equal(ct.vec(A_1 @ X @ A_2.T, order), A @ ct.vec(X, order)),
                 via="AS24, Fact 3.8")
    for order in ORDERS
}
linear_swapped = claim(
    "F", "the tensor trick, factors swapped", provenance="ours", corrects=linear["F"],
    says=ct.equal(ct.vec(A_1 @ X @ A_2.T, "F"), swapped @ ct.vec(X, "F")),
)
linear_transposed = claim(
    "F", "the tensor trick, X transposed", provenance="ours",
    says=ct.equal(ct.vec(A_2 @ X.T @ A_1.T, "F"), A @ ct.vec(X.T, "F")),
)

# vec(exp(A_1 X A_2^T)) = exp((A_1 kron A_2) vec(X)), and row j0 of it
exponential = {
    order: claim(order, "the tensor trick under exp", ct.equal(ct.vec(U(X), order), ct.exp(A @ ct.vec(X, order))),
                 row="2.2", via="AS24, Fact 3.9")
    for order in ORDERS
}
exponential_swapped = claim(
    "F", "the tensor trick under exp, factors swapped", row="2.2", provenance="ours", corrects=exponential["F"],
    says=ct.equal(ct.vec(U(X), "F"), ct.exp(swapped @ ct.vec(X, "F"))),
)
rows = {
    order: claim(order, "row j0 of the exponential", ct.equal(U(X)[j0, :], ct.exp(block(j0) @ ct.vec(X, order))),
                 row="2.2", via="AS24, Fact 3.9")
    for order in ORDERS
}
columns = claim(
    "F", "column j0 of the exponential", row="2.2", provenance="ours", corrects=rows["F"],
    says=ct.equal(U(X)[:, j0], ct.exp(select(j0) @ swapped @ ct.vec(X, "F"))),
    note="The blocks of A_2 kron A_1 give columns.",
)
block_of_product = ct.Claim(
    PAPER, "the j0-th block of n rows of A_1 kron A_2", row="2.2",
    says=ct.equal(select(j0) @ A, block(j0)), note="The block is cut out by e_{j0}^T kron I_n.",
)

# Both losses as vector problems
normalized = {
    order: claim(order, "the normalized loss as a vector problem", ct.equal(
        L_normalized(X),
        ct.norm(ct.inv(ct.kron(D(X), ct.eye(n))) @ ct.exp(A @ ct.vec(X, order)) - ct.vec(B, order)) ** 2,
    ), row="2.3", provenance="recalled")
    for order in ORDERS
}
normalized_swapped = claim(
    "F", "the normalized loss as a vector problem, factors swapped", row="2.3", provenance="ours",
    corrects=normalized["F"], says=ct.equal(
        L_normalized(X),
        ct.norm(ct.inv(ct.kron(ct.eye(n), D(X))) @ ct.exp(swapped @ ct.vec(X, "F")) - ct.vec(B, "F")) ** 2,
    ),
)
rescaled = {
    order: claim(order, "the rescaled loss as a vector problem", ct.equal(
        L_rescaled(X),
        ct.norm(ct.exp(A @ ct.vec(X, order)) - ct.kron(D(X), ct.eye(n)) @ ct.vec(B, order)) ** 2,
    ), row="2.3", provenance="recalled")
    for order in ORDERS
}
rescaled_swapped = claim(
    "F", "the rescaled loss as a vector problem, factors swapped", row="2.3", provenance="ours",
    corrects=rescaled["F"], says=ct.equal(
        L_rescaled(X),
        ct.norm(ct.exp(swapped @ ct.vec(X, "F")) - ct.kron(ct.eye(n), D(X)) @ ct.vec(B, "F")) ** 2,
    ),
)
