"""Sums over indices: deltas are eliminated, independent parts separate, what stays connected becomes a Sum.

The body of a Sum is flat: no sum to a positive integer power is a factor of it. A sum to another power, such
as alpha_j^{-1} under a sum over j, stays a factor, and absorbs the flat copies of itself around it.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import floor

from certify.calculus.indexform import inverses, labels, products, renaming
from certify.calculus.indexform.factors import Delta, Factor, Inverse, Number, Powers, Sum, Symbol, constant
from certify.calculus.indexform.indices import Index, fresh, major, minor, pair
from certify.calculus.indexform.terms import Form, Term, add, scale, single, term
from certify.language.sizes import Size

Bound = frozenset[Index]
_DONE: dict[tuple[Term, Bound], Form] = {}
_CONNECTED: dict[tuple[Term, Bound], Form] = {}


def size_form(size: Size) -> Form:
    """A size as a number."""
    out = []
    for mono, coef in size.terms:
        out.append(scale(products.product(single(constant(name)) for name in mono), coef))
    return add(out)


def contract(form: Form, indices: Iterable[Index]) -> Form:
    """The sum of a form over plain indices."""
    bound = frozenset(index for index in indices if index.kind != "const")
    if not bound:
        return form
    out: dict[Term, Number] = {}
    for one, coef in form.terms.items():
        for new, value in contract_term(one, bound).terms.items():
            out[new] = out.get(new, 0) + coef * value
    return Form({one: coef for one, coef in out.items() if coef})


def contract_term(one: Term, bound: Bound) -> Form:
    """The sum of a term over indices."""
    key = (one, bound)
    found = _DONE.get(key)
    if found is None:
        found = _DONE[key] = _contract(one, bound)
    return found


def _contract(one: Term, bound: Bound) -> Form:
    for law in (_eliminate_delta, _split_axis, _open_sums, _cancel_inverse, _fuse_axes):
        out = law(one, bound)
        if out is not None:
            return out
    parts = [size_form(index.size) for index in bound - one.free]
    outside: Powers = {f: p for f, p in one.powers.items() if f.free.isdisjoint(bound)}
    parts.append(products.normal(outside) if one.special else Form({term(outside): 1}))
    for inside, own in components({f: p for f, p in one.powers.items() if f not in outside}, bound):
        parts.append(_connected(term(inside), own))
    return products.product(parts)


def _eliminate_delta(one: Term, bound: Bound) -> Form | None:
    """sum_i delta(i, j) e(i) = e(j)."""
    for factor in one.powers if one.special else ():
        if isinstance(factor, Delta):
            for old, new in (factor.at, factor.at[::-1]):
                if old in bound and old not in new.leaves:
                    rest = {f: p for f, p in one.powers.items() if f is not factor}
                    return contract(renaming.substitute_powers(rest, {old: new}), bound - {old})
    return None


def _split_axis(one: Term, bound: Bound) -> Form | None:
    """An index of a flattened axis that is taken apart somewhere becomes a pair of indices everywhere."""
    for index in one.indices:
        for part in _parts(index):
            whole = part.parts[0]
            if whole in bound:
                first = fresh(part.blocks[0], bound | one.free)
                second = fresh(part.blocks[1], bound | one.free | {first})
                new = renaming.substitute_term(one, {whole: pair(first, second, part.blocks)})
                return contract(new, (bound - {whole}) | {first, second})
    return None


def _parts(index: Index) -> Iterable[Index]:
    if index.kind in ("major", "minor"):
        yield index
    for part in index.parts:
        yield from _parts(part)


def _fuse_axes(one: Term, bound: Bound) -> Form | None:
    """Two indices that only occur as one pair become one index of the flattened axis."""
    for index in one.indices:
        if index.kind == "pair" and bound.issuperset(index.parts) and index.parts[0] is not index.parts[1]:
            if any(other is not index and not other.leaves.isdisjoint(index.leaves) for other in one.indices):
                continue
            whole = fresh(index.size, bound | one.free)
            mapping = dict(zip(index.parts, (part(whole, index.blocks) for part in (major, minor)), strict=True))
            return contract(renaming.substitute_term(one, mapping), (bound - index.leaves) | {whole})
    return None


def _open_sums(one: Term, bound: Bound) -> Form | None:
    """Sums to positive integer powers that share a bound index with the rest are multiplied out."""
    inner = [f for f, p in one.powers.items()
             if isinstance(f, Sum) and p > 0 and p == floor(p) and not f.free.isdisjoint(bound)]
    if not inner:
        return None
    used = bound | one.free
    body = products.normal({f: p for f, p in one.powers.items() if f not in inner})
    for factor in inner:
        for _ in range(int(one.powers[factor])):
            opened, copy = renaming.open_sum(factor, used)
            used, bound = used | opened, bound | opened
            body = products.multiply(body, copy)
    return contract(body, bound)


def _cancel_inverse(one: Term, bound: Bound) -> Form | None:
    """sum_k M[i,k] M^{-1}[k,j] = delta(i,j), and the same in the other order, where k occurs nowhere else."""
    for factor, power in one.powers.items():
        name = inverses.symbol_of(factor.of) if isinstance(factor, Inverse) and power == 1 else None
        if isinstance(factor, Inverse) and name is not None:
            for side in (0, 1):
                other = _neighbour(one, factor, name, side)
                if other is not None and factor.at[side] in bound:
                    rest = products.normal({f: p for f, p in one.powers.items() if f not in (factor, other)})
                    equal = products.delta(other.at[side], factor.at[1 - side])
                    return contract(products.multiply(rest, equal), bound - {factor.at[side]})
    return None


def _neighbour(one: Term, factor: Inverse, name: str, side: int) -> Symbol | None:
    """The entry of the matrix that shares the index at ``side`` with the entry of its inverse only."""
    middle = factor.at[side]
    others = [f for f in one.powers if f is not factor and not f.free.isdisjoint(middle.leaves)]
    if len(others) != 1 or factor.at[1 - side] is middle:
        return None
    found = others[0]
    fits = isinstance(found, Symbol) and found.name == name and one.powers[found] == 1 \
        and found.at[1 - side] is middle and found.at[side] is not middle
    return found if fits and isinstance(found, Symbol) else None


def components(factors: Powers, bound: Bound) -> list[tuple[Powers, Bound]]:
    """The factors in groups that share no bound index."""
    groups: list[tuple[Powers, Bound]] = []
    for factor, power in factors.items():
        own, inside = factor.free & bound, {factor: power}
        apart = []
        for others, theirs in groups:
            if own.isdisjoint(theirs):
                apart.append((others, theirs))
            else:
                own, inside = own | theirs, {**others, **inside}
        groups = [*apart, (inside, own)]
    return groups


def _connected(body: Term, bound: Bound) -> Form:
    key = (body, bound)
    found = _CONNECTED.get(key)
    if found is None:
        found = _CONNECTED[key] = _absorb(body, bound) or labels.labelled(body, bound)
    return found


def _absorb(body: Term, bound: Bound) -> Form | None:
    """alpha_j^p sum_k E_jk = alpha_j^(p + 1), where alpha_j = sum_k E_jk and k occurs nowhere else."""
    for factor, power in body.powers.items():
        if isinstance(factor, Sum):  # to a power that is no positive integer
            for inside, own in components(_around(body, factor, bound), bound - factor.free):
                sign = _copies(inside, own, factor)
                if sign is not None:
                    rest = {f: p for f, p in body.powers.items() if f not in inside}
                    new = products.normal({**rest, factor: power + 1})
                    return scale(contract(new, bound - own), sign)
    return None


def _around(body: Term, factor: Factor, bound: Bound) -> Powers:
    return {f: p for f, p in body.powers.items() if not f.free.isdisjoint(bound - factor.free)}


def _copies(inside: Powers, own: Bound, factor: Sum) -> Number | None:
    """The sign with which a part of a body is the sum ``factor`` once more; None where it is not."""
    if len(own) != len(factor.bound):
        return None
    one = contract_term(term(inside), own).single()
    return one[1] if one is not None and one[0] is term({factor: 1}) else None
