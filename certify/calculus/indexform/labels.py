"""Canonical labelling: the bound indices of a connected sum get the labels that every renaming of it gets.

Indices are coloured by how they occur (colour refinement). Where colours do not tell all of them apart, each
index of the first ambiguous colour is singled out in turn and the search goes on; of all labellings found
this way the one whose term has the least text is taken. Nothing is pruned by guesswork, so sums that differ
in the names of their bound indices only become one object.
"""

from __future__ import annotations

from collections.abc import Iterator

from certify.calculus.indexform import renaming
from certify.calculus.indexform.factors import Factor, Number, Symbol, sum_factor
from certify.calculus.indexform.indices import Index, plain
from certify.calculus.indexform.outside import Outside
from certify.calculus.indexform.terms import ZERO, Form, Term, single

LARGEST_SEARCH = 5_040
Colours = dict[Index, int]


def labelled(body: Term, bound: frozenset[Index]) -> Form:
    """The sum of a flat connected term over all of ``bound``, up to sign a single Sum factor (0 where a
    renaming turns the sum into its negative)."""
    best: dict[str, tuple[tuple[Index, ...], Term, Number]] = {}
    least = ""
    signs: set[Number] = set()
    for count, order in enumerate(orders(body, bound)):
        if count > LARGEST_SEARCH:
            raise Outside(f"a sum over {len(bound)} indices is too symmetric to be labelled")
        new = tuple(plain("bound", f"{body.height + 1}.{k}", index.size) for k, index in enumerate(order))
        one = renaming.substitute_term(body, dict(zip(order, new, strict=True))).single()
        if one is None:
            raise Outside("a summand that does not stay one term when its indices are renamed")
        if len(bound) > 1 and (not best or one[0].text <= least):
            if one[0].text not in best:
                best, signs, least = {one[0].text: (new, *one)}, set(), one[0].text
            signs.add(one[1])
        elif not best:
            best, signs = {"": (new, *one)}, {one[1]}
    (labels, term, sign), = best.values()
    return ZERO if len(signs) > 1 else single(sum_factor(labels, term), 1, sign)


def orders(body: Term, bound: frozenset[Index]) -> Iterator[tuple[Index, ...]]:
    """The orders of the bound indices among which the canonical one is."""
    if len(bound) == 1:
        yield tuple(bound)
        return
    yield from _search(body, refine(body, dict.fromkeys(bound, 0)))


def _search(body: Term, colours: Colours) -> Iterator[tuple[Index, ...]]:
    cells: dict[int, list[Index]] = {}
    for index, colour in colours.items():
        cells.setdefault(colour, []).append(index)
    ambiguous = min((colour for colour, cell in cells.items() if len(cell) > 1), default=None)
    if ambiguous is None:
        yield tuple(sorted(colours, key=lambda index: colours[index]))
        return
    for index in cells[ambiguous]:
        yield from _search(body, refine(body, {**colours, index: -1}))


def refine(body: Term, colours: Colours) -> Colours:
    """Colours as fine as the occurrences of each index, relative to the colours of the others, make them."""
    classes = len(set(colours.values()))
    while True:
        signs = {index: (colours[index], _sign(body, index, colours)) for index in colours}
        ranks = {sign: rank for rank, sign in enumerate(sorted(set(signs.values())))}
        colours = {index: ranks[sign] for index, sign in signs.items()}
        if len(ranks) in (classes, len(colours)):
            return colours
        classes = len(ranks)


def _sign(body: Term, index: Index, colours: Colours) -> str:
    marks = {other: _mark(str(colour), other) for other, colour in colours.items()}
    marks[index] = _mark("*", index)
    parts = [f"{_marked(factor, marks)}^{power}" for factor, power in body.powers.items() if index in factor.free]
    return f"{index.size}|" + " ".join(sorted(parts))


def _mark(text: str, index: Index) -> Index:
    return plain("mark", f"*{text}", index.size)


def _marked(factor: Factor, marks: dict[Index, Index]) -> str:
    """The text of a factor with colours in place of its bound indices."""
    if isinstance(factor, Symbol) and not any(index.parts for index in factor.at):
        return f"{factor.name}[{','.join(marks.get(index, index).text for index in factor.at)}]"
    try:
        return renaming.substitute_factor(factor, marks).text
    except Outside:
        return "undefined"  # where two colours coincide; the same for every renaming
