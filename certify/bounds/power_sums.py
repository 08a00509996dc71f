"""Scalars and vectors made of entrywise products, sums and inner products, as polynomials in power sums.

With atoms p, h, b, ... (vectors that are not taken apart) every such vector is a sum of terms
c s_1 ... s_k  p o ... o h, and every scalar one of terms c s_1 ... s_k, where a power sum s is the sum of the entries
of an entrywise product of atoms; sum(p) = 1 for a softmax p. Equal polynomials are equal expressions for all sizes.

Along h a softmax p of the logits moves by p o (h - <p, h>), so a term moves by the sum over its factors p of the term
with h beside that factor, less <p, h> times the term: derivatives need no expression, only this rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache

from certify.calculus.algebra import constant
from certify.language import Expr, make
from certify.language.sizes import Size

Product = tuple[Expr, ...]  # factors, sorted by identity; a factor of rank 0 is a scalar that is not taken apart
Key = tuple[Product, tuple[Product, ...]]  # the entrywise product in front, power sums
Poly = dict[Key, Fraction]

LIMIT = 500  # terms


class NotTakenApart(ValueError):
    """The expression is no such polynomial, or a long one."""


def number(value: Fraction | int) -> Poly:
    """A constant scalar, or vector."""
    return {((), ()): Fraction(value)} if value else {}


def atom(node: Expr) -> Poly:
    """One vector, or one scalar."""
    return {((node,), ()) if node.shape else ((), ((node,),)): Fraction(1)}


def collected(terms: Iterable[tuple[Key, Fraction]]) -> Poly:
    """Equal terms added up."""
    out: Poly = {}
    for key, value in terms:
        out[key] = out.get(key, Fraction(0)) + value
    if len(out) > LIMIT:
        raise NotTakenApart(f"more than {LIMIT} terms")
    return {key: value for key, value in out.items() if value}


def added(*parts: Poly) -> Poly:
    """The sum."""
    return collected((key, value) for part in parts for key, value in part.items())


def scaled(scale: Fraction | int, poly: Poly) -> Poly:
    """A rational multiple."""
    return {key: scale * value for key, value in poly.items() if scale}


def multiplied(a: Poly, b: Poly) -> Poly:
    """The entrywise product."""
    return collected(((_sorted(v + w), _ordered(s + t)), x * y) for (v, s), x in a.items() for (w, t), y in b.items())


def summed(poly: Poly, size: Poly) -> Poly:
    """The sum of the entries; ``size`` is how many there are."""
    return added(*(_total(key, value, size) for key, value in poly.items()))


def _total(key: Key, value: Fraction, size: Poly) -> Poly:
    front, sums = key
    if not front:
        return multiplied({key: value}, size)
    if len(front) == 1 and front[0].op == "softmax":
        return {((), sums): value}
    for a, b in (front, front[::-1]) if len(front) == 2 else ():
        if b.op == "matmul" and len(b.shape) == 1 and b.args[0].op == "transpose":  # <a, M^T v> = <M a, v>
            image = multiplied(power_sums(make("matmul", (b.args[0].args[0], a))), power_sums(b.args[1]))
            return multiplied({((), sums): value}, summed(image, _size(b.args[1])))
    return {((), _ordered((*sums, front))): value}


def moved(poly: Poly, p: Expr, h: Expr, times: int = 1) -> Poly:
    """The derivative along h of what is a function of the softmax p."""
    for _ in range(times):
        poly = collected(_moves(poly, p, h))
    return poly


def _moves(poly: Poly, p: Expr, h: Expr) -> Iterator[tuple[Key, Fraction]]:
    for (front, sums), value in poly.items():
        in_front, inside = _count(front, p), [_count(part, p) for part in sums]
        yield (_sorted((*front, h)), sums), in_front * value
        for k, count in enumerate(inside):
            yield (front, _ordered((*sums[:k], _sorted((*sums[k], h)), *sums[k + 1:]))), count * value
        yield (front, _ordered((*sums, _sorted((p, h))))), -(in_front + sum(inside)) * value


def _count(factors: Product, p: Expr) -> int:
    return sum(factor is p for factor in factors)


def half_square(p: Expr, b: Expr | None) -> Poly:
    """1/2 ||p - b||^2 up to what does not depend on p."""
    square, size = multiplied(atom(p), atom(p)), _size(p)
    return summed(added(scaled(Fraction(1, 2), square), {} if b is None else scaled(-1, multiplied(atom(p), atom(b)))),
                  size)


def _sorted(factors: Product) -> Product:
    return tuple(sorted(factors, key=id))


def _ordered(sums: tuple[Product, ...]) -> tuple[Product, ...]:
    return tuple(sorted(sums, key=lambda factors: tuple(map(id, factors))))


def atoms(poly: Poly) -> list[Expr]:
    """The vectors that occur, each once."""
    return list(dict.fromkeys(factor for front, sums in poly for part in (front, *sums) for factor in part
                              if factor.shape))


def multiple(poly: Poly, other: Poly) -> Fraction | None:
    """c with poly = c other."""
    if len(poly) != len(other) or not poly:
        return None
    key, value = next(iter(poly.items()))
    scale = value / other[key] if key in other else Fraction(0)
    return scale if scale and all(other.get(key) == value / scale for key, value in poly.items()) else None


@lru_cache(maxsize=4096)
def power_sums(node: Expr) -> Poly:
    """The polynomial that a scalar or a vector is; raises ``NotTakenApart`` where it is too long, or a matrix."""
    if len(node.shape) > 1:
        raise NotTakenApart(f"{node.op} is a matrix")
    rule = _RULES.get(node.op)
    found = None if rule is None else rule(node)
    return atom(node) if found is None else found


def _add(node: Expr) -> Poly:
    return added(*map(power_sums, node.args))


def _mul(node: Expr) -> Poly:
    return multiplied(*map(power_sums, node.args))


def _div(node: Expr) -> Poly | None:
    below = constant(node.args[1])
    return scaled(1 / below, power_sums(node.args[0])) if below else None


def _pow(node: Expr) -> Poly | None:
    exponent = constant(node.args[1])
    if exponent not in (2, 3, 4):
        return None
    out = base = power_sums(node.args[0])
    for _ in range(int(exponent) - 1):
        out = multiplied(out, base)
    return out


def _dot(node: Expr) -> Poly:
    return summed(_mul(node), _size(node.args[0]))


def _sum(node: Expr) -> Poly | None:
    inner = node.args[0]
    return summed(power_sums(inner), _size(inner)) if len(inner.shape) == 1 and not node.shape else None


def _matmul(node: Expr) -> Poly | None:
    """M v with a sum, a diagonal matrix or one of rank one for M carried out."""
    matrix, v = node.args
    if len(matrix.shape) != 2 or len(v.shape) != 1:
        return None
    if matrix.op in ("add", "neg"):
        sign = -1 if matrix.op == "neg" else 1
        return scaled(sign, added(*(power_sums(make("matmul", (part, v))) for part in matrix.args)))
    if matrix.op == "mul" and any(not part.shape for part in matrix.args):
        scale, part = matrix.args if not matrix.args[0].shape else matrix.args[::-1]
        return multiplied(power_sums(scale), power_sums(make("matmul", (part, v))))
    if matrix.op == "matmul":
        return power_sums(make("matmul", (matrix.args[0], make("matmul", (matrix.args[1], v)))))
    if matrix.op == "diag":
        return multiplied(power_sums(matrix.args[0]), power_sums(v))
    if matrix.op == "outer":
        a, b = map(power_sums, matrix.args)
        return multiplied(a, summed(multiplied(b, power_sums(v)), _size(v)))
    return power_sums(v) if matrix.op == "eye" else None


def _size(vector: Expr) -> Poly:
    return size_of_axis(vector.shape[0])


def size_of_axis(size: Size) -> Poly:
    """How many entries an axis has."""
    return number(size.constant) if size.constant is not None else atom(make("dim", (), (str(size),)))


_RULES = {
    "const": lambda node: number(Fraction(node.attrs[0])), "ones": lambda node: number(1), "zeros": lambda node: {},
    "add": _add, "neg": lambda node: scaled(-1, power_sums(node.args[0])), "mul": _mul, "div": _div, "pow": _pow,
    "dot": _dot, "sum": _sum, "matmul": _matmul,
}

__all__ = ["NotTakenApart", "Poly", "Product", "added", "atom", "atoms", "half_square", "moved", "multiple",
           "multiplied", "number", "power_sums", "scaled", "size_of_axis", "summed"]
