"""Inverses of matrices: diagonal ones entry by entry, all others as factors of their own.

A matrix is a form in the two holes @0 and @1. The inverse of a symbol cancels against the symbol; of the inverses
of other matrices nothing is used but that equal matrices have equal inverses, scalars come out, transposes
swap, and d(inv M) = -inv(M) dM inv(M).
"""

from __future__ import annotations

from certify.calculus.indexform import powers, products, renaming
from certify.calculus.indexform.factors import Symbol, inverse_factor
from certify.calculus.indexform.indices import Index, plain
from certify.calculus.indexform.outside import Outside
from certify.calculus.indexform.terms import Form, scale, single
from certify.language.sizes import Size


def holes(size: Size) -> tuple[Index, Index]:
    """The indices in which the entries of an inverted matrix are written."""
    return plain("hole", "@0", size), plain("hole", "@1", size)


def inverse(of: Form, size: Size, at: tuple[Index, Index]) -> Form:
    """The entry of the inverse of a matrix given by its form in the holes."""
    first, second = holes(size)
    entry = renaming.substitute(of, {second: first})
    one = products.delta(first, second)
    if products.multiply(entry, one) == of:
        own = renaming.substitute(powers.power(entry, -1), {first: at[0]})
        return products.multiply(own, products.delta(*at))
    if not of:
        raise Outside("the inverse of the zero matrix")
    return _opaque(of, size, at)


def _opaque(of: Form, size: Size, at: tuple[Index, Index]) -> Form:
    both = frozenset(holes(size))
    content, common, _ = powers.take_out(of, signed=True)
    scalars = products.normal({f: p for f, p in common.items() if f.free.isdisjoint(both)})
    factor = powers.power(scale(scalars, content), -1)
    of = products.multiply(of, factor)
    other = renaming.substitute(of, dict(zip(holes(size), holes(size)[::-1], strict=True)))
    if other.text < of.text or (other == of and at[1].text < at[0].text):
        of, at = other, at[::-1]
    return products.multiply(factor, single(inverse_factor(of, size, at)))


def symbol_of(of: Form) -> str | None:
    """The name of the symbol that a matrix is, entry by entry; None where it is none."""
    one = of.single()
    if one is None or one[1] != 1 or len(one[0].powers) != 1:
        return None
    (factor, power), = one[0].powers.items()
    plain_entry = isinstance(factor, Symbol) and [index.text for index in factor.at] == ["@0", "@1"] and power == 1
    return factor.name if plain_entry and isinstance(factor, Symbol) else None


