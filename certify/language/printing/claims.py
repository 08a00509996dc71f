"""Claims for people: hypotheses, conclusion, what is quantified over, and the definitions they use."""

from __future__ import annotations

from collections.abc import Iterator

from certify.language.claims import Claim
from certify.language.expr import Expr, postorder
from certify.language.printing.existence import closing, opening
from certify.language.printing.latex_style import LatexStyle
from certify.language.printing.layout import LINE, aligned, broken, fill, one_line
from certify.language.printing.printer import Printer
from certify.language.printing.readings import printer, unicode
from certify.language.printing.style import Style
from certify.language.printing.unicode_style import UnicodeStyle
from certify.language.relations import equal
from certify.language.variables import free_indices, free_symbols

_ADDED = " (added)"  # after a hypothesis that the source leaves silent


def unicode_claim(claim: Claim) -> str:
    """``Given R ≥ 4, ‖A‖ ≤ R: ‖f(x) − f(y)‖₂ ≤ ... for every i``."""
    p = printer(UnicodeStyle())
    head = ", ".join([one_line(p, relation) for relation in claim.given]
                     + [one_line(p, relation) + _ADDED for relation in claim.added])
    said = " and ".join(one_line(p, relation) for relation in claim.says)
    said = opening(p, claim.exists) + said + closing(p, claim.exists)
    return (f"Given {head}: " if head else "") + said + _for_every(p, claim, " ")


def latex_claim(claim: Claim) -> str:
    """The claim as LaTeX for display, in lines of moderate width (``aligned``) where it is long."""
    plain, p = printer(UnicodeStyle()), printer(LatexStyle())
    given, says = _hypotheses(plain, p, claim), _conclusions(plain, p, claim)
    says = _under_constants(p, claim, says)
    says[-1] += _for_every(p, claim, r"\quad ")
    if len(unicode_claim(claim)) <= LINE:
        return r"\quad ".join([*given, r"\quad ".join(says)])
    return aligned([*given, *((r"\quad " if given else "") + line for line in says)])


def unicode_domains(claim: Claim) -> str:
    """``A ∈ ℝ^{n×d}; x, y ∈ ℝ^d; R ∈ ℝ``."""
    return "; ".join(_domains(UnicodeStyle(), claim, "ℝ", " ∈ "))


def latex_domains(claim: Claim) -> str:
    """Where the symbols of the claim live, as LaTeX."""
    return r",\quad ".join(_domains(LatexStyle(), claim, r"\mathbb{R}", r" \in "))


def unicode_definitions(claim: Claim) -> list[str]:
    """What the names in the claim stand for, ``f(x) = exp(A x)/⟨exp(A x), 1_n⟩``, one of each kind."""
    return [f"{unicode(node)} = {unicode(node.args[0])}" for node in _definitions(claim)]


def latex_definitions(claim: Claim) -> list[str]:
    """The same as LaTeX."""
    plain, p = printer(UnicodeStyle()), printer(LatexStyle())
    return [aligned(broken(plain, p, equal(node, node.args[0]))) for node in _definitions(claim)]


def _for_every(p: Printer, claim: Claim, space: str) -> str:
    names = sorted(node.attrs[0] for node in free_indices(*_sides(claim)))
    if not names:
        return ""
    return f"{space}{p.style.words('for every ')}{', '.join(map(p.style.index, names))}"


def _sides(claim: Claim) -> list[Expr]:
    return [side for rel in claim.given + claim.added + claim.says for side in (rel.lhs, rel.rhs)]


def _domains(style: Style, claim: Claim, reals: str, sign: str) -> Iterator[str]:
    by_shape: dict[str, list[str]] = {}
    for node in sorted(free_symbols(*_sides(claim)), key=lambda node: (-len(node.shape), node.attrs[0])):
        sizes = style.times.join(style.size(size) for size in node.shape)
        domain = style.power(reals, sizes) if sizes else reals
        by_shape.setdefault(domain, []).append(style.name(node.attrs[0]))
    for domain, names in by_shape.items():
        yield f"{', '.join(names)}{sign}{domain}"


def _definitions(claim: Claim) -> list[Expr]:
    """One application of each definition that occurs, the inner ones last."""
    found: dict[str, Expr] = {}
    for node in postorder(*_sides(claim)):
        if node.op == "named":
            known = found.get(node.attrs[0])
            if known is None or (_plain(node) and not _plain(known)):
                found[node.attrs[0]] = node
    return list(found.values())[::-1]


def _plain(node: Expr) -> bool:
    """Whether a definition is applied to symbols only, as in its own statement."""
    return all(arg.op in ("sym", "idx", "dim") for arg in node.args[1:])


def _hypotheses(plain: Printer, p: Printer, claim: Claim) -> list[str]:
    """The hypotheses, filled into lines."""
    items = [(one_line(p, relation), one_line(plain, relation)) for relation in claim.given]
    for relation in claim.added:
        items.append((one_line(p, relation) + p.style.words(_ADDED), one_line(plain, relation) + _ADDED))
    if not items:
        return []
    lines = fill([(tex + r",\ ", text + ", ") for tex, text in items])
    lines[0] = p.style.words("Given ") + lines[0]
    return [*lines[:-1], lines[-1].removesuffix(r",\ ") + ":"]


def _under_constants(p: Printer, claim: Claim, says: list[str]) -> list[str]:
    """The conclusions between the constants that are said to exist and the neighbourhood of the limit."""
    if claim.exists is None:
        return says
    lines = [opening(p, claim.exists), *(r"\quad {}" + line for line in says)]
    return [*lines, closing(p, claim.exists)] if claim.exists.limit else lines


def _conclusions(plain: Printer, p: Printer, claim: Claim) -> list[str]:
    lines = []
    for k, relation in enumerate(claim.says):
        end = "," if k + 1 < len(claim.says) else ""
        *first, last = broken(plain, p, relation)
        lines += [*first, last + end]
    return lines


