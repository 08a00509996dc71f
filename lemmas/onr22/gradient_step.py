"""ONR22, Proposition 1 (row 6.7): linear self-attention and one step of gradient descent from W_0.

The proposition speaks of a sum over i; whether the query is one of the tokens is a matter of reading, and it
matters: the value part of the query is -W_0 x, so W_V maps it to 2 W_0 x, which is no residual of an example.
Both readings are claims, of the update of an example and of the query. The corrections are in ``query``.
"""

import certify as ct
from lemmas.onr22 import PAPER
from lemmas.onr22.problem import (
    W_0,
    L,
    N,
    W,
    X,
    Y,
    attended,
    eta,
    examples,
    examples_and_query,
    i,
    j,
    k,
    query,
    step,
    token,
    value_part,
    x,
)

example = token(X[j], Y[j])
NOTE = "e_j is updated at once for all tokens; P, W_K, W_Q and W_V are those of the proposition."

gradient = ct.Claim(
    PAPER, "the step is minus eta times the gradient", row="6.7", provenance="quoted",
    says=ct.equal(step(W), -eta * ct.grad(L(W), W)),
)
shifted_targets = ct.Claim(
    PAPER, "the loss after a step is that of shifted targets", row="6.7", provenance="recalled",
    says=ct.equal(
        L(W + step(W)),
        ct.sum(ct.norm(W @ X[i] - (Y[i] - step(W) @ X[i])) ** 2, over=i) / (2 * N),
    ),
)
examples_updated = {
    "sum over the examples": ct.Claim(
        PAPER, "Proposition 1, update of an example", row="6.7", provenance="quoted",
        says=ct.equal(attended(example, examples, i), token(X[j], Y[j] - step(W_0) @ X[j])), note=NOTE,
    ),
    "sum with the query": ct.Claim(
        PAPER, "Proposition 1, update of an example, the query among the tokens", row="6.7", provenance="quoted",
        says=ct.equal(attended(example, examples_and_query, k), token(X[j], Y[j] - step(W_0) @ X[j])),
        expected="refuted", note=NOTE,
    ),
}
query_updated = {
    "sum over the examples": ct.Claim(
        PAPER, "Proposition 1, update of the query", row="6.7", provenance="quoted",
        says=ct.equal(attended(query, examples, i), token(x, -W_0 @ x - step(W_0) @ x)), note=NOTE,
    ),
    "sum with the query": ct.Claim(
        PAPER, "Proposition 1, update of the query, itself among the tokens", row="6.7", provenance="quoted",
        says=ct.equal(attended(query, examples_and_query, k), token(x, -W_0 @ x - step(W_0) @ x)),
        expected="refuted", note=NOTE,
    ),
}
prediction = {
    "sum over the examples": ct.Claim(
        PAPER, "the prediction after a step is minus the value part of the query", row="6.7", provenance="recalled",
        says=ct.equal(-(value_part @ attended(query, examples, i)), (W_0 + step(W_0)) @ x),
    ),
    "sum with the query": ct.Claim(
        PAPER, "the prediction after a step, the query among the tokens", row="6.7", provenance="recalled",
        says=ct.equal(-(value_part @ attended(query, examples_and_query, k)), (W_0 + step(W_0)) @ x),
        expected="refuted",
    ),
}
two_layers = ct.Claim(
    PAPER, "a layer on the shifted targets makes the second step", row="6.7",
    says=ct.equal(
        -(eta / N) * ct.sum(ct.outer(W_0 @ X[i] - (Y[i] - step(W_0) @ X[i]), X[i]), over=i),
        step(W_0 + step(W_0)),
    ),
    note="The same matrices serve in every layer: the tokens carry the progress.",
)
