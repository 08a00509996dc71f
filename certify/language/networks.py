"""Layers of transformers, composed of the operations of the language."""

from __future__ import annotations

from typing import Any

from certify.language.atoms import PI, erf, outer, rational, softmax, sqrt, sum, tanh
from certify.language.errors import ExpressionError, ShapeError
from certify.language.expr import Expr, coerce, make
from certify.language.sizes import Size


def gelu(x: Any, approximate: str | None = None) -> Expr:
    """Entrywise x (1 + erf(x / sqrt 2)) / 2 (Hendrycks and Gimpel, arXiv 1606.08415); with ``approximate="tanh"``
    their x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))) / 2."""
    x = coerce(x)
    if approximate is None:
        return x * (1 + erf(x / sqrt(2))) / 2
    if approximate != "tanh":
        raise ExpressionError(f'gelu: approximate is None (exact) or "tanh", not {approximate!r}')
    return x * (1 + tanh(sqrt(2 / PI) * (x + rational(44715, 10**6) * x**3))) / 2


def layernorm(x: Any, *, eps: Any = None) -> Expr:
    """(x - mean) / sqrt(mean square deviation + eps) of a vector, or of each row of a matrix; without ``eps``
    undefined where all entries agree."""
    x = coerce(x)
    if not x.shape:
        raise ShapeError(f"layernorm: takes a vector or a matrix, not the scalar {x!r}")
    size = x.shape[-1]
    centred = x - _across(_mean(x, size), x)
    variance = _mean(centred * centred, size)
    return centred / _across(sqrt(variance if eps is None else variance + eps), x)


def _mean(x: Expr, size: Size) -> Expr:
    """The mean along the last axis."""
    return sum(x, axis=-1) / as_number(size)


def as_number(size: Size) -> Expr:
    """A size as a scalar expression."""
    total: Expr | None = None
    for names, factor in size.terms:
        term = coerce(factor)
        for name in names:
            term = make("dim", (), (name,)) if term is coerce(1) else term * make("dim", (), (name,))
        total = term if total is None else total + term
    return coerce(0) if total is None else total


def _across(value: Expr, x: Expr) -> Expr:
    """A number for each row, at every entry of the row."""
    return value if not value.shape else outer(value, make("ones", (), (x.shape[-1:],)))


def attention(Q: Any, K: Any, V: Any, *, scale: Any = None) -> Expr:
    """softmax(scale Q K^T) V, the softmax taken of each row (Vaswani et al., arXiv 1706.03762); scale is 1 unless
    given. Q is n x d, K is m x d, V is m x e; the result is n x e."""
    return softmax(_scores(Q, K, scale), axis=1) @ coerce(V)


def linear_attention(Q: Any, K: Any, V: Any, *, scale: Any = None) -> Expr:
    """scale Q K^T V: attention without the softmax."""
    return _scores(Q, K, scale) @ coerce(V)


def _scores(Q: Any, K: Any, scale: Any) -> Expr:
    scores = coerce(Q) @ coerce(K).T
    return scores if scale is None else scale * scores
