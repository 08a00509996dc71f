"""GeLU in both forms and what is close to its argument (rows 6.2 and 6.3)."""

import certify as ct

n = ct.dim("n")
x = ct.vector("x", n)
a, b, C, N, M, y = ct.scalars("a b C N M y")
FIRST = ct.concatenate([ct.ones(n), ct.zeros(3)])  # picks the entries of x out of [x, N, -N - sum x, 0]
L = n + 3


@ct.definition("GeLU({z})")
def gelu(z):
    return ct.gelu(z)


@ct.definition("GeLU_tanh({z})")
def gelu_tanh(z):
    return ct.gelu(z, approximate="tanh")


@ct.definition("LN({z})")
def layernorm(z):
    return ct.layernorm(z)


FORMS = {"exact": gelu, "tanh": gelu_tanh}


def product_error(form):
    """sqrt(pi/2) (GeLU(a + b) - GeLU(a) - GeLU(b)) - a b."""
    return ct.sqrt(ct.PI / 2) * (form(a + b) - form(a) - form(b)) - a * b


def bypass_error(form):
    """GeLU(N + a) - N - a."""
    return form(N + a) - N - a


def padded(first, size):
    """[first, size, -size - sum of first, 0]: the mean of its entries is 0."""
    return ct.hstack([first, size, -size - ct.sum(first), 0])
