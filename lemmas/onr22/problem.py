"""Linear regression by a matrix W, its tokens, and the layer of linear self-attention of ONR22, Proposition 1.

The examples are the rows x_i of X and y_i of Y. A token is an example, e_i = (x_i, y_i); the query is the token
(x, -W_0 x) of a point x whose value is asked for.
"""

import certify as ct

N, d_x, d_y = ct.dims("N d_x d_y")
X, Y = ct.matrix("X", N, d_x), ct.matrix("Y", N, d_y)
W, W_0 = ct.matrices("W W_0", d_y, d_x)
x = ct.vector("x", d_x)
eta = ct.scalar("eta")
i, j, k = ct.index("i", N), ct.index("j", N), ct.index("k", N + 1)


@ct.definition("L({W})")
def L(W):
    """Half the mean square error."""
    residual = W @ X[i] - Y[i]
    return ct.sum(ct.dot(residual, residual), over=i) / (2 * N)


@ct.definition(r"\Delta W({W})")
def step(W):
    """The change of W by one step of gradient descent with rate eta."""
    return -(eta / N) * ct.sum(ct.outer(W @ X[i] - Y[i], X[i]), over=i)


def token(x, y):
    """(x, y), a vector of size d_x + d_y."""
    return ct.hstack([x, y])


first_part = ct.block([[ct.eye(d_x), ct.zeros(d_x, d_y)], [ct.zeros(d_y, d_x), ct.zeros(d_y, d_y)]])
W_K, W_Q = ct.named("W_K", first_part), ct.named("W_Q", first_part)
W_V = ct.named("W_V", ct.block([[ct.zeros(d_x, d_x), ct.zeros(d_x, d_y)], [W_0, -ct.eye(d_y)]]))
P = ct.named("P", (eta / N) * ct.eye(d_x + d_y))
value_part = ct.hstack([ct.zeros(d_y, d_x), ct.eye(d_y)])

query = token(x, -W_0 @ x)
examples = ct.named("E", ct.hstack([X, Y]))
examples_and_query = ct.named("E'", ct.vstack([examples, query]))


def attended(e, tokens, index):
    """e + P W_V sum_i e_i (e_i^T W_K^T W_Q e), where e_i are the rows of ``tokens``."""
    e_i = tokens[index]
    return e + P @ W_V @ ct.sum(e_i * ct.dot(e_i, W_K.T @ W_Q @ e), over=index)
