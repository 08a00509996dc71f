"""Claims for people: hypotheses, conclusion, what is quantified over, and the definitions they use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from certify.language.claims import Claim
from certify.language.expr import Expr, postorder
from certify.language.printing.latex_style import LatexStyle
from certify.language.printing.printer import Printer
from certify.language.printing.readings import printer, unicode
from certify.language.printing.style import Style
from certify.language.printing.unicode_style import UnicodeStyle
from certify.language.relations import Relation, equal
from certify.language.variables import free_indices, free_symbols

_LINE = 92  # characters of plain text on a line of a typeset claim
_ADDED = " (added)"  # after a hypothesis that the source leaves silent
_SHORT = 30  # a left side that stays on one line with the first terms of the right side


def unicode_claim(claim: Claim) -> str:
    """``Given R ≥ 4, ‖A‖ ≤ R: ‖f(x) − f(y)‖₂ ≤ ... for every i``."""
    p = printer(UnicodeStyle())
    head = ", ".join([_one(p, relation) for relation in claim.given]
                     + [_one(p, relation) + _ADDED for relation in claim.added])
    said = " and ".join(_one(p, relation) for relation in claim.says)
    return (f"Given {head}: " if head else "") + said + _for_every(p, claim, " ")


def latex_claim(claim: Claim) -> str:
    """The claim as LaTeX for display, in lines of moderate width (``aligned``) where it is long."""
    plain, p = printer(UnicodeStyle()), printer(LatexStyle())
    given, says = _hypotheses(plain, p, claim), _conclusions(plain, p, claim)
    says[-1] += _for_every(p, claim, r"\quad ")
    if len(unicode_claim(claim)) <= _LINE:
        return r"\quad ".join([*given, r"\quad ".join(says)])
    return _aligned([*given, *((r"\quad " if given else "") + line for line in says)])


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
    return [_aligned(_broken(plain, p, equal(node, node.args[0]))) for node in _definitions(claim)]


def _one(p: Printer, relation: Relation) -> str:
    return f"{p.piece(relation.lhs).text} {p.style.relations[relation.op]} {p.piece(relation.rhs).text}"


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


def _aligned(lines: Sequence[str]) -> str:
    if len(lines) == 1:
        return lines[0]
    return r"\begin{aligned} " + r" \\ ".join(f"& {line}" for line in lines) + r" \end{aligned}"


def _hypotheses(plain: Printer, p: Printer, claim: Claim) -> list[str]:
    """The hypotheses, filled into lines."""
    items = [(_one(p, relation), _one(plain, relation)) for relation in claim.given]
    for relation in claim.added:
        items.append((_one(p, relation) + p.style.words(_ADDED), _one(plain, relation) + _ADDED))
    if not items:
        return []
    lines = _fill([(tex + r",\ ", text + ", ") for tex, text in items])
    lines[0] = p.style.words("Given ") + lines[0]
    return [*lines[:-1], lines[-1].removesuffix(r",\ ") + ":"]


def _conclusions(plain: Printer, p: Printer, claim: Claim) -> list[str]:
    lines = []
    for k, relation in enumerate(claim.says):
        end = "," if k + 1 < len(claim.says) else ""
        *first, last = _broken(plain, p, relation)
        lines += [*first, last + end]
    return lines


def _broken(plain: Printer, p: Printer, relation: Relation) -> list[str]:
    """A relation in lines: whole if it fits, else broken before its sign and between terms of its sides."""
    left, right = (_terms(plain, p, side) for side in (relation.lhs, relation.rhs))
    signs = [q.style.relations[relation.op] + " " for q in (p, plain)]
    right[0] = (signs[0] + right[0][0], signs[1] + right[0][1])
    together = _width(left) <= _SHORT or _width(left + right) <= _LINE
    first, *rest = _fill(left + right) if together else _fill(left) + _fill(right)
    return [first, *(r"\quad {}" + line for line in rest)]


def _width(items: Sequence[tuple[str, str]]) -> int:
    return sum(len(text) for _, text in items)


def _terms(plain: Printer, p: Printer, side: Expr) -> list[tuple[str, str]]:
    """The parts of a side (LaTeX, plain text); one part where the two readings break differently."""
    tex, text = p.piece(side), plain.piece(side)
    if len(tex.parts) != len(text.parts):
        return [(tex.text + " ", text.text + " ")]
    return [(a + " ", b + " ") for a, b in zip(tex.parts, text.parts, strict=True)]


def _fill(items: Sequence[tuple[str, str]]) -> list[str]:
    """Items (LaTeX, plain text) side by side as long as the plain text fits on a line."""
    lines, width = [""], 0
    for tex, text in items:
        if width and width + len(text) > _LINE:
            lines, width = [*lines, ""], 0
        lines[-1] += tex
        width += len(text)
    return [line.strip() if not line.endswith(r",\ ") else line for line in lines]
