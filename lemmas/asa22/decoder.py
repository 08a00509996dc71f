"""A decoder layer, with the parameters that make it nearly do what it cannot do exactly (ASA22, Lemma 1).

ASA22 say that mov, mul, div and aff "can be implemented by a single transformer decoder layer"; the matrices with which
we let a layer do so are ours (in ``copying`` and ``arithmetic``). Attention with the score lambda on one token and 0 on
the others picks that token as lambda grows, and GeLU(N + v) - GeLU(N) becomes v as N grows. LayerNorm is left out but
in div, which lives from it; ASA22 bypass it by their Lemma 6.
"""

import certify as ct
from lemmas.asa22.problem import gelu

lam, N, R = ct.scalars("lambda N R")


@ct.definition("z({h})")
def attended(h, tokens, W_Q, W_K, W_V):
    """h + W_V times the mean of the tokens (rows) with the weights softmax(<W_K token, W_Q h>)."""
    return h + W_V @ (tokens.T @ ct.softmax((tokens @ W_K.T) @ (W_Q @ h)))


def feed_forward(z, U_1, U_2, bias=None, norm=None):
    """z + U_2 GeLU(U_1 norm(z) + bias)."""
    hidden = U_1 @ (z if norm is None else norm(z))
    return z + U_2 @ gelu(hidden if bias is None else hidden + bias)


@ct.definition("\\phi({x})")
def tail(x):
    """The density of the normal distribution; y - GeLU(y) is between 0 and tail(y) for y >= 0 (Mills' ratio)."""
    return ct.exp(-(x**2) / 2) / ct.sqrt(2 * ct.PI)
