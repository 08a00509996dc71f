"""Derivatives as nodes of the language; `certify.calculus` expands them, the index form decides them."""

from __future__ import annotations

from typing import Any

from certify.language.atoms import unit
from certify.language.errors import ExpressionError, ShapeError
from certify.language.expr import Expr, coerce, make
from certify.language.sizes import show_shape


def _variable(x: Any, name: str) -> Expr:
    if isinstance(x, Expr) and x.op == "sym":
        return x
    raise ExpressionError(f"{name}: the variable must be a symbol, not {x}; "
                          "differentiate by a symbol and substitute afterwards with .subs")


def _rank(e: Expr, rank: int, name: str, kind: str) -> None:
    if len(e.shape) != rank:
        raise ShapeError(f"{name}: needs a {kind}, {e} has shape {show_shape(e.shape)}")


def grad(e: Any, x: Expr, order: str = "") -> Expr:
    """Gradient of a scalar: the array of partial derivatives, of the shape of x; with ``order`` a matrix
    variable is flattened as ``vec`` does."""
    e = coerce(e)
    _rank(e, 0, "grad", "scalar expression (jacobian takes vectors)")
    return make("deriv", (e, _variable(x, "grad")), (order,))


def jacobian(e: Any, x: Expr, order: str = "") -> Expr:
    """Jacobian of a vector: entry [k, i] is d e_k / d x_i. A matrix variable needs an order."""
    e = coerce(e)
    _rank(e, 1, "jacobian", "vector expression (grad takes scalars)")
    return make("deriv", (e, _flat(x, order, "jacobian")), (order,))


def hessian(e: Any, x: Expr, order: str = "") -> Expr:
    """Hessian of a scalar: entry [i, j] is d^2 e / d x_i d x_j. A matrix variable needs an order."""
    e = coerce(e)
    _rank(e, 0, "hessian", "scalar expression")
    inner = make("deriv", (e, _flat(x, order, "hessian")), (order,))
    return make("deriv", (inner, x), (order,))


def _flat(x: Any, order: str, name: str) -> Expr:
    x = _variable(x, name)
    if len(x.shape) == 2 and not order:
        raise ShapeError(f'{name} by the matrix {x}: say how it is flattened, order="C" or order="F"')
    return x


def jvp(e: Any, x: Expr, v: Any) -> Expr:
    """Directional derivative of e in x along v: d/dt e(x + t v) at t = 0, with v held constant."""
    return make("jvp", (coerce(e), _variable(x, "jvp"), coerce(v)))


def partial(e: Any, x: Expr, i: Any) -> Expr:
    """Partial derivative of e by the entry i of the vector x (an index symbol or an integer), or by a scalar x."""
    x = _variable(x, "partial")
    if len(x.shape) != 1:
        raise ShapeError(f"partial: needs a vector variable, {x} has shape {show_shape(x.shape)}")
    return jvp(e, x, unit(x.shape[0], i))
