"""What the vocabulary of ``Certify.Lang`` means, over numbers of many digits: written from the definitions in Lang.v.

Naturals are Python integers, reals mpmath numbers, vectors and matrices functions of indices. Numbers are read as reals
outside of ``%nat``. Where Rocq's total functions have a junk value the result is nan.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mpmath import mp

NAN = mp.nan
STEP = 20  # derivatives by differences of order four, at steps of so many digits


class Indexed:
    """A vector, or a matrix as a vector of rows, that computes each entry once."""

    def __init__(self, entry: Callable[[int], Any]):
        self.entry, self.known = entry, {}

    def __call__(self, at: Any) -> Any:
        if not isinstance(at, int):
            return self.entry(at)
        if at not in self.known:
            self.known[at] = self.entry(at)
        return self.known[at]


def vector(entry: Callable[[int], Any]) -> Indexed:
    return Indexed(entry)


def matrix(entry: Callable[[int, int], Any]) -> Indexed:
    return Indexed(lambda i: Indexed(lambda j: entry(i, j)))


def total(n: int, v: Any) -> Any:
    return mp.fsum(v(i) for i in range(n))


def rpow(x: Any, p: Any) -> Any:
    return NAN if mp.isnan(x) or mp.isnan(p) or x < 0 or (x == 0 and p <= 0) else mp.mpf(0) if x == 0 else x**p


def checked(function: Callable[[Any], Any], allowed: Callable[[Any], bool]) -> Callable[[Any], Any]:
    return lambda x: function(x) if not mp.isnan(x) and allowed(x) else NAN


def quotient(a: Any, b: Any) -> Any:
    return NAN if b == 0 or mp.isnan(b) else a / b


def dot(n: int, u: Any, v: Any) -> Any:
    return mp.fsum(u(i) * v(i) for i in range(n))


def spectral(m: int, n: int, a: Any) -> Any:
    return mp.svd_r(dense(m, n, a), compute_uv=False)[0]


def dense(m: int, n: int, a: Any) -> Any:
    return mp.matrix([[a(i)(j) for j in range(n)] for i in range(m)])


def derivative(curve: Callable[[Any], Any], at: Any) -> Any:
    h = mp.mpf(10)**-STEP
    low2, low, up, up2 = (curve(at + k * h) for k in (-2, -1, 1, 2))
    return (low2 - 8 * low + 8 * up - up2) / (12 * h)


def integral(density: Callable[[Any], Any], low: Any, up: Any) -> Any:
    with mp.workdps(30):
        return mp.quad(density, [low, up])


def largest(choose: Callable[..., Any]) -> Callable[[int, Any], Any]:
    return lambda n, v: choose(*[v(i) for i in range(n)]) if n > 1 else v(0)


def softmax(n: int, z: Any) -> Indexed:
    return vector(lambda i: mp.exp(z(i)) / mp.fsum(mp.exp(z(k)) for k in range(n)))


def _max(*numbers: Any) -> Any:
    return NAN if any(map(mp.isnan, numbers)) else max(numbers)


def _min(*numbers: Any) -> Any:
    return NAN if any(map(mp.isnan, numbers)) else min(numbers)


def curried(count: int, function: Callable[..., Any]) -> Any:
    """A function of several arguments as Rocq applies it, one at a time."""
    def step(taken: tuple[Any, ...]) -> Any:
        return function(*taken) if len(taken) == count else lambda argument: step((*taken, argument))

    return step(())


VOCABULARY: dict[str, Any] = {
    "PI": lambda: mp.pi, "INR": mp.mpf, "S": lambda n: n + 1,
    "exp": mp.exp, "ln": checked(mp.log, lambda x: x > 0), "sqrt": checked(mp.sqrt, lambda x: x >= 0),
    "cosh": mp.cosh, "sinh": mp.sinh, "tanh": mp.tanh, "Rabs": mp.fabs,
    "rpow": rpow, "vsum": total, "dot": dot,
    "norm1": lambda n, v: mp.fsum(mp.fabs(v(i)) for i in range(n)),
    "norm2": lambda n, v: mp.sqrt(dot(n, v, v)),
    "norminf": lambda n, v: _max(mp.mpf(0), *[mp.fabs(v(i)) for i in range(n)]),
    "normp": lambda n, p, v: rpow(mp.fsum(rpow(mp.fabs(v(i)), p) for i in range(n)), quotient(mp.mpf(1), p)),
    "vmax": largest(_max), "vmin": largest(_min),
    "vconst": lambda a: vector(lambda i: a), "vunit": lambda k: vector(lambda i: mp.mpf(int(i == k))),
    "vadd": lambda u, v: vector(lambda i: u(i) + v(i)), "vsub": lambda u, v: vector(lambda i: u(i) - v(i)),
    "vopp": lambda v: vector(lambda i: -v(i)), "vscale": lambda a, v: vector(lambda i: a * v(i)),
    "hmul": lambda u, v: vector(lambda i: u(i) * v(i)), "hdiv": lambda u, v: vector(lambda i: quotient(u(i), v(i))),
    "vmap": lambda g, v: vector(lambda i: g(v(i))), "vexp": lambda v: vector(lambda i: mp.exp(v(i))),
    "mconst": lambda a: matrix(lambda i, j: a), "meye": lambda: matrix(lambda i, j: mp.mpf(int(i == j))),
    "vdiag": lambda v: matrix(lambda i, j: v(i) if i == j else mp.mpf(0)), "mdiagonal": lambda a: vector(
        lambda i: a(i)(i)),
    "outer": lambda u, v: matrix(lambda i, j: u(i) * v(j)),
    "madd": lambda a, b: matrix(lambda i, j: a(i)(j) + b(i)(j)),
    "msub": lambda a, b: matrix(lambda i, j: a(i)(j) - b(i)(j)),
    "mopp": lambda a: matrix(lambda i, j: -a(i)(j)), "mscale": lambda s, a: matrix(lambda i, j: s * a(i)(j)),
    "mhmul": lambda a, b: matrix(lambda i, j: a(i)(j) * b(i)(j)),
    "mhdiv": lambda a, b: matrix(lambda i, j: quotient(a(i)(j), b(i)(j))),
    "mmap": lambda g, a: matrix(lambda i, j: g(a(i)(j))), "tr": lambda a: matrix(lambda i, j: a(j)(i)),
    "row": lambda a, i: vector(lambda j: a(i)(j)), "col": lambda a, j: vector(lambda i: a(i)(j)),
    "mulv": lambda n, a, v: vector(lambda i: mp.fsum(a(i)(j) * v(j) for j in range(n))),
    "mulm": lambda n, a, b: matrix(lambda i, k: mp.fsum(a(i)(j) * b(j)(k) for j in range(n))),
    "trace": lambda n, a: mp.fsum(a(i)(i) for i in range(n)),
    "msum": lambda m, n, a: mp.fsum(a(i)(j) for i in range(m) for j in range(n)),
    "normfro": lambda m, n, a: mp.sqrt(mp.fsum(a(i)(j)**2 for i in range(m) for j in range(n))),
    "Rmax": _max, "Rmin": _min, "softmax": softmax, "RInt": integral,
    "Nat.ltb": lambda a, b: a < b, "Nat.eqb": lambda a, b: a == b,
    "Nat.div": lambda a, b: a // b, "Nat.modulo": lambda a, b: a % b,
}
ARITY = {name: function.__code__.co_argcount if getattr(function, "__module__", "") == __name__ else 1
         for name, function in VOCABULARY.items()} | {"Rmax": 2, "Rmin": 2}


def meaning(name: str) -> Any:
    """The value of a name of the vocabulary."""
    function, count = VOCABULARY[name], ARITY[name]
    return function() if count == 0 else function if count == 1 else curried(count, function)
