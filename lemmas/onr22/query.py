"""What the layer of ONR22 does when the query is one of the tokens it sums over (row 6.7), for all sizes.

W_V (x, -W_0 x) = (0, 2 W_0 x), so every token e_j gets the additional value (2 eta / N) <x, x_j> W_0 x. It is gone
for W_0 = 0, where the value part of the query is 0; or if the query enters as (x, W_0 x), the prediction before the
step, whose residual is 0: then it is updated to (x, W_0 x - dW x), and 2 W_0 x minus its value part is the prediction.
"""

import certify as ct
from lemmas.onr22 import PAPER
from lemmas.onr22.gradient_step import example, examples_updated, prediction, query_updated
from lemmas.onr22.problem import (
    W_0,
    W_K,
    W_Q,
    W_V,
    N,
    P,
    X,
    Y,
    attended,
    d_x,
    d_y,
    eta,
    examples,
    examples_and_query,
    j,
    k,
    query,
    step,
    token,
    value_part,
    x,
)

excess = (2 * eta / N) * (W_0 @ x)
start_at_zero = [ct.equal(W_0, ct.zeros(d_y, d_x))]
predicted = token(x, W_0 @ x)
examples_and_prediction = ct.named("E''", ct.vstack([examples, predicted]))

example_with_query = ct.Claim(
    PAPER, "update of an example, the query among the tokens", row="6.7",
    corrects=examples_updated["sum with the query"],
    says=ct.equal(attended(example, examples_and_query, k),
                  token(X[j], Y[j] - step(W_0) @ X[j] + ct.dot(x, X[j]) * excess)),
)
query_with_query = ct.Claim(
    PAPER, "update of the query, itself among the tokens", row="6.7", corrects=query_updated["sum with the query"],
    says=ct.equal(attended(query, examples_and_query, k),
                  token(x, -W_0 @ x - step(W_0) @ x + ct.dot(x, x) * excess)),
)
prediction_with_query = ct.Claim(
    PAPER, "the prediction, the query among the tokens", row="6.7", corrects=prediction["sum with the query"],
    says=ct.equal(-(value_part @ attended(query, examples_and_query, k)),
                  (W_0 + step(W_0)) @ x - ct.dot(x, x) * excess),
)
from_zero = {
    "example": ct.Claim(
        PAPER, "from W_0 = 0 the query may be among the tokens: an example", row="6.7", given=start_at_zero,
        says=ct.equal(attended(example, examples_and_query, k), token(X[j], Y[j] - step(W_0) @ X[j])),
    ),
    "prediction": ct.Claim(
        PAPER, "from W_0 = 0 the query may be among the tokens: the prediction", row="6.7", given=start_at_zero,
        says=ct.equal(-(value_part @ attended(query, examples_and_query, k)), (W_0 + step(W_0)) @ x),
    ),
}
query_as_prediction = {
    "example": ct.Claim(
        PAPER, "the query as (x, W_0 x) may be among the tokens: an example", row="6.7",
        says=ct.equal(attended(example, examples_and_prediction, k), token(X[j], Y[j] - step(W_0) @ X[j])),
    ),
    "prediction": ct.Claim(
        PAPER, "the query as (x, W_0 x) may be among the tokens: the prediction", row="6.7",
        says=ct.equal(2 * (W_0 @ x) - value_part @ attended(predicted, examples_and_prediction, k),
                      (W_0 + step(W_0)) @ x),
    ),
}
all_at_once = ct.Claim(
    PAPER, "all examples at once, as a layer of linear attention", row="6.7",
    says=ct.equal(
        examples + ct.linear_attention(examples @ W_Q.T, examples @ W_K.T, examples @ (P @ W_V).T),
        ct.hstack([X, Y - X @ step(W_0).T]),
    ),
)
