"""The last scalar inequality, left <= right, as a chain of small ones.

Both sides are sums of monomials in numbers >= 0. Each term of the left side is set against one of the right side: with
the common part w, c_t w P <= q c_b w M follows from P <= H, L <= M and c_t H <= q c_b L, where H and L are products of
ends of ranges. The numbers q that are set against one term add up to at most 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from certify.bounds.monomials import NoMonomials, monomials
from certify.instances.intervals import Interval
from certify.language import Expr
from certify.rocq.emission.atoms import Atoms, Term, product_text
from certify.rocq.emission.errors import NotEmitted
from certify.rocq.emission.quotients import Quotient, assigned, used
from certify.rocq.emission.roots import equations, inner_terms
from certify.rocq.printer import Printer
from certify.rocq.syntax import ATOM, PRODUCT, SUM, Text, infix, number, within


def compared(p: Printer, left: Expr, right: Expr, ranges: Mapping[Expr, Interval], kept: frozenset[Expr],
             strict: bool) -> list[str]:
    """The lines that prove ``left <= right`` (``left < right``), where signs of generators are in the context."""
    try:
        above, below = monomials(left, kept), monomials(right, kept)
        inner = tuple(inner_terms((left, right), kept))
    except NoMonomials as error:
        raise NotEmitted(f"the last comparison: {error}") from error
    atoms = Atoms(p, (*above, *below, *inner), ranges)
    tops, bottoms, _ = ([atoms.term(term) for term in terms] for terms in (above, below, inner))
    chosen = assigned(tops, bottoms, atoms)
    lines = [f"pose ({name} := {_text(term)})." for name, term in (*_named("t", tops), *_named("b", bottoms))]
    lines += _facts(atoms)
    roots = equations(p, atoms, (left, right), kept)
    lines += [line for _, line in roots]
    names = [name for name, _ in roots]
    lines += [_sum_of(p.term(side), terms, stem, names, atoms.equal) for side, terms, stem in
              ((left, tops, "t"), (right, bottoms, "b"))]
    lines += [_quotient(k, j, (tops[k], bottoms[j]), found, atoms) for k, (j, found) in chosen.items()]
    lines += [f"assert (Nt{k + 1}_ : t{k + 1}_ <= 0)\n  by (apply (opposite ({_text(_opposite(term))})); "
              f"[unfold t{k + 1}_; {atoms.equal} | nonneg])." for k, term in enumerate(tops) if term.coefficient < 0]
    sign, tactic = ("<", "positive") if strict else ("<=", "nonneg")
    lines += [f"assert (Nb{j + 1}_ : 0 {sign} b{j + 1}_) by (unfold b{j + 1}_; {tactic})." for j in range(len(bottoms))]
    names = [name for name, _ in (*_named("t", tops), *_named("b", bottoms))]
    ends = f"clearbody {' '.join(names)}; " if names else ""
    return [*lines, f"apply ({'lt_sums' if strict else 'le_sums'} Left_ Right_); clear Left_ Right_; {ends}lra."]


def _opposite(term: Term) -> Term:
    return Term(-term.coefficient, term.powers)


def _named(stem: str, terms: Sequence[Term]) -> list[tuple[str, Term]]:
    return [(f"{stem}{k + 1}_", term) for k, term in enumerate(terms)]


def _text(term: Term) -> Text:
    return infix(number(term.coefficient), "*", Text(f"({product_text(term.powers)})"), PRODUCT)


def _facts(atoms: Atoms) -> list[str]:
    """What the ends of the atoms are."""
    lines = []
    for k, (name, atom) in enumerate(atoms.table.items()):
        low, x = number(atom.low), within(Text(name, 10), SUM)
        lines.append(f"assert (Low{k}_ : 0 <= {low} <= {x}) by below_{atom.below}.")
        if atom.high is not None:
            lines.append(f"assert (High{k}_ : 0 <= {x} <= {number(atom.high)}) by above_{atom.above}.")
        if atom.square is not None:
            lines.append(f"assert (Root{k}_ : {x} * {x} = {atom.square}) by (apply sqrt_squared; nonneg).")
    return lines


def _sum_of(side: Text, terms: Sequence[Term], stem: str, roots: Sequence[str], equal: str) -> str:
    """The side as the sum of its terms."""
    names = " + ".join(name for name, _ in _named(stem, terms)) or "0"
    unfolded = ", ".join(name for name, _ in _named(stem, terms))
    rewritten = "".join(f"rewrite ?{name}; " for name in roots)
    title = "Left_" if stem == "t" else "Right_"
    unfold = f"unfold {unfolded}; " if unfolded else ""
    return f"assert ({title} : {side} = {names}).\n  {{ {unfold}{rewritten}{equal}. }}"


def _quotient(k: int, j: int, pair: tuple[Term, Term], found: Quotient, atoms: Atoms) -> str:
    t, b, q = f"t{k + 1}_", f"b{j + 1}_", number(found.value)
    ct, cb = (number(term.coefficient) for term in pair)
    w, above, below = (f"({product_text(powers)})" for powers in (found.common, found.above, found.below))
    bounds = f"{_highs(found, atoms)} {_lows(found, atoms)}"
    values = " ".join(within(value, ATOM) for value in (ct, cb, q))
    tamed = [f"    assert (Tamed{place}_ : {fact.says})\n      by ({fact.proof})."
             for place, fact in enumerate(found.tamed.values())]
    return "\n".join([
        f"assert (T{k + 1}_ : {t} <= {q} * {b}).",
        f"  {{ replace {t} with ({ct} * ({w} * {above})) by (unfold {t}; {atoms.equal}).",
        f"    replace {b} with ({cb} * ({w} * {below})) by (unfold {b}; {atoms.equal}).", *tamed,
        f"    apply (le_monomial {w} {values} {bounds}); [nonneg | lra | lra | {_last(pair, found, atoms)}]. }}"])


def _last(pair: tuple[Term, Term], found: Quotient, atoms: Atoms) -> str:
    """c_t H <= q c_b L, where what tames a power stands on both sides."""
    if not found.tamed:
        return "numbers"
    x = product_text({fact.exponential: fact.power for fact in found.tamed.values()})
    left, right = pair[0].coefficient * found.high, found.value * pair[1].coefficient * found.low
    return (f"apply (le_multiples ({x}) {within(number(left), ATOM)} {within(number(right), ATOM)}); "
            f"[{atoms.equal} | {atoms.equal} | nonneg | lra]")


def _highs(found: Quotient, atoms: Atoms) -> str:
    """The proof that what is left above lies between 0 and the product of its ends."""
    places = {name: k for k, name in enumerate(found.tamed)}
    return _joined(f"Tamed{places[name]}_" if name in places else _power(atoms.fact("High", name), k)
                   for name, k in found.above.items())


def _lows(found: Quotient, atoms: Atoms) -> str:
    """The proof that the product of the ends lies between 0 and what is left below."""
    taming = used(found.tamed)
    return _joined(f"(itself_between {_atom_power(name, k)} ltac:(nonneg))" if name in taming else
                   _power(atoms.fact("Low", name), k) for name, k in found.below.items())


def _atom_power(name: str, k: int) -> str:
    return f"({product_text({name: k})})"


def _power(fact: str, k: int) -> str:
    return fact if k == 1 else f"(le_power {k} {fact})"


def _joined(factors: Iterable[str]) -> str:
    """The product of what lies between 0 and its end."""
    out = ""
    for factor in factors:
        out = factor if not out else f"(le_product {out} {factor})"
    return out or "le_one"


__all__ = ["Quotient", "compared"]
